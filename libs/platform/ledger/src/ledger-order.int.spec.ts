import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { allCommittedIsReadable } from './all-committed.js';
import { appendQuery } from './append-statement.js';
import { BindMessage } from './bind-message.js';
import { tryCommitOrder } from './commit-order.fixture.js';
import { anEvent, eventIds, readEverything, someEvents, waitUntil } from './ledger.fixture.js';
import { LEDGER_START } from './ledger.port.js';
import { PostgresLedger } from './postgres-ledger.js';
import { submit } from './submission.js';
import { TransactionWatch, oldestTransaction, type LedgerAlarm } from './transaction-watch.js';

let postgres: TestPostgres;
let connectionString: string;
let ledger: PostgresLedger;
let clients: pg.Client[];

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 60_000);
beforeEach(async () => {
  clients = [];
  connectionString = await postgres.createDatabase();
  ledger = await PostgresLedger.open({ connectionString, applicationName: 'ledger-order' });
}, 60_000);
afterEach(async () => {
  await ledger.close();
  await Promise.all(clients.map((client) => client.end()));
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  clients.push(client);
  await client.connect();
  return client;
}

describe('the order of commits', () => {
  it('gives a tailing reader each event once and in order while 20 writers commit late, out of turn, or not at all, and one transaction stays open', async () => {
    const { committed, reading, naive, alarms } = await tryCommitOrder({ connectionString, holdMs: 1_000, alarmAfterMs: 200 });
    expect(committed).toBeGreaterThan(20);
    expect(reading).toEqual({ skipped: 0, repeated: 0, outOfOrder: 0 });
    expect(alarms[0]).toMatchObject({ kind: 'long-transaction', limitMs: 200 });
    // A reader that looks only for higher positions has lost at least the event of the open transaction.
    expect(naive.skipped).toBeGreaterThan(0);
  }, 60_000);

  it('holds readers back behind an open transaction, and skips nothing when it commits', async () => {
    const [before, late, early] = [anEvent(), anEvent(), anEvent()];
    await ledger.append([{ stream: 'before', expected: 'none', events: [before] }]);
    const head = await ledger.head();
    const slow = await connected();
    await slow.query('begin');
    await submit(slow, appendQuery([[{ stream: 'late', expected: 'none', events: [late] }]]), new BindMessage());
    const acknowledged = await ledger.append([{ stream: 'early', expected: 'none', events: [early] }]);
    expect(acknowledged.kind).toBe('appended');
    expect(eventIds(await ledger.readStream('early'))).toEqual([early.eventId]);
    expect(eventIds(await ledger.readAll(LEDGER_START, 10))).toEqual([before.eventId]);
    expect([await ledger.head(), await ledger.tip()]).toEqual([head, acknowledged.kind === 'appended' && acknowledged.position]);
    expect(await ledger.oldestTransactionAgeMs()).toBeGreaterThan(0);
    await slow.query('commit');
    expect(eventIds(await ledger.readAll(LEDGER_START, 10))).toEqual(eventIds([before, late, early]));
    expect(await ledger.oldestTransactionAgeMs()).toBe(0);
  }, 60_000);

  it('tells when readers get all that was committed, and who holds them where, when they do not', async () => {
    await ledger.append([{ stream: 'before', expected: 'none', events: someEvents(1) }]);
    const head = await ledger.head();
    await allCommittedIsReadable(ledger, 0);
    const slow = await connected();
    await slow.query('begin');
    await slow.query('select pg_current_xact_id()');
    await ledger.append([{ stream: 'early', expected: 'none', events: someEvents(1) }]);
    const tip = await ledger.tip();
    await expect(allCommittedIsReadable(ledger, 100)).rejects.toMatchObject({ kind: 'unavailable', message: `the ledger is committed up to ${tip}, and a running transaction has held its readers at ${head} for 100 ms` });
    const readable = allCommittedIsReadable(ledger, 30_000);
    await slow.query('rollback');
    await readable;
    expect(await ledger.head()).toBe(tip);
  }, 60_000);

  it('orders a stream by position as by revision when two processes write it', async () => {
    const other = await PostgresLedger.open({ connectionString, applicationName: 'ledger-order-2' });
    const write = (from: PostgresLedger, streams: string[]) =>
      Array.from({ length: 60 }, () => from.append(streams.map((stream) => ({ stream, expected: 'any' as const, events: someEvents(2) }))));
    // The two name the streams in opposite orders: whoever locked them as named would end in a deadlock.
    await Promise.all([...write(ledger, ['x', 'y', 'z']), ...write(other, ['z', 'y', 'x'])]);
    await other.close();
    const all = await readEverything(ledger, 500);
    expect(all).toHaveLength(720);
    for (const stream of ['x', 'y', 'z']) {
      expect(all.filter((event) => event.stream === stream).map(({ revision }) => revision)).toEqual(Array.from({ length: 240 }, (_, revision) => revision));
    }
  }, 60_000);

  it('goes on above the restored positions in a new cluster, whose transaction ids begin anew', async () => {
    await ledger.append([{ stream: 'old', expected: 'none', events: someEvents(2) }]);
    const client = await connected();
    const restored = 5_000_000_000n << 20n;
    await client.query('update ledger.event set position = position + $1', [restored]);
    await ledger.close();
    ledger = await PostgresLedger.open({ connectionString, applicationName: 'ledger-order' });
    const result = await ledger.append([{ stream: 'old', expected: 1, events: someEvents(1) }]);
    const again = await PostgresLedger.open({ connectionString, applicationName: 'ledger-order' });
    await again.append([{ stream: 'old', expected: 2, events: someEvents(1) }]);
    await again.close();
    const all = await readEverything(ledger, 10);
    expect(all.map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
    expect(result.kind === 'appended' && result.position > restored).toBe(true);
    const { rows } = await client.query<{ lifted: boolean }>('select xid_offset between 4999999000 and 5000001000 as lifted from ledger.origin');
    expect(rows).toEqual([{ lifted: true }]);
  }, 60_000);
});

describe('the watch for long transactions', () => {
  it('alarms about a transaction beyond the limit that has written, and not about one that only reads', async () => {
    const pool = new pg.Pool({ connectionString });
    const alarms: LedgerAlarm[] = [];
    const watch = new TransactionWatch(pool, (alarm) => alarms.push(alarm), 50, 10);
    try {
      const [reader, writer] = [await connected(), await connected()];
      await reader.query('begin isolation level repeatable read');
      await reader.query('select count(*) from ledger.event');
      await sleep(100);
      expect([alarms, await oldestTransaction(pool)]).toEqual([[], undefined]);
      await writer.query(`set application_name = 'forgetful'`);
      await writer.query('begin');
      await writer.query('select pg_current_xact_id()');
      await waitUntil(() => alarms.length > 0);
      expect(alarms[0]).toMatchObject({ kind: 'long-transaction', limitMs: 50, owner: expect.stringMatching(/^forgetful \(pid \d+\)$/) });
      await writer.query('commit');
    } finally {
      watch.stop();
      await pool.end();
    }
  }, 60_000);
});
