import pg from 'pg';
import { instant, instantFromMs, type Instant } from '@carriermesh/kernel';
import type { Bus } from '@carriermesh/platform-bus';
import { common } from '@carriermesh/wire';
import type { Clock } from './ports.js';

/** Where the hands of a demonstration's clock are told. */
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

/**
 * The machine's time plus an offset. The offset is zero, except in a demonstration home whose clock was moved forward: then
 * every process adds the same, from the database at its start and from the bus while it runs.
 */
export class MeshClock implements Clock {
  private offsetNs = 0n;

  static async open(databaseUrl: string, bus: Bus): Promise<MeshClock> {
    const clock = new MeshClock();
    bus.hear(CLOCK_SUBJECT, (_, body) => {
      clock.offsetNs = common.ClockOffset.decode(body).offsetNs;
    });
    clock.offsetNs = await withClient(databaseUrl, readOffset);
    return clock;
  }

  now(): Instant {
    return instant(instantFromMs(Date.now()) + this.offsetNs);
  }
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
    return withClient(this.databaseUrl, async (client) => {
      await migrate(client);
      const { rows } = await client.query<{ offset_ns: string }>(
        'update platform.clock set offset_ns = offset_ns + $1 where demonstration returning offset_ns',
        [byNs.toString()],
      );
      const offsetNs = rows[0] === undefined ? undefined : BigInt(rows[0].offset_ns);
      if (offsetNs !== undefined) this.bus.tell(CLOCK_SUBJECT, common.ClockOffset.encode({ offsetNs }));
      return offsetNs;
    });
  }
}

async function readOffset(client: pg.Client): Promise<bigint> {
  await migrate(client);
  const { rows } = await client.query<{ offset_ns: string }>('select offset_ns from platform.clock');
  return BigInt(rows[0]?.offset_ns ?? '0');
}

async function migrate(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query(MIGRATION);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'carriermesh-clock' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
