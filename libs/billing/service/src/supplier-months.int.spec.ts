import { settledAt, monthAfter, monthOfEnd, supplierMonthsStream } from '@carriermesh/billing-domain';
import { addMonths, instant, NANOS_PER_DAY, NANOS_PER_HOUR, type Instant } from '@carriermesh/kernel';
import { auditedBills } from '@carriermesh/platform-audit';
import { eventually } from '@carriermesh/platform-trial';
import { billing, type contracting } from '@carriermesh/wire';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replaySettlement } from './replay/replay-settlement.js';
import { issuedSettlement, netSettlements, settlementsIssuedIn } from './settlements/issued-settlements.js';
import { reconcileSettlements, theirLine } from './settlements/supplier-statement.js';
import { BillingTrial, hourly } from './testing/billing-trial.js';
import { eur, type SampleTrade } from './testing/sample-trade.js';

const TERMS: contracting.SupplierTerms = {
  providerId: 'alfa',
  discountBasisPoints: 0,
  tiers: [{ fromMonthly: eur('1000.00'), discountBasisPoints: 1_000 }, { fromMonthly: eur('1200.00'), discountBasisPoints: 2_000 }],
  commitmentMonthly: eur('2000.00'),
};
const CONTEXT = { actor: 'operator', correlationId: 'c', causationId: 'c' };

let trial: BillingTrial;
/** Made before the terms were stated; they are of the months that begin afterwards. */
let trade: SampleTrade;
let month: string;

const advanceTo = (at: Instant): Promise<void> => trial.mesh.advance(at > trial.mesh.now() ? at - trial.mesh.now() : 0n);
const closings = async (): Promise<readonly billing.SupplierPeriodClosed[]> =>
  (await trial.mesh.ledger.load(supplierMonthsStream('alfa'))).events.flatMap(({ type, data }) => (type === 'billing.v1.SupplierPeriodClosed' ? [data] : []));
const closingOf = (name: string) =>
  eventually(`the closing of ${name}`, async () => (await closings()).find(({ periodFrom }) => monthOfEnd(instant(periodFrom + 1n)) === name), 30_000);
const settlementOf = async (name: string) => (await issuedSettlement(trial.mesh.ledger.raw, `set_alfa-${name}-EUR`))?.settlement;
/** What alfa's settlements of contracts say of the first month of the service. */
const spentIn = async (): Promise<bigint> => {
  const issued = await settlementsIssuedIn(trial.mesh.ledger.raw, { from: instant(0n), until: instant(1n << 62n) }, 'alfa');
  const lines = issued.flatMap(({ settlement }) => settlement.lines.filter(({ correctedPeriodNumber }) => settlement.contractId !== '' && (correctedPeriodNumber || settlement.periodNumber) === 1));
  return lines.reduce((sum, { amount }) => sum + amount.microMinor, 0n);
};

beforeAll(async () => {
  trial = await BillingTrial.start();
  trade = await trial.activeTrade(trial.past(0n), 3);
  for (const provider of ['alfa', 'bravo'] as const) {
    const segment = provider === 'alfa' ? trade.alfaSegment : trade.bravoSegment;
    trial.answerFor(provider, ({ segmentId, until }) => (segmentId === segment ? trade.usageBatch(provider, { batchId: `${provider}-${until}`, records: [], watermarks: [{ segmentId, completeUntil: until }] }) : undefined));
  }
  const stated = { terms: { terms: { kind: 'supplier' as const, supplier: TERMS } }, statedAt: trade.startAt, requestId: 'first' };
  await trial.commit([{ stream: 'terms-supplier-alfa', expected: 'none', events: [{ type: 'contracting.v1.TermsStated', data: stated }] }]);
  month = monthOfEnd(addMonths(trade.startAt, 1));
  await advanceTo(instant(addMonths(trade.startAt, 1) + 2n * NANOS_PER_DAY));
  await eventually('the first bill', async () => ((await trial.typesOf(`period-${trade.contractId}-1`)).includes('BillingPeriodClosed') ? true : undefined), 30_000);
  await advanceTo(instant(settledAt(month) + NANOS_PER_HOUR));
}, 90_000);
afterAll(async () => trial.mesh.stop());

