// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';
import * as common from './common.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ActivationState =
  | 'unspecified'
  | 'activating'
  | 'active'
  /** Something was refused, and the rest is being released. */
  | 'releasing'
  /** Failed, and a silent provider has yet to confirm its release. */
  | 'awaiting-release'
  | 'compensated'
  | 'needs-operator';
export const ActivationState: rt.EnumCodec<ActivationState> = rt.enumeration<ActivationState>('provisioning.v1.ActivationState', {
  unspecified: 0,
  activating: 1,
  active: 2,
  releasing: 3,
  'awaiting-release': 4,
  compensated: 5,
  'needs-operator': 6,
});

/** The process activation took a contract on: every segment becomes active, or none stays so. */
export interface ActivationStarted {
  readonly contractId: string;
  readonly orderId: string;
  readonly segments: readonly SegmentPlan[];
  /** Metering and charges count from here, should the service become active. */
  readonly serviceStartAt: rt.Instant;
  /** A segment that was not active by then is taken as refused. */
  readonly answerBy: rt.Instant;
}

export const ActivationStarted: rt.Codec<ActivationStarted> = rt.codec<ActivationStarted>({
  typeName: 'provisioning.v1.ActivationStarted',
  write(m, w, depth) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.ActivationStarted.contractId');
    if (m.orderId !== '') rt.string(w.uint32(18), m.orderId, 'provisioning.v1.ActivationStarted.orderId');
    for (const item of rt.list(m.segments, 'provisioning.v1.ActivationStarted.segments')) {
      SegmentPlan.write(item, rt.begin(w.uint32(26), item, depth, 'provisioning.v1.ActivationStarted.segments'), depth + 1);
      w.ldelim();
    }
    rt.instant(w.uint32(34), m.serviceStartAt, 'provisioning.v1.ActivationStarted.serviceStartAt');
    rt.instant(w.uint32(42), m.answerBy, 'provisioning.v1.ActivationStarted.answerBy');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    const segments: SegmentPlan[] = [];
    let serviceStartAt: rt.Instant | undefined;
    let answerBy: rt.Instant | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 18:
          orderId = rt.readString(r);
          break;
        case 26:
          segments.push(SegmentPlan.read(r, rt.enterMessage(r, depth), depth + 1));
          break;
        case 34:
          rt.once(serviceStartAt, 'provisioning.v1.ActivationStarted.serviceStartAt');
          serviceStartAt = rt.readInstant(r, 'provisioning.v1.ActivationStarted.serviceStartAt');
          break;
        case 42:
          rt.once(answerBy, 'provisioning.v1.ActivationStarted.answerBy');
          answerBy = rt.readInstant(r, 'provisioning.v1.ActivationStarted.answerBy');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      orderId,
      segments,
      serviceStartAt: serviceStartAt ?? rt.missing('provisioning.v1.ActivationStarted.serviceStartAt'),
      answerBy: answerBy ?? rt.missing('provisioning.v1.ActivationStarted.answerBy'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      segments: m.segments.map((item) => SegmentPlan.toJson(item)),
      serviceStartAt: rt.instantJson(m.serviceStartAt),
      answerBy: rt.instantJson(m.answerBy),
    };
  },
});

/** A provider made its segment carry traffic, and signed for it. */
export interface SegmentActivated {
  readonly contractId: string;
  readonly segmentId: string;
  readonly providerId: string;
  /** A carriermesh.agent.v1.ActivationReceipt, signed by the provider. */
  readonly receipt: common.SignedEnvelope;
}

