import { NANOS_PER_DAY, type Instant } from '@carriermesh/kernel';
import type { monitoring } from '@carriermesh/wire';
import { availabilityOf, HIGH_LOSS_PPM, lossByInterval, lossInSeries, lossOfBest, lossOfWorst, type LossByInterval } from './availability.js';
import { convolved, countOf, merged, percentile, type DelayHistogram } from './delay-histogram.js';
import { emptySlice, type LevelSlice } from './level-slice.js';

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
  const routes = [...new Set(measured.map(({ route }) => route))].map((route) => linesOf(segments.filter((segment) => segment.route === route)).map((line) => lineOf(line.map(slicesOf))));
  const of = (pick: Pick): DelayHistogram => merged(routes.flatMap((lines) => slowestOf(lines, pick)));
  const loss = lossOfBest(routes.map((lines) => lossOfWorst(lines.map(lossOf))));
  const endToEndIntervals = measuredThrough(routes, loss);
  const figures = {
    ...figuresOf({ loss, delays: of(({ delays }) => delays), variations: of(({ variations }) => variations), roundTrips: of(({ roundTrips }) => roundTrips) }),
    ...(endToEndIntervals > 0 ? { endToEndIntervals } : {}),
  };
  return {
    contractId, orderId, buyerId, from, until, figures,
    clauses: clausesOf(figures, { delayNs: promise.delayNs, ...promise.serviceLevel }),
    segments: measured.map((segment) => segmentLevel(segment, slicesOf(segment))),
  };
}

function segmentLevel({ segmentId, providerId, route, objective }: monitoring.PromisedSegment, slices: ReadonlyMap<Instant, LevelSlice>): monitoring.SegmentLevel {
  const all = [...slices.values()];
  const of = (pick: Pick): DelayHistogram => merged(all.map(pick));
  const figures = figuresOf({ loss: lossByInterval(slices), delays: of(({ delays }) => delays), variations: of(({ variations }) => variations), roundTrips: of(({ roundTrips }) => roundTrips) });
  const clauses = objective ? clausesOf(figures, { ...objective, delayNs: objective.latencyNs + objective.jitterNs }) : [];
  return { segmentId, providerId, route, figures, clauses };
}

/** Of several lines one by one; a route is one line otherwise. */
const linesOf = (segments: readonly monitoring.PromisedSegment[]): readonly (readonly monitoring.PromisedSegment[])[] => [...Map.groupBy(segments, ({ line }) => line).values()];

type Slices = ReadonlyMap<Instant, LevelSlice>;
type Pick = (slice: LevelSlice) => DelayHistogram;

interface Line {
  readonly segments: readonly Slices[];
  /** What was measured from its one end to its other. */
  readonly endToEnd: Slices;
}

/** The provider of its first segment measures the whole line; a line of one segment is measured with it. */
function lineOf(segments: readonly Slices[]): Line {
  const [first = new Map<Instant, LevelSlice>()] = segments;
  const told = [...first].flatMap(([hour, { endToEnd }]): readonly (readonly [Instant, LevelSlice])[] => (endToEnd ? [[hour, endToEnd]] : []));
  return { segments, endToEnd: segments.length === 1 ? first : new Map(told) };
}

/** As it was measured; of a minute in which a segment lost half by itself the line's ends may have heard nothing to tell. */
function lossOf({ segments, endToEnd }: Line): LossByInterval {
  const reckoned = lossInSeries(segments.map(lossByInterval));
  const measured = [...lossByInterval(endToEnd)].filter(([interval]) => (reckoned.get(interval) ?? 0) < HIGH_LOSS_PPM);
  return new Map([...reckoned, ...measured]);
}

/** How many of the intervals were measured from end to end, on all lines of a route. */
function measuredThrough(routes: readonly (readonly Line[])[], loss: LossByInterval): number {
  const measured = routes.map((lines) => lines.map(({ endToEnd }) => lossByInterval(endToEnd)));
  return [...loss.keys()].filter((interval) => measured.some((lines) => lines.every((line) => line.has(interval)))).length;
}

