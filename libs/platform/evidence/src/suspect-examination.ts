import type { Position } from '@carriermesh/platform-ledger';
import { ledger } from '@carriermesh/wire';
import { commitLeaf, eventHash } from './commit-leaf.js';
import type { Suspect } from './commit-walk.js';
import type { Deviation, DeviationKind } from './deviation.js';
import type { EvidenceReader, ReadEvent } from './evidence-reader.js';
import type { LeafList } from './leaf-list.js';
import type { Hash } from './merkle-tree.js';

/** Among more events than this, nobody looks which of them were exchanged. */
const MAX_REORDERED = 300;
/** Streams of a commit that are named; the others are counted. */
const MAX_NAMED = 5;

/** Finds out what happened at the places where leaves and events differ, from the contents that the keeper noted. */
export class SuspectExamination {
  readonly deviations: Deviation[] = [];
  /** Leaves that were touched themselves, as they have to be for the events that are there. */
  readonly corrected = new Map<number, Hash>();
  private readonly missing: ledger.CommitEntry[] = [];
  private readonly foreign: ReadEvent[] = [];

  constructor(
    private readonly reader: Pick<EvidenceReader, 'commit' | 'contents'>,
    private readonly leaves: LeafList,
  ) {}

  async examine(suspects: readonly Suspect[]): Promise<void> {
    for (const suspect of suspects) {
      if (suspect.kind === 'gone') await this.gone(suspect.index);
      else if (suspect.kind === 'extra') this.extra(await this.reader.commit(suspect.commit));
      else await this.differing(suspect);
    }
    this.nameReordered();
  }

  /** What is left of the stream's names when all commits from a leaf on are gone. */
  async cutTail(from: number): Promise<void> {
    const count = this.leaves.length - from;
    const entries = await this.entriesOf(from);
    const detail = `the last ${plural(count, 'commit')} of the ledger ${count === 1 ? 'is' : 'are'} gone, up to position ${this.leaves.position(this.leaves.length - 1)}`;
    this.add('cut-tail', entries[0]?.position ?? this.leaves.position(from), entries[0]?.stream ?? '', detail);
  }

  /** When heads agree with the leaves as they are stored: then the events were touched, and what was noted of them with them. */
  blameEvents(): void {
    this.corrected.clear();
    this.deviations.forEach((deviation, at) => {
      if (deviation.kind !== 'altered-tree') return;
      this.deviations[at] = { ...deviation, kind: 'altered-event', detail: `the commit is not the one that was signed, and what was noted of it was touched as well` };
    });
  }

  private async gone(index: number): Promise<void> {
    const entries = await this.entriesOf(index);
    this.missing.push(...entries);
    const [first] = entries;
    const detail = `the commit of ${plural(entries.length, 'event')} is gone: ${named(entries.map(({ position, stream }) => ({ position, stream })))}`;
    this.add('deleted-commit', first?.position ?? this.positionNear(index), first?.stream ?? '', detail);
  }

  private extra(events: readonly ReadEvent[]): void {
    this.foreign.push(...events);
    const [first] = events;
    if (first) this.add('inserted-commit', first.position, first.stream, `a commit of ${plural(events.length, 'event')} that was never signed: ${named(events)}`);
  }

  private async differing({ index, commit, leaf }: Suspect & { readonly kind: 'differs' }): Promise<void> {
    const [events, entries] = [await this.reader.commit(commit), await this.entriesOf(index)];
    const noted = commitLeaf(entries.map(({ eventSha256 }) => eventSha256));
    if (same(noted, leaf) || this.leaves.isHole(index)) return this.altered(index, leaf, events);
    if (same(noted, this.leaves.hash(index))) return this.compare(entries, events);
    const detail = `the commit of ${plural(events.length, 'event')} is not the one that was signed, and what was noted of it was touched as well`;
    this.add('altered-event', events[0]?.position ?? this.positionNear(index), events[0]?.stream ?? '', detail);
  }

  private altered(index: number, leaf: Hash, events: readonly ReadEvent[]): void {
    this.corrected.set(index, leaf);
    const what = this.leaves.isHole(index) ? 'is gone' : 'was touched';
    this.add('altered-tree', events[0]?.position ?? this.positionNear(index), events[0]?.stream ?? '', `leaf ${index} of the stored tree ${what}; its events are not`);
  }

  private compare(entries: readonly ledger.CommitEntry[], events: readonly ReadEvent[]): void {
    const there = new Map(events.map((event) => [event.position, event]));
    const noted = new Set(entries.map(({ position }) => position));
    for (const entry of entries) {
      const event = there.get(entry.position);
      if (event && same(event.hash, entry.eventSha256)) continue;
      this.missing.push(entry);
      if (event) this.foreign.push(event);
      if (event) this.add('altered-event', entry.position, entry.stream, alteration(entry, event));
      else this.add('deleted-event', entry.position, entry.stream, 'the event is gone from among those of its commit');
    }
    for (const event of events) {
      if (noted.has(event.position)) continue;
      this.foreign.push(event);
      this.add('inserted-event', event.position, event.stream, 'the event was not in its commit when that was signed');
    }
  }

  /** An event that hashes to what is missing elsewhere, if only it stood there, was moved and not changed. */
  private nameReordered(): void {
    if (this.missing.length > MAX_REORDERED || this.foreign.length > MAX_REORDERED) return;
    for (const { position, eventSha256 } of this.missing) {
      for (const { event } of this.foreign) {
        if (event === undefined) continue;
        if (event.position !== position && same(eventHash({ ...event, position }), eventSha256)) {
          this.rename(position, `its event stands at position ${event.position} now`);
          this.rename(event.position, `its event stood at position ${position}`);
        }
        const other = event.position === position && this.foreign.find((each) => same(eventHash({ ...event, stream: each.stream, revision: each.revision }), eventSha256));
        if (other) this.rename(position, `its event was revision ${other.revision} of stream ${other.stream}`);
      }
    }
  }

  private rename(position: Position, detail: string): void {
    const at = this.deviations.findIndex((deviation) => deviation.position === position && deviation.kind !== 'reordered-event');
    const known = this.deviations[at];
    if (known) this.deviations[at] = { ...known, kind: 'reordered-event', detail };
  }

  private async entriesOf(index: number): Promise<readonly ledger.CommitEntry[]> {
    const contents = await this.reader.contents(index);
    try {
      return contents === undefined ? [] : ledger.CommitContents.decode(contents).entries;
    } catch {
      // It proves nothing, so it may be anything; then less can be told.
      return [];
    }
  }

  private positionNear(index: number): Position {
    for (let at = index; at >= 0; at -= 1) if (!this.leaves.isHole(at)) return this.leaves.position(at);
    return 0n;
  }

  private add(kind: DeviationKind, position: Position, stream: string, detail: string): void {
    this.deviations.push({ kind, position, stream, detail });
  }
}

function alteration(entry: ledger.CommitEntry, { stream, event }: ReadEvent): string {
  if (!event) return 'the metadata of the event is not what the ledger writes';
  if (stream !== entry.stream) return `the event was in this stream, and says now that it is of ${stream}`;
  return `the event (${event.type}, revision ${event.revision}) is not the one that was signed`;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function named(events: readonly { readonly position: Position; readonly stream: string }[]): string {
  const names = events.slice(0, MAX_NAMED).map(({ position, stream }) => `${stream} at ${position}`);
  return `${names.join(', ')}${events.length > MAX_NAMED ? ` and ${events.length - MAX_NAMED} more` : ''}`;
}