export const SegmentActivated: rt.Codec<SegmentActivated> = rt.codec<SegmentActivated>({
  typeName: 'provisioning.v1.SegmentActivated',
  write(m, w, depth) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.SegmentActivated.contractId');
    if (m.segmentId !== '') rt.string(w.uint32(18), m.segmentId, 'provisioning.v1.SegmentActivated.segmentId');
    if (m.providerId !== '') rt.string(w.uint32(26), m.providerId, 'provisioning.v1.SegmentActivated.providerId');
    common.SignedEnvelope.write(m.receipt, rt.begin(w.uint32(34), m.receipt, depth, 'provisioning.v1.SegmentActivated.receipt'), depth + 1);
    w.ldelim();
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let receipt: common.SignedEnvelope | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 18:
          segmentId = rt.readString(r);
          break;
        case 26:
          providerId = rt.readString(r);
          break;
        case 34:
          rt.once(receipt, 'provisioning.v1.SegmentActivated.receipt');
          receipt = common.SignedEnvelope.read(r, rt.enterMessage(r, depth), depth + 1);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      segmentId,
      providerId,
      receipt: receipt ?? rt.missing('provisioning.v1.SegmentActivated.receipt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      providerId: m.providerId,
      receipt: common.SignedEnvelope.toJson(m.receipt),
    };
  },
});

/** A provider refused its segment, or could not be believed. */
export interface SegmentRefused {
  readonly contractId: string;
  readonly segmentId: string;
  readonly providerId: string;
  readonly refusal: common.Refusal;
}

export const SegmentRefused: rt.Codec<SegmentRefused> = rt.codec<SegmentRefused>({
  typeName: 'provisioning.v1.SegmentRefused',
  write(m, w, depth) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.SegmentRefused.contractId');
    if (m.segmentId !== '') rt.string(w.uint32(18), m.segmentId, 'provisioning.v1.SegmentRefused.segmentId');
    if (m.providerId !== '') rt.string(w.uint32(26), m.providerId, 'provisioning.v1.SegmentRefused.providerId');
    common.Refusal.write(m.refusal, rt.begin(w.uint32(34), m.refusal, depth, 'provisioning.v1.SegmentRefused.refusal'), depth + 1);
    w.ldelim();
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let refusal: common.Refusal | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 18:
          segmentId = rt.readString(r);
          break;
        case 26:
          providerId = rt.readString(r);
          break;
        case 34:
          rt.once(refusal, 'provisioning.v1.SegmentRefused.refusal');
          refusal = common.Refusal.read(r, rt.enterMessage(r, depth), depth + 1);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      segmentId,
      providerId,
      refusal: refusal ?? rt.missing('provisioning.v1.SegmentRefused.refusal'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      providerId: m.providerId,
      refusal: common.Refusal.toJson(m.refusal),
    };
  },
});

/** A provider said nothing in time. Whether its segment is active is not known until it confirms the release. */
export interface SegmentSilent {
  readonly contractId: string;
  readonly segmentId: string;
  readonly providerId: string;
  readonly waitedUntil: rt.Instant;
}

export const SegmentSilent: rt.Codec<SegmentSilent> = rt.codec<SegmentSilent>({
  typeName: 'provisioning.v1.SegmentSilent',
  write(m, w) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.SegmentSilent.contractId');
    if (m.segmentId !== '') rt.string(w.uint32(18), m.segmentId, 'provisioning.v1.SegmentSilent.segmentId');
    if (m.providerId !== '') rt.string(w.uint32(26), m.providerId, 'provisioning.v1.SegmentSilent.providerId');
    rt.instant(w.uint32(34), m.waitedUntil, 'provisioning.v1.SegmentSilent.waitedUntil');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let waitedUntil: rt.Instant | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 18:
          segmentId = rt.readString(r);
          break;
        case 26:
          providerId = rt.readString(r);
          break;
        case 34:
          rt.once(waitedUntil, 'provisioning.v1.SegmentSilent.waitedUntil');
          waitedUntil = rt.readInstant(r, 'provisioning.v1.SegmentSilent.waitedUntil');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      segmentId,
      providerId,
      waitedUntil: waitedUntil ?? rt.missing('provisioning.v1.SegmentSilent.waitedUntil'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      providerId: m.providerId,
      waitedUntil: rt.instantJson(m.waitedUntil),
    };
  },
});

