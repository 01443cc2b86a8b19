import pg from 'pg';
import { TreeKeeper, TreeStore } from '@carriermesh/platform-evidence';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import type { SigningKey } from '@carriermesh/platform-signing';
import type { Forgery } from './forgeries.js';

const BATCH_ROWS = 2_000;

/** A second database with the ledger's rows alone, in which a scenario forges history. */
export class LedgerCopy {
  private constructor(
    readonly url: string,
    private readonly pool: pg.Pool,
  ) {}

  static async of(url: string, name: string): Promise<LedgerCopy> {
    await withClient(url, (client) => client.query(`create database ${client.escapeIdentifier(name)}`));
    const copyUrl = Object.assign(new URL(url), { pathname: `/${name}` }).href;
    // The ledger makes its own tables.
    await (await PostgresLedger.open({ connectionString: copyUrl, applicationName: 'scenario-copy' })).close();
    const pool = new pg.Pool({ connectionString: copyUrl, max: 1 });
    pool.on('error', () => undefined);
    await withClient(url, (source) => copyRows(source, pool));
    return new LedgerCopy(copyUrl, pool);
  }

  /** Gives the copy the tree that its rows have, with a head of the operator's over all of them. */
  async signTree(key: SigningKey): Promise<void> {
    const ledger = await PostgresLedger.open({ connectionString: this.url, applicationName: 'scenario-copy' });
    const store = new TreeStore(this.url);
    const keeper = new TreeKeeper({ ledger, store, key, log: { warn: () => undefined, error: () => undefined } });
    const size = async (): Promise<bigint> => (await store.newestHead())?.size ?? 0n;
    for (let before = -1n, now = await size(); before !== now; now = await size()) {
      before = now;
      await keeper.extend();
    }
    await store.close();
    await ledger.close();
  }

  /** Puts other bytes in the place of an event's, as someone with the database's password could, while `work` runs. */
  async whileAltered<T>({ position, payload }: Forgery, work: () => Promise<T>): Promise<T> {
    const { rows } = await this.pool.query<{ payload: Buffer }>('select payload from ledger.event where position = $1', [position.toString()]);
    const before = rows[0]?.payload;
    if (!before) throw new Error(`the copy has no event at position ${position}`);
    await this.write(position, payload);
    try {
      return await work();
    } finally {
      await this.write(position, before);
    }
  }

  private async write(position: bigint, payload: Uint8Array): Promise<void> {
    await this.pool.query('update ledger.event set payload = $2 where position = $1', [position.toString(), payload]);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

interface EventRow {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly event_id: string;
  readonly type: string;
  readonly payload: Buffer;
  readonly metadata: string;
  readonly recorded_at: string;
}

const COLUMNS = ['position', 'stream', 'revision', 'event_id', 'type', 'payload', 'metadata', 'recorded_at'] as const;

/** Times and JSON travel as text, so that not a microsecond and not a space of them is lost on the way. */
async function copyRows(source: pg.Client, target: pg.Pool): Promise<void> {
  for (let after = '-1'; ; ) {
    const { rows } = await source.query<EventRow>(
      `select position, stream, revision, event_id, type, payload, metadata::text as metadata, recorded_at::text as recorded_at
         from ledger.event where position > $1 order by position limit ${BATCH_ROWS}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return;
    await target.query(
      `insert into ledger.event (${COLUMNS.join(', ')})
         select * from unnest($1::bigint[], $2::text[], $3::integer[], $4::uuid[], $5::text[], $6::bytea[], $7::json[], $8::timestamptz[])`,
      COLUMNS.map((column) => rows.map((row) => row[column])),
    );
    after = last.position;
  }
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'scenario' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
