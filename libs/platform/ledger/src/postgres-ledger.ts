import { invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import pg from 'pg';
import { AppendWriter } from './append-writer.js';
import type { Parameter } from './parameter-bytes.js';
import { CommitAnnouncer, CommitSignal } from './commit-signal.js';
import { COPIED_COLUMNS } from './copied-event.js';
import { readEvents } from './event-query.js';
import { AS_TEXT } from './event-rows.js';
import { KnownHeads } from './known-heads.js';
import { LEDGER_START, type AppendResult, type Ledger, type Position, type RecordedEvent, type StreamAppend } from './ledger.port.js';
import { operational } from './postgres-errors.js';
import { assertDurable, prepareSchema } from './schema.js';
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, Session } from './session.js';
import { TransactionWatch, oldestTransaction, type LedgerAlarm } from './transaction-watch.js';

const DEFAULT_POOL_SIZE = 4;
/** While one batch is flushed to disk, the next one is already on its way. */
const WRITE_LANES = 2;
/** What one call of `readAll` may ask for. */
export const MAX_READ_EVENTS = 100_000;

export interface PostgresLedgerOptions {
  readonly connectionString: string;
  /** Connections for reading; writing and listening have their own. */
  readonly poolSize?: number;
  /** How the process is called in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly onAlarm?: (alarm: LedgerAlarm) => void;
  /** Tells whoever follows the ledger that something was committed, by a way of its own; default: the database does, which is a transaction. */
  readonly announce?: () => void;
}

/**
 * Every transaction below this position is over, and this statement's snapshot shows all of them that committed: behind
 * it nothing can appear any more. Numbers, not text: as text, transaction 1000 would come before 999.
 */
const HORIZON = `(select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + o.xid_offset) << 20 from ledger.origin o)`;

const READ_ALL = `select ${COPIED_COLUMNS} from ledger.event where position > $1::bigint and position < ${HORIZON} order by position limit $2::int4`;
const READ_STREAM = `select ${COPIED_COLUMNS} from ledger.event where stream = $1 and revision >= $2 order by revision`;
const READ_STREAMS = `select ${COPIED_COLUMNS} from ledger.event where stream = any($1) order by stream, revision`;
const HEAD = `select position from ledger.event where position < ${HORIZON} order by position desc limit 1`;
const TIP = 'select position from ledger.event order by position desc limit 1';

/** The ledger on PostgreSQL. See `append-statement.ts` for the order of positions, `schema.ts` for their origin. */
export class PostgresLedger implements Ledger {
  private closed = false;

  private constructor(
    private readonly reads: pg.Pool,
    private readonly sessions: readonly { close(): void }[],
    private readonly writer: AppendWriter,
    private readonly signal: CommitSignal,
    private readonly watch: TransactionWatch,
  ) {}

  /**
   * Connects and creates schema `ledger` where it is missing.
   * @throws OperationalError `misconfigured` when the database would not keep what it acknowledged, `unavailable` when it
   * can't be reached
   */
  static async open(options: PostgresLedgerOptions): Promise<PostgresLedger> {
    const config = { connectionString: options.connectionString, application_name: options.applicationName };
    const setup = new Session(config, async (client) => {
      await assertDurable(client);
      await prepareSchema(client);
    });
    await operational('the ledger could not be opened', () => setup.query(() => ({ name: 'ledger-hello', text: 'select 1', parameters: [] }))).finally(() => setup.close());
    const reads = new pg.Pool({
      ...config,
      max: options.poolSize ?? DEFAULT_POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
    });
    // An idle connection that breaks leaves the pool by itself; without a listener the process would end.
    reads.on('error', () => undefined);
    const heads = new KnownHeads();
    const prepare = async (client: pg.Client): Promise<void> => {
      await prepareWriter(client);
      heads.forgetAll();
    };
    const sessions = Array.from({ length: WRITE_LANES }, () => new Session(config, prepare));
    const watch = new TransactionWatch(reads, options.onAlarm ?? (() => undefined));
    const announcer = new CommitAnnouncer(config);
    const writer = new AppendWriter({ sessions, reads, heads, onWritten: options.announce ?? (() => announcer.announce()) });
    return new PostgresLedger(reads, [...sessions, announcer], writer, new CommitSignal(config), watch);
  }

  async append(appends: readonly StreamAppend[]): Promise<AppendResult> {
    if (this.closed) throw new OperationalError('unavailable', 'the ledger is closed');
    return this.writer.append(appends);
  }

  readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    return this.read('ledger-read-stream', READ_STREAM, [['text', stream], ['int4', fromRevision]]);
  }

  async readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    const byStream = new Map<string, RecordedEvent[]>();
    for (const event of await this.read('ledger-read-streams', READ_STREAMS, [['text', streams]])) {
      const known = byStream.get(event.stream);
      if (known) known.push(event);
      else byStream.set(event.stream, [event]);
    }
    return byStream;
  }

  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    invariant(Number.isInteger(limit) && limit > 0 && limit <= MAX_READ_EVENTS, `limit must be 1 to ${MAX_READ_EVENTS}, not ${limit}`);
    return this.read('ledger-read-all', READ_ALL, [['int8', after], ['int4', limit]]);
  }

  head(): Promise<Position> {
    return this.last('ledger-head', HEAD);
  }

  tip(): Promise<Position> {
    return this.last('ledger-tip', TIP);
  }

  private async last(name: string, text: string): Promise<Position> {
    const query = { name, text, values: [], rowMode: 'array' as const, types: AS_TEXT };
    const { rows } = await operational('the ledger could not be read', () => this.reads.query<[string]>(query));
    return BigInt(rows[0]?.[0] ?? LEDGER_START);
  }

  onCommit(wake: () => void): () => void {
    return this.signal.subscribe(wake);
  }

  /** How long the oldest transaction that holds readers back has been running; 0 when there is none. */
  async oldestTransactionAgeMs(): Promise<number> {
    const oldest = await operational('the running transactions could not be read', () => oldestTransaction(this.reads));
    return oldest?.ageMs ?? 0;
  }

  /** Takes no more appends, waits for the answers to those that it took, and closes its connections. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.writer.answered();
    this.watch.stop();
    for (const session of this.sessions) session.close();
    await Promise.all([this.signal.close(), this.reads.end()]);
  }

  private read(name: string, text: string, parameters: readonly Parameter[]): Promise<readonly RecordedEvent[]> {
    return operational('the ledger could not be read', () => readEvents(this.reads, { name, text, parameters }));
  }
}

/** A database that came back with other settings after a restart must be refused as well. */
async function prepareWriter(client: pg.Client): Promise<void> {
  await assertDurable(client);
  // The number of appends in a batch changes all the time: planning anew for each would cost more than the insert.
  await client.query('set plan_cache_mode = force_generic_plan');
  await client.query('set jit = off');
  // Signed batches get as small as by PostgreSQL's own way, and cost the server half as much. Not every server is built with it.
  await client.query(`select set_config(name, 'lz4', false) from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)`);
}
