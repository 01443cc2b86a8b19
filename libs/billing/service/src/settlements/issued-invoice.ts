import { billOfInvoice, periodStream } from '@carriermesh/billing-domain';
import type { Instant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import { billing } from '@carriermesh/wire';
import { messageOf } from '../replay/ledger-pass.js';

/**
 * An invoice as it went out, with the hash of its bytes as they are now. `undefined` when no such invoice was issued.
 * @throws OperationalError `malformed` when it can't be read any more
 */
export async function issuedInvoice(ledger: Pick<LedgerReading, 'readStream'>, invoiceId: string): Promise<{ readonly invoice: billing.Invoice; readonly issuedAt: Instant; readonly sha256: Uint8Array } | undefined> {
  const bill = billOfInvoice(invoiceId);
  if (!bill) return undefined;
  for (const { type, payload, position } of await ledger.readStream(periodStream(bill.contractId, bill.periodNumber))) {
    if (type !== 'billing.v1.InvoiceIssued') continue;
    try {
      const issued = billing.InvoiceIssued.decode(payload);
      if (issued.invoiceId === invoiceId) return { invoice: billing.Invoice.decode(issued.invoice), issuedAt: issued.issuedAt, sha256: sha256(issued.invoice) };
    } catch (error) {
      throw new OperationalError('malformed', `the invoice at position ${position} can't be read: ${messageOf(error)}`, { cause: error });
    }
  }
  return undefined;
}
