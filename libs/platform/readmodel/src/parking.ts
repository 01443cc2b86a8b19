import { sql, type Kysely, type Transaction } from 'kysely';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { OperationalError } from '@carriermesh/platform-errors';
import { NEW_MARK, type Bookkeeping, type ViewIdentity } from './bookkeeping.js';
import type { Parking } from './view.js';

/** One aggregate may be poisoned by its data; so many at once mean that the view itself is wrong, and it must stop. */
export const MAX_PARKED_STREAMS = 1_000;
const MAX_ERROR_CHARACTERS = 2_000;

const NOTHING_PARKED: Parking = { mark: 0n, streams: new Set(), dropped: new Set() };

/** What each view has parked, as this process last read it. It is believed for as long as the mark is the same. */
export class ParkingLot {
  private readonly known = new Map<string, Parking>();

  /** What the view has parked under the mark that its checkpoint shows. */
  async at(tx: Kysely<Bookkeeping>, view: ViewIdentity, mark: bigint): Promise<Parking> {
    if (mark === 0n) return NOTHING_PARKED;
    const known = this.known.get(view.name);
    if (known?.mark === mark) return known;
    const parked = await tx.selectFrom('view_parked').select('stream').where('view', '=', view.name).execute();
    const dropped = await tx.selectFrom('view_dropped').select('event_id').where('view', '=', view.name).where('version', '=', view.version).execute();
    const read = { mark, streams: new Set(parked.map(({ stream }) => stream)), dropped: new Set(dropped.map(({ event_id }) => event_id)) };
    // Whoever read it inside a transaction that is rolled back has read what others committed: it stays true.
    this.known.set(view.name, read);
    return read;
  }
}

/** Parks the event's stream. Another instance that could not take the same event may have done so already. */
export async function park(tx: Transaction<Bookkeeping>, view: ViewIdentity, event: RecordedEvent, error: string): Promise<void> {
  await tx
    .insertInto('view_parked')
    .values({
      view: view.name,
      stream: event.stream,
      position: event.position,
      event_id: event.eventId,
      // PostgreSQL takes every character in a text but this one.
      error: error.replaceAll('\0', '').slice(0, MAX_ERROR_CHARACTERS),
      parked_at: sql<bigint>`(extract(epoch from now()) * 1000000)::bigint * 1000`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await changeMark(tx, view);
}

/** Tells every process that what it knows of the view's parked streams is no longer true. */
export async function changeMark(tx: Transaction<Bookkeeping>, view: ViewIdentity): Promise<void> {
  await tx
    .updateTable('view_checkpoint')
    .set({ parked_mark: NEW_MARK })
    .where('view', '=', view.name)
    .execute();
}

/** @throws OperationalError `misconfigured` when more streams would be parked than a view may leave out */
export function assertRoomToPark(view: ViewIdentity, streams: ReadonlySet<string>, error: Error): void {
  if (streams.size > MAX_PARKED_STREAMS) {
    throw new OperationalError('misconfigured', `view ${view.name} can't take events of more than ${MAX_PARKED_STREAMS} streams, the last: ${error.message}`);
  }
}
