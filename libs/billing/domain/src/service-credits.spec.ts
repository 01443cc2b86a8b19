import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, NANOS_PER_HOUR, type Instant } from '@carriermesh/kernel';
import { billPeriod, NO_USAGE } from './bill.js';
import { CHARLIE_SEGMENT, cleared, impaired, learning, learntFrom, moved } from './testing/courses.js';
import { account, ALFA_SEGMENT, at, BRAVO_SEGMENT } from './testing/fixtures.js';

/** The first month has 672 hours, of which 0.15 % may fail: 3,628.8 s. */
const ALLOWED_NS = 3_628_800_000_000n;
const START = at('2027-02-10T00:00:00Z');
const later = (from: Instant, nanos: bigint): Instant => instant(from + nanos);

const creditsOf = (events: Parameters<typeof learning>[0], month = 1) => {
  const bill = billPeriod(learning(events), month, NO_USAGE);
  const of = (lines: typeof bill.invoice.lines) => lines.filter(({ kind }) => kind === 'service-credit').map(({ segmentId, quantity, exactAmount }) => [segmentId, quantity, exactAmount.microMinor]);
  return { bill, customer: of(bill.invoice.lines), suppliers: bill.settlements.map(({ providerId, lines }) => [providerId, ...of(lines)]) };
};

