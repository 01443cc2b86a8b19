import { describe, expect, it } from '@jest/globals';
import { instant, NANOS_PER_HOUR, NANOS_PER_SECOND, plus, type Instant } from '@carriermesh/kernel';
import type { agent, monitoring } from '@carriermesh/wire';
import { emptySlice, withWindow, type LevelSlice } from './level-slice.js';
import { LEAST_DELAYS, serviceLevelReport } from './service-level.js';

const FROM = instant(500_016n * NANOS_PER_HOUR);
const MS = 1_000_000;
const objective = { latencyNs: 10_000_000n, jitterNs: 1_000_000n, lossPpm: 100 };
const promise: monitoring.LevelPromise = {
  contractId: 'con_u', orderId: 'ord_u', buyerId: 'acme', delayNs: 25_000_000n,
  serviceLevel: { availabilityPpm: 999_000, lossPpm: 500, jitterNs: 2_000_000n, mttrMinutes: 240, creditBasisPoints: 500 },
  segments: [
    { segmentId: 's1', providerId: 'a', route: 0, objective }, { segmentId: 's2', providerId: 'b', route: 0, objective }, { segmentId: 's3', providerId: 'c', route: 1, objective },
  ],
};
const hour = (number: number): Instant => plus(FROM, BigInt(number) * NANOS_PER_HOUR);

/** An hour with a window each minute, of so many packets that take what `delayOf` says. */
function measuredHour(number: number, delayOf: (packet: number) => number, { packets = 20, lossPpm = 0, minutes = 60, through = {} as Pick<agent.Measurement, 'roundTrips' | 'endToEnd'> } = {}): readonly [Instant, LevelSlice] {
  const slice = Array.from({ length: minutes }, (_, minute) => minute).reduce(
    (so, minute) => withWindow(so, {
      measuredAt: plus(hour(number), BigInt(minute) * 60n * NANOS_PER_SECOND), lossPpm,
      delays: { oneWayNs: Array.from({ length: packets }, (__, packet) => BigInt(Math.round(delayOf(packet)))) }, ...through,
    }), emptySlice);
  return [hour(number), slice];
}
const reportOf = (slices: Readonly<Record<string, readonly (readonly [Instant, LevelSlice])[]>>) =>
  serviceLevelReport({ promise, from: FROM, until: hour(744), slices: new Map(Object.entries(slices).map(([id, hours]) => [id, new Map(hours)])) });
const verdicts = (clauses: readonly monitoring.LevelClause[]) => clauses.map(({ verdict }) => verdict);
const isNear = (ns: bigint | undefined, ms: number) => expect(Math.abs(Number(ns) / MS - ms)).toBeLessThan(ms / 40);

