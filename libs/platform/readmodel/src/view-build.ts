import { OperationalError } from '@carriermesh/platform-errors';
import { LEDGER_START, operational, type Position } from '@carriermesh/platform-ledger';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { booksOf } from './apply-batch.js';
import { assertNobodyElses, buildSchemaOf, createBookkeeping, dropRelations, lockSetup, NEW_MARK, relationsOf, schemaOf } from './bookkeeping.js';
import { lockBuild, type WhenTaken } from './build-lock.js';
import { soleConnection, type ReadModelStoreOptions } from './pool.js';
import { SoleFeed } from './sole-feed.js';
import { standingOf } from './standing.js';
import { takePlace } from './take-place.js';
import type { BuildProgress, View, ViewEvents } from './view.js';

/** A round that applied no more than this is followed by the attempt to take the place. */
const NEARLY_THERE_EVENTS = 512;
/** The ledger goes on while it is read; after so many rounds it goes on faster than the view. */
const MAX_ROUNDS = 100;
/** A builder that stands still for longer loses its connection, and with it the lock. */
const IDLE_LIMIT_MS = 300_000;

export interface BuildOptions {
  readonly events: ViewEvents;
  readonly whenTaken: WhenTaken;
  /** Asked once nobody else can build the view any more: whether it still has to be. */
  readonly isWanted: (db: Kysely<any>) => Promise<boolean>;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Builds the view beside its place, of all events from the first one on, and puts it there in one step. Until then, and for good when
 * anything ends the build, what was in the place stays as it is, and is fed and asked. `undefined` when it was not wanted any more.
 */
export async function buildView(options: ReadModelStoreOptions, view: View<any>, build: BuildOptions): Promise<BuildProgress | undefined> {
  return operational(`view ${view.name} could not be built`, async () => {
    const connection = await soleConnection(options, buildSchemaOf(view), IDLE_LIMIT_MS);
    const db = new Kysely<any>({ dialect: new PostgresDialect({ pool: connection }) });
    try {
      await lockBuild(db, view, build.whenTaken, build.signal);
      if (!(await build.isWanted(db))) return undefined;
      return await new ViewBuild(db, view, build).run();
    } finally {
      await db.destroy();
    }
  });
}

class ViewBuild {
  private readonly feed: SoleFeed;
  private head: Position = LEDGER_START;
  private isAnalyzed = false;

  constructor(
    private readonly db: Kysely<any>,
    private readonly view: View<any>,
    private readonly options: BuildOptions,
  ) {
    this.feed = new SoleFeed(db, view, options.events);
  }

  async run(): Promise<BuildProgress> {
    try {
      await this.begin();
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        if ((await this.catchUp()) > NEARLY_THERE_EVENTS) continue;
        if (!this.isAnalyzed) await this.analyze();
        const position = await takePlace({ db: this.db, view: this.view, lot: this.feed.lot, events: this.options.events });
        if (position !== undefined) return { ...this.progress, position };
      }
    } catch (error) {
      // Whoever is killed leaves it to the next start.
      await sql`drop schema if exists ${sql.id(buildSchemaOf(this.view))} cascade`.execute(this.db).catch(() => undefined);
      throw error;
    }
    throw new OperationalError('overloaded', `view ${this.view.name} could not be caught up with the ledger and put in its place within ${MAX_ROUNDS} rounds`);
  }

  /** An empty view, with its tables, in a schema of its own. */
  private async begin(): Promise<void> {
    const { view } = this;
    const schema = buildSchemaOf(view);
    await this.db.transaction().execute(async (tx) => {
      await lockSetup(tx, view.context);
      await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(tx);
      await createBookkeeping(tx, schema);
      await sql.raw(view.migrate).execute(tx);
      const relations = [...(await relationsOf(tx, schema)).keys()];
      await assertNobodyElses(tx, view, relations);
      await booksOf(tx).insertInto('view_checkpoint').values({ view: view.name, version: view.version, position: LEDGER_START, relations, parked_mark: NEW_MARK }).execute();
      await sql`insert into view_dropped select * from ${sql.id(schemaOf(view.context), 'view_dropped')} where view = ${view.name} and version = ${view.version}`.execute(tx);
      // Of what has lost its checkpoint or a table nobody knows what its rows are worth: no rows say so, old rows would be believed.
      const standing = await standingOf(tx, view);
      if (!standing.isWhole) await dropRelations(tx, schemaOf(view.context), new Set([...relations, ...standing.relations]));
    });
  }

  /** Whoever asks first is to be answered by the indexes: the database itself looks at new tables only after a while. */
  private async analyze(): Promise<void> {
    this.isAnalyzed = true;
    const schema = buildSchemaOf(this.view);
    for (const [name, kind] of await relationsOf(this.db, schema)) if (kind !== 'view') await sql`analyze ${sql.id(schema, name)}`.execute(this.db);
  }

  /** Reads up to where the ledger is now. @returns how many events there were to apply */
  private async catchUp(): Promise<number> {
    const { events, signal, onProgress } = this.options;
    const before = this.feed.events;
    this.head = await events.head();
    await this.feed.goOn(this.head, { signal, told: () => onProgress?.(this.progress) });
    return this.feed.events - before;
  }

  private get progress(): BuildProgress {
    return { events: this.feed.events, position: this.feed.position, head: this.head };
  }
}
