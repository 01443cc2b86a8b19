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
  /** By node; of costs with what decides between equal ones beside each. */
  distances: usize;
  head: usize;
  headRoom: i32;
  buckets: i32;
  entries: usize;
  entryRoom: i32;
  entryCount: i32;
  pending: i32;
  relaxed: i32;
  slot: i32;
  isByCost: bool;
  /** The number of the bucket that comes next. */
  bucket: f64;
}

/** How far a node is by cost, and what decides between equal costs. */
@unmanaged
@final
export class Costs {
  distance: f64;
  second: f64;
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
/** A double of this size has no bits behind the point. */
const TO_WHOLE: f64 = 4503599627370496;
/** A destination counts itself as a hop: nothing else comes to exactly one. */
const ITSELF: f64 = 1;
/** Of so many nodes that have a distance, it is quicker to forget all. */
const MANY_SHIFT: i32 = 3;

/** By latency, handovers and hops; or by cost, and those behind it. */
export function makeTree(isByCost: bool): Tree {
  const tree = changetype<Tree>(take(offsetof<Tree>()));
  tree.isByCost = isByCost;
  tree.distances = take(bytesOf(tree, popCount + 1));
  fill(tree);
  tree.entryRoom = FIRST_ROOM;
  tree.entries = take((<usize>FIRST_ROOM) << ENTRY_SHIFT);
  return tree;
}

/** What is known of so many nodes; behind the last one is the end, at no distance. */
function bytesOf(tree: Tree, count: i32): usize {
  return (<usize>count) << (tree.isByCost ? 4 : 3);
}

function fill(tree: Tree): void {
  const end = tree.distances + bytesOf(tree, popCount);
  for (let at = tree.distances; at < end; at += 8) store<f64>(at, Infinity);
}

/** By latency. */
// @ts-ignore
@inline
export function distanceOf(tree: Tree, pop: i32): f64 {
  return load<f64>(tree.distances + ((<usize>pop) << 3));
}

// @ts-ignore
@inline
export function costsOf(tree: Tree, pop: i32): Costs {
  return changetype<Costs>(tree.distances + ((<usize>pop) << 4));
}

// @ts-ignore
@inline
function entryAt(entries: usize, index: i32): Entry {
  return changetype<Entry>(entries + ((<usize>index) << ENTRY_SHIFT));
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
  // No distance is less than a destination's, and from here all that is put in lies fewer buckets on than there are.
  tree.bucket = nearest(tree.isByCost ? 0 : ITSELF * tree.perWidth);
  tree.reached = 0;
  tree.entryCount = tree.relaxed = tree.slot = 0;
  if (tree.entryRoom < destinations) grow(tree, destinations);
  for (let index = 0; index < destinations; index++) putDestination(tree, exchange.get(index), index);
  tree.entryCount = tree.pending = destinations;
}

function putDestination(tree: Tree, pop: i32, index: i32): void {
  const key = tree.isByCost ? 0 : ITSELF;
  store<f64>(tree.distances + bytesOf(tree, pop), key);
  if (tree.isByCost) costsOf(tree, pop).second = ITSELF;
  put(tree.entries, tree.head, index, pop, key);
}

/** Whatever has a distance was put into a bucket once: after a small tree there is little to forget, however large the graph. */
function forget(tree: Tree): void {
  if (tree.entryCount > popCount >> MANY_SHIFT) return fill(tree);
  for (let index = 0; index < tree.entryCount; index++) {
    const pop = entryAt(tree.entries, index).pop;
    store<f64>(tree.distances + bytesOf(tree, pop), Infinity);
    if (tree.isByCost) costsOf(tree, pop).second = Infinity;
  }
}

/**
 * Goes on until one of the starts that the exchange holds is known, or about so many nodes, or everything within a distance.
 * @returns whether every figure fits
 */
export function extendTree(tree: Tree, starts: i32, pops: i32, distance: f64): bool {
  while (tree.pending > 0) {
    const least = max((tree.bucket - 0.5) * tree.width, tree.isByCost ? 0 : ITSELF);
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
  for (let index = 0; index < starts; index++) if (load<f64>(tree.distances + bytesOf(tree, exchange.get(index))) < least) return true;
  return false;
}

function emptyBucket(tree: Tree): bool {
  const slot = tree.head + ((<usize>tree.slot) << 2);
  const isByCost = tree.isByCost;
  for (let index = load<i32>(slot); index !== NONE; index = load<i32>(slot)) {
    store<i32>(slot, NONE);
    while (index !== NONE) {
      const own = entryAt(tree.entries, index);
      const pop = own.pop;
      const key = own.key;
      index = own.next;
      tree.pending--;
      if (key > (isByCost ? costsOf(tree, pop).distance : distanceOf(tree, pop))) continue;
      if (!isPackable(isByCost ? costsOf(tree, pop).second : key)) return false;
      tree.relaxed++;
      const first = backStart(pop);
      const end = backStart(pop + 1);
      if (tree.entryCount + end - first > tree.entryRoom) grow(tree, end - first);
      const count = isByCost ? relaxByCost(tree, pop, key, first, end) : relax(tree, key, first, end);
      tree.pending += count - tree.entryCount;
      tree.entryCount = count;
    }
  }
  return true;
}

/** @returns how many entries there are then */
function relax(tree: Tree, key: f64, first: i32, end: i32): i32 {
  const distances = tree.distances;
  const entries = tree.entries;
  let count = tree.entryCount;
  for (let index = first; index < end; index++) {
    const link = arc(latencyBackArcs, index);
    const weight = key + link.weight;
    const there = distances + ((<usize>link.to) << 3);
    if (weight >= load<f64>(there) || !isUsable(link.edge)) continue;
    store<f64>(there, weight);
    put(entries, slotOf(tree, weight), count++, link.to, weight);
  }
  return count;
}

/** The same with what decides between equal costs. */
function relaxByCost(tree: Tree, pop: i32, key: f64, first: i32, end: i32): i32 {
  const entries = tree.entries;
  const second = costsOf(tree, pop).second;
  let count = tree.entryCount;
  for (let index = first; index < end; index++) {
    const link = arc(costBackArcs, index);
    const weight = key + link.weight;
    const there = costsOf(tree, link.to);
    // An edge that is down weighs as much as a node that nothing has reached yet, and reaches none.
    if (weight > there.distance || weight === Infinity || !isUsable(link.edge)) continue;
    const secondThere = second + arc(latencyBackArcs, index).weight;
    if (weight === there.distance && secondThere >= there.second) continue;
    there.distance = weight;
    there.second = secondThere;
    put(entries, slotOf(tree, weight), count++, link.to, weight);
  }
  return count;
}

/** The head of the bucket that a distance belongs to, which is the nearest one: what lies half a width before it does too. */
// @ts-ignore
@inline
function slotOf(tree: Tree, weight: f64): usize {
  // The lowest bits of what is added up hold a whole number, for there are no more behind the point.
  const ahead = <i32>reinterpret<i64>(weight * tree.perWidth + TO_WHOLE) - <i32>reinterpret<i64>(tree.bucket + TO_WHOLE);
  const slot = ahead + tree.slot;
  return tree.head + ((<usize>(slot >= tree.buckets ? slot - tree.buckets : slot)) << 2);
}

// @ts-ignore
@inline
function put(entries: usize, head: usize, index: i32, pop: i32, key: f64): void {
  const own = entryAt(entries, index);
  own.pop = pop;
  own.key = key;
  own.next = load<i32>(head);
  store<i32>(head, index);
}

function grow(tree: Tree, by: i32): void {
  const room = (tree.entryCount + by) << 1;
  const at = take((<usize>room) << ENTRY_SHIFT);
  memory.copy(at, tree.entries, (<usize>tree.entryCount) << ENTRY_SHIFT);
  tree.entries = at;
  tree.entryRoom = room;
}

/** Where what is known of each node stands: a distance, and of costs another figure beside it. */
export function distancesAt(tree: Tree): usize {
  return tree.distances;
}

export function reachedOf(tree: Tree): f64 {
  return tree.reached;
}
