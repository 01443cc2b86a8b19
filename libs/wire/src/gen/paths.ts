// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';
import * as common from './common.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type PathObjective =
  | 'unspecified'
  /** Least latency, then fewest handovers. */
  | 'latency'
  /** Least cost within the latency limit, then least latency. */
  | 'cost';
export const PathObjective: rt.EnumCodec<PathObjective> = rt.enumeration<PathObjective>('paths.v1.PathObjective', {
  unspecified: 0,
  latency: 1,
  cost: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type LatencySource =
  | 'unspecified'
  /** As its provider's offer in force states it. */
  | 'declared'
  /** As the newest window shows it that was measured since the offer. */
  | 'measured';
export const LatencySource: rt.EnumCodec<LatencySource> = rt.enumeration<LatencySource>('paths.v1.LatencySource', {
  unspecified: 0,
  declared: 1,
  measured: 2,
});

/** One way to serve an order: a run of resources from end to end. */
export interface PathCandidate {
  /** One way, end to end. */
  readonly latencyNs: bigint;
  readonly handovers: number;
  readonly segments: readonly PathSegment[];
  /** Every point of presence passed, in order. */
  readonly popIds: readonly string[];
  /** The most that could be sold over this path when it was computed. */
  readonly bottleneckMbps: number;
  /** It shares no resource with the best candidate, so it can stand in when that one fails. */
  readonly disjointFromBest: boolean;
  /**
   * Present where it is several lines that carry the order together. Its segments and PoPs are those of the first line, then those of the
   * second, and so on; its latency is that of the slowest, and its handovers are those of all.
   */
  readonly split?: CandidateSplit;
  /** Where several were asked for: the one that this way carries, counted from 1 in the order of the question. */
  readonly carriage?: number;
}

export const PathCandidate: rt.Codec<PathCandidate> = rt.codec<PathCandidate>({
  typeName: 'paths.v1.PathCandidate',
  write(m, w, depth) {
    w.int64(8, m.latencyNs, 'paths.v1.PathCandidate.latencyNs');
    w.uint32(16, m.handovers, 'paths.v1.PathCandidate.handovers');
    for (const item of rt.list(m.segments, 'paths.v1.PathCandidate.segments')) w.message(26, PathSegment, item, depth, 'paths.v1.PathCandidate.segments');
    for (const item of rt.list(m.popIds, 'paths.v1.PathCandidate.popIds')) w.tag(34).putString(item, 'paths.v1.PathCandidate.popIds');
    w.uint32(40, m.bottleneckMbps, 'paths.v1.PathCandidate.bottleneckMbps');
    w.bool(48, m.disjointFromBest, 'paths.v1.PathCandidate.disjointFromBest');
    if (m.split !== undefined) w.message(58, CandidateSplit, m.split, depth, 'paths.v1.PathCandidate.split');
    if (m.carriage !== undefined) w.tag(64).putUint32(m.carriage, 'paths.v1.PathCandidate.carriage');
  },
  read(r, outerEnd, depth) {
    let latencyNs: bigint = 0n;
    let handovers: number = 0;
    const segments: PathSegment[] = [];
    const popIds: string[] = [];
    let bottleneckMbps: number = 0;
    let disjointFromBest: boolean = false;
    let split: CandidateSplit | undefined;
    let carriage: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          latencyNs = r.int64();
          break;
        case 16:
          handovers = r.uint32();
          break;
        case 26:
          segments.push(PathSegment.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          popIds.push(r.string());
          break;
        case 40:
          bottleneckMbps = r.uint32();
          break;
        case 48:
          disjointFromBest = r.bool();
          break;
        case 58:
          if (split !== undefined) rt.twice('paths.v1.PathCandidate.split');
          split = CandidateSplit.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 64:
          carriage = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PathCandidate> = {
      latencyNs,
      handovers,
      segments,
      popIds,
      bottleneckMbps,
      disjointFromBest,
    };
    if (split !== undefined) draft.split = split;
    if (carriage !== undefined) draft.carriage = carriage;
    return draft;
  },
  toJson(m) {
    return {
      latencyNs: m.latencyNs.toString(),
      handovers: m.handovers,
      segments: m.segments.map((item) => PathSegment.toJson(item)),
      popIds: m.popIds,
      bottleneckMbps: m.bottleneckMbps,
      disjointFromBest: m.disjointFromBest,
      ...(m.split === undefined ? {} : { split: CandidateSplit.toJson(m.split) }),
      ...(m.carriage === undefined ? {} : { carriage: m.carriage }),
    };
  },
});

/** Lines that carry an order together, all from the same PoP to the same PoP. */
export interface CandidateSplit {
  readonly members: number;
  /** Of each. */
  readonly memberMbps: number;
  /** Between the fastest line and the slowest. */
  readonly apartNs: bigint;
}

export const CandidateSplit: rt.Codec<CandidateSplit> = rt.codec<CandidateSplit>({
  typeName: 'paths.v1.CandidateSplit',
  write(m, w) {
    w.uint32(8, m.members, 'paths.v1.CandidateSplit.members');
    w.uint32(16, m.memberMbps, 'paths.v1.CandidateSplit.memberMbps');
    w.int64(24, m.apartNs, 'paths.v1.CandidateSplit.apartNs');
  },
  read(r, outerEnd, depth) {
    let members: number = 0;
    let memberMbps: number = 0;
    let apartNs: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          members = r.uint32();
          break;
        case 16:
          memberMbps = r.uint32();
          break;
        case 24:
          apartNs = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      members,
      memberMbps,
      apartNs,
    };
  },
  toJson(m) {
    return {
      members: m.members,
      memberMbps: m.memberMbps,
      apartNs: m.apartNs.toString(),
    };
  },
});

/** A contiguous run of one provider. A path may enter a provider twice, and then has two segments of it. */
export interface PathSegment {
  readonly providerId: string;
  readonly fromPopId: string;
  readonly toPopId: string;
  /** Links, and the provider's own halves of the handovers at its ends, in order. */
  readonly resources: readonly PathResource[];
  /** Of the links and of the handover out. */
  readonly latencyNs: bigint;
  /** Of several lines, the one that it is part of, counted from 1. */
  readonly member?: number;
}

export const PathSegment: rt.Codec<PathSegment> = rt.codec<PathSegment>({
  typeName: 'paths.v1.PathSegment',
  write(m, w, depth) {
    w.string(10, m.providerId, 'paths.v1.PathSegment.providerId');
    w.string(18, m.fromPopId, 'paths.v1.PathSegment.fromPopId');
    w.string(26, m.toPopId, 'paths.v1.PathSegment.toPopId');
    for (const item of rt.list(m.resources, 'paths.v1.PathSegment.resources')) w.message(34, PathResource, item, depth, 'paths.v1.PathSegment.resources');
    w.int64(40, m.latencyNs, 'paths.v1.PathSegment.latencyNs');
    if (m.member !== undefined) w.tag(48).putUint32(m.member, 'paths.v1.PathSegment.member');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let fromPopId: string = '';
    let toPopId: string = '';
    const resources: PathResource[] = [];
    let latencyNs: bigint = 0n;
    let member: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          fromPopId = r.string();
          break;
        case 26:
          toPopId = r.string();
          break;
        case 34:
          resources.push(PathResource.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 40:
          latencyNs = r.int64();
          break;
        case 48:
          member = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PathSegment> = {
      providerId,
      fromPopId,
      toPopId,
      resources,
      latencyNs,
    };
    if (member !== undefined) draft.member = member;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      fromPopId: m.fromPopId,
      toPopId: m.toPopId,
      resources: m.resources.map((item) => PathResource.toJson(item)),
      latencyNs: m.latencyNs.toString(),
      ...(m.member === undefined ? {} : { member: m.member }),
    };
  },
});

/** A resource on a path, and the very offer that it was weighed by. */
export interface PathResource {
  readonly resourceId: string;
  /** SHA-256 of the offer that was in force for this answer. */
  readonly offerSha256: Uint8Array;
  /** Where it is sold in whole units, the one that is the least of those free for the stretch. */
  readonly unit?: number;
}

export const PathResource: rt.Codec<PathResource> = rt.codec<PathResource>({
  typeName: 'paths.v1.PathResource',
  write(m, w) {
    w.string(10, m.resourceId, 'paths.v1.PathResource.resourceId');
    w.bytes(18, m.offerSha256, 'paths.v1.PathResource.offerSha256');
    if (m.unit !== undefined) w.tag(24).putUint32(m.unit, 'paths.v1.PathResource.unit');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let offerSha256: Uint8Array = rt.NO_BYTES;
    let unit: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          offerSha256 = r.bytes();
          break;
        case 24:
          unit = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PathResource> = {
      resourceId,
      offerSha256,
    };
    if (unit !== undefined) draft.unit = unit;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      offerSha256: rt.bytesJson(m.offerSha256),
      ...(m.unit === undefined ? {} : { unit: m.unit }),
    };
  },
});

/**
 * What is known of the latency of a link, one way. The provider's word counts, unless the newest measurement is above it by more than the variation
 * that the offer allows and the measurement's own uncertainty: then what was measured counts, until a newer measurement or a newer offer.
 */
export interface LatencyRecord {
  readonly resourceId: string;
  readonly providerId: string;
  readonly declaredNs: bigint;
  /** Since when the offer is valid that declares it. */
  readonly declaredAt: rt.Instant;
  /** The variation that the offer allows. */
  readonly declaredJitterNs: bigint;
  readonly measured?: MeasuredLatency;
  /** What the path search counts. */
  readonly latencyNs: bigint;
  readonly source: LatencySource;
}

export const LatencyRecord: rt.Codec<LatencyRecord> = rt.codec<LatencyRecord>({
  typeName: 'paths.v1.LatencyRecord',
  write(m, w, depth) {
    w.string(10, m.resourceId, 'paths.v1.LatencyRecord.resourceId');
    w.string(18, m.providerId, 'paths.v1.LatencyRecord.providerId');
    w.int64(24, m.declaredNs, 'paths.v1.LatencyRecord.declaredNs');
    rt.instant(w.tag(34), m.declaredAt, 'paths.v1.LatencyRecord.declaredAt');
    w.int64(40, m.declaredJitterNs, 'paths.v1.LatencyRecord.declaredJitterNs');
    if (m.measured !== undefined) w.message(50, MeasuredLatency, m.measured, depth, 'paths.v1.LatencyRecord.measured');
    w.int64(56, m.latencyNs, 'paths.v1.LatencyRecord.latencyNs');
    w.int32(64, LatencySource.numberOf(m.source, 'paths.v1.LatencyRecord.source'), 'paths.v1.LatencyRecord.source');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let providerId: string = '';
    let declaredNs: bigint = 0n;
    let declaredAt: rt.Instant | undefined;
    let declaredJitterNs: bigint = 0n;
    let measured: MeasuredLatency | undefined;
    let latencyNs: bigint = 0n;
    let source: LatencySource = 'unspecified';
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
          declaredNs = r.int64();
          break;
        case 34:
          if (declaredAt !== undefined) rt.twice('paths.v1.LatencyRecord.declaredAt');
          declaredAt = rt.readInstant(r, 'paths.v1.LatencyRecord.declaredAt');
          break;
        case 40:
          declaredJitterNs = r.int64();
          break;
        case 50:
          if (measured !== undefined) rt.twice('paths.v1.LatencyRecord.measured');
          measured = MeasuredLatency.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 56:
          latencyNs = r.int64();
          break;
        case 64:
          source = LatencySource.nameOf(r.int32());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<LatencyRecord> = {
      resourceId,
      providerId,
      declaredNs,
      declaredAt: declaredAt ?? rt.missing('paths.v1.LatencyRecord.declaredAt'),
      declaredJitterNs,
      latencyNs,
      source,
    };
    if (measured !== undefined) draft.measured = measured;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      providerId: m.providerId,
      declaredNs: m.declaredNs.toString(),
      declaredAt: rt.instantJson(m.declaredAt),
      declaredJitterNs: m.declaredJitterNs.toString(),
      ...(m.measured === undefined ? {} : { measured: MeasuredLatency.toJson(m.measured) }),
      latencyNs: m.latencyNs.toString(),
      source: m.source,
    };
  },
});

