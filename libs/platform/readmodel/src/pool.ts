import { OperationalError } from '@carriermesh/platform-errors';
import { operationalErrorOf } from '@carriermesh/platform-ledger';
import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { PreparedClient } from './prepared-client.js';

const DEFAULT_POOL_SIZE = 4;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** An instance that stands still within a transaction would hold back its views, and with them every reader of the ledger. */
const IDLE_TRANSACTION_LIMIT_MS = 10_000;
const UNDEFINED_TABLE = '42P01';

/** Where the database is, and how this process is called there. */
export interface ViewDatabase {
  readonly connectionString: string;
  readonly applicationName: string;
}

export interface ReadModelStoreOptions extends ViewDatabase {
  readonly context: string;
  readonly poolSize?: number;
}

/** Reads a bigint column as a bigint: the driver's default is text, and a double would round it. */
const TYPES = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? (text: string) => BigInt(text) : pg.types.getTypeParser(oid, format),
} as unknown as pg.CustomTypesConfig;

const connectionOf = ({ connectionString, applicationName }: ViewDatabase): pg.ClientConfig => ({
  connectionString,
  application_name: applicationName,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  query_timeout: STATEMENT_TIMEOUT_MS,
  keepAlive: true,
  types: TYPES,
});

/**
 * Rows follow the ledger: what a crash takes of them comes again from the checkpoint, which is lost with them. Not waiting for the disk
 * keeps these transactions short, and a running transaction holds every reader of the ledger back.
 */
const settings = (schema: string): string =>
  `set search_path to ${pg.escapeIdentifier(schema)}; set synchronous_commit to off; set idle_in_transaction_session_timeout to ${IDLE_TRANSACTION_LIMIT_MS}`;

/** Connections to a schema of views. `onBreak` hears of each one that breaks. */
export function poolOf(options: ReadModelStoreOptions, schema: string, onBreak: () => void): pg.Pool {
  const pool = new pg.Pool({
    ...connectionOf(options),
    Client: PreparedClient,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    onConnect: async (client) => {
      // A connection that breaks while it is lent to a transaction tells its statement; without this listener it would also
      // end the process.
      client.on('error', onBreak);
      await client.query(settings(schema));
    },
  });
  // An idle connection that breaks leaves the pool by itself; without a listener the process would end.
  pool.on('error', () => undefined);
  return pool;
}

/** One connection that is never replaced by another: what it has locked stays locked for as long as it can write, and no longer. */
export async function soleConnection(options: ViewDatabase, schema: string, idleLimitMs: number): Promise<PostgresPool> {
  const client = new PreparedClient(connectionOf(options));
  client.on('error', () => undefined);
  await client.connect();
  // Whoever stands still lets go of what he has locked, and writes nothing when he wakes.
  await client.query(`${settings(schema)}; set idle_session_timeout to ${idleLimitMs}`);
  const lent = { query: client.query.bind(client), release: () => undefined } as unknown as PostgresPoolClient;
  return { connect: async () => lent, end: () => client.end(), options: {} };
}

/**
 * For those who ask a view and do not feed it: a table that is not there belongs to a view that is not whole. `onLoss` hears of it. Any other
 * failure of the database comes as the OperationalError that it is, so that whoever asks knows whether to ask again.
 */
export function askingDialect(pool: pg.Pool, context: string, onLoss: () => void): PostgresDialect {
  const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if ((error as { code?: unknown }).code !== UNDEFINED_TABLE) throw operationalErrorOf(error, `the views of ${context} could not be reached`) ?? error;
      onLoss();
      throw new OperationalError('rebuilding', `a view of ${context} is rebuilding and does not answer yet: ${(error as Error).message}`, { cause: error });
    }
  };
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await asked(() => pool.connect());
    const query = (...args: unknown[]): Promise<unknown> => asked(() => (client.query as (...given: unknown[]) => Promise<unknown>)(...args));
    return { query, release: (destroy?: boolean) => client.release(destroy) } as unknown as PostgresPoolClient;
  };
  // The pool is another's, who ends it.
  return new PostgresDialect({ pool: { connect, end: async () => undefined, options: {} } });
}
