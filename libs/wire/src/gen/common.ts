// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type EncryptionAlgorithm =
  | 'unspecified'
  /** AES in Galois/Counter Mode with a key of 256 bits (NIST SP 800-38D). */
  | 'aes-256-gcm';
export const EncryptionAlgorithm: rt.EnumCodec<EncryptionAlgorithm> = rt.enumeration<EncryptionAlgorithm>('common.v1.EncryptionAlgorithm', {
  unspecified: 0,
  'aes-256-gcm': 1,
});

/**
 * What a link goes over: a wire, or a kind of spectrum.
 *
 * A number that this version does not know is read as `unspecified`: enums of proto3 are open.
 */
export type Medium =
  | 'unspecified'
  | 'wireline'
  /** A mobile network's spectrum (3GPP). */
  | 'cellular'
  /** Of the wireless families of IEEE 802: 802.11, 802.15, 802.16. */
  | 'ieee-802'
  /** Other licensed radio: microwave, satellite. */
  | 'rf'
  /** The bands for industrial, scientific and medical use (ITU-R RR 5.138, 5.150), with no protocol of the others. */
  | 'ism'
  | 'infrared'
  | 'other-spectrum';
export const Medium: rt.EnumCodec<Medium> = rt.enumeration<Medium>('common.v1.Medium', {
  unspecified: 0,
  wireline: 1,
  cellular: 2,
  'ieee-802': 3,
  rf: 4,
  ism: 5,
  infrared: 6,
  'other-spectrum': 7,
});

/**
 * What the units of a layer-1 resource are.
 *
 * A number that this version does not know is read as `unspecified`: enums of proto3 are open.
 */
export type UnitTechnology =
  | 'unspecified'
  /** A strand, or a pair of them, by its number in the cable. */
  | 'fibre'
  /** A channel by its centre frequency: 184.5 THz and 12.5 GHz for each number, which lies on the fixed grids of ITU-T G.694.1 (193.1 THz is 688). */
  | 'wavelength'
  /** An ODU of ITU-T G.709, by its number in the link. */
  | 'odu'
  /** A virtual container of ITU-T G.707, by its number in the link. */
  | 'sdh';
export const UnitTechnology: rt.EnumCodec<UnitTechnology> = rt.enumeration<UnitTechnology>('common.v1.UnitTechnology', {
  unspecified: 0,
  fibre: 1,
  wavelength: 2,
  odu: 3,
  sdh: 4,
});

/** An amount of one currency. Never a floating point number, never without its currency. */
export interface Money {
  /** ISO 4217 code, three capital letters. */
  readonly currency: string;
  /** Millionths of the currency's minor unit: 1 EUR is 100000000. */
  readonly microMinor: bigint;
}

export const Money: rt.Codec<Money> = rt.codec<Money>({
  typeName: 'common.v1.Money',
  write(m, w) {
    w.string(10, m.currency, 'common.v1.Money.currency');
    w.int64(16, m.microMinor, 'common.v1.Money.microMinor');
  },
  read(r, outerEnd, depth) {
    let currency: string = '';
    let microMinor: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          currency = r.string();
          break;
        case 16:
          microMinor = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      currency,
      microMinor,
    };
  },
  toJson(m) {
    return { currency: m.currency, amount: rt.amountJson(m) };
  },
});

/**
 * Why a party was told no. The code is for programs and never changes its meaning; the facts are what a person needs to ask
 * for something that can be had; the message says both in one English sentence.
 */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Figures in base units with the unit in the name: `best_latency_ns`, `most_mbps`. */
  readonly facts: Readonly<Record<string, string>>;
}

