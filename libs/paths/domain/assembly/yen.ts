// The best loopless paths by latency, best first (Yen 1971 with Lawler's rule). Taking out a best path splits what is left of its
// part into disjoint ones, one for each node at which another path may leave it. Parts are searched only when their bound comes
// up, so that most never are; and once as many paths are known as are asked for, nothing behind the last of them.
import { arc, exchange, isUsable, latencyArcs, packedOf, start } from './graph';
import { List } from './memory';
import { NONE, Part, Path, addPart, addPath, bans, edgeOf, enqueue, forgetParts, isAnyPartLeft, nodeOf, partAt, pathAt, steps, takeLeast } from './parts';
import { LAST, TOO_MUCH, banEnd, banNext, bar, beginSpur, boundOf, follow, isBarred, leave, reachedCount, startAt } from './spur';
import { Tree, distanceOf } from './tree';

const UNLIMITED: i32 = 0x7fffffff;
/** The budget ended the search. */
const EXHAUSTED: i32 = -1;

/** Numbers of paths, best first: those that were taken out, and all that are known. */
const found: List = List.make();
const known: List = List.make();
const edges: List = List.make();

let by: Tree = changetype<Tree>(0);
let ceiling: f64 = 0;
let fromCount: i32 = 0;
let toCount: i32 = 0;
let areLinksDistinct: bool = false;

/**
 * The exchange holds the starts and the destinations, each in ascending order; afterwards each path's number of nodes, its
 * nodes and its edges. The tree knows its distances as far as it was told to.
 * @param most what a path may weigh
 * @returns the number of paths; -1 when they took more than so many nodes reached, or searches
 */
export function findBestPaths(tree: Tree, starts: i32, destinations: i32, count: i32, most: f64, areLinks: bool, nodes: f64, searches: i32): i32 {
  by = tree;
  ceiling = most;
  fromCount = starts;
  toCount = destinations;
  areLinksDistinct = areLinks;
  forgetParts();
  found.count = known.count = 0;
  beginSpur(by);
  addPart(boundAtStart(NONE), NONE, 0, NONE, 0);
  const before = reachedCount;
  while (isAnyPartLeft() && found.count < count) {
    const index = takeLeast();
    const part = partAt(index);
    if (part.best !== NONE) {
      found.push(part.best);
      if (found.count < count) split(index);
    } else if (part.weight <= ceiling) {
      const left = nodes - <f64>(reachedCount - before);
      if (--searches < 0 || left < 0 || !solve(index, count, <i32>min(left, <f64>UNLIMITED))) return EXHAUSTED;
    }
  }
  tell();
  return found.count;
}

/** Looks for the part's best path, which then waits for its turn. @returns false when it would have to reach more nodes than are left */
function solve(index: i32, count: i32, left: i32): bool {
  const part = partAt(index);
  beginSpur(by);
  let walked: f64 = 0;
  if (part.length === 0) for (let each = 0; each < fromCount; each++) startAt(exchange.get(each));
  else walked = walkPrefix(pathAt(part.path), part.length);
  for (let ban = part.ban; ban !== NONE; ban = bans.get(ban + 1)) banNext(bans.get(ban), areLinksDistinct && part.length > 0);
  if (part.endBanned !== 0) banEnd();
  const weight = leave(walked, ceiling, left);
  if (weight === TOO_MUCH) return false;
  if (weight === Infinity) return true;
  part.weight = weight;
  part.best = keepPath(part, weight);
  learn(part.best, count);
  enqueue(index);
  return true;
}

/** @returns what the first nodes of the path weigh */
function walkPrefix(path: Path, length: i32): f64 {
  let walked: f64 = 0;
  for (let each = 0; each < length; each++) {
    bar(nodeOf(path, each));
    if (each > 0) walked += packedOf(edgeOf(path, each - 1));
  }
  return walked;
}

