import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, specify } from '@carriermesh/decider';
import { add, instant, money, sum, type Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import type { PeriodUsage } from './bill-lines.js';
import { billPeriod, NO_USAGE } from './bill.js';
import { billingPeriod, withRated, type BillingPeriodEvent, type ClosePeriod } from './billing-period.decider.js';
import { packUsage, type RatedRecord } from './rated-usage.js';
import { rateRecord } from './rating.js';
import { account, ALFA_SEGMENT, at, BRAVO_SEGMENT, CONTRACT, eur, seals, usage, UUID } from './testing/fixtures.js';

const opened: BillingPeriodEvent = {
  type: 'billing.v1.BillingPeriodOpened',
  data: { contractId: CONTRACT, periodNumber: 1, from: at('2027-01-31T12:00:00Z'), until: at('2027-02-28T12:00:00Z') },
};
const rated = (...records: readonly RatedRecord[]): BillingPeriodEvent => ({
  type: 'billing.v1.UsageRated',
  data: { contractId: CONTRACT, periodNumber: 1, providerId: 'alfa', batchId: 'b', usage: packUsage(records), watermarks: [], correctedPeriodNumber: 0, noteNumber: 0 },
});
const alfaRecord = (id: string, octets: bigint): RatedRecord => rateRecord(usage(id, '2027-02-10T00:00:00Z', octets), account.tariffs[0] as billing.SegmentTariff);
const close = (now: string): ClosePeriod => ({ kind: 'close', account, periodNumber: 1, incompleteSegmentIds: [], now: at(now), seals });
const eventsOf = (decision: ReturnType<typeof billingPeriod.decide>): readonly BillingPeriodEvent[] => (decision.kind === 'accepted' ? decision.events : []);

describe('a billing period', () => {
  it('opens with the first usage when nobody opened it before', () => {
    const command = { kind: 'rate' as const, account, rated: rated(alfaRecord('r1', 1n)).data as billing.UsageRated };
    expect(eventsOf(specify(billingPeriod).given().when(command))).toEqual([opened, rated(alfaRecord('r1', 1n))]);
    expect(eventsOf(specify(billingPeriod).given(opened).when(command))).toEqual([rated(alfaRecord('r1', 1n))]);
  });

  it('is not closed a nanosecond before its end, and is closed at its end', () => {
    expect(specify(billingPeriod).given(opened).when(close('2027-02-28T11:59:59.999999999Z'))).toMatchObject({ kind: 'refused', refusal: { code: 'period-not-over' } });
    expect(eventsOf(specify(billingPeriod).given(opened).when(close('2027-02-28T12:00:00Z'))).map(({ type }) => type)).toEqual([
      'billing.v1.BillingPeriodCutOff',
      'billing.v1.InvoiceIssued',
      'billing.v1.SettlementIssued',
      'billing.v1.SettlementIssued',
      'billing.v1.BillingPeriodClosed',
    ]);
  });

  it('I2 is closed once, and takes no usage afterwards', () => {
    const closed = eventsOf(specify(billingPeriod).given(opened).when(close('2027-03-01T00:00:00Z')));
    expect(specify(billingPeriod).given(opened, ...closed).when(close('2027-03-02T00:00:00Z'))).toMatchObject({ kind: 'ignored' });
    const late = { kind: 'rate' as const, account, rated: rated(alfaRecord('r9', 1n)).data as billing.UsageRated };
    expect(specify(billingPeriod).given(opened, ...closed).when(late)).toEqual({
      kind: 'refused',
      refusal: { code: 'period-closed', invoiceId: `inv_${UUID}-1` },
    });
  });

  it('is billed in full when nothing was used, even if it was never opened', () => {
    const types = eventsOf(specify(billingPeriod).given().when(close('2027-03-01T00:00:00Z'))).map(({ type }) => type);
    expect(types.slice(0, 2)).toEqual(['billing.v1.BillingPeriodOpened', 'billing.v1.BillingPeriodCutOff']);
  });
});

describe('a bill', () => {
  const used: PeriodUsage = withRated(new Map(), packUsage([alfaRecord('r1', 1_234_567_890n), alfaRecord('r2', 777_777_777n)]));
  const { invoice, settlements, balance } = billPeriod(account, 1, { ...NO_USAGE, usage: used });

  it('has a line for the capacity and a line for the usage of each segment, rounded once each', () => {
    expect(invoice.lines.map(({ lineId, amount, records }) => [lineId, amount, records])).toEqual([
      [`${ALFA_SEGMENT}/recurring`, eur('1250.00'), 0],
      [`${ALFA_SEGMENT}/usage`, eur('0.05'), 2],
      [`${BRAVO_SEGMENT}/recurring`, eur('625.01'), 0],
      [`${BRAVO_SEGMENT}/usage`, eur('0.00'), 0],
    ]);
    expect(invoice.lines[1]).toMatchObject({ quantity: 2_012_345_667n, exactAmount: money('EUR', 5_030_864n), unitPrice: eur('0.025') });
    expect(invoice.lines[0]).toMatchObject({ quantity: 28n * 86_400n });
  });

  it('taxes the net of the rounded lines', () => {
    expect([invoice.net, invoice.tax, invoice.total]).toEqual([eur('1875.06'), eur('356.26'), eur('2231.32')]);
  });

  it("I10 tells each supplier its own lines at its own prices, and nothing of the buyer, the margin or a rival", () => {
    expect(settlements.map(({ providerId, total, lines }) => [providerId, total, lines.map(({ segmentId }) => segmentId)])).toEqual([
      ['alfa', eur('1000.04'), [ALFA_SEGMENT, ALFA_SEGMENT]],
      ['bravo', eur('500.00'), [BRAVO_SEGMENT, BRAVO_SEGMENT]],
    ]);
    const shown = JSON.stringify(settlements[0], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const secret of ['acme', 'bravo', 'customer', 'margin', '125000000000']) expect(shown).not.toContain(secret);
  });

  it('I10 tells the customer no cost', () => {
    const shown = JSON.stringify(invoice, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const cost of account.tariffs.map(({ supplierMonthly }) => String(supplierMonthly.microMinor))) expect(shown).not.toContain(`"${cost}"`);
  });

  it('I3 puts every unit of the total to settlements, margin, tax or rounding', () => {
    expect(balance).toEqual({
      customer: eur('2231.32'),
      settlements: eur('1500.04'),
      margin: money('EUR', 37_500_100_000n + 5_030_864n - 4_024_692n),
      tax: eur('356.26'),
      rounding: money('EUR', balance.rounding.microMinor),
    });
    const { customer, ...parts } = balance;
    expect(sum('EUR', Object.values(parts))).toEqual(customer);
  });
});

describe('any month of any service', () => {
  const price = fc.bigInt({ min: 0n, max: 10n ** 13n }).map((microMinor): Money => money('EUR', microMinor));
  const services = fc.record({
    providers: fc.array(fc.constantFrom('alfa', 'bravo', 'charlie'), { minLength: 1, maxLength: 5 }),
    prices: fc.array(price, { minLength: 20, maxLength: 20 }),
    tax: fc.integer({ min: 0, max: 3_000 }),
    start: fc.bigInt({ min: 0n, max: 4n * 10n ** 18n }),
  });
  const records = fc.array(fc.record({ segment: fc.nat({ max: 4 }), octets: fc.bigInt({ min: 0n, max: 10n ** 14n }) }), { maxLength: 60 });

  const accountOf = ({ providers, prices, tax, start }: { providers: string[]; prices: Money[]; tax: number; start: bigint }): Account => ({
    ...account,
    serviceStartAt: instant(start),
    taxBasisPoints: tax,
    tariffs: providers.map((providerId, index) => ({
      segmentId: `seg_${UUID}-${index + 1}`,
      providerId,
      customerMonthly: prices[4 * index] as Money,
      customerPerGigabyte: prices[4 * index + 1] as Money,
      supplierMonthly: prices[4 * index + 2] as Money,
      supplierPerGigabyte: prices[4 * index + 3] as Money,
      supplierAvailabilityPpm: 999_000,
      supplierCreditBasisPoints: 500,
    })),
  });

  it('I3 balances to the last millionth of a cent, and rounding is at most half a cent for each line', () => {
    fc.assert(
      fc.property(services, records, (service, carried) => {
        const some = accountOf(service);
        const ratedRecords = carried.map(({ segment, octets }, index) => {
          const tariff = some.tariffs[segment % some.tariffs.length] as billing.SegmentTariff;
          return rateRecord({ ...usage(`r${index}`, '2027-02-10T00:00:00Z', octets), segmentId: tariff.segmentId }, tariff);
        });
        const { invoice, settlements, balance } = billPeriod(some, 1, { ...NO_USAGE, usage: withRated(new Map(), packUsage(ratedRecords)) });
        expect(add(add(balance.settlements, balance.margin), add(balance.tax, balance.rounding))).toEqual(balance.customer);
        expect(balance.customer).toEqual(add(invoice.net, invoice.tax));
        const lines = invoice.lines.length + settlements.reduce((count, settlement) => count + settlement.lines.length, 0);
        const rounding = balance.rounding.microMinor < 0n ? -balance.rounding.microMinor : balance.rounding.microMinor;
        expect(2n * rounding <= BigInt(lines) * 1_000_000n).toBe(true);
        expect(sum('EUR', ratedRecords.map(({ customerCharge }) => customerCharge))).toEqual(
          sum('EUR', invoice.lines.filter(({ kind }) => kind === 'usage').map(({ exactAmount }) => exactAmount)),
        );
      }),
    );
  });

  it('I2 is billed the same in whatever order and in whatever batches its usage came', () => {
    const octets = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 });
    const shuffled = octets.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list.map((_, i) => i), { minLength: list.length }), fc.nat({ max: 30 })));
    fc.assert(
      fc.property(shuffled, ([list, order, cut]) => {
        const inOrder = list.map((each, index) => alfaRecord(`r${index}`, each));
        const mixed = order.map((index) => inOrder[index] as RatedRecord);
        const billed = (...history: readonly BillingPeriodEvent[]) =>
          eventsOf(billingPeriod.decide({ ...close('2027-03-01T00:00:00Z'), seals: recorded }, fold(billingPeriod, history)));
        const recorded = { ...seals, invoice: (invoice: billing.Invoice) => ({ bytes: new TextEncoder().encode(text(invoice)), sha256: Uint8Array.of() }) };
        const text = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
        expect(billed(opened, rated(...mixed.slice(0, cut)), rated(...mixed.slice(cut)))).toEqual(billed(opened, rated(...inOrder)));
      }),
    );
  });
});
