// A* in packed weights, led by the distances of a tree: the best path that starts with a prefix and goes on by none of what is
// banned. Scores alone are kept; of equally good paths the one with the least ids is found afterwards, along nodes that lead on.
import { arc, backStart, isUsable, latencyArcs, latencyBackArcs, popCount, start } from './graph';
import { Heap } from './heap';
import { List, take } from './memory';
import { Tree, distanceOf } from './tree';

/** What the search knows of a node. Numbers of searches are even: one more says that the node is on a best path. */
@unmanaged
@final
class Reach {
  score: f64;
  at: i32;
  barredAt: i32;
}

const REACH_SHIFT: usize = 4;
const MAX_SEARCH: i32 = 0x7ffffffc;
const NONE: i32 = -1;
/** What the step from a destination to the end weighs, which its distance counts. */
export const LAST: f64 = 1;

/** Why there is no path: the search reached too many nodes, or there is none. */
export const TOO_MUCH: f64 = -1;

let reaches: usize = 0;
let search: i32 = 0;
/** Nodes that searches have reached. */
export let reachedCount: i32 = 0;
const heap: Heap = Heap.make();
/** Best paths' ends, and then what is still to be looked at. */
const open: List = List.make();

/** Where a search starts, and what it must not do there. */
export let tree: Tree = changetype<Tree>(0);
const starts: List = List.make();
let spur: i32 = NONE;
let isEndBanned: bool = false;
let bansLinks: bool = false;
const bans: List = List.make();

// @ts-ignore
@inline
function reachOf(pop: i32): Reach {
  return changetype<Reach>(reaches + ((<usize>pop) << REACH_SHIFT));
}

/** Forgets what was set for the search before. */
export function beginSpur(by: Tree): void {
  tree = by;
  const bytes = (<usize>popCount) << REACH_SHIFT;
  if (reaches === 0) reaches = take(bytes);
  if (search >= MAX_SEARCH) {
    memory.fill(reaches, 0, bytes);
    search = 0;
  }
  search += 2;
  starts.count = bans.count = heap.count = open.count = 0;
  spur = NONE;
  isEndBanned = false;
}

/** Where paths may start, with no prefix. */
export function startAt(pop: i32): void {
  starts.push(pop);
}

/** A node that the prefix goes over; the last one is where paths leave it, and has to be told last. */
export function bar(pop: i32): void {
  reachOf(pop).barredAt = search;
  spur = pop;
}

/** What does not come next behind the prefix: links by their edges, or nodes. */
export function banNext(item: i32, isLink: bool): void {
  bans.push(item);
  bansLinks = isLink;
}

/** The prefix is not all of the path. */
export function banEnd(): void {
  isEndBanned = true;
}

/** Whether the prefix goes over it. */
export function isBarred(pop: i32): bool {
  return reachOf(pop).barredAt === search;
}

// @ts-ignore
@inline
export function boundOf(pop: i32): f64 {
  return min(distanceOf(tree, pop), tree.reached);
}

function isBanned(item: i32): bool {
  for (let index = 0; index < bans.count; index++) if (bans.get(index) === item) return true;
  return false;
}

/**
 * The least weight of a path, `walked` already, that is no more than the ceiling.
 * @returns infinite where there is none, `TOO_MUCH` when more nodes than `most` were reached before it was found
 */
export function leave(walked: f64, ceiling: f64, most: i32): f64 {
  if (spur !== NONE) offer(spur, walked, ceiling);
  for (let index = 0; index < starts.count; index++) if (!isBanned(starts.get(index))) offer(starts.get(index), 0, ceiling);
  let reached = 0;
  let best = Infinity;
  // All that is as light as the best is looked at as well: another best path may lead over it.
  while (heap.count > 0 && heap.least <= best) {
    const key = heap.least;
    const pop = heap.first;
    heap.drop();
    const score = reachOf(pop).score;
    if (key > score + boundOf(pop)) continue;
    if (isEnd(pop)) {
      best = score + LAST;
      open.push(pop);
      continue;
    }
    if (++reached > most) {
      best = TOO_MUCH;
      break;
    }
    expand(pop, score, min(ceiling, best));
  }
  reachedCount += reached;
  return best;
}

// @ts-ignore
@inline
function isEnd(pop: i32): bool {
  return distanceOf(tree, pop) === LAST && !(isEndBanned && pop === spur);
}

function expand(pop: i32, score: f64, ceiling: f64): void {
  const isSpur = pop === spur;
  const end = start(pop + 1);
  for (let index = start(pop); index < end; index++) {
    const link = arc(latencyArcs, index);
    const value = score + link.weight;
    const own = reachOf(link.to);
    if (own.barredAt === search || (own.at === search && own.score <= value) || !isUsable(link.edge)) continue;
    if (isSpur && isStepBanned(link.edge, link.to)) continue;
    offer(link.to, value, ceiling);
  }
}

// @ts-ignore
@inline
function offer(pop: i32, value: f64, ceiling: f64): void {
  const key = value + boundOf(pop);
  if (!(key <= ceiling)) return;
  const own = reachOf(pop);
  own.at = search;
  own.score = value;
  heap.push(pop, key);
}

function isStepBanned(edge: i32, to: i32): bool {
  return isBanned(bansLinks ? edge : to);
}

/**
 * Goes on from the prefix along the best path with the least ids, over the least of parallel links; its nodes and edges are
 * added to the lists. Only behind a search that found one.
 */
export function follow(pops: List, edges: List): void {
  mark();
  let pop = spur;
  if (pop === NONE) {
    pop = firstMarked();
    pops.push(pop);
  }
  while (!isEnd(pop)) {
    const score = reachOf(pop).score;
    const end = start(pop + 1);
    let edge = NONE;
    let there = popCount;
    for (let index = start(pop); index < end; index++) {
      const link = arc(latencyArcs, index);
      if (link.to >= there || !isUsable(link.edge)) continue;
      const next = reachOf(link.to);
      if (next.at !== search + 1 || next.score !== score + link.weight || (pop === spur && isStepBanned(link.edge, link.to))) continue;
      there = link.to;
      edge = link.edge;
    }
    if (edge === NONE) unreachable();
    pop = there;
    pops.push(pop);
    edges.push(edge);
  }
}

/** Every node on a best path. */
function mark(): void {
  for (let index = 0; index < open.count; index++) reachOf(open.get(index)).at = search + 1;
  while (open.count > 0) {
    const pop = open.get(--open.count);
    const score = reachOf(pop).score;
    const end = backStart(pop + 1);
    for (let index = backStart(pop); index < end; index++) {
      const link = arc(latencyBackArcs, index);
      const before = reachOf(link.to);
      if (before.at !== search || before.score + link.weight !== score || !isUsable(link.edge)) continue;
      if (link.to === spur && isStepBanned(link.edge, pop)) continue;
      before.at = search + 1;
      open.push(link.to);
    }
  }
}

function firstMarked(): i32 {
  let first = popCount;
  for (let index = 0; index < starts.count; index++) {
    const pop = starts.get(index);
    if (reachOf(pop).at === search + 1 && reachOf(pop).score === 0) first = min(first, pop);
  }
  return first;
}
