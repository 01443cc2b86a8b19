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
  | 'quality-of-service-alarm';
export const AlarmType: rt.EnumCodec<AlarmType> = rt.enumeration<AlarmType>('monitoring.v1.AlarmType', {
  unspecified: 0,
  'communications-alarm': 1,
  'quality-of-service-alarm': 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ProbableCause =
  | 'unspecified'
  /** Nothing comes through. */
  | 'loss-of-signal'
  /** More is lost than was promised. */
  | 'degraded-signal'
  /** It takes longer than was promised. */
  | 'response-time-excessive';
export const ProbableCause: rt.EnumCodec<ProbableCause> = rt.enumeration<ProbableCause>('monitoring.v1.ProbableCause', {
  unspecified: 0,
  'loss-of-signal': 1,
  'degraded-signal': 2,
  'response-time-excessive': 3,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type PerceivedSeverity =
  | 'unspecified'
  | 'major'
  | 'critical';
export const PerceivedSeverity: rt.EnumCodec<PerceivedSeverity> = rt.enumeration<PerceivedSeverity>('monitoring.v1.PerceivedSeverity', {
  unspecified: 0,
  major: 1,
  critical: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ClearanceReason =
  | 'unspecified'
  /** As many good windows in a row as the rule says. */
  | 'measured-well'
  /** The segment carries nothing any more. */
  | 'released';
export const ClearanceReason: rt.EnumCodec<ClearanceReason> = rt.enumeration<ClearanceReason>('monitoring.v1.ClearanceReason', {
  unspecified: 0,
  'measured-well': 1,
  released: 2,
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
    if (m.reader !== '') rt.string(w.uint32(10), m.reader, 'monitoring.v1.TakeUpStreamRequest.reader');
    if (m.stream !== '') rt.string(w.uint32(18), m.stream, 'monitoring.v1.TakeUpStreamRequest.stream');
    if (m.drop !== undefined) {
      DroppedEvent.write(m.drop, rt.begin(w.uint32(26), m.drop, depth, 'monitoring.v1.TakeUpStreamRequest.drop'), depth + 1);
      w.ldelim();
    }
  },
  read(r, outerEnd, depth) {
    let reader: string = '';
    let stream: string = '';
    let drop: DroppedEvent | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          reader = rt.readString(r);
          break;
        case 18:
          stream = rt.readString(r);
          break;
        case 26:
          rt.once(drop, 'monitoring.v1.TakeUpStreamRequest.drop');
          drop = DroppedEvent.read(r, rt.enterMessage(r, depth), depth + 1);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.eventId !== '') rt.string(w.uint32(10), m.eventId, 'monitoring.v1.DroppedEvent.eventId');
    if (m.by !== '') rt.string(w.uint32(18), m.by, 'monitoring.v1.DroppedEvent.by');
    if (m.reason !== '') rt.string(w.uint32(26), m.reason, 'monitoring.v1.DroppedEvent.reason');
  },
  read(r, outerEnd, depth) {
    let eventId: string = '';
    let by: string = '';
    let reason: string = '';
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          eventId = rt.readString(r);
          break;
        case 18:
          by = rt.readString(r);
          break;
        case 26:
          reason = rt.readString(r);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.outcome !== 'unspecified') w.uint32(8).int32(TakeUpOutcome.numberOf(m.outcome, 'monitoring.v1.TakeUpStreamResponse.outcome'));
    if (m.applied !== 0) rt.uint32(w.uint32(16), m.applied, 'monitoring.v1.TakeUpStreamResponse.applied');
    if (m.eventId !== '') rt.string(w.uint32(26), m.eventId, 'monitoring.v1.TakeUpStreamResponse.eventId');
    if (m.error !== '') rt.string(w.uint32(34), m.error, 'monitoring.v1.TakeUpStreamResponse.error');
  },
  read(r, outerEnd, depth) {
    let outcome: TakeUpOutcome = 'unspecified';
    let applied: number = 0;
    let eventId: string = '';
    let error: string = '';
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          outcome = TakeUpOutcome.nameOf(r.int32());
          break;
        case 16:
          applied = r.uint32();
          break;
        case 26:
          eventId = rt.readString(r);
          break;
        case 34:
          error = rt.readString(r);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.providerId !== '') rt.string(w.uint32(10), m.providerId, 'monitoring.v1.MeasurementsReported.providerId');
    if (m.batchId !== '') rt.string(w.uint32(18), m.batchId, 'monitoring.v1.MeasurementsReported.batchId');
    common.SignedEnvelope.write(m.batch, rt.begin(w.uint32(26), m.batch, depth, 'monitoring.v1.MeasurementsReported.batch'), depth + 1);
    w.ldelim();
    if (rt.hasBytes(m.bodySha256, 'monitoring.v1.MeasurementsReported.bodySha256')) rt.bytes(w.uint32(34), m.bodySha256, 'monitoring.v1.MeasurementsReported.bodySha256');
    rt.instant(w.uint32(42), m.reportedAt, 'monitoring.v1.MeasurementsReported.reportedAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    let batch: common.SignedEnvelope | undefined;
    let bodySha256: Uint8Array = rt.NO_BYTES;
    let reportedAt: rt.Instant | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = rt.readString(r);
          break;
        case 18:
          batchId = rt.readString(r);
          break;
        case 26:
          rt.once(batch, 'monitoring.v1.MeasurementsReported.batch');
          batch = common.SignedEnvelope.read(r, rt.enterMessage(r, depth), depth + 1);
          break;
        case 34:
          bodySha256 = rt.readBytes(r);
          break;
        case 42:
          rt.once(reportedAt, 'monitoring.v1.MeasurementsReported.reportedAt');
          reportedAt = rt.readInstant(r, 'monitoring.v1.MeasurementsReported.reportedAt');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.segmentId !== '') rt.string(w.uint32(10), m.segmentId, 'monitoring.v1.MeasurementWindowJudged.segmentId');
    rt.instant(w.uint32(18), m.measuredAt, 'monitoring.v1.MeasurementWindowJudged.measuredAt');
    if (m.failed !== false) rt.bool(w.uint32(24), m.failed, 'monitoring.v1.MeasurementWindowJudged.failed');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let measuredAt: rt.Instant | undefined;
    let failed: boolean = false;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = rt.readString(r);
          break;
        case 18:
          rt.once(measuredAt, 'monitoring.v1.MeasurementWindowJudged.measuredAt');
          measuredAt = rt.readInstant(r, 'monitoring.v1.MeasurementWindowJudged.measuredAt');
          break;
        case 24:
          failed = r.bool();
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
}

export const SegmentImpaired: rt.Codec<SegmentImpaired> = rt.codec<SegmentImpaired>({
  typeName: 'monitoring.v1.SegmentImpaired',
  write(m, w) {
    if (m.alarmId !== '') rt.string(w.uint32(10), m.alarmId, 'monitoring.v1.SegmentImpaired.alarmId');
    if (m.segmentId !== '') rt.string(w.uint32(18), m.segmentId, 'monitoring.v1.SegmentImpaired.segmentId');
    if (m.contractId !== '') rt.string(w.uint32(26), m.contractId, 'monitoring.v1.SegmentImpaired.contractId');
    if (m.providerId !== '') rt.string(w.uint32(34), m.providerId, 'monitoring.v1.SegmentImpaired.providerId');
    for (const item of rt.list(m.resourceIds, 'monitoring.v1.SegmentImpaired.resourceIds')) {
      rt.string(w.uint32(42), item, 'monitoring.v1.SegmentImpaired.resourceIds');
    }
    if (m.alarmType !== 'unspecified') w.uint32(48).int32(AlarmType.numberOf(m.alarmType, 'monitoring.v1.SegmentImpaired.alarmType'));
    if (m.probableCause !== 'unspecified') w.uint32(56).int32(ProbableCause.numberOf(m.probableCause, 'monitoring.v1.SegmentImpaired.probableCause'));
    if (m.perceivedSeverity !== 'unspecified') w.uint32(64).int32(PerceivedSeverity.numberOf(m.perceivedSeverity, 'monitoring.v1.SegmentImpaired.perceivedSeverity'));
    if (m.specificProblem !== '') rt.string(w.uint32(74), m.specificProblem, 'monitoring.v1.SegmentImpaired.specificProblem');
    rt.instant(w.uint32(82), m.impairedSince, 'monitoring.v1.SegmentImpaired.impairedSince');
    rt.instant(w.uint32(90), m.raisedAt, 'monitoring.v1.SegmentImpaired.raisedAt');
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
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          alarmId = rt.readString(r);
          break;
        case 18:
          segmentId = rt.readString(r);
          break;
        case 26:
          contractId = rt.readString(r);
          break;
        case 34:
          providerId = rt.readString(r);
          break;
        case 42:
          resourceIds.push(rt.readString(r));
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
          specificProblem = rt.readString(r);
          break;
        case 82:
          rt.once(impairedSince, 'monitoring.v1.SegmentImpaired.impairedSince');
          impairedSince = rt.readInstant(r, 'monitoring.v1.SegmentImpaired.impairedSince');
          break;
        case 90:
          rt.once(raisedAt, 'monitoring.v1.SegmentImpaired.raisedAt');
          raisedAt = rt.readInstant(r, 'monitoring.v1.SegmentImpaired.raisedAt');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
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
    if (m.alarmId !== '') rt.string(w.uint32(10), m.alarmId, 'monitoring.v1.SegmentRestored.alarmId');
    if (m.segmentId !== '') rt.string(w.uint32(18), m.segmentId, 'monitoring.v1.SegmentRestored.segmentId');
    if (m.contractId !== '') rt.string(w.uint32(26), m.contractId, 'monitoring.v1.SegmentRestored.contractId');
    if (m.providerId !== '') rt.string(w.uint32(34), m.providerId, 'monitoring.v1.SegmentRestored.providerId');
    if (m.reason !== 'unspecified') w.uint32(40).int32(ClearanceReason.numberOf(m.reason, 'monitoring.v1.SegmentRestored.reason'));
    rt.instant(w.uint32(50), m.clearedAt, 'monitoring.v1.SegmentRestored.clearedAt');
  },
  read(r, outerEnd, depth) {
    let alarmId: string = '';
    let segmentId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    let reason: ClearanceReason = 'unspecified';
    let clearedAt: rt.Instant | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          alarmId = rt.readString(r);
          break;
        case 18:
          segmentId = rt.readString(r);
          break;
        case 26:
          contractId = rt.readString(r);
          break;
        case 34:
          providerId = rt.readString(r);
          break;
        case 40:
          reason = ClearanceReason.nameOf(r.int32());
          break;
        case 50:
          rt.once(clearedAt, 'monitoring.v1.SegmentRestored.clearedAt');
          clearedAt = rt.readInstant(r, 'monitoring.v1.SegmentRestored.clearedAt');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.service !== '') rt.string(w.uint32(10), m.service, 'monitoring.v1.Heartbeat.service');
    if (m.instanceId !== '') rt.string(w.uint32(18), m.instanceId, 'monitoring.v1.Heartbeat.instanceId');
    rt.instant(w.uint32(26), m.startedAt, 'monitoring.v1.Heartbeat.startedAt');
    if (m.position !== 0n) rt.int64(w.uint32(32), m.position, 'monitoring.v1.Heartbeat.position');
    if (m.residentBytes !== 0n) rt.uint64(w.uint32(40), m.residentBytes, 'monitoring.v1.Heartbeat.residentBytes');
    for (const item of rt.list(m.alarms, 'monitoring.v1.Heartbeat.alarms')) {
      rt.string(w.uint32(50), item, 'monitoring.v1.Heartbeat.alarms');
    }
  },
  read(r, outerEnd, depth) {
    let service: string = '';
    let instanceId: string = '';
    let startedAt: rt.Instant | undefined;
    let position: bigint = 0n;
    let residentBytes: bigint = 0n;
    const alarms: string[] = [];
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          service = rt.readString(r);
          break;
        case 18:
          instanceId = rt.readString(r);
          break;
        case 26:
          rt.once(startedAt, 'monitoring.v1.Heartbeat.startedAt');
          startedAt = rt.readInstant(r, 'monitoring.v1.Heartbeat.startedAt');
          break;
        case 32:
          position = rt.readInt64(r);
          break;
        case 40:
          residentBytes = rt.readUint64(r);
          break;
        case 50:
          alarms.push(rt.readString(r));
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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

export interface ListParkedStreamsRequest {}

export const ListParkedStreamsRequest: rt.Codec<ListParkedStreamsRequest> = rt.codec<ListParkedStreamsRequest>({
  typeName: 'monitoring.v1.ListParkedStreamsRequest',
  write() {},
  read(r, outerEnd, depth) {
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    for (const item of rt.list(m.parked, 'monitoring.v1.ListParkedStreamsResponse.parked')) {
      ParkedStream.write(item, rt.begin(w.uint32(10), item, depth, 'monitoring.v1.ListParkedStreamsResponse.parked'), depth + 1);
      w.ldelim();
    }
    if (m.parkedCount !== 0) rt.uint32(w.uint32(16), m.parkedCount, 'monitoring.v1.ListParkedStreamsResponse.parkedCount');
  },
  read(r, outerEnd, depth) {
    const parked: ParkedStream[] = [];
    let parkedCount: number = 0;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          parked.push(ParkedStream.read(r, rt.enterMessage(r, depth), depth + 1));
          break;
        case 16:
          parkedCount = r.uint32();
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.reader !== '') rt.string(w.uint32(10), m.reader, 'monitoring.v1.ParkedStream.reader');
    if (m.stream !== '') rt.string(w.uint32(18), m.stream, 'monitoring.v1.ParkedStream.stream');
    if (m.position !== 0n) rt.int64(w.uint32(24), m.position, 'monitoring.v1.ParkedStream.position');
    if (m.eventId !== '') rt.string(w.uint32(34), m.eventId, 'monitoring.v1.ParkedStream.eventId');
    if (m.error !== '') rt.string(w.uint32(42), m.error, 'monitoring.v1.ParkedStream.error');
    rt.instant(w.uint32(50), m.parkedAt, 'monitoring.v1.ParkedStream.parkedAt');
  },
  read(r, outerEnd, depth) {
    let reader: string = '';
    let stream: string = '';
    let position: bigint = 0n;
    let eventId: string = '';
    let error: string = '';
    let parkedAt: rt.Instant | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          reader = rt.readString(r);
          break;
        case 18:
          stream = rt.readString(r);
          break;
        case 24:
          position = rt.readInt64(r);
          break;
        case 34:
          eventId = rt.readString(r);
          break;
        case 42:
          error = rt.readString(r);
          break;
        case 50:
          rt.once(parkedAt, 'monitoring.v1.ParkedStream.parkedAt');
          parkedAt = rt.readInstant(r, 'monitoring.v1.ParkedStream.parkedAt');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.reader !== '') rt.string(w.uint32(10), m.reader, 'monitoring.v1.GetParkedStreamRequest.reader');
    if (m.stream !== '') rt.string(w.uint32(18), m.stream, 'monitoring.v1.GetParkedStreamRequest.stream');
  },
  read(r, outerEnd, depth) {
    let reader: string = '';
    let stream: string = '';
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          reader = rt.readString(r);
          break;
        case 18:
          stream = rt.readString(r);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.parked !== undefined) {
      ParkedStream.write(m.parked, rt.begin(w.uint32(10), m.parked, depth, 'monitoring.v1.GetParkedStreamResponse.parked'), depth + 1);
      w.ldelim();
    }
    for (const item of rt.list(m.waiting, 'monitoring.v1.GetParkedStreamResponse.waiting')) {
      WaitingEvent.write(item, rt.begin(w.uint32(18), item, depth, 'monitoring.v1.GetParkedStreamResponse.waiting'), depth + 1);
      w.ldelim();
    }
    if (m.waitingCount !== 0) rt.uint32(w.uint32(24), m.waitingCount, 'monitoring.v1.GetParkedStreamResponse.waitingCount');
  },
  read(r, outerEnd, depth) {
    let parked: ParkedStream | undefined;
    const waiting: WaitingEvent[] = [];
    let waitingCount: number = 0;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          rt.once(parked, 'monitoring.v1.GetParkedStreamResponse.parked');
          parked = ParkedStream.read(r, rt.enterMessage(r, depth), depth + 1);
          break;
        case 18:
          waiting.push(WaitingEvent.read(r, rt.enterMessage(r, depth), depth + 1));
          break;
        case 24:
          waitingCount = r.uint32();
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.position !== 0n) rt.int64(w.uint32(8), m.position, 'monitoring.v1.WaitingEvent.position');
    if (m.revision !== 0) rt.uint32(w.uint32(16), m.revision, 'monitoring.v1.WaitingEvent.revision');
    if (m.eventId !== '') rt.string(w.uint32(26), m.eventId, 'monitoring.v1.WaitingEvent.eventId');
    if (m.type !== '') rt.string(w.uint32(34), m.type, 'monitoring.v1.WaitingEvent.type');
    rt.instant(w.uint32(42), m.recordedAt, 'monitoring.v1.WaitingEvent.recordedAt');
    if (m.dataJson !== '') rt.string(w.uint32(50), m.dataJson, 'monitoring.v1.WaitingEvent.dataJson');
  },
  read(r, outerEnd, depth) {
    let position: bigint = 0n;
    let revision: number = 0;
    let eventId: string = '';
    let type: string = '';
    let recordedAt: rt.Instant | undefined;
    let dataJson: string = '';
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          position = rt.readInt64(r);
          break;
        case 16:
          revision = r.uint32();
          break;
        case 26:
          eventId = rt.readString(r);
          break;
        case 34:
          type = rt.readString(r);
          break;
        case 42:
          rt.once(recordedAt, 'monitoring.v1.WaitingEvent.recordedAt');
          recordedAt = rt.readInstant(r, 'monitoring.v1.WaitingEvent.recordedAt');
          break;
        case 50:
          dataJson = rt.readString(r);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    for (const item of rt.list(m.processes, 'monitoring.v1.ListProcessesResponse.processes')) {
      ProcessRecord.write(item, rt.begin(w.uint32(10), item, depth, 'monitoring.v1.ListProcessesResponse.processes'), depth + 1);
      w.ldelim();
    }
  },
  read(r, outerEnd, depth) {
    const processes: ProcessRecord[] = [];
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          processes.push(ProcessRecord.read(r, rt.enterMessage(r, depth), depth + 1));
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.service !== '') rt.string(w.uint32(10), m.service, 'monitoring.v1.ProcessRecord.service');
    if (m.instanceId !== '') rt.string(w.uint32(18), m.instanceId, 'monitoring.v1.ProcessRecord.instanceId');
    rt.instant(w.uint32(26), m.startedAt, 'monitoring.v1.ProcessRecord.startedAt');
    rt.instant(w.uint32(34), m.lastHeardAt, 'monitoring.v1.ProcessRecord.lastHeardAt');
    if (m.alive !== false) rt.bool(w.uint32(40), m.alive, 'monitoring.v1.ProcessRecord.alive');
    if (m.position !== 0n) rt.int64(w.uint32(48), m.position, 'monitoring.v1.ProcessRecord.position');
    if (m.residentBytes !== 0n) rt.uint64(w.uint32(56), m.residentBytes, 'monitoring.v1.ProcessRecord.residentBytes');
    for (const item of rt.list(m.alarms, 'monitoring.v1.ProcessRecord.alarms')) {
      rt.string(w.uint32(66), item, 'monitoring.v1.ProcessRecord.alarms');
    }
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
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          service = rt.readString(r);
          break;
        case 18:
          instanceId = rt.readString(r);
          break;
        case 26:
          rt.once(startedAt, 'monitoring.v1.ProcessRecord.startedAt');
          startedAt = rt.readInstant(r, 'monitoring.v1.ProcessRecord.startedAt');
          break;
        case 34:
          rt.once(lastHeardAt, 'monitoring.v1.ProcessRecord.lastHeardAt');
          lastHeardAt = rt.readInstant(r, 'monitoring.v1.ProcessRecord.lastHeardAt');
          break;
        case 40:
          alive = r.bool();
          break;
        case 48:
          position = rt.readInt64(r);
          break;
        case 56:
          residentBytes = rt.readUint64(r);
          break;
        case 66:
          alarms.push(rt.readString(r));
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    for (const item of rt.list(m.segmentIds, 'monitoring.v1.ListSegmentMeasurementsRequest.segmentIds')) {
      rt.string(w.uint32(10), item, 'monitoring.v1.ListSegmentMeasurementsRequest.segmentIds');
    }
  },
  read(r, outerEnd, depth) {
    const segmentIds: string[] = [];
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentIds.push(rt.readString(r));
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    for (const item of rt.list(m.measurements, 'monitoring.v1.ListSegmentMeasurementsResponse.measurements')) {
      SegmentMeasurement.write(item, rt.begin(w.uint32(10), item, depth, 'monitoring.v1.ListSegmentMeasurementsResponse.measurements'), depth + 1);
      w.ldelim();
    }
  },
  read(r, outerEnd, depth) {
    const measurements: SegmentMeasurement[] = [];
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          measurements.push(SegmentMeasurement.read(r, rt.enterMessage(r, depth), depth + 1));
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
    if (m.segmentId !== '') rt.string(w.uint32(10), m.segmentId, 'monitoring.v1.SegmentMeasurement.segmentId');
    if (m.providerId !== '') rt.string(w.uint32(18), m.providerId, 'monitoring.v1.SegmentMeasurement.providerId');
    rt.instant(w.uint32(26), m.measuredAt, 'monitoring.v1.SegmentMeasurement.measuredAt');
    if (m.latencyNs !== 0n) rt.int64(w.uint32(32), m.latencyNs, 'monitoring.v1.SegmentMeasurement.latencyNs');
    if (m.lossPpm !== 0) rt.uint32(w.uint32(40), m.lossPpm, 'monitoring.v1.SegmentMeasurement.lossPpm');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    let measuredAt: rt.Instant | undefined;
    let latencyNs: bigint = 0n;
    let lossPpm: number = 0;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = rt.readString(r);
          break;
        case 18:
          providerId = rt.readString(r);
          break;
        case 26:
          rt.once(measuredAt, 'monitoring.v1.SegmentMeasurement.measuredAt');
          measuredAt = rt.readInstant(r, 'monitoring.v1.SegmentMeasurement.measuredAt');
          break;
        case 32:
          latencyNs = rt.readInt64(r);
          break;
        case 40:
          lossPpm = r.uint32();
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
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
  | { readonly type: 'monitoring.v1.SegmentRestored'; readonly data: SegmentRestored };
