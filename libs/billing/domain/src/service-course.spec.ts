import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, NANOS_PER_HOUR, NANOS_PER_SECOND, type Instant } from '@carriermesh/kernel';
import { routeTariffs, type Account } from './account.decider.js';
import { billPeriod, NO_USAGE } from './bill.js';
import { billingCycle, type BillingCycleState } from './billing-cycle.process.js';
import { calendarOf } from './calendar.js';
import { ownChargesOf } from './own-charges.js';
import { spansOf } from './phases.js';
import { correctionOf, type CourseEvent } from './service-course.js';
import { agreements, charlieTariff, CHARLIE_SEGMENT, cleared, formatted, impaired, learning, learntFrom, moved, reshaped, resized } from './testing/courses.js';
import { account, ALFA_SEGMENT, at, batchOf, BRAVO_SEGMENT, CONTRACT, eur, situation, usage } from './testing/fixtures.js';
import { decideUsage } from './usage.decider.js';

/** Ten days and half an hour into the first month of 28 days. */
const MOVED = at('2027-02-10T12:30:00Z');
const HOUR = 3_600n;

describe('a service that moves', () => {
  const onCharlie = learning([moved(MOVED)]);

  it('S2-16 is charged by the tariffs of the path that it moved to, both sides by their contracts', () => {
    expect(routeTariffs(agreements, 1)).toEqual([charlieTariff]);
    expect(() => routeTariffs(agreements, 2)).toThrow('has 1 alternatives, and no route 2');
    expect(spansOf(onCharlie).map(({ tariff, from, until }) => [tariff.segmentId, from, until])).toEqual([
      [ALFA_SEGMENT, account.serviceStartAt, MOVED], [BRAVO_SEGMENT, account.serviceStartAt, MOVED], [CHARLIE_SEGMENT, MOVED, at('2027-04-30T12:00:00Z')],
    ]);
  });

  it('I12 has of each segment the seconds that it ran on it, and pays for each its share of the month, worked out by hand', () => {
    const { invoice, settlements, balance } = billPeriod(onCharlie, 1, NO_USAGE);
    const lines = invoice.lines.filter(({ kind }) => kind === 'recurring').map(({ segmentId, quantity, exactAmount }) => [segmentId, quantity, exactAmount.microMinor]);
    // Of 672 hours 240.5 before the move and 431.5 after it.
    expect(lines).toEqual([
      [ALFA_SEGMENT, 240n * HOUR + 1_800n, 44_735_863_095n],
      [BRAVO_SEGMENT, 240n * HOUR + 1_800n, 22_368_110_491n],
      [CHARLIE_SEGMENT, 431n * HOUR + 1_800n, 115_580_357_143n],
    ]);
    expect(settlements.map(({ providerId, lines: own }) => [providerId, own[0]?.exactAmount.microMinor])).toEqual([['alfa', 35_788_690_476n], ['bravo', 17_894_488_393n], ['charlie', 109_159_226_190n]]);
    expect(balance.customer.microMinor).toBe(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor);
  });

  it('leaves no line of what it left on the bills of later months', () => {
    expect(billPeriod(onCharlie, 2, NO_USAGE).invoice.lines.map(({ lineId }) => lineId)).toEqual([`${CHARLIE_SEGMENT}/recurring`, `${CHARLIE_SEGMENT}/usage`]);
    expect(billPeriod(onCharlie, 2, NO_USAGE).settlements.map(({ providerId }) => providerId)).toEqual(['charlie']);
  });

  it('moves once by one event, and begins no phase before the last one, whatever clocks say', () => {
    expect(learntFrom(moved(MOVED), 1, onCharlie)).toEqual([]);
    expect(learntFrom(moved(instant(MOVED - NANOS_PER_HOUR), 2, 0), 2, onCharlie)).toMatchObject([{ data: { number: 3, from: MOVED } }]);
  });

  it('that comes back to a segment has one line of it, for both times together', () => {
    const back = learning([moved(MOVED), moved(instant(MOVED + NANOS_PER_HOUR), 2, 0)]);
    const lines = billPeriod(back, 1, NO_USAGE).invoice.lines.filter(({ kind }) => kind === 'recurring');
    expect(lines.map(({ segmentId, quantity }) => [segmentId, quantity])).toEqual([[ALFA_SEGMENT, 671n * HOUR], [BRAVO_SEGMENT, 671n * HOUR], [CHARLIE_SEGMENT, HOUR]]);
  });

  it('owes for the rest of its term what it ran on at the end, and nothing else', () => {
    const end = { endedAt: at('2027-02-20T12:00:00Z'), finalPeriodNumber: 1, customerChargeBasisPoints: 5_000, supplierChargeBasisPoints: 2_500 };
    const rest = billPeriod({ ...onCharlie, end }, 1, NO_USAGE).invoice.lines.filter(({ kind }) => kind === 'early-termination');
    expect(rest.map(({ segmentId }) => segmentId)).toEqual([CHARLIE_SEGMENT]);
  });
});