/** What the newest window showed of a segment that goes over this link alone. */
export interface MeasuredLatency {
  readonly segmentId: string;
  readonly measuredAt: rt.Instant;
  /** The mean of the window's packets; the window's own figure where it tells none. */
  readonly latencyNs: bigint;
  /** Packets that arrived, of those told; 0 where it tells none. */
  readonly packets: number;
  /** The mean lies within so much of it with a confidence of 95 in 100: two standard errors. Absent where fewer than two packets are told. */
  readonly confidenceNs?: bigint;
  /** Windows that came since the offer and were not newer than the one on record: they changed nothing. */
  readonly staleWindows: number;
}

export const MeasuredLatency: rt.Codec<MeasuredLatency> = rt.codec<MeasuredLatency>({
  typeName: 'paths.v1.MeasuredLatency',
  write(m, w) {
    w.string(10, m.segmentId, 'paths.v1.MeasuredLatency.segmentId');
    rt.instant(w.tag(18), m.measuredAt, 'paths.v1.MeasuredLatency.measuredAt');
    w.int64(24, m.latencyNs, 'paths.v1.MeasuredLatency.latencyNs');
    w.uint32(32, m.packets, 'paths.v1.MeasuredLatency.packets');
    if (m.confidenceNs !== undefined) w.tag(40).putInt64(m.confidenceNs, 'paths.v1.MeasuredLatency.confidenceNs');
    w.uint32(48, m.staleWindows, 'paths.v1.MeasuredLatency.staleWindows');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let measuredAt: rt.Instant | undefined;
    let latencyNs: bigint = 0n;
    let packets: number = 0;
    let confidenceNs: bigint | undefined;
    let staleWindows: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          if (measuredAt !== undefined) rt.twice('paths.v1.MeasuredLatency.measuredAt');
          measuredAt = rt.readInstant(r, 'paths.v1.MeasuredLatency.measuredAt');
          break;
        case 24:
          latencyNs = r.int64();
          break;
        case 32:
          packets = r.uint32();
          break;
        case 40:
          confidenceNs = r.int64();
          break;
        case 48:
          staleWindows = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<MeasuredLatency> = {
      segmentId,
      measuredAt: measuredAt ?? rt.missing('paths.v1.MeasuredLatency.measuredAt'),
      latencyNs,
      packets,
      staleWindows,
    };
    if (confidenceNs !== undefined) draft.confidenceNs = confidenceNs;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      measuredAt: rt.instantJson(m.measuredAt),
      latencyNs: m.latencyNs.toString(),
      packets: m.packets,
      ...(m.confidenceNs === undefined ? {} : { confidenceNs: m.confidenceNs.toString() }),
      staleWindows: m.staleWindows,
    };
  },
});

