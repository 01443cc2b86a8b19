import { accept, ignore, type Decider, type Decision } from '@carriermesh/decider';
import { NANOS_PER_SECOND, type Instant } from '@carriermesh/kernel';
import type { agent, common, monitoring } from '@carriermesh/wire';

/** Failed windows in a row that raise an alarm. One that lost everything raises it by itself. */
export const WINDOWS_TO_RAISE = 3;
/** Good windows in a row that clear it: a link that flaps stays impaired until it has settled. */
export const WINDOWS_TO_CLEAR = 5;
/** What was measured longer ago says nothing of now. */
export const MAX_WINDOW_AGE_NS = 600n * NANOS_PER_SECOND;
const EVERYTHING_PPM = 1_000_000;
const NANOS_PER_MS = 1e6;

export type SegmentWatchEvent = Extract<
  monitoring.AnyEvent,
  { type: 'monitoring.v1.MeasurementWindowJudged' | 'monitoring.v1.SegmentImpaired' | 'monitoring.v1.SegmentRestored' | 'monitoring.v1.SegmentTried' }
>;

/** A segment that a service runs on, as its provider was asked for it. */
export interface WatchedSegment {
  readonly segmentId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly resourceIds: readonly string[];
  readonly objective: common.SegmentObjective;
  /** It is of a way back, and carries nothing yet: whether it will is decided by what it shows. */
  readonly isOnTrial?: true;
}

export interface SegmentWatch {
  /** Set while the segment is impaired. */
  readonly alarmId?: string | undefined;
  /** Whose alarm it is, likewise. */
  readonly about?: Pick<WatchedSegment, 'segmentId' | 'contractId' | 'providerId'> | undefined;
  /** Alarms so far, which number the next one. */
  readonly alarms: number;
  /** Windows in a row that speak against what the segment counts as. */
  readonly run: number;
  /** Of the first window of the run. */
  readonly runSince?: Instant | undefined;
  /** Of the last window that left an event. */
  readonly judgedAt?: Instant | undefined;
  /** Good windows in a row of a segment on trial, and what they came to. */
  readonly goodInTrial?: number;
  readonly trial?: 'passed' | 'failed';
}

export type WatchCommand =
  | { readonly kind: 'measured'; readonly segment: WatchedSegment; readonly measurement: agent.Measurement; readonly now: Instant }
  /** It carries nothing any more, or for a while, and is not measured. */
  | { readonly kind: 'released' | 'suspended'; readonly now: Instant };

type Measured = Extract<WatchCommand, { kind: 'measured' }>;

/** Whether a segment is impaired, decided by counted windows in both directions. */
export const segmentWatch: Decider<WatchCommand, SegmentWatch, SegmentWatchEvent, never> = {
  initial: { alarms: 0, run: 0 },

  decide(command, watch): Decision<SegmentWatchEvent, never> {
    if (command.kind === 'measured') return judge(command, watch);
    const { alarmId, about } = watch;
    return alarmId === undefined || !about ? ignore('no alarm is open') : accept(restored({ ...about, now: command.now }, alarmId, command.kind));
  },

  evolve(watch, event): SegmentWatch {
    switch (event.type) {
      case 'monitoring.v1.MeasurementWindowJudged': {
        const { failed, measuredAt } = event.data;
        const isAgainst = failed === (watch.alarmId === undefined);
        const runSince = watch.run === 0 ? measuredAt : watch.runSince;
        return { ...watch, judgedAt: measuredAt, goodInTrial: failed ? 0 : (watch.goodInTrial ?? 0) + 1, ...(isAgainst ? { run: watch.run + 1, runSince } : { run: 0, runSince: undefined }) };
      }
      case 'monitoring.v1.SegmentImpaired': {
        const { alarmId, segmentId, contractId, providerId } = event.data;
        return { ...watch, alarmId, about: { segmentId, contractId, providerId }, alarms: watch.alarms + 1, run: 0, runSince: undefined };
      }
      case 'monitoring.v1.SegmentRestored':
        return { ...watch, alarmId: undefined, about: undefined, run: 0, runSince: undefined };
      case 'monitoring.v1.SegmentTried':
        return { ...watch, trial: event.data.passed ? 'passed' : 'failed' };
    }
  },
};

