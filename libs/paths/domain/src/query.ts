import { type Instant, invariant, isBandwidth, MAX_MBPS, MAX_SPLIT_MEMBERS } from '@carriermesh/kernel';
import type { UnitKind } from './elements.js';
import type { Place } from './places.js';

/** `latency`: soonest first. `cost`: cheapest first. Ties go by the other figures as order.ts states. */
export type Objective = 'latency' | 'cost';

export interface PathQuery {
  readonly from: Place;
  readonly to: Place;
  readonly mbps: number;
  /** One way, inclusive. */
  readonly maxLatencyNs?: bigint;
  readonly objective: Objective;
  /** How many of the best paths to answer with, 1 to MAX_CANDIDATES. */
  readonly candidates: number;
  /** How many more to add that share no resource with the best one, 0 to MAX_DIVERSE; by default MAX_DIVERSE. */
  readonly diverse?: number;
  /** Offers that this buyer may not see are not used. */
  readonly buyerId: string;
  /** Offers that are not valid at this instant are not used. */
  readonly now: Instant;
  /** Interconnects on the path, inclusive. */
  readonly maxHandovers?: number;
  readonly excludeProviders?: readonly string[];
  /** Resource ids; either half's id excludes an interconnect. */
  readonly excludeLinks?: readonly string[];
  /** Beside the paths: the best of each number of equal lines that carry the order together. */
  readonly split?: SplitQuery;
  /** Over links that are sold in whole units of this kind alone, with one unit of each: the same until a PoP converts. Not with `split`. */
  readonly layerOne?: UnitKind;
  /** Over dedicated resources, and those of the provider that has the buyer's id, alone. */
  readonly virtualNetwork?: boolean;
  /** What every link and handover of a path goes over one of; where it is absent, anything. */
  readonly media?: readonly string[];
  /** What every link and handover at this PoP goes over one of, which is where all paths end. */
  readonly delivery?: { readonly popId: string; readonly media: readonly string[] };
}

export interface SplitQuery {
  /** 2 to MAX_SPLIT_MEMBERS. */
  readonly mostMembers: number;
  /** Between the fastest line and the slowest, inclusive. */
  readonly maxDifferentialDelayNs: bigint;
}

export type DividedQuery = PathQuery & { readonly split: SplitQuery };

export type PathAnswer =
  | {
      readonly kind: 'found';
      readonly revision: bigint;
      /** False when a limit on the search's effort was met: the candidates keep the query's limits, better ones may exist. */
      readonly complete: boolean;
      /** In the objective's order, no two over the same PoPs unless one of them is a disjoint alternative over parallel links. */
      readonly candidates: readonly Candidate[];
    }
  | { readonly kind: 'refused'; readonly revision: bigint; readonly refusal: PathRefusal };

export interface Candidate {
  readonly latencyNs: bigint;
  /** Millionths of the minor unit for one Mbit/s during one month. */
  readonly costPerMbps: bigint;
  readonly currency: string;
  readonly handovers: number;
  readonly pops: readonly string[];
  readonly segments: readonly Segment[];
  /** What the narrowest resource has available; MAX_MBPS for a path without links, which nothing narrows. */
  readonly bottleneckMbps: number;
  /** Every shared risk link group on the way, once, in the order of ids. */
  readonly srlgs: readonly string[];
  /** Shares no resource with the first candidate, so that no failure of one resource takes both. */
  readonly disjointFromBest: boolean;
  /**
   * Present where it is several lines. Then segments and pops are those of the first, of the second, and so on, costPerMbps is the sum over them,
   * and the latency that of the slowest.
   */
  readonly split?: { readonly members: number; readonly memberMbps: number; readonly apartNs: bigint };
}

/** A contiguous run through one provider's network; a path may enter a provider more than once. */
export interface Segment {
  readonly providerId: string;
  readonly fromPopId: string;
  readonly toPopId: string;
  /** In the order of travel: the half it is entered by, its links, the half it is left by. */
  readonly resources: readonly string[];
  /** With the crossing to the next provider, so that the segments' latencies add up to the path's. */
  readonly latencyNs: bigint;
  /** Of several lines, the one that it is part of, from 1. */
  readonly member?: number;
  /** Of layer 1: the unit of each of the resources. */
  readonly units?: readonly number[];
}

/** Why there is no path, in the order in which the reasons are looked for: the first that holds is told. */
export type PathRefusal =
  | {
      readonly code: 'unknown-place';
      readonly end: 'from' | 'to';
      readonly place: string;
      readonly nearestPopId?: string;
      readonly nearestKm?: number;
    }
  /** No offer that is valid, visible and up joins the places, whatever its capacity. */
  | { readonly code: 'no-route' }
  /** There would be a route without the query's exclusions. */
  | { readonly code: 'excluded'; readonly providers: readonly string[]; readonly links: readonly string[] }
  /** There would be a route over other media. */
  | { readonly code: 'medium-excluded'; readonly media: readonly string[]; readonly lastMedia: readonly string[] }
  /** `mostMbps` is what the widest path carries, `bottleneck` the resource on it that carries no more. `split`: nor do several. */
  | { readonly code: 'no-capacity'; readonly requestedMbps: number; readonly mostMbps: number; readonly bottleneck: string; readonly split?: SplitQuery }
  /** `bestNs` is the least latency of a path with the capacity. */
  | { readonly code: 'latency-too-high'; readonly limitNs: bigint; readonly bestNs: bigint; readonly split?: SplitQuery }
  /** `fewest` of a path with the capacity and within the latency. */
  | { readonly code: 'too-many-handovers'; readonly limit: number; readonly fewest: number }
  /** There are links of such units, and none that is free all along. `left`: the way of least latency, and what of each link is free. */
  | { readonly code: 'no-unit'; readonly asked: UnitKind; readonly left: readonly UnitsLeft[] }
  /** Neither a path nor its absence was established: the search met its own limit, or prices add up to more than 2^53 − 1. */
  | { readonly code: 'undecided'; readonly reason: 'search-limit' | 'price-range' };

export interface UnitsLeft {
  /** Of an interconnect, its first half. */
  readonly resourceId: string;
  readonly free: readonly number[];
}

export const MAX_CANDIDATES = 16;
export const MAX_DIVERSE = 2;

/** @throws InvariantViolation when the edge let a query pass that no search can mean */
export function checkQuery({ mbps, candidates, diverse = 0, maxHandovers = 0, split, layerOne }: PathQuery): void {
  invariant(isBandwidth(mbps), `a path query asks for ${mbps} Mbit/s, not a whole number from 1 to ${MAX_MBPS}`);
  invariant(isWhole(candidates, 1, MAX_CANDIDATES), `a path query asks for ${candidates} candidates, not 1 to ${MAX_CANDIDATES}`);
  invariant(isWhole(diverse, 0, MAX_DIVERSE), `a path query asks for ${diverse} diverse candidates, not 0 to ${MAX_DIVERSE}`);
  invariant(isWhole(maxHandovers, 0, Number.MAX_SAFE_INTEGER), `a path query allows ${maxHandovers} handovers, which is no count`);
  invariant(!layerOne || (!split && layerOne.mbps === mbps), `a path query for ${mbps} Mbit/s asks for a unit of ${layerOne?.mbps} Mbit/s, or for several lines of them`);
  invariant(!split || isWhole(split.mostMembers, 2, MAX_SPLIT_MEMBERS), `a path query allows ${split?.mostMembers} members, not 2 to ${MAX_SPLIT_MEMBERS}`);
}

const isWhole = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;
