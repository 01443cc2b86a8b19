// The least cost by label setting: A* led by the distances of two trees, and Pareto dominance over cost and latency where latency
// is limited. A label is one way to reach a node, and never changes. Labels leave the heap by what their path weighs at least
// and, where that is equal, the nearer first, so that all equally good trails to a node are known before it is expanded and the
// one with the least ids wins.
import { arc, costArcs, exchange, isUsable, latencyArcs, popCount, start } from './graph';
import { LabelHeap } from './label-heap';
import { take } from './memory';
import { Tree, costsOf, distanceOf } from './tree';

@unmanaged
@final
class Label {
  cost: f64;
  /** Latency, handovers and hops, packed. */
  packed: f64;
  pop: i32;
  parent: i32;
  edge: i32;
  /** The label that was at the same node before this one. */
  older: i32;
  isDead: i32;
  free: i32;
}

/** What the whole path weighs at least if it goes on from a label. */
@unmanaged
@final
class Newest {
  label: i32;
  at: i32;
}

const LABEL_BYTES: usize = offsetof<Label>();
const NEWEST_SHIFT: usize = 3;
const FIRST_ROOM: i32 = 512;
const MAX_SEARCH: i32 = 0x7fffffff;
const MAX_SUM: f64 = 9007199254740991;
const NONE: i32 = -1;
const EXHAUSTED: i32 = -1;
/** What the step from a destination to the end weighs, which its distance counts behind the cost. */
const LAST: f64 = 1;

let labels: usize = take((<usize>FIRST_ROOM) * LABEL_BYTES);
let labelRoom: i32 = FIRST_ROOM;
let labelCount: i32 = 0;
let newest: usize = 0;
let search: i32 = 0;
const heap: LabelHeap = LabelHeap.make();

let byCost: Tree = changetype<Tree>(0);
let byLatency: Tree = changetype<Tree>(0);
let mostCost: f64 = 0;
let mostPacked: f64 = 0;
let isLimited: bool = false;

// @ts-ignore
@inline
function labelAt(index: i32): Label {
  return changetype<Label>(labels + <usize>index * LABEL_BYTES);
}

// @ts-ignore
@inline
function newestAt(pop: i32): Newest {
  return changetype<Newest>(newest + ((<usize>pop) << NEWEST_SHIFT));
}

/**
 * The exchange holds the starts; afterwards the nodes of the path and its edges. The trees know their distances as far as they
 * were told to; without a limit that of latency is not looked at.
 * @param costLimit what a path may cost, and what it may come to in packed weights; infinite where that is not limited
 * @returns the number of nodes; 0 where there is no path, -1 when more than so many labels were made before it was found
 */
export function findCheapest(cost: Tree, latency: Tree, fromCount: i32, costLimit: f64, packedLimit: f64, most: f64): i32 {
  byCost = cost;
  byLatency = latency;
  mostCost = costLimit;
  mostPacked = packedLimit;
  isLimited = packedLimit !== Infinity;
  restart();
  for (let index = 0; index < fromCount; index++) offer(exchange.get(index), NONE, NONE, 0, 0);
  while (heap.count > 0) {
    const index = heap.take();
    const label = labelAt(index);
    if (label.isDead !== 0) continue;
    if (label.pop === popCount) return tell(label.parent);
    if (<f64>labelCount > most) return EXHAUSTED;
    expand(index, label.pop, label.cost, label.packed);
  }
  return 0;
}

function restart(): void {
  const bytes = (<usize>(popCount + 1)) << NEWEST_SHIFT;
  if (newest === 0) newest = take(bytes);
  if (search === MAX_SEARCH) {
    memory.fill(newest, 0, bytes);
    search = 0;
  }
  search++;
  labelCount = heap.count = 0;
}

