import { List, take } from './memory';

/** A link as it is seen from one of its ends: where it leads, its number, and what it weighs; infinite while it is down. */
@unmanaged
@final
export class Arc {
  to: i32;
  edge: i32;
  weight: f64;
}

const ARC_SHIFT: usize = 4;

export let popCount: i32 = 0;
/** Arcs of node p are `starts[p] … starts[p + 1] - 1`, by where they lead from and by where they lead to. */
let starts: usize = 0;
let backStarts: usize = 0;
export let latencyArcs: usize = 0;
export let latencyBackArcs: usize = 0;
export let costArcs: usize = 0;
export let costBackArcs: usize = 0;
/** By edge: what it weighs by latency, whether it is up or not. */
let packed: usize = 0;
/** By edge: 0 where no path may go. */
let mask: usize = 0;
let isMasked: bool = false;
/** What is asked for, and then what was found. */
export const exchange: List = List.make();

export function useGraph(pops: i32, edges: i32, forward: usize, back: usize, latency: usize, latencyBack: usize, cost: usize, costBack: usize, ofEdge: usize): void {
  popCount = pops;
  starts = forward;
  backStarts = back;
  latencyArcs = latency;
  latencyBackArcs = latencyBack;
  costArcs = cost;
  costBackArcs = costBack;
  packed = ofEdge;
  mask = take(edges);
}

/** Where to write which edges may be used, before `narrow(true)`. */
export function maskAt(): usize {
  return mask;
}

/** Whether the mask counts from now on. */
export function narrow(isNarrowed: bool): void {
  isMasked = isNarrowed;
}

/** Where the exchange begins, once it has room for so many numbers. */
export function exchangeAt(numbers: i32): usize {
  exchange.reserve(numbers);
  return exchange.at;
}

/** Where its room ends. */
export function exchangeEnd(): usize {
  return exchange.at + ((<usize>exchange.room) << 2);
}

// @ts-ignore
@inline
export function arc(table: usize, index: i32): Arc {
  return changetype<Arc>(table + ((<usize>index) << ARC_SHIFT));
}

// @ts-ignore
@inline
export function start(pop: i32): i32 {
  return load<i32>(starts + ((<usize>pop) << 2));
}

// @ts-ignore
@inline
export function backStart(pop: i32): i32 {
  return load<i32>(backStarts + ((<usize>pop) << 2));
}

// @ts-ignore
@inline
export function isUsable(edge: i32): bool {
  return !isMasked || load<u8>(mask + <usize>edge) !== 0;
}

// @ts-ignore
@inline
export function packedOf(edge: i32): f64 {
  return load<f64>(packed + ((<usize>edge) << 3));
}
