import { decodeEvent } from '@carriermesh/wire';
import { fold, type DomainEvent } from '@carriermesh/decider';
import type { TypedAppend, TypedLedger } from '@carriermesh/platform-chassis';
import type { ExpectedRevision } from '@carriermesh/platform-ledger';

/** What a stream's history led to, up to a revision. */
export interface Standing<S> {
  readonly state: S;
  readonly revision: ExpectedRevision;
}

/** Reading so many events again costs less than a round trip of their own for those that are new. */
const SHORT_STREAM_EVENTS = 32;

/** One stream's part of a commit, and how to remember it once it is written. */
export interface Change {
  readonly append: TypedAppend;
  readonly written: () => void;
}

export interface Folding<S, E extends DomainEvent> {
  readonly initial: S;
  evolve(state: S, event: E): S;
}

/**
 * The states of streams as this instance last saw them, so that a busy resource's whole history is not read again for every
 * order. Another instance may have written since. What is remembered is therefore good enough to accept on, because the
 * append proves the revision; it is never good enough to refuse on before it was refreshed.
 */
export class StreamStates<S, E extends DomainEvent> {
  /** In the order of their last use: the one that was not needed for the longest time goes first. */
  private readonly seen = new Map<string, Standing<S>>();

  constructor(
    private readonly ledger: TypedLedger,
    private readonly folding: Folding<S, E>,
    private readonly maxStreams: number,
  ) {}

  /** As remembered, and read now (in one round trip) where nothing is; those are added to `fresh`. */
  async recall(streams: readonly string[], fresh: Set<string>): Promise<ReadonlyMap<string, Standing<S>>> {
    const unseen = streams.filter((stream) => !this.seen.has(stream));
    if (unseen.length > 0) {
      for (const [stream, { events, revision }] of await this.ledger.loadMany(unseen)) {
        this.remember(stream, { state: fold(this.folding, events as unknown as readonly E[]), revision });
        fresh.add(stream);
      }
    }
    // More streams in one call than are remembered in all would push one another out.
    return new Map(streams.map((stream) => [stream, this.peek(stream) ?? { state: this.folding.initial, revision: 'none' }]));
  }

  peek(stream: string): Standing<S> | undefined {
    const standing = this.seen.get(stream);
    if (standing) this.remember(stream, standing);
    return standing;
  }

  /** Reads what was written since. */
  async refresh(stream: string): Promise<Standing<S>> {
    const { state, revision } = this.seen.get(stream) ?? { state: this.folding.initial, revision: 'none' };
    const added = await this.ledger.raw.readStream(stream, revision === 'none' ? 0 : revision + 1);
    const events = added.map(({ type, payload }) => decodeEvent(type, payload) as unknown as E);
    return this.remember(stream, { state: this.grown(state, events), revision: added.at(-1)?.revision ?? revision });
  }

  /** The same for many streams: short ones are read again as a whole, in one round trip. */
  async refreshAll(streams: readonly string[]): Promise<void> {
    const isLong = (stream: string): boolean => Number(this.seen.get(stream)?.revision ?? 0) >= SHORT_STREAM_EVENTS;
    const short = streams.length > 1 ? streams.filter((stream) => !isLong(stream)) : [];
    const again = new Set(short);
    for (const stream of short) this.seen.delete(stream);
    await this.recall(short, new Set());
    for (const stream of streams) if (!again.has(stream)) await this.refresh(stream);
  }

  change(stream: string, before: Standing<S>, events: readonly E[]): Change {
    const revision = ordinal(before) + events.length;
    return {
      append: { stream, expected: before.revision, events },
      written: () => this.remember(stream, { state: this.grown(before.state, events), revision }),
    };
  }

  /** After a conflict. A ledger that went back, restored from an older copy, makes all that is remembered of a stream worthless. */
  disproved(stream: string, actual: ExpectedRevision | undefined): void {
    const seen = this.seen.get(stream)?.revision;
    if (seen === undefined || seen === 'none') return;
    if (actual === undefined || actual === 'none' || actual < seen) this.seen.delete(stream);
  }

  private grown(state: S, events: readonly E[]): S {
    return events.reduce((folded, event) => this.folding.evolve(folded, event), state);
  }

  /** A reading that was begun before a write may end after it: what is known already and later stays. */
  private remember(stream: string, read: Standing<S>): Standing<S> {
    const known = this.seen.get(stream);
    const standing = known && ordinal(known) > ordinal(read) ? known : read;
    this.seen.delete(stream);
    this.seen.set(stream, standing);
    if (this.seen.size > this.maxStreams) {
      const [oldest] = this.seen.keys();
      if (oldest !== undefined) this.seen.delete(oldest);
    }
    return standing;
  }
}

const ordinal = ({ revision }: Standing<unknown>): number => (revision === 'none' ? -1 : revision);
