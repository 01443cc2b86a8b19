import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { agent, type common, type monitoring, type provisioning } from '@carriermesh/wire';

/** By the stated rules: so many failed windows in a row raise an alarm, one that lost everything alone; so many good ones clear it. */
const FAILED_WINDOWS = 3;
const GOOD_WINDOWS = 5;
const TOO_OLD_NS = 600_000_000_000n;
const EVERYTHING_PPM = 1_000_000;
/** Failed windows in a row, a second each, that an instance may leave unjudged which has not heard of the segment yet. */
const MAX_UNJUDGED = 16;
/** Windows of a segment that are remembered until they are judged. */
const MAX_REMEMBERED = 256;

interface Watched {
  readonly providerId: string;
  readonly objective: common.SegmentObjective;
  /** By the instant at which they were measured. */
  readonly windows: Map<bigint, agent.Measurement>;
  isOnTrial: boolean;
  /** The trial is over, and who judges its windows may not have heard of it: one that failed ends it once more. */
  mayBeTried: boolean;
  /** Its provider says that it is up, and its service is not suspended. */
  isUp: boolean;
  isPaused: boolean;
  alarmId?: string | undefined;
  judgedAt: bigint;
  /** Judged windows in a row that speak against what it counts as, and when the first of them was measured. */
  run: number;
  runSince: bigint;
  last?: agent.Measurement;
  unjudged: number;
}

/** S2-14, I5: a segment is impaired, by loss or by delay, when so many of its windows say so, and well again when so many do; and then at once. */
export class Windows implements Check {
  readonly met = { slow: 0, flapped: 0, cleared: 0 };
  private readonly segments = new Map<string, Watched>();
  /** What the last judged window must be followed by, in its stream. */
  private due: { readonly stream: string; readonly types: readonly string[] } | undefined;

  take(event: AnyStoredEvent): void {
    const { type, data, stream } = event;
    const { due } = this;
    this.due = undefined;
    holds(due === undefined || (due.stream === stream && due.types.includes(type)), 'I5', () => `the last window of ${due?.stream} asks for ${due?.types.join(' or ')}, and ${type} of ${stream} follows`);
    switch (type) {
      case 'provisioning.v1.ActivationStarted':
      case 'provisioning.v1.RerouteSecured':
        return this.watch(data.segments, false);
      case 'provisioning.v1.RevertStarted':
        return this.watch(data.segments, true);
      case 'provisioning.v1.ServiceRerouted':
        return this.each(data.segmentIds, (segment) => Object.assign(segment, { isOnTrial: false, mayBeTried: segment.isOnTrial }));
      case 'monitoring.v1.MeasurementsReported':
        return this.reported(data);
      case 'monitoring.v1.MeasurementWindowJudged':
        return this.each([data.segmentId], (segment) => this.judged(segment, data, stream));
      case 'monitoring.v1.SegmentTried':
        return this.each([data.segmentId], (segment) => (segment.mayBeTried &&= data.passed));
      case 'monitoring.v1.SegmentImpaired':
        return this.each([data.segmentId], (segment) => this.impaired(segment, data));
      case 'monitoring.v1.SegmentRestored':
        return this.each([data.segmentId], (segment) => this.restored(segment, data));
      default:
        return this.ofService(event);
    }
  }

  private ofService({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'provisioning.v1.SegmentActivated':
        return this.each([data.segmentId], (segment) => (segment.isUp = true));
      case 'provisioning.v1.SegmentReleased':
        return this.each([data.segmentId], (segment) => (segment.isUp = false));
      case 'provisioning.v1.ServiceChangeStarted':
        return this.each(data.segmentIds, (segment) => (segment.isPaused = data.from.suspended || data.to.suspended));
      case 'provisioning.v1.ServiceChanged':
        return this.each(data.segmentIds, (segment) => (segment.isPaused = data.to.suspended));
      case 'provisioning.v1.ServiceChangeFailed':
        return this.each(data.segmentIds, (segment) => (segment.isPaused = data.from.suspended));
      default:
        return;
    }
  }

  private each(segmentIds: readonly string[], work: (segment: Watched) => unknown): void {
    for (const segmentId of segmentIds) {
      const segment = this.segments.get(segmentId);
      if (!segment) continue;
      work(segment);
      segment.unjudged = 0;
    }
  }

  private watch(plans: readonly provisioning.SegmentPlan[], isOnTrial: boolean): void {
    for (const { segmentId, providerId, objective } of plans) {
      if (!objective || this.segments.has(segmentId)) continue;
      this.segments.set(segmentId, { providerId, objective, windows: new Map(), isOnTrial, mayBeTried: false, isUp: false, isPaused: false, judgedAt: 0n, run: 0, runSince: 0n, unjudged: 0 });
    }
  }