/** The prefix and how the search went on from it. */
function keepPath(part: Part, weight: f64): i32 {
  const number = addPath(weight);
  const path = pathAt(number);
  edges.count = 0;
  if (part.length > 0) {
    const prefix = pathAt(part.path);
    for (let each = 0; each < part.length; each++) steps.push(nodeOf(prefix, each));
    for (let each = 0; each + 1 < part.length; each++) edges.push(edgeOf(prefix, each));
  }
  follow(steps, edges);
  path.length = steps.count - path.at;
  for (let each = 0; each < edges.count; each++) steps.push(edges.get(each));
  return number;
}

/** No path behind the last of as many known ones as are asked for is among the best. */
function learn(path: i32, count: i32): void {
  const weight = pathAt(path).weight;
  let at = known.count;
  while (at > 0 && pathAt(known.get(at - 1)).weight > weight) at--;
  if (at >= count) return;
  known.push(path);
  for (let each = known.count - 1; each > at; each--) known.set(each, known.get(each - 1));
  known.set(at, path);
  if (known.count > count) known.count = count;
  if (known.count === count) ceiling = min(ceiling, pathAt(known.get(count - 1)).weight);
}

/** Everything in the part but its best path, in parts that can have a path at all. */
function split(index: i32): void {
  const number = partAt(index).best;
  const path = pathAt(number);
  const shortest = partAt(index).length;
  beginSpur(by);
  let walked: f64 = 0;
  for (let length = 0; length <= path.length; length++) {
    if (length > 0) bar(nodeOf(path, length - 1));
    if (length > 1) walked += packedOf(edgeOf(path, length - 2));
    if (length < shortest) continue;
    // Whoever has been everywhere where paths may end has nowhere left to go.
    if (length === path.length && areEndsBarred()) continue;
    const isSame = length === shortest;
    let ban = isSame ? partAt(index).ban : NONE;
    const endBanned = length === path.length ? 1 : isSame ? partAt(index).endBanned : 0;
    if (length < path.length) {
      const isLink = areLinksDistinct && length > 0;
      bans.push(isLink ? edgeOf(path, length - 1) : nodeOf(path, length));
      bans.push(ban);
      ban = bans.count - 2;
    }
    const weight = length === 0 ? boundAtStart(ban) : walked + boundBehind(nodeOf(path, length - 1), ban, endBanned);
    if (weight <= ceiling) addPart(weight, number, length, ban, endBanned);
  }
}

function areEndsBarred(): bool {
  for (let each = 0; each < toCount; each++) if (!isBarred(exchange.get(fromCount + each))) return false;
  return true;
}

function boundAtStart(ban: i32): f64 {
  let least = Infinity;
  for (let each = 0; each < fromCount; each++) {
    const pop = exchange.get(each);
    if (!isInBans(ban, pop)) least = min(least, boundOf(pop));
  }
  return least;
}

/** What any path weighs at least from the last node of a prefix on: one step that is allowed, and the best way from there. */
function boundBehind(pop: i32, ban: i32, endBanned: i32): f64 {
  let least = distanceOf(by, pop) === LAST && endBanned === 0 ? LAST : Infinity;
  const end = start(pop + 1);
  for (let index = start(pop); index < end; index++) {
    const link = arc(latencyArcs, index);
    const weight = link.weight + boundOf(link.to);
    if (weight >= least || isBarred(link.to) || !isUsable(link.edge) || isInBans(ban, areLinksDistinct ? link.edge : link.to)) continue;
    least = weight;
  }
  return least;
}

function isInBans(ban: i32, item: i32): bool {
  for (; ban !== NONE; ban = bans.get(ban + 1)) if (bans.get(ban) === item) return true;
  return false;
}

/** What was found goes into the exchange. */
function tell(): void {
  exchange.count = 0;
  for (let each = 0; each < found.count; each++) {
    const path = pathAt(found.get(each));
    exchange.push(path.length);
    for (let step = 0; step < 2 * path.length - 1; step++) exchange.push(steps.get(path.at + step));
  }
}
