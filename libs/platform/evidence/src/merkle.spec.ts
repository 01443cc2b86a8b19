import { describe, expect, it } from '@jest/globals';
import { fromHex, toHex } from '@carriermesh/kernel';
import fc from 'fast-check';
import { ProvingTree, verifyConsistency, verifyInclusion } from './merkle-proofs.js';
import { EMPTY_ROOT, leafHash, TreeEdge, type Hash } from './merkle-tree.js';

const hex = (text: string): Uint8Array => fromHex(text) as Uint8Array;

/** The vectors that implementations of RFC 6962 and RFC 9162 share: eight entries, and the root after each. */
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(hex);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const leaves = ENTRIES.map(leafHash);
const tree = new ProvingTree(leaves);
const entriesOf = (count: number): Hash[] => Array.from({ length: count }, (_, index) => leafHash(Uint8Array.of(index & 0xff, index >> 8)));

describe('M7 the tree of RFC 9162', () => {
  it('has the root of the empty string when it is empty', () => {
    expect(toHex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(TreeEdge.empty().root()).toEqual(EMPTY_ROOT);
  });

  it('has the roots that the shared vectors state, kept as an edge and whole', () => {
    const edge = TreeEdge.empty();
    ROOTS.forEach((root, index) => {
      edge.append(leaves[index] as Hash);
      expect(toHex(edge.root())).toBe(root);
      expect(toHex(tree.root(index + 1))).toBe(root);
    });
  });

  it('goes on from a saved edge as if it had never stopped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (first, more) => {
        const all = entriesOf(first + more);
        const edge = TreeEdge.empty();
        all.slice(0, first).forEach((leaf) => edge.append(leaf));
        const resumed = TreeEdge.of(edge.size, edge.peaks);
        all.slice(first).forEach((leaf) => resumed.append(leaf));
        expect(resumed.root()).toEqual(new ProvingTree(all).root());
      }),
    );
  });

  it('proves every leaf in every tree, and nothing else in its place', () => {
    for (let size = 1; size <= 40; size += 1) {
      const all = entriesOf(size);
      const whole = new ProvingTree(all);
      for (let index = 0; index < size; index += 1) {
        const claim = { index: BigInt(index), size: BigInt(size), leaf: all[index] as Hash, proof: whole.inclusion(index), root: whole.root() };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: leafHash(Uint8Array.of(9, 9, 9)) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: BigInt(index + 1) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, claim.root] })).toBe(false);
      }
    }
  });

  it('proves that every tree begins with each of its earlier selves, and with no other', () => {
    for (let size = 1; size <= 40; size += 1) {
      const whole = new ProvingTree(entriesOf(size));
      for (let from = 1; from <= size; from += 1) {
        const claim = { from: BigInt(from), size: BigInt(size), fromRoot: whole.root(from), root: whole.root(), proof: whole.consistency(from) };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, fromRoot: leafHash(Uint8Array.of(7)) })).toBe(false);
        expect(verifyConsistency({ ...claim, root: leafHash(Uint8Array.of(7)) })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, claim.root] })).toBe(false);
      }
    }
  });
});
