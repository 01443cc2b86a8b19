import type { Path } from './constrained.js';
import type { Weight } from './order.js';
import type { Aim, Figure } from './aim.js';
import type { Limits } from './problem.js';
import type { Exclusions } from './usable.js';

/** What two paths of a pair have no part in common of. Whatever it is, they share no link. */
export type Disjoint = 'link' | 'node' | 'srlg' | 'provider';

/** A question about a graph. Where nothing of several is asked, the answer is the one best path. */
export interface Demand extends Exclusions {
  /** Positions of PoPs in ascending order; a path starts at any of them. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly objective: Aim;
  /** They hold for each path by itself. */
  readonly limits: Limits;
  /** What each path carries; zero asks for no capacity. */
  readonly mbps: number;
  /** Providers that a path passes, in whatever order. */
  readonly requireProviders?: readonly string[];
  /** Each path keeps one wavelength or slot until a PoP converts. */
  readonly continuity?: boolean;
  /** How many of the best paths. */
  readonly k?: number;
  /** How many more that share no link with the best one. */
  readonly diverse?: number;
}

export interface Split {
  readonly members: number;
  readonly memberMbps: number;
  /** Between the fastest member and the slowest. */
  readonly maxDifferentialDelayNs?: number;
}

export type RouteAnswer = RoutesFound | { readonly kind: 'refused'; readonly refusal: RouteRefusal };

export interface RoutesFound {
  readonly kind: 'found';
  readonly paths: readonly Path[];
  /** False when the budget ended before it was proven that there is nothing better. */
  readonly complete: boolean;
  /** Where `complete` is false: no answer weighs less than this. */
  readonly bound?: Weight;
}

/** Why there is no answer, in the order in which the reasons are looked for: the first that holds is told. */
export type RouteRefusal =
  | { readonly code: 'disconnected' }
  | Excluded
  | { readonly code: 'no-bandwidth'; readonly requestedMbps: number; readonly mostMbps: number; readonly bottleneck?: string }
  | { readonly code: 'latency-too-high'; readonly limitNs: number; readonly bestNs: number }
  | { readonly code: 'cost-too-high'; readonly limit: number; readonly least: number }
  | { readonly code: 'too-many-handovers'; readonly limit: number; readonly fewest: number }
  /** `shared`: links, nodes, risk groups or providers that every path crosses, where that is the reason. */
  | { readonly code: 'no-disjoint-pair'; readonly disjoint: Disjoint; readonly shared?: readonly string[] }
  /** The search met its own limit before it had an answer; or what is minimised adds up to more than 2^53 − 1. */
  | { readonly code: 'undecided'; readonly reason: 'search-limit' | 'number-range' };

/** How a query calls the limit on a figure. */
export const LIMIT_NAMES: Readonly<Record<Figure, string>> = {
  latency: 'maxLatencyNs',
  cost: 'maxCost',
  handovers: 'maxHandovers',
  hops: 'maxHops',
  jitter: 'maxJitterNs',
  loss: 'maxLossPpm',
  outage: 'minAvailabilityPpm',
};

/** `by`: the constraints without which there would be an answer. */
export interface Excluded {
  readonly code: 'excluded';
  readonly by: readonly string[];
  /** The least latency without one of them; without all, where no one alone is the reason. */
  readonly bestNs?: number;
  /** What of that which is left out the path of that latency goes over. */
  readonly uses?: readonly string[];
  /** Of a limit, and the least of its figure that there is; of one from below, the most. */
  readonly limit?: number;
  readonly least?: number;
  readonly most?: number;
  /** Of a limit that concerns several paths together: what the best of them come to where it does not hold. */
  readonly without?: number;
}