export const Refusal: rt.Codec<Refusal> = rt.codec<Refusal>({
  typeName: 'common.v1.Refusal',
  write(m, w) {
    w.string(10, m.code, 'common.v1.Refusal.code');
    w.string(18, m.message, 'common.v1.Refusal.message');
    for (const [key, value] of rt.textEntries(m.facts, 'common.v1.Refusal.facts')) {
      const start = w.tag(26).open();
      w.tag(10).putString(key, 'common.v1.Refusal.facts');
      w.tag(18).putString(value, 'common.v1.Refusal.facts');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    let code: string = '';
    let message: string = '';
    const facts = rt.emptyMap<string>();
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          code = r.string();
          break;
        case 18:
          message = r.string();
          break;
        case 26: {
          const outer = r.enter();
          let key: string = '';
          let value: string = '';
          while (r.pos < r.end) {
            const entry = r.tag();
            if (entry === 10) key = r.string();
            else if (entry === 18) value = r.string();
            else r.skip(entry, depth);
          }
          r.end = outer;
          facts[key] = value;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      code,
      message,
      facts,
    };
  },
  toJson(m) {
    return {
      code: m.code,
      message: m.message,
      facts: rt.mapJson(m.facts, (value) => value),
    };
  },
});

/**
 * Bytes that a party vouches for. The signature is Ed25519 (RFC 8032) over the domain's name, a zero byte and the body, so
 * that what was signed as one kind of statement can't be presented as another.
 */
export interface SignedEnvelope {
  /** The statement, exactly as it was signed. It is verified before it is parsed, and stored as it is. */
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
  /** SHA-256 of the raw public key, lower-case hex. */
  readonly keyId: string;
}

export const SignedEnvelope: rt.Codec<SignedEnvelope> = rt.codec<SignedEnvelope>({
  typeName: 'common.v1.SignedEnvelope',
  write(m, w) {
    w.bytes(10, m.body, 'common.v1.SignedEnvelope.body');
    w.bytes(18, m.signature, 'common.v1.SignedEnvelope.signature');
    w.string(26, m.keyId, 'common.v1.SignedEnvelope.keyId');
  },
  read(r, outerEnd, depth) {
    let body: Uint8Array = rt.NO_BYTES;
    let signature: Uint8Array = rt.NO_BYTES;
    let keyId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          body = r.bytes();
          break;
        case 18:
          signature = r.bytes();
          break;
        case 26:
          keyId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      body,
      signature,
      keyId,
    };
  },
  toJson(m) {
    return {
      body: rt.bytesJson(m.body),
      signature: rt.bytesJson(m.signature),
      keyId: m.keyId,
    };
  },
});

/** The mesh's word that a batch was recorded for good. It is given only after the commit is durable. */
export interface Receipt {
  readonly providerId: string;
  readonly batchId: string;
  /** SHA-256 of the body that the receipt is for. */
  readonly bodySha256: Uint8Array;
  /** The place in the ledger of the commit that recorded it. */
  readonly position: bigint;
  readonly recordedAt: rt.Instant;
  /** Single items of the batch that were refused, while the others were accepted. */
  readonly refusedItems: readonly RefusedItem[];
}

export const Receipt: rt.Codec<Receipt> = rt.codec<Receipt>({
  typeName: 'common.v1.Receipt',
  write(m, w, depth) {
    w.string(10, m.providerId, 'common.v1.Receipt.providerId');
    w.string(18, m.batchId, 'common.v1.Receipt.batchId');
    w.bytes(26, m.bodySha256, 'common.v1.Receipt.bodySha256');
    w.int64(32, m.position, 'common.v1.Receipt.position');
    rt.instant(w.tag(42), m.recordedAt, 'common.v1.Receipt.recordedAt');
    for (const item of rt.list(m.refusedItems, 'common.v1.Receipt.refusedItems')) w.message(50, RefusedItem, item, depth, 'common.v1.Receipt.refusedItems');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    let bodySha256: Uint8Array = rt.NO_BYTES;
    let position: bigint = 0n;
    let recordedAt: rt.Instant | undefined;
    const refusedItems: RefusedItem[] = [];
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
          bodySha256 = r.bytes();
          break;
        case 32:
          position = r.int64();
          break;
        case 42:
          if (recordedAt !== undefined) rt.twice('common.v1.Receipt.recordedAt');
          recordedAt = rt.readInstant(r, 'common.v1.Receipt.recordedAt');
          break;
        case 50:
          refusedItems.push(RefusedItem.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      batchId,
      bodySha256,
      position,
      recordedAt: recordedAt ?? rt.missing('common.v1.Receipt.recordedAt'),
      refusedItems,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      batchId: m.batchId,
      bodySha256: rt.bytesJson(m.bodySha256),
      position: m.position.toString(),
      recordedAt: rt.instantJson(m.recordedAt),
      refusedItems: m.refusedItems.map((item) => RefusedItem.toJson(item)),
    };
  },
});

