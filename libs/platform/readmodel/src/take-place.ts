import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { operationalErrorOf, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import { sql, type Kysely, type Transaction } from 'kysely';
import { applyIn } from './apply-batch.js';
import { assertNobodyElses, buildSchemaOf, dropRelations, lockSetup, NEW_MARK, relationsOf, schemaOf } from './bookkeeping.js';
import type { ParkingLot } from './parking.js';
import type { View, ViewEvents } from './view.js';

/** How long everybody who reads or feeds the view may have to wait behind this step while it waits for one of them. */
const LOCK_WAIT_MS = 2_000;
/** SQLSTATE: somebody held a lock for longer, or two waited for one another. Nothing was changed. */
const LOCK_TROUBLE: ReadonlySet<unknown> = new Set(['55P03', '40P01']);
/** What the one in the place may be ahead by: it is made up for while everybody waits. */
const MAX_EVENTS_BEHIND = 512;

export interface Candidate {
  /** On the schema in which the view was built. */
  readonly db: Kysely<any>;
  readonly view: View<any>;
  readonly lot: ParkingLot;
  readonly events: ViewEvents;
}

/**
 * Puts a view that was built beside its place there, in one transaction that holds the lock of the view's checkpoint: who reads or feeds
 * the view has the old one before and the new one afterwards, at the same position or a later one. Answers the position; `undefined` when
 * it could not be now: the place is as it was, and the attempt may be made again.
 * @throws OperationalError `unavailable` when an operator gave up an event meanwhile, which the new one holds
 */
export async function takePlace(candidate: Candidate): Promise<Position | undefined> {
  try {
    return await candidate.db.transaction().execute((tx) => new Exchange(tx, candidate).run());
  } catch (error) {
    const cause = operationalErrorOf(error, '')?.cause as { code?: unknown } | undefined;
    if (LOCK_TROUBLE.has(cause?.code)) return undefined;
    throw error;
  }
}

interface Row {
  readonly version: number;
  readonly position: bigint;
  readonly relations: readonly string[];
}

class Exchange {
  private readonly place: string;
  private readonly aside: string;

  constructor(
    private readonly tx: Transaction<any>,
    private readonly candidate: Candidate,
  ) {
    this.place = schemaOf(candidate.view.context);
    this.aside = buildSchemaOf(candidate.view);
  }

  async run(): Promise<Position | undefined> {
    const { tx } = this;
    const { view } = this.candidate;
    // Somebody was told, or goes on from here: unlike rows, which come again from the ledger, this must not be lost.
    await sql`set local synchronous_commit to on`.execute(tx);
    await sql.raw(`set local lock_timeout to ${LOCK_WAIT_MS}`).execute(tx);
    await lockSetup(tx, view.context);
    const old = await this.row(this.place);
    if (old && old.version > view.version) throw new OperationalError('misconfigured', `view ${view.name} was brought to version ${old.version} while version ${view.version} of it was built`);
    if (old?.version === view.version && !(await this.isLevelWith(old))) return undefined;
    await this.assertSameDropped();
    const built = await relationsOf(tx, this.aside);
    await assertNobodyElses(tx, view, [...built.keys()]);
    await dropRelations(tx, this.place, new Set([...(old?.relations ?? []), ...built.keys()]));
    for (const [name, kind] of built) await sql`alter ${sql.raw(kind)} ${sql.id(this.aside, name)} set schema ${sql.id(this.place)}`.execute(tx);
    const position = await this.takeBooks();
    await this.clearAway();
    failpoint('view-before-swap');
    return position;
  }

  private async row(schema: string): Promise<Row | undefined> {
    const { rows } = await sql<Row>`select version, position, relations from ${sql.id(schema, 'view_checkpoint')} where view = ${this.candidate.view.name} for update`.execute(this.tx);
    return rows[0];
  }

  /** Makes up for what the old one has and the new one lacks. False when that is too much while everybody waits. */
  private async isLevelWith({ position: upTo }: Row): Promise<boolean> {
    const { view, lot, events: source } = this.candidate;
    const after = (await this.row(this.aside))?.position ?? 0n;
    if (upTo <= after) return true;
    const missed: RecordedEvent[] = [];
    for await (const run of source.read({ after, upTo, types: view.listens })) {
      missed.push(...run.filter((event) => view.concerns?.(event) ?? true));
      if (missed.length > MAX_EVENTS_BEHIND) return false;
    }
    await applyIn(this.tx, lot, [{ view, after, events: missed, upTo }]);
    return true;
  }

  private async assertSameDropped(): Promise<void> {
    const { view } = this.candidate;
    const dropped = (schema: string) => sql`select event_id from ${sql.id(schema, 'view_dropped')} where view = ${view.name} and version = ${view.version}`;
    const { rows } = await sql`${dropped(this.place)} except ${dropped(this.aside)}`.execute(this.tx);
    if (rows.length > 0) throw new OperationalError('unavailable', `an event of view ${view.name} was given up while the view was built: build it again`);
  }

  private async takeBooks(): Promise<Position> {
    const { view } = this.candidate;
    const [place, aside] = [this.place, this.aside].map((schema) => (table: string) => sql.id(schema, table)) as [TableIn, TableIn];
    const { rows } = await sql<Pick<Row, 'position'>>`
      insert into ${place('view_checkpoint')} as old (view, version, position, relations, parked_mark)
      select view, version, position, relations, ${NEW_MARK} from ${aside('view_checkpoint')} where view = ${view.name}
      on conflict (view) do update set version = excluded.version, relations = excluded.relations, parked_mark = excluded.parked_mark, position = excluded.position
      returning position`.execute(this.tx);
    // What was parked before stays parked since then.
    await sql`
      update ${aside('view_parked')} new set parked_at = old.parked_at from ${place('view_parked')} old
       where old.view = new.view and old.event_id = new.event_id`.execute(this.tx);
    await sql`delete from ${place('view_parked')} where view = ${view.name}`.execute(this.tx);
    await sql`insert into ${place('view_parked')} (view, stream, position, event_id, error, parked_at)
      select view, stream, position, event_id, error, parked_at from ${aside('view_parked')}`.execute(this.tx);
    return (rows[0] as Row).position;
  }

  /** Without `cascade`: a function or a type that the view made would otherwise be lost in silence. */
  private async clearAway(): Promise<void> {
    for (const table of ['view_checkpoint', 'view_parked', 'view_dropped']) await sql`drop table ${sql.id(this.aside, table)}`.execute(this.tx);
    await sql`drop schema ${sql.id(this.aside)} restrict`.execute(this.tx);
  }
}

type TableIn = (table: string) => ReturnType<typeof sql.id>;
