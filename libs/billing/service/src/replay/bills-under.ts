import { accountStream, periodStream } from '@carriermesh/billing-domain';
import { contains, type Period } from '@carriermesh/kernel';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { found, LedgerPass } from './ledger-pass.js';

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

/** Every invoice and note that was issued within a period, in the order in which they were. */
export async function invoicesIssuedIn(ledger: LedgerReading, period: Period): Promise<readonly string[]> {
  const invoiceIds: string[] = [];
  const pass = new LedgerPass(ledger, ['billing.v1.InvoiceIssued'] as const, await ledger.head());
  for await (const event of pass.events(() => true)) if (event.kind === 'sound' && contains(period, event.data.issuedAt)) invoiceIds.push(event.data.invoiceId);
  return invoiceIds;
}