function judge(command: Measured, watch: SegmentWatch): Decision<SegmentWatchEvent, never> {
  const { segment, measurement, now } = command;
  const { measuredAt } = measurement;
  if (watch.judgedAt !== undefined && measuredAt <= watch.judgedAt) return ignore('a later window was counted before');
  if (now - measuredAt > MAX_WINDOW_AGE_NS) return ignore('it was measured too long ago');
  const fault = faultOf(measurement, segment.objective);
  if (segment.isOnTrial) return judgeTrial(command, watch, fault);
  const isImpaired = watch.alarmId !== undefined;
  const isAgainst = (fault !== undefined) !== isImpaired;
  // What a segment shows all the time leaves no event, except where it breaks a run off.
  if (!isAgainst && watch.run === 0) return ignore('nothing new');
  const judged: SegmentWatchEvent = { type: 'monitoring.v1.MeasurementWindowJudged', data: { segmentId: segment.segmentId, measuredAt, failed: fault !== undefined } };
  const run = isAgainst ? watch.run + 1 : 0;
  if (fault && isAgainst && (run >= WINDOWS_TO_RAISE || fault.cause === 'loss-of-signal')) return accept(judged, impaired(command, watch, fault));
  if (watch.alarmId !== undefined && run >= WINDOWS_TO_CLEAR) return accept(judged, restored({ ...segment, now }, watch.alarmId, 'measured-well'));
  return accept(judged);
}

/** One failed window ends the trial, also after it was passed; nobody is served by the segment, so that it is no alarm. */
function judgeTrial({ segment, measurement, now }: Measured, { goodInTrial = 0, trial }: SegmentWatch, fault: Fault | undefined): Decision<SegmentWatchEvent, never> {
  if (trial === 'failed' || (trial === 'passed' && !fault)) return ignore('nothing new');
  const { segmentId, contractId, providerId } = segment;
  const judged: SegmentWatchEvent = { type: 'monitoring.v1.MeasurementWindowJudged', data: { segmentId, measuredAt: measurement.measuredAt, failed: fault !== undefined } };
  if (!fault && goodInTrial + 1 < WINDOWS_TO_CLEAR) return accept(judged);
  const tried: SegmentWatchEvent = { type: 'monitoring.v1.SegmentTried', data: { segmentId, contractId, providerId, passed: !fault, problem: fault?.problem ?? '', judgedAt: now } };
  return accept<SegmentWatchEvent>(judged, tried);
}

interface Fault {
  readonly cause: 'loss-of-signal' | 'degraded-signal' | 'response-time-excessive';
  readonly problem: string;
  readonly crossed: monitoring.CrossedThreshold;
}

/** What a window shows that was not promised; loss before latency. */
export function faultOf({ lossPpm, latencyNs }: agent.Measurement, objective: common.SegmentObjective): Fault | undefined {
  const loss: monitoring.CrossedThreshold = { indicator: 'frame-loss-ratio-ppm', observed: BigInt(lossPpm), threshold: BigInt(objective.lossPpm) };
  if (lossPpm >= EVERYTHING_PPM) return { cause: 'loss-of-signal', problem: 'Everything that was sent was lost.', crossed: loss };
  if (lossPpm > objective.lossPpm)
    return { cause: 'degraded-signal', problem: `${lossPpm} of a million packets were lost; ${objective.lossPpm} were promised at most.`, crossed: loss };
  const mostNs = objective.latencyNs + objective.jitterNs;
  if (latencyNs <= mostNs) return undefined;
  return {
    cause: 'response-time-excessive',
    problem: `It took ${inMs(latencyNs)} ms one way; ${inMs(mostNs)} ms were promised at most, with all variation.`,
    crossed: { indicator: 'one-way-frame-delay-ns', observed: latencyNs, threshold: mostNs },
  };
}

const inMs = (ns: bigint): string => (Number(ns) / NANOS_PER_MS).toFixed(3);

function impaired({ segment, measurement, now }: Measured, { alarms, runSince }: SegmentWatch, { cause, problem, crossed }: Fault): SegmentWatchEvent {
  const { segmentId, contractId, providerId, resourceIds } = segment;
  return {
    type: 'monitoring.v1.SegmentImpaired',
    data: {
      alarmId: `alm_${segmentId.slice('seg_'.length)}-${alarms + 1}`,
      segmentId,
      contractId,
      providerId,
      resourceIds,
      alarmType: cause === 'loss-of-signal' ? 'communications-alarm' : 'quality-of-service-alarm',
      probableCause: cause,
      perceivedSeverity: cause === 'loss-of-signal' ? 'critical' : 'major',
      specificProblem: problem,
      impairedSince: runSince ?? measurement.measuredAt,
      raisedAt: now,
      crossed,
    },
  };
}

function restored(
  { segmentId, contractId, providerId, now }: Pick<WatchedSegment, 'segmentId' | 'contractId' | 'providerId'> & { readonly now: Instant },
  alarmId: string,
  reason: monitoring.ClearanceReason,
): SegmentWatchEvent {
  return { type: 'monitoring.v1.SegmentRestored', data: { alarmId, segmentId, contractId, providerId, reason, clearedAt: now } };
}