export interface FindPathsRequest {
  readonly buyerId: string;
  readonly from: common.Place;
  readonly to: common.Place;
  readonly mbps: number;
  /** One way. Absent: any latency will do. */
  readonly maxLatencyNs?: bigint;
  readonly objective: PathObjective;
  /** How many alternatives to return, best first; 1 to 16. */
  readonly candidates: number;
  /** Offers must be in force at this instant. Absent: now; of an earlier topology, when it was. */
  readonly at?: rt.Instant;
  /** The answer must know the ledger at least up to here, so that a buyer sees what it was told before. */
  readonly atLeastRevision: bigint;
  /** Absent: the newest topology. */
  readonly asOf?: AsOf;
  /** Present: beside the ways of one line, the best of each number of equal lines that carry the order together. */
  readonly split?: SplitQuestion;
  /**
   * Present: over links that are sold in whole units of this technology and of exactly this bandwidth, with one unit of each: the same one until a
   * point of presence converts. Absent: over links that are sold by the Mbit/s.
   */
  readonly layerOne?: common.UnitTechnology;
  /**
   * True: over dedicated links and interconnects and those of the buyer's own network, which has the buyer's id, and over no others. Absent: over
   * whatever is not dedicated.
   */
  readonly virtualNetwork?: boolean;
  /** Present: each of them is asked for in the place of `mbps` and `max_latency_ns`, all on one topology; each of them may be split. */
  readonly carried?: CarriageQuestion;
  /** Present: which media a way may go over. */
  readonly media?: MediaQuestion;
}