/** One item of a batch that was not taken, and why. */
export interface RefusedItem {
  readonly itemId: string;
  readonly refusal: Refusal;
}

export const RefusedItem: rt.Codec<RefusedItem> = rt.codec<RefusedItem>({
  typeName: 'common.v1.RefusedItem',
  write(m, w, depth) {
    w.string(10, m.itemId, 'common.v1.RefusedItem.itemId');
    w.message(18, Refusal, m.refusal, depth, 'common.v1.RefusedItem.refusal');
  },
  read(r, outerEnd, depth) {
    let itemId: string = '';
    let refusal: Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          itemId = r.string();
          break;
        case 18:
          if (refusal !== undefined) rt.twice('common.v1.RefusedItem.refusal');
          refusal = Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      itemId,
      refusal: refusal ?? rt.missing('common.v1.RefusedItem.refusal'),
    };
  },
  toJson(m) {
    return {
      itemId: m.itemId,
      refusal: Refusal.toJson(m.refusal),
    };
  },
});

/** WGS 84, in millionths of a degree. */
export interface Coordinates {
  readonly latitudeMicrodegrees: number;
  readonly longitudeMicrodegrees: number;
}

export const Coordinates: rt.Codec<Coordinates> = rt.codec<Coordinates>({
  typeName: 'common.v1.Coordinates',
  write(m, w) {
    w.sint32(8, m.latitudeMicrodegrees, 'common.v1.Coordinates.latitudeMicrodegrees');
    w.sint32(16, m.longitudeMicrodegrees, 'common.v1.Coordinates.longitudeMicrodegrees');
  },
  read(r, outerEnd, depth) {
    let latitudeMicrodegrees: number = 0;
    let longitudeMicrodegrees: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          latitudeMicrodegrees = r.sint32();
          break;
        case 16:
          longitudeMicrodegrees = r.sint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      latitudeMicrodegrees,
      longitudeMicrodegrees,
    };
  },
  toJson(m) {
    return {
      latitudeMicrodegrees: m.latitudeMicrodegrees,
      longitudeMicrodegrees: m.longitudeMicrodegrees,
    };
  },
});

/** Where a service begins or ends: one point of presence by name, every one near a coordinate, or every one in a city. */
export interface Place {
  readonly place:
    | { readonly kind: 'pop-id'; readonly popId: string }
    | { readonly kind: 'near'; readonly near: NearCoordinates }
    | { readonly kind: 'city'; readonly city: string };
}

