import { NANOS_PER_HOUR, type Instant, type Period } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { calendarOf } from './calendar.js';

/** From its instant on, until the next one begins, the service is charged by these tariffs and by no others. */
export type Phase = Pick<billing.BillingPhaseBegun, 'from' | 'tariffs' | 'mbps' | 'orderedMbps' | 'attempt'>;

/** One segment for as long as it is charged by one tariff. */
export interface ChargedSpan extends Period, Pick<Phase, 'mbps' | 'orderedMbps'> {
  readonly tariff: billing.SegmentTariff;
}

/** All phases of a service, the first from its start. Each begins when the one before it has begun, or later. */
export const phasesOf = ({ serviceStartAt, tariffs, mbps, laterPhases = [] }: Account): readonly Phase[] => [{ from: serviceStartAt, tariffs, mbps, attempt: 0 }, ...laterPhases];

/** The last of the phases that have begun by then. */
export const phaseAt = (account: Account, at: Instant): Phase => phasesOf(account).findLast(({ from }) => from <= at) ?? (phasesOf(account)[0] as Phase);

/** Every segment over its time, in the order in which the service came to run on them; what lasts no time is left out. */
export function spansOf(account: Account): readonly ChargedSpan[] {
  const { start, end } = calendarOf(account);
  const phases = phasesOf(account);
  return phases.flatMap(({ from, tariffs, mbps, orderedMbps }, index) => {
    const span = commonPart({ from, until: phases[index + 1]?.from ?? end }, { from: start, until: end });
    return span ? tariffs.map((tariff) => ({ tariff, mbps, ...(orderedMbps !== undefined && { orderedMbps }), ...span })) : [];
  });
}

/** The parts of the spans that lie within a period. */
export const spansWithin = (spans: readonly ChargedSpan[], period: Period): readonly ChargedSpan[] =>
  spans.flatMap((span) => {
    const part = commonPart(span, period);
    return part ? [{ ...span, ...part }] : [];
  });

/** The time that two periods have in common; none where it lasts no time. */
export function commonPart(a: Period, b: Period): Period | undefined {
  const part = { from: a.from > b.from ? a.from : b.from, until: a.until < b.until ? a.until : b.until };
  return part.from < part.until ? part : undefined;
}

/** Each segment that was ever charged for, once and by its latest tariff, in the order in which the service came to run on them. */
export const segmentTariffsOf = (account: Account): readonly billing.SegmentTariff[] => [
  ...new Map(phasesOf(account).flatMap(({ tariffs }) => tariffs.map((tariff) => [tariff.segmentId, tariff] as const))).values(),
];

/** When usage of a segment is charged, and by what. */
export interface UsageTimes {
  readonly spans: readonly ChargedSpan[];
  /** An interval of usage is one of whole hours of the service, so the hours in which the service came to the segment and left it count whole. */
  readonly ran: readonly Period[];
}

/** By segment id, of every segment that was ever charged for. */
export function usageTimesOf(account: Account): ReadonlyMap<string, UsageTimes> {
  const bySegment = Map.groupBy(spansOf(account), ({ tariff }) => tariff.segmentId);
  return new Map([...bySegment].map(([segmentId, spans]) => [segmentId, { spans, ran: joined(spans).map((period) => wholeHours(account.serviceStartAt, period)) }]));
}

/** The terms that usage of an interval is charged by: those in force as it begins. None where the service did not run on the segment all the time. */
export function termsIn({ spans, ran }: UsageTimes, interval: Period): ChargedSpan | undefined {
  const isWithin = ran.some(({ from, until }) => from <= interval.from && interval.until <= until);
  return isWithin ? (spans.find(({ until }) => interval.from < until) ?? spans.at(-1)) : undefined;
}

/** Periods in the order of their beginnings, of which those that touch or overlap are one. */
export function joined(spans: readonly Period[]): readonly Period[] {
  const periods: { from: Instant; until: Instant }[] = [];
  for (const { from, until } of spans) {
    const last = periods.at(-1);
    if (last && last.until >= from) last.until = until > last.until ? until : last.until;
    else periods.push({ from, until });
  }
  return periods;
}

const wholeHours = (start: Instant, { from, until }: Period): Period => ({
  from: (from - ((from - start) % NANOS_PER_HOUR)) as Instant,
  until: (until + ((NANOS_PER_HOUR - ((until - start) % NANOS_PER_HOUR)) % NANOS_PER_HOUR)) as Instant,
});