describe('S2-14 a service level', () => {
  it('adds what its segments take, and holds the 99th percentile against what the contract promises', () => {
    const { figures, clauses, segments } = reportOf({ s1: [measuredHour(0, () => 10 * MS)], s2: [measuredHour(0, (packet) => (packet === 0 ? 14 : 10) * MS)] });
    expect([figures.measuredIntervals, figures.delays, figures.availabilityPpm, figures.lossPpm]).toEqual([60, 1_200n, 1_000_000, 0]);
    isNear(figures.delayP50Ns, 20);
    isNear(figures.delayP99Ns, 24);
    expect(verdicts(clauses)).toEqual(['met', 'met', 'met', 'missed']);
    expect(segments.map(({ segmentId, clauses: of }) => [segmentId, verdicts(of)])).toEqual([['s1', ['met', 'met', 'met']], ['s2', ['met', 'missed', 'missed']]]);
  });

  it('takes days by themselves: segments that are slow on different ones are never slow together', () => {
    const [slow, fast] = [() => 14 * MS, () => 10 * MS];
    const { figures } = reportOf({ s1: [measuredHour(0, slow), measuredHour(24, fast)], s2: [measuredHour(0, fast), measuredHour(24, slow)] });
    isNear(figures.delayP999Ns, 24);
  });

  it('says nothing of a 99th percentile of one packet less than a thousand', () => {
    const of = (packets: number) => measuredHour(0, () => 9 * MS, { packets, minutes: 1 });
    const clause = (packets: number) => reportOf({ s1: [of(packets)], s2: [of(packets)] }).clauses[2];
    expect(clause(LEAST_DELAYS - 1)).toEqual({ indicator: 'one-way-frame-delay-ns', promised: 25_000_000n, verdict: 'not-measured' });
    expect(clause(LEAST_DELAYS)).toMatchObject({ verdict: 'met' });
  });

  it('goes on over the route that took over, and is as available as the two together', () => {
    const { figures, segments } = reportOf({
      s1: [measuredHour(0, () => 10 * MS)], s2: [measuredHour(0, () => 10 * MS, { minutes: 30 })],
      s3: [measuredHour(1, () => 22 * MS)],
    });
    expect([figures.measuredIntervals, figures.unavailableIntervals, figures.delays]).toEqual([90, 0, 1_800n]);
    isNear(figures.delayP999Ns, 22);
    expect(segments.map(({ route }) => route)).toEqual([0, 0, 1]);
  });

  it('S4-1 of several lines is that of the slowest and the worst, and nothing while one of them is down', () => {
    const lines = promise.segments.map((segment, index) => ({ ...segment, route: 0, line: index < 2 ? 1 : 2 }));
    const level = (slices: Readonly<Record<string, readonly (readonly [Instant, LevelSlice])[]>>) =>
      serviceLevelReport({ promise: { ...promise, segments: lines }, from: FROM, until: hour(744), slices: new Map(Object.entries(slices).map(([id, hours]) => [id, new Map(hours)])) });
    const steady = (ms: number, changed = {}) => [measuredHour(0, () => ms * MS, changed)];
    // 16 ms over the first line, 21 over the second.
    const { figures } = level({ s1: steady(8, { lossPpm: 100 }), s2: steady(8, { lossPpm: 100 }), s3: steady(21, { lossPpm: 150 }) });
    isNear(figures.delayP99Ns, 21);
    expect([figures.measuredIntervals, figures.delays, figures.lossPpm]).toEqual([60, 1_200n, 200]);
    expect(level({ s1: steady(8), s2: steady(8) }).figures).toMatchObject({ measuredIntervals: 0, delays: 0n });
    expect(level({ s1: steady(8), s2: steady(8), s3: steady(0, { lossPpm: 1_000_000 }) }).figures).toMatchObject({ measuredIntervals: 60, unavailableIntervals: 60 });
  });

  describe('that was measured from end to end', () => {
    const ms = (...of: readonly number[]) => of.map((each) => BigInt(each * MS));
    const through = (lossPpm = 0) => ({ roundTrips: { roundTripNs: ms(7, 7) }, endToEnd: { lossPpm, delays: { oneWayNs: ms(12, 13, 12) }, roundTrips: { roundTripNs: ms(31, 30) } } });

    it('shows that, in the hours that it was, and says in how many minutes', () => {
      const { figures, segments } = reportOf({ s1: [measuredHour(0, () => 10 * MS, { through: through(250) }), measuredHour(1, () => 10 * MS)], s2: [measuredHour(0, () => 10 * MS), measuredHour(1, () => 10 * MS)] });
      // Twenty packets a minute that are reckoned to take 20 ms, and three that took 12 or 13.
      expect([figures.measuredIntervals, figures.endToEndIntervals, figures.delays, figures.lossPpm]).toEqual([120, 60, 1_380n, 125]);
      isNear(figures.delayP50Ns, 20);
      isNear(figures.roundTripP99Ns, 31);
      expect([figures.roundTrips, segments[0]?.figures.roundTrips, segments[0]?.figures.endToEndIntervals]).toEqual([120n, 120n, undefined]);
      isNear(segments[0]?.figures.roundTripP50Ns, 7);
    });

    it('shows nothing of what the provider of another than its first segment says of it', () => {
      const { figures } = reportOf({ s1: [measuredHour(0, () => 10 * MS)], s2: [measuredHour(0, () => 10 * MS, { through: through(900_000) })] });
      expect([figures.endToEndIntervals, figures.lossPpm, figures.roundTrips]).toEqual([undefined, 0, undefined]);
      isNear(figures.delayP99Ns, 20);
    });

    it('is down in a minute in which a segment lost everything by itself, whatever came through in another part of it', () => {
      const { figures } = reportOf({ s1: [measuredHour(0, () => 10 * MS, { through: through() })], s2: [measuredHour(0, () => 0, { lossPpm: 1_000_000 })] });
      expect([figures.measuredIntervals, figures.unavailableIntervals]).toEqual([60, 60]);
    });

    it('over one segment alone is that segment’s own', () => {
      const { figures } = reportOf({ s3: [measuredHour(0, () => 22 * MS, { through: { roundTrips: { roundTripNs: ms(44) } } })] });
      expect([figures.endToEndIntervals, figures.roundTrips]).toEqual([60, 60n]);
      isNear(figures.delayP99Ns, 22);
    });
  });

  it('misses an availability that it has by one minute too few', () => {
    const well = measuredHour(0, () => 10 * MS);
    const dead = measuredHour(1, () => 0, { lossPpm: 1_000_000, minutes: 3 });
    const { clauses } = reportOf({ s1: [well, measuredHour(1, () => 10 * MS, { minutes: 3 })], s2: [well, dead] });
    expect(clauses[0]).toEqual({ indicator: 'availability-ppm', promised: 999_000n, observed: 952_380n, verdict: 'missed' });
    expect(verdicts(clauses)).toEqual(['missed', 'met', 'met', 'met']);
  });

  it('of which nothing was measured says so, and of nothing that it was kept', () => {
    const { figures, clauses, segments } = reportOf({});
    expect([figures, segments]).toEqual([{ measuredIntervals: 0, unavailableIntervals: 0, highLossIntervals: 0, delays: 0n }, []]);
    expect(verdicts(clauses)).toEqual(['not-measured', 'not-measured', 'not-measured', 'not-measured']);
  });
});
