// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';
import * as common from './common.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ReleaseReason =
  | 'unspecified'
  /** The order ended without a service, or its service has ended. */
  | 'order-ended'
  /** Nobody bought in time. */
  | 'hold-expired';
export const ReleaseReason: rt.EnumCodec<ReleaseReason> = rt.enumeration<ReleaseReason>('advertising.v1.ReleaseReason', {
  unspecified: 0,
  'order-ended': 1,
  'hold-expired': 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type HoldOutcome =
  | 'unspecified'
  /** The capacity belongs to a contract. */
  | 'committed'
  /** The capacity is free again. */
  | 'released';
export const HoldOutcome: rt.EnumCodec<HoldOutcome> = rt.enumeration<HoldOutcome>('advertising.v1.HoldOutcome', {
  unspecified: 0,
  committed: 1,
  released: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type SessionState =
  | 'unspecified'
  | 'up'
  | 'down'
  /** The agent has never announced an interval: its silence says nothing, and what it offers is sold while it is valid. */
  | 'never';
export const SessionState: rt.EnumCodec<SessionState> = rt.enumeration<SessionState>('advertising.v1.SessionState', {
  unspecified: 0,
  up: 1,
  down: 2,
  never: 3,
});

export interface EnrolProviderRequest {
  readonly providerId: string;
  readonly name: string;
  /** Raw Ed25519 public key, 32 bytes, of full order. */
  readonly publicKey: Uint8Array;
}

export const EnrolProviderRequest: rt.Codec<EnrolProviderRequest> = rt.codec<EnrolProviderRequest>({
  typeName: 'advertising.v1.EnrolProviderRequest',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.EnrolProviderRequest.providerId');
    w.string(18, m.name, 'advertising.v1.EnrolProviderRequest.name');
    w.bytes(26, m.publicKey, 'advertising.v1.EnrolProviderRequest.publicKey');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let name: string = '';
    let publicKey: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          name = r.string();
          break;
        case 26:
          publicKey = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      name,
      publicKey,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      name: m.name,
      publicKey: rt.bytesJson(m.publicKey),
    };
  },
});

export interface EnrolProviderResponse {
  readonly outcome:
    | { readonly kind: 'enrolled'; readonly enrolled: Enrolled }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const EnrolProviderResponse: rt.Codec<EnrolProviderResponse> = rt.codec<EnrolProviderResponse>({
  typeName: 'advertising.v1.EnrolProviderResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['enrolled', 'refused'], 'advertising.v1.EnrolProviderResponse.outcome');
    if (m.outcome.kind === 'enrolled') w.message(10, Enrolled, m.outcome.enrolled, depth, 'advertising.v1.EnrolProviderResponse.enrolled');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'advertising.v1.EnrolProviderResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: EnrolProviderResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'enrolled') rt.twice('advertising.v1.EnrolProviderResponse.enrolled');
          outcome = { kind: 'enrolled', enrolled: Enrolled.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('advertising.v1.EnrolProviderResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('advertising.v1.EnrolProviderResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'enrolled' ? { kind: 'enrolled', enrolled: Enrolled.toJson(m.outcome.enrolled) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** The provider takes part under the key that was given. */
export interface Enrolled {
  readonly providerId: string;
}

export const Enrolled: rt.Codec<Enrolled> = rt.codec<Enrolled>({
  typeName: 'advertising.v1.Enrolled',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.Enrolled.providerId');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
    };
  },
});

export interface HoldCapacityRequest {
  readonly holdId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly needs: readonly CapacityNeed[];
  readonly heldUntil: rt.Instant;
  /** It is bought already: it is put under contract in the commit that sets it aside, and never lapses. */
  readonly bought: boolean;
  /**
   * True: of a carrier virtual network, which has dedicated resources and the buyer's own, and no others. Absent: an order like any other, which has no
   * dedicated ones.
   */
  readonly virtualNetwork?: boolean;
}

export const HoldCapacityRequest: rt.Codec<HoldCapacityRequest> = rt.codec<HoldCapacityRequest>({
  typeName: 'advertising.v1.HoldCapacityRequest',
  write(m, w, depth) {
    w.string(10, m.holdId, 'advertising.v1.HoldCapacityRequest.holdId');
    w.string(18, m.orderId, 'advertising.v1.HoldCapacityRequest.orderId');
    w.string(26, m.buyerId, 'advertising.v1.HoldCapacityRequest.buyerId');
    for (const item of rt.list(m.needs, 'advertising.v1.HoldCapacityRequest.needs')) w.message(34, CapacityNeed, item, depth, 'advertising.v1.HoldCapacityRequest.needs');
    rt.instant(w.tag(42), m.heldUntil, 'advertising.v1.HoldCapacityRequest.heldUntil');
    w.bool(48, m.bought, 'advertising.v1.HoldCapacityRequest.bought');
    if (m.virtualNetwork !== undefined) w.tag(56).putBool(m.virtualNetwork, 'advertising.v1.HoldCapacityRequest.virtualNetwork');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    const needs: CapacityNeed[] = [];
    let heldUntil: rt.Instant | undefined;
    let bought: boolean = false;
    let virtualNetwork: boolean | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          buyerId = r.string();
          break;
        case 34:
          needs.push(CapacityNeed.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 42:
          if (heldUntil !== undefined) rt.twice('advertising.v1.HoldCapacityRequest.heldUntil');
          heldUntil = rt.readInstant(r, 'advertising.v1.HoldCapacityRequest.heldUntil');
          break;
        case 48:
          bought = r.bool();
          break;
        case 56:
          virtualNetwork = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<HoldCapacityRequest> = {
      holdId,
      orderId,
      buyerId,
      needs,
      heldUntil: heldUntil ?? rt.missing('advertising.v1.HoldCapacityRequest.heldUntil'),
      bought,
    };
    if (virtualNetwork !== undefined) draft.virtualNetwork = virtualNetwork;
    return draft;
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      needs: m.needs.map((item) => CapacityNeed.toJson(item)),
      heldUntil: rt.instantJson(m.heldUntil),
      bought: m.bought,
      ...(m.virtualNetwork === undefined ? {} : { virtualNetwork: m.virtualNetwork }),
    };
  },
});

export interface HoldCapacityResponse {
  readonly outcome:
    | { readonly kind: 'held'; readonly held: Held }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const HoldCapacityResponse: rt.Codec<HoldCapacityResponse> = rt.codec<HoldCapacityResponse>({
  typeName: 'advertising.v1.HoldCapacityResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['held', 'refused'], 'advertising.v1.HoldCapacityResponse.outcome');
    if (m.outcome.kind === 'held') w.message(10, Held, m.outcome.held, depth, 'advertising.v1.HoldCapacityResponse.held');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'advertising.v1.HoldCapacityResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: HoldCapacityResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'held') rt.twice('advertising.v1.HoldCapacityResponse.held');
          outcome = { kind: 'held', held: Held.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('advertising.v1.HoldCapacityResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('advertising.v1.HoldCapacityResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'held' ? { kind: 'held', held: Held.toJson(m.outcome.held) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** Everything that was asked for is set aside until the instant given. */
export interface Held {
  readonly holdId: string;
  readonly heldUntil: rt.Instant;
}

export const Held: rt.Codec<Held> = rt.codec<Held>({
  typeName: 'advertising.v1.Held',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.Held.holdId');
    rt.instant(w.tag(18), m.heldUntil, 'advertising.v1.Held.heldUntil');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let heldUntil: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 18:
          if (heldUntil !== undefined) rt.twice('advertising.v1.Held.heldUntil');
          heldUntil = rt.readInstant(r, 'advertising.v1.Held.heldUntil');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
      heldUntil: heldUntil ?? rt.missing('advertising.v1.Held.heldUntil'),
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      heldUntil: rt.instantJson(m.heldUntil),
    };
  },
});

export interface CommitHoldRequest {
  readonly holdId: string;
}

export const CommitHoldRequest: rt.Codec<CommitHoldRequest> = rt.codec<CommitHoldRequest>({
  typeName: 'advertising.v1.CommitHoldRequest',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.CommitHoldRequest.holdId');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
    };
  },
});

export interface CommitHoldResponse {
  readonly outcome:
    | { readonly kind: 'committed'; readonly committed: Committed }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const CommitHoldResponse: rt.Codec<CommitHoldResponse> = rt.codec<CommitHoldResponse>({
  typeName: 'advertising.v1.CommitHoldResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['committed', 'refused'], 'advertising.v1.CommitHoldResponse.outcome');
    if (m.outcome.kind === 'committed') w.message(10, Committed, m.outcome.committed, depth, 'advertising.v1.CommitHoldResponse.committed');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'advertising.v1.CommitHoldResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: CommitHoldResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'committed') rt.twice('advertising.v1.CommitHoldResponse.committed');
          outcome = { kind: 'committed', committed: Committed.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('advertising.v1.CommitHoldResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('advertising.v1.CommitHoldResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'committed' ? { kind: 'committed', committed: Committed.toJson(m.outcome.committed) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** Everything that the hold had set aside is under contract. */
export interface Committed {
  readonly holdId: string;
}

export const Committed: rt.Codec<Committed> = rt.codec<Committed>({
  typeName: 'advertising.v1.Committed',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.Committed.holdId');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
    };
  },
});

export interface ResizeHoldRequest {
  readonly holdId: string;
  /** Counts the sizes of the hold from 1. One that comes late never undoes a later one. */
  readonly number: number;
  /** The same resources as before, each with what it is to be. */
  readonly needs: readonly CapacityNeed[];
}

export const ResizeHoldRequest: rt.Codec<ResizeHoldRequest> = rt.codec<ResizeHoldRequest>({
  typeName: 'advertising.v1.ResizeHoldRequest',
  write(m, w, depth) {
    w.string(10, m.holdId, 'advertising.v1.ResizeHoldRequest.holdId');
    w.uint32(16, m.number, 'advertising.v1.ResizeHoldRequest.number');
    for (const item of rt.list(m.needs, 'advertising.v1.ResizeHoldRequest.needs')) w.message(26, CapacityNeed, item, depth, 'advertising.v1.ResizeHoldRequest.needs');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let number: number = 0;
    const needs: CapacityNeed[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 16:
          number = r.uint32();
          break;
        case 26:
          needs.push(CapacityNeed.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
      number,
      needs,
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      number: m.number,
      needs: m.needs.map((item) => CapacityNeed.toJson(item)),
    };
  },
});

export interface ResizeHoldResponse {
  readonly outcome:
    | { readonly kind: 'resized'; readonly resized: Resized }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ResizeHoldResponse: rt.Codec<ResizeHoldResponse> = rt.codec<ResizeHoldResponse>({
  typeName: 'advertising.v1.ResizeHoldResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['resized', 'refused'], 'advertising.v1.ResizeHoldResponse.outcome');
    if (m.outcome.kind === 'resized') w.message(10, Resized, m.outcome.resized, depth, 'advertising.v1.ResizeHoldResponse.resized');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'advertising.v1.ResizeHoldResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ResizeHoldResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'resized') rt.twice('advertising.v1.ResizeHoldResponse.resized');
          outcome = { kind: 'resized', resized: Resized.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('advertising.v1.ResizeHoldResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('advertising.v1.ResizeHoldResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'resized' ? { kind: 'resized', resized: Resized.toJson(m.outcome.resized) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** Everything that the hold has is of the size that was asked for. */
export interface Resized {
  readonly holdId: string;
  readonly number: number;
}

export const Resized: rt.Codec<Resized> = rt.codec<Resized>({
  typeName: 'advertising.v1.Resized',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.Resized.holdId');
    w.uint32(16, m.number, 'advertising.v1.Resized.number');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let number: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 16:
          number = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
      number,
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      number: m.number,
    };
  },
});

export interface ReleaseHoldRequest {
  readonly holdId: string;
}

export const ReleaseHoldRequest: rt.Codec<ReleaseHoldRequest> = rt.codec<ReleaseHoldRequest>({
  typeName: 'advertising.v1.ReleaseHoldRequest',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.ReleaseHoldRequest.holdId');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
    };
  },
});

export interface ReleaseHoldResponse {
  readonly outcome:
    | { readonly kind: 'released'; readonly released: Released }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ReleaseHoldResponse: rt.Codec<ReleaseHoldResponse> = rt.codec<ReleaseHoldResponse>({
  typeName: 'advertising.v1.ReleaseHoldResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['released', 'refused'], 'advertising.v1.ReleaseHoldResponse.outcome');
    if (m.outcome.kind === 'released') w.message(10, Released, m.outcome.released, depth, 'advertising.v1.ReleaseHoldResponse.released');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'advertising.v1.ReleaseHoldResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ReleaseHoldResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'released') rt.twice('advertising.v1.ReleaseHoldResponse.released');
          outcome = { kind: 'released', released: Released.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('advertising.v1.ReleaseHoldResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('advertising.v1.ReleaseHoldResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'released' ? { kind: 'released', released: Released.toJson(m.outcome.released) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** Nothing is set aside under this hold any more. */
export interface Released {
  readonly holdId: string;
}

export const Released: rt.Codec<Released> = rt.codec<Released>({
  typeName: 'advertising.v1.Released',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.Released.holdId');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
    };
  },
});

/** A point of presence: where links end and networks meet. */
export interface Pop {
  readonly name: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2 where the provider knows it. */
  readonly country: string;
  readonly coordinates: common.Coordinates;
  /** Absent: what comes in on one unit goes on on the unit of the same number. */
  readonly conversion?: UnitConversion;
}

export const Pop: rt.Codec<Pop> = rt.codec<Pop>({
  typeName: 'advertising.v1.Pop',
  write(m, w, depth) {
    w.string(10, m.name, 'advertising.v1.Pop.name');
    w.string(18, m.city, 'advertising.v1.Pop.city');
    w.string(26, m.country, 'advertising.v1.Pop.country');
    w.message(34, common.Coordinates, m.coordinates, depth, 'advertising.v1.Pop.coordinates');
    if (m.conversion !== undefined) w.message(42, UnitConversion, m.conversion, depth, 'advertising.v1.Pop.conversion');
  },
  read(r, outerEnd, depth) {
    let name: string = '';
    let city: string = '';
    let country: string = '';
    let coordinates: common.Coordinates | undefined;
    let conversion: UnitConversion | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          name = r.string();
          break;
        case 18:
          city = r.string();
          break;
        case 26:
          country = r.string();
          break;
        case 34:
          if (coordinates !== undefined) rt.twice('advertising.v1.Pop.coordinates');
          coordinates = common.Coordinates.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (conversion !== undefined) rt.twice('advertising.v1.Pop.conversion');
          conversion = UnitConversion.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Pop> = {
      name,
      city,
      country,
      coordinates: coordinates ?? rt.missing('advertising.v1.Pop.coordinates'),
    };
    if (conversion !== undefined) draft.conversion = conversion;
    return draft;
  },
  toJson(m) {
    return {
      name: m.name,
      city: m.city,
      country: m.country,
      coordinates: common.Coordinates.toJson(m.coordinates),
      ...(m.conversion === undefined ? {} : { conversion: UnitConversion.toJson(m.conversion) }),
    };
  },
});

/** Where a connection may come in on one unit and go on on another: a wavelength is converted, a slot interchanged, a strand patched. */
export interface UnitConversion {
  /** At least one, each once. */
  readonly technologies: readonly common.UnitTechnology[];
}

export const UnitConversion: rt.Codec<UnitConversion> = rt.codec<UnitConversion>({
  typeName: 'advertising.v1.UnitConversion',
  write(m, w) {
    if (rt.list(m.technologies, 'advertising.v1.UnitConversion.technologies').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.technologies) w.putInt32(common.UnitTechnology.numberOf(item, 'advertising.v1.UnitConversion.technologies'), 'advertising.v1.UnitConversion.technologies');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    const technologies: common.UnitTechnology[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          technologies.push(common.UnitTechnology.nameOf(r.int32()));
          break;
        case 10: {
          const outer = r.enter();
          while (r.pos < r.end) technologies.push(common.UnitTechnology.nameOf(r.int32()));
          r.end = outer;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      technologies,
    };
  },
  toJson(m) {
    return {
      technologies: m.technologies,
    };
  },
});

/** Capacity that is sold in whole units of layer 1, and in no other way. */
export interface UnitSet {
  readonly technology: common.UnitTechnology;
  /** What one unit carries. The capacity of the resource is that of all of its units. */
  readonly unitMbps: number;
  /** The units that are offered, ascending: 0 to 1,023. Of an interconnect they are those of both halves. */
  readonly numbers: readonly number[];
}

export const UnitSet: rt.Codec<UnitSet> = rt.codec<UnitSet>({
  typeName: 'advertising.v1.UnitSet',
  write(m, w) {
    w.int32(8, common.UnitTechnology.numberOf(m.technology, 'advertising.v1.UnitSet.technology'), 'advertising.v1.UnitSet.technology');
    w.uint32(16, m.unitMbps, 'advertising.v1.UnitSet.unitMbps');
    if (rt.list(m.numbers, 'advertising.v1.UnitSet.numbers').length > 0) {
      const start = w.tag(26).open();
      for (const item of m.numbers) w.putUint32(item, 'advertising.v1.UnitSet.numbers');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    let technology: common.UnitTechnology = 'unspecified';
    let unitMbps: number = 0;
    const numbers: number[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          technology = common.UnitTechnology.nameOf(r.int32());
          break;
        case 16:
          unitMbps = r.uint32();
          break;
        case 24:
          numbers.push(r.uint32());
          break;
        case 26: {
          const outer = r.enter();
          while (r.pos < r.end) numbers.push(r.uint32());
          r.end = outer;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      technology,
      unitMbps,
      numbers,
    };
  },
  toJson(m) {
    return {
      technology: m.technology,
      unitMbps: m.unitMbps,
      numbers: m.numbers,
    };
  },
});

/** A connection between two points of presence of one provider. It carries as much one way as the other. */
export interface Link {
  readonly fromPopId: string;
  readonly toPopId: string;
  readonly capacityMbps: number;
  /** One way. */
  readonly latencyNs: bigint;
  readonly price: common.ResourcePrice;
  /** Shared risk link groups: what fails together (RFC 8795). */
  readonly srlgIds: readonly string[];
  /** Present where it is sold in whole units of layer 1. Absent: by the Mbit/s. */
  readonly units?: UnitSet;
  /** What it goes over. Absent: wireline, as every handover is. */
  readonly medium?: common.Medium;
}

export const Link: rt.Codec<Link> = rt.codec<Link>({
  typeName: 'advertising.v1.Link',
  write(m, w, depth) {
    w.string(10, m.fromPopId, 'advertising.v1.Link.fromPopId');
    w.string(18, m.toPopId, 'advertising.v1.Link.toPopId');
    w.uint32(24, m.capacityMbps, 'advertising.v1.Link.capacityMbps');
    w.int64(32, m.latencyNs, 'advertising.v1.Link.latencyNs');
    w.message(42, common.ResourcePrice, m.price, depth, 'advertising.v1.Link.price');
    for (const item of rt.list(m.srlgIds, 'advertising.v1.Link.srlgIds')) w.tag(50).putString(item, 'advertising.v1.Link.srlgIds');
    if (m.units !== undefined) w.message(58, UnitSet, m.units, depth, 'advertising.v1.Link.units');
    if (m.medium !== undefined) w.tag(64).putInt32(common.Medium.numberOf(m.medium, 'advertising.v1.Link.medium'), 'advertising.v1.Link.medium');
  },
  read(r, outerEnd, depth) {
    let fromPopId: string = '';
    let toPopId: string = '';
    let capacityMbps: number = 0;
    let latencyNs: bigint = 0n;
    let price: common.ResourcePrice | undefined;
    const srlgIds: string[] = [];
    let units: UnitSet | undefined;
    let medium: common.Medium | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          fromPopId = r.string();
          break;
        case 18:
          toPopId = r.string();
          break;
        case 24:
          capacityMbps = r.uint32();
          break;
        case 32:
          latencyNs = r.int64();
          break;
        case 42:
          if (price !== undefined) rt.twice('advertising.v1.Link.price');
          price = common.ResourcePrice.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          srlgIds.push(r.string());
          break;
        case 58:
          if (units !== undefined) rt.twice('advertising.v1.Link.units');
          units = UnitSet.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 64:
          medium = common.Medium.nameOf(r.int32());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Link> = {
      fromPopId,
      toPopId,
      capacityMbps,
      latencyNs,
      price: price ?? rt.missing('advertising.v1.Link.price'),
      srlgIds,
    };
    if (units !== undefined) draft.units = units;
    if (medium !== undefined) draft.medium = medium;
    return draft;
  },
  toJson(m) {
    return {
      fromPopId: m.fromPopId,
      toPopId: m.toPopId,
      capacityMbps: m.capacityMbps,
      latencyNs: m.latencyNs.toString(),
      price: common.ResourcePrice.toJson(m.price),
      srlgIds: m.srlgIds,
      ...(m.units === undefined ? {} : { units: UnitSet.toJson(m.units) }),
      ...(m.medium === undefined ? {} : { medium: m.medium }),
    };
  },
});

/** One provider's half of a handover to another. The handover exists when both sides advertise their half. */
export interface Interconnect {
  readonly popId: string;
  readonly peerProviderId: string;
  readonly peerPopId: string;
  readonly capacityMbps: number;
  /** One way, from point of presence to point of presence; the larger of both halves' figures counts. */
  readonly latencyNs: bigint;
  readonly price: common.ResourcePrice;
  /** As of a link; both halves have to be of the same technology and bandwidth. */
  readonly units?: UnitSet;
}

export const Interconnect: rt.Codec<Interconnect> = rt.codec<Interconnect>({
  typeName: 'advertising.v1.Interconnect',
  write(m, w, depth) {
    w.string(10, m.popId, 'advertising.v1.Interconnect.popId');
    w.string(18, m.peerProviderId, 'advertising.v1.Interconnect.peerProviderId');
    w.string(26, m.peerPopId, 'advertising.v1.Interconnect.peerPopId');
    w.uint32(32, m.capacityMbps, 'advertising.v1.Interconnect.capacityMbps');
    w.int64(40, m.latencyNs, 'advertising.v1.Interconnect.latencyNs');
    w.message(50, common.ResourcePrice, m.price, depth, 'advertising.v1.Interconnect.price');
    if (m.units !== undefined) w.message(58, UnitSet, m.units, depth, 'advertising.v1.Interconnect.units');
  },
  read(r, outerEnd, depth) {
    let popId: string = '';
    let peerProviderId: string = '';
    let peerPopId: string = '';
    let capacityMbps: number = 0;
    let latencyNs: bigint = 0n;
    let price: common.ResourcePrice | undefined;
    let units: UnitSet | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          popId = r.string();
          break;
        case 18:
          peerProviderId = r.string();
          break;
        case 26:
          peerPopId = r.string();
          break;
        case 32:
          capacityMbps = r.uint32();
          break;
        case 40:
          latencyNs = r.int64();
          break;
        case 50:
          if (price !== undefined) rt.twice('advertising.v1.Interconnect.price');
          price = common.ResourcePrice.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (units !== undefined) rt.twice('advertising.v1.Interconnect.units');
          units = UnitSet.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Interconnect> = {
      popId,
      peerProviderId,
      peerPopId,
      capacityMbps,
      latencyNs,
      price: price ?? rt.missing('advertising.v1.Interconnect.price'),
    };
    if (units !== undefined) draft.units = units;
    return draft;
  },
  toJson(m) {
    return {
      popId: m.popId,
      peerProviderId: m.peerProviderId,
      peerPopId: m.peerPopId,
      capacityMbps: m.capacityMbps,
      latencyNs: m.latencyNs.toString(),
      price: common.ResourcePrice.toJson(m.price),
      ...(m.units === undefined ? {} : { units: UnitSet.toJson(m.units) }),
    };
  },
});

/**
 * One resource that a provider offers, and its price. The provider signs each offer by itself, so that a contract can carry
 * the proof of what was offered without the rest of the advertisement. An offer binds the provider while it is valid.
 */
export interface ResourceOffer {
  readonly providerId: string;
  /** `<provider>/<name>`; interconnect halves `<own pop>~<peer pop>`. */
  readonly resourceId: string;
  readonly validFrom: rt.Instant;
  /** The first instant at which the offer binds no more. */
  readonly validUntil: rt.Instant;
  /** Buyers that may be sold this resource; nobody named means everybody. */
  readonly visibleTo: readonly string[];
  readonly serviceLevel: common.ServiceLevel;
  readonly resource:
    | { readonly kind: 'pop'; readonly pop: Pop }
    | { readonly kind: 'link'; readonly link: Link }
    | { readonly kind: 'interconnect'; readonly interconnect: Interconnect };
  /** True: set aside for orders of a carrier virtual network, by those that may be sold it, and sold in no other order. */
  readonly dedicated?: boolean;
}

export const ResourceOffer: rt.Codec<ResourceOffer> = rt.codec<ResourceOffer>({
  typeName: 'advertising.v1.ResourceOffer',
  write(m, w, depth) {
    rt.checkKind(m.resource, ['pop', 'link', 'interconnect'], 'advertising.v1.ResourceOffer.resource');
    w.string(10, m.providerId, 'advertising.v1.ResourceOffer.providerId');
    w.string(18, m.resourceId, 'advertising.v1.ResourceOffer.resourceId');
    rt.instant(w.tag(26), m.validFrom, 'advertising.v1.ResourceOffer.validFrom');
    rt.instant(w.tag(34), m.validUntil, 'advertising.v1.ResourceOffer.validUntil');
    for (const item of rt.list(m.visibleTo, 'advertising.v1.ResourceOffer.visibleTo')) w.tag(42).putString(item, 'advertising.v1.ResourceOffer.visibleTo');
    w.message(50, common.ServiceLevel, m.serviceLevel, depth, 'advertising.v1.ResourceOffer.serviceLevel');
    if (m.resource.kind === 'pop') w.message(58, Pop, m.resource.pop, depth, 'advertising.v1.ResourceOffer.pop');
    if (m.resource.kind === 'link') w.message(66, Link, m.resource.link, depth, 'advertising.v1.ResourceOffer.link');
    if (m.resource.kind === 'interconnect') w.message(74, Interconnect, m.resource.interconnect, depth, 'advertising.v1.ResourceOffer.interconnect');
    if (m.dedicated !== undefined) w.tag(80).putBool(m.dedicated, 'advertising.v1.ResourceOffer.dedicated');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let resourceId: string = '';
    let validFrom: rt.Instant | undefined;
    let validUntil: rt.Instant | undefined;
    const visibleTo: string[] = [];
    let serviceLevel: common.ServiceLevel | undefined;
    let resource: ResourceOffer['resource'] | undefined;
    let dedicated: boolean | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          resourceId = r.string();
          break;
        case 26:
          if (validFrom !== undefined) rt.twice('advertising.v1.ResourceOffer.validFrom');
          validFrom = rt.readInstant(r, 'advertising.v1.ResourceOffer.validFrom');
          break;
        case 34:
          if (validUntil !== undefined) rt.twice('advertising.v1.ResourceOffer.validUntil');
          validUntil = rt.readInstant(r, 'advertising.v1.ResourceOffer.validUntil');
          break;
        case 42:
          visibleTo.push(r.string());
          break;
        case 50:
          if (serviceLevel !== undefined) rt.twice('advertising.v1.ResourceOffer.serviceLevel');
          serviceLevel = common.ServiceLevel.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (resource?.kind === 'pop') rt.twice('advertising.v1.ResourceOffer.pop');
          resource = { kind: 'pop', pop: Pop.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 66:
          if (resource?.kind === 'link') rt.twice('advertising.v1.ResourceOffer.link');
          resource = { kind: 'link', link: Link.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 74:
          if (resource?.kind === 'interconnect') rt.twice('advertising.v1.ResourceOffer.interconnect');
          resource = { kind: 'interconnect', interconnect: Interconnect.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 80:
          dedicated = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ResourceOffer> = {
      providerId,
      resourceId,
      validFrom: validFrom ?? rt.missing('advertising.v1.ResourceOffer.validFrom'),
      validUntil: validUntil ?? rt.missing('advertising.v1.ResourceOffer.validUntil'),
      visibleTo,
      serviceLevel: serviceLevel ?? rt.missing('advertising.v1.ResourceOffer.serviceLevel'),
      resource: resource ?? rt.missing('advertising.v1.ResourceOffer.resource'),
    };
    if (dedicated !== undefined) draft.dedicated = dedicated;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      resourceId: m.resourceId,
      validFrom: rt.instantJson(m.validFrom),
      validUntil: rt.instantJson(m.validUntil),
      visibleTo: m.visibleTo,
      serviceLevel: common.ServiceLevel.toJson(m.serviceLevel),
      resource:
        m.resource.kind === 'pop' ? { kind: 'pop', pop: Pop.toJson(m.resource.pop) } :
        m.resource.kind === 'link' ? { kind: 'link', link: Link.toJson(m.resource.link) } :
        { kind: 'interconnect', interconnect: Interconnect.toJson(m.resource.interconnect) },
      ...(m.dedicated === undefined ? {} : { dedicated: m.dedicated }),
    };
  },
});

/**
 * An advertisement: what a provider says at one time. The mesh takes batches in the order of their sequence and no batch twice.
 * Signed under the domain `carriermesh.advertising.v1.AdvertBatch`.
 */
export interface AdvertBatch {
  readonly providerId: string;
  /** The provider's own name for this batch; sent again until it was receipted. */
  readonly batchId: string;
  /** 1 for the provider's first batch, then contiguous. A lower or a repeated sequence is refused. */
  readonly sequence: bigint;
  readonly issuedAt: rt.Instant;
  readonly offers: readonly SignedOffer[];
  /** Resources no longer offered. What is under contract stays under contract. */
  readonly withdrawnResourceIds: readonly string[];
}

export const AdvertBatch: rt.Codec<AdvertBatch> = rt.codec<AdvertBatch>({
  typeName: 'advertising.v1.AdvertBatch',
  write(m, w, depth) {
    w.string(10, m.providerId, 'advertising.v1.AdvertBatch.providerId');
    w.string(18, m.batchId, 'advertising.v1.AdvertBatch.batchId');
    w.uint64(24, m.sequence, 'advertising.v1.AdvertBatch.sequence');
    rt.instant(w.tag(34), m.issuedAt, 'advertising.v1.AdvertBatch.issuedAt');
    for (const item of rt.list(m.offers, 'advertising.v1.AdvertBatch.offers')) w.message(42, SignedOffer, item, depth, 'advertising.v1.AdvertBatch.offers');
    for (const item of rt.list(m.withdrawnResourceIds, 'advertising.v1.AdvertBatch.withdrawnResourceIds')) w.tag(50).putString(item, 'advertising.v1.AdvertBatch.withdrawnResourceIds');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    let sequence: bigint = 0n;
    let issuedAt: rt.Instant | undefined;
    const offers: SignedOffer[] = [];
    const withdrawnResourceIds: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          batchId = r.string();
          break;
        case 24:
          sequence = r.uint64();
          break;
        case 34:
          if (issuedAt !== undefined) rt.twice('advertising.v1.AdvertBatch.issuedAt');
          issuedAt = rt.readInstant(r, 'advertising.v1.AdvertBatch.issuedAt');
          break;
        case 42:
          offers.push(SignedOffer.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 50:
          withdrawnResourceIds.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      batchId,
      sequence,
      issuedAt: issuedAt ?? rt.missing('advertising.v1.AdvertBatch.issuedAt'),
      offers,
      withdrawnResourceIds,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      batchId: m.batchId,
      sequence: m.sequence.toString(),
      issuedAt: rt.instantJson(m.issuedAt),
      offers: m.offers.map((item) => SignedOffer.toJson(item)),
      withdrawnResourceIds: m.withdrawnResourceIds,
    };
  },
});

/** A ResourceOffer with its provider's signature under the domain `carriermesh.advertising.v1.ResourceOffer`. */
export interface SignedOffer {
  readonly offer: Uint8Array;
  readonly signature: Uint8Array;
}

export const SignedOffer: rt.Codec<SignedOffer> = rt.codec<SignedOffer>({
  typeName: 'advertising.v1.SignedOffer',
  write(m, w) {
    w.bytes(10, m.offer, 'advertising.v1.SignedOffer.offer');
    w.bytes(18, m.signature, 'advertising.v1.SignedOffer.signature');
  },
  read(r, outerEnd, depth) {
    let offer: Uint8Array = rt.NO_BYTES;
    let signature: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          offer = r.bytes();
          break;
        case 18:
          signature = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      offer,
      signature,
    };
  },
  toJson(m) {
    return {
      offer: rt.bytesJson(m.offer),
      signature: rt.bytesJson(m.signature),
    };
  },
});

/** So much of a resource for one service. */
export interface CapacityNeed {
  readonly resourceId: string;
  readonly mbps: number;
  /** Of a resource that is sold in whole units, the one that is wanted; `mbps` is then what it carries. */
  readonly unit?: number;
}

export const CapacityNeed: rt.Codec<CapacityNeed> = rt.codec<CapacityNeed>({
  typeName: 'advertising.v1.CapacityNeed',
  write(m, w) {
    w.string(10, m.resourceId, 'advertising.v1.CapacityNeed.resourceId');
    w.uint32(16, m.mbps, 'advertising.v1.CapacityNeed.mbps');
    if (m.unit !== undefined) w.tag(24).putUint32(m.unit, 'advertising.v1.CapacityNeed.unit');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let mbps: number = 0;
    let unit: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 16:
          mbps = r.uint32();
          break;
        case 24:
          unit = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<CapacityNeed> = {
      resourceId,
      mbps,
    };
    if (unit !== undefined) draft.unit = unit;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      mbps: m.mbps,
      ...(m.unit === undefined ? {} : { unit: m.unit }),
    };
  },
});

/** A provider takes part in the exchange, and this key speaks for it. */
export interface ProviderEnrolled {
  readonly providerId: string;
  readonly name: string;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly enrolledAt: rt.Instant;
}

export const ProviderEnrolled: rt.Codec<ProviderEnrolled> = rt.codec<ProviderEnrolled>({
  typeName: 'advertising.v1.ProviderEnrolled',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.ProviderEnrolled.providerId');
    w.string(18, m.name, 'advertising.v1.ProviderEnrolled.name');
    w.bytes(26, m.publicKey, 'advertising.v1.ProviderEnrolled.publicKey');
    rt.instant(w.tag(34), m.enrolledAt, 'advertising.v1.ProviderEnrolled.enrolledAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let name: string = '';
    let publicKey: Uint8Array = rt.NO_BYTES;
    let enrolledAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          name = r.string();
          break;
        case 26:
          publicKey = r.bytes();
          break;
        case 34:
          if (enrolledAt !== undefined) rt.twice('advertising.v1.ProviderEnrolled.enrolledAt');
          enrolledAt = rt.readInstant(r, 'advertising.v1.ProviderEnrolled.enrolledAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      name,
      publicKey,
      enrolledAt: enrolledAt ?? rt.missing('advertising.v1.ProviderEnrolled.enrolledAt'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      name: m.name,
      publicKey: rt.bytesJson(m.publicKey),
      enrolledAt: rt.instantJson(m.enrolledAt),
    };
  },
});

/** The provider's key was replaced: nothing signed with the former one is accepted from here on. */
export interface ProviderKeyReplaced {
  readonly providerId: string;
  readonly publicKey: Uint8Array;
  readonly replacedAt: rt.Instant;
}

export const ProviderKeyReplaced: rt.Codec<ProviderKeyReplaced> = rt.codec<ProviderKeyReplaced>({
  typeName: 'advertising.v1.ProviderKeyReplaced',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.ProviderKeyReplaced.providerId');
    w.bytes(18, m.publicKey, 'advertising.v1.ProviderKeyReplaced.publicKey');
    rt.instant(w.tag(26), m.replacedAt, 'advertising.v1.ProviderKeyReplaced.replacedAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let publicKey: Uint8Array = rt.NO_BYTES;
    let replacedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          publicKey = r.bytes();
          break;
        case 26:
          if (replacedAt !== undefined) rt.twice('advertising.v1.ProviderKeyReplaced.replacedAt');
          replacedAt = rt.readInstant(r, 'advertising.v1.ProviderKeyReplaced.replacedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      publicKey,
      replacedAt: replacedAt ?? rt.missing('advertising.v1.ProviderKeyReplaced.replacedAt'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      publicKey: rt.bytesJson(m.publicKey),
      replacedAt: rt.instantJson(m.replacedAt),
    };
  },
});

/** An advertisement was recorded. Its offers follow as events of their resources in the same commit. */
export interface AdvertBatchAccepted {
  readonly providerId: string;
  readonly batchId: string;
  readonly sequence: bigint;
  /** SHA-256 of the batch's signed bytes: the same batch again is answered with the same receipt. */
  readonly bodySha256: Uint8Array;
  readonly acceptedAt: rt.Instant;
  readonly offers: number;
  readonly withdrawals: number;
  /**
   * Single items that were refused while the others were accepted. They stand here so that the receipt can be made again, to
   * the byte, for as long as the ledger exists.
   */
  readonly refusedItems: readonly common.RefusedItem[];
}

export const AdvertBatchAccepted: rt.Codec<AdvertBatchAccepted> = rt.codec<AdvertBatchAccepted>({
  typeName: 'advertising.v1.AdvertBatchAccepted',
  write(m, w, depth) {
    w.string(10, m.providerId, 'advertising.v1.AdvertBatchAccepted.providerId');
    w.string(18, m.batchId, 'advertising.v1.AdvertBatchAccepted.batchId');
    w.uint64(24, m.sequence, 'advertising.v1.AdvertBatchAccepted.sequence');
    w.bytes(34, m.bodySha256, 'advertising.v1.AdvertBatchAccepted.bodySha256');
    rt.instant(w.tag(42), m.acceptedAt, 'advertising.v1.AdvertBatchAccepted.acceptedAt');
    w.uint32(48, m.offers, 'advertising.v1.AdvertBatchAccepted.offers');
    w.uint32(56, m.withdrawals, 'advertising.v1.AdvertBatchAccepted.withdrawals');
    for (const item of rt.list(m.refusedItems, 'advertising.v1.AdvertBatchAccepted.refusedItems')) w.message(66, common.RefusedItem, item, depth, 'advertising.v1.AdvertBatchAccepted.refusedItems');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    let sequence: bigint = 0n;
    let bodySha256: Uint8Array = rt.NO_BYTES;
    let acceptedAt: rt.Instant | undefined;
    let offers: number = 0;
    let withdrawals: number = 0;
    const refusedItems: common.RefusedItem[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          batchId = r.string();
          break;
        case 24:
          sequence = r.uint64();
          break;
        case 34:
          bodySha256 = r.bytes();
          break;
        case 42:
          if (acceptedAt !== undefined) rt.twice('advertising.v1.AdvertBatchAccepted.acceptedAt');
          acceptedAt = rt.readInstant(r, 'advertising.v1.AdvertBatchAccepted.acceptedAt');
          break;
        case 48:
          offers = r.uint32();
          break;
        case 56:
          withdrawals = r.uint32();
          break;
        case 66:
          refusedItems.push(common.RefusedItem.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      batchId,
      sequence,
      bodySha256,
      acceptedAt: acceptedAt ?? rt.missing('advertising.v1.AdvertBatchAccepted.acceptedAt'),
      offers,
      withdrawals,
      refusedItems,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      batchId: m.batchId,
      sequence: m.sequence.toString(),
      bodySha256: rt.bytesJson(m.bodySha256),
      acceptedAt: rt.instantJson(m.acceptedAt),
      offers: m.offers,
      withdrawals: m.withdrawals,
      refusedItems: m.refusedItems.map((item) => common.RefusedItem.toJson(item)),
    };
  },
});

/** A whole advertisement was refused: what somebody tried in this provider's name, kept as evidence. Nothing else changed. */
export interface AdvertRefused {
  /** The bus account that sent it. What the refused body says of its sender proves nothing. */
  readonly providerId: string;
  /** SHA-256 of the body as it came, so that whoever has it can show that it is the one. */
  readonly bodySha256: Uint8Array;
  readonly refusal: common.Refusal;
  readonly refusedAt: rt.Instant;
  /**
   * Refusals of this account since the event before, for which no event was written: evidence is limited in its rate, so that
   * a flood of forgeries can't fill the ledger.
   */
  readonly unrecordedBefore: number;
}

export const AdvertRefused: rt.Codec<AdvertRefused> = rt.codec<AdvertRefused>({
  typeName: 'advertising.v1.AdvertRefused',
  write(m, w, depth) {
    w.string(10, m.providerId, 'advertising.v1.AdvertRefused.providerId');
    w.bytes(18, m.bodySha256, 'advertising.v1.AdvertRefused.bodySha256');
    w.message(26, common.Refusal, m.refusal, depth, 'advertising.v1.AdvertRefused.refusal');
    rt.instant(w.tag(34), m.refusedAt, 'advertising.v1.AdvertRefused.refusedAt');
    w.uint32(40, m.unrecordedBefore, 'advertising.v1.AdvertRefused.unrecordedBefore');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let bodySha256: Uint8Array = rt.NO_BYTES;
    let refusal: common.Refusal | undefined;
    let refusedAt: rt.Instant | undefined;
    let unrecordedBefore: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          bodySha256 = r.bytes();
          break;
        case 26:
          if (refusal !== undefined) rt.twice('advertising.v1.AdvertRefused.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (refusedAt !== undefined) rt.twice('advertising.v1.AdvertRefused.refusedAt');
          refusedAt = rt.readInstant(r, 'advertising.v1.AdvertRefused.refusedAt');
          break;
        case 40:
          unrecordedBefore = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      bodySha256,
      refusal: refusal ?? rt.missing('advertising.v1.AdvertRefused.refusal'),
      refusedAt: refusedAt ?? rt.missing('advertising.v1.AdvertRefused.refusedAt'),
      unrecordedBefore,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      bodySha256: rt.bytesJson(m.bodySha256),
      refusal: common.Refusal.toJson(m.refusal),
      refusedAt: rt.instantJson(m.refusedAt),
      unrecordedBefore: m.unrecordedBefore,
    };
  },
});

/**
 * The session of a provider's agent is up: it was heard, for the first time or after it had been lost, or it announced another interval. Heartbeats
 * themselves are no events.
 */
export interface SessionEstablished {
  readonly providerId: string;
  /** As the agent states them in its heartbeats. */
  readonly sessionId: string;
  readonly beganAt: rt.Instant;
  readonly intervalMs: number;
  readonly agentVersion: string;
  readonly establishedAt: rt.Instant;
}

export const SessionEstablished: rt.Codec<SessionEstablished> = rt.codec<SessionEstablished>({
  typeName: 'advertising.v1.SessionEstablished',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.SessionEstablished.providerId');
    w.string(18, m.sessionId, 'advertising.v1.SessionEstablished.sessionId');
    rt.instant(w.tag(26), m.beganAt, 'advertising.v1.SessionEstablished.beganAt');
    w.uint32(32, m.intervalMs, 'advertising.v1.SessionEstablished.intervalMs');
    w.string(42, m.agentVersion, 'advertising.v1.SessionEstablished.agentVersion');
    rt.instant(w.tag(50), m.establishedAt, 'advertising.v1.SessionEstablished.establishedAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let sessionId: string = '';
    let beganAt: rt.Instant | undefined;
    let intervalMs: number = 0;
    let agentVersion: string = '';
    let establishedAt: rt.Instant | undefined;
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
          if (beganAt !== undefined) rt.twice('advertising.v1.SessionEstablished.beganAt');
          beganAt = rt.readInstant(r, 'advertising.v1.SessionEstablished.beganAt');
          break;
        case 32:
          intervalMs = r.uint32();
          break;
        case 42:
          agentVersion = r.string();
          break;
        case 50:
          if (establishedAt !== undefined) rt.twice('advertising.v1.SessionEstablished.establishedAt');
          establishedAt = rt.readInstant(r, 'advertising.v1.SessionEstablished.establishedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      sessionId,
      beganAt: beganAt ?? rt.missing('advertising.v1.SessionEstablished.beganAt'),
      intervalMs,
      agentVersion,
      establishedAt: establishedAt ?? rt.missing('advertising.v1.SessionEstablished.establishedAt'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      sessionId: m.sessionId,
      beganAt: rt.instantJson(m.beganAt),
      intervalMs: m.intervalMs,
      agentVersion: m.agentVersion,
      establishedAt: rt.instantJson(m.establishedAt),
    };
  },
});

/**
 * Three heartbeats in a row were missed, by the interval that the agent had announced. What it offers is sold in no new order until its session is
 * up again; holds and contracts on it stay in force, and services stay where they are.
 */
export interface SessionLost {
  readonly providerId: string;
  readonly sessionId: string;
  readonly intervalMs: number;
  readonly lostAt: rt.Instant;
  /** By the instance that lost it; absent where it had heard none since its own start. */
  readonly lastHeardAt?: rt.Instant;
  readonly lastNumber?: bigint;
}

export const SessionLost: rt.Codec<SessionLost> = rt.codec<SessionLost>({
  typeName: 'advertising.v1.SessionLost',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.SessionLost.providerId');
    w.string(18, m.sessionId, 'advertising.v1.SessionLost.sessionId');
    w.uint32(24, m.intervalMs, 'advertising.v1.SessionLost.intervalMs');
    rt.instant(w.tag(34), m.lostAt, 'advertising.v1.SessionLost.lostAt');
    if (m.lastHeardAt !== undefined) rt.instant(w.tag(42), m.lastHeardAt, 'advertising.v1.SessionLost.lastHeardAt');
    if (m.lastNumber !== undefined) w.tag(48).putUint64(m.lastNumber, 'advertising.v1.SessionLost.lastNumber');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let sessionId: string = '';
    let intervalMs: number = 0;
    let lostAt: rt.Instant | undefined;
    let lastHeardAt: rt.Instant | undefined;
    let lastNumber: bigint | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          sessionId = r.string();
          break;
        case 24:
          intervalMs = r.uint32();
          break;
        case 34:
          if (lostAt !== undefined) rt.twice('advertising.v1.SessionLost.lostAt');
          lostAt = rt.readInstant(r, 'advertising.v1.SessionLost.lostAt');
          break;
        case 42:
          if (lastHeardAt !== undefined) rt.twice('advertising.v1.SessionLost.lastHeardAt');
          lastHeardAt = rt.readInstant(r, 'advertising.v1.SessionLost.lastHeardAt');
          break;
        case 48:
          lastNumber = r.uint64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SessionLost> = {
      providerId,
      sessionId,
      intervalMs,
      lostAt: lostAt ?? rt.missing('advertising.v1.SessionLost.lostAt'),
    };
    if (lastHeardAt !== undefined) draft.lastHeardAt = lastHeardAt;
    if (lastNumber !== undefined) draft.lastNumber = lastNumber;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      sessionId: m.sessionId,
      intervalMs: m.intervalMs,
      lostAt: rt.instantJson(m.lostAt),
      ...(m.lastHeardAt === undefined ? {} : { lastHeardAt: rt.instantJson(m.lastHeardAt) }),
      ...(m.lastNumber === undefined ? {} : { lastNumber: m.lastNumber.toString() }),
    };
  },
});

/** A provider offers a resource, or offers it on new terms. The offer is carried as the bytes that the provider signed. */
export interface ResourceAdvertised {
  readonly resourceId: string;
  readonly providerId: string;
  readonly signedOffer: SignedOffer;
  /** SHA-256 of the offer's bytes: what a contract refers to. */
  readonly offerSha256: Uint8Array;
  readonly batchId: string;
}

export const ResourceAdvertised: rt.Codec<ResourceAdvertised> = rt.codec<ResourceAdvertised>({
  typeName: 'advertising.v1.ResourceAdvertised',
  write(m, w, depth) {
    w.string(10, m.resourceId, 'advertising.v1.ResourceAdvertised.resourceId');
    w.string(18, m.providerId, 'advertising.v1.ResourceAdvertised.providerId');
    w.message(26, SignedOffer, m.signedOffer, depth, 'advertising.v1.ResourceAdvertised.signedOffer');
    w.bytes(34, m.offerSha256, 'advertising.v1.ResourceAdvertised.offerSha256');
    w.string(42, m.batchId, 'advertising.v1.ResourceAdvertised.batchId');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let providerId: string = '';
    let signedOffer: SignedOffer | undefined;
    let offerSha256: Uint8Array = rt.NO_BYTES;
    let batchId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 26:
          if (signedOffer !== undefined) rt.twice('advertising.v1.ResourceAdvertised.signedOffer');
          signedOffer = SignedOffer.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          offerSha256 = r.bytes();
          break;
        case 42:
          batchId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      resourceId,
      providerId,
      signedOffer: signedOffer ?? rt.missing('advertising.v1.ResourceAdvertised.signedOffer'),
      offerSha256,
      batchId,
    };
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      providerId: m.providerId,
      signedOffer: SignedOffer.toJson(m.signedOffer),
      offerSha256: rt.bytesJson(m.offerSha256),
      batchId: m.batchId,
    };
  },
});

/** A resource is offered no more. Holds and contracts on it stay in force. */
export interface ResourceWithdrawn {
  readonly resourceId: string;
  readonly providerId: string;
  readonly batchId: string;
}

export const ResourceWithdrawn: rt.Codec<ResourceWithdrawn> = rt.codec<ResourceWithdrawn>({
  typeName: 'advertising.v1.ResourceWithdrawn',
  write(m, w) {
    w.string(10, m.resourceId, 'advertising.v1.ResourceWithdrawn.resourceId');
    w.string(18, m.providerId, 'advertising.v1.ResourceWithdrawn.providerId');
    w.string(26, m.batchId, 'advertising.v1.ResourceWithdrawn.batchId');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let providerId: string = '';
    let batchId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 26:
          batchId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      resourceId,
      providerId,
      batchId,
    };
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      providerId: m.providerId,
      batchId: m.batchId,
    };
  },
});

/** Capacity was set aside for one order, together with everything else that the order needs or not at all. */
export interface CapacityHeld {
  readonly resourceId: string;
  readonly holdId: string;
  readonly mbps: number;
  /** The last instant at which the hold can be committed; a nanosecond later it has lapsed. */
  readonly heldUntil: rt.Instant;
  /** What is left for others after this hold. */
  readonly availableMbps: number;
  /** It belongs to a contract as of this event, and never lapses. */
  readonly bought: boolean;
  /** The whole unit that it is. */
  readonly unit?: number;
}

export const CapacityHeld: rt.Codec<CapacityHeld> = rt.codec<CapacityHeld>({
  typeName: 'advertising.v1.CapacityHeld',
  write(m, w) {
    w.string(10, m.resourceId, 'advertising.v1.CapacityHeld.resourceId');
    w.string(18, m.holdId, 'advertising.v1.CapacityHeld.holdId');
    w.uint32(24, m.mbps, 'advertising.v1.CapacityHeld.mbps');
    rt.instant(w.tag(34), m.heldUntil, 'advertising.v1.CapacityHeld.heldUntil');
    w.uint32(40, m.availableMbps, 'advertising.v1.CapacityHeld.availableMbps');
    w.bool(48, m.bought, 'advertising.v1.CapacityHeld.bought');
    if (m.unit !== undefined) w.tag(56).putUint32(m.unit, 'advertising.v1.CapacityHeld.unit');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let holdId: string = '';
    let mbps: number = 0;
    let heldUntil: rt.Instant | undefined;
    let availableMbps: number = 0;
    let bought: boolean = false;
    let unit: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          holdId = r.string();
          break;
        case 24:
          mbps = r.uint32();
          break;
        case 34:
          if (heldUntil !== undefined) rt.twice('advertising.v1.CapacityHeld.heldUntil');
          heldUntil = rt.readInstant(r, 'advertising.v1.CapacityHeld.heldUntil');
          break;
        case 40:
          availableMbps = r.uint32();
          break;
        case 48:
          bought = r.bool();
          break;
        case 56:
          unit = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<CapacityHeld> = {
      resourceId,
      holdId,
      mbps,
      heldUntil: heldUntil ?? rt.missing('advertising.v1.CapacityHeld.heldUntil'),
      availableMbps,
      bought,
    };
    if (unit !== undefined) draft.unit = unit;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      holdId: m.holdId,
      mbps: m.mbps,
      heldUntil: rt.instantJson(m.heldUntil),
      availableMbps: m.availableMbps,
      bought: m.bought,
      ...(m.unit === undefined ? {} : { unit: m.unit }),
    };
  },
});

/** The held capacity now belongs to a contract and lapses no more. */
export interface CapacityCommitted {
  readonly resourceId: string;
  readonly holdId: string;
}

export const CapacityCommitted: rt.Codec<CapacityCommitted> = rt.codec<CapacityCommitted>({
  typeName: 'advertising.v1.CapacityCommitted',
  write(m, w) {
    w.string(10, m.resourceId, 'advertising.v1.CapacityCommitted.resourceId');
    w.string(18, m.holdId, 'advertising.v1.CapacityCommitted.holdId');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
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
      resourceId,
      holdId,
    };
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      holdId: m.holdId,
    };
  },
});

/** A contract has more of the capacity, or less, together with everything else that it has or not at all. */
export interface CapacityResized {
  readonly resourceId: string;
  readonly holdId: string;
  readonly beforeMbps: number;
  readonly mbps: number;
  /** What is left for others after this. */
  readonly availableMbps: number;
}

export const CapacityResized: rt.Codec<CapacityResized> = rt.codec<CapacityResized>({
  typeName: 'advertising.v1.CapacityResized',
  write(m, w) {
    w.string(10, m.resourceId, 'advertising.v1.CapacityResized.resourceId');
    w.string(18, m.holdId, 'advertising.v1.CapacityResized.holdId');
    w.uint32(24, m.beforeMbps, 'advertising.v1.CapacityResized.beforeMbps');
    w.uint32(32, m.mbps, 'advertising.v1.CapacityResized.mbps');
    w.uint32(40, m.availableMbps, 'advertising.v1.CapacityResized.availableMbps');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let holdId: string = '';
    let beforeMbps: number = 0;
    let mbps: number = 0;
    let availableMbps: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          holdId = r.string();
          break;
        case 24:
          beforeMbps = r.uint32();
          break;
        case 32:
          mbps = r.uint32();
          break;
        case 40:
          availableMbps = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      resourceId,
      holdId,
      beforeMbps,
      mbps,
      availableMbps,
    };
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      holdId: m.holdId,
      beforeMbps: m.beforeMbps,
      mbps: m.mbps,
      availableMbps: m.availableMbps,
    };
  },
});

/** The capacity is free again. */
export interface CapacityReleased {
  readonly resourceId: string;
  readonly holdId: string;
  readonly mbps: number;
  readonly availableMbps: number;
  readonly reason: ReleaseReason;
  /** The whole unit that it was. */
  readonly unit?: number;
}

export const CapacityReleased: rt.Codec<CapacityReleased> = rt.codec<CapacityReleased>({
  typeName: 'advertising.v1.CapacityReleased',
  write(m, w) {
    w.string(10, m.resourceId, 'advertising.v1.CapacityReleased.resourceId');
    w.string(18, m.holdId, 'advertising.v1.CapacityReleased.holdId');
    w.uint32(24, m.mbps, 'advertising.v1.CapacityReleased.mbps');
    w.uint32(32, m.availableMbps, 'advertising.v1.CapacityReleased.availableMbps');
    w.int32(40, ReleaseReason.numberOf(m.reason, 'advertising.v1.CapacityReleased.reason'), 'advertising.v1.CapacityReleased.reason');
    if (m.unit !== undefined) w.tag(48).putUint32(m.unit, 'advertising.v1.CapacityReleased.unit');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let holdId: string = '';
    let mbps: number = 0;
    let availableMbps: number = 0;
    let reason: ReleaseReason = 'unspecified';
    let unit: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          holdId = r.string();
          break;
        case 24:
          mbps = r.uint32();
          break;
        case 32:
          availableMbps = r.uint32();
          break;
        case 40:
          reason = ReleaseReason.nameOf(r.int32());
          break;
        case 48:
          unit = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<CapacityReleased> = {
      resourceId,
      holdId,
      mbps,
      availableMbps,
      reason,
    };
    if (unit !== undefined) draft.unit = unit;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      holdId: m.holdId,
      mbps: m.mbps,
      availableMbps: m.availableMbps,
      reason: m.reason,
      ...(m.unit === undefined ? {} : { unit: m.unit }),
    };
  },
});

/** All capacity of a contract was made larger or smaller in one commit. */
export interface HoldResized {
  readonly holdId: string;
  /** Counts the sizes of the hold from 1. */
  readonly number: number;
  readonly needs: readonly CapacityNeed[];
  readonly resizedAt: rt.Instant;
}

export const HoldResized: rt.Codec<HoldResized> = rt.codec<HoldResized>({
  typeName: 'advertising.v1.HoldResized',
  write(m, w, depth) {
    w.string(10, m.holdId, 'advertising.v1.HoldResized.holdId');
    w.uint32(16, m.number, 'advertising.v1.HoldResized.number');
    for (const item of rt.list(m.needs, 'advertising.v1.HoldResized.needs')) w.message(26, CapacityNeed, item, depth, 'advertising.v1.HoldResized.needs');
    rt.instant(w.tag(34), m.resizedAt, 'advertising.v1.HoldResized.resizedAt');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let number: number = 0;
    const needs: CapacityNeed[] = [];
    let resizedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 16:
          number = r.uint32();
          break;
        case 26:
          needs.push(CapacityNeed.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          if (resizedAt !== undefined) rt.twice('advertising.v1.HoldResized.resizedAt');
          resizedAt = rt.readInstant(r, 'advertising.v1.HoldResized.resizedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
      number,
      needs,
      resizedAt: resizedAt ?? rt.missing('advertising.v1.HoldResized.resizedAt'),
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      number: m.number,
      needs: m.needs.map((item) => CapacityNeed.toJson(item)),
      resizedAt: rt.instantJson(m.resizedAt),
    };
  },
});

/** All capacity of an order was set aside in one commit. */
export interface HoldPlaced {
  readonly holdId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly needs: readonly CapacityNeed[];
  readonly placedAt: rt.Instant;
  /** The last instant at which the hold can be committed. */
  readonly heldUntil: rt.Instant;
  /** It was bought before it was asked for: it is committed as of this event, and nobody has to watch over its end. */
  readonly bought: boolean;
  /** As it was asked for. */
  readonly virtualNetwork?: boolean;
}

export const HoldPlaced: rt.Codec<HoldPlaced> = rt.codec<HoldPlaced>({
  typeName: 'advertising.v1.HoldPlaced',
  write(m, w, depth) {
    w.string(10, m.holdId, 'advertising.v1.HoldPlaced.holdId');
    w.string(18, m.orderId, 'advertising.v1.HoldPlaced.orderId');
    w.string(26, m.buyerId, 'advertising.v1.HoldPlaced.buyerId');
    for (const item of rt.list(m.needs, 'advertising.v1.HoldPlaced.needs')) w.message(34, CapacityNeed, item, depth, 'advertising.v1.HoldPlaced.needs');
    rt.instant(w.tag(42), m.placedAt, 'advertising.v1.HoldPlaced.placedAt');
    rt.instant(w.tag(50), m.heldUntil, 'advertising.v1.HoldPlaced.heldUntil');
    w.bool(56, m.bought, 'advertising.v1.HoldPlaced.bought');
    if (m.virtualNetwork !== undefined) w.tag(64).putBool(m.virtualNetwork, 'advertising.v1.HoldPlaced.virtualNetwork');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    const needs: CapacityNeed[] = [];
    let placedAt: rt.Instant | undefined;
    let heldUntil: rt.Instant | undefined;
    let bought: boolean = false;
    let virtualNetwork: boolean | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          buyerId = r.string();
          break;
        case 34:
          needs.push(CapacityNeed.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 42:
          if (placedAt !== undefined) rt.twice('advertising.v1.HoldPlaced.placedAt');
          placedAt = rt.readInstant(r, 'advertising.v1.HoldPlaced.placedAt');
          break;
        case 50:
          if (heldUntil !== undefined) rt.twice('advertising.v1.HoldPlaced.heldUntil');
          heldUntil = rt.readInstant(r, 'advertising.v1.HoldPlaced.heldUntil');
          break;
        case 56:
          bought = r.bool();
          break;
        case 64:
          virtualNetwork = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<HoldPlaced> = {
      holdId,
      orderId,
      buyerId,
      needs,
      placedAt: placedAt ?? rt.missing('advertising.v1.HoldPlaced.placedAt'),
      heldUntil: heldUntil ?? rt.missing('advertising.v1.HoldPlaced.heldUntil'),
      bought,
    };
    if (virtualNetwork !== undefined) draft.virtualNetwork = virtualNetwork;
    return draft;
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      needs: m.needs.map((item) => CapacityNeed.toJson(item)),
      placedAt: rt.instantJson(m.placedAt),
      heldUntil: rt.instantJson(m.heldUntil),
      bought: m.bought,
      ...(m.virtualNetwork === undefined ? {} : { virtualNetwork: m.virtualNetwork }),
    };
  },
});

/** The hold was turned into capacity under contract. */
export interface HoldCommitted {
  readonly holdId: string;
  readonly committedAt: rt.Instant;
}

export const HoldCommitted: rt.Codec<HoldCommitted> = rt.codec<HoldCommitted>({
  typeName: 'advertising.v1.HoldCommitted',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.HoldCommitted.holdId');
    rt.instant(w.tag(18), m.committedAt, 'advertising.v1.HoldCommitted.committedAt');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let committedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 18:
          if (committedAt !== undefined) rt.twice('advertising.v1.HoldCommitted.committedAt');
          committedAt = rt.readInstant(r, 'advertising.v1.HoldCommitted.committedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
      committedAt: committedAt ?? rt.missing('advertising.v1.HoldCommitted.committedAt'),
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      committedAt: rt.instantJson(m.committedAt),
    };
  },
});

/**
 * Everything that the hold had set aside is free again. A release that overtakes its hold is recorded too, and the hold that
 * comes after it is refused.
 */
export interface HoldReleased {
  readonly holdId: string;
  readonly reason: ReleaseReason;
  readonly releasedAt: rt.Instant;
}

export const HoldReleased: rt.Codec<HoldReleased> = rt.codec<HoldReleased>({
  typeName: 'advertising.v1.HoldReleased',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.HoldReleased.holdId');
    w.int32(16, ReleaseReason.numberOf(m.reason, 'advertising.v1.HoldReleased.reason'), 'advertising.v1.HoldReleased.reason');
    rt.instant(w.tag(26), m.releasedAt, 'advertising.v1.HoldReleased.releasedAt');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let reason: ReleaseReason = 'unspecified';
    let releasedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 16:
          reason = ReleaseReason.nameOf(r.int32());
          break;
        case 26:
          if (releasedAt !== undefined) rt.twice('advertising.v1.HoldReleased.releasedAt');
          releasedAt = rt.readInstant(r, 'advertising.v1.HoldReleased.releasedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
      reason,
      releasedAt: releasedAt ?? rt.missing('advertising.v1.HoldReleased.releasedAt'),
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      reason: m.reason,
      releasedAt: rt.instantJson(m.releasedAt),
    };
  },
});

/** A hold is being watched: nobody has to buy, but nobody can keep capacity from others for ever either. */
export interface HoldWatchStarted {
  readonly holdId: string;
  readonly heldUntil: rt.Instant;
}

export const HoldWatchStarted: rt.Codec<HoldWatchStarted> = rt.codec<HoldWatchStarted>({
  typeName: 'advertising.v1.HoldWatchStarted',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.HoldWatchStarted.holdId');
    rt.instant(w.tag(18), m.heldUntil, 'advertising.v1.HoldWatchStarted.heldUntil');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let heldUntil: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 18:
          if (heldUntil !== undefined) rt.twice('advertising.v1.HoldWatchStarted.heldUntil');
          heldUntil = rt.readInstant(r, 'advertising.v1.HoldWatchStarted.heldUntil');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
      heldUntil: heldUntil ?? rt.missing('advertising.v1.HoldWatchStarted.heldUntil'),
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      heldUntil: rt.instantJson(m.heldUntil),
    };
  },
});

/** The hold's last instant has passed, and it was not committed: its capacity is now to be freed. */
export interface HoldWatchLapsed {
  readonly holdId: string;
  readonly lapsedAt: rt.Instant;
}

export const HoldWatchLapsed: rt.Codec<HoldWatchLapsed> = rt.codec<HoldWatchLapsed>({
  typeName: 'advertising.v1.HoldWatchLapsed',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.HoldWatchLapsed.holdId');
    rt.instant(w.tag(18), m.lapsedAt, 'advertising.v1.HoldWatchLapsed.lapsedAt');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let lapsedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 18:
          if (lapsedAt !== undefined) rt.twice('advertising.v1.HoldWatchLapsed.lapsedAt');
          lapsedAt = rt.readInstant(r, 'advertising.v1.HoldWatchLapsed.lapsedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
      lapsedAt: lapsedAt ?? rt.missing('advertising.v1.HoldWatchLapsed.lapsedAt'),
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      lapsedAt: rt.instantJson(m.lapsedAt),
    };
  },
});

/** There is nothing left to watch. */
export interface HoldWatchEnded {
  readonly holdId: string;
  readonly outcome: HoldOutcome;
}

export const HoldWatchEnded: rt.Codec<HoldWatchEnded> = rt.codec<HoldWatchEnded>({
  typeName: 'advertising.v1.HoldWatchEnded',
  write(m, w) {
    w.string(10, m.holdId, 'advertising.v1.HoldWatchEnded.holdId');
    w.int32(16, HoldOutcome.numberOf(m.outcome, 'advertising.v1.HoldWatchEnded.outcome'), 'advertising.v1.HoldWatchEnded.outcome');
  },
  read(r, outerEnd, depth) {
    let holdId: string = '';
    let outcome: HoldOutcome = 'unspecified';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          holdId = r.string();
          break;
        case 16:
          outcome = HoldOutcome.nameOf(r.int32());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      holdId,
      outcome,
    };
  },
  toJson(m) {
    return {
      holdId: m.holdId,
      outcome: m.outcome,
    };
  },
});

export interface GetProviderRequest {
  readonly providerId: string;
}

export const GetProviderRequest: rt.Codec<GetProviderRequest> = rt.codec<GetProviderRequest>({
  typeName: 'advertising.v1.GetProviderRequest',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.GetProviderRequest.providerId');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
    };
  },
});

export interface GetProviderResponse {
  readonly outcome:
    | { readonly kind: 'provider'; readonly provider: ProviderRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetProviderResponse: rt.Codec<GetProviderResponse> = rt.codec<GetProviderResponse>({
  typeName: 'advertising.v1.GetProviderResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['provider', 'refused'], 'advertising.v1.GetProviderResponse.outcome');
    if (m.outcome.kind === 'provider') w.message(10, ProviderRecord, m.outcome.provider, depth, 'advertising.v1.GetProviderResponse.provider');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'advertising.v1.GetProviderResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetProviderResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'provider') rt.twice('advertising.v1.GetProviderResponse.provider');
          outcome = { kind: 'provider', provider: ProviderRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('advertising.v1.GetProviderResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('advertising.v1.GetProviderResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'provider' ? { kind: 'provider', provider: ProviderRecord.toJson(m.outcome.provider) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** A provider as it is enrolled, and the last of its batches that was recorded. */
export interface ProviderRecord {
  readonly providerId: string;
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly lastSequence: bigint;
  readonly enrolledAt: rt.Instant;
}

export const ProviderRecord: rt.Codec<ProviderRecord> = rt.codec<ProviderRecord>({
  typeName: 'advertising.v1.ProviderRecord',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.ProviderRecord.providerId');
    w.string(18, m.name, 'advertising.v1.ProviderRecord.name');
    w.bytes(26, m.publicKey, 'advertising.v1.ProviderRecord.publicKey');
    w.uint64(32, m.lastSequence, 'advertising.v1.ProviderRecord.lastSequence');
    rt.instant(w.tag(42), m.enrolledAt, 'advertising.v1.ProviderRecord.enrolledAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let name: string = '';
    let publicKey: Uint8Array = rt.NO_BYTES;
    let lastSequence: bigint = 0n;
    let enrolledAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          name = r.string();
          break;
        case 26:
          publicKey = r.bytes();
          break;
        case 32:
          lastSequence = r.uint64();
          break;
        case 42:
          if (enrolledAt !== undefined) rt.twice('advertising.v1.ProviderRecord.enrolledAt');
          enrolledAt = rt.readInstant(r, 'advertising.v1.ProviderRecord.enrolledAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      name,
      publicKey,
      lastSequence,
      enrolledAt: enrolledAt ?? rt.missing('advertising.v1.ProviderRecord.enrolledAt'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      name: m.name,
      publicKey: rt.bytesJson(m.publicKey),
      lastSequence: m.lastSequence.toString(),
      enrolledAt: rt.instantJson(m.enrolledAt),
    };
  },
});

export interface GetInventoryRequest {
  readonly resourceIds: readonly string[];
}

export const GetInventoryRequest: rt.Codec<GetInventoryRequest> = rt.codec<GetInventoryRequest>({
  typeName: 'advertising.v1.GetInventoryRequest',
  write(m, w) {
    for (const item of rt.list(m.resourceIds, 'advertising.v1.GetInventoryRequest.resourceIds')) w.tag(10).putString(item, 'advertising.v1.GetInventoryRequest.resourceIds');
  },
  read(r, outerEnd, depth) {
    const resourceIds: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceIds.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      resourceIds,
    };
  },
  toJson(m) {
    return {
      resourceIds: m.resourceIds,
    };
  },
});

export interface GetInventoryResponse {
  readonly resources: readonly InventoryRecord[];
}

export const GetInventoryResponse: rt.Codec<GetInventoryResponse> = rt.codec<GetInventoryResponse>({
  typeName: 'advertising.v1.GetInventoryResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.resources, 'advertising.v1.GetInventoryResponse.resources')) w.message(10, InventoryRecord, item, depth, 'advertising.v1.GetInventoryResponse.resources');
  },
  read(r, outerEnd, depth) {
    const resources: InventoryRecord[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resources.push(InventoryRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      resources,
    };
  },
  toJson(m) {
    return {
      resources: m.resources.map((item) => InventoryRecord.toJson(item)),
    };
  },
});

/** One resource's capacity. Held and committed together never exceed the capacity in force (invariant I1). */
export interface InventoryRecord {
  readonly resourceId: string;
  readonly providerId: string;
  readonly offered: boolean;
  readonly capacityMbps: number;
  readonly heldMbps: number;
  readonly committedMbps: number;
  /** Where it is sold in whole units. */
  readonly units?: UnitUse;
}

export const InventoryRecord: rt.Codec<InventoryRecord> = rt.codec<InventoryRecord>({
  typeName: 'advertising.v1.InventoryRecord',
  write(m, w, depth) {
    w.string(10, m.resourceId, 'advertising.v1.InventoryRecord.resourceId');
    w.string(18, m.providerId, 'advertising.v1.InventoryRecord.providerId');
    w.bool(24, m.offered, 'advertising.v1.InventoryRecord.offered');
    w.uint32(32, m.capacityMbps, 'advertising.v1.InventoryRecord.capacityMbps');
    w.uint32(40, m.heldMbps, 'advertising.v1.InventoryRecord.heldMbps');
    w.uint32(48, m.committedMbps, 'advertising.v1.InventoryRecord.committedMbps');
    if (m.units !== undefined) w.message(58, UnitUse, m.units, depth, 'advertising.v1.InventoryRecord.units');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let providerId: string = '';
    let offered: boolean = false;
    let capacityMbps: number = 0;
    let heldMbps: number = 0;
    let committedMbps: number = 0;
    let units: UnitUse | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 24:
          offered = r.bool();
          break;
        case 32:
          capacityMbps = r.uint32();
          break;
        case 40:
          heldMbps = r.uint32();
          break;
        case 48:
          committedMbps = r.uint32();
          break;
        case 58:
          if (units !== undefined) rt.twice('advertising.v1.InventoryRecord.units');
          units = UnitUse.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<InventoryRecord> = {
      resourceId,
      providerId,
      offered,
      capacityMbps,
      heldMbps,
      committedMbps,
    };
    if (units !== undefined) draft.units = units;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      providerId: m.providerId,
      offered: m.offered,
      capacityMbps: m.capacityMbps,
      heldMbps: m.heldMbps,
      committedMbps: m.committedMbps,
      ...(m.units === undefined ? {} : { units: UnitUse.toJson(m.units) }),
    };
  },
});

/** Which units of a resource are free. */
export interface UnitUse {
  readonly technology: common.UnitTechnology;
  readonly unitMbps: number;
  /** Offered, and nobody's. */
  readonly free: readonly number[];
  /** Held or under contract, offered or not. */
  readonly taken: readonly number[];
}

export const UnitUse: rt.Codec<UnitUse> = rt.codec<UnitUse>({
  typeName: 'advertising.v1.UnitUse',
  write(m, w) {
    w.int32(8, common.UnitTechnology.numberOf(m.technology, 'advertising.v1.UnitUse.technology'), 'advertising.v1.UnitUse.technology');
    w.uint32(16, m.unitMbps, 'advertising.v1.UnitUse.unitMbps');
    if (rt.list(m.free, 'advertising.v1.UnitUse.free').length > 0) {
      const start = w.tag(26).open();
      for (const item of m.free) w.putUint32(item, 'advertising.v1.UnitUse.free');
      w.close(start);
    }
    if (rt.list(m.taken, 'advertising.v1.UnitUse.taken').length > 0) {
      const start = w.tag(34).open();
      for (const item of m.taken) w.putUint32(item, 'advertising.v1.UnitUse.taken');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    let technology: common.UnitTechnology = 'unspecified';
    let unitMbps: number = 0;
    const free: number[] = [];
    const taken: number[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          technology = common.UnitTechnology.nameOf(r.int32());
          break;
        case 16:
          unitMbps = r.uint32();
          break;
        case 24:
          free.push(r.uint32());
          break;
        case 26: {
          const outer = r.enter();
          while (r.pos < r.end) free.push(r.uint32());
          r.end = outer;
          break;
        }
        case 32:
          taken.push(r.uint32());
          break;
        case 34: {
          const outer = r.enter();
          while (r.pos < r.end) taken.push(r.uint32());
          r.end = outer;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      technology,
      unitMbps,
      free,
      taken,
    };
  },
  toJson(m) {
    return {
      technology: m.technology,
      unitMbps: m.unitMbps,
      free: m.free,
      taken: m.taken,
    };
  },
});

export interface ListSessionsRequest {
  /** Empty: of all providers. */
  readonly providerId: string;
}

export const ListSessionsRequest: rt.Codec<ListSessionsRequest> = rt.codec<ListSessionsRequest>({
  typeName: 'advertising.v1.ListSessionsRequest',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.ListSessionsRequest.providerId');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
    };
  },
});

export interface ListSessionsResponse {
  /** By provider. */
  readonly sessions: readonly SessionRecord[];
}

export const ListSessionsResponse: rt.Codec<ListSessionsResponse> = rt.codec<ListSessionsResponse>({
  typeName: 'advertising.v1.ListSessionsResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.sessions, 'advertising.v1.ListSessionsResponse.sessions')) w.message(10, SessionRecord, item, depth, 'advertising.v1.ListSessionsResponse.sessions');
  },
  read(r, outerEnd, depth) {
    const sessions: SessionRecord[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          sessions.push(SessionRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      sessions,
    };
  },
  toJson(m) {
    return {
      sessions: m.sessions.map((item) => SessionRecord.toJson(item)),
    };
  },
});

/** What is known of one provider's agent. */
export interface SessionRecord {
  readonly providerId: string;
  readonly state: SessionState;
  /** Since when it is up or down; since when the provider is enrolled where there was no session yet. */
  readonly since: rt.Instant;
  /** Of the last heartbeat that the answering instance heard; absent where it heard none since its own start. */
  readonly lastHeardAt?: rt.Instant;
  readonly lastNumber?: bigint;
  /** Intervals that have passed since, whole ones. */
  readonly missed: number;
  /** As the agent announces them; empty and 0 where it never did. */
  readonly sessionId: string;
  readonly intervalMs: number;
  readonly agentVersion: string;
}

export const SessionRecord: rt.Codec<SessionRecord> = rt.codec<SessionRecord>({
  typeName: 'advertising.v1.SessionRecord',
  write(m, w) {
    w.string(10, m.providerId, 'advertising.v1.SessionRecord.providerId');
    w.int32(16, SessionState.numberOf(m.state, 'advertising.v1.SessionRecord.state'), 'advertising.v1.SessionRecord.state');
    rt.instant(w.tag(26), m.since, 'advertising.v1.SessionRecord.since');
    if (m.lastHeardAt !== undefined) rt.instant(w.tag(34), m.lastHeardAt, 'advertising.v1.SessionRecord.lastHeardAt');
    if (m.lastNumber !== undefined) w.tag(40).putUint64(m.lastNumber, 'advertising.v1.SessionRecord.lastNumber');
    w.uint32(48, m.missed, 'advertising.v1.SessionRecord.missed');
    w.string(58, m.sessionId, 'advertising.v1.SessionRecord.sessionId');
    w.uint32(64, m.intervalMs, 'advertising.v1.SessionRecord.intervalMs');
    w.string(74, m.agentVersion, 'advertising.v1.SessionRecord.agentVersion');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let state: SessionState = 'unspecified';
    let since: rt.Instant | undefined;
    let lastHeardAt: rt.Instant | undefined;
    let lastNumber: bigint | undefined;
    let missed: number = 0;
    let sessionId: string = '';
    let intervalMs: number = 0;
    let agentVersion: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 16:
          state = SessionState.nameOf(r.int32());
          break;
        case 26:
          if (since !== undefined) rt.twice('advertising.v1.SessionRecord.since');
          since = rt.readInstant(r, 'advertising.v1.SessionRecord.since');
          break;
        case 34:
          if (lastHeardAt !== undefined) rt.twice('advertising.v1.SessionRecord.lastHeardAt');
          lastHeardAt = rt.readInstant(r, 'advertising.v1.SessionRecord.lastHeardAt');
          break;
        case 40:
          lastNumber = r.uint64();
          break;
        case 48:
          missed = r.uint32();
          break;
        case 58:
          sessionId = r.string();
          break;
        case 64:
          intervalMs = r.uint32();
          break;
        case 74:
          agentVersion = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SessionRecord> = {
      providerId,
      state,
      since: since ?? rt.missing('advertising.v1.SessionRecord.since'),
      missed,
      sessionId,
      intervalMs,
      agentVersion,
    };
    if (lastHeardAt !== undefined) draft.lastHeardAt = lastHeardAt;
    if (lastNumber !== undefined) draft.lastNumber = lastNumber;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      state: m.state,
      since: rt.instantJson(m.since),
      ...(m.lastHeardAt === undefined ? {} : { lastHeardAt: rt.instantJson(m.lastHeardAt) }),
      ...(m.lastNumber === undefined ? {} : { lastNumber: m.lastNumber.toString() }),
      missed: m.missed,
      sessionId: m.sessionId,
      intervalMs: m.intervalMs,
      agentVersion: m.agentVersion,
    };
  },
});

/** Lets a provider take part. Idempotent for the same key; another key for a known provider is refused. */
export const EnrolProvider: rt.Rpc<EnrolProviderRequest, EnrolProviderResponse> = {
  name: 'EnrolProvider',
  kind: 'command',
  subject: 'cm.cmd.advertising.v1.EnrolProvider',
  request: EnrolProviderRequest,
  response: EnrolProviderResponse,
};

/** Sets capacity aside on all named resources in one commit, or on none. Idempotent by hold id. */
export const HoldCapacity: rt.Rpc<HoldCapacityRequest, HoldCapacityResponse> = {
  name: 'HoldCapacity',
  kind: 'command',
  subject: 'cm.cmd.advertising.v1.HoldCapacity',
  request: HoldCapacityRequest,
  response: HoldCapacityResponse,
};

/** Turns a hold into capacity under contract. Idempotent; refused after the hold lapsed. */
export const CommitHold: rt.Rpc<CommitHoldRequest, CommitHoldResponse> = {
  name: 'CommitHold',
  kind: 'command',
  subject: 'cm.cmd.advertising.v1.CommitHold',
  request: CommitHoldRequest,
  response: CommitHoldResponse,
};

/** Makes capacity that is under contract larger or smaller, on all of its resources in one commit, or on none. Idempotent by hold and number. */
export const ResizeHold: rt.Rpc<ResizeHoldRequest, ResizeHoldResponse> = {
  name: 'ResizeHold',
  kind: 'command',
  subject: 'cm.cmd.advertising.v1.ResizeHold',
  request: ResizeHoldRequest,
  response: ResizeHoldResponse,
};

/** Frees everything that a hold set aside, committed or not. Idempotent. */
export const ReleaseHold: rt.Rpc<ReleaseHoldRequest, ReleaseHoldResponse> = {
  name: 'ReleaseHold',
  kind: 'command',
  subject: 'cm.cmd.advertising.v1.ReleaseHold',
  request: ReleaseHoldRequest,
  response: ReleaseHoldResponse,
};

/** What a provider has on record: where its agent goes on after a restart. */
export const GetProvider: rt.Rpc<GetProviderRequest, GetProviderResponse> = {
  name: 'GetProvider',
  kind: 'query',
  subject: 'cm.qry.advertising.v1.GetProvider',
  request: GetProviderRequest,
  response: GetProviderResponse,
};

/** What is held and free on a resource now, from its own stream. */
export const GetInventory: rt.Rpc<GetInventoryRequest, GetInventoryResponse> = {
  name: 'GetInventory',
  kind: 'query',
  subject: 'cm.qry.advertising.v1.GetInventory',
  request: GetInventoryRequest,
  response: GetInventoryResponse,
};

/** The sessions of the providers' agents, as the instance that answers hears them. The operator's alone. */
export const ListSessions: rt.Rpc<ListSessionsRequest, ListSessionsResponse> = {
  name: 'ListSessions',
  kind: 'query',
  subject: 'cm.qry.advertising.v1.ListSessions',
  request: ListSessionsRequest,
  response: ListSessionsResponse,
};

/** Every event of the context, told apart by its type. */
export type AnyEvent =
  | { readonly type: 'advertising.v1.ProviderEnrolled'; readonly data: ProviderEnrolled }
  | { readonly type: 'advertising.v1.ProviderKeyReplaced'; readonly data: ProviderKeyReplaced }
  | { readonly type: 'advertising.v1.AdvertBatchAccepted'; readonly data: AdvertBatchAccepted }
  | { readonly type: 'advertising.v1.AdvertRefused'; readonly data: AdvertRefused }
  | { readonly type: 'advertising.v1.SessionEstablished'; readonly data: SessionEstablished }
  | { readonly type: 'advertising.v1.SessionLost'; readonly data: SessionLost }
  | { readonly type: 'advertising.v1.ResourceAdvertised'; readonly data: ResourceAdvertised }
  | { readonly type: 'advertising.v1.ResourceWithdrawn'; readonly data: ResourceWithdrawn }
  | { readonly type: 'advertising.v1.CapacityHeld'; readonly data: CapacityHeld }
  | { readonly type: 'advertising.v1.CapacityCommitted'; readonly data: CapacityCommitted }
  | { readonly type: 'advertising.v1.CapacityResized'; readonly data: CapacityResized }
  | { readonly type: 'advertising.v1.CapacityReleased'; readonly data: CapacityReleased }
  | { readonly type: 'advertising.v1.HoldResized'; readonly data: HoldResized }
  | { readonly type: 'advertising.v1.HoldPlaced'; readonly data: HoldPlaced }
  | { readonly type: 'advertising.v1.HoldCommitted'; readonly data: HoldCommitted }
  | { readonly type: 'advertising.v1.HoldReleased'; readonly data: HoldReleased }
  | { readonly type: 'advertising.v1.HoldWatchStarted'; readonly data: HoldWatchStarted }
  | { readonly type: 'advertising.v1.HoldWatchLapsed'; readonly data: HoldWatchLapsed }
  | { readonly type: 'advertising.v1.HoldWatchEnded'; readonly data: HoldWatchEnded };
