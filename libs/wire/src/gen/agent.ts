// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';
import * as common from './common.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type SegmentState =
  | 'unspecified'
  | 'active'
  | 'released'
  /** Under contract, and carrying nothing for a while. */
  | 'suspended';
export const SegmentState: rt.EnumCodec<SegmentState> = rt.enumeration<SegmentState>('agent.v1.SegmentState', {
  unspecified: 0,
  active: 1,
  released: 2,
  suspended: 3,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type LocalIdState =
  | 'unspecified'
  /** Reserved: it stands for this and nothing else, and there is no usage under it yet. */
  | 'pending'
  /** Usage from an instant on may name it. */
  | 'active'
  /** Usage from an instant on names it no more, and it may stand for something else from then on. */
  | 'retired';
export const LocalIdState: rt.EnumCodec<LocalIdState> = rt.enumeration<LocalIdState>('agent.v1.LocalIdState', {
  unspecified: 0,
  pending: 1,
  active: 2,
  retired: 3,
});

export interface ActivateSegmentRequest {
  readonly segmentId: string;
  readonly contractId: string;
  /** SHA-256 of the provider's own supply contract: it never sees another's terms. */
  readonly contractSha256: Uint8Array;
  readonly fromPopId: string;
  readonly toPopId: string;
  readonly resourceIds: readonly string[];
  readonly mbps: number;
  /** Intervals of metering are counted from here. */
  readonly serviceStartAt: rt.Instant;
  /** An answer after this instant comes too late and will be undone. */
  readonly answerBy: rt.Instant;
  /**
   * Present where the segment begins or ends at the customer and is part of a line that carries a service together with others.
   * What lies between carries a line like any other, and is not told.
   */
  readonly split?: common.SplitMember;
  /**
   * When the service came to the segment, where it did not begin there: the hour of the service in which this lies is the first
   * that is metered. Absent: the service begins with it. It is no term: asked for again with another one, the first one counts.
   */
  readonly meteredFrom?: rt.Instant;
  /** Present where the segment is of whole units of layer 1: it has these, and shares them with nothing. */
  readonly units?: common.SegmentUnits;
}

export const ActivateSegmentRequest: rt.Codec<ActivateSegmentRequest> = rt.codec<ActivateSegmentRequest>({
  typeName: 'agent.v1.ActivateSegmentRequest',
  write(m, w, depth) {
    w.string(10, m.segmentId, 'agent.v1.ActivateSegmentRequest.segmentId');
    w.string(18, m.contractId, 'agent.v1.ActivateSegmentRequest.contractId');
    w.bytes(26, m.contractSha256, 'agent.v1.ActivateSegmentRequest.contractSha256');
    w.string(34, m.fromPopId, 'agent.v1.ActivateSegmentRequest.fromPopId');
    w.string(42, m.toPopId, 'agent.v1.ActivateSegmentRequest.toPopId');
    for (const item of rt.list(m.resourceIds, 'agent.v1.ActivateSegmentRequest.resourceIds')) w.tag(50).putString(item, 'agent.v1.ActivateSegmentRequest.resourceIds');
    w.uint32(56, m.mbps, 'agent.v1.ActivateSegmentRequest.mbps');
    rt.instant(w.tag(66), m.serviceStartAt, 'agent.v1.ActivateSegmentRequest.serviceStartAt');
    rt.instant(w.tag(74), m.answerBy, 'agent.v1.ActivateSegmentRequest.answerBy');
    if (m.split !== undefined) w.message(82, common.SplitMember, m.split, depth, 'agent.v1.ActivateSegmentRequest.split');
    if (m.meteredFrom !== undefined) rt.instant(w.tag(90), m.meteredFrom, 'agent.v1.ActivateSegmentRequest.meteredFrom');
    if (m.units !== undefined) w.message(98, common.SegmentUnits, m.units, depth, 'agent.v1.ActivateSegmentRequest.units');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let contractId: string = '';
    let contractSha256: Uint8Array = rt.NO_BYTES;
    let fromPopId: string = '';
    let toPopId: string = '';
    const resourceIds: string[] = [];
    let mbps: number = 0;
    let serviceStartAt: rt.Instant | undefined;
    let answerBy: rt.Instant | undefined;
    let split: common.SplitMember | undefined;
    let meteredFrom: rt.Instant | undefined;
    let units: common.SegmentUnits | undefined;
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
          contractSha256 = r.bytes();
          break;
        case 34:
          fromPopId = r.string();
          break;
        case 42:
          toPopId = r.string();
          break;
        case 50:
          resourceIds.push(r.string());
          break;
        case 56:
          mbps = r.uint32();
          break;
        case 66:
          if (serviceStartAt !== undefined) rt.twice('agent.v1.ActivateSegmentRequest.serviceStartAt');
          serviceStartAt = rt.readInstant(r, 'agent.v1.ActivateSegmentRequest.serviceStartAt');
          break;
        case 74:
          if (answerBy !== undefined) rt.twice('agent.v1.ActivateSegmentRequest.answerBy');
          answerBy = rt.readInstant(r, 'agent.v1.ActivateSegmentRequest.answerBy');
          break;
        case 82:
          if (split !== undefined) rt.twice('agent.v1.ActivateSegmentRequest.split');
          split = common.SplitMember.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 90:
          if (meteredFrom !== undefined) rt.twice('agent.v1.ActivateSegmentRequest.meteredFrom');
          meteredFrom = rt.readInstant(r, 'agent.v1.ActivateSegmentRequest.meteredFrom');
          break;
        case 98:
          if (units !== undefined) rt.twice('agent.v1.ActivateSegmentRequest.units');
          units = common.SegmentUnits.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ActivateSegmentRequest> = {
      segmentId,
      contractId,
      contractSha256,
      fromPopId,
      toPopId,
      resourceIds,
      mbps,
      serviceStartAt: serviceStartAt ?? rt.missing('agent.v1.ActivateSegmentRequest.serviceStartAt'),
      answerBy: answerBy ?? rt.missing('agent.v1.ActivateSegmentRequest.answerBy'),
    };
    if (split !== undefined) draft.split = split;
    if (meteredFrom !== undefined) draft.meteredFrom = meteredFrom;
    if (units !== undefined) draft.units = units;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      contractId: m.contractId,
      contractSha256: rt.bytesJson(m.contractSha256),
      fromPopId: m.fromPopId,
      toPopId: m.toPopId,
      resourceIds: m.resourceIds,
      mbps: m.mbps,
      serviceStartAt: rt.instantJson(m.serviceStartAt),
      answerBy: rt.instantJson(m.answerBy),
      ...(m.split === undefined ? {} : { split: common.SplitMember.toJson(m.split) }),
      ...(m.meteredFrom === undefined ? {} : { meteredFrom: rt.instantJson(m.meteredFrom) }),
      ...(m.units === undefined ? {} : { units: common.SegmentUnits.toJson(m.units) }),
    };
  },
});

export interface ActivateSegmentResponse {
  readonly outcome:
    /** An ActivationReceipt with state active, signed by the provider. */
    | { readonly kind: 'receipt'; readonly receipt: common.SignedEnvelope }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ActivateSegmentResponse: rt.Codec<ActivateSegmentResponse> = rt.codec<ActivateSegmentResponse>({
  typeName: 'agent.v1.ActivateSegmentResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['receipt', 'refused'], 'agent.v1.ActivateSegmentResponse.outcome');
    if (m.outcome.kind === 'receipt') w.message(10, common.SignedEnvelope, m.outcome.receipt, depth, 'agent.v1.ActivateSegmentResponse.receipt');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'agent.v1.ActivateSegmentResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ActivateSegmentResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'receipt') rt.twice('agent.v1.ActivateSegmentResponse.receipt');
          outcome = { kind: 'receipt', receipt: common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('agent.v1.ActivateSegmentResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('agent.v1.ActivateSegmentResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'receipt' ? { kind: 'receipt', receipt: common.SignedEnvelope.toJson(m.outcome.receipt) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface ReleaseSegmentRequest {
  readonly segmentId: string;
  readonly contractId: string;
  readonly contractSha256: Uint8Array;
  /** When the service ended by its contract. Absent where it did not end: it never came up, or left the segment for another. */
  readonly serviceEndAt?: rt.Instant;
}

export const ReleaseSegmentRequest: rt.Codec<ReleaseSegmentRequest> = rt.codec<ReleaseSegmentRequest>({
  typeName: 'agent.v1.ReleaseSegmentRequest',
  write(m, w) {
    w.string(10, m.segmentId, 'agent.v1.ReleaseSegmentRequest.segmentId');
    w.string(18, m.contractId, 'agent.v1.ReleaseSegmentRequest.contractId');
    w.bytes(26, m.contractSha256, 'agent.v1.ReleaseSegmentRequest.contractSha256');
    if (m.serviceEndAt !== undefined) rt.instant(w.tag(34), m.serviceEndAt, 'agent.v1.ReleaseSegmentRequest.serviceEndAt');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let contractId: string = '';
    let contractSha256: Uint8Array = rt.NO_BYTES;
    let serviceEndAt: rt.Instant | undefined;
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
          contractSha256 = r.bytes();
          break;
        case 34:
          if (serviceEndAt !== undefined) rt.twice('agent.v1.ReleaseSegmentRequest.serviceEndAt');
          serviceEndAt = rt.readInstant(r, 'agent.v1.ReleaseSegmentRequest.serviceEndAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ReleaseSegmentRequest> = {
      segmentId,
      contractId,
      contractSha256,
    };
    if (serviceEndAt !== undefined) draft.serviceEndAt = serviceEndAt;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      contractId: m.contractId,
      contractSha256: rt.bytesJson(m.contractSha256),
      ...(m.serviceEndAt === undefined ? {} : { serviceEndAt: rt.instantJson(m.serviceEndAt) }),
    };
  },
});

export interface ReleaseSegmentResponse {
  readonly outcome:
    /** An ActivationReceipt with state released, signed by the provider. */
    | { readonly kind: 'receipt'; readonly receipt: common.SignedEnvelope }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ReleaseSegmentResponse: rt.Codec<ReleaseSegmentResponse> = rt.codec<ReleaseSegmentResponse>({
  typeName: 'agent.v1.ReleaseSegmentResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['receipt', 'refused'], 'agent.v1.ReleaseSegmentResponse.outcome');
    if (m.outcome.kind === 'receipt') w.message(10, common.SignedEnvelope, m.outcome.receipt, depth, 'agent.v1.ReleaseSegmentResponse.receipt');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'agent.v1.ReleaseSegmentResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ReleaseSegmentResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'receipt') rt.twice('agent.v1.ReleaseSegmentResponse.receipt');
          outcome = { kind: 'receipt', receipt: common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('agent.v1.ReleaseSegmentResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('agent.v1.ReleaseSegmentResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'receipt' ? { kind: 'receipt', receipt: common.SignedEnvelope.toJson(m.outcome.receipt) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface AdjustSegmentRequest {
  readonly segmentId: string;
  readonly contractId: string;
  readonly contractSha256: Uint8Array;
  /** Counts the adjustments of a service from 1. One that comes late never undoes a later one: it is refused. */
  readonly adjustment: number;
  /** What it is to carry, and what it is to go on with when it is suspended no more. */
  readonly mbps: number;
  /** It stays under contract and its capacity its own, and carries nothing. */
  readonly suspended: boolean;
  /** An answer after this instant comes too late and will be undone. Absent: it is wanted whenever it is done. */
  readonly answerBy?: rt.Instant;
}

export const AdjustSegmentRequest: rt.Codec<AdjustSegmentRequest> = rt.codec<AdjustSegmentRequest>({
  typeName: 'agent.v1.AdjustSegmentRequest',
  write(m, w) {
    w.string(10, m.segmentId, 'agent.v1.AdjustSegmentRequest.segmentId');
    w.string(18, m.contractId, 'agent.v1.AdjustSegmentRequest.contractId');
    w.bytes(26, m.contractSha256, 'agent.v1.AdjustSegmentRequest.contractSha256');
    w.uint32(32, m.adjustment, 'agent.v1.AdjustSegmentRequest.adjustment');
    w.uint32(40, m.mbps, 'agent.v1.AdjustSegmentRequest.mbps');
    w.bool(48, m.suspended, 'agent.v1.AdjustSegmentRequest.suspended');
    if (m.answerBy !== undefined) rt.instant(w.tag(58), m.answerBy, 'agent.v1.AdjustSegmentRequest.answerBy');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let contractId: string = '';
    let contractSha256: Uint8Array = rt.NO_BYTES;
    let adjustment: number = 0;
    let mbps: number = 0;
    let suspended: boolean = false;
    let answerBy: rt.Instant | undefined;
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
          contractSha256 = r.bytes();
          break;
        case 32:
          adjustment = r.uint32();
          break;
        case 40:
          mbps = r.uint32();
          break;
        case 48:
          suspended = r.bool();
          break;
        case 58:
          if (answerBy !== undefined) rt.twice('agent.v1.AdjustSegmentRequest.answerBy');
          answerBy = rt.readInstant(r, 'agent.v1.AdjustSegmentRequest.answerBy');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<AdjustSegmentRequest> = {
      segmentId,
      contractId,
      contractSha256,
      adjustment,
      mbps,
      suspended,
    };
    if (answerBy !== undefined) draft.answerBy = answerBy;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      contractId: m.contractId,
      contractSha256: rt.bytesJson(m.contractSha256),
      adjustment: m.adjustment,
      mbps: m.mbps,
      suspended: m.suspended,
      ...(m.answerBy === undefined ? {} : { answerBy: rt.instantJson(m.answerBy) }),
    };
  },
});

export interface AdjustSegmentResponse {
  readonly outcome:
    /** An ActivationReceipt with state active or suspended, the adjustment and the bandwidth, signed by the provider. */
    | { readonly kind: 'receipt'; readonly receipt: common.SignedEnvelope }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const AdjustSegmentResponse: rt.Codec<AdjustSegmentResponse> = rt.codec<AdjustSegmentResponse>({
  typeName: 'agent.v1.AdjustSegmentResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['receipt', 'refused'], 'agent.v1.AdjustSegmentResponse.outcome');
    if (m.outcome.kind === 'receipt') w.message(10, common.SignedEnvelope, m.outcome.receipt, depth, 'agent.v1.AdjustSegmentResponse.receipt');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'agent.v1.AdjustSegmentResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: AdjustSegmentResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'receipt') rt.twice('agent.v1.AdjustSegmentResponse.receipt');
          outcome = { kind: 'receipt', receipt: common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('agent.v1.AdjustSegmentResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('agent.v1.AdjustSegmentResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'receipt' ? { kind: 'receipt', receipt: common.SignedEnvelope.toJson(m.outcome.receipt) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface ReportUsageRequest {
  readonly segmentId: string;
  readonly until: rt.Instant;
}

export const ReportUsageRequest: rt.Codec<ReportUsageRequest> = rt.codec<ReportUsageRequest>({
  typeName: 'agent.v1.ReportUsageRequest',
  write(m, w) {
    w.string(10, m.segmentId, 'agent.v1.ReportUsageRequest.segmentId');
    rt.instant(w.tag(18), m.until, 'agent.v1.ReportUsageRequest.until');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let until: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          if (until !== undefined) rt.twice('agent.v1.ReportUsageRequest.until');
          until = rt.readInstant(r, 'agent.v1.ReportUsageRequest.until');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      until: until ?? rt.missing('agent.v1.ReportUsageRequest.until'),
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      until: rt.instantJson(m.until),
    };
  },
});

export interface ReportUsageResponse {
  readonly outcome:
    | { readonly kind: 'reporting'; readonly reporting: UsageReporting }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ReportUsageResponse: rt.Codec<ReportUsageResponse> = rt.codec<ReportUsageResponse>({
  typeName: 'agent.v1.ReportUsageResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['reporting', 'refused'], 'agent.v1.ReportUsageResponse.outcome');
    if (m.outcome.kind === 'reporting') w.message(10, UsageReporting, m.outcome.reporting, depth, 'agent.v1.ReportUsageResponse.reporting');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'agent.v1.ReportUsageResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ReportUsageResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'reporting') rt.twice('agent.v1.ReportUsageResponse.reporting');
          outcome = { kind: 'reporting', reporting: UsageReporting.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('agent.v1.ReportUsageResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('agent.v1.ReportUsageResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'reporting' ? { kind: 'reporting', reporting: UsageReporting.toJson(m.outcome.reporting) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** The provider reports: the records follow on its usage subject. */
export interface UsageReporting {
  /** Records that the provider is about to send for this segment. */
  readonly records: number;
}

export const UsageReporting: rt.Codec<UsageReporting> = rt.codec<UsageReporting>({
  typeName: 'agent.v1.UsageReporting',
  write(m, w) {
    w.uint32(8, m.records, 'agent.v1.UsageReporting.records');
  },
  read(r, outerEnd, depth) {
    let records: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          records = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      records,
    };
  },
  toJson(m) {
    return {
      records: m.records,
    };
  },
});

export interface ResumeAdvertisingRequest {
  /** What the agent's heartbeat said was sent and receipted. Where that holds no more, the request is about a past that is over. */
  readonly sentSequence: bigint;
  /** What the next batch has to bear: one more than the last one that the mesh has on record. */
  readonly nextSequence: bigint;
}

export const ResumeAdvertisingRequest: rt.Codec<ResumeAdvertisingRequest> = rt.codec<ResumeAdvertisingRequest>({
  typeName: 'agent.v1.ResumeAdvertisingRequest',
  write(m, w) {
    w.uint64(8, m.sentSequence, 'agent.v1.ResumeAdvertisingRequest.sentSequence');
    w.uint64(16, m.nextSequence, 'agent.v1.ResumeAdvertisingRequest.nextSequence');
  },
  read(r, outerEnd, depth) {
    let sentSequence: bigint = 0n;
    let nextSequence: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          sentSequence = r.uint64();
          break;
        case 16:
          nextSequence = r.uint64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      sentSequence,
      nextSequence,
    };
  },
  toJson(m) {
    return {
      sentSequence: m.sentSequence.toString(),
      nextSequence: m.nextSequence.toString(),
    };
  },
});

export interface ResumeAdvertisingResponse {
  readonly outcome:
    | { readonly kind: 'resumed'; readonly resumed: AdvertisingResumed }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ResumeAdvertisingResponse: rt.Codec<ResumeAdvertisingResponse> = rt.codec<ResumeAdvertisingResponse>({
  typeName: 'agent.v1.ResumeAdvertisingResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['resumed', 'refused'], 'agent.v1.ResumeAdvertisingResponse.outcome');
    if (m.outcome.kind === 'resumed') w.message(10, AdvertisingResumed, m.outcome.resumed, depth, 'agent.v1.ResumeAdvertisingResponse.resumed');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'agent.v1.ResumeAdvertisingResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ResumeAdvertisingResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'resumed') rt.twice('agent.v1.ResumeAdvertisingResponse.resumed');
          outcome = { kind: 'resumed', resumed: AdvertisingResumed.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('agent.v1.ResumeAdvertisingResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('agent.v1.ResumeAdvertisingResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'resumed' ? { kind: 'resumed', resumed: AdvertisingResumed.toJson(m.outcome.resumed) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** All that the provider offers is on its way, in batches from this sequence on. */
export interface AdvertisingResumed {
  readonly nextSequence: bigint;
}

export const AdvertisingResumed: rt.Codec<AdvertisingResumed> = rt.codec<AdvertisingResumed>({
  typeName: 'agent.v1.AdvertisingResumed',
  write(m, w) {
    w.uint64(8, m.nextSequence, 'agent.v1.AdvertisingResumed.nextSequence');
  },
  read(r, outerEnd, depth) {
    let nextSequence: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          nextSequence = r.uint64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      nextSequence,
    };
  },
  toJson(m) {
    return {
      nextSequence: m.nextSequence.toString(),
    };
  },
});

/** A provider's word that it did what it was asked. Signed under the domain `carriermesh.agent.v1.ActivationReceipt`. */
export interface ActivationReceipt {
  readonly providerId: string;
  readonly segmentId: string;
  /** The contract whose terms the activation counter-signs. */
  readonly contractSha256: Uint8Array;
  readonly state: SegmentState;
  readonly changedAt: rt.Instant;
  /** Of an adjustment: which one it was, and the bandwidth that it left the segment with. */
  readonly adjustment?: number;
  readonly mbps?: number;
}

export const ActivationReceipt: rt.Codec<ActivationReceipt> = rt.codec<ActivationReceipt>({
  typeName: 'agent.v1.ActivationReceipt',
  write(m, w) {
    w.string(10, m.providerId, 'agent.v1.ActivationReceipt.providerId');
    w.string(18, m.segmentId, 'agent.v1.ActivationReceipt.segmentId');
    w.bytes(26, m.contractSha256, 'agent.v1.ActivationReceipt.contractSha256');
    w.int32(32, SegmentState.numberOf(m.state, 'agent.v1.ActivationReceipt.state'), 'agent.v1.ActivationReceipt.state');
    rt.instant(w.tag(42), m.changedAt, 'agent.v1.ActivationReceipt.changedAt');
    if (m.adjustment !== undefined) w.tag(48).putUint32(m.adjustment, 'agent.v1.ActivationReceipt.adjustment');
    if (m.mbps !== undefined) w.tag(56).putUint32(m.mbps, 'agent.v1.ActivationReceipt.mbps');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let segmentId: string = '';
    let contractSha256: Uint8Array = rt.NO_BYTES;
    let state: SegmentState = 'unspecified';
    let changedAt: rt.Instant | undefined;
    let adjustment: number | undefined;
    let mbps: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          contractSha256 = r.bytes();
          break;
        case 32:
          state = SegmentState.nameOf(r.int32());
          break;
        case 42:
          if (changedAt !== undefined) rt.twice('agent.v1.ActivationReceipt.changedAt');
          changedAt = rt.readInstant(r, 'agent.v1.ActivationReceipt.changedAt');
          break;
        case 48:
          adjustment = r.uint32();
          break;
        case 56:
          mbps = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ActivationReceipt> = {
      providerId,
      segmentId,
      contractSha256,
      state,
      changedAt: changedAt ?? rt.missing('agent.v1.ActivationReceipt.changedAt'),
    };
    if (adjustment !== undefined) draft.adjustment = adjustment;
    if (mbps !== undefined) draft.mbps = mbps;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      segmentId: m.segmentId,
      contractSha256: rt.bytesJson(m.contractSha256),
      state: m.state,
      changedAt: rt.instantJson(m.changedAt),
      ...(m.adjustment === undefined ? {} : { adjustment: m.adjustment }),
      ...(m.mbps === undefined ? {} : { mbps: m.mbps }),
    };
  },
});

/**
 * What one provider metered. Signed under the domain `carriermesh.agent.v1.UsageBatch`. Volume per interval is reported, and
 * not a 95th percentile: each record can be rated by itself when it arrives, and a late or corrected one changes only itself,
 * while a percentile changes with every other record of its month.
 */
export interface UsageBatch {
  readonly providerId: string;
  readonly batchId: string;
  readonly records: readonly UsageRecord[];
  /** The provider states that these segments have no further usage before the instant given. */
  readonly watermarks: readonly UsageWatermark[];
  /** Of a provider that has ids of its own for what it serves. What is stated here counts for the records beside it. */
  readonly localIds?: LocalIds;
}

export const UsageBatch: rt.Codec<UsageBatch> = rt.codec<UsageBatch>({
  typeName: 'agent.v1.UsageBatch',
  write(m, w, depth) {
    w.string(10, m.providerId, 'agent.v1.UsageBatch.providerId');
    w.string(18, m.batchId, 'agent.v1.UsageBatch.batchId');
    for (const item of rt.list(m.records, 'agent.v1.UsageBatch.records')) w.message(26, UsageRecord, item, depth, 'agent.v1.UsageBatch.records');
    for (const item of rt.list(m.watermarks, 'agent.v1.UsageBatch.watermarks')) w.message(34, UsageWatermark, item, depth, 'agent.v1.UsageBatch.watermarks');
    if (m.localIds !== undefined) w.message(42, LocalIds, m.localIds, depth, 'agent.v1.UsageBatch.localIds');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    const records: UsageRecord[] = [];
    const watermarks: UsageWatermark[] = [];
    let localIds: LocalIds | undefined;
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
          records.push(UsageRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          watermarks.push(UsageWatermark.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 42:
          if (localIds !== undefined) rt.twice('agent.v1.UsageBatch.localIds');
          localIds = LocalIds.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<UsageBatch> = {
      providerId,
      batchId,
      records,
      watermarks,
    };
    if (localIds !== undefined) draft.localIds = localIds;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      batchId: m.batchId,
      records: m.records.map((item) => UsageRecord.toJson(item)),
      watermarks: m.watermarks.map((item) => UsageWatermark.toJson(item)),
      ...(m.localIds === undefined ? {} : { localIds: LocalIds.toJson(m.localIds) }),
    };
  },
});

/** What a provider calls what it serves by its own names, and usage under these names. */
export interface LocalIds {
  /** In their order, before any record. */
  readonly statements: readonly LocalIdStatement[];
  readonly records: readonly LocalUsageRecord[];
}

export const LocalIds: rt.Codec<LocalIds> = rt.codec<LocalIds>({
  typeName: 'agent.v1.LocalIds',
  write(m, w, depth) {
    for (const item of rt.list(m.statements, 'agent.v1.LocalIds.statements')) w.message(10, LocalIdStatement, item, depth, 'agent.v1.LocalIds.statements');
    for (const item of rt.list(m.records, 'agent.v1.LocalIds.records')) w.message(18, LocalUsageRecord, item, depth, 'agent.v1.LocalIds.records');
  },
  read(r, outerEnd, depth) {
    const statements: LocalIdStatement[] = [];
    const records: LocalUsageRecord[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          statements.push(LocalIdStatement.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 18:
          records.push(LocalUsageRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      statements,
      records,
    };
  },
  toJson(m) {
    return {
      statements: m.statements.map((item) => LocalIdStatement.toJson(item)),
      records: m.records.map((item) => LocalUsageRecord.toJson(item)),
    };
  },
});

/** What one of the provider's own ids stands for. The same statement again changes nothing; one that contradicts what was stated before is refused. */
export interface LocalIdStatement {
  /** 1 to 64 visible characters of ASCII, unique for this provider at any instant. It should tell nothing about a person. */
  readonly localId: string;
  readonly target:
    /** The service that the provider carries. */
    | { readonly kind: 'segment-id'; readonly segmentId: string }
    /**
     * The provider's customer under this contract, or under the provider's own part of it. Usage under it is of the segment by which the provider carried the
     * contract's service then, where that was one.
     */
    | { readonly kind: 'contract-id'; readonly contractId: string };
  readonly state: LocalIdState;
  /** Since when it is reserved or active; where it is retired, since when it is not active any more. */
  readonly at: rt.Instant;
}

export const LocalIdStatement: rt.Codec<LocalIdStatement> = rt.codec<LocalIdStatement>({
  typeName: 'agent.v1.LocalIdStatement',
  write(m, w) {
    rt.checkKind(m.target, ['segment-id', 'contract-id'], 'agent.v1.LocalIdStatement.target');
    w.string(10, m.localId, 'agent.v1.LocalIdStatement.localId');
    if (m.target.kind === 'segment-id') w.tag(18).putString(m.target.segmentId, 'agent.v1.LocalIdStatement.segmentId');
    if (m.target.kind === 'contract-id') w.tag(26).putString(m.target.contractId, 'agent.v1.LocalIdStatement.contractId');
    w.int32(32, LocalIdState.numberOf(m.state, 'agent.v1.LocalIdStatement.state'), 'agent.v1.LocalIdStatement.state');
    rt.instant(w.tag(42), m.at, 'agent.v1.LocalIdStatement.at');
  },
  read(r, outerEnd, depth) {
    let localId: string = '';
    let target: LocalIdStatement['target'] | undefined;
    let state: LocalIdState = 'unspecified';
    let at: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          localId = r.string();
          break;
        case 18:
          target = { kind: 'segment-id', segmentId: r.string() };
          break;
        case 26:
          target = { kind: 'contract-id', contractId: r.string() };
          break;
        case 32:
          state = LocalIdState.nameOf(r.int32());
          break;
        case 42:
          if (at !== undefined) rt.twice('agent.v1.LocalIdStatement.at');
          at = rt.readInstant(r, 'agent.v1.LocalIdStatement.at');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      localId,
      target: target ?? rt.missing('agent.v1.LocalIdStatement.target'),
      state,
      at: at ?? rt.missing('agent.v1.LocalIdStatement.at'),
    };
  },
  toJson(m) {
    return {
      localId: m.localId,
      target:
        m.target.kind === 'segment-id' ? { kind: 'segment-id', segmentId: m.target.segmentId } :
        { kind: 'contract-id', contractId: m.target.contractId },
      state: m.state,
      at: rt.instantJson(m.at),
    };
  },
});

/** What was carried in one interval under one of the provider's own ids: a UsageRecord whose segment is found by the id, of a service or of a customer. */
export interface LocalUsageRecord {
  /** Unique for this provider, for ever, also beside the ids of records that name their segment. */
  readonly recordId: string;
  readonly localId: string;
  readonly from: rt.Instant;
  readonly until: rt.Instant;
  readonly octets: bigint;
  /** As in UsageRecord. */
  readonly subject?: string;
  readonly category?: string;
}

export const LocalUsageRecord: rt.Codec<LocalUsageRecord> = rt.codec<LocalUsageRecord>({
  typeName: 'agent.v1.LocalUsageRecord',
  write(m, w) {
    w.string(10, m.recordId, 'agent.v1.LocalUsageRecord.recordId');
    w.string(18, m.localId, 'agent.v1.LocalUsageRecord.localId');
    rt.instant(w.tag(26), m.from, 'agent.v1.LocalUsageRecord.from');
    rt.instant(w.tag(34), m.until, 'agent.v1.LocalUsageRecord.until');
    w.uint64(40, m.octets, 'agent.v1.LocalUsageRecord.octets');
    if (m.subject !== undefined) w.tag(50).putString(m.subject, 'agent.v1.LocalUsageRecord.subject');
    if (m.category !== undefined) w.tag(58).putString(m.category, 'agent.v1.LocalUsageRecord.category');
  },
  read(r, outerEnd, depth) {
    let recordId: string = '';
    let localId: string = '';
    let from: rt.Instant | undefined;
    let until: rt.Instant | undefined;
    let octets: bigint = 0n;
    let subject: string | undefined;
    let category: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          recordId = r.string();
          break;
        case 18:
          localId = r.string();
          break;
        case 26:
          if (from !== undefined) rt.twice('agent.v1.LocalUsageRecord.from');
          from = rt.readInstant(r, 'agent.v1.LocalUsageRecord.from');
          break;
        case 34:
          if (until !== undefined) rt.twice('agent.v1.LocalUsageRecord.until');
          until = rt.readInstant(r, 'agent.v1.LocalUsageRecord.until');
          break;
        case 40:
          octets = r.uint64();
          break;
        case 50:
          subject = r.string();
          break;
        case 58:
          category = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<LocalUsageRecord> = {
      recordId,
      localId,
      from: from ?? rt.missing('agent.v1.LocalUsageRecord.from'),
      until: until ?? rt.missing('agent.v1.LocalUsageRecord.until'),
      octets,
    };
    if (subject !== undefined) draft.subject = subject;
    if (category !== undefined) draft.category = category;
    return draft;
  },
  toJson(m) {
    return {
      recordId: m.recordId,
      localId: m.localId,
      from: rt.instantJson(m.from),
      until: rt.instantJson(m.until),
      octets: m.octets.toString(),
      ...(m.subject === undefined ? {} : { subject: m.subject }),
      ...(m.category === undefined ? {} : { category: m.category }),
    };
  },
});

/** What one segment carried in one interval. It is charged to the customer and credited to the provider once, for ever. */
export interface UsageRecord {
  /** Unique for this provider, for ever. */
  readonly recordId: string;
  readonly segmentId: string;
  readonly from: rt.Instant;
  readonly until: rt.Instant;
  /**
   * Octets carried in the interval, both directions together: all of them, or those of the subject and category named here. Records of one interval that
   * name different ones add up.
   */
  readonly octets: bigint;
  /**
   * Whose or what use of the service it was, such as a device, and of which class, such as "gold" or "in": what a contract's tariff may price by. Each 1 to 64
   * visible characters of ASCII, and should tell nothing about a person.
   */
  readonly subject?: string;
  readonly category?: string;
}

export const UsageRecord: rt.Codec<UsageRecord> = rt.codec<UsageRecord>({
  typeName: 'agent.v1.UsageRecord',
  write(m, w) {
    w.string(10, m.recordId, 'agent.v1.UsageRecord.recordId');
    w.string(18, m.segmentId, 'agent.v1.UsageRecord.segmentId');
    rt.instant(w.tag(26), m.from, 'agent.v1.UsageRecord.from');
    rt.instant(w.tag(34), m.until, 'agent.v1.UsageRecord.until');
    w.uint64(40, m.octets, 'agent.v1.UsageRecord.octets');
    if (m.subject !== undefined) w.tag(50).putString(m.subject, 'agent.v1.UsageRecord.subject');
    if (m.category !== undefined) w.tag(58).putString(m.category, 'agent.v1.UsageRecord.category');
  },
  read(r, outerEnd, depth) {
    let recordId: string = '';
    let segmentId: string = '';
    let from: rt.Instant | undefined;
    let until: rt.Instant | undefined;
    let octets: bigint = 0n;
    let subject: string | undefined;
    let category: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          recordId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          if (from !== undefined) rt.twice('agent.v1.UsageRecord.from');
          from = rt.readInstant(r, 'agent.v1.UsageRecord.from');
          break;
        case 34:
          if (until !== undefined) rt.twice('agent.v1.UsageRecord.until');
          until = rt.readInstant(r, 'agent.v1.UsageRecord.until');
          break;
        case 40:
          octets = r.uint64();
          break;
        case 50:
          subject = r.string();
          break;
        case 58:
          category = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<UsageRecord> = {
      recordId,
      segmentId,
      from: from ?? rt.missing('agent.v1.UsageRecord.from'),
      until: until ?? rt.missing('agent.v1.UsageRecord.until'),
      octets,
    };
    if (subject !== undefined) draft.subject = subject;
    if (category !== undefined) draft.category = category;
    return draft;
  },
  toJson(m) {
    return {
      recordId: m.recordId,
      segmentId: m.segmentId,
      from: rt.instantJson(m.from),
      until: rt.instantJson(m.until),
      octets: m.octets.toString(),
      ...(m.subject === undefined ? {} : { subject: m.subject }),
      ...(m.category === undefined ? {} : { category: m.category }),
    };
  },
});

/** A provider's statement that it has reported all usage of a segment before an instant. */
export interface UsageWatermark {
  readonly segmentId: string;
  readonly completeUntil: rt.Instant;
}

export const UsageWatermark: rt.Codec<UsageWatermark> = rt.codec<UsageWatermark>({
  typeName: 'agent.v1.UsageWatermark',
  write(m, w) {
    w.string(10, m.segmentId, 'agent.v1.UsageWatermark.segmentId');
    rt.instant(w.tag(18), m.completeUntil, 'agent.v1.UsageWatermark.completeUntil');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let completeUntil: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          if (completeUntil !== undefined) rt.twice('agent.v1.UsageWatermark.completeUntil');
          completeUntil = rt.readInstant(r, 'agent.v1.UsageWatermark.completeUntil');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      completeUntil: completeUntil ?? rt.missing('agent.v1.UsageWatermark.completeUntil'),
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      completeUntil: rt.instantJson(m.completeUntil),
    };
  },
});

/** What one provider measured on its segments. Signed under the domain `carriermesh.agent.v1.MeasurementBatch`. */
export interface MeasurementBatch {
  readonly providerId: string;
  readonly batchId: string;
  readonly measurements: readonly Measurement[];
}

export const MeasurementBatch: rt.Codec<MeasurementBatch> = rt.codec<MeasurementBatch>({
  typeName: 'agent.v1.MeasurementBatch',
  write(m, w, depth) {
    w.string(10, m.providerId, 'agent.v1.MeasurementBatch.providerId');
    w.string(18, m.batchId, 'agent.v1.MeasurementBatch.batchId');
    for (const item of rt.list(m.measurements, 'agent.v1.MeasurementBatch.measurements')) w.message(26, Measurement, item, depth, 'agent.v1.MeasurementBatch.measurements');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    const measurements: Measurement[] = [];
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
          measurements.push(Measurement.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      batchId,
      measurements,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      batchId: m.batchId,
      measurements: m.measurements.map((item) => Measurement.toJson(item)),
    };
  },
});

/** What one segment showed when it was measured. */
export interface Measurement {
  readonly segmentId: string;
  readonly measuredAt: rt.Instant;
  /** One way. */
  readonly latencyNs: bigint;
  readonly lossPpm: number;
  /** Absent: not told. Service levels by percentile are reckoned from it. */
  readonly delays?: DelaySamples;
  /** Absent: not told. */
  readonly roundTrips?: RoundTripSamples;
  /**
   * Of the first segment of a service's line, by a provider that can reach the line's other end: what the service showed from the one to
   * the other, over all of its segments. Absent where nothing came back, since an end that does not answer looks the same.
   */
  readonly endToEnd?: EndToEnd;
}

export const Measurement: rt.Codec<Measurement> = rt.codec<Measurement>({
  typeName: 'agent.v1.Measurement',
  write(m, w, depth) {
    w.string(10, m.segmentId, 'agent.v1.Measurement.segmentId');
    rt.instant(w.tag(18), m.measuredAt, 'agent.v1.Measurement.measuredAt');
    w.int64(24, m.latencyNs, 'agent.v1.Measurement.latencyNs');
    w.uint32(32, m.lossPpm, 'agent.v1.Measurement.lossPpm');
    if (m.delays !== undefined) w.message(42, DelaySamples, m.delays, depth, 'agent.v1.Measurement.delays');
    if (m.roundTrips !== undefined) w.message(50, RoundTripSamples, m.roundTrips, depth, 'agent.v1.Measurement.roundTrips');
    if (m.endToEnd !== undefined) w.message(58, EndToEnd, m.endToEnd, depth, 'agent.v1.Measurement.endToEnd');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let measuredAt: rt.Instant | undefined;
    let latencyNs: bigint = 0n;
    let lossPpm: number = 0;
    let delays: DelaySamples | undefined;
    let roundTrips: RoundTripSamples | undefined;
    let endToEnd: EndToEnd | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          if (measuredAt !== undefined) rt.twice('agent.v1.Measurement.measuredAt');
          measuredAt = rt.readInstant(r, 'agent.v1.Measurement.measuredAt');
          break;
        case 24:
          latencyNs = r.int64();
          break;
        case 32:
          lossPpm = r.uint32();
          break;
        case 42:
          if (delays !== undefined) rt.twice('agent.v1.Measurement.delays');
          delays = DelaySamples.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (roundTrips !== undefined) rt.twice('agent.v1.Measurement.roundTrips');
          roundTrips = RoundTripSamples.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (endToEnd !== undefined) rt.twice('agent.v1.Measurement.endToEnd');
          endToEnd = EndToEnd.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Measurement> = {
      segmentId,
      measuredAt: measuredAt ?? rt.missing('agent.v1.Measurement.measuredAt'),
      latencyNs,
      lossPpm,
    };
    if (delays !== undefined) draft.delays = delays;
    if (roundTrips !== undefined) draft.roundTrips = roundTrips;
    if (endToEnd !== undefined) draft.endToEnd = endToEnd;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      measuredAt: rt.instantJson(m.measuredAt),
      latencyNs: m.latencyNs.toString(),
      lossPpm: m.lossPpm,
      ...(m.delays === undefined ? {} : { delays: DelaySamples.toJson(m.delays) }),
      ...(m.roundTrips === undefined ? {} : { roundTrips: RoundTripSamples.toJson(m.roundTrips) }),
      ...(m.endToEnd === undefined ? {} : { endToEnd: EndToEnd.toJson(m.endToEnd) }),
    };
  },
});

/** What a service showed in one window from its first end to its last. */
export interface EndToEnd {
  readonly lossPpm: number;
  /** Absent where the two ends' clocks are not one. */
  readonly delays?: DelaySamples;
  readonly roundTrips?: RoundTripSamples;
}

export const EndToEnd: rt.Codec<EndToEnd> = rt.codec<EndToEnd>({
  typeName: 'agent.v1.EndToEnd',
  write(m, w, depth) {
    w.uint32(8, m.lossPpm, 'agent.v1.EndToEnd.lossPpm');
    if (m.delays !== undefined) w.message(18, DelaySamples, m.delays, depth, 'agent.v1.EndToEnd.delays');
    if (m.roundTrips !== undefined) w.message(26, RoundTripSamples, m.roundTrips, depth, 'agent.v1.EndToEnd.roundTrips');
  },
  read(r, outerEnd, depth) {
    let lossPpm: number = 0;
    let delays: DelaySamples | undefined;
    let roundTrips: RoundTripSamples | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          lossPpm = r.uint32();
          break;
        case 18:
          if (delays !== undefined) rt.twice('agent.v1.EndToEnd.delays');
          delays = DelaySamples.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (roundTrips !== undefined) rt.twice('agent.v1.EndToEnd.roundTrips');
          roundTrips = RoundTripSamples.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<EndToEnd> = {
      lossPpm,
    };
    if (delays !== undefined) draft.delays = delays;
    if (roundTrips !== undefined) draft.roundTrips = roundTrips;
    return draft;
  },
  toJson(m) {
    return {
      lossPpm: m.lossPpm,
      ...(m.delays === undefined ? {} : { delays: DelaySamples.toJson(m.delays) }),
      ...(m.roundTrips === undefined ? {} : { roundTrips: RoundTripSamples.toJson(m.roundTrips) }),
    };
  },
});

/** How long single packets took there and back, without the time that they spent at the far end; 0 stands for one that was lost. */
export interface RoundTripSamples {
  /** 1 to 1,000 packets, in the order in which they were sent at equal intervals. */
  readonly roundTripNs: readonly bigint[];
}

export const RoundTripSamples: rt.Codec<RoundTripSamples> = rt.codec<RoundTripSamples>({
  typeName: 'agent.v1.RoundTripSamples',
  write(m, w) {
    if (rt.list(m.roundTripNs, 'agent.v1.RoundTripSamples.roundTripNs').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.roundTripNs) w.putInt64(item, 'agent.v1.RoundTripSamples.roundTripNs');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    const roundTripNs: bigint[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          roundTripNs.push(r.int64());
          break;
        case 10: {
          const outer = r.enter();
          while (r.pos < r.end) roundTripNs.push(r.int64());
          r.end = outer;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      roundTripNs,
    };
  },
  toJson(m) {
    return {
      roundTripNs: m.roundTripNs.map((item) => item.toString()),
    };
  },
});

/** How long single packets took one way, in the order in which they were sent at equal intervals; 0 stands for one that was lost. */
export interface DelaySamples {
  /** 1 to 1,000 packets. */
  readonly oneWayNs: readonly bigint[];
}

export const DelaySamples: rt.Codec<DelaySamples> = rt.codec<DelaySamples>({
  typeName: 'agent.v1.DelaySamples',
  write(m, w) {
    if (rt.list(m.oneWayNs, 'agent.v1.DelaySamples.oneWayNs').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.oneWayNs) w.putInt64(item, 'agent.v1.DelaySamples.oneWayNs');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    const oneWayNs: bigint[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          oneWayNs.push(r.int64());
          break;
        case 10: {
          const outer = r.enter();
          while (r.pos < r.end) oneWayNs.push(r.int64());
          r.end = outer;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      oneWayNs,
    };
  },
  toJson(m) {
    return {
      oneWayNs: m.oneWayNs.map((item) => item.toString()),
    };
  },
});

/**
 * A provider's agent says that it lives, and where its advertisements stand. It is sent again and again over the whole of the agent's session, which begins
 * with its start, and is never answered. Signed under the domain `carriermesh.agent.v1.SessionHeartbeat`.
 */
export interface SessionHeartbeat {
  readonly providerId: string;
  /** 1 to 64 letters, digits, _ and -. Another one at each start of the agent. */
  readonly sessionId: string;
  readonly beganAt: rt.Instant;
  /** 1 for the first one of the session, then one more each time. */
  readonly number: bigint;
  /** The next one comes within this time: 100 ms to 5 min. Silence is counted in it. */
  readonly intervalMs: number;
  /**
   * The last batch of advertisements that the agent gave a sequence, and the last one for which it has a receipt; 0 for none. Where they are the same, nothing
   * is under way, and the mesh must have recorded that one and no other.
   */
  readonly sentSequence: bigint;
  readonly receiptedSequence: bigint;
  /** 1 to 64 visible characters of ASCII. */
  readonly agentVersion: string;
}

export const SessionHeartbeat: rt.Codec<SessionHeartbeat> = rt.codec<SessionHeartbeat>({
  typeName: 'agent.v1.SessionHeartbeat',
  write(m, w) {
    w.string(10, m.providerId, 'agent.v1.SessionHeartbeat.providerId');
    w.string(18, m.sessionId, 'agent.v1.SessionHeartbeat.sessionId');
    rt.instant(w.tag(26), m.beganAt, 'agent.v1.SessionHeartbeat.beganAt');
    w.uint64(32, m.number, 'agent.v1.SessionHeartbeat.number');
    w.uint32(40, m.intervalMs, 'agent.v1.SessionHeartbeat.intervalMs');
    w.uint64(48, m.sentSequence, 'agent.v1.SessionHeartbeat.sentSequence');
    w.uint64(56, m.receiptedSequence, 'agent.v1.SessionHeartbeat.receiptedSequence');
    w.string(66, m.agentVersion, 'agent.v1.SessionHeartbeat.agentVersion');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let sessionId: string = '';
    let beganAt: rt.Instant | undefined;
    let number: bigint = 0n;
    let intervalMs: number = 0;
    let sentSequence: bigint = 0n;
    let receiptedSequence: bigint = 0n;
    let agentVersion: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          sessionId = r.string();
          break;
        case 26:
          if (beganAt !== undefined) rt.twice('agent.v1.SessionHeartbeat.beganAt');
          beganAt = rt.readInstant(r, 'agent.v1.SessionHeartbeat.beganAt');
          break;
        case 32:
          number = r.uint64();
          break;
        case 40:
          intervalMs = r.uint32();
          break;
        case 48:
          sentSequence = r.uint64();
          break;
        case 56:
          receiptedSequence = r.uint64();
          break;
        case 66:
          agentVersion = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      sessionId,
      beganAt: beganAt ?? rt.missing('agent.v1.SessionHeartbeat.beganAt'),
      number,
      intervalMs,
      sentSequence,
      receiptedSequence,
      agentVersion,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      sessionId: m.sessionId,
      beganAt: rt.instantJson(m.beganAt),
      number: m.number.toString(),
      intervalMs: m.intervalMs,
      sentSequence: m.sentSequence.toString(),
      receiptedSequence: m.receiptedSequence.toString(),
      agentVersion: m.agentVersion,
    };
  },
});

/** A provider asks what it sold under a contract, on `in.supply.v1` of its own account. It is no batch, and is asked as often as one likes. */
export interface SupplyQuestion {
  readonly contractId: string;
  /** What else is asked in the same message: 63 at most are answered. */
  readonly furtherContractIds: readonly string[];
}

export const SupplyQuestion: rt.Codec<SupplyQuestion> = rt.codec<SupplyQuestion>({
  typeName: 'agent.v1.SupplyQuestion',
  write(m, w) {
    w.string(10, m.contractId, 'agent.v1.SupplyQuestion.contractId');
    for (const item of rt.list(m.furtherContractIds, 'agent.v1.SupplyQuestion.furtherContractIds')) w.tag(18).putString(item, 'agent.v1.SupplyQuestion.furtherContractIds');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    const furtherContractIds: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          furtherContractIds.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      furtherContractIds,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      furtherContractIds: m.furtherContractIds,
    };
  },
});

/** The same for a contract of which nothing is this provider's and for one that never was. */
export interface SupplyReply {
  /** Of `contract_id`. */
  readonly outcome:
    | { readonly kind: 'supply'; readonly supply: SupplyRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
  /**
   * Of further contracts, in the order of the question, for as long as the reply stays within 512 KiB. Those that are not named here were left out, and have to
   * be asked for again; a mesh from before one could ask for many leaves out all of them.
   */
  readonly further: readonly SupplyAnswer[];
}

export const SupplyReply: rt.Codec<SupplyReply> = rt.codec<SupplyReply>({
  typeName: 'agent.v1.SupplyReply',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['supply', 'refused'], 'agent.v1.SupplyReply.outcome');
    if (m.outcome.kind === 'supply') w.message(10, SupplyRecord, m.outcome.supply, depth, 'agent.v1.SupplyReply.supply');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'agent.v1.SupplyReply.refused');
    for (const item of rt.list(m.further, 'agent.v1.SupplyReply.further')) w.message(26, SupplyAnswer, item, depth, 'agent.v1.SupplyReply.further');
  },
  read(r, outerEnd, depth) {
    let outcome: SupplyReply['outcome'] | undefined;
    const further: SupplyAnswer[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'supply') rt.twice('agent.v1.SupplyReply.supply');
          outcome = { kind: 'supply', supply: SupplyRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('agent.v1.SupplyReply.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          further.push(SupplyAnswer.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('agent.v1.SupplyReply.outcome'),
      further,
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'supply' ? { kind: 'supply', supply: SupplyRecord.toJson(m.outcome.supply) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
      further: m.further.map((item) => SupplyAnswer.toJson(item)),
    };
  },
});

/** What is answered of one contract. */
export interface SupplyAnswer {
  readonly contractId: string;
  readonly outcome:
    | { readonly kind: 'supply'; readonly supply: SupplyRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const SupplyAnswer: rt.Codec<SupplyAnswer> = rt.codec<SupplyAnswer>({
  typeName: 'agent.v1.SupplyAnswer',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['supply', 'refused'], 'agent.v1.SupplyAnswer.outcome');
    w.string(10, m.contractId, 'agent.v1.SupplyAnswer.contractId');
    if (m.outcome.kind === 'supply') w.message(18, SupplyRecord, m.outcome.supply, depth, 'agent.v1.SupplyAnswer.supply');
    if (m.outcome.kind === 'refused') w.message(26, common.Refusal, m.outcome.refused, depth, 'agent.v1.SupplyAnswer.refused');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let outcome: SupplyAnswer['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (outcome?.kind === 'supply') rt.twice('agent.v1.SupplyAnswer.supply');
          outcome = { kind: 'supply', supply: SupplyRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          if (outcome?.kind === 'refused') rt.twice('agent.v1.SupplyAnswer.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      outcome: outcome ?? rt.missing('agent.v1.SupplyAnswer.outcome'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      outcome:
        m.outcome.kind === 'supply' ? { kind: 'supply', supply: SupplyRecord.toJson(m.outcome.supply) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** A provider's agreement with the seller, as the seller signed it: what it carries, at which prices, and what it promised. */
export interface SupplyRecord {
  /** A carriermesh.contracting.v1.SupplyContract, whose hash the provider's receipts name. */
  readonly contract: common.SignedEnvelope;
  /** The later versions, the oldest first: each a carriermesh.contracting.v1.SupplyContractAmendment that names the hash of the one before. */
  readonly amendments: readonly common.SignedEnvelope[];
}

export const SupplyRecord: rt.Codec<SupplyRecord> = rt.codec<SupplyRecord>({
  typeName: 'agent.v1.SupplyRecord',
  write(m, w, depth) {
    w.message(10, common.SignedEnvelope, m.contract, depth, 'agent.v1.SupplyRecord.contract');
    for (const item of rt.list(m.amendments, 'agent.v1.SupplyRecord.amendments')) w.message(18, common.SignedEnvelope, item, depth, 'agent.v1.SupplyRecord.amendments');
  },
  read(r, outerEnd, depth) {
    let contract: common.SignedEnvelope | undefined;
    const amendments: common.SignedEnvelope[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (contract !== undefined) rt.twice('agent.v1.SupplyRecord.contract');
          contract = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          amendments.push(common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contract: contract ?? rt.missing('agent.v1.SupplyRecord.contract'),
      amendments,
    };
  },
  toJson(m) {
    return {
      contract: common.SignedEnvelope.toJson(m.contract),
      amendments: m.amendments.map((item) => common.SignedEnvelope.toJson(item)),
    };
  },
});

/** The answer to any batch that a provider sends. */
export interface BatchReply {
  readonly outcome:
    /** A carriermesh.common.v1.Receipt under the domain `carriermesh.common.v1.Receipt`, signed by the mesh. */
    | { readonly kind: 'receipt'; readonly receipt: common.SignedEnvelope }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
  /**
   * Beside a receipt: the newest head of the ledger's tree that the mesh knew, a carriermesh.ledger.v1.TreeHead signed by the
   * operator. It stands outside the receipt, which stays the same when a batch is sent again. A provider who keeps it can show
   * later that the history up to there was changed.
   */
  readonly treeHead?: common.SignedEnvelope;
}

export const BatchReply: rt.Codec<BatchReply> = rt.codec<BatchReply>({
  typeName: 'agent.v1.BatchReply',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['receipt', 'refused'], 'agent.v1.BatchReply.outcome');
    if (m.outcome.kind === 'receipt') w.message(10, common.SignedEnvelope, m.outcome.receipt, depth, 'agent.v1.BatchReply.receipt');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'agent.v1.BatchReply.refused');
    if (m.treeHead !== undefined) w.message(26, common.SignedEnvelope, m.treeHead, depth, 'agent.v1.BatchReply.treeHead');
  },
  read(r, outerEnd, depth) {
    let outcome: BatchReply['outcome'] | undefined;
    let treeHead: common.SignedEnvelope | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'receipt') rt.twice('agent.v1.BatchReply.receipt');
          outcome = { kind: 'receipt', receipt: common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('agent.v1.BatchReply.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          if (treeHead !== undefined) rt.twice('agent.v1.BatchReply.treeHead');
          treeHead = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<BatchReply> = {
      outcome: outcome ?? rt.missing('agent.v1.BatchReply.outcome'),
    };
    if (treeHead !== undefined) draft.treeHead = treeHead;
    return draft;
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'receipt' ? { kind: 'receipt', receipt: common.SignedEnvelope.toJson(m.outcome.receipt) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
      ...(m.treeHead === undefined ? {} : { treeHead: common.SignedEnvelope.toJson(m.treeHead) }),
    };
  },
});

/**
 * Makes one segment of a contract carry traffic. A segment that was refused stays refused: whoever was told so goes elsewhere and releases nothing, and a
 * copy of the request may come when there is room.
 */
export const ActivateSegment: rt.Rpc<ActivateSegmentRequest, ActivateSegmentResponse> = {
  name: 'ActivateSegment',
  kind: 'operation',
  subject: 'out.v1.ActivateSegment',
  request: ActivateSegmentRequest,
  response: ActivateSegmentResponse,
};

/** Stops it, whether it ever was active or not. */
export const ReleaseSegment: rt.Rpc<ReleaseSegmentRequest, ReleaseSegmentResponse> = {
  name: 'ReleaseSegment',
  kind: 'operation',
  subject: 'out.v1.ReleaseSegment',
  request: ReleaseSegmentRequest,
  response: ReleaseSegmentResponse,
};

/** Gives an active segment another bandwidth, or has it carry nothing for a while. Its place in the provider's network stays its own. */
export const AdjustSegment: rt.Rpc<AdjustSegmentRequest, AdjustSegmentResponse> = {
  name: 'AdjustSegment',
  kind: 'operation',
  subject: 'out.v1.AdjustSegment',
  request: AdjustSegmentRequest,
  response: AdjustSegmentResponse,
};

/** Asks for the usage of a segment up to an instant; the batches come on the provider's own usage subject. */
export const ReportUsage: rt.Rpc<ReportUsageRequest, ReportUsageResponse> = {
  name: 'ReportUsage',
  kind: 'operation',
  subject: 'out.v1.ReportUsage',
  request: ReportUsageRequest,
  response: ReportUsageResponse,
};

/** Tells an agent by its own heartbeat that its books and the mesh's have parted: it is to advertise all that it offers anew. */
export const ResumeAdvertising: rt.Rpc<ResumeAdvertisingRequest, ResumeAdvertisingResponse> = {
  name: 'ResumeAdvertising',
  kind: 'operation',
  subject: 'out.v1.ResumeAdvertising',
  request: ResumeAdvertisingRequest,
  response: ResumeAdvertisingResponse,
};

/** Every event of the context, told apart by its type. */
export type AnyEvent = never;
