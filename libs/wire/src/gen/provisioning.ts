// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';
import * as common from './common.js';
import * as paths from './paths.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ImpairmentEnd =
  | 'unspecified'
  /** The service moved to another path. */
  | 'rerouted'
  /** What was impaired is well again. */
  | 'restored'
  /** The contract ended while it was impaired. */
  | 'terminated'
  /** The service was suspended while it was impaired: nobody waits for it any more. */
  | 'suspended';
export const ImpairmentEnd: rt.EnumCodec<ImpairmentEnd> = rt.enumeration<ImpairmentEnd>('provisioning.v1.ImpairmentEnd', {
  unspecified: 0,
  rerouted: 1,
  restored: 2,
  terminated: 3,
  suspended: 4,
});

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
  | 'needs-operator'
  /** Its contract has ended, and what it ran on is being released. */
  | 'terminating'
  | 'terminated'
  /** Up, and given another shape by all of its providers, or given back the one that it had. */
  | 'changing'
  /** Under contract, and carrying nothing until it is resumed. */
  | 'suspended';
export const ActivationState: rt.EnumCodec<ActivationState> = rt.enumeration<ActivationState>('provisioning.v1.ActivationState', {
  unspecified: 0,
  activating: 1,
  active: 2,
  releasing: 3,
  'awaiting-release': 4,
  compensated: 5,
  'needs-operator': 6,
  terminating: 7,
  terminated: 8,
  changing: 9,
  suspended: 10,
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
  /** In whose name capacity is held when the service has to move. */
  readonly buyerId: string;
  /** What may take over when the service is impaired, best first. */
  readonly standbys: readonly StandbyRoute[];
  /** The order's own limit, one way. Absent: any latency will do. */
  readonly maxLatencyNs?: bigint;
  /** How long the first path has to be well before the service goes back to it. Absent: it does not. */
  readonly waitToRestoreSeconds?: number;
  /** True: capacity that is held for it is that of a carrier virtual network. */
  readonly virtualNetwork?: boolean;
  /** What a path may go over that is sought when no alternative holds. Absent: anything. */
  readonly media?: ServiceMedia;
}

export const ActivationStarted: rt.Codec<ActivationStarted> = rt.codec<ActivationStarted>({
  typeName: 'provisioning.v1.ActivationStarted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.ActivationStarted.contractId');
    w.string(18, m.orderId, 'provisioning.v1.ActivationStarted.orderId');
    for (const item of rt.list(m.segments, 'provisioning.v1.ActivationStarted.segments')) w.message(26, SegmentPlan, item, depth, 'provisioning.v1.ActivationStarted.segments');
    rt.instant(w.tag(34), m.serviceStartAt, 'provisioning.v1.ActivationStarted.serviceStartAt');
    rt.instant(w.tag(42), m.answerBy, 'provisioning.v1.ActivationStarted.answerBy');
    w.string(50, m.buyerId, 'provisioning.v1.ActivationStarted.buyerId');
    for (const item of rt.list(m.standbys, 'provisioning.v1.ActivationStarted.standbys')) w.message(58, StandbyRoute, item, depth, 'provisioning.v1.ActivationStarted.standbys');
    if (m.maxLatencyNs !== undefined) w.tag(64).putInt64(m.maxLatencyNs, 'provisioning.v1.ActivationStarted.maxLatencyNs');
    if (m.waitToRestoreSeconds !== undefined) w.tag(72).putUint32(m.waitToRestoreSeconds, 'provisioning.v1.ActivationStarted.waitToRestoreSeconds');
    if (m.virtualNetwork !== undefined) w.tag(80).putBool(m.virtualNetwork, 'provisioning.v1.ActivationStarted.virtualNetwork');
    if (m.media !== undefined) w.message(90, ServiceMedia, m.media, depth, 'provisioning.v1.ActivationStarted.media');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    const segments: SegmentPlan[] = [];
    let serviceStartAt: rt.Instant | undefined;
    let answerBy: rt.Instant | undefined;
    let buyerId: string = '';
    const standbys: StandbyRoute[] = [];
    let maxLatencyNs: bigint | undefined;
    let waitToRestoreSeconds: number | undefined;
    let virtualNetwork: boolean | undefined;
    let media: ServiceMedia | undefined;
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
          segments.push(SegmentPlan.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          if (serviceStartAt !== undefined) rt.twice('provisioning.v1.ActivationStarted.serviceStartAt');
          serviceStartAt = rt.readInstant(r, 'provisioning.v1.ActivationStarted.serviceStartAt');
          break;
        case 42:
          if (answerBy !== undefined) rt.twice('provisioning.v1.ActivationStarted.answerBy');
          answerBy = rt.readInstant(r, 'provisioning.v1.ActivationStarted.answerBy');
          break;
        case 50:
          buyerId = r.string();
          break;
        case 58:
          standbys.push(StandbyRoute.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 64:
          maxLatencyNs = r.int64();
          break;
        case 72:
          waitToRestoreSeconds = r.uint32();
          break;
        case 80:
          virtualNetwork = r.bool();
          break;
        case 90:
          if (media !== undefined) rt.twice('provisioning.v1.ActivationStarted.media');
          media = ServiceMedia.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ActivationStarted> = {
      contractId,
      orderId,
      segments,
      serviceStartAt: serviceStartAt ?? rt.missing('provisioning.v1.ActivationStarted.serviceStartAt'),
      answerBy: answerBy ?? rt.missing('provisioning.v1.ActivationStarted.answerBy'),
      buyerId,
      standbys,
    };
    if (maxLatencyNs !== undefined) draft.maxLatencyNs = maxLatencyNs;
    if (waitToRestoreSeconds !== undefined) draft.waitToRestoreSeconds = waitToRestoreSeconds;
    if (virtualNetwork !== undefined) draft.virtualNetwork = virtualNetwork;
    if (media !== undefined) draft.media = media;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      segments: m.segments.map((item) => SegmentPlan.toJson(item)),
      serviceStartAt: rt.instantJson(m.serviceStartAt),
      answerBy: rt.instantJson(m.answerBy),
      buyerId: m.buyerId,
      standbys: m.standbys.map((item) => StandbyRoute.toJson(item)),
      ...(m.maxLatencyNs === undefined ? {} : { maxLatencyNs: m.maxLatencyNs.toString() }),
      ...(m.waitToRestoreSeconds === undefined ? {} : { waitToRestoreSeconds: m.waitToRestoreSeconds }),
      ...(m.virtualNetwork === undefined ? {} : { virtualNetwork: m.virtualNetwork }),
      ...(m.media === undefined ? {} : { media: ServiceMedia.toJson(m.media) }),
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
    w.string(10, m.contractId, 'provisioning.v1.SegmentActivated.contractId');
    w.string(18, m.segmentId, 'provisioning.v1.SegmentActivated.segmentId');
    w.string(26, m.providerId, 'provisioning.v1.SegmentActivated.providerId');
    w.message(34, common.SignedEnvelope, m.receipt, depth, 'provisioning.v1.SegmentActivated.receipt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let receipt: common.SignedEnvelope | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 34:
          if (receipt !== undefined) rt.twice('provisioning.v1.SegmentActivated.receipt');
          receipt = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
    w.string(10, m.contractId, 'provisioning.v1.SegmentRefused.contractId');
    w.string(18, m.segmentId, 'provisioning.v1.SegmentRefused.segmentId');
    w.string(26, m.providerId, 'provisioning.v1.SegmentRefused.providerId');
    w.message(34, common.Refusal, m.refusal, depth, 'provisioning.v1.SegmentRefused.refusal');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let refusal: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 34:
          if (refusal !== undefined) rt.twice('provisioning.v1.SegmentRefused.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
    w.string(10, m.contractId, 'provisioning.v1.SegmentSilent.contractId');
    w.string(18, m.segmentId, 'provisioning.v1.SegmentSilent.segmentId');
    w.string(26, m.providerId, 'provisioning.v1.SegmentSilent.providerId');
    rt.instant(w.tag(34), m.waitedUntil, 'provisioning.v1.SegmentSilent.waitedUntil');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let waitedUntil: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 34:
          if (waitedUntil !== undefined) rt.twice('provisioning.v1.SegmentSilent.waitedUntil');
          waitedUntil = rt.readInstant(r, 'provisioning.v1.SegmentSilent.waitedUntil');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
    w.string(10, m.contractId, 'provisioning.v1.SegmentReleased.contractId');
    w.string(18, m.segmentId, 'provisioning.v1.SegmentReleased.segmentId');
    w.string(26, m.providerId, 'provisioning.v1.SegmentReleased.providerId');
    w.message(34, common.SignedEnvelope, m.receipt, depth, 'provisioning.v1.SegmentReleased.receipt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let receipt: common.SignedEnvelope | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 34:
          if (receipt !== undefined) rt.twice('provisioning.v1.SegmentReleased.receipt');
          receipt = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
    w.string(10, m.contractId, 'provisioning.v1.ServiceActivated.contractId');
    w.string(18, m.orderId, 'provisioning.v1.ServiceActivated.orderId');
    rt.instant(w.tag(26), m.serviceStartAt, 'provisioning.v1.ServiceActivated.serviceStartAt');
    rt.instant(w.tag(34), m.activatedAt, 'provisioning.v1.ServiceActivated.activatedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let serviceStartAt: rt.Instant | undefined;
    let activatedAt: rt.Instant | undefined;
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
          if (serviceStartAt !== undefined) rt.twice('provisioning.v1.ServiceActivated.serviceStartAt');
          serviceStartAt = rt.readInstant(r, 'provisioning.v1.ServiceActivated.serviceStartAt');
          break;
        case 34:
          if (activatedAt !== undefined) rt.twice('provisioning.v1.ServiceActivated.activatedAt');
          activatedAt = rt.readInstant(r, 'provisioning.v1.ServiceActivated.activatedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
    w.string(10, m.contractId, 'provisioning.v1.ActivationFailed.contractId');
    w.string(18, m.orderId, 'provisioning.v1.ActivationFailed.orderId');
    w.message(26, common.Refusal, m.reason, depth, 'provisioning.v1.ActivationFailed.reason');
    rt.instant(w.tag(34), m.failedAt, 'provisioning.v1.ActivationFailed.failedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let reason: common.Refusal | undefined;
    let failedAt: rt.Instant | undefined;
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
          if (reason !== undefined) rt.twice('provisioning.v1.ActivationFailed.reason');
          reason = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (failedAt !== undefined) rt.twice('provisioning.v1.ActivationFailed.failedAt');
          failedAt = rt.readInstant(r, 'provisioning.v1.ActivationFailed.failedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
    w.string(10, m.contractId, 'provisioning.v1.ActivationCompensated.contractId');
    rt.instant(w.tag(18), m.compensatedAt, 'provisioning.v1.ActivationCompensated.compensatedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let compensatedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (compensatedAt !== undefined) rt.twice('provisioning.v1.ActivationCompensated.compensatedAt');
          compensatedAt = rt.readInstant(r, 'provisioning.v1.ActivationCompensated.compensatedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
    w.string(10, m.contractId, 'provisioning.v1.ActivationNeedsOperator.contractId');
    for (const item of rt.list(m.unconfirmedSegmentIds, 'provisioning.v1.ActivationNeedsOperator.unconfirmedSegmentIds')) w.tag(18).putString(item, 'provisioning.v1.ActivationNeedsOperator.unconfirmedSegmentIds');
    rt.instant(w.tag(26), m.raisedAt, 'provisioning.v1.ActivationNeedsOperator.raisedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    const unconfirmedSegmentIds: string[] = [];
    let raisedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          unconfirmedSegmentIds.push(r.string());
          break;
        case 26:
          if (raisedAt !== undefined) rt.twice('provisioning.v1.ActivationNeedsOperator.raisedAt');
          raisedAt = rt.readInstant(r, 'provisioning.v1.ActivationNeedsOperator.raisedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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

/** A segment that the service runs on is impaired. */
export interface ImpairmentNoted {
  readonly contractId: string;
  readonly fault: SegmentFault;
}

export const ImpairmentNoted: rt.Codec<ImpairmentNoted> = rt.codec<ImpairmentNoted>({
  typeName: 'provisioning.v1.ImpairmentNoted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.ImpairmentNoted.contractId');
    w.message(18, SegmentFault, m.fault, depth, 'provisioning.v1.ImpairmentNoted.fault');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let fault: SegmentFault | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (fault !== undefined) rt.twice('provisioning.v1.ImpairmentNoted.fault');
          fault = SegmentFault.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      fault: fault ?? rt.missing('provisioning.v1.ImpairmentNoted.fault'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      fault: SegmentFault.toJson(m.fault),
    };
  },
});

/** It is no longer. */
export interface ImpairmentCleared {
  readonly contractId: string;
  readonly segmentId: string;
  readonly clearedAt: rt.Instant;
}

export const ImpairmentCleared: rt.Codec<ImpairmentCleared> = rt.codec<ImpairmentCleared>({
  typeName: 'provisioning.v1.ImpairmentCleared',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.ImpairmentCleared.contractId');
    w.string(18, m.segmentId, 'provisioning.v1.ImpairmentCleared.segmentId');
    rt.instant(w.tag(26), m.clearedAt, 'provisioning.v1.ImpairmentCleared.clearedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let clearedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          if (clearedAt !== undefined) rt.twice('provisioning.v1.ImpairmentCleared.clearedAt');
          clearedAt = rt.readInstant(r, 'provisioning.v1.ImpairmentCleared.clearedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      segmentId,
      clearedAt: clearedAt ?? rt.missing('provisioning.v1.ImpairmentCleared.clearedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      clearedAt: rt.instantJson(m.clearedAt),
    };
  },
});

/** The service is to move to one of its alternatives. No path is computed for it. */
export interface RerouteStarted {
  readonly contractId: string;
  readonly orderId: string;
  /** Counts the attempts of this service from 1. */
  readonly attempt: number;
  /** 0 for the path that was contracted first. */
  readonly fromRoute: number;
  readonly startedAt: rt.Instant;
  /** Absent where it is found out after this event which alternative holds. */
  readonly chosen?: ChosenRoute;
}

export const RerouteStarted: rt.Codec<RerouteStarted> = rt.codec<RerouteStarted>({
  typeName: 'provisioning.v1.RerouteStarted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.RerouteStarted.contractId');
    w.string(18, m.orderId, 'provisioning.v1.RerouteStarted.orderId');
    w.uint32(24, m.attempt, 'provisioning.v1.RerouteStarted.attempt');
    w.uint32(32, m.fromRoute, 'provisioning.v1.RerouteStarted.fromRoute');
    rt.instant(w.tag(42), m.startedAt, 'provisioning.v1.RerouteStarted.startedAt');
    if (m.chosen !== undefined) w.message(50, ChosenRoute, m.chosen, depth, 'provisioning.v1.RerouteStarted.chosen');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let attempt: number = 0;
    let fromRoute: number = 0;
    let startedAt: rt.Instant | undefined;
    let chosen: ChosenRoute | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 24:
          attempt = r.uint32();
          break;
        case 32:
          fromRoute = r.uint32();
          break;
        case 42:
          if (startedAt !== undefined) rt.twice('provisioning.v1.RerouteStarted.startedAt');
          startedAt = rt.readInstant(r, 'provisioning.v1.RerouteStarted.startedAt');
          break;
        case 50:
          if (chosen !== undefined) rt.twice('provisioning.v1.RerouteStarted.chosen');
          chosen = ChosenRoute.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<RerouteStarted> = {
      contractId,
      orderId,
      attempt,
      fromRoute,
      startedAt: startedAt ?? rt.missing('provisioning.v1.RerouteStarted.startedAt'),
    };
    if (chosen !== undefined) draft.chosen = chosen;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      attempt: m.attempt,
      fromRoute: m.fromRoute,
      startedAt: rt.instantJson(m.startedAt),
      ...(m.chosen === undefined ? {} : { chosen: ChosenRoute.toJson(m.chosen) }),
    };
  },
});

/** An alternative holds, and its capacity is under contract. Its providers are asked for their segments. */
export interface RerouteSecured {
  readonly contractId: string;
  readonly attempt: number;
  readonly toRoute: number;
  readonly segments: readonly SegmentPlan[];
  /** Empty where the contract's first route has all the capacity that is needed. */
  readonly holdId: string;
  /** As its providers declare it now. */
  readonly latencyNs: bigint;
  /** Alternatives that do not hold, or go over an agent that is silent. */
  readonly passedOver: readonly RouteVerdict[];
  /** Segments of the old route that stand in the way of the new one, and are released before it is asked for. */
  readonly brokenFirstSegmentIds: readonly string[];
  readonly answerBy: rt.Instant;
  /** Absent in moves from before sessions were weighed. */
  readonly sessions?: SessionsWeighed;
}

export const RerouteSecured: rt.Codec<RerouteSecured> = rt.codec<RerouteSecured>({
  typeName: 'provisioning.v1.RerouteSecured',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.RerouteSecured.contractId');
    w.uint32(16, m.attempt, 'provisioning.v1.RerouteSecured.attempt');
    w.uint32(24, m.toRoute, 'provisioning.v1.RerouteSecured.toRoute');
    for (const item of rt.list(m.segments, 'provisioning.v1.RerouteSecured.segments')) w.message(34, SegmentPlan, item, depth, 'provisioning.v1.RerouteSecured.segments');
    w.string(42, m.holdId, 'provisioning.v1.RerouteSecured.holdId');
    w.int64(48, m.latencyNs, 'provisioning.v1.RerouteSecured.latencyNs');
    for (const item of rt.list(m.passedOver, 'provisioning.v1.RerouteSecured.passedOver')) w.message(58, RouteVerdict, item, depth, 'provisioning.v1.RerouteSecured.passedOver');
    for (const item of rt.list(m.brokenFirstSegmentIds, 'provisioning.v1.RerouteSecured.brokenFirstSegmentIds')) w.tag(66).putString(item, 'provisioning.v1.RerouteSecured.brokenFirstSegmentIds');
    rt.instant(w.tag(74), m.answerBy, 'provisioning.v1.RerouteSecured.answerBy');
    if (m.sessions !== undefined) w.message(82, SessionsWeighed, m.sessions, depth, 'provisioning.v1.RerouteSecured.sessions');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let attempt: number = 0;
    let toRoute: number = 0;
    const segments: SegmentPlan[] = [];
    let holdId: string = '';
    let latencyNs: bigint = 0n;
    const passedOver: RouteVerdict[] = [];
    const brokenFirstSegmentIds: string[] = [];
    let answerBy: rt.Instant | undefined;
    let sessions: SessionsWeighed | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          attempt = r.uint32();
          break;
        case 24:
          toRoute = r.uint32();
          break;
        case 34:
          segments.push(SegmentPlan.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 42:
          holdId = r.string();
          break;
        case 48:
          latencyNs = r.int64();
          break;
        case 58:
          passedOver.push(RouteVerdict.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 66:
          brokenFirstSegmentIds.push(r.string());
          break;
        case 74:
          if (answerBy !== undefined) rt.twice('provisioning.v1.RerouteSecured.answerBy');
          answerBy = rt.readInstant(r, 'provisioning.v1.RerouteSecured.answerBy');
          break;
        case 82:
          if (sessions !== undefined) rt.twice('provisioning.v1.RerouteSecured.sessions');
          sessions = SessionsWeighed.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<RerouteSecured> = {
      contractId,
      attempt,
      toRoute,
      segments,
      holdId,
      latencyNs,
      passedOver,
      brokenFirstSegmentIds,
      answerBy: answerBy ?? rt.missing('provisioning.v1.RerouteSecured.answerBy'),
    };
    if (sessions !== undefined) draft.sessions = sessions;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      attempt: m.attempt,
      toRoute: m.toRoute,
      segments: m.segments.map((item) => SegmentPlan.toJson(item)),
      holdId: m.holdId,
      latencyNs: m.latencyNs.toString(),
      passedOver: m.passedOver.map((item) => RouteVerdict.toJson(item)),
      brokenFirstSegmentIds: m.brokenFirstSegmentIds,
      answerBy: rt.instantJson(m.answerBy),
      ...(m.sessions === undefined ? {} : { sessions: SessionsWeighed.toJson(m.sessions) }),
    };
  },
});

/** The alternative could not take over. What was done for it is undone, and the next one is tried. */
export interface RerouteFailed {
  readonly contractId: string;
  readonly attempt: number;
  readonly verdicts: readonly RouteVerdict[];
  readonly failedAt: rt.Instant;
}

export const RerouteFailed: rt.Codec<RerouteFailed> = rt.codec<RerouteFailed>({
  typeName: 'provisioning.v1.RerouteFailed',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.RerouteFailed.contractId');
    w.uint32(16, m.attempt, 'provisioning.v1.RerouteFailed.attempt');
    for (const item of rt.list(m.verdicts, 'provisioning.v1.RerouteFailed.verdicts')) w.message(26, RouteVerdict, item, depth, 'provisioning.v1.RerouteFailed.verdicts');
    rt.instant(w.tag(34), m.failedAt, 'provisioning.v1.RerouteFailed.failedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let attempt: number = 0;
    const verdicts: RouteVerdict[] = [];
    let failedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          attempt = r.uint32();
          break;
        case 26:
          verdicts.push(RouteVerdict.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          if (failedAt !== undefined) rt.twice('provisioning.v1.RerouteFailed.failedAt');
          failedAt = rt.readInstant(r, 'provisioning.v1.RerouteFailed.failedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      attempt,
      verdicts,
      failedAt: failedAt ?? rt.missing('provisioning.v1.RerouteFailed.failedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      attempt: m.attempt,
      verdicts: m.verdicts.map((item) => RouteVerdict.toJson(item)),
      failedAt: rt.instantJson(m.failedAt),
    };
  },
});

/** The service runs on another of its contracted paths, and is charged by that path's prices from here on. */
export interface ServiceRerouted {
  readonly contractId: string;
  readonly orderId: string;
  readonly attempt: number;
  readonly fromRoute: number;
  readonly toRoute: number;
  /** No longer charged for from here on; they are being released. */
  readonly leftSegmentIds: readonly string[];
  /** Charged for from here on, by the contract's own rules. */
  readonly segmentIds: readonly string[];
  readonly latencyNs: bigint;
  readonly reroutedAt: rt.Instant;
}

export const ServiceRerouted: rt.Codec<ServiceRerouted> = rt.codec<ServiceRerouted>({
  typeName: 'provisioning.v1.ServiceRerouted',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceRerouted.contractId');
    w.string(18, m.orderId, 'provisioning.v1.ServiceRerouted.orderId');
    w.uint32(24, m.attempt, 'provisioning.v1.ServiceRerouted.attempt');
    w.uint32(32, m.fromRoute, 'provisioning.v1.ServiceRerouted.fromRoute');
    w.uint32(40, m.toRoute, 'provisioning.v1.ServiceRerouted.toRoute');
    for (const item of rt.list(m.leftSegmentIds, 'provisioning.v1.ServiceRerouted.leftSegmentIds')) w.tag(50).putString(item, 'provisioning.v1.ServiceRerouted.leftSegmentIds');
    for (const item of rt.list(m.segmentIds, 'provisioning.v1.ServiceRerouted.segmentIds')) w.tag(58).putString(item, 'provisioning.v1.ServiceRerouted.segmentIds');
    w.int64(64, m.latencyNs, 'provisioning.v1.ServiceRerouted.latencyNs');
    rt.instant(w.tag(74), m.reroutedAt, 'provisioning.v1.ServiceRerouted.reroutedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let attempt: number = 0;
    let fromRoute: number = 0;
    let toRoute: number = 0;
    const leftSegmentIds: string[] = [];
    const segmentIds: string[] = [];
    let latencyNs: bigint = 0n;
    let reroutedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 24:
          attempt = r.uint32();
          break;
        case 32:
          fromRoute = r.uint32();
          break;
        case 40:
          toRoute = r.uint32();
          break;
        case 50:
          leftSegmentIds.push(r.string());
          break;
        case 58:
          segmentIds.push(r.string());
          break;
        case 64:
          latencyNs = r.int64();
          break;
        case 74:
          if (reroutedAt !== undefined) rt.twice('provisioning.v1.ServiceRerouted.reroutedAt');
          reroutedAt = rt.readInstant(r, 'provisioning.v1.ServiceRerouted.reroutedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      attempt,
      fromRoute,
      toRoute,
      leftSegmentIds,
      segmentIds,
      latencyNs,
      reroutedAt: reroutedAt ?? rt.missing('provisioning.v1.ServiceRerouted.reroutedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      attempt: m.attempt,
      fromRoute: m.fromRoute,
      toRoute: m.toRoute,
      leftSegmentIds: m.leftSegmentIds,
      segmentIds: m.segmentIds,
      latencyNs: m.latencyNs.toString(),
      reroutedAt: rt.instantJson(m.reroutedAt),
    };
  },
});

/**
 * For so long the service was not what its contract promises, and these segments were at fault: what the customer's credit and the
 * claw-back from each of their suppliers are reckoned from.
 */
export interface ServiceImpairmentEnded {
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly faults: readonly SegmentFault[];
  readonly impairedFrom: rt.Instant;
  readonly impairedUntil: rt.Instant;
  readonly end: ImpairmentEnd;
}

export const ServiceImpairmentEnded: rt.Codec<ServiceImpairmentEnded> = rt.codec<ServiceImpairmentEnded>({
  typeName: 'provisioning.v1.ServiceImpairmentEnded',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceImpairmentEnded.contractId');
    w.string(18, m.orderId, 'provisioning.v1.ServiceImpairmentEnded.orderId');
    w.string(26, m.buyerId, 'provisioning.v1.ServiceImpairmentEnded.buyerId');
    for (const item of rt.list(m.faults, 'provisioning.v1.ServiceImpairmentEnded.faults')) w.message(34, SegmentFault, item, depth, 'provisioning.v1.ServiceImpairmentEnded.faults');
    rt.instant(w.tag(42), m.impairedFrom, 'provisioning.v1.ServiceImpairmentEnded.impairedFrom');
    rt.instant(w.tag(50), m.impairedUntil, 'provisioning.v1.ServiceImpairmentEnded.impairedUntil');
    w.int32(56, ImpairmentEnd.numberOf(m.end, 'provisioning.v1.ServiceImpairmentEnded.end'), 'provisioning.v1.ServiceImpairmentEnded.end');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    const faults: SegmentFault[] = [];
    let impairedFrom: rt.Instant | undefined;
    let impairedUntil: rt.Instant | undefined;
    let end: ImpairmentEnd = 'unspecified';
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
          faults.push(SegmentFault.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 42:
          if (impairedFrom !== undefined) rt.twice('provisioning.v1.ServiceImpairmentEnded.impairedFrom');
          impairedFrom = rt.readInstant(r, 'provisioning.v1.ServiceImpairmentEnded.impairedFrom');
          break;
        case 50:
          if (impairedUntil !== undefined) rt.twice('provisioning.v1.ServiceImpairmentEnded.impairedUntil');
          impairedUntil = rt.readInstant(r, 'provisioning.v1.ServiceImpairmentEnded.impairedUntil');
          break;
        case 56:
          end = ImpairmentEnd.nameOf(r.int32());
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
      faults,
      impairedFrom: impairedFrom ?? rt.missing('provisioning.v1.ServiceImpairmentEnded.impairedFrom'),
      impairedUntil: impairedUntil ?? rt.missing('provisioning.v1.ServiceImpairmentEnded.impairedUntil'),
      end,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      faults: m.faults.map((item) => SegmentFault.toJson(item)),
      impairedFrom: rt.instantJson(m.impairedFrom),
      impairedUntil: rt.instantJson(m.impairedUntil),
      end: m.end,
    };
  },
});

/** No alternative of the contract holds. The service stays where it is, an alarm waits for an operator, and paths are computed afresh. */
export interface AlternativesExhausted {
  readonly contractId: string;
  readonly orderId: string;
  readonly exhaustedAt: rt.Instant;
}

export const AlternativesExhausted: rt.Codec<AlternativesExhausted> = rt.codec<AlternativesExhausted>({
  typeName: 'provisioning.v1.AlternativesExhausted',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.AlternativesExhausted.contractId');
    w.string(18, m.orderId, 'provisioning.v1.AlternativesExhausted.orderId');
    rt.instant(w.tag(26), m.exhaustedAt, 'provisioning.v1.AlternativesExhausted.exhaustedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let exhaustedAt: rt.Instant | undefined;
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
          if (exhaustedAt !== undefined) rt.twice('provisioning.v1.AlternativesExhausted.exhaustedAt');
          exhaustedAt = rt.readInstant(r, 'provisioning.v1.AlternativesExhausted.exhaustedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      exhaustedAt: exhaustedAt ?? rt.missing('provisioning.v1.AlternativesExhausted.exhaustedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      exhaustedAt: rt.instantJson(m.exhaustedAt),
    };
  },
});

/** What a fresh computation found, after all alternatives were gone. Nothing of it is contracted. */
export interface FreshPathsSought {
  readonly contractId: string;
  /** The numbered topology that was searched. */
  readonly topologyRevision: bigint;
  /** The best path that there is now; absent when there is none. */
  readonly best?: paths.PathCandidate;
  readonly refusal?: common.Refusal;
  readonly soughtAt: rt.Instant;
}

export const FreshPathsSought: rt.Codec<FreshPathsSought> = rt.codec<FreshPathsSought>({
  typeName: 'provisioning.v1.FreshPathsSought',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.FreshPathsSought.contractId');
    w.int64(16, m.topologyRevision, 'provisioning.v1.FreshPathsSought.topologyRevision');
    if (m.best !== undefined) w.message(26, paths.PathCandidate, m.best, depth, 'provisioning.v1.FreshPathsSought.best');
    if (m.refusal !== undefined) w.message(34, common.Refusal, m.refusal, depth, 'provisioning.v1.FreshPathsSought.refusal');
    rt.instant(w.tag(42), m.soughtAt, 'provisioning.v1.FreshPathsSought.soughtAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let topologyRevision: bigint = 0n;
    let best: paths.PathCandidate | undefined;
    let refusal: common.Refusal | undefined;
    let soughtAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          topologyRevision = r.int64();
          break;
        case 26:
          if (best !== undefined) rt.twice('provisioning.v1.FreshPathsSought.best');
          best = paths.PathCandidate.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (refusal !== undefined) rt.twice('provisioning.v1.FreshPathsSought.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (soughtAt !== undefined) rt.twice('provisioning.v1.FreshPathsSought.soughtAt');
          soughtAt = rt.readInstant(r, 'provisioning.v1.FreshPathsSought.soughtAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<FreshPathsSought> = {
      contractId,
      topologyRevision,
      soughtAt: soughtAt ?? rt.missing('provisioning.v1.FreshPathsSought.soughtAt'),
    };
    if (best !== undefined) draft.best = best;
    if (refusal !== undefined) draft.refusal = refusal;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      topologyRevision: m.topologyRevision.toString(),
      ...(m.best === undefined ? {} : { best: paths.PathCandidate.toJson(m.best) }),
      ...(m.refusal === undefined ? {} : { refusal: common.Refusal.toJson(m.refusal) }),
      soughtAt: rt.instantJson(m.soughtAt),
    };
  },
});

/** Capacity of an alternative that is not run on was given back. */
export interface RerouteCapacityReturned {
  readonly contractId: string;
  readonly holdId: string;
}

export const RerouteCapacityReturned: rt.Codec<RerouteCapacityReturned> = rt.codec<RerouteCapacityReturned>({
  typeName: 'provisioning.v1.RerouteCapacityReturned',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.RerouteCapacityReturned.contractId');
    w.string(18, m.holdId, 'provisioning.v1.RerouteCapacityReturned.holdId');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          holdId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      holdId,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      holdId: m.holdId,
    };
  },
});

/**
 * A provider never confirmed the release of a segment that the service has left: its capacity stays under contract, and an alarm is
 * open.
 */
export interface ReleaseNeedsOperator {
  readonly contractId: string;
  readonly unconfirmedSegmentIds: readonly string[];
  readonly raisedAt: rt.Instant;
}

export const ReleaseNeedsOperator: rt.Codec<ReleaseNeedsOperator> = rt.codec<ReleaseNeedsOperator>({
  typeName: 'provisioning.v1.ReleaseNeedsOperator',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.ReleaseNeedsOperator.contractId');
    for (const item of rt.list(m.unconfirmedSegmentIds, 'provisioning.v1.ReleaseNeedsOperator.unconfirmedSegmentIds')) w.tag(18).putString(item, 'provisioning.v1.ReleaseNeedsOperator.unconfirmedSegmentIds');
    rt.instant(w.tag(26), m.raisedAt, 'provisioning.v1.ReleaseNeedsOperator.raisedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    const unconfirmedSegmentIds: string[] = [];
    let raisedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          unconfirmedSegmentIds.push(r.string());
          break;
        case 26:
          if (raisedAt !== undefined) rt.twice('provisioning.v1.ReleaseNeedsOperator.raisedAt');
          raisedAt = rt.readInstant(r, 'provisioning.v1.ReleaseNeedsOperator.raisedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      unconfirmedSegmentIds,
      raisedAt: raisedAt ?? rt.missing('provisioning.v1.ReleaseNeedsOperator.raisedAt'),
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

/** A service that was moved has waited for as long as it was to: it is looked whether its first path has been well for all that time. */
export interface RevertDue {
  readonly contractId: string;
  /** Counts the looks of this service from 1. */
  readonly look: number;
  readonly dueAt: rt.Instant;
}

export const RevertDue: rt.Codec<RevertDue> = rt.codec<RevertDue>({
  typeName: 'provisioning.v1.RevertDue',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.RevertDue.contractId');
    w.uint32(16, m.look, 'provisioning.v1.RevertDue.look');
    rt.instant(w.tag(26), m.dueAt, 'provisioning.v1.RevertDue.dueAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let look: number = 0;
    let dueAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          look = r.uint32();
          break;
        case 26:
          if (dueAt !== undefined) rt.twice('provisioning.v1.RevertDue.dueAt');
          dueAt = rt.readInstant(r, 'provisioning.v1.RevertDue.dueAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      look,
      dueAt: dueAt ?? rt.missing('provisioning.v1.RevertDue.dueAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      look: m.look,
      dueAt: rt.instantJson(m.dueAt),
    };
  },
});

/** It has not, and is looked at again later. */
export interface RevertPutOff {
  readonly contractId: string;
  readonly look: number;
  readonly until: rt.Instant;
  readonly reason: common.Refusal;
}

export const RevertPutOff: rt.Codec<RevertPutOff> = rt.codec<RevertPutOff>({
  typeName: 'provisioning.v1.RevertPutOff',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.RevertPutOff.contractId');
    w.uint32(16, m.look, 'provisioning.v1.RevertPutOff.look');
    rt.instant(w.tag(26), m.until, 'provisioning.v1.RevertPutOff.until');
    w.message(34, common.Refusal, m.reason, depth, 'provisioning.v1.RevertPutOff.reason');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let look: number = 0;
    let until: rt.Instant | undefined;
    let reason: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          look = r.uint32();
          break;
        case 26:
          if (until !== undefined) rt.twice('provisioning.v1.RevertPutOff.until');
          until = rt.readInstant(r, 'provisioning.v1.RevertPutOff.until');
          break;
        case 34:
          if (reason !== undefined) rt.twice('provisioning.v1.RevertPutOff.reason');
          reason = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      look,
      until: until ?? rt.missing('provisioning.v1.RevertPutOff.until'),
      reason: reason ?? rt.missing('provisioning.v1.RevertPutOff.reason'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      look: m.look,
      until: rt.instantJson(m.until),
      reason: common.Refusal.toJson(m.reason),
    };
  },
});

/** The way back is brought up beside the path that carries the service, to be measured. It carries nothing and is not charged for. */
export interface RevertStarted {
  readonly contractId: string;
  readonly orderId: string;
  /** The contracted path once more: the number of that alternative. */
  readonly route: number;
  readonly segments: readonly SegmentPlan[];
  /** As its providers declare it now. */
  readonly latencyNs: bigint;
  readonly startedAt: rt.Instant;
  /** A segment that was not active by then is taken as refused. */
  readonly answerBy: rt.Instant;
  /** What was not measured to be well by then is not taken. */
  readonly provenBy: rt.Instant;
}

export const RevertStarted: rt.Codec<RevertStarted> = rt.codec<RevertStarted>({
  typeName: 'provisioning.v1.RevertStarted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.RevertStarted.contractId');
    w.string(18, m.orderId, 'provisioning.v1.RevertStarted.orderId');
    w.uint32(24, m.route, 'provisioning.v1.RevertStarted.route');
    for (const item of rt.list(m.segments, 'provisioning.v1.RevertStarted.segments')) w.message(34, SegmentPlan, item, depth, 'provisioning.v1.RevertStarted.segments');
    w.int64(40, m.latencyNs, 'provisioning.v1.RevertStarted.latencyNs');
    rt.instant(w.tag(50), m.startedAt, 'provisioning.v1.RevertStarted.startedAt');
    rt.instant(w.tag(58), m.answerBy, 'provisioning.v1.RevertStarted.answerBy');
    rt.instant(w.tag(66), m.provenBy, 'provisioning.v1.RevertStarted.provenBy');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let route: number = 0;
    const segments: SegmentPlan[] = [];
    let latencyNs: bigint = 0n;
    let startedAt: rt.Instant | undefined;
    let answerBy: rt.Instant | undefined;
    let provenBy: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 24:
          route = r.uint32();
          break;
        case 34:
          segments.push(SegmentPlan.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 40:
          latencyNs = r.int64();
          break;
        case 50:
          if (startedAt !== undefined) rt.twice('provisioning.v1.RevertStarted.startedAt');
          startedAt = rt.readInstant(r, 'provisioning.v1.RevertStarted.startedAt');
          break;
        case 58:
          if (answerBy !== undefined) rt.twice('provisioning.v1.RevertStarted.answerBy');
          answerBy = rt.readInstant(r, 'provisioning.v1.RevertStarted.answerBy');
          break;
        case 66:
          if (provenBy !== undefined) rt.twice('provisioning.v1.RevertStarted.provenBy');
          provenBy = rt.readInstant(r, 'provisioning.v1.RevertStarted.provenBy');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      route,
      segments,
      latencyNs,
      startedAt: startedAt ?? rt.missing('provisioning.v1.RevertStarted.startedAt'),
      answerBy: answerBy ?? rt.missing('provisioning.v1.RevertStarted.answerBy'),
      provenBy: provenBy ?? rt.missing('provisioning.v1.RevertStarted.provenBy'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      route: m.route,
      segments: m.segments.map((item) => SegmentPlan.toJson(item)),
      latencyNs: m.latencyNs.toString(),
      startedAt: rt.instantJson(m.startedAt),
      answerBy: rt.instantJson(m.answerBy),
      provenBy: rt.instantJson(m.provenBy),
    };
  },
});

/** A segment of the way back was measured to be well. */
export interface RevertSegmentProven {
  readonly contractId: string;
  readonly segmentId: string;
  readonly provenAt: rt.Instant;
}

export const RevertSegmentProven: rt.Codec<RevertSegmentProven> = rt.codec<RevertSegmentProven>({
  typeName: 'provisioning.v1.RevertSegmentProven',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.RevertSegmentProven.contractId');
    w.string(18, m.segmentId, 'provisioning.v1.RevertSegmentProven.segmentId');
    rt.instant(w.tag(26), m.provenAt, 'provisioning.v1.RevertSegmentProven.provenAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let provenAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          if (provenAt !== undefined) rt.twice('provisioning.v1.RevertSegmentProven.provenAt');
          provenAt = rt.readInstant(r, 'provisioning.v1.RevertSegmentProven.provenAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      segmentId,
      provenAt: provenAt ?? rt.missing('provisioning.v1.RevertSegmentProven.provenAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      provenAt: rt.instantJson(m.provenAt),
    };
  },
});

/** The way back was refused, was not well, or something else came first. It is released again; the service stays where it is. */
export interface RevertFailed {
  readonly contractId: string;
  readonly route: number;
  readonly reason: common.Refusal;
  readonly failedAt: rt.Instant;
}

export const RevertFailed: rt.Codec<RevertFailed> = rt.codec<RevertFailed>({
  typeName: 'provisioning.v1.RevertFailed',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.RevertFailed.contractId');
    w.uint32(16, m.route, 'provisioning.v1.RevertFailed.route');
    w.message(26, common.Refusal, m.reason, depth, 'provisioning.v1.RevertFailed.reason');
    rt.instant(w.tag(34), m.failedAt, 'provisioning.v1.RevertFailed.failedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let route: number = 0;
    let reason: common.Refusal | undefined;
    let failedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          route = r.uint32();
          break;
        case 26:
          if (reason !== undefined) rt.twice('provisioning.v1.RevertFailed.reason');
          reason = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (failedAt !== undefined) rt.twice('provisioning.v1.RevertFailed.failedAt');
          failedAt = rt.readInstant(r, 'provisioning.v1.RevertFailed.failedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      route,
      reason: reason ?? rt.missing('provisioning.v1.RevertFailed.reason'),
      failedAt: failedAt ?? rt.missing('provisioning.v1.RevertFailed.failedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      route: m.route,
      reason: common.Refusal.toJson(m.reason),
      failedAt: rt.instantJson(m.failedAt),
    };
  },
});

/** Every return that was contracted has been used up: the service stays where it is for good, and an alarm says so. */
export interface RevertsExhausted {
  readonly contractId: string;
  readonly orderId: string;
  readonly exhaustedAt: rt.Instant;
}

export const RevertsExhausted: rt.Codec<RevertsExhausted> = rt.codec<RevertsExhausted>({
  typeName: 'provisioning.v1.RevertsExhausted',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.RevertsExhausted.contractId');
    w.string(18, m.orderId, 'provisioning.v1.RevertsExhausted.orderId');
    rt.instant(w.tag(26), m.exhaustedAt, 'provisioning.v1.RevertsExhausted.exhaustedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let exhaustedAt: rt.Instant | undefined;
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
          if (exhaustedAt !== undefined) rt.twice('provisioning.v1.RevertsExhausted.exhaustedAt');
          exhaustedAt = rt.readInstant(r, 'provisioning.v1.RevertsExhausted.exhaustedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      exhaustedAt: exhaustedAt ?? rt.missing('provisioning.v1.RevertsExhausted.exhaustedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      exhaustedAt: rt.instantJson(m.exhaustedAt),
    };
  },
});

/** The contract of a running service will end. Until then the service is cared for like any other. */
export interface TeardownScheduled {
  readonly contractId: string;
  readonly endsAt: rt.Instant;
}

export const TeardownScheduled: rt.Codec<TeardownScheduled> = rt.codec<TeardownScheduled>({
  typeName: 'provisioning.v1.TeardownScheduled',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.TeardownScheduled.contractId');
    rt.instant(w.tag(18), m.endsAt, 'provisioning.v1.TeardownScheduled.endsAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let endsAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (endsAt !== undefined) rt.twice('provisioning.v1.TeardownScheduled.endsAt');
          endsAt = rt.readInstant(r, 'provisioning.v1.TeardownScheduled.endsAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      endsAt: endsAt ?? rt.missing('provisioning.v1.TeardownScheduled.endsAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      endsAt: rt.instantJson(m.endsAt),
    };
  },
});

/** The contract's last instant has passed: every provider is asked to release what it has of the service, whichever route it is of. */
export interface TeardownStarted {
  readonly contractId: string;
  readonly endsAt: rt.Instant;
  readonly startedAt: rt.Instant;
  /** Capacity beside the contract's own, which failovers put under contract and which is given back with the service. */
  readonly holdIds: readonly string[];
}

export const TeardownStarted: rt.Codec<TeardownStarted> = rt.codec<TeardownStarted>({
  typeName: 'provisioning.v1.TeardownStarted',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.TeardownStarted.contractId');
    rt.instant(w.tag(18), m.endsAt, 'provisioning.v1.TeardownStarted.endsAt');
    rt.instant(w.tag(26), m.startedAt, 'provisioning.v1.TeardownStarted.startedAt');
    for (const item of rt.list(m.holdIds, 'provisioning.v1.TeardownStarted.holdIds')) w.tag(34).putString(item, 'provisioning.v1.TeardownStarted.holdIds');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let endsAt: rt.Instant | undefined;
    let startedAt: rt.Instant | undefined;
    const holdIds: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (endsAt !== undefined) rt.twice('provisioning.v1.TeardownStarted.endsAt');
          endsAt = rt.readInstant(r, 'provisioning.v1.TeardownStarted.endsAt');
          break;
        case 26:
          if (startedAt !== undefined) rt.twice('provisioning.v1.TeardownStarted.startedAt');
          startedAt = rt.readInstant(r, 'provisioning.v1.TeardownStarted.startedAt');
          break;
        case 34:
          holdIds.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      endsAt: endsAt ?? rt.missing('provisioning.v1.TeardownStarted.endsAt'),
      startedAt: startedAt ?? rt.missing('provisioning.v1.TeardownStarted.startedAt'),
      holdIds,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      endsAt: rt.instantJson(m.endsAt),
      startedAt: rt.instantJson(m.startedAt),
      holdIds: m.holdIds,
    };
  },
});

/** Capacity that a failover had put under contract was given back. */
export interface TeardownCapacityReturned {
  readonly contractId: string;
  readonly holdId: string;
}

export const TeardownCapacityReturned: rt.Codec<TeardownCapacityReturned> = rt.codec<TeardownCapacityReturned>({
  typeName: 'provisioning.v1.TeardownCapacityReturned',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.TeardownCapacityReturned.contractId');
    w.string(18, m.holdId, 'provisioning.v1.TeardownCapacityReturned.holdId');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          holdId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      holdId,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      holdId: m.holdId,
    };
  },
});

/**
 * A provider did not confirm its release for a day. It is still asked, the contract's capacity stays held, nothing is charged, and an
 * alarm is open until the last release is confirmed.
 */
export interface TeardownNeedsOperator {
  readonly contractId: string;
  readonly unconfirmedSegmentIds: readonly string[];
  readonly raisedAt: rt.Instant;
}

export const TeardownNeedsOperator: rt.Codec<TeardownNeedsOperator> = rt.codec<TeardownNeedsOperator>({
  typeName: 'provisioning.v1.TeardownNeedsOperator',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.TeardownNeedsOperator.contractId');
    for (const item of rt.list(m.unconfirmedSegmentIds, 'provisioning.v1.TeardownNeedsOperator.unconfirmedSegmentIds')) w.tag(18).putString(item, 'provisioning.v1.TeardownNeedsOperator.unconfirmedSegmentIds');
    rt.instant(w.tag(26), m.raisedAt, 'provisioning.v1.TeardownNeedsOperator.raisedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    const unconfirmedSegmentIds: string[] = [];
    let raisedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          unconfirmedSegmentIds.push(r.string());
          break;
        case 26:
          if (raisedAt !== undefined) rt.twice('provisioning.v1.TeardownNeedsOperator.raisedAt');
          raisedAt = rt.readInstant(r, 'provisioning.v1.TeardownNeedsOperator.raisedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      unconfirmedSegmentIds,
      raisedAt: raisedAt ?? rt.missing('provisioning.v1.TeardownNeedsOperator.raisedAt'),
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

/** No provider carries anything of the service any more, by all of their receipts. */
export interface ServiceTerminated {
  readonly contractId: string;
  readonly orderId: string;
  /** The last instant that was under contract. */
  readonly endedAt: rt.Instant;
  readonly terminatedAt: rt.Instant;
}

export const ServiceTerminated: rt.Codec<ServiceTerminated> = rt.codec<ServiceTerminated>({
  typeName: 'provisioning.v1.ServiceTerminated',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceTerminated.contractId');
    w.string(18, m.orderId, 'provisioning.v1.ServiceTerminated.orderId');
    rt.instant(w.tag(26), m.endedAt, 'provisioning.v1.ServiceTerminated.endedAt');
    rt.instant(w.tag(34), m.terminatedAt, 'provisioning.v1.ServiceTerminated.terminatedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let endedAt: rt.Instant | undefined;
    let terminatedAt: rt.Instant | undefined;
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
          if (endedAt !== undefined) rt.twice('provisioning.v1.ServiceTerminated.endedAt');
          endedAt = rt.readInstant(r, 'provisioning.v1.ServiceTerminated.endedAt');
          break;
        case 34:
          if (terminatedAt !== undefined) rt.twice('provisioning.v1.ServiceTerminated.terminatedAt');
          terminatedAt = rt.readInstant(r, 'provisioning.v1.ServiceTerminated.terminatedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      endedAt: endedAt ?? rt.missing('provisioning.v1.ServiceTerminated.endedAt'),
      terminatedAt: terminatedAt ?? rt.missing('provisioning.v1.ServiceTerminated.terminatedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      endedAt: rt.instantJson(m.endedAt),
      terminatedAt: rt.instantJson(m.terminatedAt),
    };
  },
});

/** A service is to be changed as soon as the move is over that it is in, and the capacity is had that it needs for it. */
export interface ServiceChangeAwaited {
  readonly contractId: string;
  /** Counts the changes that were ordered of this service from 1. */
  readonly changeNumber: number;
  readonly to: ServiceShape;
  readonly awaitedAt: rt.Instant;
  /** Where the capacity of the contract is kept. */
  readonly holdId: string;
}

export const ServiceChangeAwaited: rt.Codec<ServiceChangeAwaited> = rt.codec<ServiceChangeAwaited>({
  typeName: 'provisioning.v1.ServiceChangeAwaited',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceChangeAwaited.contractId');
    w.uint32(16, m.changeNumber, 'provisioning.v1.ServiceChangeAwaited.changeNumber');
    w.message(26, ServiceShape, m.to, depth, 'provisioning.v1.ServiceChangeAwaited.to');
    rt.instant(w.tag(34), m.awaitedAt, 'provisioning.v1.ServiceChangeAwaited.awaitedAt');
    w.string(42, m.holdId, 'provisioning.v1.ServiceChangeAwaited.holdId');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let changeNumber: number = 0;
    let to: ServiceShape | undefined;
    let awaitedAt: rt.Instant | undefined;
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          changeNumber = r.uint32();
          break;
        case 26:
          if (to !== undefined) rt.twice('provisioning.v1.ServiceChangeAwaited.to');
          to = ServiceShape.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (awaitedAt !== undefined) rt.twice('provisioning.v1.ServiceChangeAwaited.awaitedAt');
          awaitedAt = rt.readInstant(r, 'provisioning.v1.ServiceChangeAwaited.awaitedAt');
          break;
        case 42:
          holdId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      changeNumber,
      to: to ?? rt.missing('provisioning.v1.ServiceChangeAwaited.to'),
      awaitedAt: awaitedAt ?? rt.missing('provisioning.v1.ServiceChangeAwaited.awaitedAt'),
      holdId,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      changeNumber: m.changeNumber,
      to: ServiceShape.toJson(m.to),
      awaitedAt: rt.instantJson(m.awaitedAt),
      holdId: m.holdId,
    };
  },
});

/** All capacity of the service is of this size: before it becomes larger, or after it has become smaller at every provider. */
export interface ServiceCapacityResized {
  readonly contractId: string;
  /** Counts the sizes from 1. */
  readonly number: number;
  readonly mbps: number;
  readonly resizedAt: rt.Instant;
}

export const ServiceCapacityResized: rt.Codec<ServiceCapacityResized> = rt.codec<ServiceCapacityResized>({
  typeName: 'provisioning.v1.ServiceCapacityResized',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceCapacityResized.contractId');
    w.uint32(16, m.number, 'provisioning.v1.ServiceCapacityResized.number');
    w.uint32(24, m.mbps, 'provisioning.v1.ServiceCapacityResized.mbps');
    rt.instant(w.tag(34), m.resizedAt, 'provisioning.v1.ServiceCapacityResized.resizedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let number: number = 0;
    let mbps: number = 0;
    let resizedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          number = r.uint32();
          break;
        case 24:
          mbps = r.uint32();
          break;
        case 34:
          if (resizedAt !== undefined) rt.twice('provisioning.v1.ServiceCapacityResized.resizedAt');
          resizedAt = rt.readInstant(r, 'provisioning.v1.ServiceCapacityResized.resizedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      number,
      mbps,
      resizedAt: resizedAt ?? rt.missing('provisioning.v1.ServiceCapacityResized.resizedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      number: m.number,
      mbps: m.mbps,
      resizedAt: rt.instantJson(m.resizedAt),
    };
  },
});

/** Every provider of the service is asked to adjust its segment: all of them do, or none. */
export interface ServiceChangeStarted {
  readonly contractId: string;
  readonly orderId: string;
  readonly changeNumber: number;
  /** Counts what providers were asked for from 1; a change that is reversed takes two. */
  readonly adjustment: number;
  readonly from: ServiceShape;
  readonly to: ServiceShape;
  readonly segmentIds: readonly string[];
  readonly startedAt: rt.Instant;
  /** A segment that was not adjusted by then is taken as refused. */
  readonly answerBy: rt.Instant;
}

export const ServiceChangeStarted: rt.Codec<ServiceChangeStarted> = rt.codec<ServiceChangeStarted>({
  typeName: 'provisioning.v1.ServiceChangeStarted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceChangeStarted.contractId');
    w.string(18, m.orderId, 'provisioning.v1.ServiceChangeStarted.orderId');
    w.uint32(24, m.changeNumber, 'provisioning.v1.ServiceChangeStarted.changeNumber');
    w.uint32(32, m.adjustment, 'provisioning.v1.ServiceChangeStarted.adjustment');
    w.message(42, ServiceShape, m.from, depth, 'provisioning.v1.ServiceChangeStarted.from');
    w.message(50, ServiceShape, m.to, depth, 'provisioning.v1.ServiceChangeStarted.to');
    for (const item of rt.list(m.segmentIds, 'provisioning.v1.ServiceChangeStarted.segmentIds')) w.tag(58).putString(item, 'provisioning.v1.ServiceChangeStarted.segmentIds');
    rt.instant(w.tag(66), m.startedAt, 'provisioning.v1.ServiceChangeStarted.startedAt');
    rt.instant(w.tag(74), m.answerBy, 'provisioning.v1.ServiceChangeStarted.answerBy');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let changeNumber: number = 0;
    let adjustment: number = 0;
    let from: ServiceShape | undefined;
    let to: ServiceShape | undefined;
    const segmentIds: string[] = [];
    let startedAt: rt.Instant | undefined;
    let answerBy: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 24:
          changeNumber = r.uint32();
          break;
        case 32:
          adjustment = r.uint32();
          break;
        case 42:
          if (from !== undefined) rt.twice('provisioning.v1.ServiceChangeStarted.from');
          from = ServiceShape.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (to !== undefined) rt.twice('provisioning.v1.ServiceChangeStarted.to');
          to = ServiceShape.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          segmentIds.push(r.string());
          break;
        case 66:
          if (startedAt !== undefined) rt.twice('provisioning.v1.ServiceChangeStarted.startedAt');
          startedAt = rt.readInstant(r, 'provisioning.v1.ServiceChangeStarted.startedAt');
          break;
        case 74:
          if (answerBy !== undefined) rt.twice('provisioning.v1.ServiceChangeStarted.answerBy');
          answerBy = rt.readInstant(r, 'provisioning.v1.ServiceChangeStarted.answerBy');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      changeNumber,
      adjustment,
      from: from ?? rt.missing('provisioning.v1.ServiceChangeStarted.from'),
      to: to ?? rt.missing('provisioning.v1.ServiceChangeStarted.to'),
      segmentIds,
      startedAt: startedAt ?? rt.missing('provisioning.v1.ServiceChangeStarted.startedAt'),
      answerBy: answerBy ?? rt.missing('provisioning.v1.ServiceChangeStarted.answerBy'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      changeNumber: m.changeNumber,
      adjustment: m.adjustment,
      from: ServiceShape.toJson(m.from),
      to: ServiceShape.toJson(m.to),
      segmentIds: m.segmentIds,
      startedAt: rt.instantJson(m.startedAt),
      answerBy: rt.instantJson(m.answerBy),
    };
  },
});

/** A provider gave its segment the shape that was asked for, and signed for it. */
export interface SegmentAdjusted {
  readonly contractId: string;
  readonly segmentId: string;
  readonly providerId: string;
  readonly adjustment: number;
  /** A carriermesh.agent.v1.ActivationReceipt, signed by the provider. */
  readonly receipt: common.SignedEnvelope;
}

export const SegmentAdjusted: rt.Codec<SegmentAdjusted> = rt.codec<SegmentAdjusted>({
  typeName: 'provisioning.v1.SegmentAdjusted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.SegmentAdjusted.contractId');
    w.string(18, m.segmentId, 'provisioning.v1.SegmentAdjusted.segmentId');
    w.string(26, m.providerId, 'provisioning.v1.SegmentAdjusted.providerId');
    w.uint32(32, m.adjustment, 'provisioning.v1.SegmentAdjusted.adjustment');
    w.message(42, common.SignedEnvelope, m.receipt, depth, 'provisioning.v1.SegmentAdjusted.receipt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let adjustment: number = 0;
    let receipt: common.SignedEnvelope | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 32:
          adjustment = r.uint32();
          break;
        case 42:
          if (receipt !== undefined) rt.twice('provisioning.v1.SegmentAdjusted.receipt');
          receipt = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      segmentId,
      providerId,
      adjustment,
      receipt: receipt ?? rt.missing('provisioning.v1.SegmentAdjusted.receipt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      providerId: m.providerId,
      adjustment: m.adjustment,
      receipt: common.SignedEnvelope.toJson(m.receipt),
    };
  },
});

/** A provider refused to adjust its segment, or could not be believed. */
export interface SegmentAdjustmentRefused {
  readonly contractId: string;
  readonly segmentId: string;
  readonly providerId: string;
  readonly adjustment: number;
  readonly refusal: common.Refusal;
}

export const SegmentAdjustmentRefused: rt.Codec<SegmentAdjustmentRefused> = rt.codec<SegmentAdjustmentRefused>({
  typeName: 'provisioning.v1.SegmentAdjustmentRefused',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.SegmentAdjustmentRefused.contractId');
    w.string(18, m.segmentId, 'provisioning.v1.SegmentAdjustmentRefused.segmentId');
    w.string(26, m.providerId, 'provisioning.v1.SegmentAdjustmentRefused.providerId');
    w.uint32(32, m.adjustment, 'provisioning.v1.SegmentAdjustmentRefused.adjustment');
    w.message(42, common.Refusal, m.refusal, depth, 'provisioning.v1.SegmentAdjustmentRefused.refusal');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let adjustment: number = 0;
    let refusal: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 32:
          adjustment = r.uint32();
          break;
        case 42:
          if (refusal !== undefined) rt.twice('provisioning.v1.SegmentAdjustmentRefused.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      segmentId,
      providerId,
      adjustment,
      refusal: refusal ?? rt.missing('provisioning.v1.SegmentAdjustmentRefused.refusal'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      providerId: m.providerId,
      adjustment: m.adjustment,
      refusal: common.Refusal.toJson(m.refusal),
    };
  },
});

/** A provider said nothing in time. What shape its segment has is not known until it confirms the one that the service goes back to. */
export interface SegmentAdjustmentSilent {
  readonly contractId: string;
  readonly segmentId: string;
  readonly providerId: string;
  readonly adjustment: number;
  readonly waitedUntil: rt.Instant;
}

export const SegmentAdjustmentSilent: rt.Codec<SegmentAdjustmentSilent> = rt.codec<SegmentAdjustmentSilent>({
  typeName: 'provisioning.v1.SegmentAdjustmentSilent',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.SegmentAdjustmentSilent.contractId');
    w.string(18, m.segmentId, 'provisioning.v1.SegmentAdjustmentSilent.segmentId');
    w.string(26, m.providerId, 'provisioning.v1.SegmentAdjustmentSilent.providerId');
    w.uint32(32, m.adjustment, 'provisioning.v1.SegmentAdjustmentSilent.adjustment');
    rt.instant(w.tag(42), m.waitedUntil, 'provisioning.v1.SegmentAdjustmentSilent.waitedUntil');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let providerId: string = '';
    let adjustment: number = 0;
    let waitedUntil: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 32:
          adjustment = r.uint32();
          break;
        case 42:
          if (waitedUntil !== undefined) rt.twice('provisioning.v1.SegmentAdjustmentSilent.waitedUntil');
          waitedUntil = rt.readInstant(r, 'provisioning.v1.SegmentAdjustmentSilent.waitedUntil');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      segmentId,
      providerId,
      adjustment,
      waitedUntil: waitedUntil ?? rt.missing('provisioning.v1.SegmentAdjustmentSilent.waitedUntil'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      providerId: m.providerId,
      adjustment: m.adjustment,
      waitedUntil: rt.instantJson(m.waitedUntil),
    };
  },
});

/** Not every provider adjusted its segment: those that did, or may have, are asked to go back. */
export interface ServiceChangeReversed {
  readonly contractId: string;
  readonly changeNumber: number;
  /** A new one: what still comes of the one before it changes nothing any more. */
  readonly adjustment: number;
  readonly reason: common.Refusal;
  readonly reversedAt: rt.Instant;
}

export const ServiceChangeReversed: rt.Codec<ServiceChangeReversed> = rt.codec<ServiceChangeReversed>({
  typeName: 'provisioning.v1.ServiceChangeReversed',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceChangeReversed.contractId');
    w.uint32(16, m.changeNumber, 'provisioning.v1.ServiceChangeReversed.changeNumber');
    w.uint32(24, m.adjustment, 'provisioning.v1.ServiceChangeReversed.adjustment');
    w.message(34, common.Refusal, m.reason, depth, 'provisioning.v1.ServiceChangeReversed.reason');
    rt.instant(w.tag(42), m.reversedAt, 'provisioning.v1.ServiceChangeReversed.reversedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let changeNumber: number = 0;
    let adjustment: number = 0;
    let reason: common.Refusal | undefined;
    let reversedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          changeNumber = r.uint32();
          break;
        case 24:
          adjustment = r.uint32();
          break;
        case 34:
          if (reason !== undefined) rt.twice('provisioning.v1.ServiceChangeReversed.reason');
          reason = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (reversedAt !== undefined) rt.twice('provisioning.v1.ServiceChangeReversed.reversedAt');
          reversedAt = rt.readInstant(r, 'provisioning.v1.ServiceChangeReversed.reversedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      changeNumber,
      adjustment,
      reason: reason ?? rt.missing('provisioning.v1.ServiceChangeReversed.reason'),
      reversedAt: reversedAt ?? rt.missing('provisioning.v1.ServiceChangeReversed.reversedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      changeNumber: m.changeNumber,
      adjustment: m.adjustment,
      reason: common.Refusal.toJson(m.reason),
      reversedAt: rt.instantJson(m.reversedAt),
    };
  },
});

/**
 * The service has its new shape at every provider. Where another bandwidth was ordered and as much travels as before, nobody was asked for anything, and
 * there are no segments.
 */
export interface ServiceChanged {
  readonly contractId: string;
  readonly orderId: string;
  readonly changeNumber: number;
  readonly from: ServiceShape;
  readonly to: ServiceShape;
  readonly segmentIds: readonly string[];
  readonly changedAt: rt.Instant;
}

export const ServiceChanged: rt.Codec<ServiceChanged> = rt.codec<ServiceChanged>({
  typeName: 'provisioning.v1.ServiceChanged',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceChanged.contractId');
    w.string(18, m.orderId, 'provisioning.v1.ServiceChanged.orderId');
    w.uint32(24, m.changeNumber, 'provisioning.v1.ServiceChanged.changeNumber');
    w.message(34, ServiceShape, m.from, depth, 'provisioning.v1.ServiceChanged.from');
    w.message(42, ServiceShape, m.to, depth, 'provisioning.v1.ServiceChanged.to');
    for (const item of rt.list(m.segmentIds, 'provisioning.v1.ServiceChanged.segmentIds')) w.tag(50).putString(item, 'provisioning.v1.ServiceChanged.segmentIds');
    rt.instant(w.tag(58), m.changedAt, 'provisioning.v1.ServiceChanged.changedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let changeNumber: number = 0;
    let from: ServiceShape | undefined;
    let to: ServiceShape | undefined;
    const segmentIds: string[] = [];
    let changedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 24:
          changeNumber = r.uint32();
          break;
        case 34:
          if (from !== undefined) rt.twice('provisioning.v1.ServiceChanged.from');
          from = ServiceShape.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (to !== undefined) rt.twice('provisioning.v1.ServiceChanged.to');
          to = ServiceShape.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          segmentIds.push(r.string());
          break;
        case 58:
          if (changedAt !== undefined) rt.twice('provisioning.v1.ServiceChanged.changedAt');
          changedAt = rt.readInstant(r, 'provisioning.v1.ServiceChanged.changedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      changeNumber,
      from: from ?? rt.missing('provisioning.v1.ServiceChanged.from'),
      to: to ?? rt.missing('provisioning.v1.ServiceChanged.to'),
      segmentIds,
      changedAt: changedAt ?? rt.missing('provisioning.v1.ServiceChanged.changedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      changeNumber: m.changeNumber,
      from: ServiceShape.toJson(m.from),
      to: ServiceShape.toJson(m.to),
      segmentIds: m.segmentIds,
      changedAt: rt.instantJson(m.changedAt),
    };
  },
});

/** The service has the shape that it had before, by all of its providers' word. */
export interface ServiceChangeFailed {
  readonly contractId: string;
  readonly orderId: string;
  readonly changeNumber: number;
  /** What it was to become. */
  readonly to: ServiceShape;
  /** What it is again. */
  readonly from: ServiceShape;
  readonly segmentIds: readonly string[];
  readonly reason: common.Refusal;
  readonly failedAt: rt.Instant;
}

export const ServiceChangeFailed: rt.Codec<ServiceChangeFailed> = rt.codec<ServiceChangeFailed>({
  typeName: 'provisioning.v1.ServiceChangeFailed',
  write(m, w, depth) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceChangeFailed.contractId');
    w.string(18, m.orderId, 'provisioning.v1.ServiceChangeFailed.orderId');
    w.uint32(24, m.changeNumber, 'provisioning.v1.ServiceChangeFailed.changeNumber');
    w.message(34, ServiceShape, m.to, depth, 'provisioning.v1.ServiceChangeFailed.to');
    w.message(42, ServiceShape, m.from, depth, 'provisioning.v1.ServiceChangeFailed.from');
    for (const item of rt.list(m.segmentIds, 'provisioning.v1.ServiceChangeFailed.segmentIds')) w.tag(50).putString(item, 'provisioning.v1.ServiceChangeFailed.segmentIds');
    w.message(58, common.Refusal, m.reason, depth, 'provisioning.v1.ServiceChangeFailed.reason');
    rt.instant(w.tag(66), m.failedAt, 'provisioning.v1.ServiceChangeFailed.failedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let changeNumber: number = 0;
    let to: ServiceShape | undefined;
    let from: ServiceShape | undefined;
    const segmentIds: string[] = [];
    let reason: common.Refusal | undefined;
    let failedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 24:
          changeNumber = r.uint32();
          break;
        case 34:
          if (to !== undefined) rt.twice('provisioning.v1.ServiceChangeFailed.to');
          to = ServiceShape.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (from !== undefined) rt.twice('provisioning.v1.ServiceChangeFailed.from');
          from = ServiceShape.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          segmentIds.push(r.string());
          break;
        case 58:
          if (reason !== undefined) rt.twice('provisioning.v1.ServiceChangeFailed.reason');
          reason = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 66:
          if (failedAt !== undefined) rt.twice('provisioning.v1.ServiceChangeFailed.failedAt');
          failedAt = rt.readInstant(r, 'provisioning.v1.ServiceChangeFailed.failedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      changeNumber,
      to: to ?? rt.missing('provisioning.v1.ServiceChangeFailed.to'),
      from: from ?? rt.missing('provisioning.v1.ServiceChangeFailed.from'),
      segmentIds,
      reason: reason ?? rt.missing('provisioning.v1.ServiceChangeFailed.reason'),
      failedAt: failedAt ?? rt.missing('provisioning.v1.ServiceChangeFailed.failedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      changeNumber: m.changeNumber,
      to: ServiceShape.toJson(m.to),
      from: ServiceShape.toJson(m.from),
      segmentIds: m.segmentIds,
      reason: common.Refusal.toJson(m.reason),
      failedAt: rt.instantJson(m.failedAt),
    };
  },
});

/**
 * A provider did not confirm for a day that its segment is as it was. It is still asked, all capacity stays held, what is charged stays what
 * it was, and an alarm is open until it confirms.
 */
export interface ServiceChangeNeedsOperator {
  readonly contractId: string;
  readonly changeNumber: number;
  readonly unconfirmedSegmentIds: readonly string[];
  readonly raisedAt: rt.Instant;
}

export const ServiceChangeNeedsOperator: rt.Codec<ServiceChangeNeedsOperator> = rt.codec<ServiceChangeNeedsOperator>({
  typeName: 'provisioning.v1.ServiceChangeNeedsOperator',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.ServiceChangeNeedsOperator.contractId');
    w.uint32(16, m.changeNumber, 'provisioning.v1.ServiceChangeNeedsOperator.changeNumber');
    for (const item of rt.list(m.unconfirmedSegmentIds, 'provisioning.v1.ServiceChangeNeedsOperator.unconfirmedSegmentIds')) w.tag(26).putString(item, 'provisioning.v1.ServiceChangeNeedsOperator.unconfirmedSegmentIds');
    rt.instant(w.tag(34), m.raisedAt, 'provisioning.v1.ServiceChangeNeedsOperator.raisedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let changeNumber: number = 0;
    const unconfirmedSegmentIds: string[] = [];
    let raisedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          changeNumber = r.uint32();
          break;
        case 26:
          unconfirmedSegmentIds.push(r.string());
          break;
        case 34:
          if (raisedAt !== undefined) rt.twice('provisioning.v1.ServiceChangeNeedsOperator.raisedAt');
          raisedAt = rt.readInstant(r, 'provisioning.v1.ServiceChangeNeedsOperator.raisedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      changeNumber,
      unconfirmedSegmentIds,
      raisedAt: raisedAt ?? rt.missing('provisioning.v1.ServiceChangeNeedsOperator.raisedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      changeNumber: m.changeNumber,
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
  /** When it counts as impaired; absent where its contract does not say. */
  readonly objective?: common.SegmentObjective;
  /** Of which split service it is a member, where its contract says so. */
  readonly split?: common.SplitMember;
  /** Where it is of whole units of layer 1. */
  readonly units?: common.SegmentUnits;
}

export const SegmentPlan: rt.Codec<SegmentPlan> = rt.codec<SegmentPlan>({
  typeName: 'provisioning.v1.SegmentPlan',
  write(m, w, depth) {
    w.string(10, m.segmentId, 'provisioning.v1.SegmentPlan.segmentId');
    w.string(18, m.providerId, 'provisioning.v1.SegmentPlan.providerId');
    w.string(26, m.fromPopId, 'provisioning.v1.SegmentPlan.fromPopId');
    w.string(34, m.toPopId, 'provisioning.v1.SegmentPlan.toPopId');
    for (const item of rt.list(m.resourceIds, 'provisioning.v1.SegmentPlan.resourceIds')) w.tag(42).putString(item, 'provisioning.v1.SegmentPlan.resourceIds');
    w.uint32(48, m.mbps, 'provisioning.v1.SegmentPlan.mbps');
    w.bytes(58, m.contractSha256, 'provisioning.v1.SegmentPlan.contractSha256');
    if (m.objective !== undefined) w.message(66, common.SegmentObjective, m.objective, depth, 'provisioning.v1.SegmentPlan.objective');
    if (m.split !== undefined) w.message(74, common.SplitMember, m.split, depth, 'provisioning.v1.SegmentPlan.split');
    if (m.units !== undefined) w.message(82, common.SegmentUnits, m.units, depth, 'provisioning.v1.SegmentPlan.units');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    let fromPopId: string = '';
    let toPopId: string = '';
    const resourceIds: string[] = [];
    let mbps: number = 0;
    let contractSha256: Uint8Array = rt.NO_BYTES;
    let objective: common.SegmentObjective | undefined;
    let split: common.SplitMember | undefined;
    let units: common.SegmentUnits | undefined;
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
          fromPopId = r.string();
          break;
        case 34:
          toPopId = r.string();
          break;
        case 42:
          resourceIds.push(r.string());
          break;
        case 48:
          mbps = r.uint32();
          break;
        case 58:
          contractSha256 = r.bytes();
          break;
        case 66:
          if (objective !== undefined) rt.twice('provisioning.v1.SegmentPlan.objective');
          objective = common.SegmentObjective.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 74:
          if (split !== undefined) rt.twice('provisioning.v1.SegmentPlan.split');
          split = common.SplitMember.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 82:
          if (units !== undefined) rt.twice('provisioning.v1.SegmentPlan.units');
          units = common.SegmentUnits.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SegmentPlan> = {
      segmentId,
      providerId,
      fromPopId,
      toPopId,
      resourceIds,
      mbps,
      contractSha256,
    };
    if (objective !== undefined) draft.objective = objective;
    if (split !== undefined) draft.split = split;
    if (units !== undefined) draft.units = units;
    return draft;
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
      ...(m.objective === undefined ? {} : { objective: common.SegmentObjective.toJson(m.objective) }),
      ...(m.split === undefined ? {} : { split: common.SplitMember.toJson(m.split) }),
      ...(m.units === undefined ? {} : { units: common.SegmentUnits.toJson(m.units) }),
    };
  },
});

/** A contracted path beside the first one, as provisioning would ask for it. */
export interface StandbyRoute {
  readonly segments: readonly SegmentPlan[];
  /** One way, when it was contracted. */
  readonly latencyNs: bigint;
  /** Present, and true, where it is the first path once more, under segments of its own. */
  readonly isWayBack?: boolean;
}

export const StandbyRoute: rt.Codec<StandbyRoute> = rt.codec<StandbyRoute>({
  typeName: 'provisioning.v1.StandbyRoute',
  write(m, w, depth) {
    for (const item of rt.list(m.segments, 'provisioning.v1.StandbyRoute.segments')) w.message(10, SegmentPlan, item, depth, 'provisioning.v1.StandbyRoute.segments');
    w.int64(16, m.latencyNs, 'provisioning.v1.StandbyRoute.latencyNs');
    if (m.isWayBack !== undefined) w.tag(24).putBool(m.isWayBack, 'provisioning.v1.StandbyRoute.isWayBack');
  },
  read(r, outerEnd, depth) {
    const segments: SegmentPlan[] = [];
    let latencyNs: bigint = 0n;
    let isWayBack: boolean | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segments.push(SegmentPlan.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 16:
          latencyNs = r.int64();
          break;
        case 24:
          isWayBack = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<StandbyRoute> = {
      segments,
      latencyNs,
    };
    if (isWayBack !== undefined) draft.isWayBack = isWayBack;
    return draft;
  },
  toJson(m) {
    return {
      segments: m.segments.map((item) => SegmentPlan.toJson(item)),
      latencyNs: m.latencyNs.toString(),
      ...(m.isWayBack === undefined ? {} : { isWayBack: m.isWayBack }),
    };
  },
});

/** Why an alternative could not take over at that moment. */
export interface RouteVerdict {
  /** 1 for the first alternative of the contract. */
  readonly route: number;
  readonly refusal: common.Refusal;
}

export const RouteVerdict: rt.Codec<RouteVerdict> = rt.codec<RouteVerdict>({
  typeName: 'provisioning.v1.RouteVerdict',
  write(m, w, depth) {
    w.uint32(8, m.route, 'provisioning.v1.RouteVerdict.route');
    w.message(18, common.Refusal, m.refusal, depth, 'provisioning.v1.RouteVerdict.refusal');
  },
  read(r, outerEnd, depth) {
    let route: number = 0;
    let refusal: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          route = r.uint32();
          break;
        case 18:
          if (refusal !== undefined) rt.twice('provisioning.v1.RouteVerdict.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      route,
      refusal: refusal ?? rt.missing('provisioning.v1.RouteVerdict.refusal'),
    };
  },
  toJson(m) {
    return {
      route: m.route,
      refusal: common.Refusal.toJson(m.refusal),
    };
  },
});

/** A segment that was found impaired, by its alarm, and whose it is. */
export interface SegmentFault {
  readonly segmentId: string;
  readonly providerId: string;
  readonly alarmId: string;
  /** When the first of the windows was measured that raised the alarm. */
  readonly impairedSince: rt.Instant;
}

export const SegmentFault: rt.Codec<SegmentFault> = rt.codec<SegmentFault>({
  typeName: 'provisioning.v1.SegmentFault',
  write(m, w) {
    w.string(10, m.segmentId, 'provisioning.v1.SegmentFault.segmentId');
    w.string(18, m.providerId, 'provisioning.v1.SegmentFault.providerId');
    w.string(26, m.alarmId, 'provisioning.v1.SegmentFault.alarmId');
    rt.instant(w.tag(34), m.impairedSince, 'provisioning.v1.SegmentFault.impairedSince');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    let alarmId: string = '';
    let impairedSince: rt.Instant | undefined;
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
          alarmId = r.string();
          break;
        case 34:
          if (impairedSince !== undefined) rt.twice('provisioning.v1.SegmentFault.impairedSince');
          impairedSince = rt.readInstant(r, 'provisioning.v1.SegmentFault.impairedSince');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      providerId,
      alarmId,
      impairedSince: impairedSince ?? rt.missing('provisioning.v1.SegmentFault.impairedSince'),
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      providerId: m.providerId,
      alarmId: m.alarmId,
      impairedSince: rt.instantJson(m.impairedSince),
    };
  },
});

/** What a service may go over, as it was ordered. Where a list is empty, anything will do. */
export interface ServiceMedia {
  /** Of every link, and of every handover. */
  readonly every: readonly common.Medium[];
  /** Of the last link, which leads to the device. */
  readonly last: readonly common.Medium[];
}

export const ServiceMedia: rt.Codec<ServiceMedia> = rt.codec<ServiceMedia>({
  typeName: 'provisioning.v1.ServiceMedia',
  write(m, w) {
    if (rt.list(m.every, 'provisioning.v1.ServiceMedia.every').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.every) w.putInt32(common.Medium.numberOf(item, 'provisioning.v1.ServiceMedia.every'), 'provisioning.v1.ServiceMedia.every');
      w.close(start);
    }
    if (rt.list(m.last, 'provisioning.v1.ServiceMedia.last').length > 0) {
      const start = w.tag(18).open();
      for (const item of m.last) w.putInt32(common.Medium.numberOf(item, 'provisioning.v1.ServiceMedia.last'), 'provisioning.v1.ServiceMedia.last');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    const every: common.Medium[] = [];
    const last: common.Medium[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          every.push(common.Medium.nameOf(r.int32()));
          break;
        case 10: {
          const outer = r.enter();
          while (r.pos < r.end) every.push(common.Medium.nameOf(r.int32()));
          r.end = outer;
          break;
        }
        case 16:
          last.push(common.Medium.nameOf(r.int32()));
          break;
        case 18: {
          const outer = r.enter();
          while (r.pos < r.end) last.push(common.Medium.nameOf(r.int32()));
          r.end = outer;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      every,
      last,
    };
  },
  toJson(m) {
    return {
      every: m.every,
      last: m.last,
    };
  },
});

/** What a service that is up is to its customer. */
export interface ServiceShape {
  /** What travels on each resource: what was ordered, or what the service's format makes of it. */
  readonly mbps: number;
  /** Under contract, with all of its capacity, and carrying nothing. */
  readonly suspended: boolean;
  /** What is ordered of a service that is carried in a format; absent before its bandwidth is changed for the first time, when it is what was contracted. */
  readonly orderedMbps?: number;
}

export const ServiceShape: rt.Codec<ServiceShape> = rt.codec<ServiceShape>({
  typeName: 'provisioning.v1.ServiceShape',
  write(m, w) {
    w.uint32(8, m.mbps, 'provisioning.v1.ServiceShape.mbps');
    w.bool(16, m.suspended, 'provisioning.v1.ServiceShape.suspended');
    if (m.orderedMbps !== undefined) w.tag(24).putUint32(m.orderedMbps, 'provisioning.v1.ServiceShape.orderedMbps');
  },
  read(r, outerEnd, depth) {
    let mbps: number = 0;
    let suspended: boolean = false;
    let orderedMbps: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          mbps = r.uint32();
          break;
        case 16:
          suspended = r.bool();
          break;
        case 24:
          orderedMbps = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ServiceShape> = {
      mbps,
      suspended,
    };
    if (orderedMbps !== undefined) draft.orderedMbps = orderedMbps;
    return draft;
  },
  toJson(m) {
    return {
      mbps: m.mbps,
      suspended: m.suspended,
      ...(m.orderedMbps === undefined ? {} : { orderedMbps: m.orderedMbps }),
    };
  },
});

/**
 * The first alternative that holds by what is known in the moment of the impairment. Its capacity is asked for next, and then its
 * segments: whoever resumes this attempt asks for the same ones.
 */
export interface ChosenRoute {
  readonly route: number;
  /** As its providers declare it now. */
  readonly latencyNs: bigint;
  /** Alternatives that do not hold, or go over an agent that is silent. */
  readonly passedOver: readonly RouteVerdict[];
  /** Absent in choices from before sessions were weighed. */
  readonly sessions?: SessionsWeighed;
}

export const ChosenRoute: rt.Codec<ChosenRoute> = rt.codec<ChosenRoute>({
  typeName: 'provisioning.v1.ChosenRoute',
  write(m, w, depth) {
    w.uint32(8, m.route, 'provisioning.v1.ChosenRoute.route');
    w.int64(16, m.latencyNs, 'provisioning.v1.ChosenRoute.latencyNs');
    for (const item of rt.list(m.passedOver, 'provisioning.v1.ChosenRoute.passedOver')) w.message(26, RouteVerdict, item, depth, 'provisioning.v1.ChosenRoute.passedOver');
    if (m.sessions !== undefined) w.message(34, SessionsWeighed, m.sessions, depth, 'provisioning.v1.ChosenRoute.sessions');
  },
  read(r, outerEnd, depth) {
    let route: number = 0;
    let latencyNs: bigint = 0n;
    const passedOver: RouteVerdict[] = [];
    let sessions: SessionsWeighed | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          route = r.uint32();
          break;
        case 16:
          latencyNs = r.int64();
          break;
        case 26:
          passedOver.push(RouteVerdict.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          if (sessions !== undefined) rt.twice('provisioning.v1.ChosenRoute.sessions');
          sessions = SessionsWeighed.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ChosenRoute> = {
      route,
      latencyNs,
      passedOver,
    };
    if (sessions !== undefined) draft.sessions = sessions;
    return draft;
  },
  toJson(m) {
    return {
      route: m.route,
      latencyNs: m.latencyNs.toString(),
      passedOver: m.passedOver.map((item) => RouteVerdict.toJson(item)),
      ...(m.sessions === undefined ? {} : { sessions: SessionsWeighed.toJson(m.sessions) }),
    };
  },
});

/** Which sessions of providers' agents were known to be lost when an alternative was chosen, as far as they are of consequence to it. */
export interface SessionsWeighed {
  /** Of the last event that was known then. */
  readonly position: bigint;
  /**
   * Providers of the chosen alternative. It is tried all the same, since no alternative holds that goes over none such: a silent agent is
   * no proof that its lines are down.
   */
  readonly lostByProviderIds: readonly string[];
}

export const SessionsWeighed: rt.Codec<SessionsWeighed> = rt.codec<SessionsWeighed>({
  typeName: 'provisioning.v1.SessionsWeighed',
  write(m, w) {
    w.int64(8, m.position, 'provisioning.v1.SessionsWeighed.position');
    for (const item of rt.list(m.lostByProviderIds, 'provisioning.v1.SessionsWeighed.lostByProviderIds')) w.tag(18).putString(item, 'provisioning.v1.SessionsWeighed.lostByProviderIds');
  },
  read(r, outerEnd, depth) {
    let position: bigint = 0n;
    const lostByProviderIds: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          position = r.int64();
          break;
        case 18:
          lostByProviderIds.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      position,
      lostByProviderIds,
    };
  },
  toJson(m) {
    return {
      position: m.position.toString(),
      lostByProviderIds: m.lostByProviderIds,
    };
  },
});

export interface GetActivationRequest {
  readonly contractId: string;
}

export const GetActivationRequest: rt.Codec<GetActivationRequest> = rt.codec<GetActivationRequest>({
  typeName: 'provisioning.v1.GetActivationRequest',
  write(m, w) {
    w.string(10, m.contractId, 'provisioning.v1.GetActivationRequest.contractId');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
    if (m.outcome.kind === 'activation') w.message(10, ActivationRecord, m.outcome.activation, depth, 'provisioning.v1.GetActivationResponse.activation');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'provisioning.v1.GetActivationResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetActivationResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'activation') rt.twice('provisioning.v1.GetActivationResponse.activation');
          outcome = { kind: 'activation', activation: ActivationRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('provisioning.v1.GetActivationResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
    w.string(10, m.contractId, 'provisioning.v1.ActivationRecord.contractId');
    w.int32(16, ActivationState.numberOf(m.state, 'provisioning.v1.ActivationRecord.state'), 'provisioning.v1.ActivationRecord.state');
    for (const item of rt.list(m.activeSegmentIds, 'provisioning.v1.ActivationRecord.activeSegmentIds')) w.tag(26).putString(item, 'provisioning.v1.ActivationRecord.activeSegmentIds');
    w.uint32(32, m.segments, 'provisioning.v1.ActivationRecord.segments');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let state: ActivationState = 'unspecified';
    const activeSegmentIds: string[] = [];
    let segments: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          state = ActivationState.nameOf(r.int32());
          break;
        case 26:
          activeSegmentIds.push(r.string());
          break;
        case 32:
          segments = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
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
  | { readonly type: 'provisioning.v1.ActivationNeedsOperator'; readonly data: ActivationNeedsOperator }
  | { readonly type: 'provisioning.v1.ImpairmentNoted'; readonly data: ImpairmentNoted }
  | { readonly type: 'provisioning.v1.ImpairmentCleared'; readonly data: ImpairmentCleared }
  | { readonly type: 'provisioning.v1.RerouteStarted'; readonly data: RerouteStarted }
  | { readonly type: 'provisioning.v1.RerouteSecured'; readonly data: RerouteSecured }
  | { readonly type: 'provisioning.v1.RerouteFailed'; readonly data: RerouteFailed }
  | { readonly type: 'provisioning.v1.ServiceRerouted'; readonly data: ServiceRerouted }
  | { readonly type: 'provisioning.v1.ServiceImpairmentEnded'; readonly data: ServiceImpairmentEnded }
  | { readonly type: 'provisioning.v1.AlternativesExhausted'; readonly data: AlternativesExhausted }
  | { readonly type: 'provisioning.v1.FreshPathsSought'; readonly data: FreshPathsSought }
  | { readonly type: 'provisioning.v1.RerouteCapacityReturned'; readonly data: RerouteCapacityReturned }
  | { readonly type: 'provisioning.v1.ReleaseNeedsOperator'; readonly data: ReleaseNeedsOperator }
  | { readonly type: 'provisioning.v1.RevertDue'; readonly data: RevertDue }
  | { readonly type: 'provisioning.v1.RevertPutOff'; readonly data: RevertPutOff }
  | { readonly type: 'provisioning.v1.RevertStarted'; readonly data: RevertStarted }
  | { readonly type: 'provisioning.v1.RevertSegmentProven'; readonly data: RevertSegmentProven }
  | { readonly type: 'provisioning.v1.RevertFailed'; readonly data: RevertFailed }
  | { readonly type: 'provisioning.v1.RevertsExhausted'; readonly data: RevertsExhausted }
  | { readonly type: 'provisioning.v1.TeardownScheduled'; readonly data: TeardownScheduled }
  | { readonly type: 'provisioning.v1.TeardownStarted'; readonly data: TeardownStarted }
  | { readonly type: 'provisioning.v1.TeardownCapacityReturned'; readonly data: TeardownCapacityReturned }
  | { readonly type: 'provisioning.v1.TeardownNeedsOperator'; readonly data: TeardownNeedsOperator }
  | { readonly type: 'provisioning.v1.ServiceTerminated'; readonly data: ServiceTerminated }
  | { readonly type: 'provisioning.v1.ServiceChangeAwaited'; readonly data: ServiceChangeAwaited }
  | { readonly type: 'provisioning.v1.ServiceCapacityResized'; readonly data: ServiceCapacityResized }
  | { readonly type: 'provisioning.v1.ServiceChangeStarted'; readonly data: ServiceChangeStarted }
  | { readonly type: 'provisioning.v1.SegmentAdjusted'; readonly data: SegmentAdjusted }
  | { readonly type: 'provisioning.v1.SegmentAdjustmentRefused'; readonly data: SegmentAdjustmentRefused }
  | { readonly type: 'provisioning.v1.SegmentAdjustmentSilent'; readonly data: SegmentAdjustmentSilent }
  | { readonly type: 'provisioning.v1.ServiceChangeReversed'; readonly data: ServiceChangeReversed }
  | { readonly type: 'provisioning.v1.ServiceChanged'; readonly data: ServiceChanged }
  | { readonly type: 'provisioning.v1.ServiceChangeFailed'; readonly data: ServiceChangeFailed }
  | { readonly type: 'provisioning.v1.ServiceChangeNeedsOperator'; readonly data: ServiceChangeNeedsOperator };