export const FindPathsRequest: rt.Codec<FindPathsRequest> = rt.codec<FindPathsRequest>({
  typeName: 'paths.v1.FindPathsRequest',
  write(m, w, depth) {
    w.string(10, m.buyerId, 'paths.v1.FindPathsRequest.buyerId');
    w.message(18, common.Place, m.from, depth, 'paths.v1.FindPathsRequest.from');
    w.message(26, common.Place, m.to, depth, 'paths.v1.FindPathsRequest.to');
    w.uint32(32, m.mbps, 'paths.v1.FindPathsRequest.mbps');
    if (m.maxLatencyNs !== undefined) w.tag(40).putInt64(m.maxLatencyNs, 'paths.v1.FindPathsRequest.maxLatencyNs');
    w.int32(48, PathObjective.numberOf(m.objective, 'paths.v1.FindPathsRequest.objective'), 'paths.v1.FindPathsRequest.objective');
    w.uint32(56, m.candidates, 'paths.v1.FindPathsRequest.candidates');
    if (m.at !== undefined) rt.instant(w.tag(66), m.at, 'paths.v1.FindPathsRequest.at');
    w.int64(72, m.atLeastRevision, 'paths.v1.FindPathsRequest.atLeastRevision');
    if (m.asOf !== undefined) w.message(82, AsOf, m.asOf, depth, 'paths.v1.FindPathsRequest.asOf');
    if (m.split !== undefined) w.message(90, SplitQuestion, m.split, depth, 'paths.v1.FindPathsRequest.split');
    if (m.layerOne !== undefined) w.tag(96).putInt32(common.UnitTechnology.numberOf(m.layerOne, 'paths.v1.FindPathsRequest.layerOne'), 'paths.v1.FindPathsRequest.layerOne');
    if (m.virtualNetwork !== undefined) w.tag(104).putBool(m.virtualNetwork, 'paths.v1.FindPathsRequest.virtualNetwork');
    if (m.carried !== undefined) w.message(114, CarriageQuestion, m.carried, depth, 'paths.v1.FindPathsRequest.carried');
    if (m.media !== undefined) w.message(122, MediaQuestion, m.media, depth, 'paths.v1.FindPathsRequest.media');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let from: common.Place | undefined;
    let to: common.Place | undefined;
    let mbps: number = 0;
    let maxLatencyNs: bigint | undefined;
    let objective: PathObjective = 'unspecified';
    let candidates: number = 0;
    let at: rt.Instant | undefined;
    let atLeastRevision: bigint = 0n;
    let asOf: AsOf | undefined;
    let split: SplitQuestion | undefined;
    let layerOne: common.UnitTechnology | undefined;
    let virtualNetwork: boolean | undefined;
    let carried: CarriageQuestion | undefined;
    let media: MediaQuestion | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          if (from !== undefined) rt.twice('paths.v1.FindPathsRequest.from');
          from = common.Place.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (to !== undefined) rt.twice('paths.v1.FindPathsRequest.to');
          to = common.Place.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 32:
          mbps = r.uint32();
          break;
        case 40:
          maxLatencyNs = r.int64();
          break;
        case 48:
          objective = PathObjective.nameOf(r.int32());
          break;
        case 56:
          candidates = r.uint32();
          break;
        case 66:
          if (at !== undefined) rt.twice('paths.v1.FindPathsRequest.at');
          at = rt.readInstant(r, 'paths.v1.FindPathsRequest.at');
          break;
        case 72:
          atLeastRevision = r.int64();
          break;
        case 82:
          if (asOf !== undefined) rt.twice('paths.v1.FindPathsRequest.asOf');
          asOf = AsOf.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 90:
          if (split !== undefined) rt.twice('paths.v1.FindPathsRequest.split');
          split = SplitQuestion.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 96:
          layerOne = common.UnitTechnology.nameOf(r.int32());
          break;
        case 104:
          virtualNetwork = r.bool();
          break;
        case 114:
          if (carried !== undefined) rt.twice('paths.v1.FindPathsRequest.carried');
          carried = CarriageQuestion.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 122:
          if (media !== undefined) rt.twice('paths.v1.FindPathsRequest.media');
          media = MediaQuestion.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<FindPathsRequest> = {
      buyerId,
      from: from ?? rt.missing('paths.v1.FindPathsRequest.from'),
      to: to ?? rt.missing('paths.v1.FindPathsRequest.to'),
      mbps,
      objective,
      candidates,
      atLeastRevision,
    };
    if (maxLatencyNs !== undefined) draft.maxLatencyNs = maxLatencyNs;
    if (at !== undefined) draft.at = at;
    if (asOf !== undefined) draft.asOf = asOf;
    if (split !== undefined) draft.split = split;
    if (layerOne !== undefined) draft.layerOne = layerOne;
    if (virtualNetwork !== undefined) draft.virtualNetwork = virtualNetwork;
    if (carried !== undefined) draft.carried = carried;
    if (media !== undefined) draft.media = media;
    return draft;
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      from: common.Place.toJson(m.from),
      to: common.Place.toJson(m.to),
      mbps: m.mbps,
      ...(m.maxLatencyNs === undefined ? {} : { maxLatencyNs: m.maxLatencyNs.toString() }),
      objective: m.objective,
      candidates: m.candidates,
      ...(m.at === undefined ? {} : { at: rt.instantJson(m.at) }),
      atLeastRevision: m.atLeastRevision.toString(),
      ...(m.asOf === undefined ? {} : { asOf: AsOf.toJson(m.asOf) }),
      ...(m.split === undefined ? {} : { split: SplitQuestion.toJson(m.split) }),
      ...(m.layerOne === undefined ? {} : { layerOne: m.layerOne }),
      ...(m.virtualNetwork === undefined ? {} : { virtualNetwork: m.virtualNetwork }),
      ...(m.carried === undefined ? {} : { carried: CarriageQuestion.toJson(m.carried) }),
      ...(m.media === undefined ? {} : { media: MediaQuestion.toJson(m.media) }),
    };
  },
});

/** Where a list is empty, any will do. */
export interface MediaQuestion {
  /** Of every link of a way, and of every handover. */
  readonly every: readonly common.Medium[];
  /** Of the last one, which leads to the device; where it is split, of that of each line. */
  readonly last: readonly common.Medium[];
}

