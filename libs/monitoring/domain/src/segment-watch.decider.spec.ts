import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { instant, plus, type Instant } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import { faultOf, MAX_WINDOW_AGE_NS, segmentWatch, WINDOWS_TO_CLEAR, WINDOWS_TO_RAISE, type SegmentWatchEvent, type WatchedSegment } from './segment-watch.decider.js';

const T0 = instant(1_800_000_000_000_000_000n);
const SECOND_NS = 1_000_000_000n;
const MS_NS = 1_000_000n;
const segment: WatchedSegment = {
  segmentId: 'seg_u-1', contractId: 'con_u', providerId: 'alfa', resourceIds: ['alfa/1'],
  objective: { latencyNs: 10n * MS_NS, jitterNs: 2n * MS_NS, lossPpm: 100 },
};
const good = { latencyNs: 12n * MS_NS, lossPpm: 100 };
const slow = { latencyNs: 12n * MS_NS + 1n, lossPpm: 0 };
const lossy = { latencyNs: 0n, lossPpm: 101 };
const dead = { latencyNs: 0n, lossPpm: 1_000_000 };
type Window = Pick<agent.Measurement, 'latencyNs' | 'lossPpm'>;

/** The history that windows lead to, a second apart. */
function after(...windows: readonly Window[]): readonly SegmentWatchEvent[] {
  let [history, now]: [readonly SegmentWatchEvent[], Instant] = [[], T0];
  for (const window of windows) {
    history = [...history, ...decided(history, window, now, now)];
    now = plus(now, SECOND_NS);
  }
  return history;
}
function decided(history: readonly SegmentWatchEvent[], window: Window, measuredAt: Instant, now: Instant): readonly SegmentWatchEvent[] {
  const decision = segmentWatch.decide({ kind: 'measured', segment, measurement: { segmentId: segment.segmentId, measuredAt, ...window }, now }, fold(segmentWatch, history));
  return decision.kind === 'accepted' ? decision.events : [];
}
const alarms = (...windows: readonly Window[]): readonly string[] =>
  after(...windows).flatMap(({ type }) => (type === 'monitoring.v1.MeasurementWindowJudged' ? [] : [type.replace('monitoring.v1.Segment', '')]));
const times = (count: number, window: Window): readonly Window[] => Array.from({ length: count }, () => window);

describe('S2-14 a window of a segment', () => {
  it('is good up to and including what was promised, and failed a nanosecond or a packet in a million beyond', () => {
    const fault = (window: Window) => faultOf({ segmentId: 's', measuredAt: T0, ...window }, segment.objective)?.cause;
    expect([good, slow, lossy, dead].map(fault)).toEqual([undefined, 'response-time-excessive', 'degraded-signal', 'loss-of-signal']);
  });

  it('is held against its figure’s own limit', () => {
    const crossed = (window: Window) => faultOf({ segmentId: 's', measuredAt: T0, ...window }, segment.objective)?.crossed;
    expect(crossed(slow)).toEqual({ indicator: 'one-way-frame-delay-ns', observed: 12_000_001n, threshold: 12_000_000n });
    expect(crossed(dead)).toEqual({ indicator: 'frame-loss-ratio-ppm', observed: 1_000_000n, threshold: 100n });
  });

  it('leaves no event while it shows what the segment shows all the time', () => {
    expect(after(...times(100, good))).toEqual([]);
    expect(after(...times(3, lossy), ...times(100, lossy))).toEqual(after(...times(3, lossy)));
  });
});

