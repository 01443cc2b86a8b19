import { invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import { sql, type Kysely, type Transaction } from 'kysely';
import { applyOrPark, booksOf, reasonOf } from './apply-batch.js';
import { lockCheckpoint, type Bookkeeping, type ViewIdentity } from './bookkeeping.js';
import { otherVersion } from './checkpoints.js';
import { changeMark, park } from './parking.js';
import type { View } from './view.js';

/** Others move the checkpoint on while parked events are handled; after so many rounds somebody has to ask again. */
const MAX_ROUNDS = 20;

/** Reads a stream from the ledger. */
export type ReadStream = (stream: string) => Promise<readonly RecordedEvent[]>;

/** Which event is given up, by whom, and why: it stays on record. */
export interface GivingUp {
  readonly eventId: string;
  readonly by: string;
  readonly reason: string;
}

export interface TakingUp {
  readonly read: ReadStream;
  readonly given?: GivingUp;
}

export type TakenUp =
  /** The stream is followed again; `applied` events were made up for. */
  | { readonly kind: 'taken-up'; readonly applied: number }
  /** It is not parked: somebody was faster, or it never was. */
  | { readonly kind: 'not-parked' }
  /** An event could not be taken, the same one or a later one; those before it were. */
  | { readonly kind: 'parked-again'; readonly eventId: string; readonly error: string }
  /** The event was given up before; nothing was left to do. */
  | { readonly kind: 'already-dropped' }
  /** It is parked at another event than the one that was to be given up. */
  | { readonly kind: 'other-event'; readonly eventId: string };

interface ParkedRow {
  readonly position: Position;
  readonly event_id: string;
  readonly error: string;
}

/** Where a stream is parked, and up to where its events were passed over. */
interface Standing {
  readonly parked: ParkedRow;
  readonly checkpoint: Position;
}

/** For a view of rows: all in one transaction, while the view stands still, so that no event can slip past between. */
export async function takeUp<DB>(db: Kysely<DB>, view: View<DB>, stream: string, { read, given }: TakingUp): Promise<TakenUp> {
  return durably(db, async (tx) => {
    const books = booksOf(tx);
    await lockCheckpoint(books, view);
    const standing = await standingOf(books, view, stream, given);
    if ('kind' in standing) return standing;
    const missed = await missedOf(books, view, await read(stream), { ...standing, given });
    await unpark(books, view, stream);
    if (given) await recordDropped(books, view, { stream, parked: standing.parked, given });
    for (const event of missed) {
      const error = await applyOrPark(view, event, tx, new Set());
      if (error) return { kind: 'parked-again', eventId: event.eventId, error: error.message };
    }
    return { kind: 'taken-up', applied: missed.length };
  });
}

/**
 * For a reader that acts and keeps a bookmark alone: it handles what it passed over outside of any transaction, since what it does is
 * written elsewhere and takes its time, and the stream is taken up when nothing was added meanwhile.
 * @param handle answers why the event can't be handled, if it can't; handles again what it had handled before a crash
 */
export async function takeUpActing(
  db: Kysely<any>,
  view: View<any>,
  stream: string,
  { read, given, handle }: TakingUp & { readonly handle: (event: RecordedEvent) => Promise<Error | undefined> },
): Promise<TakenUp> {
  const books = db as Kysely<Bookkeeping>;
  let handledUpTo: Position = 0n;
  let applied = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const seen = await standingOf(books, view, stream, given);
    if ('kind' in seen) return seen;
    let failed: { readonly event: RecordedEvent; readonly error: Error } | undefined;
    for (const event of await missedOf(books, view, await read(stream), { ...seen, given })) {
      if (event.position <= handledUpTo) continue;
      const error = await handle(event);
      if (error) failed = { event, error };
      if (failed) break;
      handledUpTo = event.position;
      applied += 1;
    }
    const settled = await durably(db, (tx) => settle(booksOf(tx), view, stream, { seen, given, failed }));
    if (settled === 'done') return failed ? { kind: 'parked-again', eventId: failed.event.eventId, error: reasonOf(failed.error) } : { kind: 'taken-up', applied };
  }
  throw new OperationalError('unavailable', `${view.name} went on faster than stream ${stream} could be taken up, ${MAX_ROUNDS} times in a row: ask again`);
}