/** A provider confirmed that its segment carries nothing. */
export interface SegmentReleased {
  readonly contractId: string;
  readonly segmentId: string;
  readonly providerId: string;
  readonly receipt: common.SignedEnvelope;
}

export const SegmentReleased: rt.Codec<SegmentReleased> = rt.codec<SegmentReleased>({
  typeName: 'provisioning.v1.SegmentReleased',
  write(m, w, depth) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.SegmentReleased.contractId');
    if (m.segmentId !== '') rt.string(w.uint32(18), m.segmentId, 'provisioning.v1.SegmentReleased.segmentId');
    if (m.providerId !== '') rt.string(w.uint32(26), m.providerId, 'provisioning.v1.SegmentReleased.providerId');
    common.SignedEnvelope.write(m.receipt, rt.begin(w.uint32(34), m.receipt, depth, 'provisioning.v1.SegmentReleased.receipt'), depth + 1);
    w.ldelim();
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let receipt: common.SignedEnvelope | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 18:
          segmentId = rt.readString(r);
          break;
        case 26:
          providerId = rt.readString(r);
          break;
        case 34:
          rt.once(receipt, 'provisioning.v1.SegmentReleased.receipt');
          receipt = common.SignedEnvelope.read(r, rt.enterMessage(r, depth), depth + 1);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      segmentId,
      providerId,
      receipt: receipt ?? rt.missing('provisioning.v1.SegmentReleased.receipt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      providerId: m.providerId,
      receipt: common.SignedEnvelope.toJson(m.receipt),
    };
  },
});

/** Every segment is active. Charges begin. */
export interface ServiceActivated {
  readonly contractId: string;
  readonly orderId: string;
  readonly serviceStartAt: rt.Instant;
  readonly activatedAt: rt.Instant;
}

export const ServiceActivated: rt.Codec<ServiceActivated> = rt.codec<ServiceActivated>({
  typeName: 'provisioning.v1.ServiceActivated',
  write(m, w) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.ServiceActivated.contractId');
    if (m.orderId !== '') rt.string(w.uint32(18), m.orderId, 'provisioning.v1.ServiceActivated.orderId');
    rt.instant(w.uint32(26), m.serviceStartAt, 'provisioning.v1.ServiceActivated.serviceStartAt');
    rt.instant(w.uint32(34), m.activatedAt, 'provisioning.v1.ServiceActivated.activatedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let serviceStartAt: rt.Instant | undefined;
    let activatedAt: rt.Instant | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 18:
          orderId = rt.readString(r);
          break;
        case 26:
          rt.once(serviceStartAt, 'provisioning.v1.ServiceActivated.serviceStartAt');
          serviceStartAt = rt.readInstant(r, 'provisioning.v1.ServiceActivated.serviceStartAt');
          break;
        case 34:
          rt.once(activatedAt, 'provisioning.v1.ServiceActivated.activatedAt');
          activatedAt = rt.readInstant(r, 'provisioning.v1.ServiceActivated.activatedAt');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      orderId,
      serviceStartAt: serviceStartAt ?? rt.missing('provisioning.v1.ServiceActivated.serviceStartAt'),
      activatedAt: activatedAt ?? rt.missing('provisioning.v1.ServiceActivated.activatedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      serviceStartAt: rt.instantJson(m.serviceStartAt),
      activatedAt: rt.instantJson(m.activatedAt),
    };
  },
});

/** The service did not come up, and what did come up of it was taken down again. Nothing is charged. */
export interface ActivationFailed {
  readonly contractId: string;
  readonly orderId: string;
  readonly reason: common.Refusal;
  readonly failedAt: rt.Instant;
}

