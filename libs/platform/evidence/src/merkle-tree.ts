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

/** Used for one hash after the other: a tree of a million leaves needs as many. */
const nodeBytes = Uint8Array.of(NODE, ...new Uint8Array(2 * HASH_BYTES));

export function nodeHash(left: Hash, right: Hash): Hash {
  invariant(left.length === HASH_BYTES && right.length === HASH_BYTES, `a node joins two hashes of ${HASH_BYTES} bytes, not of ${left.length} and ${right.length}`);
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 1 + HASH_BYTES);
  return sha256(nodeBytes);
}

/**
 * A growing tree of which only the right edge is kept: the roots of its complete subtrees, largest first. One for each bit set
 * in the size, so 64 hashes are enough for any ledger.
 */
export class TreeEdge {
  private constructor(
    private count: bigint,
    private readonly roots: Hash[],
  ) {}

  static empty(): TreeEdge {
    return new TreeEdge(0n, []);
  }

  /** @param peaks as `peaks` gave them for a tree of this size */
  static of(size: bigint, peaks: readonly Hash[]): TreeEdge {
    invariant(isEdge(size, peaks), `a tree of ${size} leaves has ${bitsSet(size)} complete subtrees with roots of ${HASH_BYTES} bytes, not ${peaks.length}`);
    return new TreeEdge(size, [...peaks]);
  }

  get size(): bigint {
    return this.count;
  }

  get peaks(): readonly Hash[] {
    return [...this.roots];
  }

  append(leaf: Hash): void {
    let carried = leaf;
    // As in binary addition: each complete subtree of the same size is joined with the one that comes.
    for (let bits = this.count; bits & 1n; bits >>= 1n) carried = nodeHash(this.roots.pop() as Hash, carried);
    this.roots.push(carried);
    this.count += 1n;
  }

  /** The root over all leaves appended so far. */
  root(): Hash {
    const last = this.roots.at(-1);
    if (last === undefined) return EMPTY_ROOT;
    return this.roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }
}

/** Whether these can be the roots of the complete subtrees of a tree of this size. */
export const isEdge = (size: bigint, peaks: readonly Hash[]): boolean => peaks.length === bitsSet(size) && peaks.every(({ length }) => length === HASH_BYTES);

function bitsSet(size: bigint): number {
  return size.toString(2).replaceAll('0', '').length;
}
