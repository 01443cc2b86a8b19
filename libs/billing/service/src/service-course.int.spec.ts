import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMonths, instant, NANOS_PER_DAY, NANOS_PER_HOUR, plus, type Instant } from '@carriermesh/kernel';
import { auditedBills } from '@carriermesh/platform-audit';
import { eventually } from '@carriermesh/platform-trial';
import { agent, billing as language, contracting, provisioning } from '@carriermesh/wire';
import { replayInvoice } from './replay/replay-invoice.js';
import { BillingTrial, hourly, MONTH_NANOS } from './testing/billing-trial.js';
import { LedgerCopy } from './testing/ledger-copy.js';
import type { MovingTrade } from './testing/moving-trade.js';
import { named, withRate } from './testing/replay-trial.js';

const GIGABYTE = 1_000_000_000n;

describe('a service that was impaired, moved, and of which more was learnt after its bill', () => {
  let trial: BillingTrial;
  let trade: MovingTrade;
  const after = (days: bigint, hours = 0n): Instant => plus(trade.startAt, days * NANOS_PER_DAY + hours * NANOS_PER_HOUR);
  const typesOf = (stream: string) => trial.typesOf(stream);
  const booked = (count: number) => eventually('the booking', async () => ((await typesOf(`account-${trade.contractId}`)).length >= count ? true : undefined));
  const documents = async (month: number) => {
    const { events } = await trial.mesh.ledger.load(`period-${trade.contractId}-${month}`);
    return {
      invoices: events.flatMap((event) => (event.type === 'billing.v1.InvoiceIssued' ? [language.Invoice.decode(event.data.invoice)] : [])),
      settlements: events.flatMap((event) => (event.type === 'billing.v1.SettlementIssued' ? [language.Settlement.decode(event.data.settlement)] : [])),
      balances: events.flatMap((event) => (event.type === 'billing.v1.BillingPeriodClosed' || event.type === 'billing.v1.CorrectionNoteIssued' ? [event.data.balance] : [])),
    };
  };
  /** As an agent would: again and again, since the clock that was moved is told to the service a moment later. */
  const send = (batchId: string, records: ReturnType<typeof hourly>) =>
    eventually('the receipt', async () => ((await trial.send('alfa', trade.usageBatch('alfa', { batchId, records, watermarks: [] }))).kind === 'receipt' ? true : undefined));

  beforeAll(async () => {
    trial = await BillingTrial.start();
    trade = await trial.movingTrade();
    const tell = async (append: Parameters<BillingTrial['commit']>[0][number], count: number) => {
      await trial.commit([append]);
      await booked(count);
    };
    await tell(trade.impaired(after(9n)), 2);
    await tell(trade.moves(after(9n, 2n)), 4);
    trial.answerFor('alfa', ({ segmentId, until }) => trade.usageBatch('alfa', { batchId: `a-${segmentId.slice(-1)}-${until}`, records: [], watermarks: [{ segmentId, completeUntil: until }] }));
    trial.answerFor('bravo', ({ segmentId, until }) => trade.usageBatch('bravo', { batchId: `b-${until}`, records: [], watermarks: [{ segmentId, completeUntil: until }] }));
    await trial.mesh.advance(20n * NANOS_PER_DAY);
    await send('standby', hourly('s', trade.standbySegment, after(9n, 1n), [GIGABYTE, GIGABYTE]));
    await send('left', hourly('l', trade.alfaSegment, after(9n, 1n), [GIGABYTE, GIGABYTE]));
    await trial.mesh.advance(MONTH_NANOS - 19n * NANOS_PER_DAY);
    await eventually('the first bill', async () => ((await typesOf(`period-${trade.contractId}-1`)).includes('BillingPeriodClosed') ? true : undefined), 30_000);
    // Of the first month, and told after its bill.
    await tell(trade.impaired(after(20n), trade.standbySegment), 5);
    await tell(trade.well(after(20n, 3n), trade.standbySegment), 6);
    await trial.mesh.advance(MONTH_NANOS);
    await eventually('the last bill', async () => ((await typesOf(`billingcycle-${trade.contractId}`)).includes('BillingCycleEnded') ? true : undefined), 30_000);
    await tell(trade.impaired(after(21n), trade.standbySegment), 7);
  }, 120_000);
  afterAll(() => trial.mesh.stop(), 60_000);

  it('S2-16 I2 charges usage of what it ran on, and quarantines the rest with the times', async () => {
    // It moved at the full hour: the hour before belongs to what it left, and the hour after it to what it came to.
    const { invoices: [invoice] } = await documents(1);
    const used = invoice?.lines.filter(({ kind }) => kind === 'usage').map(({ segmentId, records, quantity }) => [segmentId, records, quantity]);
    expect(used).toEqual([[trade.alfaSegment, 1, GIGABYTE], [trade.bravoSegment, 0, 0n], [trade.standbySegment, 1, GIGABYTE]]);
    expect(await Promise.all(['s-1', 'l-2'].map((id) => typesOf(`usage-alfa~${id}`)))).toEqual([['UsageQuarantined'], ['UsageQuarantined']]);
    const [quarantined] = (await trial.mesh.ledger.load('usage-alfa~l-2')).events;
    expect(quarantined).toMatchObject({ data: { reason: { code: 'interval-outside-segment' } } });
  });

  it('S3-6 I3 credits the month to the customer, claws it back from alfa alone, and balances to the last unit', async () => {
    const { invoices: [invoice], settlements, balances } = await documents(1);
    expect(invoice?.lines.map(({ lineId }) => lineId.replace(/^seg_.*-(?=\d\/)/, ''))).toEqual(['1/recurring', '1/usage', '1/service-credit', '2/recurring', '2/usage', '3/recurring', '3/usage']);
    const lineOf = (lines: readonly language.BillLine[] | undefined, id: string) => lines?.find(({ lineId }) => lineId === id);
    const monthNanos = addMonths(trade.startAt, 1) - trade.startAt;
    const recurring = lineOf(invoice?.lines, `${trade.alfaSegment}/recurring`);
    const ranNanos = 9n * NANOS_PER_DAY + 2n * NANOS_PER_HOUR;
    expect(recurring?.exactAmount.microMinor).toBe((2n * recurring!.unitPrice.microMinor * ranNanos + monthNanos) / (2n * monthNanos));
    const credit = lineOf(invoice?.lines, `${trade.alfaSegment}/service-credit`);
    expect(credit?.quantity).toBe(7_200n);
    const charged = invoice!.lines.filter(({ kind }) => kind === 'recurring').reduce((sum, { exactAmount }) => sum + exactAmount.microMinor, 0n);
    expect(credit?.exactAmount.microMinor).toBe(-((2n * charged * 1_000n + 10_000n) / 20_000n));
    const owed = settlements.filter(({ note }) => !note).map(({ providerId, lines }) => [providerId, lines.filter(({ kind }) => kind === 'service-credit').map(({ lineId }) => lineId)]);
    expect(owed).toEqual([['alfa', [`${trade.alfaSegment}/service-credit`]], ['bravo', []]]);
    for (const { customer, settlements: paid, margin, tax, rounding } of balances) expect(paid.microMinor + margin.microMinor + tax.microMinor + rounding.microMinor).toBe(customer.microMinor);
  });

  it('I3 corrects the month with the next bill, and by a note when every month is closed', async () => {
    const [second, first] = [await documents(2), await documents(1)];
    const corrections = second.invoices[0]?.lines.filter(({ correctedPeriodNumber }) => correctedPeriodNumber === 1) ?? [];
    expect(corrections.map(({ lineId }) => lineId)).toEqual(expect.arrayContaining([`${trade.alfaSegment}/service-credit-reversal-of-1-r5`, `${trade.standbySegment}/service-credit-reentry-of-1-r5`]));
    expect(first.invoices.map(({ note }) => note?.kind)).toEqual([undefined, expect.stringMatching(/credit|debit/)]);
    expect((await documents(2)).invoices).toHaveLength(2);
  });

  it('I3 is billed, credited, clawed back and corrected as a second reckoning has it, every line of both sides to the last millionth', async () => {
    const { bills, course } = await auditedBills(trial.mesh.ledger.raw, trial.mesh.operator.publicKey);
    expect(bills.invoiceIds.map((invoiceId) => invoiceId.slice(trade.invoiceId.length - 1))).toEqual(['1', '2', '1n1', '2n1']);
    expect(course.met).toEqual({ booked: 1, faults: 5 });
    expect([bills.met.notes, bills.met.revised > 0, bills.reckoning.met]).toEqual([2, true, { credits: 3, clawBacks: 3 }]);
  });

  it('M2 is replayed to the byte, corrections and notes too, and an altered instant of the move or of the impairment, a record and a rate of the path that it moved to are named', async () => {
    const copy = await LedgerCopy.of({ from: trial.mesh.postgres.url, to: await trial.mesh.postgres.createDatabase() });
    const replay = (bill: string) => replayInvoice(copy.ledger, trade.invoiceId.replace(/1$/, bill), { operatorKeys: [trial.mesh.operator.publicKey] });
    try {
      for (const bill of ['1', '2', '1n1', '2n1']) expect(await replay(bill)).toMatchObject({ found: true, identical: true, documents: [], figures: expect.anything() });
      const credited = (await replay('1')).lines.find(({ lineId }) => lineId === `${trade.alfaSegment}/service-credit`);
      expect(credited?.behind.map(({ type }) => type)).toEqual(['provisioning.v1.ImpairmentNoted', 'provisioning.v1.ServiceRerouted']);
      const moved = await copy.find('provisioning.v1.ServiceRerouted', `activation-${trade.contractId}`);
      const read = provisioning.ServiceRerouted.decode(moved.payload);
      const later = await copy.withPayload(moved, provisioning.ServiceRerouted.encode({ ...read, reroutedAt: plus(read.reroutedAt, NANOS_PER_HOUR) }), () => replay('1'));
      expect(later.documents.map(({ code }) => code)).toContain('phase-differs');
      expect(named(later)).toContain(`${trade.alfaSegment}/recurring`);
      const noted = await copy.find('provisioning.v1.ImpairmentNoted', `activation-${trade.contractId}`);
      const fault = provisioning.ImpairmentNoted.decode(noted.payload);
      const sooner = { ...fault, fault: { ...fault.fault, impairedSince: instant(fault.fault.impairedSince + 1n) } };
      const other = await copy.withPayload(noted, provisioning.ImpairmentNoted.encode(sooner), () => replay('1'));
      expect(other.documents.map(({ code, lineIds }) => [code, lineIds])).toContainEqual(['fault-differs', [`${trade.alfaSegment}/service-credit`]]);
      const batch = await copy.find('billing.v1.UsageBatchAccepted', 'usagebatch-alfa~standby');
      const accepted = language.UsageBatchAccepted.decode(batch.payload);
      const { records, ...rest } = agent.UsageBatch.decode(accepted.batch.body);
      const more = agent.UsageBatch.encode({ ...rest, records: records.map((record) => ({ ...record, octets: record.octets + 1n })) });
      const used = await copy.withPayload(batch, language.UsageBatchAccepted.encode({ ...accepted, batch: { ...accepted.batch, body: more } }), () => replay('1'));
      expect(named(used)).toEqual([`${trade.standbySegment}/usage`]);
      const signed = await copy.find('contracting.v1.SupplyContractSigned', `supply-${trade.contractId}-alfa`);
      const supplied = contracting.SupplyContractSigned.decode(signed.payload);
      const supply = contracting.SupplyContract.decode(supplied.contract.body);
      const dearer = contracting.SupplyContract.encode({ ...supply, standbyPrices: withRate(supply.standbyPrices, trade.standbySegment, 'monthlyRecurring') });
      const priced = await copy.withPayload(signed, contracting.SupplyContractSigned.encode({ ...supplied, contract: { ...supplied.contract, body: dearer } }), () => replay('1'));
      expect(named(priced)).toEqual([`${trade.standbySegment}/recurring`]);
    } finally {
      await copy.close();
    }
  });

  it('S3-6 books a fault once, on its account, and marks the one month that may be closed next, however long the term is', async () => {
    const long = await trial.movingTrade(plus(trial.mesh.now(), -NANOS_PER_DAY), 24);
    const months = async () => Promise.all(Array.from({ length: 24 }, (_, index) => typesOf(`period-${long.contractId}-${index + 1}`)));
    const tell = async (append: Parameters<BillingTrial['commit']>[0][number], count: number) => {
      await trial.commit([append]);
      await eventually('the booking', async () => ((await typesOf(`account-${long.contractId}`)).length >= count ? true : undefined));
    };
    const before = await months();
    await tell(long.impaired(trial.mesh.now()), 2);
    await tell(long.well(trial.mesh.now()), 3);
    expect((await typesOf(`account-${long.contractId}`)).slice(1)).toEqual(['SegmentFaultBooked', 'SegmentFaultBooked']);
    const [first, ...others] = await months();
    expect(first).toEqual([...before[0]!, 'BillingPeriodRevised', 'BillingPeriodRevised']);
    expect(others).toEqual(before.slice(1));
  });
});