describe('the credit of a month', () => {
  it('is none for what the promise allows, and is owed a nanosecond beyond it', () => {
    expect(creditsOf([impaired(START), cleared(later(START, ALLOWED_NS))]).customer).toEqual([]);
    expect(creditsOf([impaired(START), cleared(later(START, ALLOWED_NS + 1n))]).customer).toHaveLength(1);
  });

  it('S3-6 I3 is the contract’s share of the recurring charges to the customer, and its supplier’s share of its own charge back, worked out by hand', () => {
    const { customer, suppliers, bill } = creditsOf([impaired(START), cleared(later(START, 2n * NANOS_PER_HOUR))]);
    // 5 % of 1,250.00 and 625.005; 10 % of alfa's 1,000.00.
    expect(customer).toEqual([[ALFA_SEGMENT, 7_200n, -9_375_025_000n]]);
    expect(suppliers).toEqual([['alfa', [ALFA_SEGMENT, 7_200n, -10_000_000_000n]], ['bravo']]);
    const { balance } = bill;
    expect(balance.customer.microMinor).toBe(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor);
    expect(bill.invoice.lines.find(({ kind }) => kind === 'service-credit')?.description).toBe('Worked 99.7023 % of the month and 99.8500 % was promised: 5 % of its recurring charge back');
  });

  it('S3-6 is laid on all that were at fault by their time, and taken from each that missed its own promise in the same proportion', () => {
    const three = 3n * NANOS_PER_HOUR;
    const { customer, suppliers } = creditsOf([
      impaired(START), cleared(later(START, three)),
      impaired(at('2027-02-12T00:00:00Z'), BRAVO_SEGMENT), cleared(later(at('2027-02-12T00:00:00Z'), NANOS_PER_HOUR), BRAVO_SEGMENT),
    ]);
    expect(customer).toEqual([[ALFA_SEGMENT, 10_800n, -7_031_268_750n], [BRAVO_SEGMENT, 3_600n, -2_343_756_250n]]);
    // Three quarters of 10 % of 1,000.00; a quarter of 5 % of 500.004.
    expect(suppliers).toEqual([['alfa', [ALFA_SEGMENT, 10_800n, -7_500_000_000n]], ['bravo', [BRAVO_SEGMENT, 3_600n, -625_005_000n]]]);
  });

  it('asks nothing back of a supplier that kept its own promise, and does not tell it', () => {
    const minutes = 10n * 60n * 1_000_000_000n;
    const { customer, suppliers } = creditsOf([impaired(START), cleared(later(START, 3n * NANOS_PER_HOUR)), impaired(at('2027-02-12T00:00:00Z'), BRAVO_SEGMENT), cleared(later(at('2027-02-12T00:00:00Z'), minutes), BRAVO_SEGMENT)]);
    expect(customer.map(([segmentId]) => segmentId)).toEqual([ALFA_SEGMENT, BRAVO_SEGMENT]);
    expect(suppliers.map((own) => own.length)).toEqual([2, 1]);
  });

  it('counts a time at which two segments failed once against the promise', () => {
    const half = ALLOWED_NS / 2n + 1n;
    const both = [impaired(START), impaired(START, BRAVO_SEGMENT), cleared(later(START, half)), cleared(later(START, half), BRAVO_SEGMENT)];
    expect(creditsOf(both).customer).toEqual([]);
  });

  it('cuts what straddles two months at the boundary, and counts what lasts up to it', () => {
    const boundary = at('2027-02-28T12:00:00Z');
    const straddling = [impaired(later(boundary, -2n * NANOS_PER_HOUR)), cleared(later(boundary, 3n * NANOS_PER_HOUR))];
    expect([creditsOf(straddling, 1), creditsOf(straddling, 2)].map(({ customer }) => customer.map(([, seconds]) => seconds))).toEqual([[7_200n], [10_800n]]);
    expect(creditsOf([impaired(later(boundary, -2n * NANOS_PER_HOUR))], 1).customer).toEqual(creditsOf(straddling, 1).customer);
  });

  it('counts a segment only while the service ran on it, on the route that it left and on the one that it came to', () => {
    const left = [impaired(START), moved(later(START, 2n * NANOS_PER_HOUR))];
    expect(creditsOf(left).customer.map(([id, seconds]) => [id, seconds])).toEqual([[ALFA_SEGMENT, 7_200n]]);
    expect(creditsOf([impaired(START, CHARLIE_SEGMENT), moved(later(START, 2n * NANOS_PER_HOUR)), cleared(later(START, 5n * NANOS_PER_HOUR), CHARLIE_SEGMENT)]).customer.map(([id, seconds]) => [id, seconds])).toEqual([[CHARLIE_SEGMENT, 10_800n]]);
  });

  it('forgets what was found of a path whose move failed', () => {
    const failed = { type: 'provisioning.v1.RerouteFailed' as const, data: { contractId: account.contractId, attempt: 1, verdicts: [], failedAt: later(START, 5n) } };
    const known = learning([impaired(START, CHARLIE_SEGMENT), failed, moved(later(START, 10n), 2)]);
    expect([...(known.faults?.values() ?? [])].map(({ until }) => until)).toEqual([later(START, 5n)]);
    expect(learntFrom(cleared(later(START, 20n), CHARLIE_SEGMENT), 9, known)).toEqual([]);
  });

  it('I3 is never more than the month costs, on either side, and balances to the last unit', () => {
    const span = fc.tuple(fc.constantFrom(ALFA_SEGMENT, BRAVO_SEGMENT), fc.bigInt({ min: 0n, max: 700n * 3_600n }), fc.bigInt({ min: 1n, max: 700n * 3_600n }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 1_000_000 }), (spans, creditBasisPoints, availabilityPpm) => {
        const events = spans.flatMap(([segmentId, from, seconds], index) => {
          const since = later(account.serviceStartAt, from * 1_000_000_000n);
          return [impaired(since, segmentId, index + 1), cleared(later(since, seconds * 1_000_000_000n), segmentId)];
        });
        const { invoice, settlements, balance } = billPeriod(learning(events, { ...account, creditBasisPoints, availabilityPpm }), 1, NO_USAGE);
        const sumOf = (lines: typeof invoice.lines, kind: string) => lines.filter((line) => line.kind === kind).reduce((sum, { exactAmount }) => sum + exactAmount.microMinor, 0n);
        for (const { lines } of [invoice, ...settlements]) expect(sumOf(lines, 'recurring') + sumOf(lines, 'service-credit') >= 0n).toBe(true);
        expect(balance.customer.microMinor).toBe(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor);
      }),
      { numRuns: 200 },
    );
  });
});
