import type { Position } from '@carriermesh/platform-ledger';
import { commitOf } from './commit-leaf.js';
import { HASH_BYTES, TreeEdge, type Hash } from './merkle-tree.js';

const FIRST_CAPACITY = 1_024;
/** A row further than this beyond its predecessor has an index that somebody made up; the gap is not filled in. */
const MAX_GAP = 100_000n;

/** The stored leaves, in 40 bytes each, by index. A row that is gone leaves a hole. */
export class LeafList {
  private positions = new BigInt64Array(FIRST_CAPACITY);
  private hashes = Buffer.alloc(FIRST_CAPACITY * HASH_BYTES);
  private count = 0;
  /** Rows whose index no keeper would have given. */
  readonly strays: bigint[] = [];

  get length(): number {
    return this.count;
  }

  /** Rows come by ascending index. */
  add(index: bigint, position: Position, hash: Uint8Array): void {
    if (index < BigInt(this.count) || index - BigInt(this.count) > MAX_GAP || hash.length !== HASH_BYTES || position <= 0n) {
      this.strays.push(index);
      return;
    }
    // Positions begin at 1, so that 0 marks a hole.
    while (BigInt(this.count) < index) this.push(0n, undefined);
    this.push(position, hash);
  }

  isHole(index: number): boolean {
    return this.positions[index] === 0n;
  }

  /** @returns 0 for a hole */
  position(index: number): Position {
    return this.positions[index] as bigint;
  }

  /** A view. */
  hash(index: number): Hash {
    return this.hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }

  /** The commit of a leaf; `undefined` for a hole, and for a leaf whose position does not lie between those of its neighbours. */
  commit(index: number): bigint | undefined {
    const position = this.position(index);
    if (position === 0n) return undefined;
    if (index + 1 < this.count && !this.isHole(index + 1) && this.position(index + 1) <= position) return undefined;
    if (index > 0 && this.position(index - 1) >= position) return undefined;
    return commitOf(position);
  }

  /** The index of a commit's leaf, by halves: positions ascend, unless somebody touched them. */
  indexOf(commit: bigint): number | undefined {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (commitOf(this.position(middle)) < commit) low = middle + 1;
      else high = middle;
    }
    return low < this.count && commitOf(this.position(low)) === commit ? low : undefined;
  }

  /**
   * Roots over the first leaves, at these sizes.
   * @param sizes ascending
   * @param corrected leaves by index that stand for the stored ones
   */
  roots(sizes: readonly bigint[], corrected: ReadonlyMap<number, Hash>): ReadonlyMap<bigint, Hash> {
    const roots = new Map<bigint, Hash>();
    const edge = TreeEdge.empty();
    let next = 0;
    for (const size of sizes) {
      if (size > BigInt(this.count)) break;
      for (; BigInt(next) < size; next += 1) edge.append(corrected.get(next) ?? Buffer.from(this.hash(next)));
      roots.set(size, edge.root());
    }
    return roots;
  }

  private push(position: Position, hash: Uint8Array | undefined): void {
    if (this.count === this.positions.length) this.grow();
    this.positions[this.count] = position;
    if (hash) this.hashes.set(hash, this.count * HASH_BYTES);
    this.count += 1;
  }

  private grow(): void {
    const positions = new BigInt64Array(this.count * 2);
    positions.set(this.positions);
    this.positions = positions;
    this.hashes = Buffer.concat([this.hashes, Buffer.alloc(this.hashes.length)]);
  }
}
