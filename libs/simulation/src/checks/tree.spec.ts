import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { commitLeaf, eventHash, sealHead, TreeEdge } from '@carriermesh/platform-evidence';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { SIGNED_AS } from '@carriermesh/platform-signing';
import { Seals } from '../parties/seals.js';
import { Tree } from './tree.js';

const AT = instant(1_700_000_000_000_000_000n);
const COMMITS = 40;
const seals = new Seals();
const operator = seals.keyOf('operator');

/** Commits of one, two and three events in turn. */
const ledger = (): readonly (readonly RecordedEvent[])[] =>
  Array.from({ length: COMMITS }, (_, commit) =>
    Array.from({ length: 1 + (commit % 3) }, (__, ordinal) => ({
      position: (BigInt(commit + 1) << 20n) + BigInt(ordinal), stream: `order-${commit}`, revision: ordinal, eventId: `${commit}-${ordinal}`, type: 'contracting.v1.ServiceRequested',
      payload: Uint8Array.of(commit, ordinal), recordedAt: AT, metadata: { actor: 'somebody', correlationId: 'c', causationId: 'c', occurredAt: AT },
    })),
  );

function seen() {
  const commits = ledger();
  const tree = new Tree(commits.flat(), (head) => seals.isSealedBy('operator', SIGNED_AS.treeHead, head));
  const edge = TreeEdge.empty();
  const heads = commits.map((commit) => {
    edge.append(commitLeaf(commit.map(eventHash)));
    return { size: edge.size, root: edge.root(), position: commit.at(-1)!.position, signedAt: AT };
  });
  return { tree, commits, heads };
}

describe('what the simulator holds against the heads of the tree', () => {
  it('I4 has the root of every head, of whatever size it is and however late it is told', () => {
    const { tree, commits, heads } = seen();
    commits.forEach((commit, index) => {
      tree.see(commit);
      for (const head of heads.slice(0, index + 1)) tree.told(sealHead(operator, head));
    });
    tree.finish();
  });

  it('I4 finds a head of another root, of another place, of more commits than there are, and of another signer', () => {
    const { tree, commits, heads } = seen();
    tree.see(commits.flat());
    const [head, other] = [heads[20]!, heads[21]!];
    expect(() => tree.told(sealHead(operator, { ...head, root: other.root }))).toThrow('I4 the root of the first 21 commits is not the one of the head');
    expect(() => tree.told(sealHead(operator, { ...head, position: other.position }))).toThrow('I4 the head of 21 commits ends at');
    expect(() => tree.told(sealHead(operator, { ...head, size: 41n }))).toThrow('I4 there is a head of 41 commits, and the ledger has 40');
    expect(() => tree.told(sealHead(seals.keyOf('stranger'), heads[30]!))).toThrow('I4 the head of 31 commits is not signed by the operator');
  });

  it('I4 finds a byte that was altered while the ledger grows by half of what it has, and in the end at once', () => {
    const { tree, commits } = seen();
    tree.see(commits.slice(0, 20).flat());
    commits[3]![0]!.payload[0]! ^= 1;
    expect(() => commits.slice(20, 30).forEach((commit) => tree.see(commit))).toThrow('I4 the event at 4194304 is not what it was when it was first read');
    const { tree: another, commits: its } = seen();
    another.see(its.flat());
    its[39]![0]!.payload[0]! ^= 1;
    expect(() => another.finish()).toThrow('I4 the event at');
  });
});