export const MediaQuestion: rt.Codec<MediaQuestion> = rt.codec<MediaQuestion>({
  typeName: 'paths.v1.MediaQuestion',
  write(m, w) {
    if (rt.list(m.every, 'paths.v1.MediaQuestion.every').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.every) w.putInt32(common.Medium.numberOf(item, 'paths.v1.MediaQuestion.every'), 'paths.v1.MediaQuestion.every');
      w.close(start);
    }
    if (rt.list(m.last, 'paths.v1.MediaQuestion.last').length > 0) {
      const start = w.tag(18).open();
      for (const item of m.last) w.putInt32(common.Medium.numberOf(item, 'paths.v1.MediaQuestion.last'), 'paths.v1.MediaQuestion.last');
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

/** What an order may travel as. */
export interface CarriageQuestion {
  /** 1 to 16. */
  readonly carriages: readonly Carriage[];
}

export const CarriageQuestion: rt.Codec<CarriageQuestion> = rt.codec<CarriageQuestion>({
  typeName: 'paths.v1.CarriageQuestion',
  write(m, w, depth) {
    for (const item of rt.list(m.carriages, 'paths.v1.CarriageQuestion.carriages')) w.message(10, Carriage, item, depth, 'paths.v1.CarriageQuestion.carriages');
  },
  read(r, outerEnd, depth) {
    const carriages: Carriage[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          carriages.push(Carriage.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      carriages,
    };
  },
  toJson(m) {
    return {
      carriages: m.carriages.map((item) => Carriage.toJson(item)),
    };
  },
});

/** One of them. */
export interface Carriage {
  readonly mbps: number;
  /** One way. Absent: any latency will do. */
  readonly maxLatencyNs?: bigint;
}

export const Carriage: rt.Codec<Carriage> = rt.codec<Carriage>({
  typeName: 'paths.v1.Carriage',
  write(m, w) {
    w.uint32(8, m.mbps, 'paths.v1.Carriage.mbps');
    if (m.maxLatencyNs !== undefined) w.tag(16).putInt64(m.maxLatencyNs, 'paths.v1.Carriage.maxLatencyNs');
  },
  read(r, outerEnd, depth) {
    let mbps: number = 0;
    let maxLatencyNs: bigint | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          mbps = r.uint32();
          break;
        case 16:
          maxLatencyNs = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Carriage> = {
      mbps,
    };
    if (maxLatencyNs !== undefined) draft.maxLatencyNs = maxLatencyNs;
    return draft;
  },
  toJson(m) {
    return {
      mbps: m.mbps,
      ...(m.maxLatencyNs === undefined ? {} : { maxLatencyNs: m.maxLatencyNs.toString() }),
    };
  },
});

/** How an order may be divided. */
export interface SplitQuestion {
  /** 2 to 8. */
  readonly mostMembers: number;
  /** Between the fastest line and the slowest. */
  readonly maxDifferentialDelayNs: bigint;
}

export const SplitQuestion: rt.Codec<SplitQuestion> = rt.codec<SplitQuestion>({
  typeName: 'paths.v1.SplitQuestion',
  write(m, w) {
    w.uint32(8, m.mostMembers, 'paths.v1.SplitQuestion.mostMembers');
    w.int64(16, m.maxDifferentialDelayNs, 'paths.v1.SplitQuestion.maxDifferentialDelayNs');
  },
  read(r, outerEnd, depth) {
    let mostMembers: number = 0;
    let maxDifferentialDelayNs: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          mostMembers = r.uint32();
          break;
        case 16:
          maxDifferentialDelayNs = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      mostMembers,
      maxDifferentialDelayNs,
    };
  },
  toJson(m) {
    return {
      mostMembers: m.mostMembers,
      maxDifferentialDelayNs: m.maxDifferentialDelayNs.toString(),
    };
  },
});

/** Which earlier topology is asked about. */
export interface AsOf {
  readonly asOf:
    /** As it was when this was the ledger's last position. */
    | { readonly kind: 'revision'; readonly revision: bigint }
    /** As it was at this instant of the mesh's clock: before the first commit of which an event is later. */
    | { readonly kind: 'instant'; readonly instant: rt.Instant };
}

export const AsOf: rt.Codec<AsOf> = rt.codec<AsOf>({
  typeName: 'paths.v1.AsOf',
  write(m, w) {
    rt.checkKind(m.asOf, ['revision', 'instant'], 'paths.v1.AsOf.asOf');
    if (m.asOf.kind === 'revision') w.tag(8).putInt64(m.asOf.revision, 'paths.v1.AsOf.revision');
    if (m.asOf.kind === 'instant') rt.instant(w.tag(18), m.asOf.instant, 'paths.v1.AsOf.instant');
  },
  read(r, outerEnd, depth) {
    let asOf: AsOf['asOf'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          asOf = { kind: 'revision', revision: r.int64() };
          break;
        case 18:
          if (asOf?.kind === 'instant') rt.twice('paths.v1.AsOf.instant');
          asOf = { kind: 'instant', instant: rt.readInstant(r, 'paths.v1.AsOf.instant') };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      asOf: asOf ?? rt.missing('paths.v1.AsOf.asOf'),
    };
  },
  toJson(m) {
    return {
      asOf:
        m.asOf.kind === 'revision' ? { kind: 'revision', revision: m.asOf.revision.toString() } :
        { kind: 'instant', instant: rt.instantJson(m.asOf.instant) },
    };
  },
});

export interface FindPathsResponse {
  /** The ledger position up to which the topology was known: the same revision and question give the same answer. */
  readonly revision: bigint;
  readonly outcome:
    | { readonly kind: 'found'; readonly found: PathsFound }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const FindPathsResponse: rt.Codec<FindPathsResponse> = rt.codec<FindPathsResponse>({
  typeName: 'paths.v1.FindPathsResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['found', 'refused'], 'paths.v1.FindPathsResponse.outcome');
    w.int64(8, m.revision, 'paths.v1.FindPathsResponse.revision');
    if (m.outcome.kind === 'found') w.message(18, PathsFound, m.outcome.found, depth, 'paths.v1.FindPathsResponse.found');
    if (m.outcome.kind === 'refused') w.message(26, common.Refusal, m.outcome.refused, depth, 'paths.v1.FindPathsResponse.refused');
  },
  read(r, outerEnd, depth) {
    let revision: bigint = 0n;
    let outcome: FindPathsResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          revision = r.int64();
          break;
        case 18:
          if (outcome?.kind === 'found') rt.twice('paths.v1.FindPathsResponse.found');
          outcome = { kind: 'found', found: PathsFound.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          if (outcome?.kind === 'refused') rt.twice('paths.v1.FindPathsResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      revision,
      outcome: outcome ?? rt.missing('paths.v1.FindPathsResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      revision: m.revision.toString(),
      outcome:
        m.outcome.kind === 'found' ? { kind: 'found', found: PathsFound.toJson(m.outcome.found) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** Candidates, best first, with the proof of what each provider offered. */
export interface PathsFound {
  readonly candidates: readonly PathCandidate[];
  /** The offers of every resource named by a candidate, once each. */
  readonly offers: readonly FoundOffer[];
  /** False when a budget ended the search before it was proven complete. */
  readonly complete: boolean;
  /** Present where carriages were asked for: those that have no way. */
  readonly carried?: UnservedCarriages;
}

export const PathsFound: rt.Codec<PathsFound> = rt.codec<PathsFound>({
  typeName: 'paths.v1.PathsFound',
  write(m, w, depth) {
    for (const item of rt.list(m.candidates, 'paths.v1.PathsFound.candidates')) w.message(10, PathCandidate, item, depth, 'paths.v1.PathsFound.candidates');
    for (const item of rt.list(m.offers, 'paths.v1.PathsFound.offers')) w.message(18, FoundOffer, item, depth, 'paths.v1.PathsFound.offers');
    w.bool(24, m.complete, 'paths.v1.PathsFound.complete');
    if (m.carried !== undefined) w.message(34, UnservedCarriages, m.carried, depth, 'paths.v1.PathsFound.carried');
  },
  read(r, outerEnd, depth) {
    const candidates: PathCandidate[] = [];
    const offers: FoundOffer[] = [];
    let complete: boolean = false;
    let carried: UnservedCarriages | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          candidates.push(PathCandidate.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 18:
          offers.push(FoundOffer.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 24:
          complete = r.bool();
          break;
        case 34:
          if (carried !== undefined) rt.twice('paths.v1.PathsFound.carried');
          carried = UnservedCarriages.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PathsFound> = {
      candidates,
      offers,
      complete,
    };
    if (carried !== undefined) draft.carried = carried;
    return draft;
  },
  toJson(m) {
    return {
      candidates: m.candidates.map((item) => PathCandidate.toJson(item)),
      offers: m.offers.map((item) => FoundOffer.toJson(item)),
      complete: m.complete,
      ...(m.carried === undefined ? {} : { carried: UnservedCarriages.toJson(m.carried) }),
    };
  },
});

/** May be none. */
export interface UnservedCarriages {
  readonly unserved: readonly Unserved[];
}

export const UnservedCarriages: rt.Codec<UnservedCarriages> = rt.codec<UnservedCarriages>({
  typeName: 'paths.v1.UnservedCarriages',
  write(m, w, depth) {
    for (const item of rt.list(m.unserved, 'paths.v1.UnservedCarriages.unserved')) w.message(10, Unserved, item, depth, 'paths.v1.UnservedCarriages.unserved');
  },
  read(r, outerEnd, depth) {
    const unserved: Unserved[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          unserved.push(Unserved.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      unserved,
    };
  },
  toJson(m) {
    return {
      unserved: m.unserved.map((item) => Unserved.toJson(item)),
    };
  },
});

/** A carriage without a way, and why. */
export interface Unserved {
  /** Counts from 1. */
  readonly carriage: number;
  readonly refusal: common.Refusal;
}

export const Unserved: rt.Codec<Unserved> = rt.codec<Unserved>({
  typeName: 'paths.v1.Unserved',
  write(m, w, depth) {
    w.uint32(8, m.carriage, 'paths.v1.Unserved.carriage');
    w.message(18, common.Refusal, m.refusal, depth, 'paths.v1.Unserved.refusal');
  },
  read(r, outerEnd, depth) {
    let carriage: number = 0;
    let refusal: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          carriage = r.uint32();
          break;
        case 18:
          if (refusal !== undefined) rt.twice('paths.v1.Unserved.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      carriage,
      refusal: refusal ?? rt.missing('paths.v1.Unserved.refusal'),
    };
  },
  toJson(m) {
    return {
      carriage: m.carriage,
      refusal: common.Refusal.toJson(m.refusal),
    };
  },
});

/** An offer as its provider signed it. */
export interface FoundOffer {
  readonly resourceId: string;
  readonly offer: Uint8Array;
  readonly signature: Uint8Array;
  /** What of it is held or under contract in this topology. */
  readonly usedMbps: number;
  /** Of a link that was measured. */
  readonly latency?: LatencyRecord;
}

export const FoundOffer: rt.Codec<FoundOffer> = rt.codec<FoundOffer>({
  typeName: 'paths.v1.FoundOffer',
  write(m, w, depth) {
    w.string(10, m.resourceId, 'paths.v1.FoundOffer.resourceId');
    w.bytes(18, m.offer, 'paths.v1.FoundOffer.offer');
    w.bytes(26, m.signature, 'paths.v1.FoundOffer.signature');
    w.uint32(32, m.usedMbps, 'paths.v1.FoundOffer.usedMbps');
    if (m.latency !== undefined) w.message(42, LatencyRecord, m.latency, depth, 'paths.v1.FoundOffer.latency');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let offer: Uint8Array = rt.NO_BYTES;
    let signature: Uint8Array = rt.NO_BYTES;
    let usedMbps: number = 0;
    let latency: LatencyRecord | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          offer = r.bytes();
          break;
        case 26:
          signature = r.bytes();
          break;
        case 32:
          usedMbps = r.uint32();
          break;
        case 42:
          if (latency !== undefined) rt.twice('paths.v1.FoundOffer.latency');
          latency = LatencyRecord.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<FoundOffer> = {
      resourceId,
      offer,
      signature,
      usedMbps,
    };
    if (latency !== undefined) draft.latency = latency;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      offer: rt.bytesJson(m.offer),
      signature: rt.bytesJson(m.signature),
      usedMbps: m.usedMbps,
      ...(m.latency === undefined ? {} : { latency: LatencyRecord.toJson(m.latency) }),
    };
  },
});

export interface ListSoldKindsRequest {
  readonly buyerId: string;
}

export const ListSoldKindsRequest: rt.Codec<ListSoldKindsRequest> = rt.codec<ListSoldKindsRequest>({
  typeName: 'paths.v1.ListSoldKindsRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'paths.v1.ListSoldKindsRequest.buyerId');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
    };
  },
});

export interface ListSoldKindsResponse {
  /** The ledger position up to which the topology was known. */
  readonly revision: bigint;
  /** ISO 4217: what everything is sold in. */
  readonly currency: string;
  /** By the Mbit/s first, then by technology; of each, carrier virtual networks last. */
  readonly kinds: readonly SoldKind[];
  /** Who may be sold them. */
  readonly buyerId: string;
}

export const ListSoldKindsResponse: rt.Codec<ListSoldKindsResponse> = rt.codec<ListSoldKindsResponse>({
  typeName: 'paths.v1.ListSoldKindsResponse',
  write(m, w, depth) {
    w.int64(8, m.revision, 'paths.v1.ListSoldKindsResponse.revision');
    w.string(18, m.currency, 'paths.v1.ListSoldKindsResponse.currency');
    for (const item of rt.list(m.kinds, 'paths.v1.ListSoldKindsResponse.kinds')) w.message(26, SoldKind, item, depth, 'paths.v1.ListSoldKindsResponse.kinds');
    w.string(34, m.buyerId, 'paths.v1.ListSoldKindsResponse.buyerId');
  },
  read(r, outerEnd, depth) {
    let revision: bigint = 0n;
    let currency: string = '';
    const kinds: SoldKind[] = [];
    let buyerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          revision = r.int64();
          break;
        case 18:
          currency = r.string();
          break;
        case 26:
          kinds.push(SoldKind.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          buyerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      revision,
      currency,
      kinds,
      buyerId,
    };
  },
  toJson(m) {
    return {
      revision: m.revision.toString(),
      currency: m.currency,
      kinds: m.kinds.map((item) => SoldKind.toJson(item)),
      buyerId: m.buyerId,
    };
  },
});

/**
 * A kind of service of which at least one link is offered to the buyer now, by an agent that is heard. Whether there is a way between two places, only a
 * search tells.
 */
export interface SoldKind {
  /** In whole units of this technology. Absent: by the Mbit/s. */
  readonly layerOne?: common.UnitTechnology;
  /** What units carry, ascending; by the Mbit/s: none. */
  readonly unitMbps: readonly number[];
  /** In a carrier virtual network of the buyer's. */
  readonly virtualNetwork: boolean;
  /** What its links go over. */
  readonly media: readonly common.Medium[];
  /**
   * Where its links end, as an order may name these places: `Vienna, AT`, or the city alone where no country is advertised. Each once, in the order of their
   * names.
   */
  readonly cities: readonly string[];
}

export const SoldKind: rt.Codec<SoldKind> = rt.codec<SoldKind>({
  typeName: 'paths.v1.SoldKind',
  write(m, w) {
    if (m.layerOne !== undefined) w.tag(8).putInt32(common.UnitTechnology.numberOf(m.layerOne, 'paths.v1.SoldKind.layerOne'), 'paths.v1.SoldKind.layerOne');
    if (rt.list(m.unitMbps, 'paths.v1.SoldKind.unitMbps').length > 0) {
      const start = w.tag(18).open();
      for (const item of m.unitMbps) w.putUint32(item, 'paths.v1.SoldKind.unitMbps');
      w.close(start);
    }
    w.bool(24, m.virtualNetwork, 'paths.v1.SoldKind.virtualNetwork');
    if (rt.list(m.media, 'paths.v1.SoldKind.media').length > 0) {
      const start = w.tag(34).open();
      for (const item of m.media) w.putInt32(common.Medium.numberOf(item, 'paths.v1.SoldKind.media'), 'paths.v1.SoldKind.media');
      w.close(start);
    }
    for (const item of rt.list(m.cities, 'paths.v1.SoldKind.cities')) w.tag(42).putString(item, 'paths.v1.SoldKind.cities');
  },
  read(r, outerEnd, depth) {
    let layerOne: common.UnitTechnology | undefined;
    const unitMbps: number[] = [];
    let virtualNetwork: boolean = false;
    const media: common.Medium[] = [];
    const cities: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          layerOne = common.UnitTechnology.nameOf(r.int32());
          break;
        case 16:
          unitMbps.push(r.uint32());
          break;
        case 18: {
          const outer = r.enter();
          while (r.pos < r.end) unitMbps.push(r.uint32());
          r.end = outer;
          break;
        }
        case 24:
          virtualNetwork = r.bool();
          break;
        case 32:
          media.push(common.Medium.nameOf(r.int32()));
          break;
        case 34: {
          const outer = r.enter();
          while (r.pos < r.end) media.push(common.Medium.nameOf(r.int32()));
          r.end = outer;
          break;
        }
        case 42:
          cities.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SoldKind> = {
      unitMbps,
      virtualNetwork,
      media,
      cities,
    };
    if (layerOne !== undefined) draft.layerOne = layerOne;
    return draft;
  },
  toJson(m) {
    return {
      ...(m.layerOne === undefined ? {} : { layerOne: m.layerOne }),
      unitMbps: m.unitMbps,
      virtualNetwork: m.virtualNetwork,
      media: m.media,
      cities: m.cities,
    };
  },
});

export interface GetTopologySummaryRequest {}

export const GetTopologySummaryRequest: rt.Codec<GetTopologySummaryRequest> = rt.codec<GetTopologySummaryRequest>({
  typeName: 'paths.v1.GetTopologySummaryRequest',
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

export interface GetTopologySummaryResponse {
  readonly revision: bigint;
  readonly providers: number;
  readonly pops: number;
  readonly links: number;
  /** Handovers of which both sides are advertised. */
  readonly interconnects: number;
  /** Path searches that the answering process has done since its start. */
  readonly searches: bigint;
}

export const GetTopologySummaryResponse: rt.Codec<GetTopologySummaryResponse> = rt.codec<GetTopologySummaryResponse>({
  typeName: 'paths.v1.GetTopologySummaryResponse',
  write(m, w) {
    w.int64(8, m.revision, 'paths.v1.GetTopologySummaryResponse.revision');
    w.uint32(16, m.providers, 'paths.v1.GetTopologySummaryResponse.providers');
    w.uint32(24, m.pops, 'paths.v1.GetTopologySummaryResponse.pops');
    w.uint32(32, m.links, 'paths.v1.GetTopologySummaryResponse.links');
    w.uint32(40, m.interconnects, 'paths.v1.GetTopologySummaryResponse.interconnects');
    w.uint64(48, m.searches, 'paths.v1.GetTopologySummaryResponse.searches');
  },
  read(r, outerEnd, depth) {
    let revision: bigint = 0n;
    let providers: number = 0;
    let pops: number = 0;
    let links: number = 0;
    let interconnects: number = 0;
    let searches: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          revision = r.int64();
          break;
        case 16:
          providers = r.uint32();
          break;
        case 24:
          pops = r.uint32();
          break;
        case 32:
          links = r.uint32();
          break;
        case 40:
          interconnects = r.uint32();
          break;
        case 48:
          searches = r.uint64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      revision,
      providers,
      pops,
      links,
      interconnects,
      searches,
    };
  },
  toJson(m) {
    return {
      revision: m.revision.toString(),
      providers: m.providers,
      pops: m.pops,
      links: m.links,
      interconnects: m.interconnects,
      searches: m.searches.toString(),
    };
  },
});

export interface GetLatenciesRequest {
  /** Empty: of all providers. */
  readonly providerId: string;
  /** None: of all links and interconnect halves. */
  readonly resourceIds: readonly string[];
  /** Absent: as it is known now. */
  readonly asOf?: AsOf;
  /** The answer must know the ledger at least up to here. */
  readonly atLeastRevision: bigint;
}

export const GetLatenciesRequest: rt.Codec<GetLatenciesRequest> = rt.codec<GetLatenciesRequest>({
  typeName: 'paths.v1.GetLatenciesRequest',
  write(m, w, depth) {
    w.string(10, m.providerId, 'paths.v1.GetLatenciesRequest.providerId');
    for (const item of rt.list(m.resourceIds, 'paths.v1.GetLatenciesRequest.resourceIds')) w.tag(18).putString(item, 'paths.v1.GetLatenciesRequest.resourceIds');
    if (m.asOf !== undefined) w.message(26, AsOf, m.asOf, depth, 'paths.v1.GetLatenciesRequest.asOf');
    w.int64(32, m.atLeastRevision, 'paths.v1.GetLatenciesRequest.atLeastRevision');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    const resourceIds: string[] = [];
    let asOf: AsOf | undefined;
    let atLeastRevision: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          resourceIds.push(r.string());
          break;
        case 26:
          if (asOf !== undefined) rt.twice('paths.v1.GetLatenciesRequest.asOf');
          asOf = AsOf.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 32:
          atLeastRevision = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<GetLatenciesRequest> = {
      providerId,
      resourceIds,
      atLeastRevision,
    };
    if (asOf !== undefined) draft.asOf = asOf;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      resourceIds: m.resourceIds,
      ...(m.asOf === undefined ? {} : { asOf: AsOf.toJson(m.asOf) }),
      atLeastRevision: m.atLeastRevision.toString(),
    };
  },
});

export interface GetLatenciesResponse {
  readonly revision: bigint;
  readonly outcome:
    | { readonly kind: 'known'; readonly known: LatenciesKnown }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetLatenciesResponse: rt.Codec<GetLatenciesResponse> = rt.codec<GetLatenciesResponse>({
  typeName: 'paths.v1.GetLatenciesResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['known', 'refused'], 'paths.v1.GetLatenciesResponse.outcome');
    w.int64(8, m.revision, 'paths.v1.GetLatenciesResponse.revision');
    if (m.outcome.kind === 'known') w.message(18, LatenciesKnown, m.outcome.known, depth, 'paths.v1.GetLatenciesResponse.known');
    if (m.outcome.kind === 'refused') w.message(26, common.Refusal, m.outcome.refused, depth, 'paths.v1.GetLatenciesResponse.refused');
  },
  read(r, outerEnd, depth) {
    let revision: bigint = 0n;
    let outcome: GetLatenciesResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          revision = r.int64();
          break;
        case 18:
          if (outcome?.kind === 'known') rt.twice('paths.v1.GetLatenciesResponse.known');
          outcome = { kind: 'known', known: LatenciesKnown.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          if (outcome?.kind === 'refused') rt.twice('paths.v1.GetLatenciesResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      revision,
      outcome: outcome ?? rt.missing('paths.v1.GetLatenciesResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      revision: m.revision.toString(),
      outcome:
        m.outcome.kind === 'known' ? { kind: 'known', known: LatenciesKnown.toJson(m.outcome.known) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** What is on record, in the order of the resources' ids. */
export interface LatenciesKnown {
  /** At most 1,000. */
  readonly latencies: readonly LatencyRecord[];
  /** So many more are on record. */
  readonly leftOut: number;
}

export const LatenciesKnown: rt.Codec<LatenciesKnown> = rt.codec<LatenciesKnown>({
  typeName: 'paths.v1.LatenciesKnown',
  write(m, w, depth) {
    for (const item of rt.list(m.latencies, 'paths.v1.LatenciesKnown.latencies')) w.message(10, LatencyRecord, item, depth, 'paths.v1.LatenciesKnown.latencies');
    w.uint32(16, m.leftOut, 'paths.v1.LatenciesKnown.leftOut');
  },
  read(r, outerEnd, depth) {
    const latencies: LatencyRecord[] = [];
    let leftOut: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          latencies.push(LatencyRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 16:
          leftOut = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      latencies,
      leftOut,
    };
  },
  toJson(m) {
    return {
      latencies: m.latencies.map((item) => LatencyRecord.toJson(item)),
      leftOut: m.leftOut,
    };
  },
});

export interface ListResourcesRequest {
  /** Empty: of all providers. */
  readonly providerId: string;
  /** None: all of them. At most 512. */
  readonly resourceIds: readonly string[];
}

export const ListResourcesRequest: rt.Codec<ListResourcesRequest> = rt.codec<ListResourcesRequest>({
  typeName: 'paths.v1.ListResourcesRequest',
  write(m, w) {
    w.string(10, m.providerId, 'paths.v1.ListResourcesRequest.providerId');
    for (const item of rt.list(m.resourceIds, 'paths.v1.ListResourcesRequest.resourceIds')) w.tag(18).putString(item, 'paths.v1.ListResourcesRequest.resourceIds');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    const resourceIds: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          resourceIds.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      resourceIds,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      resourceIds: m.resourceIds,
    };
  },
});

export interface ListResourcesResponse {
  /** The ledger position up to which offers are known. */
  readonly revision: bigint;
  /** In the order of the resources' ids; at most 512. */
  readonly offers: readonly FoundOffer[];
  /** So many more are in force. */
  readonly leftOut: number;
}

export const ListResourcesResponse: rt.Codec<ListResourcesResponse> = rt.codec<ListResourcesResponse>({
  typeName: 'paths.v1.ListResourcesResponse',
  write(m, w, depth) {
    w.int64(8, m.revision, 'paths.v1.ListResourcesResponse.revision');
    for (const item of rt.list(m.offers, 'paths.v1.ListResourcesResponse.offers')) w.message(18, FoundOffer, item, depth, 'paths.v1.ListResourcesResponse.offers');
    w.uint32(24, m.leftOut, 'paths.v1.ListResourcesResponse.leftOut');
  },
  read(r, outerEnd, depth) {
    let revision: bigint = 0n;
    const offers: FoundOffer[] = [];
    let leftOut: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          revision = r.int64();
          break;
        case 18:
          offers.push(FoundOffer.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 24:
          leftOut = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      revision,
      offers,
      leftOut,
    };
  },
  toJson(m) {
    return {
      revision: m.revision.toString(),
      offers: m.offers.map((item) => FoundOffer.toJson(item)),
      leftOut: m.leftOut,
    };
  },
});

/** The best ways to serve an order on the topology as it is known, or why there is none. */
export const FindPaths: rt.Rpc<FindPathsRequest, FindPathsResponse> = {
  name: 'FindPaths',
  kind: 'query',
  subject: 'cm.qry.paths.v1.FindPaths',
  request: FindPathsRequest,
  response: FindPathsResponse,
};

/** What is known of the latency of links: what each provider declares, what was measured, and which of them the search counts. */
export const GetLatencies: rt.Rpc<GetLatenciesRequest, GetLatenciesResponse> = {
  name: 'GetLatencies',
  kind: 'query',
  subject: 'cm.qry.paths.v1.GetLatencies',
  request: GetLatenciesRequest,
  response: GetLatenciesResponse,
};

/** What a buyer may be sold on the topology as it is known: kinds of service, and where they are had. Nobody's capacity, price or name. */
export const ListSoldKinds: rt.Rpc<ListSoldKindsRequest, ListSoldKindsResponse> = {
  name: 'ListSoldKinds',
  kind: 'query',
  subject: 'cm.qry.paths.v1.ListSoldKinds',
  request: ListSoldKindsRequest,
  response: ListSoldKindsResponse,
};

/** What is on offer: the offers in force, and what of each is held or under contract. The operator's alone. */
export const ListResources: rt.Rpc<ListResourcesRequest, ListResourcesResponse> = {
  name: 'ListResources',
  kind: 'query',
  subject: 'cm.qry.paths.v1.ListResources',
  request: ListResourcesRequest,
  response: ListResourcesResponse,
};

/** How much of the exchange is known to the search. */
export const GetTopologySummary: rt.Rpc<GetTopologySummaryRequest, GetTopologySummaryResponse> = {
  name: 'GetTopologySummary',
  kind: 'query',
  subject: 'cm.qry.paths.v1.GetTopologySummary',
  request: GetTopologySummaryRequest,
  response: GetTopologySummaryResponse,
};

/** Every event of the context, told apart by its type. */
export type AnyEvent = never;
