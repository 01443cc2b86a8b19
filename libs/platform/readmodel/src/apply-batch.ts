import { invariant } from '@carriermesh/kernel';
import { operational, operationalErrorOf, type RecordedEvent } from '@carriermesh/platform-ledger';
import { failpoint } from '@carriermesh/platform-failpoints';
import { sql, type Kysely, type Transaction } from 'kysely';
import { advance, moveFromElsewhere, type Moved } from './checkpoints.js';
import type { Bookkeeping } from './bookkeeping.js';
import { assertRoomToPark, park, type ParkingLot } from './parking.js';
import type { Applied, Parking, View, ViewBatch } from './view.js';

/** What `apply` could not take, for a reason that lies in the event or the view and not in the database. */
class PoisonedEvent extends Error {
  constructor(cause: unknown) {
    super(reasonOf(cause), { cause });
  }
}

/** What applying needs beside the batches: the tables, and what is known of parked streams. */
export interface Books {
  readonly db: Kysely<any>;
  readonly lot: ParkingLot;
}

/**
 * Applies the batches of several views in one transaction with their checkpoints. When an event turns out to be poison, everything
 * is rolled back and done again event by event, so that the price of a savepoint per event is paid only then.
 */
export async function applyBatches(books: Books, batches: readonly ViewBatch[]): Promise<readonly Applied[]> {
  for (const batch of batches) assertOrder(batch);
  const unchanged = await withoutEvents(books, batches);
  if (unchanged) return unchanged;
  const doing = `${batches.length === 1 ? 'view' : 'the views'} ${batches.map(({ view }) => view.name).join(', ')} could not be written`;
  try {
    return await inOneTransaction(books, batches, applyTogether);
  } catch (error) {
    if (!(error instanceof PoisonedEvent)) throw operationalErrorOf(error, doing) ?? error;
  }
  return operational(doing, () => inOneTransaction(books, batches, applyOrParkEach));
}

/** Checkpoints alone are one statement, which needs no transaction around it. */
async function withoutEvents({ db, lot }: Books, batches: readonly ViewBatch[]): Promise<readonly Applied[] | undefined> {
  if (batches.some(({ events }) => events.length > 0)) return undefined;
  const moved = await operational('the checkpoints could not be moved', () => advance(db, batches));
  if (moved.size < batches.length) return undefined;
  return Promise.all(batches.map(async ({ view, upTo }) => ({ position: upTo, parking: await lot.at(db, view, moved.get(view.name) ?? 0n) })));
}

function assertOrder({ view, events, after, upTo }: ViewBatch): void {
  invariant(
    events.every(({ position }, index) => position > (events[index - 1]?.position ?? after) && position <= upTo),
    `the events for view ${view.name} are not in the ledger's order, or not after ${after} and up to ${upTo}`,
  );
}

/** @param parked to which the streams are added that get parked on the way */
type ApplyEvents = (view: View<any>, events: readonly RecordedEvent[], tx: Transaction<any>, parked: Set<string>) => Promise<void>;

async function inOneTransaction({ db, lot }: Books, batches: readonly ViewBatch[], applyEvents: ApplyEvents): Promise<readonly Applied[]> {
  return db.transaction().execute(async (tx) => {
    const applied = await applyIn(tx, lot, batches, applyEvents);
    failpoint('view-before-commit');
    return applied;
  });
}

/** Within somebody's transaction. */
export async function applyIn(tx: Transaction<any>, lot: ParkingLot, batches: readonly ViewBatch[], applyEvents: ApplyEvents = applyOrParkEach): Promise<readonly Applied[]> {
  const moved = await advance(booksOf(tx), batches);
  const applied: Applied[] = [];
  for (const batch of batches) {
    const mark = moved.get(batch.view.name);
    const move = mark === undefined ? await moveFromElsewhere(booksOf(tx), batch) : { reached: batch.upTo, from: batch.after, parkedMark: mark };
    const parking = await lot.at(booksOf(tx), batch.view, move.parkedMark);
    const wanted = wantedOf(batch, { move, parking });
    if (wanted.length > 0) await applyEvents(batch.view, wanted, tx, new Set(parking.streams));
    applied.push({ position: move.reached, parking });
  }
  return applied;
}

function wantedOf({ view, events }: ViewBatch, { move: { from }, parking }: { readonly move: Moved; readonly parking: Parking }): readonly RecordedEvent[] {
  if (from === undefined) return [];
  const fresh = events.filter(({ position, type }) => position > from && view.listens.includes(type));
  const { streams, dropped } = parking;
  return streams.size + dropped.size === 0 ? fresh : fresh.filter(({ stream, eventId }) => !streams.has(stream) && !dropped.has(eventId));
}

async function applyTogether(view: View<any>, events: readonly RecordedEvent[], tx: Transaction<any>): Promise<void> {
  if (view.applyAll) await unlessPoisoned(async () => view.applyAll?.(events, tx), () => `view ${view.name} could not apply ${events.length} events`);
  else for (const event of events) await applyOne(view, event, tx);
}

async function applyOrParkEach(view: View<any>, events: readonly RecordedEvent[], tx: Transaction<any>, parked: Set<string>): Promise<void> {
  for (const event of events) if (!parked.has(event.stream)) await applyOrPark(view, event, tx, parked);
}

const applyOne = (view: View<any>, event: RecordedEvent, tx: Transaction<any>): Promise<void> =>
  unlessPoisoned(async () => view.apply(event, tx), () => `view ${view.name} could not apply event ${event.eventId}`);

async function unlessPoisoned(work: () => Promise<void>, doing: () => string): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw operationalErrorOf(error, doing()) ?? new PoisonedEvent(error);
  }
}

/** Answers why the event's stream was parked, if it was. */
export async function applyOrPark(view: View<any>, event: RecordedEvent, tx: Transaction<any>, parked: Set<string>): Promise<Error | undefined> {
  await sql`savepoint event`.execute(tx);
  try {
    await applyOne(view, event, tx);
    await sql`release savepoint event`.execute(tx);
    return undefined;
  } catch (error) {
    if (!(error instanceof PoisonedEvent)) throw error;
    await sql`rollback to savepoint event`.execute(tx);
    parked.add(event.stream);
    assertRoomToPark(view, parked, error);
    await park(booksOf(tx), view, event, error.message);
    return error;
  }
}

/** The same transaction, seen with the tables of the bookkeeping, which no view knows. */
export const booksOf = <DB>(tx: Transaction<DB>): Transaction<Bookkeeping> => tx as unknown as Transaction<Bookkeeping>;

export const reasonOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