export const ActivationFailed: rt.Codec<ActivationFailed> = rt.codec<ActivationFailed>({
  typeName: 'provisioning.v1.ActivationFailed',
  write(m, w, depth) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.ActivationFailed.contractId');
    if (m.orderId !== '') rt.string(w.uint32(18), m.orderId, 'provisioning.v1.ActivationFailed.orderId');
    common.Refusal.write(m.reason, rt.begin(w.uint32(26), m.reason, depth, 'provisioning.v1.ActivationFailed.reason'), depth + 1);
    w.ldelim();
    rt.instant(w.uint32(34), m.failedAt, 'provisioning.v1.ActivationFailed.failedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let reason: common.Refusal | undefined;
    let failedAt: rt.Instant | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 18:
          orderId = rt.readString(r);
          break;
        case 26:
          rt.once(reason, 'provisioning.v1.ActivationFailed.reason');
          reason = common.Refusal.read(r, rt.enterMessage(r, depth), depth + 1);
          break;
        case 34:
          rt.once(failedAt, 'provisioning.v1.ActivationFailed.failedAt');
          failedAt = rt.readInstant(r, 'provisioning.v1.ActivationFailed.failedAt');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      orderId,
      reason: reason ?? rt.missing('provisioning.v1.ActivationFailed.reason'),
      failedAt: failedAt ?? rt.missing('provisioning.v1.ActivationFailed.failedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      reason: common.Refusal.toJson(m.reason),
      failedAt: rt.instantJson(m.failedAt),
    };
  },
});

/** The last provider that owed a release has confirmed it. */
export interface ActivationCompensated {
  readonly contractId: string;
  readonly compensatedAt: rt.Instant;
}

export const ActivationCompensated: rt.Codec<ActivationCompensated> = rt.codec<ActivationCompensated>({
  typeName: 'provisioning.v1.ActivationCompensated',
  write(m, w) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.ActivationCompensated.contractId');
    rt.instant(w.uint32(18), m.compensatedAt, 'provisioning.v1.ActivationCompensated.compensatedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let compensatedAt: rt.Instant | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 18:
          rt.once(compensatedAt, 'provisioning.v1.ActivationCompensated.compensatedAt');
          compensatedAt = rt.readInstant(r, 'provisioning.v1.ActivationCompensated.compensatedAt');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      compensatedAt: compensatedAt ?? rt.missing('provisioning.v1.ActivationCompensated.compensatedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      compensatedAt: rt.instantJson(m.compensatedAt),
    };
  },
});

/** A provider never confirmed a release: a person has to find out what its network does. An alarm is open until then. */
export interface ActivationNeedsOperator {
  readonly contractId: string;
  readonly unconfirmedSegmentIds: readonly string[];
  readonly raisedAt: rt.Instant;
}

export const ActivationNeedsOperator: rt.Codec<ActivationNeedsOperator> = rt.codec<ActivationNeedsOperator>({
  typeName: 'provisioning.v1.ActivationNeedsOperator',
  write(m, w) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.ActivationNeedsOperator.contractId');
    for (const item of rt.list(m.unconfirmedSegmentIds, 'provisioning.v1.ActivationNeedsOperator.unconfirmedSegmentIds')) {
      rt.string(w.uint32(18), item, 'provisioning.v1.ActivationNeedsOperator.unconfirmedSegmentIds');
    }
    rt.instant(w.uint32(26), m.raisedAt, 'provisioning.v1.ActivationNeedsOperator.raisedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    const unconfirmedSegmentIds: string[] = [];
    let raisedAt: rt.Instant | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 18:
          unconfirmedSegmentIds.push(rt.readString(r));
          break;
        case 26:
          rt.once(raisedAt, 'provisioning.v1.ActivationNeedsOperator.raisedAt');
          raisedAt = rt.readInstant(r, 'provisioning.v1.ActivationNeedsOperator.raisedAt');
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      unconfirmedSegmentIds,
      raisedAt: raisedAt ?? rt.missing('provisioning.v1.ActivationNeedsOperator.raisedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      unconfirmedSegmentIds: m.unconfirmedSegmentIds,
      raisedAt: rt.instantJson(m.raisedAt),
    };
  },
});

