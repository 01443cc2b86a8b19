import { LEDGER_START, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { Kysely } from 'kysely';
import { applyBatches } from './apply-batch.js';
import { ParkingLot } from './parking.js';
import type { View, ViewEvents } from './view.js';

/** Events of one transaction: longer ones would hold every reader of the ledger back. */
const MAX_EVENTS_AT_ONCE = 512;

/** Feeds a view that nobody else feeds, whose tables and checkpoint are at the ledger's start. */
export class SoleFeed {
  readonly lot = new ParkingLot();
  position: Position = LEDGER_START;
  /** That it has applied so far. */
  events = 0;

  constructor(
    private readonly db: Kysely<any>,
    private readonly view: View<any>,
    private readonly source: ViewEvents,
  ) {}

  /**
   * Goes on up to a position, which the source's head has given.
   * @param told after every transaction
   * @throws what `signal` was called off with
   */
  async goOn(upTo: Position, { signal, told }: { readonly signal?: AbortSignal | undefined; readonly told?: () => void } = {}): Promise<void> {
    for await (const run of this.source.read({ after: this.position, upTo, types: this.view.listens })) {
      signal?.throwIfAborted();
      const wanted = run.filter((event) => this.view.concerns?.(event) ?? true);
      for (let from = 0; from < wanted.length; from += MAX_EVENTS_AT_ONCE) {
        const some = wanted.slice(from, from + MAX_EVENTS_AT_ONCE);
        await this.write(some, some.at(-1)?.position ?? this.position);
        this.events += some.length;
        told?.();
        signal?.throwIfAborted();
      }
    }
    await this.write([], upTo);
  }

  private async write(events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    if (upTo === this.position) return;
    await applyBatches({ db: this.db, lot: this.lot }, [{ view: this.view, after: this.position, events, upTo }]);
    this.position = upTo;
  }
}
