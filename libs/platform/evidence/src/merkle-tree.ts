import { hash } from 'node:crypto';
import { invariant } from '@carriermesh/kernel';

/** A SHA-256 hash, 32 bytes. */
export type Hash = Uint8Array;

export const HASH_BYTES = 32;
const LEAF = 0x00;
const NODE = 0x01;

const sha256 = (bytes: Uint8Array): Hash => hash('sha256', bytes, 'buffer');

/** The root of a tree without leaves (RFC 9162 §2.1.1). */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array());

/** Leaf and node hashes differ in their first byte, so that no node can be passed off as a leaf. */
export function leafHash(entry: Uint8Array): Hash {
  const bytes = new Uint8Array(entry.length + 1);
  bytes[0] = LEAF;
  bytes.set(entry, 1);
  return sha256(bytes);
}

export function nodeHash(left: Hash, right: Hash): Hash {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = NODE;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/**
 * A growing tree of which only the right edge is kept: the roots of its complete subtrees, largest first. One for each bit set
 * in the size, so 64 hashes are enough for any ledger.
 */
export class TreeEdge {
  private constructor(
    private count: bigint,
    private readonly peaks: Hash[],
  ) {}

  static empty(): TreeEdge {
    return new TreeEdge(0n, []);
  }

  /** @param peaks as `peaksOf` gave them for a tree of this size */
  static of(size: bigint, peaks: readonly Hash[]): TreeEdge {
    invariant(peaks.length === bitsSet(size), `a tree of ${size} leaves has ${bitsSet(size)} complete subtrees, not ${peaks.length}`);
    return new TreeEdge(size, [...peaks]);
  }

  get size(): bigint {
    return this.count;
  }

  get peaksOf(): readonly Hash[] {
    return [...this.peaks];
  }

  append(leaf: Hash): void {
    let carried = leaf;
    // As in binary addition: each complete subtree of the same size is joined with the one that comes.
    for (let bits = this.count; bits & 1n; bits >>= 1n) carried = nodeHash(this.peaks.pop() as Hash, carried);
    this.peaks.push(carried);
    this.count += 1n;
  }

  /** The root over all leaves appended so far. */
  root(): Hash {
    const last = this.peaks.at(-1);
    if (last === undefined) return EMPTY_ROOT;
    return this.peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }
}

function bitsSet(size: bigint): number {
  return size.toString(2).replaceAll('0', '').length;
}
