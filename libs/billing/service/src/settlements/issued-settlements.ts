import { billOfInvoice, net, periodStream, supplierMonthsStream, supplierOfSettlement, type Netting, type Obligation } from '@carriermesh/billing-domain';
import { contains, type Instant, type Period } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import { billing } from '@carriermesh/wire';
import { found, LedgerPass, messageOf, type Found } from '../replay/ledger-pass.js';

/** A settlement as it went out. */
export interface IssuedSettlement {
  readonly settlement: billing.Settlement;
  /** Empty where it is of a supplier's whole month. */
  readonly invoiceId: string;
  readonly issuedAt: Instant;
  /** Of its bytes as they are now. */
  readonly sha256: Uint8Array;
  readonly position: bigint;
}

/** No provider's id has such a letter, so that none is taken for the one who owes. */
export const SELLER = '@seller';

const TYPES = ['billing.v1.SettlementIssued'] as const;

/**
 * All settlements that were issued within a period, in the order of their ids. By the instant of issue: what comes later, also about
 * earlier months, is of a later period, and what was netted stays netted.
 */
export async function settlementsIssuedIn(ledger: LedgerReading, period: Period, providerId?: string): Promise<readonly IssuedSettlement[]> {
  const settlements: IssuedSettlement[] = [];
  const pass = new LedgerPass(ledger, TYPES, await ledger.head());
  for await (const event of pass.events(() => true)) {
    const issued = issuedIn(event);
    if (contains(period, issued.issuedAt) && (providerId === undefined || issued.settlement.providerId === providerId)) settlements.push(issued);
  }
  return settlements.toSorted((a, b) => (a.settlement.settlementId < b.settlement.settlementId ? -1 : 1));
}

/** `undefined` when no such settlement was issued. */
export async function issuedSettlement(ledger: Pick<LedgerReading, 'readStream'>, settlementId: string): Promise<IssuedSettlement | undefined> {
  const [, bill] = /^set_([0-9a-f-]{36}-[0-9]+(?:n[0-9]+)?)-.+$/.exec(settlementId) ?? [];
  const name = bill === undefined ? undefined : billOfInvoice(`inv_${bill}`);
  const supplier = supplierOfSettlement(settlementId);
  for (const stream of [...(name ? [periodStream(name.contractId, name.periodNumber)] : []), ...(supplier === undefined ? [] : [supplierMonthsStream(supplier)])]) {
    const events = (await ledger.readStream(stream)).filter(({ type }) => type === TYPES[0]);
    const issued = events.map((event) => issuedIn(found<(typeof TYPES)[0]>(event))).find(({ settlement }) => settlement.settlementId === settlementId);
    if (issued) return issued;
  }
  return undefined;
}

/** @throws OperationalError `malformed` when the document can't be read any more: a sum without it would be wrong */
function issuedIn(event: Found<(typeof TYPES)[0]>): IssuedSettlement {
  const { position } = event.at;
  try {
    if (event.kind === 'damaged') throw new Error(event.problem);
    const { settlement, invoiceId, issuedAt } = event.data;
    return { settlement: billing.Settlement.decode(settlement), invoiceId, issuedAt, sha256: sha256(settlement), position };
  } catch (error) {
    throw new OperationalError('malformed', `the settlement at position ${position} can't be read: ${messageOf(error)}`, { cause: error });
  }
}

/** What the seller owes its suppliers by these settlements; where a note takes more back than it gives, what a supplier owes. */
export const netSettlements = (settlements: readonly IssuedSettlement[]): readonly Netting[] =>
  net(settlements.map(({ settlement }): Obligation => ({ from: SELLER, to: settlement.providerId, amount: settlement.total, documentId: settlement.settlementId })));