describe('a supplier’s months', () => {
  it('S0-21 I3 are settled two days after their ends, by tiers and the commitment, beside the settlements of the contracts', async () => {
    const { documents, spent } = await closingOf(month);
    const bought = await spentIn();
    expect(bought).toBeGreaterThan(eur('1300.00').microMinor);
    expect(spent).toEqual([{ periodFrom: expect.anything(), spent: { currency: 'EUR', microMinor: bought } }]);
    const settlement = await settlementOf(month);
    const [first, second] = [eur('20.00').microMinor, (bought - eur('1200.00').microMinor) / 5n];
    const shortfall = eur('2000.00').microMinor - (bought - first - second);
    expect(settlement?.lines.map(({ lineId, kind, exactAmount }) => [lineId, kind, exactAmount.microMinor])).toEqual([['rebate-1', 'rebate', -first], ['rebate-2', 'rebate', -second], ['shortfall', 'shortfall', shortfall]]);
    // With its commitment the month costs exactly what was committed to.
    expect(bought + settlement!.total.microMinor).toBe(eur('2000.00').microMinor);
    const [{ customer, settlements, margin, tax, rounding }] = documents.map(({ balance }) => balance) as [billing.Balance];
    expect(settlements.microMinor + margin.microMinor + tax.microMinor + rounding.microMinor).toBe(customer.microMinor);
  });

  it('S3-6 are read by the supplier, netted and reconciled like all settlements', async () => {
    const settlementId = `set_alfa-${month}-EUR`;
    const { outcome } = await eventually('the row', async () => {
      const answer = await trial.mesh.bus.request(billing.GetSettlement, { providerId: 'alfa', settlementId }, { context: CONTEXT });
      return answer.outcome.kind === 'settlement' ? answer : undefined;
    });
    expect(outcome).toMatchObject({ settlement: { settlementId, contractId: '' } });
    const others = await trial.mesh.bus.request(billing.GetSettlement, { providerId: 'bravo', settlementId }, { context: { ...CONTEXT, actor: 'provider:bravo' } });
    expect(others.outcome.kind).toBe('refused');
    const issued = await settlementsIssuedIn(trial.mesh.ledger.raw, { from: instant(0n), until: instant(1n << 62n) });
    const [netting] = netSettlements(issued);
    expect(netting?.obligations.find(({ documentId }) => documentId === settlementId)).toMatchObject({ to: 'alfa', amount: (await settlementOf(month))?.total });
    expect(netting?.positions.get('alfa')?.microMinor).toBe(issued.filter(({ settlement }) => settlement.providerId === 'alfa').reduce((sum, { settlement }) => sum + settlement.total.microMinor, 0n));
    const theirs = theirLine({ settlement_id: settlementId, line_id: 'rebate-1', currency: 'EUR', amount: '-20.00' }, 2);
    const { matched, missingThere } = reconcileSettlements(issued.filter(({ settlement }) => settlement.settlementId === settlementId), 'problem' in theirs ? [] : [theirs]);
    expect([matched, missingThere.map(({ lineId }) => lineId)]).toEqual([1, ['rebate-2', 'shortfall']]);
  });

  it('I3 are corrected with a later one by usage that came late, each line that changes taken back and entered anew', async () => {
    const bought = await spentIn();
    const records = hourly('late', trade.alfaSegment, instant(trade.startAt + NANOS_PER_DAY), Array<bigint>(10).fill(400_000_000_000n));
    expect((await trial.send('alfa', trade.usageBatch('alfa', { batchId: 'late', records, watermarks: [] }))).kind).toBe('receipt');
    await advanceTo(instant(addMonths(trade.startAt, 3) + 3n * NANOS_PER_DAY));
    await eventually('the last bill', async () => ((await trial.typesOf(`billingcycle-${trade.contractId}`)).includes('BillingCycleEnded') ? true : undefined), 30_000);
    const last = monthAfter(monthOfEnd(trial.mesh.now()));
    await advanceTo(instant(settledAt(last) + NANOS_PER_HOUR));
    await closingOf(last);
    const changed = (await spentIn()) - bought;
    expect(changed).toBeGreaterThan(eur('80.00').microMinor);
    const corrections = (await settlementsIssuedIn(trial.mesh.ledger.raw, { from: instant(0n), until: instant(1n << 62n) }, 'alfa'))
      .filter(({ settlement }) => settlement.contractId === '')
      .flatMap(({ settlement }) => settlement.lines.filter(({ lineId }) => lineId.endsWith(`-of-${month}`)));
    expect(corrections.map(({ lineId }) => lineId)).toEqual(['rebate-2', 'shortfall'].flatMap((line) => [`${line}-reversal-of-${month}`, `${line}-reentry-of-${month}`]));
    expect(corrections.every(({ correctedDocumentId }) => correctedDocumentId === `set_alfa-${month}-EUR`)).toBe(true);
    // The commitment still makes the month cost what was committed to: all that was bought more is room of it that was used.
    expect(corrections.reduce((sum, { amount }) => sum + amount.microMinor, 0n)).toBe(-changed);
  }, 90_000);

  it('M2 are replayed to the byte from the statements and the settlements of contracts', async () => {
    const issued = (await settlementsIssuedIn(trial.mesh.ledger.raw, { from: instant(0n), until: instant(1n << 62n) }, 'alfa')).filter(({ settlement }) => settlement.contractId === '');
    expect(issued.length).toBeGreaterThan(2);
    for (const { settlement } of issued) expect(await replaySettlement(trial.mesh.ledger.raw, settlement.settlementId)).toMatchObject({ found: true, identical: true, differences: [] });
    expect(await replaySettlement(trial.mesh.ledger.raw, 'set_alfa-1999-01-EUR')).toMatchObject({ found: false });
    const { raw } = trial.mesh.ledger;
    const dearer = { head: () => raw.head(), readStream: raw.readStream.bind(raw), readAll: async (after: bigint, limit: number) => (await raw.readAll(after, limit)).map((event) => (event.type === 'billing.v1.SettlementIssued' ? { ...event, payload: raised(event.payload) } : event)) };
    const replay = await replaySettlement(dearer, `set_alfa-${month}-EUR`);
    expect([replay.identical, replay.differences.map(({ at }) => at)]).toEqual([false, ['rebate-1', 'rebate-2', 'shortfall']]);
  });

  it('I3 come to what a second reckoning says, which finds a line that is a cent off', async () => {
    const { supplierMonths } = await auditedBills(trial.mesh.ledger.raw, trial.mesh.operator.publicKey);
    expect(supplierMonths.met.closed).toBe((await closings()).length);
    expect([supplierMonths.met.rebates > 1, supplierMonths.met.shortfalls > 1, supplierMonths.met.corrected >= 4]).toEqual([true, true, true]);
    const cheated = auditedBills({ readAll: async (after, limit) => (await trial.mesh.ledger.raw.readAll(after, limit)).map((event) => (event.type === 'billing.v1.SettlementIssued' && event.stream === supplierMonthsStream('alfa') ? { ...event, payload: raised(event.payload) } : event)) }, trial.mesh.operator.publicKey);
    await expect(cheated).rejects.toThrow(new RegExp(`I3 ${month}/rebate-1/EUR of alfa comes to `));
  });
});

/** A settlement whose first line is a cent more, and its total with it. */
function raised(payload: Uint8Array): Uint8Array {
  const issued = billing.SettlementIssued.decode(payload);
  const { lines: [first, ...rest], total, ...settlement } = billing.Settlement.decode(issued.settlement);
  if (!first) return payload;
  const more = (money: { readonly currency: string; readonly microMinor: bigint }) => ({ ...money, microMinor: money.microMinor + 1_000_000n });
  const lines = [{ ...first, amount: more(first.amount), exactAmount: more(first.exactAmount) }, ...rest];
  return billing.SettlementIssued.encode({ ...issued, settlement: billing.Settlement.encode({ ...settlement, lines, total: more(total) }) });
}