  private reported({ providerId, batch, reportedAt }: monitoring.MeasurementsReported): void {
    for (const window of agent.MeasurementBatch.decode(batch.body).measurements) {
      const segment = this.segments.get(window.segmentId);
      if (segment?.providerId !== providerId) continue;
      segment.windows.set(window.measuredAt, window);
      if (segment.windows.size > MAX_REMEMBERED) segment.windows.delete(segment.windows.keys().next().value!);
      const counts = segment.isUp && !segment.isPaused && !segment.isOnTrial && segment.alarmId === undefined && window.measuredAt > segment.judgedAt && reportedAt - window.measuredAt <= TOO_OLD_NS;
      if (!counts || !causeOf(window, segment.objective)) continue;
      segment.unjudged += 1;
      holds(segment.unjudged <= MAX_UNJUDGED, 'I5', () => `${segment.unjudged} windows of ${window.segmentId} in a row show ${causeOf(window, segment.objective)}, and nobody judges them`);
    }
  }

  private judged(segment: Watched, { segmentId, measuredAt, failed }: monitoring.MeasurementWindowJudged, stream: string): void {
    const window = segment.windows.get(measuredAt);
    holds(window !== undefined && measuredAt > segment.judgedAt, 'I5', () => `a window of ${segmentId} is judged that nobody reported, or that a later one went before`);
    const cause = causeOf(window, segment.objective);
    holds(failed === (cause !== undefined), 'I5', () => `a window of ${segmentId} that shows ${cause ?? 'nothing'} is held to be ${failed ? 'failed' : 'good'}`);
    const isAgainst = failed === (segment.alarmId === undefined);
    if (!isAgainst && segment.run > 0) this.met.flapped += 1;
    segment.runSince = segment.run === 0 ? measuredAt : segment.runSince;
    segment.run = isAgainst ? segment.run + 1 : 0;
    segment.judgedAt = measuredAt;
    segment.last = window;
    if (segment.isOnTrial) return;
    if (segment.alarmId === undefined && failed && (segment.run >= FAILED_WINDOWS || cause === 'loss-of-signal')) this.due = { stream, types: ['monitoring.v1.SegmentImpaired', ...(segment.mayBeTried ? ['monitoring.v1.SegmentTried'] : [])] };
    if (segment.alarmId !== undefined && !failed && segment.run >= GOOD_WINDOWS) this.due = { stream, types: ['monitoring.v1.SegmentRestored'] };
  }

  private impaired(segment: Watched, { alarmId, segmentId, probableCause, impairedSince }: monitoring.SegmentImpaired): void {
    const { last, run, runSince, objective } = segment;
    const cause = last && causeOf(last, objective);
    const isEnough = segment.alarmId === undefined && (run >= FAILED_WINDOWS || (run > 0 && cause === 'loss-of-signal'));
    holds(isEnough, 'I5', () => `${segmentId} is held to be impaired after ${run} failed windows in a row`);
    holds(probableCause === cause && impairedSince === runSince, 'I5', () => `${segmentId} is held to be impaired by ${probableCause} since ${impairedSince}, and shows ${cause} since ${runSince}`);
    if (cause === 'response-time-excessive') this.met.slow += 1;
    Object.assign(segment, { alarmId, run: 0, mayBeTried: false });
  }

  private restored(segment: Watched, { alarmId, segmentId, reason }: monitoring.SegmentRestored): void {
    holds(segment.alarmId === alarmId, 'I5', () => `${segmentId} is well again by ${alarmId}, and its alarm is ${segment.alarmId}`);
    holds(reason !== 'measured-well' || segment.run >= GOOD_WINDOWS, 'I5', () => `${segmentId} is held to be well after ${segment.run} good windows in a row`);
    if (reason === 'measured-well') this.met.cleared += 1;
    Object.assign(segment, { alarmId: undefined, run: 0 });
  }
}

/** What a window shows that was not promised. */
function causeOf({ lossPpm, latencyNs }: agent.Measurement, objective: common.SegmentObjective): monitoring.ProbableCause | undefined {
  if (lossPpm >= EVERYTHING_PPM) return 'loss-of-signal';
  if (lossPpm > objective.lossPpm) return 'degraded-signal';
  return latencyNs > objective.latencyNs + objective.jitterNs ? 'response-time-excessive' : undefined;
}