export const Place: rt.Codec<Place> = rt.codec<Place>({
  typeName: 'common.v1.Place',
  write(m, w, depth) {
    rt.checkKind(m.place, ['pop-id', 'near', 'city'], 'common.v1.Place.place');
    if (m.place.kind === 'pop-id') w.tag(10).putString(m.place.popId, 'common.v1.Place.popId');
    if (m.place.kind === 'near') w.message(18, NearCoordinates, m.place.near, depth, 'common.v1.Place.near');
    if (m.place.kind === 'city') w.tag(26).putString(m.place.city, 'common.v1.Place.city');
  },
  read(r, outerEnd, depth) {
    let place: Place['place'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          place = { kind: 'pop-id', popId: r.string() };
          break;
        case 18:
          if (place?.kind === 'near') rt.twice('common.v1.Place.near');
          place = { kind: 'near', near: NearCoordinates.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          place = { kind: 'city', city: r.string() };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      place: place ?? rt.missing('common.v1.Place.place'),
    };
  },
  toJson(m) {
    return {
      place:
        m.place.kind === 'pop-id' ? { kind: 'pop-id', popId: m.place.popId } :
        m.place.kind === 'near' ? { kind: 'near', near: NearCoordinates.toJson(m.place.near) } :
        { kind: 'city', city: m.place.city },
    };
  },
});

/** Every point of presence within a distance of a coordinate. */
export interface NearCoordinates {
  readonly coordinates: Coordinates;
  /** 0 means: exactly there. */
  readonly withinM: number;
}

export const NearCoordinates: rt.Codec<NearCoordinates> = rt.codec<NearCoordinates>({
  typeName: 'common.v1.NearCoordinates',
  write(m, w, depth) {
    w.message(10, Coordinates, m.coordinates, depth, 'common.v1.NearCoordinates.coordinates');
    w.uint32(16, m.withinM, 'common.v1.NearCoordinates.withinM');
  },
  read(r, outerEnd, depth) {
    let coordinates: Coordinates | undefined;
    let withinM: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (coordinates !== undefined) rt.twice('common.v1.NearCoordinates.coordinates');
          coordinates = Coordinates.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 16:
          withinM = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      coordinates: coordinates ?? rt.missing('common.v1.NearCoordinates.coordinates'),
      withinM,
    };
  },
  toJson(m) {
    return {
      coordinates: Coordinates.toJson(m.coordinates),
      withinM: m.withinM,
    };
  },
});

/** What a provider promises of a resource, or a seller of a service. */
export interface ServiceLevel {
  /** Share of the month in which it works, in millionths. */
  readonly availabilityPpm: number;
  /** Packets lost, in millionths. */
  readonly lossPpm: number;
  /** Variation of the one-way delay (Y.1540 IPDV). */
  readonly jitterNs: bigint;
  /** Mean time to repair. */
  readonly mttrMinutes: number;
  /** Credit on the monthly charge when the month's availability is missed, in ten-thousandths. */
  readonly creditBasisPoints: number;
}

export const ServiceLevel: rt.Codec<ServiceLevel> = rt.codec<ServiceLevel>({
  typeName: 'common.v1.ServiceLevel',
  write(m, w) {
    w.uint32(8, m.availabilityPpm, 'common.v1.ServiceLevel.availabilityPpm');
    w.uint32(16, m.lossPpm, 'common.v1.ServiceLevel.lossPpm');
    w.int64(24, m.jitterNs, 'common.v1.ServiceLevel.jitterNs');
    w.uint32(32, m.mttrMinutes, 'common.v1.ServiceLevel.mttrMinutes');
    w.uint32(40, m.creditBasisPoints, 'common.v1.ServiceLevel.creditBasisPoints');
  },
  read(r, outerEnd, depth) {
    let availabilityPpm: number = 0;
    let lossPpm: number = 0;
    let jitterNs: bigint = 0n;
    let mttrMinutes: number = 0;
    let creditBasisPoints: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          availabilityPpm = r.uint32();
          break;
        case 16:
          lossPpm = r.uint32();
          break;
        case 24:
          jitterNs = r.int64();
          break;
        case 32:
          mttrMinutes = r.uint32();
          break;
        case 40:
          creditBasisPoints = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      availabilityPpm,
      lossPpm,
      jitterNs,
      mttrMinutes,
      creditBasisPoints,
    };
  },
  toJson(m) {
    return {
      availabilityPpm: m.availabilityPpm,
      lossPpm: m.lossPpm,
      jitterNs: m.jitterNs.toString(),
      mttrMinutes: m.mttrMinutes,
      creditBasisPoints: m.creditBasisPoints,
    };
  },
});

/** What a segment has to show when it is measured: a window beyond one of these figures is a failed one. */
export interface SegmentObjective {
  /** One way, as its offers declared it when they were contracted. */
  readonly latencyNs: bigint;
  /** How much more may be seen, by the promised variation. */
  readonly jitterNs: bigint;
  readonly lossPpm: number;
}