/** A frame waits for those that were sent before it by slower lines: of each day the line counts whose 99th percentile is the greatest. */
function slowestOf(lines: readonly Line[], pick: Pick): readonly DelayHistogram[] {
  const byLine = lines.map((line) => inSeries(line, pick));
  return [...(byLine[0] ?? [])].flatMap(([day, first]) => {
    const all = byLine.flatMap((days) => days.get(day) ?? []);
    if (all.length < lines.length) return [];
    return [all.reduce((slowest, each) => (percentile(each, 990) > percentile(slowest, 990) ? each : slowest), first)];
  });
}

/** Hours that were measured from end to end as they were; the others of a day are reckoned from what its segments showed in them. */
function inSeries({ segments, endToEnd }: Line, pick: Pick): ReadonlyMap<bigint, DelayHistogram> {
  const isMeasured = (hour: Instant): boolean => pick(endToEnd.get(hour) ?? emptySlice).size > 0;
  const measured = byDay(new Map([...endToEnd].filter(([hour]) => isMeasured(hour))), pick);
  const reckoned = reckonedByDay(segments.map((slices) => byDay(new Map([...slices].filter(([hour]) => !isMeasured(hour))), pick)));
  return new Map([...new Set([...measured.keys(), ...reckoned.keys()])].map((day) => [day, merged([measured, reckoned].flatMap((days) => days.get(day) ?? []))]));
}

/** Each day by itself: segments that are slow on different days are not slow together. Days on which not all were measured say nothing. */
function reckonedByDay(segments: readonly ReadonlyMap<bigint, DelayHistogram>[]): ReadonlyMap<bigint, DelayHistogram> {
  return new Map([...(segments[0]?.keys() ?? [])].flatMap((day): readonly (readonly [bigint, DelayHistogram])[] => {
    const histograms = segments.map((days) => days.get(day) ?? new Map<number, number>());
    return histograms.every(({ size }) => size > 0) ? [[day, histograms.reduce(convolved)]] : [];
  }));
}

function byDay(slices: Slices, pick: Pick): ReadonlyMap<bigint, DelayHistogram> {
  const days = Map.groupBy(slices, ([hour]) => hour / NANOS_PER_DAY);
  return new Map([...days].map(([day, of]) => [day, merged(of.map(([, slice]) => pick(slice)))]));
}

interface Measured {
  readonly loss: LossByInterval;
  readonly delays: DelayHistogram;
  readonly variations: DelayHistogram;
  readonly roundTrips: DelayHistogram;
}

function figuresOf({ loss, delays, variations, roundTrips }: Measured): monitoring.LevelFigures {
  const { measured, unavailable, highLoss, lossPpm } = availabilityOf(loss);
  const at = (perMille: number, of = delays): bigint => BigInt(percentile(of, perMille));
  return {
    measuredIntervals: measured,
    unavailableIntervals: unavailable,
    highLossIntervals: highLoss,
    // A service is never shown as better than it was: what is lost is rounded up, and availability down.
    ...(measured > 0 ? { availabilityPpm: Math.floor(((measured - unavailable) * 1e6) / measured) } : {}),
    ...(lossPpm === undefined ? {} : { lossPpm: Math.max(0, Math.ceil(lossPpm - 1e-6)) }),
    delays: BigInt(Math.round(countOf(delays))),
    ...(delays.size > 0 ? { delayP50Ns: at(500), delayP95Ns: at(950), delayP99Ns: at(990), delayP999Ns: at(999) } : {}),
    ...(variations.size > 0 ? { variationP99Ns: at(990, variations) } : {}),
    ...(roundTrips.size > 0 ? { roundTrips: BigInt(Math.round(countOf(roundTrips))), roundTripP50Ns: at(500, roundTrips), roundTripP99Ns: at(990, roundTrips) } : {}),
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
