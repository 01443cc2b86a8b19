// The parts of the space of paths that wait to be searched or taken out, and the paths that are known.
import { List } from './memory';

/** The paths that start with the first `length` nodes of a path and go on by none of what is banned. */
@unmanaged
@final
export class Part {
  /** What its paths weigh at least; once it was searched, what its best path weighs. */
  weight: f64;
  /** Whose beginning the prefix is; none for the whole space. */
  path: i32;
  length: i32;
  /** The last one of those that do not come next, in a list through `bans`. */
  ban: i32;
  endBanned: i32;
  /** Its best path; none before it was searched. */
  best: i32;
  free: i32;
}

/** A path: its nodes and then its edges stand in `steps`. */
@unmanaged
@final
export class Path {
  weight: f64;
  at: i32;
  length: i32;
}

export const NONE: i32 = -1;
const PART_NUMBERS: i32 = 8;
const PATH_NUMBERS: i32 = 4;

const parts: List = List.make();
const paths: List = List.make();
export const steps: List = List.make();
/** Pairs: what is banned, and the place of the next one. */
export const bans: List = List.make();
/** A binary heap of parts. */
const queue: List = List.make();

// @ts-ignore
@inline
export function partAt(index: i32): Part {
  return changetype<Part>(parts.at + ((<usize>(index * PART_NUMBERS)) << 2));
}

// @ts-ignore
@inline
export function pathAt(index: i32): Path {
  return changetype<Path>(paths.at + ((<usize>(index * PATH_NUMBERS)) << 2));
}

// @ts-ignore
@inline
export function nodeOf(path: Path, index: i32): i32 {
  return steps.get(path.at + index);
}

// @ts-ignore
@inline
export function edgeOf(path: Path, index: i32): i32 {
  return steps.get(path.at + path.length + index);
}

export function forgetParts(): void {
  parts.count = paths.count = steps.count = bans.count = queue.count = 0;
}

export function isAnyPartLeft(): bool {
  return queue.count > 0;
}

export function addPart(weight: f64, path: i32, length: i32, ban: i32, endBanned: i32): void {
  const index = parts.count / PART_NUMBERS;
  parts.reserve(parts.count + PART_NUMBERS);
  parts.count += PART_NUMBERS;
  const part = partAt(index);
  part.weight = weight;
  part.path = path;
  part.length = length;
  part.ban = ban;
  part.endBanned = endBanned;
  part.best = NONE;
  enqueue(index);
}

/** A path that ends with what is then added to `steps`. */
export function addPath(weight: f64): i32 {
  const number = paths.count / PATH_NUMBERS;
  paths.reserve(paths.count + PATH_NUMBERS);
  paths.count += PATH_NUMBERS;
  const path = pathAt(number);
  path.weight = weight;
  path.at = steps.count;
  return number;
}

export function enqueue(part: i32): void {
  let place = queue.count;
  queue.push(part);
  while (place > 0) {
    const above = (place - 1) >> 1;
    if (!isBefore(part, queue.get(above))) break;
    queue.set(place, queue.get(above));
    place = above;
  }
  queue.set(place, part);
}

export function takeLeast(): i32 {
  const least = queue.get(0);
  const last = queue.get(--queue.count);
  let place = 0;
  for (let child = 1; child < queue.count; child = 2 * place + 1) {
    if (child + 1 < queue.count && isBefore(queue.get(child + 1), queue.get(child))) child++;
    if (!isBefore(queue.get(child), last)) break;
    queue.set(place, queue.get(child));
    place = child;
  }
  queue.set(place, last);
  return least;
}

/** A part that was not searched comes before a path of its bound's weight: it may hold one with lesser ids. */
function isBefore(a: i32, b: i32): bool {
  const one = partAt(a);
  const other = partAt(b);
  if (one.weight !== other.weight) return one.weight < other.weight;
  if (one.best === NONE || other.best === NONE) return one.best === NONE && other.best !== NONE;
  return isPathBefore(pathAt(one.best), pathAt(other.best));
}

function isPathBefore(one: Path, other: Path): bool {
  const length = min(one.length, other.length);
  for (let each = 0; each < length; each++) if (nodeOf(one, each) !== nodeOf(other, each)) return nodeOf(one, each) < nodeOf(other, each);
  if (one.length !== other.length) return one.length < other.length;
  for (let each = 0; each + 1 < length; each++) if (edgeOf(one, each) !== edgeOf(other, each)) return edgeOf(one, each) < edgeOf(other, each);
  return false;
}