export const SegmentObjective: rt.Codec<SegmentObjective> = rt.codec<SegmentObjective>({
  typeName: 'common.v1.SegmentObjective',
  write(m, w) {
    w.int64(8, m.latencyNs, 'common.v1.SegmentObjective.latencyNs');
    w.int64(16, m.jitterNs, 'common.v1.SegmentObjective.jitterNs');
    w.uint32(24, m.lossPpm, 'common.v1.SegmentObjective.lossPpm');
  },
  read(r, outerEnd, depth) {
    let latencyNs: bigint = 0n;
    let jitterNs: bigint = 0n;
    let lossPpm: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          latencyNs = r.int64();
          break;
        case 16:
          jitterNs = r.int64();
          break;
        case 24:
          lossPpm = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      latencyNs,
      jitterNs,
      lossPpm,
    };
  },
  toJson(m) {
    return {
      latencyNs: m.latencyNs.toString(),
      jitterNs: m.jitterNs.toString(),
      lossPpm: m.lossPpm,
    };
  },
});

/**
 * One of the lines that a split service is spread over. Where it begins, the customer's frames are numbered and spread over the
 * members by their bandwidth; where it ends, they are put in order again. Nobody but the providers of the two ends knows of it.
 */
export interface SplitMember {
  /** The same for all members, at both ends, and of no other service. */
  readonly splitId: string;
  /** Which of them it is, from 1: both ends know a member by it. */
  readonly ordinal: number;
  /** How many there are, 2 to 64. */
  readonly members: number;
  /**
   * How far apart the service was sold to come in over its members: up to a second. A frame is waited for so long after one that
   * was sent later has come, and is lost to the customer if it comes after that.
   */
  readonly maxDifferentialDelayNs: bigint;
  /**
   * With fewer whole members than these the service carries nothing: 1 for one that goes on over whatever is left, and as
   * many as there are members for one that is sold whole or not at all.
   */
  readonly leastMembers: number;
}

export const SplitMember: rt.Codec<SplitMember> = rt.codec<SplitMember>({
  typeName: 'common.v1.SplitMember',
  write(m, w) {
    w.string(10, m.splitId, 'common.v1.SplitMember.splitId');
    w.uint32(16, m.ordinal, 'common.v1.SplitMember.ordinal');
    w.uint32(24, m.members, 'common.v1.SplitMember.members');
    w.int64(32, m.maxDifferentialDelayNs, 'common.v1.SplitMember.maxDifferentialDelayNs');
    w.uint32(40, m.leastMembers, 'common.v1.SplitMember.leastMembers');
  },
  read(r, outerEnd, depth) {
    let splitId: string = '';
    let ordinal: number = 0;
    let members: number = 0;
    let maxDifferentialDelayNs: bigint = 0n;
    let leastMembers: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          splitId = r.string();
          break;
        case 16:
          ordinal = r.uint32();
          break;
        case 24:
          members = r.uint32();
          break;
        case 32:
          maxDifferentialDelayNs = r.int64();
          break;
        case 40:
          leastMembers = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      splitId,
      ordinal,
      members,
      maxDifferentialDelayNs,
      leastMembers,
    };
  },
  toJson(m) {
    return {
      splitId: m.splitId,
      ordinal: m.ordinal,
      members: m.members,
      maxDifferentialDelayNs: m.maxDifferentialDelayNs.toString(),
      leastMembers: m.leastMembers,
    };
  },
});

/** What using a resource costs. */
export interface ResourcePrice {
  /** For each Mbit/s that is kept free for the service, for each month. */
  readonly monthlyPerMbps: Money;
  /** For each gigabyte (10^9 octets) carried. */
  readonly perGigabyte: Money;
  /** For each month in which a service runs on it, however much of it is kept free (MRC). Once for a service, however many of its lines go over it. */
  readonly monthlyFee?: Money;
  /** Once for a service (NRC): when it first comes up on it, and never again for the same contract, however often it leaves and comes back. */
  readonly setupFee?: Money;
}

