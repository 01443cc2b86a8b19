import { accountStream, periodStream } from '@carriermesh/billing-domain';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { found } from './ledger-pass.js';

/** Every invoice and note that was issued under a contract, month by month. */
export async function billsUnder(ledger: Pick<LedgerReading, 'readStream'>, contractId: string): Promise<readonly string[]> {
  const [opening] = await ledger.readStream(accountStream(contractId));
  const opened = opening?.type === 'billing.v1.BillingAccountOpened' ? found<'billing.v1.BillingAccountOpened'>(opening) : undefined;
  if (opened?.kind !== 'sound') return [];
  const invoiceIds: string[] = [];
  for (let month = 1; month <= opened.data.termMonths; month += 1) {
    for (const event of await ledger.readStream(periodStream(contractId, month))) {
      const issued = event.type === 'billing.v1.InvoiceIssued' ? found<'billing.v1.InvoiceIssued'>(event) : undefined;
      if (issued?.kind === 'sound') invoiceIds.push(issued.data.invoiceId);
    }
  }
  return invoiceIds;
}
