// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';
import * as common from './common.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type TakeUpOutcome =
  | 'unspecified'
  | 'taken-up'
  | 'not-parked'
  | 'parked-again'
  /** The event was left out before. */
  | 'already-dropped'
  /** The stream is parked at another event than the one that was to be left out. */
  | 'other-event';
export const TakeUpOutcome: rt.EnumCodec<TakeUpOutcome> = rt.enumeration<TakeUpOutcome>('monitoring.v1.TakeUpOutcome', {
  unspecified: 0,
  'taken-up': 1,
  'not-parked': 2,
  'parked-again': 3,
  'already-dropped': 4,
  'other-event': 5,
});

/**
 * As TMF642 and ITU-T X.733 name them.
 *
 * A number that this version does not know is read as `unspecified`: enums of proto3 are open.
 */
export type AlarmType =
  | 'unspecified'
  | 'communications-alarm'
  | 'quality-of-service-alarm'
  | 'processing-error-alarm';
export const AlarmType: rt.EnumCodec<AlarmType> = rt.enumeration<AlarmType>('monitoring.v1.AlarmType', {
  unspecified: 0,
  'communications-alarm': 1,
  'quality-of-service-alarm': 2,
  'processing-error-alarm': 3,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ProbableCause =
  | 'unspecified'
  /** Nothing comes through. */
  | 'loss-of-signal'
  /** More is lost than was promised. */
  | 'degraded-signal'
  /** It takes longer than was promised. */
  | 'response-time-excessive'
  /** No alternative of the service's contract holds: it stays where it is. */
  | 'underlying-resource-unavailable'
  /** A provider does not confirm what it was asked for: whether its segment carries anything is not known. */
  | 'communications-subsystem-failure'
  /** Every return of the service to its first path has been used up. */
  | 'threshold-crossed';
export const ProbableCause: rt.EnumCodec<ProbableCause> = rt.enumeration<ProbableCause>('monitoring.v1.ProbableCause', {
  unspecified: 0,
  'loss-of-signal': 1,
  'degraded-signal': 2,
  'response-time-excessive': 3,
  'underlying-resource-unavailable': 4,
  'communications-subsystem-failure': 5,
  'threshold-crossed': 6,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type PerceivedSeverity =
  | 'unspecified'
  | 'major'
  | 'critical'
  | 'warning';
export const PerceivedSeverity: rt.EnumCodec<PerceivedSeverity> = rt.enumeration<PerceivedSeverity>('monitoring.v1.PerceivedSeverity', {
  unspecified: 0,
  major: 1,
  critical: 2,
  warning: 3,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ClearanceReason =
  | 'unspecified'
  /** As many good windows in a row as the rule says. */
  | 'measured-well'
  /** The segment carries nothing any more. */
  | 'released'
  /** The service is well, is being moved again, or has ended. */
  | 'taken-care-of'
  /** Its service was suspended or resumed; it is judged anew when it carries. */
  | 'suspended'
  /** Of a session that was lost: its agent is heard again. */
  | 'heard-again';
export const ClearanceReason: rt.EnumCodec<ClearanceReason> = rt.enumeration<ClearanceReason>('monitoring.v1.ClearanceReason', {
  unspecified: 0,
  'measured-well': 1,
  released: 2,
  'taken-care-of': 3,
  suspended: 4,
  'heard-again': 5,
});

/**
 * A figure that service levels are stated in (MEF 10).
 *
 * A number that this version does not know is read as `unspecified`: enums of proto3 are open.
 */
export type PerformanceIndicator =
  | 'unspecified'
  /** Of a million frames, how many were lost. */
  | 'frame-loss-ratio-ppm'
  /** In nanoseconds. */
  | 'one-way-frame-delay-ns'
  /** Of a frame and the next one, in nanoseconds. */
  | 'inter-frame-delay-variation-ns'
  /** Of a million intervals, in how many it was available. */
  | 'availability-ppm';
export const PerformanceIndicator: rt.EnumCodec<PerformanceIndicator> = rt.enumeration<PerformanceIndicator>('monitoring.v1.PerformanceIndicator', {
  unspecified: 0,
  'frame-loss-ratio-ppm': 1,
  'one-way-frame-delay-ns': 2,
  'inter-frame-delay-variation-ns': 3,
  'availability-ppm': 4,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type AlarmState =
  | 'unspecified'
  | 'raised'
  | 'cleared';
export const AlarmState: rt.EnumCodec<AlarmState> = rt.enumeration<AlarmState>('monitoring.v1.AlarmState', {
  unspecified: 0,
  raised: 1,
  cleared: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type LevelVerdict =
  | 'unspecified'
  | 'met'
  | 'missed'
  /** Too little was measured to say. */
  | 'not-measured';
export const LevelVerdict: rt.EnumCodec<LevelVerdict> = rt.enumeration<LevelVerdict>('monitoring.v1.LevelVerdict', {
  unspecified: 0,
  met: 1,
  missed: 2,
  'not-measured': 3,
});

export interface TakeUpStreamRequest {
  readonly reader: string;
  readonly stream: string;
  /** Leave this event out, for good. */
  readonly drop?: DroppedEvent;
}

export const TakeUpStreamRequest: rt.Codec<TakeUpStreamRequest> = rt.codec<TakeUpStreamRequest>({
  typeName: 'monitoring.v1.TakeUpStreamRequest',
  write(m, w, depth) {
    w.string(10, m.reader, 'monitoring.v1.TakeUpStreamRequest.reader');
    w.string(18, m.stream, 'monitoring.v1.TakeUpStreamRequest.stream');
    if (m.drop !== undefined) w.message(26, DroppedEvent, m.drop, depth, 'monitoring.v1.TakeUpStreamRequest.drop');
  },
  read(r, outerEnd, depth) {
    let reader: string = '';
    let stream: string = '';
    let drop: DroppedEvent | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          reader = r.string();
          break;
        case 18:
          stream = r.string();
          break;
        case 26:
          if (drop !== undefined) rt.twice('monitoring.v1.TakeUpStreamRequest.drop');
          drop = DroppedEvent.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<TakeUpStreamRequest> = {
      reader,
      stream,
    };
    if (drop !== undefined) draft.drop = drop;
    return draft;
  },
  toJson(m) {
    return {
      reader: m.reader,
      stream: m.stream,
      ...(m.drop === undefined ? {} : { drop: DroppedEvent.toJson(m.drop) }),
    };
  },
});

/** Which event is left out, by whom, and why. */
export interface DroppedEvent {
  readonly eventId: string;
  readonly by: string;
  readonly reason: string;
}

export const DroppedEvent: rt.Codec<DroppedEvent> = rt.codec<DroppedEvent>({
  typeName: 'monitoring.v1.DroppedEvent',
  write(m, w) {
    w.string(10, m.eventId, 'monitoring.v1.DroppedEvent.eventId');
    w.string(18, m.by, 'monitoring.v1.DroppedEvent.by');
    w.string(26, m.reason, 'monitoring.v1.DroppedEvent.reason');
  },
  read(r, outerEnd, depth) {
    let eventId: string = '';
    let by: string = '';
    let reason: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          eventId = r.string();
          break;
        case 18:
          by = r.string();
          break;
        case 26:
          reason = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      eventId,
      by,
      reason,
    };
  },
  toJson(m) {
    return {
      eventId: m.eventId,
      by: m.by,
      reason: m.reason,
    };
  },
});

export interface TakeUpStreamResponse {
  readonly outcome: TakeUpOutcome;
  /** Events that were made up for. */
  readonly applied: number;
  /** The event at which the stream is parked now, and why. */
  readonly eventId: string;
  readonly error: string;
}

export const TakeUpStreamResponse: rt.Codec<TakeUpStreamResponse> = rt.codec<TakeUpStreamResponse>({
  typeName: 'monitoring.v1.TakeUpStreamResponse',
  write(m, w) {
    w.int32(8, TakeUpOutcome.numberOf(m.outcome, 'monitoring.v1.TakeUpStreamResponse.outcome'), 'monitoring.v1.TakeUpStreamResponse.outcome');
    w.uint32(16, m.applied, 'monitoring.v1.TakeUpStreamResponse.applied');
    w.string(26, m.eventId, 'monitoring.v1.TakeUpStreamResponse.eventId');
    w.string(34, m.error, 'monitoring.v1.TakeUpStreamResponse.error');
  },
  read(r, outerEnd, depth) {
    let outcome: TakeUpOutcome = 'unspecified';
    let applied: number = 0;
    let eventId: string = '';
    let error: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          outcome = TakeUpOutcome.nameOf(r.int32());
          break;
        case 16:
          applied = r.uint32();
          break;
        case 26:
          eventId = r.string();
          break;
        case 34:
          error = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome,
      applied,
      eventId,
      error,
    };
  },
  toJson(m) {
    return {
      outcome: m.outcome,
      applied: m.applied,
      eventId: m.eventId,
      error: m.error,
    };
  },
});

/** A provider reported what it measured on its segments. */
export interface MeasurementsReported {
  readonly providerId: string;
  readonly batchId: string;
  /** A carriermesh.agent.v1.MeasurementBatch, signed by the provider. */
  readonly batch: common.SignedEnvelope;
  readonly bodySha256: Uint8Array;
  readonly reportedAt: rt.Instant;
}

export const MeasurementsReported: rt.Codec<MeasurementsReported> = rt.codec<MeasurementsReported>({
  typeName: 'monitoring.v1.MeasurementsReported',
  write(m, w, depth) {
    w.string(10, m.providerId, 'monitoring.v1.MeasurementsReported.providerId');
    w.string(18, m.batchId, 'monitoring.v1.MeasurementsReported.batchId');
    w.message(26, common.SignedEnvelope, m.batch, depth, 'monitoring.v1.MeasurementsReported.batch');
    w.bytes(34, m.bodySha256, 'monitoring.v1.MeasurementsReported.bodySha256');
    rt.instant(w.tag(42), m.reportedAt, 'monitoring.v1.MeasurementsReported.reportedAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    let batch: common.SignedEnvelope | undefined;
    let bodySha256: Uint8Array = rt.NO_BYTES;
    let reportedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          batchId = r.string();
          break;
        case 26:
          if (batch !== undefined) rt.twice('monitoring.v1.MeasurementsReported.batch');
          batch = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          bodySha256 = r.bytes();
          break;
        case 42:
          if (reportedAt !== undefined) rt.twice('monitoring.v1.MeasurementsReported.reportedAt');
          reportedAt = rt.readInstant(r, 'monitoring.v1.MeasurementsReported.reportedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      batchId,
      batch: batch ?? rt.missing('monitoring.v1.MeasurementsReported.batch'),
      bodySha256,
      reportedAt: reportedAt ?? rt.missing('monitoring.v1.MeasurementsReported.reportedAt'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      batchId: m.batchId,
      batch: common.SignedEnvelope.toJson(m.batch),
      bodySha256: rt.bytesJson(m.bodySha256),
      reportedAt: rt.instantJson(m.reportedAt),
    };
  },
});

/** A window of a segment counts towards raising its alarm or clearing it. Windows that change nothing leave no event. */
export interface MeasurementWindowJudged {
  readonly segmentId: string;
  readonly measuredAt: rt.Instant;
  readonly failed: boolean;
}

export const MeasurementWindowJudged: rt.Codec<MeasurementWindowJudged> = rt.codec<MeasurementWindowJudged>({
  typeName: 'monitoring.v1.MeasurementWindowJudged',
  write(m, w) {
    w.string(10, m.segmentId, 'monitoring.v1.MeasurementWindowJudged.segmentId');
    rt.instant(w.tag(18), m.measuredAt, 'monitoring.v1.MeasurementWindowJudged.measuredAt');
    w.bool(24, m.failed, 'monitoring.v1.MeasurementWindowJudged.failed');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let measuredAt: rt.Instant | undefined;
    let failed: boolean = false;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          if (measuredAt !== undefined) rt.twice('monitoring.v1.MeasurementWindowJudged.measuredAt');
          measuredAt = rt.readInstant(r, 'monitoring.v1.MeasurementWindowJudged.measuredAt');
          break;
        case 24:
          failed = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      measuredAt: measuredAt ?? rt.missing('monitoring.v1.MeasurementWindowJudged.measuredAt'),
      failed,
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      measuredAt: rt.instantJson(m.measuredAt),
      failed: m.failed,
    };
  },
});

/** A segment shows less than its offers promised, for as many windows in a row as the rule says: an alarm is raised (TMF642). */
export interface SegmentImpaired {
  readonly alarmId: string;
  readonly segmentId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly resourceIds: readonly string[];
  readonly alarmType: AlarmType;
  readonly probableCause: ProbableCause;
  readonly perceivedSeverity: PerceivedSeverity;
  /** One sentence, with what was measured and what was promised. */
  readonly specificProblem: string;
  /** When the first of the windows was measured. */
  readonly impairedSince: rt.Instant;
  readonly raisedAt: rt.Instant;
  /** The figure of the last of the windows, and its limit. */
  readonly crossed?: CrossedThreshold;
}

export const SegmentImpaired: rt.Codec<SegmentImpaired> = rt.codec<SegmentImpaired>({
  typeName: 'monitoring.v1.SegmentImpaired',
  write(m, w, depth) {
    w.string(10, m.alarmId, 'monitoring.v1.SegmentImpaired.alarmId');
    w.string(18, m.segmentId, 'monitoring.v1.SegmentImpaired.segmentId');
    w.string(26, m.contractId, 'monitoring.v1.SegmentImpaired.contractId');
    w.string(34, m.providerId, 'monitoring.v1.SegmentImpaired.providerId');
    for (const item of rt.list(m.resourceIds, 'monitoring.v1.SegmentImpaired.resourceIds')) w.tag(42).putString(item, 'monitoring.v1.SegmentImpaired.resourceIds');
    w.int32(48, AlarmType.numberOf(m.alarmType, 'monitoring.v1.SegmentImpaired.alarmType'), 'monitoring.v1.SegmentImpaired.alarmType');
    w.int32(56, ProbableCause.numberOf(m.probableCause, 'monitoring.v1.SegmentImpaired.probableCause'), 'monitoring.v1.SegmentImpaired.probableCause');
    w.int32(64, PerceivedSeverity.numberOf(m.perceivedSeverity, 'monitoring.v1.SegmentImpaired.perceivedSeverity'), 'monitoring.v1.SegmentImpaired.perceivedSeverity');
    w.string(74, m.specificProblem, 'monitoring.v1.SegmentImpaired.specificProblem');
    rt.instant(w.tag(82), m.impairedSince, 'monitoring.v1.SegmentImpaired.impairedSince');
    rt.instant(w.tag(90), m.raisedAt, 'monitoring.v1.SegmentImpaired.raisedAt');
    if (m.crossed !== undefined) w.message(98, CrossedThreshold, m.crossed, depth, 'monitoring.v1.SegmentImpaired.crossed');
  },
  read(r, outerEnd, depth) {
    let alarmId: string = '';
    let segmentId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    const resourceIds: string[] = [];
    let alarmType: AlarmType = 'unspecified';
    let probableCause: ProbableCause = 'unspecified';
    let perceivedSeverity: PerceivedSeverity = 'unspecified';
    let specificProblem: string = '';
    let impairedSince: rt.Instant | undefined;
    let raisedAt: rt.Instant | undefined;
    let crossed: CrossedThreshold | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          alarmId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          contractId = r.string();
          break;
        case 34:
          providerId = r.string();
          break;
        case 42:
          resourceIds.push(r.string());
          break;
        case 48:
          alarmType = AlarmType.nameOf(r.int32());
          break;
        case 56:
          probableCause = ProbableCause.nameOf(r.int32());
          break;
        case 64:
          perceivedSeverity = PerceivedSeverity.nameOf(r.int32());
          break;
        case 74:
          specificProblem = r.string();
          break;
        case 82:
          if (impairedSince !== undefined) rt.twice('monitoring.v1.SegmentImpaired.impairedSince');
          impairedSince = rt.readInstant(r, 'monitoring.v1.SegmentImpaired.impairedSince');
          break;
        case 90:
          if (raisedAt !== undefined) rt.twice('monitoring.v1.SegmentImpaired.raisedAt');
          raisedAt = rt.readInstant(r, 'monitoring.v1.SegmentImpaired.raisedAt');
          break;
        case 98:
          if (crossed !== undefined) rt.twice('monitoring.v1.SegmentImpaired.crossed');
          crossed = CrossedThreshold.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SegmentImpaired> = {
      alarmId,
      segmentId,
      contractId,
      providerId,
      resourceIds,
      alarmType,
      probableCause,
      perceivedSeverity,
      specificProblem,
      impairedSince: impairedSince ?? rt.missing('monitoring.v1.SegmentImpaired.impairedSince'),
      raisedAt: raisedAt ?? rt.missing('monitoring.v1.SegmentImpaired.raisedAt'),
    };
    if (crossed !== undefined) draft.crossed = crossed;
    return draft;
  },
  toJson(m) {
    return {
      alarmId: m.alarmId,
      segmentId: m.segmentId,
      contractId: m.contractId,
      providerId: m.providerId,
      resourceIds: m.resourceIds,
      alarmType: m.alarmType,
      probableCause: m.probableCause,
      perceivedSeverity: m.perceivedSeverity,
      specificProblem: m.specificProblem,
      impairedSince: rt.instantJson(m.impairedSince),
      raisedAt: rt.instantJson(m.raisedAt),
      ...(m.crossed === undefined ? {} : { crossed: CrossedThreshold.toJson(m.crossed) }),
    };
  },
});

/** A segment of a way back was measured before it carries anything: as many good windows in a row as clear an alarm, or one that failed. */
export interface SegmentTried {
  readonly segmentId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly passed: boolean;
  /** One sentence, where it did not. */
  readonly problem: string;
  readonly judgedAt: rt.Instant;
}

export const SegmentTried: rt.Codec<SegmentTried> = rt.codec<SegmentTried>({
  typeName: 'monitoring.v1.SegmentTried',
  write(m, w) {
    w.string(10, m.segmentId, 'monitoring.v1.SegmentTried.segmentId');
    w.string(18, m.contractId, 'monitoring.v1.SegmentTried.contractId');
    w.string(26, m.providerId, 'monitoring.v1.SegmentTried.providerId');
    w.bool(32, m.passed, 'monitoring.v1.SegmentTried.passed');
    w.string(42, m.problem, 'monitoring.v1.SegmentTried.problem');
    rt.instant(w.tag(50), m.judgedAt, 'monitoring.v1.SegmentTried.judgedAt');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    let passed: boolean = false;
    let problem: string = '';
    let judgedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 32:
          passed = r.bool();
          break;
        case 42:
          problem = r.string();
          break;
        case 50:
          if (judgedAt !== undefined) rt.twice('monitoring.v1.SegmentTried.judgedAt');
          judgedAt = rt.readInstant(r, 'monitoring.v1.SegmentTried.judgedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      contractId,
      providerId,
      passed,
      problem,
      judgedAt: judgedAt ?? rt.missing('monitoring.v1.SegmentTried.judgedAt'),
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      contractId: m.contractId,
      providerId: m.providerId,
      passed: m.passed,
      problem: m.problem,
      judgedAt: rt.instantJson(m.judgedAt),
    };
  },
});

/** The alarm of a segment is cleared. */
export interface SegmentRestored {
  readonly alarmId: string;
  readonly segmentId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly reason: ClearanceReason;
  readonly clearedAt: rt.Instant;
}

export const SegmentRestored: rt.Codec<SegmentRestored> = rt.codec<SegmentRestored>({
  typeName: 'monitoring.v1.SegmentRestored',
  write(m, w) {
    w.string(10, m.alarmId, 'monitoring.v1.SegmentRestored.alarmId');
    w.string(18, m.segmentId, 'monitoring.v1.SegmentRestored.segmentId');
    w.string(26, m.contractId, 'monitoring.v1.SegmentRestored.contractId');
    w.string(34, m.providerId, 'monitoring.v1.SegmentRestored.providerId');
    w.int32(40, ClearanceReason.numberOf(m.reason, 'monitoring.v1.SegmentRestored.reason'), 'monitoring.v1.SegmentRestored.reason');
    rt.instant(w.tag(50), m.clearedAt, 'monitoring.v1.SegmentRestored.clearedAt');
  },
  read(r, outerEnd, depth) {
    let alarmId: string = '';
    let segmentId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    let reason: ClearanceReason = 'unspecified';
    let clearedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          alarmId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          contractId = r.string();
          break;
        case 34:
          providerId = r.string();
          break;
        case 40:
          reason = ClearanceReason.nameOf(r.int32());
          break;
        case 50:
          if (clearedAt !== undefined) rt.twice('monitoring.v1.SegmentRestored.clearedAt');
          clearedAt = rt.readInstant(r, 'monitoring.v1.SegmentRestored.clearedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      alarmId,
      segmentId,
      contractId,
      providerId,
      reason,
      clearedAt: clearedAt ?? rt.missing('monitoring.v1.SegmentRestored.clearedAt'),
    };
  },
  toJson(m) {
    return {
      alarmId: m.alarmId,
      segmentId: m.segmentId,
      contractId: m.contractId,
      providerId: m.providerId,
      reason: m.reason,
      clearedAt: rt.instantJson(m.clearedAt),
    };
  },
});

/** What every process of the mesh says of itself, every two seconds, on `cm.sys.heartbeat`. */
export interface Heartbeat {
  readonly service: string;
  readonly instanceId: string;
  readonly startedAt: rt.Instant;
  /** The place in the ledger up to which it has worked. */
  readonly position: bigint;
  readonly residentBytes: bigint;
  /** What waits for an operator in this process, a sentence each, at most twenty of them. */
  readonly alarms: readonly string[];
}

export const Heartbeat: rt.Codec<Heartbeat> = rt.codec<Heartbeat>({
  typeName: 'monitoring.v1.Heartbeat',
  write(m, w) {
    w.string(10, m.service, 'monitoring.v1.Heartbeat.service');
    w.string(18, m.instanceId, 'monitoring.v1.Heartbeat.instanceId');
    rt.instant(w.tag(26), m.startedAt, 'monitoring.v1.Heartbeat.startedAt');
    w.int64(32, m.position, 'monitoring.v1.Heartbeat.position');
    w.uint64(40, m.residentBytes, 'monitoring.v1.Heartbeat.residentBytes');
    for (const item of rt.list(m.alarms, 'monitoring.v1.Heartbeat.alarms')) w.tag(50).putString(item, 'monitoring.v1.Heartbeat.alarms');
  },
  read(r, outerEnd, depth) {
    let service: string = '';
    let instanceId: string = '';
    let startedAt: rt.Instant | undefined;
    let position: bigint = 0n;
    let residentBytes: bigint = 0n;
    const alarms: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          service = r.string();
          break;
        case 18:
          instanceId = r.string();
          break;
        case 26:
          if (startedAt !== undefined) rt.twice('monitoring.v1.Heartbeat.startedAt');
          startedAt = rt.readInstant(r, 'monitoring.v1.Heartbeat.startedAt');
          break;
        case 32:
          position = r.int64();
          break;
        case 40:
          residentBytes = r.uint64();
          break;
        case 50:
          alarms.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      service,
      instanceId,
      startedAt: startedAt ?? rt.missing('monitoring.v1.Heartbeat.startedAt'),
      position,
      residentBytes,
      alarms,
    };
  },
  toJson(m) {
    return {
      service: m.service,
      instanceId: m.instanceId,
      startedAt: rt.instantJson(m.startedAt),
      position: m.position.toString(),
      residentBytes: m.residentBytes.toString(),
      alarms: m.alarms,
    };
  },
});

/** What was measured, and the most that was promised (crossedThresholdInformation of TMF642). */
export interface CrossedThreshold {
  readonly indicator: PerformanceIndicator;
  readonly observed: bigint;
  readonly threshold: bigint;
}

export const CrossedThreshold: rt.Codec<CrossedThreshold> = rt.codec<CrossedThreshold>({
  typeName: 'monitoring.v1.CrossedThreshold',
  write(m, w) {
    w.int32(8, PerformanceIndicator.numberOf(m.indicator, 'monitoring.v1.CrossedThreshold.indicator'), 'monitoring.v1.CrossedThreshold.indicator');
    w.int64(16, m.observed, 'monitoring.v1.CrossedThreshold.observed');
    w.int64(24, m.threshold, 'monitoring.v1.CrossedThreshold.threshold');
  },
  read(r, outerEnd, depth) {
    let indicator: PerformanceIndicator = 'unspecified';
    let observed: bigint = 0n;
    let threshold: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          indicator = PerformanceIndicator.nameOf(r.int32());
          break;
        case 16:
          observed = r.int64();
          break;
        case 24:
          threshold = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      indicator,
      observed,
      threshold,
    };
  },
  toJson(m) {
    return {
      indicator: m.indicator,
      observed: m.observed.toString(),
      threshold: m.threshold.toString(),
    };
  },
});

/** An alarm as it stands (TMF642). It is about one segment, or, where none is named, about the service as a whole. */
export interface Alarm {
  readonly alarmId: string;
  readonly state: AlarmState;
  readonly alarmType: AlarmType;
  readonly probableCause: ProbableCause;
  readonly perceivedSeverity: PerceivedSeverity;
  /** One sentence. */
  readonly specificProblem: string;
  readonly buyerId: string;
  readonly orderId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly segmentId: string;
  readonly resourceIds: readonly string[];
  /** Only where a measured figure raised it. */
  readonly crossed?: CrossedThreshold;
  /** When the first of the windows was measured that raised it. */
  readonly impairedSince?: rt.Instant;
  readonly raisedAt: rt.Instant;
  readonly clearedAt?: rt.Instant;
  /** Unspecified until it is cleared. */
  readonly clearance: ClearanceReason;
  /** Nothing goes on by itself: a person has to look. */
  readonly needsOperator: boolean;
}

export const Alarm: rt.Codec<Alarm> = rt.codec<Alarm>({
  typeName: 'monitoring.v1.Alarm',
  write(m, w, depth) {
    w.string(10, m.alarmId, 'monitoring.v1.Alarm.alarmId');
    w.int32(16, AlarmState.numberOf(m.state, 'monitoring.v1.Alarm.state'), 'monitoring.v1.Alarm.state');
    w.int32(24, AlarmType.numberOf(m.alarmType, 'monitoring.v1.Alarm.alarmType'), 'monitoring.v1.Alarm.alarmType');
    w.int32(32, ProbableCause.numberOf(m.probableCause, 'monitoring.v1.Alarm.probableCause'), 'monitoring.v1.Alarm.probableCause');
    w.int32(40, PerceivedSeverity.numberOf(m.perceivedSeverity, 'monitoring.v1.Alarm.perceivedSeverity'), 'monitoring.v1.Alarm.perceivedSeverity');
    w.string(50, m.specificProblem, 'monitoring.v1.Alarm.specificProblem');
    w.string(58, m.buyerId, 'monitoring.v1.Alarm.buyerId');
    w.string(66, m.orderId, 'monitoring.v1.Alarm.orderId');
    w.string(74, m.contractId, 'monitoring.v1.Alarm.contractId');
    w.string(82, m.providerId, 'monitoring.v1.Alarm.providerId');
    w.string(90, m.segmentId, 'monitoring.v1.Alarm.segmentId');
    for (const item of rt.list(m.resourceIds, 'monitoring.v1.Alarm.resourceIds')) w.tag(98).putString(item, 'monitoring.v1.Alarm.resourceIds');
    if (m.crossed !== undefined) w.message(106, CrossedThreshold, m.crossed, depth, 'monitoring.v1.Alarm.crossed');
    if (m.impairedSince !== undefined) rt.instant(w.tag(114), m.impairedSince, 'monitoring.v1.Alarm.impairedSince');
    rt.instant(w.tag(122), m.raisedAt, 'monitoring.v1.Alarm.raisedAt');
    if (m.clearedAt !== undefined) rt.instant(w.tag(130), m.clearedAt, 'monitoring.v1.Alarm.clearedAt');
    w.int32(136, ClearanceReason.numberOf(m.clearance, 'monitoring.v1.Alarm.clearance'), 'monitoring.v1.Alarm.clearance');
    w.bool(144, m.needsOperator, 'monitoring.v1.Alarm.needsOperator');
  },
  read(r, outerEnd, depth) {
    let alarmId: string = '';
    let state: AlarmState = 'unspecified';
    let alarmType: AlarmType = 'unspecified';
    let probableCause: ProbableCause = 'unspecified';
    let perceivedSeverity: PerceivedSeverity = 'unspecified';
    let specificProblem: string = '';
    let buyerId: string = '';
    let orderId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    let segmentId: string = '';
    const resourceIds: string[] = [];
    let crossed: CrossedThreshold | undefined;
    let impairedSince: rt.Instant | undefined;
    let raisedAt: rt.Instant | undefined;
    let clearedAt: rt.Instant | undefined;
    let clearance: ClearanceReason = 'unspecified';
    let needsOperator: boolean = false;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          alarmId = r.string();
          break;
        case 16:
          state = AlarmState.nameOf(r.int32());
          break;
        case 24:
          alarmType = AlarmType.nameOf(r.int32());
          break;
        case 32:
          probableCause = ProbableCause.nameOf(r.int32());
          break;
        case 40:
          perceivedSeverity = PerceivedSeverity.nameOf(r.int32());
          break;
        case 50:
          specificProblem = r.string();
          break;
        case 58:
          buyerId = r.string();
          break;
        case 66:
          orderId = r.string();
          break;
        case 74:
          contractId = r.string();
          break;
        case 82:
          providerId = r.string();
          break;
        case 90:
          segmentId = r.string();
          break;
        case 98:
          resourceIds.push(r.string());
          break;
        case 106:
          if (crossed !== undefined) rt.twice('monitoring.v1.Alarm.crossed');
          crossed = CrossedThreshold.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 114:
          if (impairedSince !== undefined) rt.twice('monitoring.v1.Alarm.impairedSince');
          impairedSince = rt.readInstant(r, 'monitoring.v1.Alarm.impairedSince');
          break;
        case 122:
          if (raisedAt !== undefined) rt.twice('monitoring.v1.Alarm.raisedAt');
          raisedAt = rt.readInstant(r, 'monitoring.v1.Alarm.raisedAt');
          break;
        case 130:
          if (clearedAt !== undefined) rt.twice('monitoring.v1.Alarm.clearedAt');
          clearedAt = rt.readInstant(r, 'monitoring.v1.Alarm.clearedAt');
          break;
        case 136:
          clearance = ClearanceReason.nameOf(r.int32());
          break;
        case 144:
          needsOperator = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Alarm> = {
      alarmId,
      state,
      alarmType,
      probableCause,
      perceivedSeverity,
      specificProblem,
      buyerId,
      orderId,
      contractId,
      providerId,
      segmentId,
      resourceIds,
      raisedAt: raisedAt ?? rt.missing('monitoring.v1.Alarm.raisedAt'),
      clearance,
      needsOperator,
    };
    if (crossed !== undefined) draft.crossed = crossed;
    if (impairedSince !== undefined) draft.impairedSince = impairedSince;
    if (clearedAt !== undefined) draft.clearedAt = clearedAt;
    return draft;
  },
  toJson(m) {
    return {
      alarmId: m.alarmId,
      state: m.state,
      alarmType: m.alarmType,
      probableCause: m.probableCause,
      perceivedSeverity: m.perceivedSeverity,
      specificProblem: m.specificProblem,
      buyerId: m.buyerId,
      orderId: m.orderId,
      contractId: m.contractId,
      providerId: m.providerId,
      segmentId: m.segmentId,
      resourceIds: m.resourceIds,
      ...(m.crossed === undefined ? {} : { crossed: CrossedThreshold.toJson(m.crossed) }),
      ...(m.impairedSince === undefined ? {} : { impairedSince: rt.instantJson(m.impairedSince) }),
      raisedAt: rt.instantJson(m.raisedAt),
      ...(m.clearedAt === undefined ? {} : { clearedAt: rt.instantJson(m.clearedAt) }),
      clearance: m.clearance,
      needsOperator: m.needsOperator,
    };
  },
});

/** What a segment showed in one hour. Windows may be added in any order, each once. */
export interface LevelSlice {
  /** Of each window, how long after the hour's beginning it was measured, and what it lost. */
  readonly offsetsNs: readonly bigint[];
  readonly lossPpm: readonly number[];
  /** Delays of single packets by log-linear buckets, and how many there are in each. */
  readonly delayBuckets: readonly number[];
  readonly delayCounts: readonly number[];
  /** The same of how much the delays of two packets in a row differ. */
  readonly variationBuckets: readonly number[];
  readonly variationCounts: readonly number[];
  /** The same of round trips. */
  readonly roundTripBuckets: readonly number[];
  readonly roundTripCounts: readonly number[];
  /** Of the first segment of a line: what was measured from end to end in that hour. */
  readonly endToEnd?: EndToEndSlice;
}

export const LevelSlice: rt.Codec<LevelSlice> = rt.codec<LevelSlice>({
  typeName: 'monitoring.v1.LevelSlice',
  write(m, w, depth) {
    if (rt.list(m.offsetsNs, 'monitoring.v1.LevelSlice.offsetsNs').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.offsetsNs) w.putInt64(item, 'monitoring.v1.LevelSlice.offsetsNs');
      w.close(start);
    }
    if (rt.list(m.lossPpm, 'monitoring.v1.LevelSlice.lossPpm').length > 0) {
      const start = w.tag(18).open();
      for (const item of m.lossPpm) w.putUint32(item, 'monitoring.v1.LevelSlice.lossPpm');
      w.close(start);
    }
    if (rt.list(m.delayBuckets, 'monitoring.v1.LevelSlice.delayBuckets').length > 0) {
      const start = w.tag(26).open();
      for (const item of m.delayBuckets) w.putUint32(item, 'monitoring.v1.LevelSlice.delayBuckets');
      w.close(start);
    }
    if (rt.list(m.delayCounts, 'monitoring.v1.LevelSlice.delayCounts').length > 0) {
      const start = w.tag(34).open();
      for (const item of m.delayCounts) w.putUint32(item, 'monitoring.v1.LevelSlice.delayCounts');
      w.close(start);
    }
    if (rt.list(m.variationBuckets, 'monitoring.v1.LevelSlice.variationBuckets').length > 0) {
      const start = w.tag(42).open();
      for (const item of m.variationBuckets) w.putUint32(item, 'monitoring.v1.LevelSlice.variationBuckets');
      w.close(start);
    }
    if (rt.list(m.variationCounts, 'monitoring.v1.LevelSlice.variationCounts').length > 0) {
      const start = w.tag(50).open();
      for (const item of m.variationCounts) w.putUint32(item, 'monitoring.v1.LevelSlice.variationCounts');
      w.close(start);
    }
    if (rt.list(m.roundTripBuckets, 'monitoring.v1.LevelSlice.roundTripBuckets').length > 0) {
      const start = w.tag(58).open();
      for (const item of m.roundTripBuckets) w.putUint32(item, 'monitoring.v1.LevelSlice.roundTripBuckets');
      w.close(start);
    }
    if (rt.list(m.roundTripCounts, 'monitoring.v1.LevelSlice.roundTripCounts').length > 0) {
      const start = w.tag(66).open();
      for (const item of m.roundTripCounts) w.putUint32(item, 'monitoring.v1.LevelSlice.roundTripCounts');
      w.close(start);
    }
    if (m.endToEnd !== undefined) w.message(74, EndToEndSlice, m.endToEnd, depth, 'monitoring.v1.LevelSlice.endToEnd');
  },
  read(r, outerEnd, depth) {
    const offsetsNs: bigint[] = [];
    const lossPpm: number[] = [];
    const delayBuckets: number[] = [];
    const delayCounts: number[] = [];
    const variationBuckets: number[] = [];
    const variationCounts: number[] = [];
    const roundTripBuckets: number[] = [];
    const roundTripCounts: number[] = [];
    let endToEnd: EndToEndSlice | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          offsetsNs.push(r.int64());
          break;
        case 10: {
          const outer = r.enter();
          while (r.pos < r.end) offsetsNs.push(r.int64());
          r.end = outer;
          break;
        }
        case 16:
          lossPpm.push(r.uint32());
          break;
        case 18: {
          const outer = r.enter();
          while (r.pos < r.end) lossPpm.push(r.uint32());
          r.end = outer;
          break;
        }
        case 24:
          delayBuckets.push(r.uint32());
          break;
        case 26: {
          const outer = r.enter();
          while (r.pos < r.end) delayBuckets.push(r.uint32());
          r.end = outer;
          break;
        }
        case 32:
          delayCounts.push(r.uint32());
          break;
        case 34: {
          const outer = r.enter();
          while (r.pos < r.end) delayCounts.push(r.uint32());
          r.end = outer;
          break;
        }
        case 40:
          variationBuckets.push(r.uint32());
          break;
        case 42: {
          const outer = r.enter();
          while (r.pos < r.end) variationBuckets.push(r.uint32());
          r.end = outer;
          break;
        }
        case 48:
          variationCounts.push(r.uint32());
          break;
        case 50: {
          const outer = r.enter();
          while (r.pos < r.end) variationCounts.push(r.uint32());
          r.end = outer;
          break;
        }
        case 56:
          roundTripBuckets.push(r.uint32());
          break;
        case 58: {
          const outer = r.enter();
          while (r.pos < r.end) roundTripBuckets.push(r.uint32());
          r.end = outer;
          break;
        }
        case 64:
          roundTripCounts.push(r.uint32());
          break;
        case 66: {
          const outer = r.enter();
          while (r.pos < r.end) roundTripCounts.push(r.uint32());
          r.end = outer;
          break;
        }
        case 74:
          if (endToEnd !== undefined) rt.twice('monitoring.v1.LevelSlice.endToEnd');
          endToEnd = EndToEndSlice.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<LevelSlice> = {
      offsetsNs,
      lossPpm,
      delayBuckets,
      delayCounts,
      variationBuckets,
      variationCounts,
      roundTripBuckets,
      roundTripCounts,
    };
    if (endToEnd !== undefined) draft.endToEnd = endToEnd;
    return draft;
  },
  toJson(m) {
    return {
      offsetsNs: m.offsetsNs.map((item) => item.toString()),
      lossPpm: m.lossPpm,
      delayBuckets: m.delayBuckets,
      delayCounts: m.delayCounts,
      variationBuckets: m.variationBuckets,
      variationCounts: m.variationCounts,
      roundTripBuckets: m.roundTripBuckets,
      roundTripCounts: m.roundTripCounts,
      ...(m.endToEnd === undefined ? {} : { endToEnd: EndToEndSlice.toJson(m.endToEnd) }),
    };
  },
});

/** What a line of a service showed from end to end in one hour, as a LevelSlice has it of a segment. */
export interface EndToEndSlice {
  readonly offsetsNs: readonly bigint[];
  readonly lossPpm: readonly number[];
  readonly delayBuckets: readonly number[];
  readonly delayCounts: readonly number[];
  readonly variationBuckets: readonly number[];
  readonly variationCounts: readonly number[];
  readonly roundTripBuckets: readonly number[];
  readonly roundTripCounts: readonly number[];
}

export const EndToEndSlice: rt.Codec<EndToEndSlice> = rt.codec<EndToEndSlice>({
  typeName: 'monitoring.v1.EndToEndSlice',
  write(m, w) {
    if (rt.list(m.offsetsNs, 'monitoring.v1.EndToEndSlice.offsetsNs').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.offsetsNs) w.putInt64(item, 'monitoring.v1.EndToEndSlice.offsetsNs');
      w.close(start);
    }
    if (rt.list(m.lossPpm, 'monitoring.v1.EndToEndSlice.lossPpm').length > 0) {
      const start = w.tag(18).open();
      for (const item of m.lossPpm) w.putUint32(item, 'monitoring.v1.EndToEndSlice.lossPpm');
      w.close(start);
    }
    if (rt.list(m.delayBuckets, 'monitoring.v1.EndToEndSlice.delayBuckets').length > 0) {
      const start = w.tag(26).open();
      for (const item of m.delayBuckets) w.putUint32(item, 'monitoring.v1.EndToEndSlice.delayBuckets');
      w.close(start);
    }
    if (rt.list(m.delayCounts, 'monitoring.v1.EndToEndSlice.delayCounts').length > 0) {
      const start = w.tag(34).open();
      for (const item of m.delayCounts) w.putUint32(item, 'monitoring.v1.EndToEndSlice.delayCounts');
      w.close(start);
    }
    if (rt.list(m.variationBuckets, 'monitoring.v1.EndToEndSlice.variationBuckets').length > 0) {
      const start = w.tag(42).open();
      for (const item of m.variationBuckets) w.putUint32(item, 'monitoring.v1.EndToEndSlice.variationBuckets');
      w.close(start);
    }
    if (rt.list(m.variationCounts, 'monitoring.v1.EndToEndSlice.variationCounts').length > 0) {
      const start = w.tag(50).open();
      for (const item of m.variationCounts) w.putUint32(item, 'monitoring.v1.EndToEndSlice.variationCounts');
      w.close(start);
    }
    if (rt.list(m.roundTripBuckets, 'monitoring.v1.EndToEndSlice.roundTripBuckets').length > 0) {
      const start = w.tag(58).open();
      for (const item of m.roundTripBuckets) w.putUint32(item, 'monitoring.v1.EndToEndSlice.roundTripBuckets');
      w.close(start);
    }
    if (rt.list(m.roundTripCounts, 'monitoring.v1.EndToEndSlice.roundTripCounts').length > 0) {
      const start = w.tag(66).open();
      for (const item of m.roundTripCounts) w.putUint32(item, 'monitoring.v1.EndToEndSlice.roundTripCounts');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    const offsetsNs: bigint[] = [];
    const lossPpm: number[] = [];
    const delayBuckets: number[] = [];
    const delayCounts: number[] = [];
    const variationBuckets: number[] = [];
    const variationCounts: number[] = [];
    const roundTripBuckets: number[] = [];
    const roundTripCounts: number[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          offsetsNs.push(r.int64());
          break;
        case 10: {
          const outer = r.enter();
          while (r.pos < r.end) offsetsNs.push(r.int64());
          r.end = outer;
          break;
        }
        case 16:
          lossPpm.push(r.uint32());
          break;
        case 18: {
          const outer = r.enter();
          while (r.pos < r.end) lossPpm.push(r.uint32());
          r.end = outer;
          break;
        }
        case 24:
          delayBuckets.push(r.uint32());
          break;
        case 26: {
          const outer = r.enter();
          while (r.pos < r.end) delayBuckets.push(r.uint32());
          r.end = outer;
          break;
        }
        case 32:
          delayCounts.push(r.uint32());
          break;
        case 34: {
          const outer = r.enter();
          while (r.pos < r.end) delayCounts.push(r.uint32());
          r.end = outer;
          break;
        }
        case 40:
          variationBuckets.push(r.uint32());
          break;
        case 42: {
          const outer = r.enter();
          while (r.pos < r.end) variationBuckets.push(r.uint32());
          r.end = outer;
          break;
        }
        case 48:
          variationCounts.push(r.uint32());
          break;
        case 50: {
          const outer = r.enter();
          while (r.pos < r.end) variationCounts.push(r.uint32());
          r.end = outer;
          break;
        }
        case 56:
          roundTripBuckets.push(r.uint32());
          break;
        case 58: {
          const outer = r.enter();
          while (r.pos < r.end) roundTripBuckets.push(r.uint32());
          r.end = outer;
          break;
        }
        case 64:
          roundTripCounts.push(r.uint32());
          break;
        case 66: {
          const outer = r.enter();
          while (r.pos < r.end) roundTripCounts.push(r.uint32());
          r.end = outer;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      offsetsNs,
      lossPpm,
      delayBuckets,
      delayCounts,
      variationBuckets,
      variationCounts,
      roundTripBuckets,
      roundTripCounts,
    };
  },
  toJson(m) {
    return {
      offsetsNs: m.offsetsNs.map((item) => item.toString()),
      lossPpm: m.lossPpm,
      delayBuckets: m.delayBuckets,
      delayCounts: m.delayCounts,
      variationBuckets: m.variationBuckets,
      variationCounts: m.variationCounts,
      roundTripBuckets: m.roundTripBuckets,
      roundTripCounts: m.roundTripCounts,
    };
  },
});

/** What a contract promises of a service, and what its routes are made of. */
export interface LevelPromise {
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  /** The most that 99 of 100 packets take one way. */
  readonly delayNs: bigint;
  readonly serviceLevel: common.ServiceLevel;
  readonly segments: readonly PromisedSegment[];
}

export const LevelPromise: rt.Codec<LevelPromise> = rt.codec<LevelPromise>({
  typeName: 'monitoring.v1.LevelPromise',
  write(m, w, depth) {
    w.string(10, m.contractId, 'monitoring.v1.LevelPromise.contractId');
    w.string(18, m.orderId, 'monitoring.v1.LevelPromise.orderId');
    w.string(26, m.buyerId, 'monitoring.v1.LevelPromise.buyerId');
    w.int64(32, m.delayNs, 'monitoring.v1.LevelPromise.delayNs');
    w.message(42, common.ServiceLevel, m.serviceLevel, depth, 'monitoring.v1.LevelPromise.serviceLevel');
    for (const item of rt.list(m.segments, 'monitoring.v1.LevelPromise.segments')) w.message(50, PromisedSegment, item, depth, 'monitoring.v1.LevelPromise.segments');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    let delayNs: bigint = 0n;
    let serviceLevel: common.ServiceLevel | undefined;
    const segments: PromisedSegment[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          buyerId = r.string();
          break;
        case 32:
          delayNs = r.int64();
          break;
        case 42:
          if (serviceLevel !== undefined) rt.twice('monitoring.v1.LevelPromise.serviceLevel');
          serviceLevel = common.ServiceLevel.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          segments.push(PromisedSegment.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      buyerId,
      delayNs,
      serviceLevel: serviceLevel ?? rt.missing('monitoring.v1.LevelPromise.serviceLevel'),
      segments,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      delayNs: m.delayNs.toString(),
      serviceLevel: common.ServiceLevel.toJson(m.serviceLevel),
      segments: m.segments.map((item) => PromisedSegment.toJson(item)),
    };
  },
});

/** One provider's part of one of a contract's routes. */
export interface PromisedSegment {
  readonly segmentId: string;
  readonly providerId: string;
  /** 0 for the path that was contracted first. */
  readonly route: number;
  readonly objective?: common.SegmentObjective;
  /** Of several lines that carry the service together, the one that it is part of, counted from 1. */
  readonly line?: number;
}

export const PromisedSegment: rt.Codec<PromisedSegment> = rt.codec<PromisedSegment>({
  typeName: 'monitoring.v1.PromisedSegment',
  write(m, w, depth) {
    w.string(10, m.segmentId, 'monitoring.v1.PromisedSegment.segmentId');
    w.string(18, m.providerId, 'monitoring.v1.PromisedSegment.providerId');
    w.uint32(24, m.route, 'monitoring.v1.PromisedSegment.route');
    if (m.objective !== undefined) w.message(34, common.SegmentObjective, m.objective, depth, 'monitoring.v1.PromisedSegment.objective');
    if (m.line !== undefined) w.tag(40).putUint32(m.line, 'monitoring.v1.PromisedSegment.line');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    let route: number = 0;
    let objective: common.SegmentObjective | undefined;
    let line: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 24:
          route = r.uint32();
          break;
        case 34:
          if (objective !== undefined) rt.twice('monitoring.v1.PromisedSegment.objective');
          objective = common.SegmentObjective.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 40:
          line = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PromisedSegment> = {
      segmentId,
      providerId,
      route,
    };
    if (objective !== undefined) draft.objective = objective;
    if (line !== undefined) draft.line = line;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      providerId: m.providerId,
      route: m.route,
      ...(m.objective === undefined ? {} : { objective: common.SegmentObjective.toJson(m.objective) }),
      ...(m.line === undefined ? {} : { line: m.line }),
    };
  },
});

/** What was measured over a period, as MEF 10 defines it. A figure is absent where nothing says it. */
export interface LevelFigures {
  /**
   * Intervals of a minute in which something was measured; those in which it was not available, by three in a row that lost at least
   * half; and all that lost at least half.
   */
  readonly measuredIntervals: number;
  readonly unavailableIntervals: number;
  readonly highLossIntervals: number;
  readonly availabilityPpm?: number;
  /** In the intervals in which it was available. */
  readonly lossPpm?: number;
  /** Packets whose delay is known. */
  readonly delays: bigint;
  readonly delayP50Ns?: bigint;
  readonly delayP95Ns?: bigint;
  readonly delayP99Ns?: bigint;
  readonly delayP999Ns?: bigint;
  readonly variationP99Ns?: bigint;
  /** Packets whose round trip is known. */
  readonly roundTrips?: bigint;
  readonly roundTripP50Ns?: bigint;
  readonly roundTripP99Ns?: bigint;
  /** Of a service: in how many of measured_intervals it was measured from end to end. In the others it is reckoned from its segments. */
  readonly endToEndIntervals?: number;
}

export const LevelFigures: rt.Codec<LevelFigures> = rt.codec<LevelFigures>({
  typeName: 'monitoring.v1.LevelFigures',
  write(m, w) {
    w.uint32(8, m.measuredIntervals, 'monitoring.v1.LevelFigures.measuredIntervals');
    w.uint32(16, m.unavailableIntervals, 'monitoring.v1.LevelFigures.unavailableIntervals');
    w.uint32(24, m.highLossIntervals, 'monitoring.v1.LevelFigures.highLossIntervals');
    if (m.availabilityPpm !== undefined) w.tag(32).putUint32(m.availabilityPpm, 'monitoring.v1.LevelFigures.availabilityPpm');
    if (m.lossPpm !== undefined) w.tag(40).putUint32(m.lossPpm, 'monitoring.v1.LevelFigures.lossPpm');
    w.int64(48, m.delays, 'monitoring.v1.LevelFigures.delays');
    if (m.delayP50Ns !== undefined) w.tag(56).putInt64(m.delayP50Ns, 'monitoring.v1.LevelFigures.delayP50Ns');
    if (m.delayP95Ns !== undefined) w.tag(64).putInt64(m.delayP95Ns, 'monitoring.v1.LevelFigures.delayP95Ns');
    if (m.delayP99Ns !== undefined) w.tag(72).putInt64(m.delayP99Ns, 'monitoring.v1.LevelFigures.delayP99Ns');
    if (m.delayP999Ns !== undefined) w.tag(80).putInt64(m.delayP999Ns, 'monitoring.v1.LevelFigures.delayP999Ns');
    if (m.variationP99Ns !== undefined) w.tag(88).putInt64(m.variationP99Ns, 'monitoring.v1.LevelFigures.variationP99Ns');
    if (m.roundTrips !== undefined) w.tag(96).putInt64(m.roundTrips, 'monitoring.v1.LevelFigures.roundTrips');
    if (m.roundTripP50Ns !== undefined) w.tag(104).putInt64(m.roundTripP50Ns, 'monitoring.v1.LevelFigures.roundTripP50Ns');
    if (m.roundTripP99Ns !== undefined) w.tag(112).putInt64(m.roundTripP99Ns, 'monitoring.v1.LevelFigures.roundTripP99Ns');
    if (m.endToEndIntervals !== undefined) w.tag(120).putUint32(m.endToEndIntervals, 'monitoring.v1.LevelFigures.endToEndIntervals');
  },
  read(r, outerEnd, depth) {
    let measuredIntervals: number = 0;
    let unavailableIntervals: number = 0;
    let highLossIntervals: number = 0;
    let availabilityPpm: number | undefined;
    let lossPpm: number | undefined;
    let delays: bigint = 0n;
    let delayP50Ns: bigint | undefined;
    let delayP95Ns: bigint | undefined;
    let delayP99Ns: bigint | undefined;
    let delayP999Ns: bigint | undefined;
    let variationP99Ns: bigint | undefined;
    let roundTrips: bigint | undefined;
    let roundTripP50Ns: bigint | undefined;
    let roundTripP99Ns: bigint | undefined;
    let endToEndIntervals: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          measuredIntervals = r.uint32();
          break;
        case 16:
          unavailableIntervals = r.uint32();
          break;
        case 24:
          highLossIntervals = r.uint32();
          break;
        case 32:
          availabilityPpm = r.uint32();
          break;
        case 40:
          lossPpm = r.uint32();
          break;
        case 48:
          delays = r.int64();
          break;
        case 56:
          delayP50Ns = r.int64();
          break;
        case 64:
          delayP95Ns = r.int64();
          break;
        case 72:
          delayP99Ns = r.int64();
          break;
        case 80:
          delayP999Ns = r.int64();
          break;
        case 88:
          variationP99Ns = r.int64();
          break;
        case 96:
          roundTrips = r.int64();
          break;
        case 104:
          roundTripP50Ns = r.int64();
          break;
        case 112:
          roundTripP99Ns = r.int64();
          break;
        case 120:
          endToEndIntervals = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<LevelFigures> = {
      measuredIntervals,
      unavailableIntervals,
      highLossIntervals,
      delays,
    };
    if (availabilityPpm !== undefined) draft.availabilityPpm = availabilityPpm;
    if (lossPpm !== undefined) draft.lossPpm = lossPpm;
    if (delayP50Ns !== undefined) draft.delayP50Ns = delayP50Ns;
    if (delayP95Ns !== undefined) draft.delayP95Ns = delayP95Ns;
    if (delayP99Ns !== undefined) draft.delayP99Ns = delayP99Ns;
    if (delayP999Ns !== undefined) draft.delayP999Ns = delayP999Ns;
    if (variationP99Ns !== undefined) draft.variationP99Ns = variationP99Ns;
    if (roundTrips !== undefined) draft.roundTrips = roundTrips;
    if (roundTripP50Ns !== undefined) draft.roundTripP50Ns = roundTripP50Ns;
    if (roundTripP99Ns !== undefined) draft.roundTripP99Ns = roundTripP99Ns;
    if (endToEndIntervals !== undefined) draft.endToEndIntervals = endToEndIntervals;
    return draft;
  },
  toJson(m) {
    return {
      measuredIntervals: m.measuredIntervals,
      unavailableIntervals: m.unavailableIntervals,
      highLossIntervals: m.highLossIntervals,
      ...(m.availabilityPpm === undefined ? {} : { availabilityPpm: m.availabilityPpm }),
      ...(m.lossPpm === undefined ? {} : { lossPpm: m.lossPpm }),
      delays: m.delays.toString(),
      ...(m.delayP50Ns === undefined ? {} : { delayP50Ns: m.delayP50Ns.toString() }),
      ...(m.delayP95Ns === undefined ? {} : { delayP95Ns: m.delayP95Ns.toString() }),
      ...(m.delayP99Ns === undefined ? {} : { delayP99Ns: m.delayP99Ns.toString() }),
      ...(m.delayP999Ns === undefined ? {} : { delayP999Ns: m.delayP999Ns.toString() }),
      ...(m.variationP99Ns === undefined ? {} : { variationP99Ns: m.variationP99Ns.toString() }),
      ...(m.roundTrips === undefined ? {} : { roundTrips: m.roundTrips.toString() }),
      ...(m.roundTripP50Ns === undefined ? {} : { roundTripP50Ns: m.roundTripP50Ns.toString() }),
      ...(m.roundTripP99Ns === undefined ? {} : { roundTripP99Ns: m.roundTripP99Ns.toString() }),
      ...(m.endToEndIntervals === undefined ? {} : { endToEndIntervals: m.endToEndIntervals }),
    };
  },
});

/** One promised figure, held against what was measured. */
export interface LevelClause {
  readonly indicator: PerformanceIndicator;
  readonly promised: bigint;
  /** Absent where too little was measured. */
  readonly observed?: bigint;
  readonly verdict: LevelVerdict;
}

export const LevelClause: rt.Codec<LevelClause> = rt.codec<LevelClause>({
  typeName: 'monitoring.v1.LevelClause',
  write(m, w) {
    w.int32(8, PerformanceIndicator.numberOf(m.indicator, 'monitoring.v1.LevelClause.indicator'), 'monitoring.v1.LevelClause.indicator');
    w.int64(16, m.promised, 'monitoring.v1.LevelClause.promised');
    if (m.observed !== undefined) w.tag(24).putInt64(m.observed, 'monitoring.v1.LevelClause.observed');
    w.int32(32, LevelVerdict.numberOf(m.verdict, 'monitoring.v1.LevelClause.verdict'), 'monitoring.v1.LevelClause.verdict');
  },
  read(r, outerEnd, depth) {
    let indicator: PerformanceIndicator = 'unspecified';
    let promised: bigint = 0n;
    let observed: bigint | undefined;
    let verdict: LevelVerdict = 'unspecified';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          indicator = PerformanceIndicator.nameOf(r.int32());
          break;
        case 16:
          promised = r.int64();
          break;
        case 24:
          observed = r.int64();
          break;
        case 32:
          verdict = LevelVerdict.nameOf(r.int32());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<LevelClause> = {
      indicator,
      promised,
      verdict,
    };
    if (observed !== undefined) draft.observed = observed;
    return draft;
  },
  toJson(m) {
    return {
      indicator: m.indicator,
      promised: m.promised.toString(),
      ...(m.observed === undefined ? {} : { observed: m.observed.toString() }),
      verdict: m.verdict,
    };
  },
});

/** A segment within a report. */
export interface SegmentLevel {
  readonly segmentId: string;
  readonly providerId: string;
  readonly route: number;
  readonly figures: LevelFigures;
  readonly clauses: readonly LevelClause[];
}

export const SegmentLevel: rt.Codec<SegmentLevel> = rt.codec<SegmentLevel>({
  typeName: 'monitoring.v1.SegmentLevel',
  write(m, w, depth) {
    w.string(10, m.segmentId, 'monitoring.v1.SegmentLevel.segmentId');
    w.string(18, m.providerId, 'monitoring.v1.SegmentLevel.providerId');
    w.uint32(24, m.route, 'monitoring.v1.SegmentLevel.route');
    w.message(34, LevelFigures, m.figures, depth, 'monitoring.v1.SegmentLevel.figures');
    for (const item of rt.list(m.clauses, 'monitoring.v1.SegmentLevel.clauses')) w.message(42, LevelClause, item, depth, 'monitoring.v1.SegmentLevel.clauses');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    let route: number = 0;
    let figures: LevelFigures | undefined;
    const clauses: LevelClause[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 24:
          route = r.uint32();
          break;
        case 34:
          if (figures !== undefined) rt.twice('monitoring.v1.SegmentLevel.figures');
          figures = LevelFigures.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          clauses.push(LevelClause.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      providerId,
      route,
      figures: figures ?? rt.missing('monitoring.v1.SegmentLevel.figures'),
      clauses,
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      providerId: m.providerId,
      route: m.route,
      figures: LevelFigures.toJson(m.figures),
      clauses: m.clauses.map((item) => LevelClause.toJson(item)),
    };
  },
});

/** What a service showed over a period, beside what its contract promises. */
export interface ServiceLevelReport {
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly from: rt.Instant;
  readonly until: rt.Instant;
  /** From end to end: measured where it was, else reckoned from its segments. */
  readonly figures: LevelFigures;
  readonly clauses: readonly LevelClause[];
  /** Those that something was measured of. */
  readonly segments: readonly SegmentLevel[];
}

export const ServiceLevelReport: rt.Codec<ServiceLevelReport> = rt.codec<ServiceLevelReport>({
  typeName: 'monitoring.v1.ServiceLevelReport',
  write(m, w, depth) {
    w.string(10, m.contractId, 'monitoring.v1.ServiceLevelReport.contractId');
    w.string(18, m.orderId, 'monitoring.v1.ServiceLevelReport.orderId');
    w.string(26, m.buyerId, 'monitoring.v1.ServiceLevelReport.buyerId');
    rt.instant(w.tag(34), m.from, 'monitoring.v1.ServiceLevelReport.from');
    rt.instant(w.tag(42), m.until, 'monitoring.v1.ServiceLevelReport.until');
    w.message(50, LevelFigures, m.figures, depth, 'monitoring.v1.ServiceLevelReport.figures');
    for (const item of rt.list(m.clauses, 'monitoring.v1.ServiceLevelReport.clauses')) w.message(58, LevelClause, item, depth, 'monitoring.v1.ServiceLevelReport.clauses');
    for (const item of rt.list(m.segments, 'monitoring.v1.ServiceLevelReport.segments')) w.message(66, SegmentLevel, item, depth, 'monitoring.v1.ServiceLevelReport.segments');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    let from: rt.Instant | undefined;
    let until: rt.Instant | undefined;
    let figures: LevelFigures | undefined;
    const clauses: LevelClause[] = [];
    const segments: SegmentLevel[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          buyerId = r.string();
          break;
        case 34:
          if (from !== undefined) rt.twice('monitoring.v1.ServiceLevelReport.from');
          from = rt.readInstant(r, 'monitoring.v1.ServiceLevelReport.from');
          break;
        case 42:
          if (until !== undefined) rt.twice('monitoring.v1.ServiceLevelReport.until');
          until = rt.readInstant(r, 'monitoring.v1.ServiceLevelReport.until');
          break;
        case 50:
          if (figures !== undefined) rt.twice('monitoring.v1.ServiceLevelReport.figures');
          figures = LevelFigures.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          clauses.push(LevelClause.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 66:
          segments.push(SegmentLevel.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      buyerId,
      from: from ?? rt.missing('monitoring.v1.ServiceLevelReport.from'),
      until: until ?? rt.missing('monitoring.v1.ServiceLevelReport.until'),
      figures: figures ?? rt.missing('monitoring.v1.ServiceLevelReport.figures'),
      clauses,
      segments,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      from: rt.instantJson(m.from),
      until: rt.instantJson(m.until),
      figures: LevelFigures.toJson(m.figures),
      clauses: m.clauses.map((item) => LevelClause.toJson(item)),
      segments: m.segments.map((item) => SegmentLevel.toJson(item)),
    };
  },
});

export interface GetServiceLevelRequest {
  /** As in ListAlarmsRequest. */
  readonly buyerId: string;
  /** A contract, or its order. */
  readonly serviceId: string;
  /** A month of the calendar in UTC, `2026-11`. Empty: the present one. */
  readonly month: string;
}

export const GetServiceLevelRequest: rt.Codec<GetServiceLevelRequest> = rt.codec<GetServiceLevelRequest>({
  typeName: 'monitoring.v1.GetServiceLevelRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'monitoring.v1.GetServiceLevelRequest.buyerId');
    w.string(18, m.serviceId, 'monitoring.v1.GetServiceLevelRequest.serviceId');
    w.string(26, m.month, 'monitoring.v1.GetServiceLevelRequest.month');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let serviceId: string = '';
    let month: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          serviceId = r.string();
          break;
        case 26:
          month = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      serviceId,
      month,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      serviceId: m.serviceId,
      month: m.month,
    };
  },
});

export interface GetServiceLevelResponse {
  readonly outcome:
    | { readonly kind: 'report'; readonly report: ServiceLevelReport }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetServiceLevelResponse: rt.Codec<GetServiceLevelResponse> = rt.codec<GetServiceLevelResponse>({
  typeName: 'monitoring.v1.GetServiceLevelResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['report', 'refused'], 'monitoring.v1.GetServiceLevelResponse.outcome');
    if (m.outcome.kind === 'report') w.message(10, ServiceLevelReport, m.outcome.report, depth, 'monitoring.v1.GetServiceLevelResponse.report');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'monitoring.v1.GetServiceLevelResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetServiceLevelResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'report') rt.twice('monitoring.v1.GetServiceLevelResponse.report');
          outcome = { kind: 'report', report: ServiceLevelReport.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('monitoring.v1.GetServiceLevelResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('monitoring.v1.GetServiceLevelResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'report' ? { kind: 'report', report: ServiceLevelReport.toJson(m.outcome.report) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** A field that is empty leaves nothing out. */
export interface ListAlarmsRequest {
  /** A buyer is shown what bears on its own services. Empty for the operator, who sees all. */
  readonly buyerId: string;
  readonly state: AlarmState;
  /** A contract, or its order. */
  readonly serviceId: string;
  readonly providerId: string;
  readonly segmentId: string;
  /** 1 to 1000. */
  readonly limit: number;
}

export const ListAlarmsRequest: rt.Codec<ListAlarmsRequest> = rt.codec<ListAlarmsRequest>({
  typeName: 'monitoring.v1.ListAlarmsRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'monitoring.v1.ListAlarmsRequest.buyerId');
    w.int32(16, AlarmState.numberOf(m.state, 'monitoring.v1.ListAlarmsRequest.state'), 'monitoring.v1.ListAlarmsRequest.state');
    w.string(26, m.serviceId, 'monitoring.v1.ListAlarmsRequest.serviceId');
    w.string(34, m.providerId, 'monitoring.v1.ListAlarmsRequest.providerId');
    w.string(42, m.segmentId, 'monitoring.v1.ListAlarmsRequest.segmentId');
    w.uint32(48, m.limit, 'monitoring.v1.ListAlarmsRequest.limit');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let state: AlarmState = 'unspecified';
    let serviceId: string = '';
    let providerId: string = '';
    let segmentId: string = '';
    let limit: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 16:
          state = AlarmState.nameOf(r.int32());
          break;
        case 26:
          serviceId = r.string();
          break;
        case 34:
          providerId = r.string();
          break;
        case 42:
          segmentId = r.string();
          break;
        case 48:
          limit = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      state,
      serviceId,
      providerId,
      segmentId,
      limit,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      state: m.state,
      serviceId: m.serviceId,
      providerId: m.providerId,
      segmentId: m.segmentId,
      limit: m.limit,
    };
  },
});

export interface ListAlarmsResponse {
  readonly alarms: readonly Alarm[];
}

export const ListAlarmsResponse: rt.Codec<ListAlarmsResponse> = rt.codec<ListAlarmsResponse>({
  typeName: 'monitoring.v1.ListAlarmsResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.alarms, 'monitoring.v1.ListAlarmsResponse.alarms')) w.message(10, Alarm, item, depth, 'monitoring.v1.ListAlarmsResponse.alarms');
  },
  read(r, outerEnd, depth) {
    const alarms: Alarm[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          alarms.push(Alarm.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      alarms,
    };
  },
  toJson(m) {
    return {
      alarms: m.alarms.map((item) => Alarm.toJson(item)),
    };
  },
});

export interface GetAlarmRequest {
  /** As in ListAlarmsRequest. */
  readonly buyerId: string;
  readonly alarmId: string;
}

export const GetAlarmRequest: rt.Codec<GetAlarmRequest> = rt.codec<GetAlarmRequest>({
  typeName: 'monitoring.v1.GetAlarmRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'monitoring.v1.GetAlarmRequest.buyerId');
    w.string(18, m.alarmId, 'monitoring.v1.GetAlarmRequest.alarmId');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let alarmId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          alarmId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      alarmId,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      alarmId: m.alarmId,
    };
  },
});

export interface GetAlarmResponse {
  readonly outcome:
    | { readonly kind: 'alarm'; readonly alarm: Alarm }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetAlarmResponse: rt.Codec<GetAlarmResponse> = rt.codec<GetAlarmResponse>({
  typeName: 'monitoring.v1.GetAlarmResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['alarm', 'refused'], 'monitoring.v1.GetAlarmResponse.outcome');
    if (m.outcome.kind === 'alarm') w.message(10, Alarm, m.outcome.alarm, depth, 'monitoring.v1.GetAlarmResponse.alarm');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'monitoring.v1.GetAlarmResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetAlarmResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'alarm') rt.twice('monitoring.v1.GetAlarmResponse.alarm');
          outcome = { kind: 'alarm', alarm: Alarm.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('monitoring.v1.GetAlarmResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('monitoring.v1.GetAlarmResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'alarm' ? { kind: 'alarm', alarm: Alarm.toJson(m.outcome.alarm) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface ListParkedStreamsRequest {}

export const ListParkedStreamsRequest: rt.Codec<ListParkedStreamsRequest> = rt.codec<ListParkedStreamsRequest>({
  typeName: 'monitoring.v1.ListParkedStreamsRequest',
  write() {},
  read(r, outerEnd, depth) {
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {};
  },
  toJson() {
    return {};
  },
});

export interface ListParkedStreamsResponse {
  readonly parked: readonly ParkedStream[];
  /** All that are parked; the list ends at a limit. */
  readonly parkedCount: number;
}

export const ListParkedStreamsResponse: rt.Codec<ListParkedStreamsResponse> = rt.codec<ListParkedStreamsResponse>({
  typeName: 'monitoring.v1.ListParkedStreamsResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.parked, 'monitoring.v1.ListParkedStreamsResponse.parked')) w.message(10, ParkedStream, item, depth, 'monitoring.v1.ListParkedStreamsResponse.parked');
    w.uint32(16, m.parkedCount, 'monitoring.v1.ListParkedStreamsResponse.parkedCount');
  },
  read(r, outerEnd, depth) {
    const parked: ParkedStream[] = [];
    let parkedCount: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          parked.push(ParkedStream.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 16:
          parkedCount = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      parked,
      parkedCount,
    };
  },
  toJson(m) {
    return {
      parked: m.parked.map((item) => ParkedStream.toJson(item)),
      parkedCount: m.parkedCount,
    };
  },
});

/** A stream that a reader stopped to follow, because it could not take one of its events. Later ones wait behind it. */
export interface ParkedStream {
  readonly reader: string;
  readonly stream: string;
  readonly position: bigint;
  readonly eventId: string;
  readonly error: string;
  readonly parkedAt: rt.Instant;
}

export const ParkedStream: rt.Codec<ParkedStream> = rt.codec<ParkedStream>({
  typeName: 'monitoring.v1.ParkedStream',
  write(m, w) {
    w.string(10, m.reader, 'monitoring.v1.ParkedStream.reader');
    w.string(18, m.stream, 'monitoring.v1.ParkedStream.stream');
    w.int64(24, m.position, 'monitoring.v1.ParkedStream.position');
    w.string(34, m.eventId, 'monitoring.v1.ParkedStream.eventId');
    w.string(42, m.error, 'monitoring.v1.ParkedStream.error');
    rt.instant(w.tag(50), m.parkedAt, 'monitoring.v1.ParkedStream.parkedAt');
  },
  read(r, outerEnd, depth) {
    let reader: string = '';
    let stream: string = '';
    let position: bigint = 0n;
    let eventId: string = '';
    let error: string = '';
    let parkedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          reader = r.string();
          break;
        case 18:
          stream = r.string();
          break;
        case 24:
          position = r.int64();
          break;
        case 34:
          eventId = r.string();
          break;
        case 42:
          error = r.string();
          break;
        case 50:
          if (parkedAt !== undefined) rt.twice('monitoring.v1.ParkedStream.parkedAt');
          parkedAt = rt.readInstant(r, 'monitoring.v1.ParkedStream.parkedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      reader,
      stream,
      position,
      eventId,
      error,
      parkedAt: parkedAt ?? rt.missing('monitoring.v1.ParkedStream.parkedAt'),
    };
  },
  toJson(m) {
    return {
      reader: m.reader,
      stream: m.stream,
      position: m.position.toString(),
      eventId: m.eventId,
      error: m.error,
      parkedAt: rt.instantJson(m.parkedAt),
    };
  },
});

export interface GetParkedStreamRequest {
  readonly reader: string;
  readonly stream: string;
}

export const GetParkedStreamRequest: rt.Codec<GetParkedStreamRequest> = rt.codec<GetParkedStreamRequest>({
  typeName: 'monitoring.v1.GetParkedStreamRequest',
  write(m, w) {
    w.string(10, m.reader, 'monitoring.v1.GetParkedStreamRequest.reader');
    w.string(18, m.stream, 'monitoring.v1.GetParkedStreamRequest.stream');
  },
  read(r, outerEnd, depth) {
    let reader: string = '';
    let stream: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          reader = r.string();
          break;
        case 18:
          stream = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      reader,
      stream,
    };
  },
  toJson(m) {
    return {
      reader: m.reader,
      stream: m.stream,
    };
  },
});

export interface GetParkedStreamResponse {
  /** Absent when it is not parked. */
  readonly parked?: ParkedStream;
  /** The first events that wait, the one that could not be taken before all. */
  readonly waiting: readonly WaitingEvent[];
  /** All that wait. */
  readonly waitingCount: number;
}

export const GetParkedStreamResponse: rt.Codec<GetParkedStreamResponse> = rt.codec<GetParkedStreamResponse>({
  typeName: 'monitoring.v1.GetParkedStreamResponse',
  write(m, w, depth) {
    if (m.parked !== undefined) w.message(10, ParkedStream, m.parked, depth, 'monitoring.v1.GetParkedStreamResponse.parked');
    for (const item of rt.list(m.waiting, 'monitoring.v1.GetParkedStreamResponse.waiting')) w.message(18, WaitingEvent, item, depth, 'monitoring.v1.GetParkedStreamResponse.waiting');
    w.uint32(24, m.waitingCount, 'monitoring.v1.GetParkedStreamResponse.waitingCount');
  },
  read(r, outerEnd, depth) {
    let parked: ParkedStream | undefined;
    const waiting: WaitingEvent[] = [];
    let waitingCount: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (parked !== undefined) rt.twice('monitoring.v1.GetParkedStreamResponse.parked');
          parked = ParkedStream.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          waiting.push(WaitingEvent.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 24:
          waitingCount = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<GetParkedStreamResponse> = {
      waiting,
      waitingCount,
    };
    if (parked !== undefined) draft.parked = parked;
    return draft;
  },
  toJson(m) {
    return {
      ...(m.parked === undefined ? {} : { parked: ParkedStream.toJson(m.parked) }),
      waiting: m.waiting.map((item) => WaitingEvent.toJson(item)),
      waitingCount: m.waitingCount,
    };
  },
});

/** An event that a reader has not taken. */
export interface WaitingEvent {
  readonly position: bigint;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly recordedAt: rt.Instant;
  /** What it says, as JSON; empty when it can't be read. */
  readonly dataJson: string;
}

export const WaitingEvent: rt.Codec<WaitingEvent> = rt.codec<WaitingEvent>({
  typeName: 'monitoring.v1.WaitingEvent',
  write(m, w) {
    w.int64(8, m.position, 'monitoring.v1.WaitingEvent.position');
    w.uint32(16, m.revision, 'monitoring.v1.WaitingEvent.revision');
    w.string(26, m.eventId, 'monitoring.v1.WaitingEvent.eventId');
    w.string(34, m.type, 'monitoring.v1.WaitingEvent.type');
    rt.instant(w.tag(42), m.recordedAt, 'monitoring.v1.WaitingEvent.recordedAt');
    w.string(50, m.dataJson, 'monitoring.v1.WaitingEvent.dataJson');
  },
  read(r, outerEnd, depth) {
    let position: bigint = 0n;
    let revision: number = 0;
    let eventId: string = '';
    let type: string = '';
    let recordedAt: rt.Instant | undefined;
    let dataJson: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          position = r.int64();
          break;
        case 16:
          revision = r.uint32();
          break;
        case 26:
          eventId = r.string();
          break;
        case 34:
          type = r.string();
          break;
        case 42:
          if (recordedAt !== undefined) rt.twice('monitoring.v1.WaitingEvent.recordedAt');
          recordedAt = rt.readInstant(r, 'monitoring.v1.WaitingEvent.recordedAt');
          break;
        case 50:
          dataJson = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      position,
      revision,
      eventId,
      type,
      recordedAt: recordedAt ?? rt.missing('monitoring.v1.WaitingEvent.recordedAt'),
      dataJson,
    };
  },
  toJson(m) {
    return {
      position: m.position.toString(),
      revision: m.revision,
      eventId: m.eventId,
      type: m.type,
      recordedAt: rt.instantJson(m.recordedAt),
      dataJson: m.dataJson,
    };
  },
});

export interface ListProcessesRequest {}

export const ListProcessesRequest: rt.Codec<ListProcessesRequest> = rt.codec<ListProcessesRequest>({
  typeName: 'monitoring.v1.ListProcessesRequest',
  write() {},
  read(r, outerEnd, depth) {
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {};
  },
  toJson() {
    return {};
  },
});

export interface ListProcessesResponse {
  readonly processes: readonly ProcessRecord[];
}

export const ListProcessesResponse: rt.Codec<ListProcessesResponse> = rt.codec<ListProcessesResponse>({
  typeName: 'monitoring.v1.ListProcessesResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.processes, 'monitoring.v1.ListProcessesResponse.processes')) w.message(10, ProcessRecord, item, depth, 'monitoring.v1.ListProcessesResponse.processes');
  },
  read(r, outerEnd, depth) {
    const processes: ProcessRecord[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          processes.push(ProcessRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      processes,
    };
  },
  toJson(m) {
    return {
      processes: m.processes.map((item) => ProcessRecord.toJson(item)),
    };
  },
});

/** A process of the mesh, as its last heartbeat told. */
export interface ProcessRecord {
  readonly service: string;
  readonly instanceId: string;
  readonly startedAt: rt.Instant;
  readonly lastHeardAt: rt.Instant;
  /** It was heard of within the last three heartbeats. */
  readonly alive: boolean;
  /** The place in the ledger up to which it has worked. */
  readonly position: bigint;
  readonly residentBytes: bigint;
  /** What waits for an operator in this process, a sentence each. */
  readonly alarms: readonly string[];
}

export const ProcessRecord: rt.Codec<ProcessRecord> = rt.codec<ProcessRecord>({
  typeName: 'monitoring.v1.ProcessRecord',
  write(m, w) {
    w.string(10, m.service, 'monitoring.v1.ProcessRecord.service');
    w.string(18, m.instanceId, 'monitoring.v1.ProcessRecord.instanceId');
    rt.instant(w.tag(26), m.startedAt, 'monitoring.v1.ProcessRecord.startedAt');
    rt.instant(w.tag(34), m.lastHeardAt, 'monitoring.v1.ProcessRecord.lastHeardAt');
    w.bool(40, m.alive, 'monitoring.v1.ProcessRecord.alive');
    w.int64(48, m.position, 'monitoring.v1.ProcessRecord.position');
    w.uint64(56, m.residentBytes, 'monitoring.v1.ProcessRecord.residentBytes');
    for (const item of rt.list(m.alarms, 'monitoring.v1.ProcessRecord.alarms')) w.tag(66).putString(item, 'monitoring.v1.ProcessRecord.alarms');
  },
  read(r, outerEnd, depth) {
    let service: string = '';
    let instanceId: string = '';
    let startedAt: rt.Instant | undefined;
    let lastHeardAt: rt.Instant | undefined;
    let alive: boolean = false;
    let position: bigint = 0n;
    let residentBytes: bigint = 0n;
    const alarms: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          service = r.string();
          break;
        case 18:
          instanceId = r.string();
          break;
        case 26:
          if (startedAt !== undefined) rt.twice('monitoring.v1.ProcessRecord.startedAt');
          startedAt = rt.readInstant(r, 'monitoring.v1.ProcessRecord.startedAt');
          break;
        case 34:
          if (lastHeardAt !== undefined) rt.twice('monitoring.v1.ProcessRecord.lastHeardAt');
          lastHeardAt = rt.readInstant(r, 'monitoring.v1.ProcessRecord.lastHeardAt');
          break;
        case 40:
          alive = r.bool();
          break;
        case 48:
          position = r.int64();
          break;
        case 56:
          residentBytes = r.uint64();
          break;
        case 66:
          alarms.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      service,
      instanceId,
      startedAt: startedAt ?? rt.missing('monitoring.v1.ProcessRecord.startedAt'),
      lastHeardAt: lastHeardAt ?? rt.missing('monitoring.v1.ProcessRecord.lastHeardAt'),
      alive,
      position,
      residentBytes,
      alarms,
    };
  },
  toJson(m) {
    return {
      service: m.service,
      instanceId: m.instanceId,
      startedAt: rt.instantJson(m.startedAt),
      lastHeardAt: rt.instantJson(m.lastHeardAt),
      alive: m.alive,
      position: m.position.toString(),
      residentBytes: m.residentBytes.toString(),
      alarms: m.alarms,
    };
  },
});

export interface ListSegmentMeasurementsRequest {
  readonly segmentIds: readonly string[];
}

export const ListSegmentMeasurementsRequest: rt.Codec<ListSegmentMeasurementsRequest> = rt.codec<ListSegmentMeasurementsRequest>({
  typeName: 'monitoring.v1.ListSegmentMeasurementsRequest',
  write(m, w) {
    for (const item of rt.list(m.segmentIds, 'monitoring.v1.ListSegmentMeasurementsRequest.segmentIds')) w.tag(10).putString(item, 'monitoring.v1.ListSegmentMeasurementsRequest.segmentIds');
  },
  read(r, outerEnd, depth) {
    const segmentIds: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentIds.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentIds,
    };
  },
  toJson(m) {
    return {
      segmentIds: m.segmentIds,
    };
  },
});

export interface ListSegmentMeasurementsResponse {
  readonly measurements: readonly SegmentMeasurement[];
}

export const ListSegmentMeasurementsResponse: rt.Codec<ListSegmentMeasurementsResponse> = rt.codec<ListSegmentMeasurementsResponse>({
  typeName: 'monitoring.v1.ListSegmentMeasurementsResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.measurements, 'monitoring.v1.ListSegmentMeasurementsResponse.measurements')) w.message(10, SegmentMeasurement, item, depth, 'monitoring.v1.ListSegmentMeasurementsResponse.measurements');
  },
  read(r, outerEnd, depth) {
    const measurements: SegmentMeasurement[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          measurements.push(SegmentMeasurement.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      measurements,
    };
  },
  toJson(m) {
    return {
      measurements: m.measurements.map((item) => SegmentMeasurement.toJson(item)),
    };
  },
});

/** The newest measurement of a segment. */
export interface SegmentMeasurement {
  readonly segmentId: string;
  readonly providerId: string;
  readonly measuredAt: rt.Instant;
  readonly latencyNs: bigint;
  readonly lossPpm: number;
}

export const SegmentMeasurement: rt.Codec<SegmentMeasurement> = rt.codec<SegmentMeasurement>({
  typeName: 'monitoring.v1.SegmentMeasurement',
  write(m, w) {
    w.string(10, m.segmentId, 'monitoring.v1.SegmentMeasurement.segmentId');
    w.string(18, m.providerId, 'monitoring.v1.SegmentMeasurement.providerId');
    rt.instant(w.tag(26), m.measuredAt, 'monitoring.v1.SegmentMeasurement.measuredAt');
    w.int64(32, m.latencyNs, 'monitoring.v1.SegmentMeasurement.latencyNs');
    w.uint32(40, m.lossPpm, 'monitoring.v1.SegmentMeasurement.lossPpm');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    let measuredAt: rt.Instant | undefined;
    let latencyNs: bigint = 0n;
    let lossPpm: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 26:
          if (measuredAt !== undefined) rt.twice('monitoring.v1.SegmentMeasurement.measuredAt');
          measuredAt = rt.readInstant(r, 'monitoring.v1.SegmentMeasurement.measuredAt');
          break;
        case 32:
          latencyNs = r.int64();
          break;
        case 40:
          lossPpm = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      providerId,
      measuredAt: measuredAt ?? rt.missing('monitoring.v1.SegmentMeasurement.measuredAt'),
      latencyNs,
      lossPpm,
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      providerId: m.providerId,
      measuredAt: rt.instantJson(m.measuredAt),
      latencyNs: m.latencyNs.toString(),
      lossPpm: m.lossPpm,
    };
  },
});

/** Takes a parked stream up again, with the event that could not be taken or without it. */
export const TakeUpStream: rt.Rpc<TakeUpStreamRequest, TakeUpStreamResponse> = {
  name: 'TakeUpStream',
  kind: 'command',
  subject: 'cm.cmd.monitoring.v1.TakeUpStream',
  request: TakeUpStreamRequest,
  response: TakeUpStreamResponse,
};

/** Which processes of the mesh were heard of, and when last. */
export const ListProcesses: rt.Rpc<ListProcessesRequest, ListProcessesResponse> = {
  name: 'ListProcesses',
  kind: 'query',
  subject: 'cm.qry.monitoring.v1.ListProcesses',
  request: ListProcessesRequest,
  response: ListProcessesResponse,
};

/** The newest measurement of each segment. */
export const ListSegmentMeasurements: rt.Rpc<ListSegmentMeasurementsRequest, ListSegmentMeasurementsResponse> = {
  name: 'ListSegmentMeasurements',
  kind: 'query',
  subject: 'cm.qry.monitoring.v1.ListSegmentMeasurements',
  request: ListSegmentMeasurementsRequest,
  response: ListSegmentMeasurementsResponse,
};

/** Alarms, newest first. */
export const ListAlarms: rt.Rpc<ListAlarmsRequest, ListAlarmsResponse> = {
  name: 'ListAlarms',
  kind: 'query',
  subject: 'cm.qry.monitoring.v1.ListAlarms',
  request: ListAlarmsRequest,
  response: ListAlarmsResponse,
};

/** One alarm, as it stands. */
export const GetAlarm: rt.Rpc<GetAlarmRequest, GetAlarmResponse> = {
  name: 'GetAlarm',
  kind: 'query',
  subject: 'cm.qry.monitoring.v1.GetAlarm',
  request: GetAlarmRequest,
  response: GetAlarmResponse,
};

/** What a service showed in a month, by percentile, beside what its contract promises. */
export const GetServiceLevel: rt.Rpc<GetServiceLevelRequest, GetServiceLevelResponse> = {
  name: 'GetServiceLevel',
  kind: 'query',
  subject: 'cm.qry.monitoring.v1.GetServiceLevel',
  request: GetServiceLevelRequest,
  response: GetServiceLevelResponse,
};

/** Its readers, and the streams of which one of them could not take an event. */
export const ListParkedStreams: rt.Rpc<ListParkedStreamsRequest, ListParkedStreamsResponse> = {
  name: 'ListParkedStreams',
  kind: 'query',
  subject: 'cm.qry.monitoring.v1.ListParkedStreams',
  request: ListParkedStreamsRequest,
  response: ListParkedStreamsResponse,
};

/** One parked stream, with the events that wait. */
export const GetParkedStream: rt.Rpc<GetParkedStreamRequest, GetParkedStreamResponse> = {
  name: 'GetParkedStream',
  kind: 'query',
  subject: 'cm.qry.monitoring.v1.GetParkedStream',
  request: GetParkedStreamRequest,
  response: GetParkedStreamResponse,
};

/** Every event of the context, told apart by its type. */
export type AnyEvent =
  | { readonly type: 'monitoring.v1.MeasurementsReported'; readonly data: MeasurementsReported }
  | { readonly type: 'monitoring.v1.MeasurementWindowJudged'; readonly data: MeasurementWindowJudged }
  | { readonly type: 'monitoring.v1.SegmentImpaired'; readonly data: SegmentImpaired }
  | { readonly type: 'monitoring.v1.SegmentTried'; readonly data: SegmentTried }
  | { readonly type: 'monitoring.v1.SegmentRestored'; readonly data: SegmentRestored };
