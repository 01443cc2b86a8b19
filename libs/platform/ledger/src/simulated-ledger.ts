import { InvariantViolation, invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Timers } from '@carriermesh/platform-time';
import { assertAppendable } from './appendable.js';
import type { AppendResult, Ledger, Position, RecordedEvent, StreamAppend } from './ledger.port.js';
import type { SimulatedDatabase } from './simulated-database.js';

/** What one call of `readAll` may ask for. */
const MAX_READ_EVENTS = 100_000;

/** What becomes of one append on its way. */
export interface AppendFate {
  /** Until the database has it; `never`: the request is lost. */
  readonly arrivesMs: number | 'never';
  /** From there until it commits. */
  readonly runsMs: number;
  /** From the outcome until the writer hears of it. */
  readonly answerMs: number;
  /** The answer is lost: so long after the call the writer hears that the outcome is unknown, whether or not it will commit. */
  readonly cutMs?: number;
}

export interface ReadFate {
  readonly arrivesMs: number;
  readonly answerMs: number;
  readonly isCut: boolean;
}

/** What the way between a process and the database is like. Asked once for each call. */
export interface LedgerWeather {
  append(): AppendFate;
  read(): ReadFate;
  /** Until a listener hears of a commit. */
  wakeMs(): number;
}

export interface SimulatedLedgerOptions {
  /** The process's own: what never fires any more (it was killed) answers nobody, and what fires late (it was stopped) answers late. */
  readonly timers: Timers;
  readonly weather: LedgerWeather;
  /** Tells of what this process has committed, as it knows it; the database then tells nobody. Default: the database does. */
  readonly announce?: () => void;
}

/** The ledger as one process has it, over a way on which requests and answers are slow or lost. */
export class SimulatedLedger implements Ledger {
  private readonly unanswered = new Set<Promise<unknown>>();
  private readonly unsubscribes = new Set<() => void>();
  private closed = false;

  constructor(
    private readonly database: SimulatedDatabase,
    private readonly options: SimulatedLedgerOptions,
  ) {}

  async append(appends: readonly StreamAppend[]): Promise<AppendResult> {
    if (this.closed) throw new OperationalError('unavailable', 'the ledger is closed');
    assertAppendable(appends);
    const answer = this.send(appends);
    this.unanswered.add(answer);
    try {
      return await answer;
    } finally {
      this.unanswered.delete(answer);
    }
  }

  readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    return this.read(() => this.database.stream(stream, fromRevision));
  }

  readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    return this.read(() => new Map(streams.map((stream) => [stream, this.database.stream(stream, 0)] as const).filter(([, events]) => events.length > 0)));
  }

  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    invariant(Number.isInteger(limit) && limit > 0 && limit <= MAX_READ_EVENTS, `limit must be 1 to ${MAX_READ_EVENTS}, not ${limit}`);
    return this.read(() => this.database.after(after, limit));
  }

  head(): Promise<Position> {
    return this.read(() => this.database.head());
  }

  tip(): Promise<Position> {
    return this.read(() => this.database.tip());
  }

  onCommit(wake: () => void): () => void {
    let isHeard = true;
    const unlisten = this.database.listen(() => {
      this.options.timers.after(this.options.weather.wakeMs(), () => isHeard && wake());
    });
    const unsubscribe = (): void => {
      isHeard = false;
      unlisten();
      this.unsubscribes.delete(unsubscribe);
    };
    this.unsubscribes.add(unsubscribe);
    return unsubscribe;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.unanswered);
    for (const unsubscribe of this.unsubscribes) unsubscribe();
  }

  private send(appends: readonly StreamAppend[]): Promise<AppendResult> {
    const { timers, weather, announce } = this.options;
    const { arrivesMs, runsMs, answerMs, cutMs } = weather.append();
    return new Promise((resolve, reject) => {
      const cut = (): void => reject(new OperationalError('unavailable', 'the connection to the ledger was cut: the outcome of an append is unknown'));
      const answer = (outcome: AppendResult | InvariantViolation): void => {
        if (outcome instanceof InvariantViolation) return reject(outcome);
        if (outcome.kind === 'appended') announce?.();
        resolve(outcome);
      };
      if (cutMs !== undefined) timers.after(cutMs, cut);
      if (arrivesMs === 'never') return;
      // On its way the request is no longer the process's: it arrives whatever becomes of its sender.
      this.database.timers.after(arrivesMs, () =>
        this.database.arrive({
          appends,
          runsMs,
          isAnnounced: announce !== undefined,
          settle: (outcome) => cutMs === undefined && timers.after(answerMs, () => answer(outcome)),
          lost: () => cutMs === undefined && timers.after(answerMs, cut),
        }),
      );
    });
  }

  private read<T>(look: () => T): Promise<T> {
    const { timers, weather } = this.options;
    const { arrivesMs, answerMs, isCut } = weather.read();
    return new Promise((resolve, reject) => {
      timers.after(arrivesMs, () => {
        const seen = look();
        timers.after(answerMs, () => (isCut ? reject(new OperationalError('unavailable', 'the connection to the ledger was cut while it was read')) : resolve(seen)));
      });
    });
  }
}
