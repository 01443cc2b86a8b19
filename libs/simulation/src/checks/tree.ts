import { createHash } from 'node:crypto';
import { holds } from '@carriermesh/platform-audit';
import { commitLeaf, commitOf, eventHash } from '@carriermesh/platform-evidence';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { isSealedBy, SIGNED_AS, type Envelope } from '@carriermesh/platform-signing';
import { ledger } from '@carriermesh/wire';

/** I4: over the ledger as it is now, every head that anybody was told has the root that it says. */
export function checkHeads(heads: readonly Envelope[], history: readonly RecordedEvent[], operatorKey: Uint8Array): void {
  const leaves = leavesOf(history);
  const seen = new Set<string>();
  for (const head of heads) {
    const { size, root, position } = ledger.TreeHead.decode(head.body);
    const name = `${size} ${Buffer.from(root).toString('hex')}`;
    if (seen.has(name)) continue;
    seen.add(name);
    holds(isSealedBy(operatorKey, SIGNED_AS.treeHead, head), 'I4', () => `the head of ${size} commits is not signed by the operator`);
    holds(size <= BigInt(leaves.length), 'I4', () => `there is a head of ${size} commits, and the ledger has ${leaves.length}`);
    const covered = leaves.slice(0, Number(size));
    const recomputed = rootOf(covered.map(({ hash }) => hash));
    holds(Buffer.compare(recomputed, root) === 0, 'I4', () => `the root of the first ${size} commits is not the one of the head`);
    holds(covered.at(-1)?.position === position, 'I4', () => `the head of ${size} commits ends at ${position}, the commits at ${covered.at(-1)?.position}`);
  }
}

function leavesOf(history: readonly RecordedEvent[]): readonly { readonly hash: Uint8Array; readonly position: bigint }[] {
  const commits = Map.groupBy(history, ({ position }) => commitOf(position));
  return [...commits.values()].map((events) => ({ hash: commitLeaf(events.map(eventHash)), position: (events.at(-1) as RecordedEvent).position }));
}

/** RFC 9162 §2.1.1, as it is written there. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  let split = 1;
  while (2 * split < leaves.length) split *= 2;
  return createHash('sha256').update(Uint8Array.of(1)).update(rootOf(leaves.slice(0, split))).update(rootOf(leaves.slice(split))).digest();
}
