import { createHash } from 'node:crypto';
import { holds } from '@carriermesh/platform-audit';
import { commitLeaf, commitOf, eventHash } from '@carriermesh/platform-evidence';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { Envelope } from '@carriermesh/platform-signing';
import { ledger } from '@carriermesh/wire';

/** Old events that are looked at with each new one. With one alone the look would run before the ledger's end for ever. */
const LOOKS_BACK = 3;

/**
 * I4: each head that anybody was told has the root of the commits that it covers, looked at after the step that told of it; and no event becomes
 * another one. To look at the whole past after each step would be most of a run: with each new event some old ones are, in turn, and all in the end.
 */
export class Tree {
  /** As readers saw them first. Before what they have seen nothing is put any more, so that each stays at its place. */
  private readonly seen: RecordedEvent[] = [];
  /** Of each commit, the position of its last event. */
  private readonly ends: bigint[] = [];
  /** By height, the roots of all whole subtrees, from the left: the root of any number of commits is made of some of them. */
  private readonly subtrees: Uint8Array[][] = [];
  private readonly judged = new Set<string>();
  private next = 0;

  constructor(
    private readonly history: readonly RecordedEvent[],
    private readonly isOfOperator: (head: Envelope) => boolean,
  ) {}

  /** @param events what readers see since the last step: whole commits */
  see(events: readonly RecordedEvent[]): void {
    for (const commit of Map.groupBy(events, ({ position }) => commitOf(position)).values()) {
      this.ends.push(commit.at(-1)!.position);
      this.grow(commitLeaf(commit.map(eventHash)));
    }
    for (const event of events) {
      this.seen.push({ ...event, payload: Uint8Array.from(event.payload), metadata: { ...event.metadata } });
      for (let looks = 0; looks < LOOKS_BACK; looks++) this.lookAgain();
    }
  }

  told(head: Envelope): void {
    const { size, root, position } = ledger.TreeHead.decode(head.body);
    const name = `${size} ${Buffer.from(root).toString('hex')}`;
    if (this.judged.has(name)) return;
    this.judged.add(name);
    holds(this.isOfOperator(head), 'I4', () => `the head of ${size} commits is not signed by the operator`);
    holds(size > 0n && size <= BigInt(this.ends.length), 'I4', () => `there is a head of ${size} commits, and the ledger has ${this.ends.length}`);
    const last = this.ends[Number(size) - 1];
    holds(Buffer.compare(this.rootOf(0, Number(size)), root) === 0, 'I4', () => `the root of the first ${size} commits is not the one of the head`);
    holds(last === position, 'I4', () => `the head of ${size} commits ends at ${position}, the commits at ${last}`);
  }

  finish(): void {
    for (let count = this.seen.length; count > 0; count--) this.lookAgain();
  }

  private lookAgain(): void {
    const [first, now] = [this.seen[this.next] as RecordedEvent, this.history[this.next]];
    this.next = (this.next + 1) % this.seen.length;
    holds(now !== undefined && isSame(now, first), 'I4', () => `the event at ${first.position} is not what it was when it was first read`);
  }

  private grow(hash: Uint8Array): void {
    let root = hash;
    for (let height = 0; ; height++) {
      const roots = (this.subtrees[height] ??= []);
      roots.push(root);
      if (roots.length % 2 === 1) return;
      root = nodeOf(roots.at(-2) as Uint8Array, root);
    }
  }

  /** RFC 9162 §2.1.1, as it is written there, but that a whole subtree is not gone into again. */
  private rootOf(from: number, size: number): Uint8Array {
    let [split, height] = [1, 0];
    for (; 2 * split < size; split *= 2) height += 1;
    if (size === 1) return this.subtrees[0]![from] as Uint8Array;
    if (size === 2 * split) return this.subtrees[height + 1]![from / size] as Uint8Array;
    return nodeOf(this.rootOf(from, split), this.rootOf(from + split, size - split));
  }
}

/** In everything that its hash is of. */
function isSame(a: RecordedEvent, b: RecordedEvent): boolean {
  const isOne = a.position === b.position && a.stream === b.stream && a.revision === b.revision && a.eventId === b.eventId && a.type === b.type && a.recordedAt === b.recordedAt;
  const [of, was] = [a.metadata, b.metadata];
  const isSaid = of.actor === was.actor && of.correlationId === was.correlationId && of.causationId === was.causationId && of.occurredAt === was.occurredAt && of.traceparent === was.traceparent;
  return isOne && isSaid && Buffer.compare(a.payload, b.payload) === 0;
}

const nodeOf = (left: Uint8Array, right: Uint8Array): Uint8Array => createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest();
