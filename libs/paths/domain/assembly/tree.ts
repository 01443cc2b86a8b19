// Distances to destinations, up to as far as is asked for: buckets of equal width instead of a heap (Dial 1969, with the
// corrections within a bucket of Δ-stepping, Meyer and Sanders 2003). What lies behind `reached` is not known to be least, and
// is no less than it. A width is a power of two, so that which bucket a distance belongs to is exact.
import { arc, backStart, costBackArcs, exchange, isUsable, latencyBackArcs, popCount } from './graph';
import { take } from './memory';
import { isPackable } from './packed';

@unmanaged
@final
export class Tree {
  reached: f64;
  width: f64;
  perWidth: f64;
  /** By node. */
  distance: usize;
  /** By node: what decides between equal distances; none where the distance says all. */
  second: usize;
  head: usize;
  headRoom: i32;
  buckets: i32;
  entries: usize;
  entryRoom: i32;
  entryCount: i32;
  pending: i32;
  relaxed: i32;
  slot: i32;
  bucket: f64;
}

/** What a node was put into a bucket with. */
@unmanaged
@final
class Entry {
  key: f64;
  pop: i32;
  next: i32;
}

const ENTRY_SHIFT: usize = 4;
const FIRST_ROOM: i32 = 1024;
const NONE: i32 = -1;
/** A destination counts itself as a hop: nothing else comes to exactly one. */
const ITSELF: f64 = 1;
/** Of so many nodes that have a distance, it is quicker to forget all. */
const MANY_SHIFT: i32 = 3;

/** By latency, handovers and hops; or by cost, and those behind it. */
export function makeTree(isByCost: bool): Tree {
  const tree = changetype<Tree>(take(offsetof<Tree>()));
  tree.distance = columnOf(popCount);
  if (isByCost) tree.second = columnOf(popCount);
  tree.entryRoom = FIRST_ROOM;
  tree.entries = take((<usize>FIRST_ROOM) << ENTRY_SHIFT);
  return tree;
}

function columnOf(count: i32): usize {
  const at = take((<usize>(count + 1)) << 3);
  fill(at, count);
  store<f64>(at + ((<usize>count) << 3), 0);
  return at;
}

function fill(column: usize, count: i32): void {
  for (let index = 0; index < count; index++) store<f64>(column + ((<usize>index) << 3), Infinity);
}

// @ts-ignore
@inline
export function distanceOf(tree: Tree, pop: i32): f64 {
  return load<f64>(tree.distance + ((<usize>pop) << 3));
}

// @ts-ignore
@inline
export function secondOf(tree: Tree, pop: i32): f64 {
  return load<f64>(tree.second + ((<usize>pop) << 3));
}

// @ts-ignore
@inline
function entry(tree: Tree, index: i32): Entry {
  return changetype<Entry>(tree.entries + ((<usize>index) << ENTRY_SHIFT));
}

/** Begins anew, from the destinations that the exchange holds. */
export function startTree(tree: Tree, destinations: i32, width: f64, buckets: i32): void {
  forget(tree);
  if (buckets > tree.headRoom) {
    tree.headRoom = buckets + (buckets >> 1);
    tree.head = take((<usize>tree.headRoom) << 2);
  }
  memory.fill(tree.head, 0xff, (<usize>buckets) << 2);
  tree.buckets = buckets;
  tree.width = width;
  tree.perWidth = 1 / width;
  tree.reached = 0;
  // No distance is less than a destination's, and from here all that is put in lies fewer buckets on than there are.
  tree.bucket = tree.second === 0 ? floor(ITSELF * tree.perWidth) : 0;
  tree.entryCount = tree.pending = tree.relaxed = tree.slot = 0;
  if (tree.entryRoom < destinations) grow(tree, destinations);
  for (let index = 0; index < destinations; index++) {
    const pop = exchange.get(index);
    store<f64>(tree.distance + ((<usize>pop) << 3), tree.second === 0 ? ITSELF : 0);
    if (tree.second !== 0) store<f64>(tree.second + ((<usize>pop) << 3), ITSELF);
    put(tree, pop, distanceOf(tree, pop), 0);
  }
}

/** Whatever has a distance was put into a bucket once: after a small tree there is little to forget, however large the graph. */
function forget(tree: Tree): void {
  const isMost = tree.entryCount > popCount >> MANY_SHIFT;
  for (let index = 0; !isMost && index < tree.entryCount; index++) {
    const at = (<usize>entry(tree, index).pop) << 3;
    store<f64>(tree.distance + at, Infinity);
    if (tree.second !== 0) store<f64>(tree.second + at, Infinity);
  }
  if (isMost) fill(tree.distance, popCount);
  if (isMost && tree.second !== 0) fill(tree.second, popCount);
}

