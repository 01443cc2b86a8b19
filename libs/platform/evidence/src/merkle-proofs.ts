import { bytesEqual, invariant } from '@carriermesh/kernel';
import { EMPTY_ROOT, nodeHash, type Hash } from './merkle-tree.js';

/** Subtrees below this many leaves are hashed anew for each question; larger ones are remembered. */
const REMEMBERED_FROM = 1_024;

/** The leaves of a tree, all of them, for making proofs. Verifying needs none of it. */
export class ProvingTree {
  private readonly known = new Map<string, Hash>();

  constructor(private readonly leaves: readonly Hash[]) {}

  /** The root over the first `size` leaves. */
  root(size: number = this.leaves.length): Hash {
    return size === 0 ? EMPTY_ROOT : this.hashOf(0, size);
  }

  /** The hashes beside the path from a leaf to the root over the first `size` leaves (RFC 9162 §2.1.3.1). */
  inclusion(index: number, size: number = this.leaves.length): readonly Hash[] {
    invariant(index >= 0 && index < size && size <= this.leaves.length, `no leaf ${index} in a tree of ${size} leaves`);
    return this.path(index, 0, size);
  }

  /** What shows that the first `from` leaves of a tree of `size` are unchanged (RFC 9162 §2.1.4.1). */
  consistency(from: number, size: number = this.leaves.length): readonly Hash[] {
    invariant(from > 0 && from <= size && size <= this.leaves.length, `a tree of ${size} leaves has no part of ${from}`);
    return from === size ? [] : this.subproof(from, 0, size, true);
  }

  private path(index: number, begin: number, end: number): readonly Hash[] {
    if (end - begin === 1) return [];
    const split = begin + largestPowerBelow(end - begin);
    return index < split
      ? [...this.path(index, begin, split), this.hashOf(split, end)]
      : [...this.path(index, split, end), this.hashOf(begin, split)];
  }

  /** `whole`: the verifier knows the hash of this very subtree already. */
  private subproof(from: number, begin: number, end: number, whole: boolean): readonly Hash[] {
    if (begin + from === end) return whole ? [] : [this.hashOf(begin, end)];
    const width = largestPowerBelow(end - begin);
    const split = begin + width;
    return from <= width
      ? [...this.subproof(from, begin, split, whole), this.hashOf(split, end)]
      : [...this.subproof(from - width, split, end, false), this.hashOf(begin, split)];
  }

  private hashOf(begin: number, end: number): Hash {
    if (end - begin === 1) return this.leaves[begin] as Hash;
    const name = `${begin}-${end}`;
    const known = this.known.get(name);
    if (known) return known;
    const split = begin + largestPowerBelow(end - begin);
    const made = nodeHash(this.hashOf(begin, split), this.hashOf(split, end));
    if (end - begin >= REMEMBERED_FROM) this.known.set(name, made);
    return made;
  }
}

export interface InclusionClaim {
  readonly index: bigint;
  readonly size: bigint;
  readonly leaf: Hash;
  readonly proof: readonly Hash[];
  readonly root: Hash;
}

/** True when the proof leads from the leaf to the root (RFC 9162 §2.1.3.2). */
export function verifyInclusion({ index, size, leaf, proof, root }: InclusionClaim): boolean {
  if (index < 0n || index >= size) return false;
  let [fn, sn] = [index, size - 1n];
  let reached = leaf;
  for (const sibling of proof) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      reached = nodeHash(sibling, reached);
      while ((fn & 1n) === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      reached = nodeHash(reached, sibling);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && bytesEqual(reached, root);
}

export interface ConsistencyClaim {
  readonly from: bigint;
  readonly size: bigint;
  readonly fromRoot: Hash;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** True when the tree of `size` leaves begins with the very leaves of the tree of `from` (RFC 9162 §2.1.4.2). */
export function verifyConsistency({ from, size, fromRoot, root, proof }: ConsistencyClaim): boolean {
  if (from === size) return proof.length === 0 && bytesEqual(fromRoot, root);
  if (from <= 0n || from > size || proof.length === 0) return false;
  // A power of two is a subtree of its own, whose root the verifier has already.
  const path = (from & (from - 1n)) === 0n ? [fromRoot, ...proof] : proof;
  let [fn, sn] = [from - 1n, size - 1n];
  while ((fn & 1n) === 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let [fr, sr] = [path[0] as Hash, path[0] as Hash];
  for (const sibling of path.slice(1)) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      fr = nodeHash(sibling, fr);
      sr = nodeHash(sibling, sr);
      while ((fn & 1n) === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      sr = nodeHash(sr, sibling);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && bytesEqual(fr, fromRoot) && bytesEqual(sr, root);
}

/** The largest power of two smaller than `n`, for n > 1. */
function largestPowerBelow(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1));
}