/** One provider's part of a service, as provisioning asks for it. */
export interface SegmentPlan {
  readonly segmentId: string;
  readonly providerId: string;
  readonly fromPopId: string;
  readonly toPopId: string;
  readonly resourceIds: readonly string[];
  readonly mbps: number;
  /** SHA-256 of this provider's supply contract. */
  readonly contractSha256: Uint8Array;
}

export const SegmentPlan: rt.Codec<SegmentPlan> = rt.codec<SegmentPlan>({
  typeName: 'provisioning.v1.SegmentPlan',
  write(m, w) {
    if (m.segmentId !== '') rt.string(w.uint32(10), m.segmentId, 'provisioning.v1.SegmentPlan.segmentId');
    if (m.providerId !== '') rt.string(w.uint32(18), m.providerId, 'provisioning.v1.SegmentPlan.providerId');
    if (m.fromPopId !== '') rt.string(w.uint32(26), m.fromPopId, 'provisioning.v1.SegmentPlan.fromPopId');
    if (m.toPopId !== '') rt.string(w.uint32(34), m.toPopId, 'provisioning.v1.SegmentPlan.toPopId');
    for (const item of rt.list(m.resourceIds, 'provisioning.v1.SegmentPlan.resourceIds')) {
      rt.string(w.uint32(42), item, 'provisioning.v1.SegmentPlan.resourceIds');
    }
    if (m.mbps !== 0) rt.uint32(w.uint32(48), m.mbps, 'provisioning.v1.SegmentPlan.mbps');
    if (rt.hasBytes(m.contractSha256, 'provisioning.v1.SegmentPlan.contractSha256')) rt.bytes(w.uint32(58), m.contractSha256, 'provisioning.v1.SegmentPlan.contractSha256');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    let fromPopId: string = '';
    let toPopId: string = '';
    const resourceIds: string[] = [];
    let mbps: number = 0;
    let contractSha256: Uint8Array = rt.NO_BYTES;
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
          fromPopId = rt.readString(r);
          break;
        case 34:
          toPopId = rt.readString(r);
          break;
        case 42:
          resourceIds.push(rt.readString(r));
          break;
        case 48:
          mbps = r.uint32();
          break;
        case 58:
          contractSha256 = rt.readBytes(r);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      segmentId,
      providerId,
      fromPopId,
      toPopId,
      resourceIds,
      mbps,
      contractSha256,
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      providerId: m.providerId,
      fromPopId: m.fromPopId,
      toPopId: m.toPopId,
      resourceIds: m.resourceIds,
      mbps: m.mbps,
      contractSha256: rt.bytesJson(m.contractSha256),
    };
  },
});

export interface GetActivationRequest {
  readonly contractId: string;
}

export const GetActivationRequest: rt.Codec<GetActivationRequest> = rt.codec<GetActivationRequest>({
  typeName: 'provisioning.v1.GetActivationRequest',
  write(m, w) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.GetActivationRequest.contractId');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
    };
  },
});