describe('usage of a service that moves', () => {
  const onCharlie = learning([moved(MOVED)]);
  const outcomeOf = (from: string, segmentId: string, providerId: string) =>
    decideUsage({ ...batchOf([usage('r', from, 5_000_000_000n, segmentId)]), providerId }, situation({ accounts: new Map([[CONTRACT, onCharlie]]) })).outcomes[0];

  it('I2 is charged by the segment that it ran on, the hour of the move on both', () => {
    expect(outcomeOf('2027-02-10T12:00:00Z', ALFA_SEGMENT, 'alfa')).toMatchObject({ kind: 'accepted', rated: { customerCharge: eur('0.125'), supplierCredit: eur('0.10') } });
    expect(outcomeOf('2027-02-10T12:00:00Z', CHARLIE_SEGMENT, 'charlie')).toMatchObject({ kind: 'accepted', rated: { customerCharge: eur('0.20'), supplierCredit: eur('0.15') } });
  });

  it('I2 is quarantined a nanosecond beyond, with the time that it ran on the segment', () => {
    expect(outcomeOf('2027-02-10T12:00:00.000000001Z', ALFA_SEGMENT, 'alfa')).toMatchObject({ kind: 'quarantined', refusal: { code: 'interval-outside-segment', facts: { segment_from: '2027-01-31T12:00:00Z', segment_until: '2027-02-10T13:00:00Z' } } });
    expect(outcomeOf('2027-02-10T11:59:59.999999999Z', CHARLIE_SEGMENT, 'charlie')).toMatchObject({ kind: 'quarantined', refusal: { code: 'interval-outside-segment', facts: { segment_from: '2027-02-10T12:00:00Z' } } });
  });

  it('I10 of a segment that it never ran on is of no known segment', () => {
    const outcome = decideUsage({ ...batchOf([usage('r', '2027-02-10T12:00:00Z', 5n, CHARLIE_SEGMENT)]), providerId: 'charlie' }, situation()).outcomes[0];
    expect(outcome).toMatchObject({ kind: 'quarantined', refusal: { code: 'unknown-segment' } });
  });
});

describe('the billing cycle of a service that moves', () => {
  const run = (...inputs: readonly Parameters<typeof billingCycle.react>[1][]): BillingCycleState =>
    inputs.reduce<BillingCycleState>((state, input) => billingCycle.react(state, input, at('2027-02-28T12:00:00Z')).events.reduce(billingCycle.evolve, state), billingCycle.initial);
  const [begun] = learntFrom(moved(MOVED), 1);
  const phase = { kind: 'phase-begun' as const, phase: begun?.data as never };
  const asked = (state: BillingCycleState) => billingCycle.outstanding(state).map(({ key }) => key);

  it('asks all that it ran on in the month, and from the next month on only what it runs on', () => {
    const collecting = run({ kind: 'account-opened', account }, phase, { kind: 'time-passed' });
    expect(asked(collecting)).toEqual([`ask-1-${ALFA_SEGMENT}`, `ask-1-${BRAVO_SEGMENT}`, `ask-1-${CHARLIE_SEGMENT}`]);
    const watermarks = [ALFA_SEGMENT, BRAVO_SEGMENT, CHARLIE_SEGMENT].map((segmentId) => ({ segmentId, completeUntil: at('2027-02-28T12:00:00Z') }));
    const second = [{ kind: 'reported' as const, watermarks }, { kind: 'period-closed' as const, periodNumber: 1, invoiceId: 'inv' }].reduce<BillingCycleState>((state, input) => billingCycle.react(state, input, at('2027-04-01T00:00:00Z')).events.reduce(billingCycle.evolve, state), collecting);
    const next = billingCycle.react(second, { kind: 'time-passed' }, at('2027-04-01T00:00:00Z')).events.reduce(billingCycle.evolve, second);
    expect(asked(next)).toEqual([`ask-2-${CHARLIE_SEGMENT}`]);
  });
});

