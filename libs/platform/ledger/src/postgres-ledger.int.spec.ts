import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { ledgerContract } from './ledger.contract.js';
import { anEvent, waitUntil } from './ledger.fixture.js';
import { PostgresLedger } from './postgres-ledger.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 60_000);

ledgerContract('PostgreSQL', async () =>
  PostgresLedger.open({ connectionString: await postgres.createDatabase(), applicationName: 'ledger-contract' }),
);

it('a ledger that is closed right after an append leaves no connection behind, although the commit was still to be announced', async () => {
  const connectionString = await postgres.createDatabase();
  for (let round = 0; round < 5; round += 1) {
    const ledger = await PostgresLedger.open({ connectionString, applicationName: 'ledger-closed' });
    await ledger.append([{ stream: `round-${round}`, expected: 'none', events: [anEvent()] }]);
    await ledger.close();
  }
  const looking = new pg.Client({ connectionString });
  await looking.connect();
  const left = async (): Promise<number> => {
    const { rows } = await looking.query<{ left: number }>('select count(*)::int as left from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
    return rows[0]?.left ?? Number.NaN;
  };
  // The server needs a moment to see that a connection has gone.
  await waitUntil(async () => (await left()) === 0).finally(() => looking.end());
});

it('an event that can not be understood fails its own reader by what is wrong with it, and the connection serves the next one', async () => {
  const connectionString = await postgres.createDatabase();
  const ledger = await PostgresLedger.open({ connectionString, applicationName: 'ledger-strange', poolSize: 1 });
  const strange = new pg.Client({ connectionString });
  await strange.connect();
  try {
    await ledger.append([{ stream: 'sound', expected: 'none', events: [anEvent(), anEvent()] }]);
    await strange.query(`insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
                         select position + 100, 'strange', 0, gen_random_uuid(), type, payload, '{"occurredAt": "yesterday"}' from ledger.event limit 1`);
    await expect(ledger.readStreams(['sound', 'strange'])).rejects.toThrow('yesterday');
    expect(await ledger.readStream('sound')).toHaveLength(2);
  } finally {
    await strange.end();
    await ledger.close();
  }
});

it('a ledger whose commits are told in another way tells of each that was written, and of nothing that was refused', async () => {
  let told = 0;
  const ledger = await PostgresLedger.open({ connectionString: await postgres.createDatabase(), applicationName: 'ledger-telling', announce: () => (told += 1) });
  const first = { stream: 'first', expected: 'none', events: [anEvent()] } as const;
  await ledger.append([first]);
  await ledger.append([{ ...first, events: [anEvent()] }]);
  await ledger.append([{ ...first, stream: 'second', events: [anEvent()] }]);
  expect(told).toBe(2);
  await ledger.close();
});

it('a large payload is compressed by lz4 where the server has it, and by its own way where it has not', async () => {
  const connectionString = await postgres.createDatabase();
  const ledger = await PostgresLedger.open({ connectionString, applicationName: 'ledger-compressed' });
  const looking = new pg.Client({ connectionString });
  await looking.connect();
  try {
    const payload = new Uint8Array(20_000).fill(7);
    await ledger.append([{ stream: 'large', expected: 'none', events: [anEvent({ payload })] }]);
    const { rows: ways } = await looking.query<{ way: string }>(`select unnest(enumvals) as way from pg_settings where name = 'default_toast_compression'`);
    const { rows } = await looking.query<{ way: string; size: number }>('select pg_column_compression(payload) as way, pg_column_size(payload) as size from ledger.event');
    expect(rows).toEqual([{ way: ways.some(({ way }) => way === 'lz4') ? 'lz4' : 'pglz', size: expect.any(Number) }]);
    expect(rows[0]?.size).toBeLessThan(1_000);
    expect((await ledger.readStream('large'))[0]?.payload).toEqual(Buffer.from(payload));
  } finally {
    await looking.end();
    await ledger.close();
  }
});
