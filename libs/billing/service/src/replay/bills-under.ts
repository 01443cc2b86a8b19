import { accountStream, billOfInvoice, disputeStream, invoiceIdOf, invoiceOfDispute, periodStream } from '@carriermesh/billing-domain';
import { contains, type Period } from '@carriermesh/kernel';
import type { LedgerReading, RecordedEvent } from '@carriermesh/platform-ledger';
import { found, LedgerPass } from './ledger-pass.js';

/** Every invoice and note that was issued under a contract, month by month. */
export async function billsUnder(ledger: Pick<LedgerReading, 'readStream'>, contractId: string): Promise<readonly string[]> {
  const invoiceIds: string[] = [];
  for await (const event of monthsOf(ledger, contractId)) {
    const issued = event.type === 'billing.v1.InvoiceIssued' ? found<'billing.v1.InvoiceIssued'>(event) : undefined;
    if (issued?.kind === 'sound') invoiceIds.push(issued.data.invoiceId);
  }
  return invoiceIds;
}

/** The invoice that a dispute is about, and the bill that takes what settled it, issued or not; none where the ledger has no such dispute. */
export async function billsOfDispute(ledger: Pick<LedgerReading, 'readStream'>, disputeId: string): Promise<readonly string[]> {
  const invoiceId = invoiceOfDispute(disputeId);
  const contractId = invoiceId && billOfInvoice(invoiceId)?.contractId;
  if (!invoiceId || !contractId) return [];
  const opened = (await ledger.readStream(disputeStream(invoiceId))).map((event) => (event.type === 'billing.v1.DisputeOpened' ? found<'billing.v1.DisputeOpened'>(event) : undefined));
  if (!opened.some((event) => event?.kind === 'sound' && event.data.disputeId === disputeId)) return [];
  const taking = new Set<string>();
  for await (const event of monthsOf(ledger, contractId)) {
    const posted = event.type === 'billing.v1.AdjustmentPosted' ? found<'billing.v1.AdjustmentPosted'>(event) : undefined;
    if (posted?.kind === 'sound' && posted.data.disputeId === disputeId) taking.add(invoiceIdOf(contractId, posted.data.periodNumber, posted.data.noteNumber));
  }
  return [invoiceId, ...taking];
}

/** What billing wrote about the months of a contract, one month after the other. */
async function* monthsOf(ledger: Pick<LedgerReading, 'readStream'>, contractId: string): AsyncGenerator<RecordedEvent> {
  const [opening] = await ledger.readStream(accountStream(contractId));
  const opened = opening?.type === 'billing.v1.BillingAccountOpened' ? found<'billing.v1.BillingAccountOpened'>(opening) : undefined;
  if (opened?.kind !== 'sound') return;
  for (let month = 1; month <= opened.data.termMonths; month += 1) yield* await ledger.readStream(periodStream(contractId, month));
}

/** Every invoice and note that was issued within a period, in the order in which they were. */
export async function invoicesIssuedIn(ledger: LedgerReading, period: Period): Promise<readonly string[]> {
  const invoiceIds: string[] = [];
  const pass = new LedgerPass(ledger, ['billing.v1.InvoiceIssued'] as const, await ledger.head());
  for await (const event of pass.events(() => true)) if (event.kind === 'sound' && contains(period, event.data.issuedAt)) invoiceIds.push(event.data.invoiceId);
  return invoiceIds;
}
