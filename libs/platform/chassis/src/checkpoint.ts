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
  private unrecorded = 0;

  constructor(
    private readonly store: ViewStore,
    private readonly view: View<any>,
  ) {}

  get position(): Position {
    return this.at;
  }

  async start(): Promise<Position> {
    this.at = await this.store.checkpoint(this.view);
    return this.at;
  }

  /**
   * @param passed events that the reader went past to come to `upTo`, with or without interest
   * @param due whether the place has to be written now, because there was work
   */
  async advance(events: readonly RecordedEvent[], { upTo, passed, due }: { upTo: Position; passed: number; due: boolean }): Promise<void> {
    this.unrecorded += passed;
    if (upTo <= this.at || (!due && this.unrecorded < MAX_UNRECORDED_EVENTS)) return;
    const reached = await this.store.applyBatch(this.view, { after: this.at, events, upTo });
    failpoint('view-after-commit');
    // Somebody began the rows anew, and what came before this run is not in them: going on would leave a hole.
    if (reached < upTo) throw new OperationalError('unavailable', `${this.view.name} was begun anew while it was read: the service has to start again`);
    this.at = reached;
    this.unrecorded = 0;
  }
}