function expand(parent: i32, pop: i32, cost: f64, packed: f64): void {
  // The end is a node behind the last one, and no farther than its destination.
  if (costsOf(byCost, pop).second === LAST) keep(popCount, parent, NONE, cost, packed + LAST, cost, packed + LAST);
  const reached = byCost.reached;
  const end = start(pop + 1);
  for (let index = start(pop); index < end; index++) {
    const link = arc(costArcs, index);
    const there = costsOf(byCost, link.to);
    const value = cost + link.weight;
    // An edge that is down weighs more than any limit.
    if (value + min(there.distance, reached) > mostCost || !isUsable(link.edge)) continue;
    offer(link.to, parent, link.edge, value, packed + arc(latencyArcs, index).weight);
  }
}

/** Keeps the label when the path can still be within the limits, and no label of the node is better in every way. */
function offer(pop: i32, parent: i32, edge: i32, cost: f64, packed: f64): void {
  const known = costsOf(byCost, pop);
  const isKnown = known.distance < byCost.reached;
  const least = cost + (isKnown ? known.distance : byCost.reached);
  if (least > mostCost || packed > MAX_SUM) return;
  if (isLimited && packed + min(distanceOf(byLatency, pop), byLatency.reached) > mostPacked) return;
  keep(pop, parent, edge, cost, packed, least, isKnown ? packed + known.second : packed);
}

function keep(pop: i32, parent: i32, edge: i32, cost: f64, packed: f64, least: f64, leastPacked: f64): void {
  const last = newestAt(pop);
  const isAny = last.at === search;
  for (let index = isAny ? last.label : NONE; index !== NONE; index = labelAt(index).older) {
    const other = labelAt(index);
    if (other.isDead !== 0) continue;
    const isAfter = other.cost > cost || (other.cost === cost && (other.packed > packed || (other.packed === packed && compareTrails(other, parent, edge) > 0)));
    // Whoever arrives has nothing left to spend: of equal paths the one with the least ids comes out.
    const isOrderAll = !isLimited || pop === popCount;
    if (!isAfter && (isOrderAll || other.packed <= packed)) return;
    // The struck out are still in the heap, for better ones come out first.
    if (isAfter && (isOrderAll || other.packed >= packed)) other.isDead = 1;
  }
  if (labelCount === labelRoom) grow();
  const index = labelCount++;
  const label = labelAt(index);
  label.cost = cost;
  label.packed = packed;
  label.pop = pop;
  label.parent = parent;
  label.edge = edge;
  label.older = isAny ? last.label : NONE;
  label.isDead = 0;
  last.label = index;
  last.at = search;
  heap.push(index, least, leastPacked, packed);
}

/**
 * Orders two trails that end at the same node with the same number of nodes: by the nodes from the start, then by the edges.
 * Walking backwards, the last difference met is the one nearest to the start.
 */
function compareTrails(label: Label, parent: i32, edge: i32): i32 {
  let own = label.parent;
  let other = parent;
  let byNodes = 0;
  let byEdges = label.edge - edge;
  while (own !== other) {
    const one = labelAt(own);
    const two = labelAt(other);
    if (one.pop !== two.pop) byNodes = one.pop - two.pop;
    if (one.edge !== two.edge) byEdges = one.edge - two.edge;
    own = one.parent;
    other = two.parent;
  }
  return byNodes !== 0 ? byNodes : byEdges;
}

/** The trail goes into the exchange, from its start on. */
function tell(last: i32): i32 {
  let count = 0;
  for (let index = last; index !== NONE; index = labelAt(index).parent) count++;
  exchange.reserve(2 * count);
  exchange.count = 2 * count - 1;
  let at = count - 1;
  for (let index = last; index !== NONE; index = labelAt(index).parent) {
    const label = labelAt(index);
    exchange.set(at, label.pop);
    if (at > 0) exchange.set(count + at - 1, label.edge);
    at--;
  }
  return count;
}

function grow(): void {
  const at = take(((<usize>labelRoom) << 1) * LABEL_BYTES);
  memory.copy(at, labels, (<usize>labelCount) * LABEL_BYTES);
  labels = at;
  labelRoom <<= 1;
}
