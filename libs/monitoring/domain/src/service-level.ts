import { NANOS_PER_DAY, type Instant } from '@carriermesh/kernel';
import type { monitoring } from '@carriermesh/wire';
import { availabilityOf, lossByInterval, lossInSeries, lossOfBest, lossOfWorst, type LossByInterval } from './availability.js';
import { convolved, countOf, merged, percentile, type DelayHistogram } from './delay-histogram.js';
import type { LevelSlice } from './level-slice.js';

/** Of fewer packets a 99th percentile says nothing: ten of them have to be beyond it. */
export const LEAST_DELAYS = 1_000;

export interface MeasuredService {
  readonly promise: monitoring.LevelPromise;
  readonly from: Instant;
  readonly until: Instant;
  /** By segment, and by the beginning of their hour; those of the period alone. */
  readonly slices: ReadonlyMap<string, ReadonlyMap<Instant, LevelSlice>>;
}

/** What a service and its segments showed, beside what is promised. */
export function serviceLevelReport({ promise, from, until, slices }: MeasuredService): monitoring.ServiceLevelReport {
  const { contractId, orderId, buyerId, segments } = promise;
  const slicesOf = ({ segmentId }: monitoring.PromisedSegment) => slices.get(segmentId) ?? new Map<Instant, LevelSlice>();
  const measured = segments.filter((segment) => slicesOf(segment).size > 0);
  const routes = [...new Set(measured.map(({ route }) => route))].map((route) => linesOf(segments.filter((segment) => segment.route === route)).map((line) => line.map(slicesOf)));
  const figures = figuresOf({
    loss: lossOfBest(routes.map((lines) => lossOfWorst(lines.map((line) => lossInSeries(line.map(lossByInterval)))))),
    delays: merged(routes.flatMap((lines) => slowestOf(lines, ({ delays }) => delays))),
    variations: merged(routes.flatMap((lines) => slowestOf(lines, ({ variations }) => variations))),
  });
  return {
    contractId, orderId, buyerId, from, until, figures,
    clauses: clausesOf(figures, { delayNs: promise.delayNs, ...promise.serviceLevel }),
    segments: measured.map((segment) => segmentLevel(segment, slicesOf(segment))),
  };
}

function segmentLevel({ segmentId, providerId, route, objective }: monitoring.PromisedSegment, slices: ReadonlyMap<Instant, LevelSlice>): monitoring.SegmentLevel {
  const all = [...slices.values()];
  const figures = figuresOf({ loss: lossByInterval(slices), delays: merged(all.map(({ delays }) => delays)), variations: merged(all.map(({ variations }) => variations)) });
  const clauses = objective ? clausesOf(figures, { ...objective, delayNs: objective.latencyNs + objective.jitterNs }) : [];
  return { segmentId, providerId, route, figures, clauses };
}

/** Of several lines one by one; a route is one line otherwise. */
const linesOf = (segments: readonly monitoring.PromisedSegment[]): readonly (readonly monitoring.PromisedSegment[])[] => [...Map.groupBy(segments, ({ line }) => line).values()];

type Line = readonly ReadonlyMap<Instant, LevelSlice>[];

/** A frame waits for those that were sent before it by slower lines: of each day the line counts whose 99th percentile is the greatest. */
function slowestOf(lines: readonly Line[], pick: (slice: LevelSlice) => DelayHistogram): readonly DelayHistogram[] {
  const byLine = lines.map((line) => inSeries(line, pick));
  return [...(byLine[0] ?? [])].flatMap(([day, first]) => {
    const all = byLine.flatMap((days) => days.get(day) ?? []);
    if (all.length < lines.length) return [];
    return [all.reduce((slowest, each) => (percentile(each, 990) > percentile(slowest, 990) ? each : slowest), first)];
  });
}

/** Each day by itself: segments that are slow on different days are not slow together. Days on which not all were measured say nothing. */
function inSeries(segments: Line, pick: (slice: LevelSlice) => DelayHistogram): ReadonlyMap<bigint, DelayHistogram> {
  const days = segments.map((slices) => {
    const byDay = new Map<bigint, DelayHistogram[]>();
    for (const [hour, slice] of slices) byDay.set(hour / NANOS_PER_DAY, [...(byDay.get(hour / NANOS_PER_DAY) ?? []), pick(slice)]);
    return byDay;
  });
  return new Map([...(days[0]?.keys() ?? [])].flatMap((day): readonly (readonly [bigint, DelayHistogram])[] => {
    const histograms = days.map((byDay) => merged(byDay.get(day) ?? []));
    return histograms.every(({ size }) => size > 0) ? [[day, histograms.reduce(convolved)]] : [];
  }));
}

interface Measured {
  readonly loss: LossByInterval;
  readonly delays: DelayHistogram;
  readonly variations: DelayHistogram;
}

function figuresOf({ loss, delays, variations }: Measured): monitoring.LevelFigures {
  const { measured, unavailable, highLoss, lossPpm } = availabilityOf(loss);
  const at = (perMille: number): bigint => BigInt(percentile(delays, perMille));
  return {
    measuredIntervals: measured,
    unavailableIntervals: unavailable,
    highLossIntervals: highLoss,
    // A service is never shown as better than it was: what is lost is rounded up, and availability down.
    ...(measured > 0 ? { availabilityPpm: Math.floor(((measured - unavailable) * 1e6) / measured) } : {}),
    ...(lossPpm === undefined ? {} : { lossPpm: Math.max(0, Math.ceil(lossPpm - 1e-6)) }),
    delays: BigInt(Math.round(countOf(delays))),
    ...(delays.size > 0 ? { delayP50Ns: at(500), delayP95Ns: at(950), delayP99Ns: at(990), delayP999Ns: at(999) } : {}),
    ...(variations.size > 0 ? { variationP99Ns: BigInt(percentile(variations, 990)) } : {}),
  };
}

interface Promised {
  readonly delayNs: bigint;
  readonly jitterNs: bigint;
  readonly lossPpm: number;
  readonly availabilityPpm?: number;
}

function clausesOf(figures: monitoring.LevelFigures, { delayNs, jitterNs, lossPpm, availabilityPpm }: Promised): readonly monitoring.LevelClause[] {
  const isEnough = figures.delays >= BigInt(LEAST_DELAYS);
  const asBigint = (figure: number | undefined) => (figure === undefined ? undefined : BigInt(figure));
  const available = asBigint(figures.availabilityPpm);
  return [
    ...(availabilityPpm === undefined ? [] : [clause('availability-ppm', BigInt(availabilityPpm), available, (observed, promised) => observed >= promised)]),
    clause('frame-loss-ratio-ppm', BigInt(lossPpm), asBigint(figures.lossPpm)),
    clause('one-way-frame-delay-ns', delayNs, isEnough ? figures.delayP99Ns : undefined),
    clause('inter-frame-delay-variation-ns', jitterNs, isEnough ? figures.variationP99Ns : undefined),
  ];
}

const isAtMost = (observed: bigint, promised: bigint): boolean => observed <= promised;

function clause(indicator: monitoring.PerformanceIndicator, promised: bigint, observed: bigint | undefined, isMet = isAtMost): monitoring.LevelClause {
  if (observed === undefined) return { indicator, promised, verdict: 'not-measured' };
  return { indicator, promised, observed, verdict: isMet(observed, promised) ? 'met' : 'missed' };
}
