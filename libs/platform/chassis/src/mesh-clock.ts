import pg from 'pg';
import { instant, instantFromMs, invariant, type Instant } from '@carriermesh/kernel';
import { Bell, type Bus } from '@carriermesh/platform-bus';
import { operational } from '@carriermesh/platform-ledger';
import { common } from '@carriermesh/wire';
import type { CheckedClock } from './ports.js';

/** Where it is told that the hands of a demonstration's clock were moved. */
export const CLOCK_SUBJECT = 'cm.sys.clock';

const MIGRATION = `
  create schema if not exists platform;
  create table if not exists platform.clock (
    only_row boolean primary key default true check (only_row),
    offset_ns bigint not null,
    demonstration boolean not null
  );`;

/** Two processes that start at once would both create the schema, and one would fail. */
const MIGRATION_LOCK = 7_201_001;
/** How long a process of a demonstration that was cut off from the bus may not know that the clock was moved. */
const LOOK_MS = 2_000;
/** The same where the clock stands still, and a demonstration's mark would be news. */
const SELDOM_LOOK_MS = 60_000;
const ANSWER_LIMIT_MS = 5_000;

/**
 * The machine's time plus an offset. The offset is zero, except in a demonstration home whose clock was moved forward: then
 * every process adds the same. The database says how much; what the bus tells is only that it is time to look, so that
 * nobody on the bus can move the clock of a mesh that is no demonstration.
 */
export class MeshClock implements CheckedClock {
  private offsetNs = 0n;
  private demonstration = false;
  private readonly told = new Bell();
  private readonly closing = new AbortController();

  private constructor(private readonly pool: pg.Pool) {}

  static async open(databaseUrl: string, bus: Bus): Promise<MeshClock> {
    const clock = new MeshClock(poolOf(databaseUrl));
    const unhear = bus.hear(CLOCK_SUBJECT, () => clock.told.ring());
    clock.closing.signal.addEventListener('abort', unhear, { once: true });
    try {
      await withClient(databaseUrl, migrate);
      await clock.look();
    } catch (error) {
      await clock.close();
      throw error;
    }
    void clock.follow();
    return clock;
  }

  now(): Instant {
    return instant(instantFromMs(Date.now()) + this.offsetNs);
  }

  async checked(): Promise<Instant> {
    const unixMs = await this.look();
    return instant(instantFromMs(unixMs) + this.offsetNs);
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    this.told.ring();
    await this.pool.end();
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await this.told.heardWithin(this.demonstration ? LOOK_MS : SELDOM_LOOK_MS);
      // A database that is away moves no clock; the next look finds what this one missed.
      if (!signal.aborted) await this.look().catch(() => undefined);
    }
  }

  /** @returns milliseconds since 1970 by the database's clock */
  private async look(): Promise<number> {
    const { rows } = await operational('the clock could not be read', () => this.pool.query<LookedRow>(LOOK));
    this.demonstration = rows[0]?.demonstration ?? false;
    const offsetNs = this.demonstration ? BigInt(rows[0]?.offset_ns ?? '0') : 0n;
    // Forward alone: an answer that was overtaken by a later one must not turn the hands back.
    if (offsetNs > this.offsetNs) this.offsetNs = offsetNs;
    return Number(rows[0]?.unix_ms);
  }
}

/** A row also where none says that this is a demonstration. */
const LOOK = `
  select coalesce(hands.offset_ns, 0) as offset_ns, coalesce(hands.demonstration, false) as demonstration, floor(extract(epoch from clock_timestamp()) * 1000)::bigint as unix_ms
  from (values (1)) as always left join platform.clock as hands on true`;

interface ClockRow {
  readonly offset_ns: string;
  readonly demonstration: boolean;
}

interface LookedRow extends ClockRow {
  readonly unix_ms: string;
}

/** What a demonstration may do to its clock. Anywhere else the row says that it is none, and the clock stays as it is. */
export class ClockHands {
  constructor(
    private readonly databaseUrl: string,
    private readonly bus: Pick<Bus, 'tell'>,
  ) {}

  /** Marks the database as a demonstration's, once, when its home is made. */
  async allowMoving(): Promise<void> {
    await withClient(this.databaseUrl, async (client) => {
      await migrate(client);
      await client.query('insert into platform.clock (offset_ns, demonstration) values (0, true) on conflict do nothing');
    });
  }

  /**
   * Moves the hands forward, never back.
   * @returns the whole offset; `undefined` when this mesh is no demonstration
   */
  async advance(byNs: bigint): Promise<bigint | undefined> {
    invariant(byNs >= 0n, `a clock moves forward alone, not by ${byNs} ns`);
    return withClient(this.databaseUrl, async (client) => {
      await migrate(client);
      const { rows } = await client.query<ClockRow>(
        'update platform.clock set offset_ns = offset_ns + $1 where demonstration returning offset_ns, demonstration',
        [byNs.toString()],
      );
      const offsetNs = rows[0] === undefined ? undefined : BigInt(rows[0].offset_ns);
      if (offsetNs !== undefined) this.bus.tell(CLOCK_SUBJECT, common.ClockOffset.encode({ offsetNs }));
      return offsetNs;
    });
  }
}

/**
 * The mesh's time by a database that may be a copy of its: where no service ever kept a clock in it, the machine's.
 * @throws OperationalError when the database can't be asked
 */
export async function readMeshTime(databaseUrl: string): Promise<Instant> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ kept: string | null }>(`select to_regclass('platform.clock')::text as kept`);
    const [hands] = rows[0]?.kept ? (await client.query<ClockRow>('select offset_ns, demonstration from platform.clock')).rows : [];
    return instant(instantFromMs(Date.now()) + (hands?.demonstration ? BigInt(hands.offset_ns) : 0n));
  });
}

async function migrate(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query(MIGRATION);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
}

const configOf = (databaseUrl: string): pg.ClientConfig => ({
  connectionString: databaseUrl,
  application_name: 'carriermesh-clock',
  connectionTimeoutMillis: ANSWER_LIMIT_MS,
  query_timeout: ANSWER_LIMIT_MS,
});

function poolOf(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ ...configOf(databaseUrl), max: 1 });
  // An idle connection that breaks leaves the pool by itself; without a listener the process would end.
  pool.on('error', () => undefined);
  return pool;
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(configOf(databaseUrl));
  // A connection that breaks tells its query; without a listener it would also end the process.
  client.on('error', () => undefined);
  return operational('the clock could not be set up', async () => {
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  });
}
