import pg from 'pg';
import { invariant } from '@carriermesh/kernel';
import { operational } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { KeyEntry, KeyTable, WrappedKey } from './key-table.port.js';

/** A row without a key is the mark of an erasure. */
const MIGRATION = `
  create schema if not exists secrets;
  create table if not exists secrets.party_key (
    party_id   text collate "C" not null primary key,
    key_id     text collate "C",
    nonce      bytea,
    wrapped    bytea,
    erased_at  timestamptz,
    check (num_nonnulls(key_id, nonce, wrapped) = case when erased_at is null then 3 else 0 end)
  );`;
/** Keeps processes that start together from migrating at once; any number that nobody else locks would do. */
const MIGRATION_LOCK = 7_201_005;
const POOL_SIZE = 2;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** Whoever reads a key waits behind a rewriting that waits itself: that one gives up soon. */
const REWRITE_LOCK_TIMEOUT_MS = 1_000;

interface KeyRow {
  readonly key_id: string;
  readonly nonce: Buffer;
  readonly wrapped: Buffer;
  readonly erased_at: Date | null;
}

export interface KeyTableOptions {
  readonly connectionString: string;
  readonly applicationName: string;
  readonly log: Logger;
}

/** Keys in a schema of their own, `secrets`. */
export class PostgresKeyTable implements KeyTable {
  private constructor(
    private readonly pool: pg.Pool,
    private readonly log: Logger,
  ) {}

  /** @throws OperationalError when the database can't be reached or does not let the schema be made */
  static async open({ connectionString, applicationName, log }: KeyTableOptions): Promise<PostgresKeyTable> {
    const pool = new pg.Pool({
      connectionString,
      application_name: applicationName,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
    });
    // An idle connection that breaks leaves the pool by itself; without a listener the process would end.
    pool.on('error', () => undefined);
    const made = new PostgresKeyTable(pool, log);
    try {
      await made.inTransaction('the table of keys could not be made', async (client) => {
        await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
        await client.query(MIGRATION);
      });
      return made;
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  async find(partyId: string): Promise<KeyEntry | undefined> {
    const { rows } = await operational('a key could not be read', () =>
      this.pool.query<KeyRow>('select key_id, nonce, wrapped, erased_at from secrets.party_key where party_id = $1', [partyId]),
    );
    return rows[0] && entryOf(rows[0]);
  }

  async put(partyId: string, { keyId, nonce, wrapped }: WrappedKey): Promise<KeyEntry> {
    await operational('a key could not be kept', () =>
      this.pool.query('insert into secrets.party_key (party_id, key_id, nonce, wrapped) values ($1, $2, $3, $4) on conflict do nothing', [partyId, keyId, nonce, wrapped]),
    );
    const entry = await this.find(partyId);
    invariant(entry, `the key of the party ${partyId} is gone right after it was made`);
    return entry;
  }

  async erase(partyIds: readonly string[]): Promise<number> {
    const erased = await this.inTransaction('keys could not be erased', async (client) => {
      // First the marks: a key that is made at this moment waits for them or is found by the update.
      await client.query('insert into secrets.party_key (party_id, erased_at) select id, now() from unnest($1::text[]) id on conflict do nothing', [partyIds]);
      const { rowCount } = await client.query(
        'update secrets.party_key set key_id = null, nonce = null, wrapped = null, erased_at = now() where party_id = any($1) and erased_at is null',
        [partyIds],
      );
      return rowCount ?? 0;
    });
    await this.rewrite();
    return erased;
  }

  /** An update leaves the old row in its page for a while; a rewriting of the small table leaves the page behind. */
  private async rewrite(): Promise<void> {
    const client = await operational('the table of keys could not be reached', () => this.pool.connect());
    try {
      await client.query(`set lock_timeout = ${REWRITE_LOCK_TIMEOUT_MS}`);
      await client.query('vacuum (full) secrets.party_key');
    } catch (error) {
      this.log.warn({ error }, 'the table of keys is in use and was not rewritten: an erased key, wrapped, stays in its pages until the next vacuum');
    } finally {
      // Its lock timeout goes with it.
      client.release(true);
    }
  }

  private async inTransaction<T>(doing: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return operational(doing, async () => {
      const client = await this.pool.connect();
      let failure: Error | undefined;
      try {
        await client.query('begin');
        const result = await work(client);
        await client.query('commit');
        return result;
      } catch (error) {
        failure = error as Error;
        throw error;
      } finally {
        // A connection in the middle of a broken transaction is closed, which rolls it back.
        client.release(failure);
      }
    });
  }
}

const entryOf = ({ key_id: keyId, nonce, wrapped, erased_at: erasedAt }: KeyRow): KeyEntry =>
  erasedAt === null ? { kind: 'key', keyId, nonce, wrapped } : { kind: 'erased' };