export interface GetActivationResponse {
  readonly outcome:
    | { readonly kind: 'activation'; readonly activation: ActivationRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetActivationResponse: rt.Codec<GetActivationResponse> = rt.codec<GetActivationResponse>({
  typeName: 'provisioning.v1.GetActivationResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['activation', 'refused'], 'provisioning.v1.GetActivationResponse.outcome');
    if (m.outcome.kind === 'activation') {
      ActivationRecord.write(m.outcome.activation, rt.begin(w.uint32(10), m.outcome.activation, depth, 'provisioning.v1.GetActivationResponse.activation'), depth + 1);
      w.ldelim();
    }
    if (m.outcome.kind === 'refused') {
      common.Refusal.write(m.outcome.refused, rt.begin(w.uint32(18), m.outcome.refused, depth, 'provisioning.v1.GetActivationResponse.refused'), depth + 1);
      w.ldelim();
    }
  },
  read(r, outerEnd, depth) {
    let outcome: GetActivationResponse['outcome'] | undefined;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'activation') rt.once(outcome, 'provisioning.v1.GetActivationResponse.activation');
          outcome = { kind: 'activation', activation: ActivationRecord.read(r, rt.enterMessage(r, depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.once(outcome, 'provisioning.v1.GetActivationResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, rt.enterMessage(r, depth), depth + 1) };
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      outcome: outcome ?? rt.missing('provisioning.v1.GetActivationResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'activation' ? { kind: 'activation', activation: ActivationRecord.toJson(m.outcome.activation) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** The activation of one contract, over all of its segments. */
export interface ActivationRecord {
  readonly contractId: string;
  readonly state: ActivationState;
  readonly activeSegmentIds: readonly string[];
  readonly segments: number;
}

export const ActivationRecord: rt.Codec<ActivationRecord> = rt.codec<ActivationRecord>({
  typeName: 'provisioning.v1.ActivationRecord',
  write(m, w) {
    if (m.contractId !== '') rt.string(w.uint32(10), m.contractId, 'provisioning.v1.ActivationRecord.contractId');
    if (m.state !== 'unspecified') w.uint32(16).int32(ActivationState.numberOf(m.state, 'provisioning.v1.ActivationRecord.state'));
    for (const item of rt.list(m.activeSegmentIds, 'provisioning.v1.ActivationRecord.activeSegmentIds')) {
      rt.string(w.uint32(26), item, 'provisioning.v1.ActivationRecord.activeSegmentIds');
    }
    if (m.segments !== 0) rt.uint32(w.uint32(32), m.segments, 'provisioning.v1.ActivationRecord.segments');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let state: ActivationState = 'unspecified';
    const activeSegmentIds: string[] = [];
    let segments: number = 0;
    while (r.pos < r.len) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = rt.readString(r);
          break;
        case 16:
          state = ActivationState.nameOf(r.int32());
          break;
        case 26:
          activeSegmentIds.push(rt.readString(r));
          break;
        case 32:
          segments = r.uint32();
          break;
        default:
          rt.skip(r, tag, depth);
      }
    }
    r.len = outerEnd;
    return {
      contractId,
      state,
      activeSegmentIds,
      segments,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      state: m.state,
      activeSegmentIds: m.activeSegmentIds,
      segments: m.segments,
    };
  },
});

/** How far the activation of a contract has come. */
export const GetActivation: rt.Rpc<GetActivationRequest, GetActivationResponse> = {
  name: 'GetActivation',
  kind: 'query',
  subject: 'cm.qry.provisioning.v1.GetActivation',
  request: GetActivationRequest,
  response: GetActivationResponse,
};

/** Every event of the context, told apart by its type. */
export type AnyEvent =
  | { readonly type: 'provisioning.v1.ActivationStarted'; readonly data: ActivationStarted }
  | { readonly type: 'provisioning.v1.SegmentActivated'; readonly data: SegmentActivated }
  | { readonly type: 'provisioning.v1.SegmentRefused'; readonly data: SegmentRefused }
  | { readonly type: 'provisioning.v1.SegmentSilent'; readonly data: SegmentSilent }
  | { readonly type: 'provisioning.v1.SegmentReleased'; readonly data: SegmentReleased }
  | { readonly type: 'provisioning.v1.ServiceActivated'; readonly data: ServiceActivated }
  | { readonly type: 'provisioning.v1.ActivationFailed'; readonly data: ActivationFailed }
  | { readonly type: 'provisioning.v1.ActivationCompensated'; readonly data: ActivationCompensated }
  | { readonly type: 'provisioning.v1.ActivationNeedsOperator'; readonly data: ActivationNeedsOperator };