describe('S2-14 an alarm', () => {
  it('is raised at the third failed window in a row, with where, what and since when', () => {
    expect(alarms(...times(WINDOWS_TO_RAISE - 1, lossy))).toEqual([]);
    expect(after(...times(WINDOWS_TO_RAISE, lossy)).at(-1)).toEqual({
      type: 'monitoring.v1.SegmentImpaired',
      data: {
        alarmId: 'alm_u-1-1', segmentId: 'seg_u-1', contractId: 'con_u', providerId: 'alfa', resourceIds: ['alfa/1'],
        alarmType: 'quality-of-service-alarm', probableCause: 'degraded-signal', perceivedSeverity: 'major',
        specificProblem: '101 of a million packets were lost; 100 were promised at most.',
        impairedSince: T0, raisedAt: plus(T0, 2n * SECOND_NS),
        crossed: { indicator: 'frame-loss-ratio-ppm', observed: 101n, threshold: 100n },
      },
    });
  });

  it('is raised at once by a window in which nothing came through', () => {
    expect(alarms(dead)).toEqual(['Impaired']);
    expect(after(dead).at(-1)?.data).toMatchObject({ alarmType: 'communications-alarm', probableCause: 'loss-of-signal', perceivedSeverity: 'critical', impairedSince: T0 });
  });

  it('is cleared at the fifth good window in a row, and the next one has another number', () => {
    expect(alarms(dead, ...times(WINDOWS_TO_CLEAR - 1, good))).toEqual(['Impaired']);
    expect(after(dead, ...times(WINDOWS_TO_CLEAR, good)).at(-1)).toMatchObject({ type: 'monitoring.v1.SegmentRestored', data: { alarmId: 'alm_u-1-1', reason: 'measured-well' } });
    expect(after(dead, ...times(WINDOWS_TO_CLEAR, good), dead).at(-1)?.data).toMatchObject({ alarmId: 'alm_u-1-2' });
  });

  it('is raised once and stays for a link that flaps: whatever breaks a run off begins the count anew', () => {
    expect(alarms(...times(20, lossy).flatMap((bad) => [bad, bad, good]))).toEqual([]);
    expect(alarms(dead, ...times(20, dead).flatMap((bad) => [...times(WINDOWS_TO_CLEAR - 1, good), bad]))).toEqual(['Impaired']);
  });

  it('counts no window that was measured before one that counted, or longer ago than ten minutes', () => {
    const history = after(lossy, lossy);
    expect(decided(history, lossy, plus(T0, SECOND_NS), plus(T0, 9n * SECOND_NS))).toEqual([]);
    expect(decided([], dead, T0, plus(T0, MAX_WINDOW_AGE_NS + 1n))).toEqual([]);
    expect(decided([], dead, T0, plus(T0, MAX_WINDOW_AGE_NS))).toHaveLength(2);
  });

  it('is cleared when its segment is released, and only where there is one', () => {
    const command = { kind: 'released', now: T0 } as const;
    expect(segmentWatch.decide(command, fold(segmentWatch, after(dead)))).toMatchObject({ kind: 'accepted', events: [{ data: { alarmId: 'alm_u-1-1', reason: 'released' } }] });
    expect(segmentWatch.decide(command, segmentWatch.initial).kind).toBe('ignored');
  });
});

describe('M3 a segment of a way back', () => {
  const onTrial: WatchedSegment = { ...segment, isOnTrial: true };
  function verdicts(...windows: readonly Window[]): readonly (boolean | string)[] {
    let history: readonly SegmentWatchEvent[] = [];
    windows.forEach((window, index) => {
      const now = plus(T0, BigInt(index) * SECOND_NS);
      const decision = segmentWatch.decide({ kind: 'measured', segment: onTrial, measurement: { segmentId: segment.segmentId, measuredAt: now, ...window }, now }, fold(segmentWatch, history));
      if (decision.kind === 'accepted') history = [...history, ...decision.events];
    });
    return history.flatMap((event) => (event.type === 'monitoring.v1.MeasurementWindowJudged' ? [] : [event.type === 'monitoring.v1.SegmentTried' ? event.data.passed : event.type]));
  }

  it('is proven by as many good windows in a row as clear an alarm, and not by one fewer', () => {
    expect(verdicts(...times(WINDOWS_TO_CLEAR - 1, good))).toEqual([]);
    expect(verdicts(...times(WINDOWS_TO_CLEAR, good))).toEqual([true]);
    expect(verdicts(...times(9 * WINDOWS_TO_CLEAR, good))).toEqual([true]);
  });

  it('is not by a window that failed, before or after that, once and for all; and raises no alarm, since it serves nobody', () => {
    for (const bad of [slow, lossy, dead]) expect(verdicts(good, bad, ...times(WINDOWS_TO_CLEAR, good))).toEqual([false]);
    expect(verdicts(...times(WINDOWS_TO_CLEAR, good), dead, dead, good)).toEqual([true, false]);
  });

  it('is judged like any other from when it carries a service', () => {
    const history = times(WINDOWS_TO_CLEAR, good).reduce<readonly SegmentWatchEvent[]>((known, window, index) => {
      const now = plus(T0, BigInt(index) * SECOND_NS);
      const decision = segmentWatch.decide({ kind: 'measured', segment: onTrial, measurement: { segmentId: segment.segmentId, measuredAt: now, ...window }, now }, fold(segmentWatch, known));
      return decision.kind === 'accepted' ? [...known, ...decision.events] : known;
    }, []);
    const at = plus(T0, 99n * SECOND_NS);
    expect(decided(history, lossy, at, at).map(({ type }) => type)).toEqual(['monitoring.v1.MeasurementWindowJudged']);
    expect(decided(history, dead, at, at).map(({ type }) => type)).toEqual(['monitoring.v1.MeasurementWindowJudged', 'monitoring.v1.SegmentImpaired']);
  });
});
