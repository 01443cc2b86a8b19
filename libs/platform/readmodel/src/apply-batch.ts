import { invariant } from '@carriermesh/kernel';
import { operational, operationalErrorOf, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { sql, type Kysely, type Transaction } from 'kysely';
import { lockCheckpoint, type Bookkeeping, type ViewIdentity } from './bookkeeping.js';
import type { EventBatch, View } from './view.js';

/** One aggregate may be poisoned by its data; so many at once mean that the view itself is wrong, and it must stop. */
export const MAX_PARKED_STREAMS = 1_000;
const MAX_ERROR_CHARACTERS = 2_000;

/** An event that `apply` could not take, for a reason that lies in the event or the view and not in the database. */
class PoisonedEvent extends Error {
  constructor(
    readonly event: RecordedEvent,
    cause: unknown,
  ) {
    super(describe(cause), { cause });
  }
}

/**
 * Applies a batch in one transaction with the checkpoint. When an event turns out to be poison, everything is rolled back and
 * done again event by event, so that the price of a savepoint per event is paid only then.
 */
export async function applyBatch<DB>(db: Kysely<DB>, view: View<DB>, batch: EventBatch): Promise<Position> {
  invariant(
    batch.events.every(({ position }, index) => position > (batch.events[index - 1]?.position ?? batch.after) && position <= batch.upTo),
    `the events for view ${view.name} are not in the ledger's order, or not after ${batch.after} and up to ${batch.upTo}`,
  );
  try {
    return await inOneTransaction(db, view, batch, applyOne);
  } catch (error) {
    if (!(error instanceof PoisonedEvent)) throw operationalErrorOf(error, `view ${view.name} could not be written`) ?? error;
  }
  return operational(`view ${view.name} could not be written`, () => inOneTransaction(db, view, batch, applyOrPark));
}

type ApplyEvent = <DB>(view: View<DB>, event: RecordedEvent, tx: Transaction<DB>, parked: Set<string>) => Promise<void>;

async function inOneTransaction<DB>(db: Kysely<DB>, view: View<DB>, batch: EventBatch, applyEvent: ApplyEvent): Promise<Position> {
  return db.transaction().execute(async (tx) => {
    const books = booksOf(tx);
    const checkpoint = await lockedCheckpoint(books, view);
    // Another instance was faster, or the view was begun anew: the reader has to go on from where the view is.
    if (batch.upTo <= checkpoint || batch.after > checkpoint) return checkpoint;
    const parked = await parkedStreams(books, view);
    for (const event of batch.events) {
      if (event.position <= checkpoint || !view.listens.includes(event.type) || parked.has(event.stream)) continue;
      await applyEvent(view, event, tx, parked);
    }
    await books.updateTable('view_checkpoint').set({ position: batch.upTo }).where('view', '=', view.name).execute();
    failpoint('view-before-commit');
    return batch.upTo;
  });
}

/** Applies the events of one stream once more. Throws, with nothing changed, when one of them still can't be taken. */
export async function applyParked<DB>(db: Kysely<DB>, view: View<DB>, stream: string, events: readonly RecordedEvent[]): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const books = booksOf(tx);
    const checkpoint = await lockedCheckpoint(books, view);
    const parked = await books.deleteFrom('view_parked').where('view', '=', view.name).where('stream', '=', stream).returning('position').executeTakeFirst();
    if (parked === undefined) return false;
    const missed = events.filter(({ position }) => position >= parked.position && position <= checkpoint);
    invariant(missed[0]?.position === parked.position, `stream ${stream} is parked by view ${view.name} at ${parked.position}: bring its events from there on`);
    for (const event of missed) {
      invariant(event.stream === stream, `event ${event.eventId} is of stream ${event.stream}, not of ${stream}`);
      if (view.listens.includes(event.type)) await view.apply(event, tx);
    }
    return true;
  });
}

async function applyOne<DB>(view: View<DB>, event: RecordedEvent, tx: Transaction<DB>): Promise<void> {
  try {
    await view.apply(event, tx);
  } catch (error) {
    throw operationalErrorOf(error, `view ${view.name} could not apply event ${event.eventId}`) ?? new PoisonedEvent(event, error);
  }
}

async function applyOrPark<DB>(view: View<DB>, event: RecordedEvent, tx: Transaction<DB>, parked: Set<string>): Promise<void> {
  await sql`savepoint event`.execute(tx);
  try {
    await applyOne(view, event, tx);
    await sql`release savepoint event`.execute(tx);
  } catch (error) {
    if (!(error instanceof PoisonedEvent)) throw error;
    await sql`rollback to savepoint event`.execute(tx);
    parked.add(event.stream);
    if (parked.size > MAX_PARKED_STREAMS) {
      throw new OperationalError('misconfigured', `view ${view.name} can't take events of more than ${MAX_PARKED_STREAMS} streams, the last: ${error.message}`);
    }
    await park(booksOf(tx), view, event, error.message);
  }
}

async function park(books: Transaction<Bookkeeping>, view: ViewIdentity, event: RecordedEvent, error: string): Promise<void> {
  await books
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
    .execute();
}

async function lockedCheckpoint(books: Transaction<Bookkeeping>, view: ViewIdentity): Promise<Position> {
  const row = await lockCheckpoint(books, view);
  if (row?.version === view.version) return row.position;
  throw new OperationalError(
    'misconfigured',
    `view ${view.name} is at version ${row?.version ?? 'none'} in the database, this process has version ${view.version}: it must be prepared first, or is out of date`,
  );
}

async function parkedStreams(books: Transaction<Bookkeeping>, view: ViewIdentity): Promise<Set<string>> {
  const rows = await books.selectFrom('view_parked').select('stream').where('view', '=', view.name).execute();
  return new Set(rows.map(({ stream }) => stream));
}

/** The same transaction, seen with the tables of the bookkeeping, which no view knows. */
const booksOf = <DB>(tx: Transaction<DB>): Transaction<Bookkeeping> => tx as unknown as Transaction<Bookkeeping>;

const describe = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
