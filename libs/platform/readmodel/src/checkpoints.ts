import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import { listParameter, type Position } from '@carriermesh/platform-ledger';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Bookkeeping, ViewIdentity } from './bookkeeping.js';

/** A view's way from one position to another. */
export interface Stretch {
  readonly view: ViewIdentity;
  readonly after: Position;
  readonly upTo: Position;
  /** Go nowhere when what is parked has changed since this mark. */
  readonly parkedMark?: bigint;
}

/** Where a view is after a stretch, and from where on the events of the stretch are this transaction's to apply. */
export interface Moved {
  readonly reached: Position;
  /** Events up to here are in the rows already; `undefined` when nothing of the stretch may be applied. */
  readonly from: Position | undefined;
  readonly parkedMark: bigint;
}

/**
 * Moves every view that is where its reader believes it to be, and locks its row until the transaction ends. Sorted, so that two
 * instances that move several views never wait for one another.
 */
const ADVANCE = `
  with mine as (
    select c.view, n.up_to, c.parked_mark
      from view_checkpoint c join unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[]) n(view, version, after, up_to, mark)
        on n.view = c.view
     where c.version = n.version and c.position = n.after and c.parked_mark = coalesce(n.mark, c.parked_mark)
     order by c.view for update of c)
  update view_checkpoint c set position = mine.up_to from mine where c.view = mine.view returning c.view, mine.parked_mark`;

const LOCK = `select version, position, parked_mark from view_checkpoint where view = $1 for update`;

type Row = { view: string; version: number; position: Position; parked_mark: bigint };

const run = async (db: Kysely<Bookkeeping>, text: string, values: unknown[]): Promise<readonly Row[]> =>
  (await db.executeQuery(CompiledQuery.raw(text, values) as CompiledQuery<Row>)).rows;

/** Answers the mark of each view that was moved; those that are missing are somewhere else. */
export async function advance(db: Kysely<Bookkeeping>, stretches: readonly Stretch[]): Promise<ReadonlyMap<string, bigint>> {
  const columns = [
    listParameter('text', stretches.map(({ view }) => view.name)),
    listParameter('int4', stretches.map(({ view }) => view.version)),
    listParameter('int8', stretches.map(({ after }) => after)),
    listParameter('int8', stretches.map(({ upTo }) => upTo)),
    stretches.map(({ parkedMark }) => parkedMark ?? null),
  ];
  return new Map((await run(db, ADVANCE, columns)).map(({ view, parked_mark }) => [view, parked_mark]));
}

/**
 * Moves a view that is not as its reader believes it to be: another instance was faster, the view was begun anew, or what it has
 * parked has changed.
 * @throws OperationalError `misconfigured` when the database has another version of the view
 */
export async function moveFromElsewhere(tx: Transaction<Bookkeeping>, { view, after, upTo, parkedMark: wanted }: Stretch): Promise<Moved> {
  const [row] = await run(tx, LOCK, [view.name]);
  if (row?.version !== view.version) throw otherVersion(view, row?.version);
  const { position, parked_mark: parkedMark } = row;
  if (upTo <= position || after > position || (wanted !== undefined && wanted !== parkedMark)) return { reached: position, from: undefined, parkedMark };
  await tx.updateTable('view_checkpoint').set({ position: upTo }).where('view', '=', view.name).execute();
  return { reached: upTo, from: position, parkedMark };
}

export function otherVersion(view: ViewIdentity, version: number | undefined): OperationalError {
  return new OperationalError(
    'misconfigured',
    `view ${view.name} is at version ${version ?? 'none'} in the database, this process has version ${view.version}: it must be prepared first, or is out of date`,
  );
}