export const ResourcePrice: rt.Codec<ResourcePrice> = rt.codec<ResourcePrice>({
  typeName: 'common.v1.ResourcePrice',
  write(m, w, depth) {
    w.message(10, Money, m.monthlyPerMbps, depth, 'common.v1.ResourcePrice.monthlyPerMbps');
    w.message(18, Money, m.perGigabyte, depth, 'common.v1.ResourcePrice.perGigabyte');
    if (m.monthlyFee !== undefined) w.message(26, Money, m.monthlyFee, depth, 'common.v1.ResourcePrice.monthlyFee');
    if (m.setupFee !== undefined) w.message(34, Money, m.setupFee, depth, 'common.v1.ResourcePrice.setupFee');
  },
  read(r, outerEnd, depth) {
    let monthlyPerMbps: Money | undefined;
    let perGigabyte: Money | undefined;
    let monthlyFee: Money | undefined;
    let setupFee: Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (monthlyPerMbps !== undefined) rt.twice('common.v1.ResourcePrice.monthlyPerMbps');
          monthlyPerMbps = Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (perGigabyte !== undefined) rt.twice('common.v1.ResourcePrice.perGigabyte');
          perGigabyte = Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (monthlyFee !== undefined) rt.twice('common.v1.ResourcePrice.monthlyFee');
          monthlyFee = Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (setupFee !== undefined) rt.twice('common.v1.ResourcePrice.setupFee');
          setupFee = Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ResourcePrice> = {
      monthlyPerMbps: monthlyPerMbps ?? rt.missing('common.v1.ResourcePrice.monthlyPerMbps'),
      perGigabyte: perGigabyte ?? rt.missing('common.v1.ResourcePrice.perGigabyte'),
    };
    if (monthlyFee !== undefined) draft.monthlyFee = monthlyFee;
    if (setupFee !== undefined) draft.setupFee = setupFee;
    return draft;
  },
  toJson(m) {
    return {
      monthlyPerMbps: Money.toJson(m.monthlyPerMbps),
      perGigabyte: Money.toJson(m.perGigabyte),
      ...(m.monthlyFee === undefined ? {} : { monthlyFee: Money.toJson(m.monthlyFee) }),
      ...(m.setupFee === undefined ? {} : { setupFee: Money.toJson(m.setupFee) }),
    };
  },
});

/** What is owed for resources of a segment whatever its bandwidth. Each resource that has a fee, once. */
export interface ResourceFees {
  readonly fees: readonly ResourceFee[];
}

export const ResourceFees: rt.Codec<ResourceFees> = rt.codec<ResourceFees>({
  typeName: 'common.v1.ResourceFees',
  write(m, w, depth) {
    for (const item of rt.list(m.fees, 'common.v1.ResourceFees.fees')) w.message(10, ResourceFee, item, depth, 'common.v1.ResourceFees.fees');
  },
  read(r, outerEnd, depth) {
    const fees: ResourceFee[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          fees.push(ResourceFee.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      fees,
    };
  },
  toJson(m) {
    return {
      fees: m.fees.map((item) => ResourceFee.toJson(item)),
    };
  },
});

/** What its provider's offer states for one resource; at least one of the two. */
export interface ResourceFee {
  readonly resourceId: string;
  readonly monthly?: Money;
  readonly setup?: Money;
}

export const ResourceFee: rt.Codec<ResourceFee> = rt.codec<ResourceFee>({
  typeName: 'common.v1.ResourceFee',
  write(m, w, depth) {
    w.string(10, m.resourceId, 'common.v1.ResourceFee.resourceId');
    if (m.monthly !== undefined) w.message(18, Money, m.monthly, depth, 'common.v1.ResourceFee.monthly');
    if (m.setup !== undefined) w.message(26, Money, m.setup, depth, 'common.v1.ResourceFee.setup');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let monthly: Money | undefined;
    let setup: Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          if (monthly !== undefined) rt.twice('common.v1.ResourceFee.monthly');
          monthly = Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (setup !== undefined) rt.twice('common.v1.ResourceFee.setup');
          setup = Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ResourceFee> = {
      resourceId,
    };
    if (monthly !== undefined) draft.monthly = monthly;
    if (setup !== undefined) draft.setup = setup;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      ...(m.monthly === undefined ? {} : { monthly: Money.toJson(m.monthly) }),
      ...(m.setup === undefined ? {} : { setup: Money.toJson(m.setup) }),
    };
  },
});

