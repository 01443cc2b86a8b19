// The shortest path in packed weights by searches from both ends at once (Pohl 1971), over links that lead both ways. They end
// when no path that neither knows can be as short as the best that they met on; every node of every shortest path then has its
// exact distance from one of the two, so that the one with the least ids is walked along without looking back.
import { arc, exchange, isUsable, latencyArcs, popCount, start } from './graph';
import { Heap } from './heap';
import { List, take } from './memory';
import { isHalfFit } from './packed';

/** What one of the two searches knows of a node, valid where `at` is the number of the search. */
@unmanaged
@final
class Known {
  distance: f64;
  at: i32;
  /** Of the first side: that the node is on a shortest path. */
  markedAt: i32;
}

const KNOWN_SHIFT: usize = 4;
const MAX_SEARCH: i32 = 0x7fffffff;
const UNFIT: i32 = -1;

let ahead: usize = 0;
let back: usize = 0;
let search: i32 = 0;
let best: f64 = Infinity;
const aheadHeap: Heap = Heap.make();
const backHeap: Heap = Heap.make();
/** Where the two met on paths as short as the best. */
const met: List = List.make();

// @ts-ignore
@inline
function known(side: usize, pop: i32): Known {
  return changetype<Known>(side + ((<usize>pop) << KNOWN_SHIFT));
}

/**
 * The exchange holds the starts and then the destinations; afterwards the nodes of the path, and then its edges.
 * @returns the number of nodes; 0 where there is no path, -1 where a figure does not fit
 */
export function findBothWays(fromCount: i32, toCount: i32): i32 {
  restart();
  for (let index = 0; index < fromCount; index++) reach(ahead, back, aheadHeap, exchange.get(index), 0);
  for (let index = 0; index < toCount; index++) reach(back, ahead, backHeap, exchange.get(fromCount + index), 0);
  while (aheadHeap.count > 0 && backHeap.count > 0 && aheadHeap.least + backHeap.least <= best) {
    const isFit = aheadHeap.count <= backHeap.count ? settle(ahead, back, aheadHeap) : settle(back, ahead, backHeap);
    if (!isFit) return UNFIT;
  }
  if (best === Infinity) return 0;
  mark();
  return walk(fromCount);
}

function restart(): void {
  const bytes = (<usize>popCount) << KNOWN_SHIFT;
  if (ahead === 0) {
    ahead = take(bytes);
    back = take(bytes);
  }
  if (search === MAX_SEARCH) {
    memory.fill(ahead, 0, bytes);
    memory.fill(back, 0, bytes);
    search = 0;
  }
  search++;
  best = Infinity;
  met.count = aheadHeap.count = backHeap.count = 0;
}

function settle(side: usize, other: usize, heap: Heap): bool {
  const key = heap.least;
  const pop = heap.first;
  heap.drop();
  if (key > known(side, pop).distance) return true;
  if (!isHalfFit(key)) return false;
  const end = start(pop + 1);
  for (let index = start(pop); index < end; index++) {
    const link = arc(latencyArcs, index);
    const weight = key + link.weight;
    if (weight <= best && weight < Infinity && isUsable(link.edge)) reach(side, other, heap, link.to, weight);
  }
  return true;
}

// @ts-ignore
@inline
function reach(side: usize, other: usize, heap: Heap, pop: i32, weight: f64): void {
  const own = known(side, pop);
  if (own.at === search && own.distance <= weight) return;
  own.at = search;
  own.distance = weight;
  heap.push(pop, weight);
  const opposite = known(other, pop);
  if (opposite.at === search) meet(pop, weight + opposite.distance);
}

function meet(pop: i32, whole: f64): void {
  if (whole > best) return;
  if (whole < best) met.count = 0;
  best = whole;
  met.push(pop);
}

/** Every node between a start and where the two met that is on a shortest path. */
function mark(): void {
  for (let index = 0; index < met.count; index++) known(ahead, met.get(index)).markedAt = search;
  while (met.count > 0) {
    const pop = met.get(--met.count);
    const distance = known(ahead, pop).distance;
    const end = start(pop + 1);
    for (let index = start(pop); index < end; index++) {
      const link = arc(latencyArcs, index);
      const before = known(ahead, link.to);
      if (before.at !== search || before.markedAt === search || before.distance + link.weight !== distance || !isUsable(link.edge)) continue;
      before.markedAt = search;
      met.push(link.to);
    }
  }
}

/** Of all shortest paths the one with the least nodes, one after the other, and over the least of parallel links. */
function walk(fromCount: i32): i32 {
  let pop = -1;
  for (let index = fromCount - 1; index >= 0; index--) if (isOn(exchange.get(index), 0)) pop = exchange.get(index);
  // Edges are collected apart, for how many nodes there are is only known at the end.
  const edges = met;
  edges.count = exchange.count = 0;
  exchange.push(pop);
  let walked: f64 = 0;
  while (walked < best) {
    const end = start(pop + 1);
    let next = -1;
    let there = popCount;
    for (let index = start(pop); index < end; index++) {
      const link = arc(latencyArcs, index);
      if (link.to >= there || !isOn(link.to, walked + link.weight) || !isUsable(link.edge)) continue;
      next = index;
      there = link.to;
    }
    if (next < 0) unreachable();
    pop = there;
    exchange.push(pop);
    edges.push(arc(latencyArcs, next).edge);
    walked += arc(latencyArcs, next).weight;
  }
  const count = exchange.count;
  for (let index = 0; index < edges.count; index++) exchange.push(edges.get(index));
  return count;
}

function isOn(pop: i32, walked: f64): bool {
  const near = known(ahead, pop);
  if (near.markedAt === search && near.distance === walked) return true;
  const far = known(back, pop);
  return far.at === search && walked + far.distance === best;
}
