import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMonths, instant, NANOS_PER_DAY, parseMoney, type Money } from '@carriermesh/kernel';
import { auditedBills } from '@carriermesh/platform-audit';
import { eventually } from '@carriermesh/platform-trial';
import { agent, billing } from '@carriermesh/wire';
import { billsOfDispute } from './replay/bills-under.js';
import { replayInvoice } from './replay/replay-invoice.js';
import type { ReplayReport } from './replay/replay-report.js';
import { BillingTrial, hourly, MONTH_NANOS } from './testing/billing-trial.js';
import type { SampleTrade } from './testing/sample-trade.js';

const eur = (text: string): Money => parseMoney('EUR', text) as Money;
const context = { actor: 'operator', correlationId: 'c', causationId: 'c' };
let trial: BillingTrial;
/** Two months; the first is billed, the second runs. */
let trade: SampleTrade;
beforeAll(async () => {
  trial = await BillingTrial.start();
  trade = await trial.activeTrade(trial.past(0n), 2);
  for (const provider of ['alfa', 'bravo'] as const) {
    const segment = provider === 'alfa' ? trade.alfaSegment : trade.bravoSegment;
    trial.answerFor(provider, ({ segmentId, until }) => {
      if (segmentId !== segment) return undefined;
      const month = until === addMonths(trade.startAt, 1) ? 1 : 2;
      const records = hourly(`${provider}-m${month}`, segment, addMonths(trade.startAt, month - 1), [10_000_000_000n, 333n]);
      return trade.usageBatch(provider, { batchId: `${provider}-m${month}`, records, watermarks: [{ segmentId, completeUntil: until }] });
    });
  }
  await trial.mesh.advance(addMonths(trade.startAt, 1) - trial.mesh.now() + NANOS_PER_DAY);
  await eventually('the first bill', async () => ((await trial.typesOf(`period-${trade.contractId}-1`)).includes('BillingPeriodClosed') ? true : undefined), 30_000);
}, 60_000);
afterAll(async () => trial.mesh.stop());

const open = async (reason: string, lineIds: readonly string[] = [], { invoiceId = trade.invoiceId, requestId = reason.replaceAll(' ', '-') } = {}) =>
  (await trial.mesh.bus.request(billing.OpenDispute, { requestId, invoiceId, lineIds, reason, buyerId: '' }, { context })).outcome;
const settle = async (disputeId: string, settlements: readonly billing.LineSettlement[], finding = 'looked into') =>
  (await trial.mesh.bus.request(billing.SettleDispute, { disputeId, settlements, finding }, { context })).outcome;
const idOf = (number: number, bill = '1'): string => `dis_${trade.uuid}-${bill}-${number}`;
const credit = (customer: string, supplier: string, segmentId = trade.alfaSegment): billing.LineSettlement => ({ segmentId, how: { kind: 'credit', credit: { customer: eur(customer), supplier: eur(supplier) } } });
const rate = (customer: string, supplier: string): billing.LineSettlement => ({ segmentId: trade.alfaSegment, how: { kind: 'rate', rate: { customerPerGigabyte: eur(customer), supplierPerGigabyte: eur(supplier) } } });
const codeOf = (outcome: billing.SettleDisputeResponse['outcome']): string => (outcome.kind === 'refused' ? outcome.refused.code : outcome.dispute.state);

const standingOf = async (invoiceId: string): Promise<string> => {
  const { outcome } = await trial.mesh.bus.request(billing.GetBillStanding, { invoiceId }, { context });
  return outcome.kind === 'standing' ? outcome.standing.state : outcome.refused.code;
};

/** Readers may be held back for a moment by what other processes still write. */
const replayed = (invoiceId: string): Promise<ReplayReport> =>
  eventually(`the replay of ${invoiceId}`, async () => {
    const report = await replayInvoice(trial.mesh.ledger.raw, invoiceId, { operatorKeys: [trial.mesh.operator.publicKey] });
    return report.found ? report : undefined;
  });