/** The hands of a demonstration's clock: every process adds this to its machine's time. Sent on `cm.sys.clock`. */
export interface ClockOffset {
  readonly offsetNs: bigint;
}

export const ClockOffset: rt.Codec<ClockOffset> = rt.codec<ClockOffset>({
  typeName: 'common.v1.ClockOffset',
  write(m, w) {
    w.int64(8, m.offsetNs, 'common.v1.ClockOffset.offsetNs');
  },
  read(r, outerEnd, depth) {
    let offsetNs: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          offsetNs = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      offsetNs,
    };
  },
  toJson(m) {
    return {
      offsetNs: m.offsetNs.toString(),
    };
  },
});

/**
 * Personal data of one party. It can be read for as long as the party's own key exists, and by nobody after that key was erased:
 * neither by the operator nor from any copy of the ledger. What was signed and hashed is this message, so that an erasure changes
 * no hash. The additional authenticated data name the party, the stream, the type of the event and the key: moved to any other
 * place, it can't be opened.
 */
export interface EncryptedPersonalData {
  /** The random name of the party's key. */
  readonly keyId: string;
  readonly algorithm: EncryptionAlgorithm;
  /** 96 random bits, never used twice with the same key. */
  readonly nonce: Uint8Array;
  /** With the authentication tag in its last 16 bytes. */
  readonly ciphertext: Uint8Array;
}

export const EncryptedPersonalData: rt.Codec<EncryptedPersonalData> = rt.codec<EncryptedPersonalData>({
  typeName: 'common.v1.EncryptedPersonalData',
  write(m, w) {
    w.string(10, m.keyId, 'common.v1.EncryptedPersonalData.keyId');
    w.int32(16, EncryptionAlgorithm.numberOf(m.algorithm, 'common.v1.EncryptedPersonalData.algorithm'), 'common.v1.EncryptedPersonalData.algorithm');
    w.bytes(26, m.nonce, 'common.v1.EncryptedPersonalData.nonce');
    w.bytes(34, m.ciphertext, 'common.v1.EncryptedPersonalData.ciphertext');
  },
  read(r, outerEnd, depth) {
    let keyId: string = '';
    let algorithm: EncryptionAlgorithm = 'unspecified';
    let nonce: Uint8Array = rt.NO_BYTES;
    let ciphertext: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          keyId = r.string();
          break;
        case 16:
          algorithm = EncryptionAlgorithm.nameOf(r.int32());
          break;
        case 26:
          nonce = r.bytes();
          break;
        case 34:
          ciphertext = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      keyId,
      algorithm,
      nonce,
      ciphertext,
    };
  },
  toJson(m) {
    return {
      keyId: m.keyId,
      algorithm: m.algorithm,
      nonce: rt.bytesJson(m.nonce),
      ciphertext: rt.bytesJson(m.ciphertext),
    };
  },
});

/** The whole units that a segment has: one of each of its resources. */
export interface SegmentUnits {
  readonly technology: UnitTechnology;
  /** In the order of the segment's resources, as many as those. */
  readonly numbers: readonly number[];
}

export const SegmentUnits: rt.Codec<SegmentUnits> = rt.codec<SegmentUnits>({
  typeName: 'common.v1.SegmentUnits',
  write(m, w) {
    w.int32(8, UnitTechnology.numberOf(m.technology, 'common.v1.SegmentUnits.technology'), 'common.v1.SegmentUnits.technology');
    if (rt.list(m.numbers, 'common.v1.SegmentUnits.numbers').length > 0) {
      const start = w.tag(18).open();
      for (const item of m.numbers) w.putUint32(item, 'common.v1.SegmentUnits.numbers');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    let technology: UnitTechnology = 'unspecified';
    const numbers: number[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          technology = UnitTechnology.nameOf(r.int32());
          break;
        case 16:
          numbers.push(r.uint32());
          break;
        case 18: {
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
      numbers,
    };
  },
  toJson(m) {
    return {
      technology: m.technology,
      numbers: m.numbers,
    };
  },
});

/** Every event of the context, told apart by its type. */
export type AnyEvent = never;
