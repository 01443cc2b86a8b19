import type { BillSeals } from '@carriermesh/billing-domain';
import { sha256 } from '@carriermesh/platform-signing';
import { billing } from '@carriermesh/wire';

const sealed = (bytes: Uint8Array): { readonly bytes: Uint8Array; readonly sha256: Uint8Array } => ({ bytes, sha256: sha256(bytes) });

/** How bills become bytes: the same when they are issued and when they are replayed. */
export const billSeals: BillSeals = {
  invoice: (invoice) => sealed(billing.Invoice.encode(invoice)),
  settlement: (settlement) => sealed(billing.Settlement.encode(settlement)),
};
