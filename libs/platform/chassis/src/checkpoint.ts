import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import type { View, ViewStore } from '@carriermesh/platform-readmodel';

/**
 * Events that may pass a reader by before it writes down how far it has come: writing for each run would cost more than the
 * little reading that a start does instead.
 */
const MAX_UNRECORDED_EVENTS = 8_192;

/** How far a reader has come, in the reader's own rows. It is written where there was work, and now and then where there was none. */
export class Checkpoint {
  private at: Position = 0n;
  /** As far as it ever was on record: less is ground that was lost. */
  private furthest: Position = 0n;
  /** As far as it was offered events, recorded or not. */
  private seen: Position = 0n;
  private unrecorded = 0;

  constructor(
    private readonly store: ViewStore,
    private readonly view: View<any>,
  ) {}

  get position(): Position {
    return this.at;
  }

  async start(): Promise<Position> {
    this.at = this.furthest = this.seen = await this.store.checkpoint(this.view);
    return this.at;
  }

  /** Whether it has lost ground and is not there again. */
  get isBehind(): boolean {
    return this.at < this.furthest;
  }

  /** Compares its place with what is on record. @returns the place on record, where that is less */
  async look(): Promise<Position | undefined> {
    const recorded = await this.store.checkpoint(this.view);
    if (recorded >= this.at) return undefined;
    this.at = this.seen = recorded;
    return recorded;
  }

  /**
   * @param passed events that the reader went past to come to `upTo`, with or without interest
   * @param due whether the place has to be written now, because there was work
   * @param after where the run begins
   * @throws LostGround when that is behind the last place: what lies between would be missing
   */
  async advance(events: readonly RecordedEvent[], { upTo, passed, due, after }: Run): Promise<void> {
    if (after !== undefined && after > this.seen) throw new LostGround(this.view.name, this.seen);
    if (upTo > this.seen) this.seen = upTo;
    this.unrecorded += passed;
    if (upTo <= this.at || (!due && !this.isBehind && this.unrecorded < MAX_UNRECORDED_EVENTS)) return;
    const reached = await this.store.applyBatch(this.view, { after: this.at, events, upTo });
    failpoint('view-after-commit');
    this.at = reached;
    if (reached < upTo) {
      this.seen = reached;
      throw new LostGround(this.view.name, reached);
    }
    if (reached > this.furthest) this.furthest = reached;
    this.unrecorded = 0;
  }
}

interface Run {
  readonly upTo: Position;
  readonly passed: number;
  readonly due: boolean;
  readonly after?: Position | undefined;
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
