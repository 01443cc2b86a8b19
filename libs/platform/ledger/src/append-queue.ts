import { OperationalError } from '@carriermesh/platform-errors';
import type { AppendResult, StreamAppend } from './ledger.port.js';

/** What one statement carries at most; above it a batch would delay the commits of others more than it saves. */
export const MAX_BATCH_EVENTS = 2_000;
export const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** Fewer than these go together on one lane, even where others are free: a statement and a commit have their own price. */
export const MIN_SHARE = 16;
/** So many that wait are sent before the end of the turn: while it goes on deciding, the database writes. */
export const BURST = 256;
/** Appends that may wait in this process. More than that is not a burst but a database that can't follow. */
export const MAX_WAITING = 20_000;

/** An append on its way: `resolve` or `reject` is called exactly once. */
export interface PendingAppend {
  readonly append: readonly StreamAppend[];
  readonly eventCount: number;
  readonly payloadBytes: number;
  /** How many times it was written and lost a race that it may win the next time. */
  attempts: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: while a batch is on its way, the appends that arrive wait, and then go together. A commit costs one
 * flush of the disk, however many appends it carries.
 */
export class AppendQueue {
  private waiting: PendingAppend[] = [];
  /** The streams of each batch that is on its way. One long-lived set of them all would be copied, and its copies kept, under load. */
  private inFlight: readonly ReadonlySet<string>[] = [];
  private scheduled = false;

  /** `write` settles every append of its batch and never rejects. */
  constructor(
    private readonly lanes: number,
    private readonly write: (batch: readonly PendingAppend[]) => Promise<void>,
  ) {}

  /** @throws OperationalError `overloaded` when too many wait already */
  add(pending: PendingAppend): void {
    if (this.waiting.length >= MAX_WAITING) {
      throw new OperationalError('overloaded', `${this.waiting.length} appends wait for the ledger's database; the limit is ${MAX_WAITING}`);
    }
    this.waiting.push(pending);
    if (this.waiting.length % BURST === 0 && this.inFlight.length < this.lanes) this.send(BURST);
    this.schedule();
  }

  /** Puts an append that lost a race before all others. It was counted against the limit when it came first. */
  again(pending: PendingAppend): void {
    this.waiting.unshift(pending);
    this.schedule();
  }

  /** Waits for the end of the turn: the writers that the last batch woke up come back within it, one after the other. */
  private schedule(): void {
    if (this.scheduled || this.inFlight.length >= this.lanes) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    while (this.inFlight.length < this.lanes) {
      // Shared among the lanes that are free: while one batch is flushed, the other one is executed, and a third is being made.
      const isSent = this.send(Math.max(MIN_SHARE, Math.ceil(this.waiting.length / (this.lanes - this.inFlight.length))));
      if (!isSent) return;
    }
  }

  /** One batch on one lane; `false` where nothing may go now. */
  private send(share: number): boolean {
    const batch = this.takeBatch(share);
    if (batch.length === 0) return false;
    const streams = new Set(batch.flatMap(({ append }) => append.map(({ stream }) => stream)));
    this.inFlight = [...this.inFlight, streams];
    void this.write(batch).finally(() => {
      this.inFlight = this.inFlight.filter((other) => other !== streams);
      if (this.waiting.length > 0) this.schedule();
    });
    return true;
  }

  /** The next appends in order of arrival, at most `share` of them, without two on one stream: the second one's revision depends on the first. */
  private takeBatch(share: number): PendingAppend[] {
    const batch: PendingAppend[] = [];
    const left: PendingAppend[] = [];
    // A stream for which an earlier append is taken or left waiting is closed to later ones: first come, first served.
    const closed = new Set<string>();
    let events = 0;
    let bytes = 0;
    for (const pending of this.waiting) {
      const isFree = pending.append.every(({ stream }) => !closed.has(stream) && !this.inFlight.some((streams) => streams.has(stream)));
      const fits = batch.length === 0 || (batch.length < share && events + pending.eventCount <= MAX_BATCH_EVENTS && bytes + pending.payloadBytes <= MAX_BATCH_BYTES);
      for (const { stream } of pending.append) closed.add(stream);
      if (!isFree || !fits) {
        left.push(pending);
        continue;
      }
      batch.push(pending);
      events += pending.eventCount;
      bytes += pending.payloadBytes;
    }
    this.waiting = left;
    return batch;
  }
}