/** What was handled is put down, unless something has changed since it was looked at. */
async function settle(
  books: Transaction<Bookkeeping>,
  view: View<any>,
  stream: string,
  { seen, given, failed }: { readonly seen: Standing; readonly given: GivingUp | undefined; readonly failed: { event: RecordedEvent; error: Error } | undefined },
): Promise<'done' | 'changed'> {
  await lockCheckpoint(books, view);
  const now = await standingOf(books, view, stream, given);
  if ('kind' in now || now.parked.event_id !== seen.parked.event_id) return 'changed';
  if (!failed && now.checkpoint > seen.checkpoint) return 'changed';
  await unpark(books, view, stream);
  if (given) await recordDropped(books, view, { stream, parked: now.parked, given });
  if (failed) await park(books, view, failed.event, reasonOf(failed.error));
  return 'done';
}

/** An operator was told: unlike rows, which come again from the ledger, this must not be lost. */
function durably<DB, T>(db: Kysely<DB>, work: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`set local synchronous_commit to on`.execute(tx);
    return work(tx);
  });
}

async function standingOf(books: Kysely<Bookkeeping>, view: ViewIdentity, stream: string, given: GivingUp | undefined): Promise<Standing | TakenUp> {
  const row = await books.selectFrom('view_checkpoint').select(['version', 'position']).where('view', '=', view.name).executeTakeFirst();
  if (row?.version !== view.version) throw otherVersion(view, row?.version);
  const parked = await books.selectFrom('view_parked').select(['position', 'event_id', 'error']).where('view', '=', view.name).where('stream', '=', stream).executeTakeFirst();
  if (given && parked?.event_id !== given.eventId && (await droppedOf(books, view)).has(given.eventId)) return { kind: 'already-dropped' };
  if (!parked) return { kind: 'not-parked' };
  if (given && parked.event_id !== given.eventId) return { kind: 'other-event', eventId: parked.event_id };
  return { parked, checkpoint: row.position };
}

/** The events that the view has to make up for, in their order. */
async function missedOf(
  books: Kysely<Bookkeeping>,
  view: View<any>,
  events: readonly RecordedEvent[],
  { parked, checkpoint, given }: Standing & { readonly given: GivingUp | undefined },
): Promise<readonly RecordedEvent[]> {
  const missed = events.filter(({ position }) => position >= parked.position && position <= checkpoint);
  invariant(missed[0]?.position === parked.position, `the ledger has no event at position ${parked.position}, where a stream is parked`);
  const dropped = await droppedOf(books, view);
  return missed.filter(({ eventId, type }) => view.listens.includes(type) && eventId !== given?.eventId && !dropped.has(eventId));
}

async function droppedOf(books: Kysely<Bookkeeping>, view: ViewIdentity): Promise<ReadonlySet<string>> {
  const rows = await books.selectFrom('view_dropped').select('event_id').where('view', '=', view.name).where('version', '=', view.version).execute();
  return new Set(rows.map(({ event_id }) => event_id));
}

async function unpark(books: Transaction<Bookkeeping>, view: ViewIdentity, stream: string): Promise<void> {
  await books.deleteFrom('view_parked').where('view', '=', view.name).where('stream', '=', stream).execute();
  await changeMark(books, view);
}

async function recordDropped(books: Transaction<Bookkeeping>, view: ViewIdentity, drop: { stream: string; parked: ParkedRow; given: GivingUp }): Promise<void> {
  const { stream, parked, given } = drop;
  await books
    .insertInto('view_dropped')
    .values({
      view: view.name,
      version: view.version,
      stream,
      ...parked,
      dropped_by: given.by,
      reason: given.reason,
      dropped_at: sql<bigint>`(extract(epoch from now()) * 1000000)::bigint * 1000`,
    })
    .execute();
}
