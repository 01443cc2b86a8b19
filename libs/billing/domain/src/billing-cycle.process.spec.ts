import { describe, expect, it } from '@jest/globals';
import { instant, NANOS_PER_HOUR, type Instant } from '@carriermesh/kernel';
import { billingCycle, GRACE_NANOS, type BillingCycleEvent, type BillingCycleInput, type BillingCycleState } from './billing-cycle.process.js';
import { account, ALFA_SEGMENT, at, BRAVO_SEGMENT, CONTRACT } from './testing/fixtures.js';

const FIRST_END = '2027-02-28T12:00:00Z';
const SECOND_END = '2027-03-31T12:00:00Z';
const THIRD_END = '2027-04-30T12:00:00Z';

/** Drives the process like the engine does: input by input, each at a stated time. */
class Cycle {
  state: BillingCycleState = billingCycle.initial;
  readonly types: string[] = [];

  at(now: string | Instant, input: BillingCycleInput): this {
    const { events } = billingCycle.react(this.state, input, typeof now === 'string' ? at(now) : now);
    for (const event of events) this.apply(event);
    return this;
  }

  private apply(event: BillingCycleEvent): void {
    this.state = billingCycle.evolve(this.state, event);
    this.types.push(event.type.replace('billing.v1.BillingCycle', ''));
  }

  get owes(): readonly string[] {
    return billingCycle.outstanding(this.state).map(({ key }) => key);
  }
}

const timePassed: BillingCycleInput = { kind: 'time-passed' };
const reported = (until: string, ...segments: readonly string[]): BillingCycleInput => ({
  kind: 'reported',
  watermarks: segments.map((segmentId) => ({ segmentId, completeUntil: at(until) })),
});
const closed = (periodNumber: number): BillingCycleInput => ({ kind: 'period-closed', periodNumber, invoiceId: `inv-${periodNumber}` });
const begun = (): Cycle => new Cycle().at('2027-01-31T12:00:01Z', { kind: 'account-opened', account });

describe('the billing cycle', () => {
  it('waits for the end of the first month, and does nothing a nanosecond before', () => {
    const cycle = begun();
    expect(billingCycle.deadline(cycle.state)).toBe(at(FIRST_END));
    cycle.at(instant(at(FIRST_END) - 1n), timePassed);
    expect([cycle.types, cycle.owes]).toEqual([['Started'], []]);
  });

  it('asks every segment that has not reported the month, and closes when the last of them has', () => {
    const cycle = begun().at('2027-02-28T12:30:00Z', reported(FIRST_END, BRAVO_SEGMENT)).at('2027-02-28T13:00:00Z', timePassed);
    expect(cycle.owes).toEqual([`ask-1-${ALFA_SEGMENT}`]);
    cycle.at('2027-02-28T13:00:01Z', { kind: 'usage-asked', periodNumber: 1, segmentId: ALFA_SEGMENT, records: 3 });
    expect([cycle.owes, cycle.state.status]).toEqual([[], 'collecting']);
    cycle.at('2027-02-28T13:00:02Z', reported(FIRST_END, ALFA_SEGMENT));
    expect(cycle.owes).toEqual(['close-1']);
  });

  it('does not take a watermark a nanosecond short of the month for the whole of it', () => {
    const short = { kind: 'reported' as const, watermarks: [{ segmentId: ALFA_SEGMENT, completeUntil: instant(at(FIRST_END) - 1n) }] };
    expect(begun().at(FIRST_END, timePassed).at(FIRST_END, short).owes).toEqual([`ask-1-${ALFA_SEGMENT}`, `ask-1-${BRAVO_SEGMENT}`]);
  });

  it('closes at once when everything is there at the end of the month', () => {
    const cycle = begun().at(FIRST_END, reported(FIRST_END, ALFA_SEGMENT, BRAVO_SEGMENT)).at(FIRST_END, timePassed);
    expect([cycle.owes, cycle.types]).toEqual([['close-1'], ['Started', 'SegmentComplete', 'SegmentComplete', 'PeriodEnded', 'UsageComplete']]);
  });

  it('closes without a silent provider 24 hours after it was asked, and not a nanosecond sooner', () => {
    const cycle = begun().at(FIRST_END, timePassed).at(FIRST_END, reported(FIRST_END, ALFA_SEGMENT));
    const grace = instant(at(FIRST_END) + 24n * NANOS_PER_HOUR);
    expect(billingCycle.deadline(cycle.state)).toBe(grace);
    expect(cycle.at(instant(grace - 1n), timePassed).owes).toEqual([`ask-1-${BRAVO_SEGMENT}`]);
    cycle.at(grace, timePassed);
    expect(billingCycle.outstanding(cycle.state)).toMatchObject([{ key: 'close-1', incompleteSegmentIds: [BRAVO_SEGMENT] }]);
  });

  it('gives providers their 24 hours also when the clock jumped a month ahead', () => {
    const cycle = begun().at('2027-03-20T00:00:00Z', timePassed);
    expect(billingCycle.deadline(cycle.state)).toBe(instant(at('2027-03-20T00:00:00Z') + GRACE_NANOS));
    expect(cycle.owes).toHaveLength(2);
  });

  it('closes several months one after the other when more of them passed, and ends with the term', () => {
    const now = '2027-06-01T00:00:00Z';
    const cycle = begun().at(now, reported(THIRD_END, ALFA_SEGMENT, BRAVO_SEGMENT));
    for (const month of [1, 2, 3]) {
      const due = billingCycle.deadline(cycle.state);
      expect(due).toBe(at([FIRST_END, SECOND_END, THIRD_END][month - 1] as string));
      expect(cycle.at(now, timePassed).owes).toEqual([`close-${month}`]);
      cycle.at(now, closed(month));
    }
    expect([billingCycle.ended(cycle.state), billingCycle.deadline(cycle.state), cycle.owes]).toEqual(['active', undefined, []]);
    expect(cycle.types.filter((type) => type === 'PeriodClosed')).toHaveLength(3);
  });

  it('stays where it is on duplicates, on answers that come too late, and on segments that it does not know', () => {
    const cycle = begun().at(FIRST_END, timePassed).at(FIRST_END, reported(FIRST_END, ALFA_SEGMENT, BRAVO_SEGMENT));
    const before = cycle.types.length;
    cycle
      .at(FIRST_END, { kind: 'account-opened', account })
      .at(FIRST_END, timePassed)
      .at(FIRST_END, reported(FIRST_END, ALFA_SEGMENT))
      .at(FIRST_END, reported(SECOND_END, 'seg_other-1'))
      .at(FIRST_END, { kind: 'usage-asked', periodNumber: 1, segmentId: ALFA_SEGMENT, records: 0 })
      .at(FIRST_END, closed(2));
    expect(cycle.types.length).toBe(before);
  });

  it('I8 folds its history to the same state as living through it', () => {
    const events: BillingCycleEvent[] = [];
    let state = billingCycle.initial;
    const take = (now: string, input: BillingCycleInput): void => {
      for (const event of billingCycle.react(state, input, at(now)).events) {
        events.push(event);
        state = billingCycle.evolve(state, event);
      }
    };
    take('2027-01-31T12:00:01Z', { kind: 'account-opened', account });
    take(FIRST_END, timePassed);
    take(FIRST_END, reported(SECOND_END, ALFA_SEGMENT, BRAVO_SEGMENT));
    take(FIRST_END, closed(1));
    expect(events.reduce(billingCycle.evolve, billingCycle.initial)).toEqual(state);
    expect(state).toMatchObject({ status: 'metering', periodNumber: 2, service: { contractId: CONTRACT } });
  });
});