describe('what is learnt of a service after a month was closed', () => {
  const bill = { contractId: CONTRACT, periodNumber: 2, noteNumber: 0 };

  it('S3-6 I3 reverses each charge that changes and enters it anew, and leaves the others', () => {
    const posted = correctionOf(account, learning([moved(MOVED)]), { bill, correctedPeriodNumber: 1 });
    expect(posted).toMatchObject({ correctedPeriodNumber: 1, disputeId: '', revision: 1 });
    expect(posted?.lines.map(({ segmentId, kind, correctedKind, customer }) => [segmentId, kind, correctedKind, customer.microMinor])).toEqual([
      [ALFA_SEGMENT, 'reversal', 'recurring', -125_000_000_000n], [ALFA_SEGMENT, 'reentry', 'recurring', 44_735_863_095n],
      [BRAVO_SEGMENT, 'reversal', 'recurring', -62_500_500_000n], [BRAVO_SEGMENT, 'reentry', 'recurring', 22_368_110_491n],
      [CHARLIE_SEGMENT, 'reentry', 'recurring', 115_580_357_143n],
    ]);
    expect(correctionOf(account, learning([moved(at('2027-03-10T00:00:00Z'))]), { bill, correctedPeriodNumber: 1 })).toBeUndefined();
  });

  it('I3 stands on lines of its own below the next bill, which say what they correct', () => {
    const after = learning([moved(MOVED)]);
    const posted = correctionOf(account, after, { bill, correctedPeriodNumber: 1 });
    const { invoice, settlements } = billPeriod(after, 2, { ...NO_USAGE, adjustments: posted ? [posted] : [] });
    const corrections = invoice.lines.filter(({ correctedPeriodNumber }) => correctedPeriodNumber === 1);
    expect(corrections.map(({ lineId }) => lineId)).toContain(`${CHARLIE_SEGMENT}/recurring-reentry-of-1-r1`);
    expect(corrections.every(({ correctedDocumentId }) => correctedDocumentId === invoice.invoiceId.replace(/2$/, '1'))).toBe(true);
    expect(settlements.map(({ providerId }) => providerId)).toEqual(['alfa', 'bravo', 'charlie']);
  });

  it('I3 brings every month to what its service ran on, however much of it was closed when it was learnt', () => {
    const end = calendarOf(account).end - account.serviceStartAt;
    const anyTime = fc.bigInt({ min: 0n, max: end }).map((nanos) => instant(account.serviceStartAt + nanos));
    const anyEvent: fc.Arbitrary<(number: number) => CourseEvent> = fc.oneof(
      anyTime.map((when) => (number: number) => moved(when, number, number % 2)),
      fc.tuple(anyTime, fc.constantFrom(ALFA_SEGMENT, BRAVO_SEGMENT, CHARLIE_SEGMENT)).map(([when, segmentId]) => (number: number) => impaired(when, segmentId, number)),
      fc.tuple(anyTime, fc.constantFrom(ALFA_SEGMENT, BRAVO_SEGMENT, CHARLIE_SEGMENT)).map(([when, segmentId]) => () => cleared(when, segmentId)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 3 })), { maxLength: 12 }), (steps) => {
        const billed = new Map<string, bigint>();
        const add = (key: string, amount: bigint | undefined): void => void billed.set(key, (billed.get(key) ?? 0n) + (amount ?? 0n));
        let [known, closed] = [account as Account, 0];
        const close = (month: number): void => {
          for (const { segmentId, kind, customer, supplier } of ownChargesOf(known, month)) for (const [side, charge] of [['c', customer], ['s', supplier]] as const) add(`${month}/${segmentId}/${kind}/${side}`, charge?.exactAmount.microMinor);
        };
        for (const [index, [eventOf, closing]] of steps.entries()) {
          while (closed < closing) close((closed += 1));
          const before = known;
          known = learning([eventOf(index + 1)], before);
          for (let month = 1; month <= closed; month += 1) {
            const lines = correctionOf(before, known, { bill, correctedPeriodNumber: month })?.lines ?? [];
            for (const { segmentId, correctedKind, customer, supplier } of lines) for (const [side, amount] of [['c', customer], ['s', supplier]] as const) add(`${month}/${segmentId}/${correctedKind}/${side}`, amount.microMinor);
          }
        }
        while (closed < 3) close((closed += 1));
        const due = new Map<string, bigint>();
        for (const month of [1, 2, 3]) for (const { segmentId, kind, customer, supplier } of ownChargesOf(known, month)) for (const [side, charge] of [['c', customer], ['s', supplier]] as const) due.set(`${month}/${segmentId}/${kind}/${side}`, charge?.exactAmount.microMinor ?? 0n);
        for (const key of new Set([...billed.keys(), ...due.keys()])) expect([key, billed.get(key) ?? 0n]).toEqual([key, due.get(key) ?? 0n]);
      }),
      { numRuns: 300 },
    );
  });

  it('I12 has in each month all of its seconds, on whatever the service ran', () => {
    const month = calendarOf(account).months[0] as { from: Instant; until: Instant };
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 28n * 24n * NANOS_PER_HOUR }), { maxLength: 6 }), (offsets) => {
        const known = learning(offsets.toSorted((a, b) => (a < b ? -1 : 1)).map((nanos, index) => moved(instant(month.from + nanos), index + 1, (index + 1) % 2)));
        const secondsOn = (id: string) => ownChargesOf(known, 1).find(({ kind, segmentId }) => kind === 'recurring' && segmentId === id)?.quantity ?? 0n;
        expect(secondsOn(ALFA_SEGMENT) + secondsOn(CHARLIE_SEGMENT)).toBe((month.until - month.from) / NANOS_PER_SECOND);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a service whose bandwidth is changed', () => {
  const { mbps } = account;
  const twice = learning([resized(MOVED, [mbps, 2 * mbps])]);
  const recurringOf = (opened: Account, periodNumber: number) => billPeriod(opened, periodNumber, NO_USAGE).invoice.lines.filter(({ kind }) => kind === 'recurring');

  it('S0-10 I12 pays each bandwidth for its share of the month, at the contracted price for each Mbit/s, and has one line of each segment', () => {
    const before = recurringOf(account, 1);
    const lines = recurringOf(twice, 1);
    // Of 672 hours 240.5 at the one and 431.5 at twice as much.
    expect(lines.map(({ quantity, unitPrice }) => [quantity, unitPrice.microMinor])).toEqual(before.map(({ unitPrice }) => [672n * HOUR, 2n * unitPrice.microMinor]));
    expect(lines[0]?.description).toBe('Kept free: 1000 Mbit/s at 1250.00 EUR for 865800 s, then 2000 Mbit/s at 2500.00 EUR for 1553400 s');
    for (const [index, { exactAmount, unitPrice }] of before.entries()) {
      const share = (monthly: bigint, halfHours: bigint): bigint => (2n * monthly * halfHours + 1_344n) / (2n * 1_344n);
      expect(lines[index]?.exactAmount.microMinor).toBe(share(unitPrice.microMinor, 481n) + share(2n * unitPrice.microMinor, 863n));
      expect(exactAmount).toEqual(unitPrice);
    }
    expect(recurringOf(twice, 2).map(({ exactAmount }) => exactAmount.microMinor)).toEqual(before.map(({ exactAmount }) => 2n * exactAmount.microMinor));
  });

  it('is billed once for one event, and not at all otherwise for one that leaves the bandwidth as it is', () => {
    expect(learntFrom(resized(MOVED, [mbps, 2 * mbps]), 1, twice)).toEqual([]);
    expect(learntFrom(resized(MOVED, [mbps, mbps]), 1)).toEqual([]);
  });

  it('moves with the bandwidth that it has, and is changed on the path that it has moved to', () => {
    const later = instant(MOVED + NANOS_PER_HOUR);
    for (const both of [learning([resized(MOVED, [mbps, 2 * mbps]), moved(later)]), learning([moved(MOVED), resized(later, [mbps, 2 * mbps], [CHARLIE_SEGMENT])])]) {
      const last = spansOf(both).at(-1);
      expect([last?.mbps, last?.tariff.segmentId, last?.tariff.customerMonthly.microMinor]).toEqual([2 * mbps, CHARLIE_SEGMENT, 2n * charlieTariff.customerMonthly.microMinor]);
      expect(last?.tariff.customerPerGigabyte).toEqual(charlieTariff.customerPerGigabyte);
    }
  });
});

