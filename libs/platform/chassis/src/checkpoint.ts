import { OperationalError } from '@carriermesh/platform-errors';
import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import { failpoint } from '@carriermesh/platform-failpoints';
import { ViewGone, type Applied, type View, type ViewBatch, type ViewEvents, type ViewStore } from '@carriermesh/platform-readmodel';

/**
 * Events that may pass a reader by before it writes down how far it has come: writing for each run would cost more than the
 * little reading that a start does instead.
 */
const MAX_UNRECORDED_EVENTS = 8_192;

/**
 * Writes the batches in one transaction; answers in their order.
 * @param events what a view that somebody took away is built of again, before the failure is told and the run is offered again
 */
export async function write(store: ViewStore, batches: readonly ViewBatch[], events?: ViewEvents): Promise<readonly Applied[]> {
  const applied = await unlessGone(store, events, () => store.applyBatches(batches));
  failpoint('view-after-commit');
  return applied;
}

/** The place that is on record for a view, or for a reader that keeps a place alone. Where somebody took it away, it is begun again. */
export const recorded = (store: ViewStore, view: View<any>, events?: ViewEvents): Promise<Position> => unlessGone(store, events, () => store.checkpoint(view));

async function unlessGone<T>(store: ViewStore, events: ViewEvents | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ViewGone) await store.prepare(error.view, events);
    throw error;
  }
}

/** How far a reader has come, and how far of that is on record in the reader's own rows. */
export class Checkpoint {
  private at: Position = 0n;
  /** As far as it ever was on record: less is ground that was lost. */
  private furthest: Position = 0n;
  /** As far as there is nothing left to do for it, recorded or not. */
  private done: Position = 0n;
  private unrecorded = 0;

  constructor(readonly view: View<any>) {}

  /** The position on record. */
  get position(): Position {
    return this.at;
  }

  begin(position: Position): Position {
    this.at = this.furthest = this.done = position;
    return position;
  }

  /** Whether it has lost ground and is not there again. */
  get isBehind(): boolean {
    return this.at < this.furthest;
  }

  /** Whether it has come further than is on record. */
  get isUnrecorded(): boolean {
    return this.done > this.at;
  }

  /** Compares its place with what is on record. @returns the place on record, where that is less */
  found(recorded: Position): Position | undefined {
    if (recorded >= this.at) return undefined;
    this.at = this.done = recorded;
    return recorded;
  }

  /** @throws LostGround when a run begins behind the last place: what lies between would be missing */
  assertFollows(after: Position | undefined): void {
    if (after !== undefined && after > this.done) throw new LostGround(this.view.name, this.done);
  }

  /** A run went past in which there was nothing to do. @returns whether the place should be written now all the same */
  pass(count: number, upTo: Position): boolean {
    this.unrecorded += count;
    if (upTo > this.done) this.done = upTo;
    return this.isUnrecorded && (this.isBehind || this.unrecorded >= MAX_UNRECORDED_EVENTS);
  }

  /** The way from the place on record to the last for which nothing is left to do, or further, with work on it. */
  batch(events: readonly RecordedEvent[] = [], upTo = this.done): ViewBatch {
    return { view: this.view, after: this.at, events, upTo };
  }

  /** Takes over what was written. @returns what it has lost instead, if the rows are behind where they were believed to be */
  reached({ position }: Applied, upTo: Position): LostGround | undefined {
    this.at = position;
    if (position < upTo) {
      this.done = position;
      return new LostGround(this.view.name, position);
    }
    if (position > this.done) this.done = position;
    if (position > this.furthest) this.furthest = position;
    this.unrecorded = 0;
    return undefined;
  }
}

/**
 * The rows are behind what their reader had written: somebody began them anew, or the database died before they were on its disk,
 * for which their transactions do not wait. Going on would leave a hole: the events behind `position` have to be read again.
 */
export class LostGround extends OperationalError {
  constructor(
    view: string,
    readonly position: Position,
  ) {
    super('unavailable', `${view} was begun anew or lost its last rows, and holds what came up to ${position}: the ledger is read again from there`);
  }
}
