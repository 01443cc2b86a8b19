import { bytesEqual } from '@carriermesh/kernel';
import { commitLeaf, commitOf, headIn, TreeEdge } from '@carriermesh/platform-evidence';
import { isSealedBy, SIGNED_AS, type Envelope } from '@carriermesh/platform-signing';
import { common } from '@carriermesh/wire';
import { eventsOf, receiptIn, type ChaosHistory, type Finding, type HistoryEvent } from './history.js';

/** I9: positions grow, and the revisions of every stream are 0, 1, 2 … */
export function checkSequence({ events }: ChaosHistory): readonly Finding[] {
  const found: Finding[] = [];
  const next = new Map<string, number>();
  let before = 0n;
  for (const { position, stream, revision } of events) {
    if (position <= before) found.push({ invariant: 'I9', what: `position ${position} of ${stream} follows ${before}` });
    const expected = next.get(stream) ?? 0;
    if (revision !== expected) found.push({ invariant: 'I9', what: `${stream} has revision ${revision} at position ${position}, where ${expected} comes` });
    next.set(stream, revision + 1);
    before = position;
  }
  return found;
}

interface Tree {
  /** By number of commits. */
  readonly roots: ReadonlyMap<bigint, Uint8Array>;
  readonly size: bigint;
  /** By commit: how many commits a tree must have to hold it. */
  readonly place: ReadonlyMap<bigint, bigint>;
}

/** I4: whatever head was ever handed out is the root of the tree over the exported events. */
export function checkHeads(history: ChaosHistory): readonly Finding[] {
  if (history.heads.length === 0) return [{ invariant: 'I4', what: 'nobody was ever handed a head to hold the ledger against' }];
  const heads = history.heads.map((envelope) => signedHead(history, envelope));
  const tree = treeOf(history.events, new Set(heads.flatMap((head) => head?.size ?? [])));
  const found: Finding[] = [];
  for (const head of heads) {
    if (!head) found.push({ invariant: 'I4', what: 'a head was handed out that the operator did not sign' });
    else if (head.size > tree.size) found.push({ invariant: 'I4', what: `a head of ${head.size} commits was handed out, and the ledger has ${tree.size}` });
    else if (!bytesEqual(tree.roots.get(head.size) ?? new Uint8Array(), head.root)) {
      found.push({ invariant: 'I4', what: `the head of ${head.size} commits has another root than the events lead to` });
    }
  }
  return found;
}

/** I7: every receipt's batch is in the ledger, where and as the receipt says, under a head that was handed out. */
export function checkReceipts(history: ChaosHistory): readonly Finding[] {
  const accepted = new Map(batchesIn(history.events).map((batch) => [`${batch.data.providerId}~${batch.data.batchId}`, batch]));
  const largest = history.heads.reduce((most, envelope) => bigger(most, signedHead(history, envelope)?.size ?? 0n), 0n);
  const { place } = treeOf(history.events, new Set());
  const unequal = history.unequalReceipts.map((batchId) => ({ invariant: 'I7', what: `batch ${batchId} was sent again and got another receipt` }));
  return receiptsOf(history).flatMap((envelope): readonly Finding[] => {
    if (!isSealedBy(history.operatorKey, SIGNED_AS.receipt, envelope)) return [{ invariant: 'I7', what: 'a receipt is not signed by the operator' }];
    const { providerId, batchId, bodySha256, position } = common.Receipt.decode(envelope.body);
    const name = `batch ${batchId} of ${providerId}`;
    const event = accepted.get(`${providerId}~${batchId}`);
    if (!event) return [{ invariant: 'I7', what: `${name} was receipted and is not in the ledger` }];
    if (!bytesEqual(event.data.bodySha256, bodySha256)) return [{ invariant: 'I7', what: `${name} is in the ledger with other bytes than were receipted` }];
    if (event.position !== position) return [{ invariant: 'I7', what: `${name} stands at position ${event.position}, and its receipt says ${position}` }];
    const covered = (place.get(commitOf(position)) ?? largest + 1n) <= largest;
    return covered ? [] : [{ invariant: 'I7', what: `${name} is under no head that was handed out` }];
  }).concat(unequal);
}

/** I13: a client that resends gets its receipt in the end. */
export function checkAnswered({ batches }: ChaosHistory): readonly Finding[] {
  return batches.filter(({ receipt }) => !receipt).map(({ batchId, providerId }) => ({ invariant: 'I13', what: `batch ${batchId} of ${providerId} never got a receipt` }));
}

/** I6: what is on record as a provider's stands in its own stream, under its own name. */
export function checkOrigin({ events }: ChaosHistory): readonly Finding[] {
  return batchesIn(events)
    .filter(({ stream, data }) => data.batchId !== '' && stream.includes('~') && !stream.includes(`${data.providerId}~`))
    .map(({ stream, data }) => ({ invariant: 'I6', what: `${stream} holds a batch of ${data.providerId}` }));
}

function receiptsOf({ batches, journals }: ChaosHistory): readonly Envelope[] {
  const written = [...journals.values()].flatMap((lines) => lines.flatMap(({ type, receiptBase64 }) => (type === 'receipted' && receiptBase64 ? [receiptIn(receiptBase64)] : [])));
  return [...batches.flatMap(({ receipt }) => receipt ?? []), ...written];
}

const batchesIn = (events: readonly HistoryEvent[]) =>
  [...eventsOf(events, 'billing.v1.UsageBatchAccepted'), ...eventsOf(events, 'advertising.v1.AdvertBatchAccepted')] as const;

const signedHead = ({ operatorKey }: ChaosHistory, envelope: Envelope) => (isSealedBy(operatorKey, SIGNED_AS.treeHead, envelope) ? headIn(envelope.body) : undefined);

const bigger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function treeOf(events: readonly HistoryEvent[], sizes: ReadonlySet<bigint>): Tree {
  const edge = TreeEdge.empty();
  const roots = new Map<bigint, Uint8Array>();
  const place = new Map<bigint, bigint>();
  for (const [commit, parts] of Map.groupBy(events, ({ position }) => commitOf(position))) {
    edge.append(commitLeaf(parts.map(({ hash }) => hash)));
    place.set(commit, edge.size);
    if (sizes.has(edge.size)) roots.set(edge.size, edge.root());
  }
  return { roots, size: edge.size, place };
}