describe('S4-6 a service in a format whose bandwidth is changed', () => {
  const { mbps } = account;
  const contracted = { mbps };
  /** 1,000 Mbit/s travel of the 3,000 that were contracted. */
  const learn = (...events: readonly CourseEvent[]) => learning(events, account, formatted);
  const recurring = (opened: Account, periodNumber = 2) => billPeriod(opened, periodNumber, NO_USAGE);
  const figures = (opened: Account, periodNumber?: number) => {
    const { invoice, settlements } = recurring(opened, periodNumber);
    const of = (lines: typeof invoice.lines) => lines.filter(({ kind }) => kind === 'recurring').map(({ exactAmount }) => exactAmount.microMinor);
    return [of(invoice.lines), settlements.flatMap(({ lines }) => of(lines))];
  };
  const [[alfa, bravo], [alfaSupplied, bravoSupplied]] = figures(account) as [[bigint, bigint], [bigint, bigint]];

  it('I3 charges its customer for what is ordered and pays its suppliers for what travels, which grow in other steps', () => {
    const more = learn(reshaped(MOVED, [contracted, { mbps: 1_334, orderedMbps: 4_002 }]));
    const at = (monthly: bigint, now: bigint, first: bigint): bigint => (2n * monthly * now + first) / (2n * first);
    expect(figures(more)).toEqual([[at(alfa, 4_002n, 3_000n), at(bravo, 4_002n, 3_000n)], [at(alfaSupplied, 1_334n, 1_000n), at(bravoSupplied, 1_334n, 1_000n)]]);
    expect(more.laterPhases).toMatchObject([{ from: MOVED, mbps: 1_334, orderedMbps: 4_002 }]);
    expect(recurring(more).invoice.lines[0]?.description).toBe('1334 Mbit/s for 4002 ordered kept free');
    expect(recurring(more).settlements[0]?.lines[0]?.description).toBe('1334 Mbit/s kept free');
  });

  it('I3 charges another order also where as much travels, from that instant on, and pays its suppliers what they had', () => {
    const fewer = learn(reshaped(MOVED, [contracted, { mbps, orderedMbps: 2_998 }], []));
    const share = (monthly: bigint, halfHours: bigint): bigint => (2n * monthly * halfHours + 1_344n) / (2n * 1_344n);
    const now = (monthly: bigint): bigint => (2n * monthly * 2_998n + 3_000n) / 6_000n;
    expect(figures(fewer, 1)).toEqual([[share(alfa, 481n) + share(now(alfa), 863n), share(bravo, 481n) + share(now(bravo), 863n)], [alfaSupplied, bravoSupplied]]);
    const { invoice, settlements } = recurring(fewer, 1);
    expect(invoice.lines[0]?.description).toBe('Kept free: 1000 Mbit/s at 1250.00 EUR for 865800 s, then 1000 Mbit/s for 2998 ordered at 1249.16666667 EUR for 1553400 s');
    expect(settlements[0]?.lines[0]?.description).toBe('1000 Mbit/s kept free');
  });

  it('moves with what is ordered, and comes back to what was contracted to the unit', () => {
    const later = instant(MOVED + NANOS_PER_HOUR);
    const away = learn(reshaped(MOVED, [contracted, { mbps: 1_334, orderedMbps: 4_000 }]), moved(later));
    expect(spansOf(away).at(-1)).toMatchObject({ mbps: 1_334, orderedMbps: 4_000, tariff: { segmentId: CHARLIE_SEGMENT, customerMonthly: { microMinor: 240_000_000_000n }, supplierMonthly: { microMinor: 226_780_000_000n } } });
    const back = learn(reshaped(MOVED, [contracted, { mbps: 1_334, orderedMbps: 4_000 }]), reshaped(later, [{ mbps: 1_334, orderedMbps: 4_000 }, { mbps, orderedMbps: 3_000 }]));
    expect(figures(back)).toEqual(figures(account));
  });

  it('owes for the rest of its term what it ordered at the end, and its suppliers get theirs of what travelled', () => {
    const end = { endedAt: at('2027-03-31T12:00:00Z'), finalPeriodNumber: 2, customerChargeBasisPoints: 10_000, supplierChargeBasisPoints: 10_000 };
    const ending = { ...learn(reshaped(MOVED, [contracted, { mbps: 500, orderedMbps: 6_000 }])), end };
    const rest = ownChargesOf(ending, 2).filter(({ kind }) => kind === 'early-termination');
    expect(rest.map(({ customer, supplier }) => [customer?.unitPrice.microMinor, supplier?.unitPrice.microMinor])).toEqual([[2n * alfa, alfaSupplied / 2n], [2n * bravo, bravoSupplied / 2n]]);
  });

  it('S3-6 is believed to have carried what travels, and no more', () => {
    const less = learn(reshaped(MOVED, [contracted, { mbps: 100, orderedMbps: 6_000 }]));
    // 100 Mbit/s both ways in an hour.
    const outcomeOf = (octets: bigint) => decideUsage({ ...batchOf([usage('r', '2027-02-11T12:00:00Z', octets, ALFA_SEGMENT)]), providerId: 'alfa' }, situation({ accounts: new Map([[CONTRACT, less]]) })).outcomes[0];
    expect([outcomeOf(90_000_000_000n)?.kind, outcomeOf(90_000_000_001n)]).toMatchObject(['accepted', { refusal: { code: 'octets-implausible', facts: { mbps: '100' } } }]);
  });
});