/**
 * Goes on until one of the starts that the exchange holds is known, or about so many nodes, or everything within a distance.
 * @returns whether every figure fits
 */
export function extendTree(tree: Tree, starts: i32, pops: i32, distance: f64): bool {
  while (tree.pending > 0) {
    const least = tree.bucket * tree.width;
    if (tree.relaxed >= pops || least > distance || isAnyKnown(tree, starts, least)) {
      tree.reached = least;
      return true;
    }
    if (!emptyBucket(tree)) return false;
    tree.bucket += 1;
    if (++tree.slot === tree.buckets) tree.slot = 0;
  }
  tree.reached = Infinity;
  return true;
}

function isAnyKnown(tree: Tree, starts: i32, least: f64): bool {
  for (let index = 0; index < starts; index++) if (distanceOf(tree, exchange.get(index)) < least) return true;
  return false;
}

function emptyBucket(tree: Tree): bool {
  const slot = tree.head + ((<usize>tree.slot) << 2);
  for (let index = load<i32>(slot); index !== NONE; index = load<i32>(slot)) {
    store<i32>(slot, NONE);
    while (index !== NONE) {
      const own = entry(tree, index);
      const pop = own.pop;
      const key = own.key;
      index = own.next;
      tree.pending--;
      if (key > distanceOf(tree, pop)) continue;
      if (!isPackable(tree.second === 0 ? key : secondOf(tree, pop))) return false;
      tree.relaxed++;
      if (tree.second === 0) relax(tree, pop, key);
      else relaxBoth(tree, pop, key);
    }
  }
  return true;
}

function relax(tree: Tree, pop: i32, key: f64): void {
  const first = backStart(pop);
  const end = backStart(pop + 1);
  if (tree.entryCount + end - first > tree.entryRoom) grow(tree, end - first);
  const column = tree.distance;
  for (let index = first; index < end; index++) {
    const link = arc(latencyBackArcs, index);
    const weight = key + link.weight;
    const there = column + ((<usize>link.to) << 3);
    if (weight >= load<f64>(there) || !isUsable(link.edge)) continue;
    store<f64>(there, weight);
    put(tree, link.to, weight, slotOf(tree, weight));
  }
}

function relaxBoth(tree: Tree, pop: i32, key: f64): void {
  const first = backStart(pop);
  const end = backStart(pop + 1);
  if (tree.entryCount + end - first > tree.entryRoom) grow(tree, end - first);
  const secondHere = secondOf(tree, pop);
  for (let index = first; index < end; index++) {
    const link = arc(costBackArcs, index);
    const weight = key + link.weight;
    const at = (<usize>link.to) << 3;
    const known = load<f64>(tree.distance + at);
    // An edge that is down weighs as much as a node that nothing has reached yet, and reaches none.
    if (weight > known || weight === Infinity || !isUsable(link.edge)) continue;
    const second = secondHere + arc(latencyBackArcs, index).weight;
    if (weight === known && second >= load<f64>(tree.second + at)) continue;
    store<f64>(tree.distance + at, weight);
    store<f64>(tree.second + at, second);
    put(tree, link.to, weight, slotOf(tree, weight));
  }
}

// @ts-ignore
@inline
function slotOf(tree: Tree, weight: f64): i32 {
  const slot = <i32>(floor(weight * tree.perWidth) - tree.bucket) + tree.slot;
  return slot >= tree.buckets ? slot - tree.buckets : slot;
}

// @ts-ignore
@inline
function put(tree: Tree, pop: i32, key: f64, slot: i32): void {
  const index = tree.entryCount++;
  const own = entry(tree, index);
  const head = tree.head + ((<usize>slot) << 2);
  own.pop = pop;
  own.key = key;
  own.next = load<i32>(head);
  store<i32>(head, index);
  tree.pending++;
}

function grow(tree: Tree, by: i32): void {
  const room = (tree.entryCount + by) << 1;
  const at = take((<usize>room) << ENTRY_SHIFT);
  memory.copy(at, tree.entries, (<usize>tree.entryCount) << ENTRY_SHIFT);
  tree.entries = at;
  tree.entryRoom = room;
}

export function distanceAt(tree: Tree): usize {
  return tree.distance;
}

export function secondAt(tree: Tree): usize {
  return tree.second;
}

export function reachedOf(tree: Tree): f64 {
  return tree.reached;
}
