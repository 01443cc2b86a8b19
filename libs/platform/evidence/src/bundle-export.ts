import { bytesEqual, toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { eventBytes, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { Envelope } from '@carriermesh/platform-signing';
import { decodeEvent, ledger } from '@carriermesh/wire';
import type { Bundle, BundledCommit } from './bundle.js';
import { commitLeaf, commitOf } from './commit-leaf.js';
import type { EvidenceReader } from './evidence-reader.js';
import { isSigned } from './head-judgement.js';
import type { LeafList } from './leaf-list.js';
import { ProvingTree } from './merkle-proofs.js';
import { SpokenKeys } from './provider-keys.js';

export interface ExportOrder {
  readonly subject: Bundle['subject'];
  /** What goes into the bundle, in ledger order. */
  readonly events: readonly RecordedEvent[];
  readonly operatorKey: Uint8Array;
  /** Heads that the reader of the bundle holds already: it will show that they are of the same tree. */
  readonly olderHeads?: readonly Envelope[];
  /** What deviates from the tree goes into the bundle all the same, for whoever verifies it at once to say so. */
  readonly carriesDeviations?: boolean;
}

/**
 * Makes a bundle from the ledger as the reader sees it.
 * @throws OperationalError `unavailable` while the youngest of the events has no signed head yet, `misconfigured` when the ledger
 * deviates from its tree: nothing that is proven to nobody goes out, unless the order says so
 */
export async function exportBundle(reader: EvidenceReader, { subject, events, operatorKey, olderHeads = [], carriesDeviations = false }: ExportOrder): Promise<Bundle> {
  const newest = (await reader.heads()).at(-1);
  if (!newest) throw new OperationalError('unavailable', 'the ledger has no signed head yet');
  if (!carriesDeviations && !isSigned(newest.envelope, [operatorKey])) throw new OperationalError('misconfigured', "the ledger's newest head is not signed with the operator's key");
  const head = ledger.TreeHead.decode(newest.envelope.body);
  const younger = events.filter(({ position }) => position > head.position).length;
  if (younger > 0) throw new OperationalError('unavailable', `${younger} of the events are younger than the newest signed head; try again in a moment`);
  const leaves = await reader.leaves();
  const tree = treeOf(leaves, head, carriesDeviations);
  const commits: BundledCommit[] = [];
  for (const [commit, chosen] of Map.groupBy(events, ({ position }) => commitOf(position))) {
    commits.push(await commitProof(reader, leaves, tree, { commit, chosen, size: Number(head.size), carriesDeviations }));
  }
  const keys = new SpokenKeys();
  for (const { type, payload } of events) if (type.startsWith('advertising.v1.Provider')) keys.take(decodeEvent(type, payload));
  const consistency = olderHeads.flatMap(({ body }) => {
    const { size } = ledger.TreeHead.decode(body);
    return size < head.size ? [{ from: size, proof: tree.consistency(Number(size), Number(head.size)) }] : [];
  });
  return { subject, operatorKey, head: newest.envelope, consistency, providerKeys: keys.all, commits };
}

function treeOf(leaves: LeafList, { size, root, position }: ledger.TreeHead, carriesDeviations: boolean): ProvingTree {
  const hashes = Array.from({ length: leaves.length }, (_, index) => leaves.hash(index));
  const tree = new ProvingTree(hashes);
  if (carriesDeviations) return tree;
  if (size > BigInt(hashes.length) || !bytesEqual(tree.root(Number(size)), root)) throw deviates(`the head of ${size} commits (root ${toHex(root)})`, position);
  return tree;
}

interface CommitChoice {
  readonly commit: bigint;
  readonly chosen: readonly RecordedEvent[];
  readonly size: number;
  readonly carriesDeviations: boolean;
}

async function commitProof(reader: EvidenceReader, leaves: LeafList, tree: ProvingTree, { commit, chosen, size, carriesDeviations }: CommitChoice): Promise<BundledCommit> {
  const all = await reader.commit(commit);
  const hashes = all.map(({ hash }) => hash);
  const position = all.at(-1)?.position ?? 0n;
  const index = leaves.indexOf(commit);
  const isProven = index !== undefined && index < Math.min(size, leaves.length) && bytesEqual(leaves.hash(index), commitLeaf(hashes));
  if (!isProven && !carriesDeviations) throw deviates('the commit', position);
  const places = new Map(all.map((event, at) => [event.position, at]));
  const events = chosen.map((event) => ({ at: places.get(event.position) ?? 0, bytes: eventBytes(event) }));
  if (!isProven) return { index: BigInt(index ?? leaves.length), hashes, proof: [], events };
  return { index: BigInt(index), hashes, proof: tree.inclusion(index, Math.min(size, leaves.length)), events };
}

const deviates = (what: string, position: Position): OperationalError =>
  new OperationalError('misconfigured', `${what} at position ${position} is not what the ledger's tree says: "carriermesh ledger verify" tells more`);
