import { LEDGER_START, type Ledger, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import { commitOf } from './commit-leaf.js';

/** What is kept for who comes behind; of more, the oldest are read in the ledger again. */
const MAX_KEPT_EVENTS = 8_192;
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

/**
 * The ledger for two readers of one process, of which one goes ahead and the other comes the same way a moment later: what the first has
 * read is not read a second time. Where the first stands still or goes back, the second reads for itself.
 */
export class LedgerTail {
  private kept: RecordedEvent[] = [];
  private keptBytes = 0;
  /** Every event of the ledger behind this place, and up to the last one kept, is kept. */
  private from: Position = LEDGER_START;
  private upTo: Position = LEDGER_START;
  /** The place up to which what is kept ends with a whole commit: a run that was full may end within one. */
  private wholeUpTo: Position = LEDGER_START;

  constructor(private readonly ledger: Pick<Ledger, 'readAll'>) {}

  /** `Ledger.readAll`, for who goes ahead. */
  async readAhead(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    const events = await this.ledger.readAll(after, limit);
    if (after !== this.upTo) this.beginAt(after);
    this.keep(events, events.length === limit);
    return events;
  }

  /** `Ledger.readAll`, for who comes behind; it may answer with less than the ledger has, but not with a part of its last commit. */
  async readBehind(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    if (after < this.from || after >= this.wholeUpTo) return this.ledger.readAll(after, limit);
    const begin = this.kept.findIndex(({ position }) => position > after);
    this.forget(begin);
    const end = this.kept.findIndex(({ position }) => position > this.wholeUpTo);
    return this.kept.slice(0, Math.min(limit, end < 0 ? this.kept.length : end));
  }

  private beginAt(after: Position): void {
    this.kept = [];
    this.keptBytes = 0;
    this.from = this.upTo = this.wholeUpTo = after;
  }

  private keep(events: readonly RecordedEvent[], isFull: boolean): void {
    const last = events.at(-1);
    if (last === undefined) {
      this.wholeUpTo = this.upTo;
      return;
    }
    for (const event of events) {
      this.kept.push(event);
      this.keptBytes += event.payload.length;
    }
    this.upTo = last.position;
    const before = this.kept.findLast(({ position }) => commitOf(position) !== commitOf(last.position));
    if (!isFull) this.wholeUpTo = last.position;
    else if (before && before.position > this.wholeUpTo) this.wholeUpTo = before.position;
    let surplus = 0;
    for (let bytes = this.keptBytes; this.kept.length - surplus > MAX_KEPT_EVENTS || bytes > MAX_KEPT_BYTES; surplus += 1) bytes -= this.kept[surplus]?.payload.length ?? 0;
    this.forget(surplus);
  }

  /** The first `count` of them. */
  private forget(count: number): void {
    if (count === 0) return;
    for (const { position, payload } of this.kept.splice(0, count)) {
      this.from = position;
      this.keptBytes -= payload.length;
    }
    if (this.wholeUpTo < this.from) this.wholeUpTo = this.from;
  }
}