describe('a dispute about an invoice', () => {
  it('is opened once about lines that there are, and can be withdrawn; the invoice stands', async () => {
    expect(await Promise.all(['1', '2', '3', '1n1'].map((bill) => standingOf(trade.invoiceId.replace(/1$/, bill))))).toEqual(['payment-due', 'generated', 'invoice-unknown', 'invoice-unknown']);
    expect(codeOf(await open('why?', ['no/line']))).toBe('line-not-on-invoice');
    expect(codeOf(await open('why?', [], { invoiceId: trade.invoiceId.replace(/1$/, '2') }))).toBe('invoice-unknown');
    expect(codeOf(await open(' '))).toBe('reason-malformed');
    const lineIds = [`${trade.alfaSegment}/usage`];
    const first = await open('more octets than we sent', lineIds);
    expect(first).toMatchObject({ kind: 'dispute', dispute: { disputeId: idOf(1), state: 'dispute-being-investigated', buyerId: 'acme', lineIds } });
    expect(await open('more octets than we sent', lineIds)).toEqual(first);
    for (const requestId of ['', 'with spaces', 'x'.repeat(129)]) expect(codeOf(await open('why?', [], { requestId }))).toBe('request-id-malformed');
    expect(codeOf(await open('something else'))).toBe('dispute-open');
    const withdrawn = await trial.mesh.bus.request(billing.WithdrawDispute, { disputeId: idOf(1), reason: 'our counter was wrong', buyerId: '' }, { context });
    expect(withdrawn.outcome).toMatchObject({ dispute: { state: 'withdrawn', finding: 'our counter was wrong' } });
    expect(codeOf(await settle(idOf(1), [credit('1.00', '0')]))).toBe('dispute-ended');
    // A copy that the bus delivers now opens nothing, and neither does its name for something else.
    expect(await open('more octets than we sent', lineIds)).toEqual(withdrawn.outcome);
    expect(codeOf(await open('something else', lineIds, { requestId: 'more-octets-than-we-sent' }))).toBe('dispute-request-reused');
    const listed = async (openOnly: boolean) => (await trial.mesh.bus.request(billing.ListDisputes, { openOnly, limit: 10, buyerId: '' }, { context })).disputes.map(({ disputeId, state }) => [disputeId, state]);
    await eventually('the row', async () => ((await listed(false)).some(([id, state]) => id === idOf(1) && state === 'withdrawn') ? true : undefined));
    expect(await listed(true)).toEqual([]);
    await expect(trial.mesh.bus.request(billing.GetDispute, { disputeId: idOf(1), buyerId: '' }, { context: { ...context, actor: 'buyer:acme' } })).rejects.toThrow(/only the operator/);
  });

  it('I3 is settled by a credit and a claw-back with the open month, whoever asks how often, and never beyond what was charged', async () => {
    await open('the line was down for a day');
    expect(codeOf(await settle(idOf(2), [credit('99999999.00', '0')]))).toBe('credit-exceeds-charge');
    expect(codeOf(await settle(idOf(2), [credit('1.00', '99999999.00')]))).toBe('credit-exceeds-charge');
    expect(codeOf(await settle(idOf(2), [credit('0', '0')]))).toBe('credit-empty');
    expect(codeOf(await settle(idOf(2), [credit('1.00', '0'), credit('2.00', '0')]))).toBe('segment-twice');
    expect(codeOf(await settle(idOf(2), [credit('1.00', '0', 'seg_of-nobody')]))).toBe('segment-unknown');
    expect(codeOf(await settle(idOf(2), [{ segmentId: trade.alfaSegment, how: { kind: 'credit', credit: { customer: { currency: 'USD', microMinor: 1n }, supplier: eur('0') } } }]))).toBe('amount-malformed');
    const outcomes = await Promise.all([1, 2, 3].map(() => settle(idOf(2), [credit('12.34', '10.00')])));
    expect(outcomes.map(codeOf)).toEqual(['credit', 'credit', 'credit']);
    expect((await trial.typesOf(`period-${trade.contractId}-2`)).filter((type) => type === 'AdjustmentPosted')).toHaveLength(1);
  });

  it('S3-6 M2 I3 is settled by a corrected rate: reversal and re-entry on both sides of the next bill, which is replayed to the byte', async () => {
    await open('the rate was agreed lower');
    expect(codeOf(await settle(idOf(3), [rate('0.01', '0.005')]))).toBe('credit');
    await trial.mesh.advance(MONTH_NANOS);
    const invoiceId = trade.invoiceId.replace(/1$/, '2');
    await eventually('the second bill', async () => ((await trial.typesOf(`period-${trade.contractId}-2`)).includes('BillingPeriodClosed') ? true : undefined), 30_000);
    const report = await replayed(invoiceId);
    expect(report).toMatchObject({ identical: true, documents: [] });
    const adjusted = report.lines.slice(4).map(({ lineId, recorded }) => [lineId.split('/')[1], recorded.invoice?.exactAmount, recorded.settlement?.exactAmount, recorded.invoice?.correctedDocumentId]);
    expect(adjusted).toEqual([
      ['credit-of-1-2', eur('-12.34'), eur('-10'), trade.invoiceId],
      // 10 gigabytes at 2.436 and 2.03 cents, and 333 octets, which come to next to nothing.
      ['reversal-of-1-3', { currency: 'EUR', microMinor: -24_360_001n }, { currency: 'EUR', microMinor: -20_300_001n }, trade.invoiceId],
      ['reentry-of-1-3', eur('0.1'), eur('0.05'), trade.invoiceId],
    ]);
    const { customer, settlements, margin, tax, rounding } = await eventually('the statement', async () => {
      const { outcome } = await trial.mesh.bus.request(billing.GetPeriodStatement, { invoiceId }, { context });
      return outcome.kind === 'statement' ? outcome.statement.balance : undefined;
    });
    expect(settlements.microMinor + margin.microMinor + tax.microMinor + rounding.microMinor).toBe(customer.microMinor);
    expect((await replayed(trade.invoiceId)).identical).toBe(true);
  }, 60_000);

  it('M2 I3 is settled by notes when the term is billed, numbered with those of late usage, each replayed to the byte', async () => {
    const late = hourly('late', trade.alfaSegment, instant(trade.startAt + NANOS_PER_DAY), [3_000_000_000n]) as readonly agent.UsageRecord[];
    await trial.send('alfa', trade.usageBatch('alfa', { batchId: 'late', records: late, watermarks: [] }));
    await open('and the rate was even lower');
    // The late gigabytes came at the contract's rate, and are rated with all others now.
    expect(codeOf(await settle(idOf(4), [rate('0', '0.005')]))).toBe('credit');
    expect((await trial.typesOf(`period-${trade.contractId}-1`)).slice(-4)).toEqual(['AdjustmentPosted', 'InvoiceIssued', 'SettlementIssued', 'CorrectionNoteIssued']);
    for (const note of ['1n1', '1n2']) expect(await replayed(trade.invoiceId.replace(/1$/, note))).toMatchObject({ identical: true, documents: [] });
    const issued = await eventually('the note', async () => {
      const { outcome } = await trial.mesh.bus.request(billing.GetPeriodStatement, { invoiceId: `${trade.invoiceId}n2` }, { context });
      return outcome.kind === 'statement' ? outcome.statement : undefined;
    });
    expect(issued.invoice.note).toMatchObject({ kind: 'credit', number: 2 });
    const note = await replayed(`${trade.invoiceId}n2`);
    expect(note.lines.map(({ recorded }) => recorded.invoice?.quantity)).toEqual([13_000_000_333n, 13_000_000_333n]);
    expect(codeOf(await settle(idOf(4), [rate('0', '0.005')]))).toBe('credit');
    expect((await trial.typesOf(`period-${trade.contractId}-1`)).filter((type) => type === 'AdjustmentPosted')).toHaveLength(1);
    expect(await standingOf(trade.invoiceId)).toBe('credit');
  }, 60_000);

  it('M2 is replayed by its own id: the disputed invoice, and the bill that took what settled it', async () => {
    const ledger = trial.mesh.ledger.raw;
    const [second, note] = [trade.invoiceId.replace(/1$/, '2'), `${trade.invoiceId}n2`];
    // The first was withdrawn, two were settled with the next month, and one by a note.
    expect(await Promise.all([1, 2, 3, 4].map((number) => billsOfDispute(ledger, idOf(number))))).toEqual([[trade.invoiceId], [trade.invoiceId, second], [trade.invoiceId, second], [trade.invoiceId, note]]);
    expect(await Promise.all([idOf(99), trade.invoiceId, 'dis_nothing-1'].map((id) => billsOfDispute(ledger, id)))).toEqual([[], [], []]);
  });

  it('I10 is opened, seen and taken back by the buyer that was billed, and is unknown to every other', async () => {
    const as = (buyerId: string) => ({ context: { ...context, actor: `buyer:${buyerId}` } });
    const reason = 'we were down on the third';
    const openAs = async (buyerId: string) => (await trial.mesh.bus.request(billing.OpenDispute, { requestId: 'third', invoiceId: trade.invoiceId, lineIds: [], reason, buyerId }, as(buyerId))).outcome;
    const seenBy = async (buyerId: string) => codeOf((await trial.mesh.bus.request(billing.GetDispute, { disputeId: idOf(5), buyerId }, as(buyerId))).outcome);
    const takenBackBy = async (buyerId: string) => codeOf((await trial.mesh.bus.request(billing.WithdrawDispute, { disputeId: idOf(5), reason: 'found it', buyerId }, as(buyerId))).outcome);
    expect(codeOf(await openAs('globex'))).toBe('invoice-unknown');
    expect(await openAs('acme')).toMatchObject({ dispute: { disputeId: idOf(5), state: 'dispute-being-investigated', openedBy: 'buyer:acme' } });
    expect([await seenBy('acme'), await seenBy('globex'), await takenBackBy('globex'), await takenBackBy('acme')]).toEqual(['dispute-being-investigated', 'dispute-unknown', 'dispute-unknown', 'withdrawn']);
    const listedFor = async (buyerId: string) => (await trial.mesh.bus.request(billing.ListDisputes, { openOnly: false, limit: 1_000, buyerId }, as(buyerId))).disputes.map(({ disputeId }) => disputeId);
    await eventually('the row', async () => ((await listedFor('acme')).includes(idOf(5)) ? true : undefined));
    expect(await listedFor('globex')).toEqual([]);
    for (const buyerId of ['acme', '']) await expect(trial.mesh.bus.request(billing.ListDisputes, { openOnly: false, limit: 10, buyerId }, as('globex'))).rejects.toMatchObject({ kind: 'denied' });
  });

  it('I3 gives nothing back twice: what earlier disputes about a bill gave back counts against what it charges', async () => {
    const charged = async (): Promise<{ readonly paid: bigint; readonly given: bigint }> => {
      const outcome = await settle(idOf(6), [credit('99999999.00', '0')]);
      const { charged_micro_minor: paid = '', given_micro_minor: given = '' } = outcome.kind === 'refused' ? outcome.refused.facts : {};
      return { paid: BigInt(paid), given: BigInt(given) };
    };
    await open('and once more');
    const { paid, given } = await charged();
    expect(given).toBe(eur('12.34').microMinor);
    const exactly = (customer: bigint, supplier = 0n): billing.LineSettlement => ({ segmentId: trade.alfaSegment, how: { kind: 'credit', credit: { customer: { currency: 'EUR', microMinor: customer }, supplier: { currency: 'EUR', microMinor: supplier } } } });
    expect(codeOf(await settle(idOf(6), [exactly(paid - given + 1_000_000n)]))).toBe('credit-exceeds-charge');
    // Of all that the bill charges for octets the customer has nothing left to get back: they were re-rated to nothing.
    const octets = eur('0.24').microMinor;
    const refusedCredit = await settle(idOf(6), [exactly(paid - given)]);
    expect(refusedCredit).toMatchObject({ refused: { code: 'correction-exceeds-charge', facts: { side: 'customer', month: '1', stands_micro_minor: `${paid - given - octets}` } } });
    expect(codeOf(await settle(idOf(6), [exactly(paid - given - octets + 1_000_000n)]))).toBe('correction-exceeds-charge');
    expect(codeOf(await settle(idOf(6), [exactly(paid - given - octets)]))).toBe('credit');
    // What was settled before is still what it was.
    expect(await Promise.all([settle(idOf(2), [credit('12.34', '10.00')]), settle(idOf(6), [exactly(paid - given - octets)])].map(async (each) => codeOf(await each)))).toEqual(['credit', 'credit']);
    await open('and the supplier');
    const tooMuch = await settle(idOf(7), [exactly(0n, eur('99999999.00').microMinor)]);
    const left = tooMuch.kind === 'refused' ? BigInt(tooMuch.refused.facts['charged_micro_minor'] ?? '') - BigInt(tooMuch.refused.facts['given_micro_minor'] ?? '') : 0n;
    const stands = await settle(idOf(7), [exactly(0n, left)]);
    const supplierStands = stands.kind === 'refused' ? BigInt(stands.refused.facts['stands_micro_minor'] ?? '') : 0n;
    expect(codeOf(await settle(idOf(7), [exactly(0n, supplierStands)]))).toBe('credit');
    await open('a rate, when all was given back');
    expect(await settle(idOf(8), [rate('0', '0.001')])).toMatchObject({ refused: { code: 'correction-exceeds-charge', facts: { side: 'supplier', stands_micro_minor: '0' } } });
    // What asks for more gives nothing back.
    expect(codeOf(await settle(idOf(8), [rate('0', '0.006')]))).toBe('credit');
  });

  it('I3 comes to what a second reckoning says of the decisions, which finds a credit beyond the charge and a line that is not what was decided', async () => {
    const tip = await trial.mesh.ledger.raw.tip();
    await eventually('what was committed can be read', async () => ((await trial.mesh.ledger.raw.head()) >= tip ? true : undefined));
    const { disputes, bills } = await auditedBills(trial.mesh.ledger.raw, trial.mesh.operator.publicKey);
    expect([disputes.met.settled, bills.met.notes]).toEqual([6, 5]);
    expect(disputes.met.billed).toBeGreaterThan(12);
    const altered = (type: string, alter: (payload: Uint8Array) => Uint8Array): Promise<unknown> =>
      auditedBills({ readAll: async (after, limit) => (await trial.mesh.ledger.raw.readAll(after, limit)).map((event) => (event.type === type ? { ...event, payload: alter(event.payload) } : event)) }, trial.mesh.operator.publicKey);
    const lower = altered('billing.v1.DisputeSettled', (payload) => {
      const data = billing.DisputeSettled.decode(payload);
      const settlements = data.settlements.map(({ segmentId, how }): billing.LineSettlement => ({ segmentId, how: how.kind === 'rate' ? { kind: 'rate', rate: { ...how.rate, supplierPerGigabyte: eur('0.004') } } : how }));
      return billing.DisputeSettled.encode({ ...data, settlements });
    });
    await expect(lower).rejects.toThrow(/I3 .*\/reentry-of-1-3 bills .* what the dispute was settled by/);
    const dearer = altered('billing.v1.DisputeSettled', (payload) => {
      const data = billing.DisputeSettled.decode(payload);
      const settlements = data.settlements.map(({ segmentId, how }): billing.LineSettlement => ({ segmentId, how: how.kind === 'credit' ? { kind: 'credit', credit: { ...how.credit, customer: eur('99999999.00') } } : how }));
      return billing.DisputeSettled.encode({ ...data, settlements });
    });
    await expect(dearer).rejects.toThrow(/I3 dis_.*-1-2 gives back 9999999900000000 /);
  });
});
