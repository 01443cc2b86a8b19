import { PostgresLedger, LEDGER_START } from '@carriermesh/platform-ledger';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { accounts, added, batchAfter, ofType, poisoned, record, type Accounts } from './account.fixture.js';
import { ReadModelStore } from './read-model-store.js';
import type { View } from './view.js';

let postgres: TestPostgres;
let connectionString: string;
let ledger: PostgresLedger;
let store: ReadModelStore<Accounts>;

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 60_000);
beforeEach(async () => {
  connectionString = await postgres.createDatabase();
  ledger = await PostgresLedger.open({ connectionString, applicationName: 'readmodel-ledger' });
  store = await openStore();
  await store.prepare(accounts, LEDGER_START);
}, 60_000);
afterEach(async () => {
  await store.close();
  await ledger.close();
}, 60_000);

const openStore = () => ReadModelStore.open<Accounts>({ connectionString, context: 'billing', applicationName: 'readmodel-store' });

const rows = (from: ReadModelStore<Accounts> = store) => from.db.selectFrom('account').selectAll().orderBy('stream').execute();

/** Follows the ledger to its end as a projection does: from the checkpoint, batch by batch, and back where it is told to. */
async function catchUp(view: View<Accounts>, to: ReadModelStore<Accounts> = store, limit = 1_000): Promise<void> {
  let checkpoint = await to.checkpoint(view);
  for (;;) {
    const batch = await batchAfter(ledger, checkpoint, limit);
    if (batch.events.length === 0) return;
    checkpoint = await to.applyBatch(view, batch);
  }
}

describe('a view', () => {
  it('applies what it listens to, lets the rest pass, and keeps its checkpoint with its rows', async () => {
    await record(ledger, 'a', added(5), ofType('test.v1.Ignored', 100));
    await record(ledger, 'b', added(7));
    const batch = await batchAfter(ledger, LEDGER_START);
    expect(await store.applyBatch(accounts, batch)).toBe(batch.upTo);
    expect(await rows()).toEqual([{ stream: 'a', total: 5n, events: 1 }, { stream: 'b', total: 7n, events: 1 }]);
    expect(await store.checkpoint(accounts)).toBe(batch.upTo);
  });

  it('skips what it has seen, in a repeated batch and in one that overlaps', async () => {
    await record(ledger, 'a', added(1), added(2));
    const first = await batchAfter(ledger, LEDGER_START);
    await store.applyBatch(accounts, first);
    expect(await store.applyBatch(accounts, first)).toBe(first.upTo);
    await record(ledger, 'a', added(4));
    await store.applyBatch(accounts, await batchAfter(ledger, LEDGER_START));
    expect(await rows()).toEqual([{ stream: 'a', total: 7n, events: 3 }]);
  });

  it('applies nothing of a batch that begins behind its checkpoint, and says where to go on from', async () => {
    await record(ledger, 'a', added(1), added(2));
    const [first] = (await batchAfter(ledger, LEDGER_START)).events;
    const late = await batchAfter(ledger, first?.position ?? 0n);
    expect(await store.applyBatch(accounts, late)).toBe(LEDGER_START);
    expect(await rows()).toEqual([]);
  });

  it('moves its checkpoint over a stretch in which nothing concerns it', async () => {
    expect(await store.applyBatch(accounts, { after: LEDGER_START, events: [], upTo: 77n })).toBe(77n);
    expect(await store.checkpoint(accounts)).toBe(77n);
  });

  it('has neither rows nor checkpoint of a batch that broke off, and both once it passes', async () => {
    await record(ledger, 'a', added(1), ofType('test.v1.Disturbed', 2));
    const batch = await batchAfter(ledger, LEDGER_START);
    await expect(store.applyBatch(accounts, batch)).rejects.toMatchObject({ kind: 'unavailable' });
    expect([await rows(), await store.checkpoint(accounts), await store.parked(accounts)]).toEqual([[], LEDGER_START, []]);
    const mended: View<Accounts> = { ...accounts, apply: (event, tx) => accounts.apply({ ...event, type: 'test.v1.Added' }, tx) };
    await store.applyBatch(mended, batch);
    expect(await rows()).toEqual([{ stream: 'a', total: 3n, events: 2 }]);
  });

  it('survives the loss of its connection in the middle of a batch, and answers when its rows were found to be whole', async () => {
    await record(ledger, 'a', added(1), added(2));
    const batch = await batchAfter(ledger, LEDGER_START);
    let cuts = 0;
    const cut: View<Accounts> = {
      ...accounts,
      async apply(event, tx) {
        await accounts.apply(event, tx);
        if (cuts++ === 0) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
      },
    };
    await expect(store.applyBatch(cut, batch)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(() => store.db).toThrow('looked through for rows that were lost');
    await expect(store.query(accounts, async () => 1)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await store.checkpoint(accounts)).toBe(LEDGER_START);
    store.believe(store.brokenConnections);
    expect(await rows()).toEqual([]);
    await store.applyBatch(cut, batch);
    expect(await rows()).toEqual([{ stream: 'a', total: 3n, events: 2 }]);
  });

  it('counts every event once when two instances follow the same ledger', async () => {
    const other = await openStore();
    try {
      await other.prepare(accounts, LEDGER_START);
      for (let n = 0; n < 60; n++) await record(ledger, `s-${n % 4}`, added(1), added(2));
      await Promise.all([catchUp(accounts, store, 7), catchUp(accounts, other, 5)]);
      expect(await rows()).toEqual([0, 1, 2, 3].map((n) => ({ stream: `s-${n}`, total: 45n, events: 30 })));
    } finally {
      await other.close();
    }
  });
});

describe('a rebuild', () => {
  it('gives the same rows as live, says "rebuilding" until it has come to the head, and does not answer before', async () => {
    for (let n = 0; n < 20; n++) {
      await record(ledger, `s-${n % 3}`, added(n), ...(n === 9 ? [poisoned()] : []));
      await catchUp(accounts);
    }
    const [live, parked] = [await rows(), await store.parked(accounts)];
    const ask = () => store.query(accounts, (tx) => tx.selectFrom('account').selectAll().orderBy('stream').execute());
    expect(await ask()).toEqual(live);
    await store.rebuild(accounts, await ledger.head());
    expect([await rows(), await store.parked(accounts), await store.isReady(accounts)]).toEqual([[], [], false]);
    await store.applyBatch(accounts, await batchAfter(ledger, LEDGER_START, 15));
    await expect(ask()).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('rebuilding') });
    await catchUp(accounts, store, 4);
    expect([await ask(), await store.isReady(accounts)]).toEqual([live, true]);
    const again = (await store.parked(accounts)).map(({ parkedAt: _, ...rest }) => rest);
    expect(again).toEqual(parked.map(({ parkedAt: _, ...rest }) => rest));
  });

  it('follows a new version with new tables, and refuses a process that still has the old one', async () => {
    await record(ledger, 'a', added(5));
    await catchUp(accounts);
    const next: View<Accounts> = {
      ...accounts,
      version: 2,
      migrate: 'create table account (stream text primary key, total bigint not null, events integer not null, note text)',
    };
    expect(await store.isReady(next)).toBe(false);
    await store.prepare(next, await ledger.head());
    const batch = await batchAfter(ledger, LEDGER_START);
    await expect(store.applyBatch(accounts, batch)).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('version 2') });
    await expect(store.prepare(accounts, LEDGER_START)).rejects.toMatchObject({ kind: 'misconfigured' });
    await catchUp(next);
    expect(await rows()).toEqual([{ stream: 'a', total: 5n, events: 1, note: null }]);
    expect([await store.isReady(next), await store.isReady(accounts)]).toEqual([true, false]);
  });

  it('leaves the other views of the context alone', async () => {
    const names: View<Accounts> = { ...accounts, name: 'names', migrate: 'create table name (stream text)', apply: async () => undefined };
    await store.prepare(names, LEDGER_START);
    await record(ledger, 'a', added(5));
    await catchUp(accounts);
    await catchUp(names);
    await store.rebuild(names, await ledger.head());
    expect([await store.checkpoint(accounts), await store.checkpoint(names)]).toEqual([await ledger.head(), LEDGER_START]);
    expect(await rows()).toHaveLength(1);
  });

  it('happens once when several processes prepare a view at the same time', async () => {
    await store.rebuild(accounts, LEDGER_START);
    const next: View<Accounts> = { ...accounts, version: 2 };
    const stores = await Promise.all([openStore(), openStore(), openStore()]);
    try {
      await Promise.all(stores.map((each) => each.prepare(next, 5n)));
      expect(await Promise.all(stores.map((each) => each.checkpoint(next)))).toEqual([LEDGER_START, LEDGER_START, LEDGER_START]);
    } finally {
      await Promise.all(stores.map((each) => each.close()));
    }
  });
});

it('has a schema per context, and no view of another one in it', async () => {
  await expect(store.checkpoint({ ...accounts, context: 'paths' })).rejects.toThrow('view accounts is of context paths, not of billing');
  const found = await sql<{ relname: string }>`
    select relname from pg_class where relnamespace = 'view_billing'::regnamespace and relkind in ('r', 'v') order by relname`.execute(store.db);
  expect(found.rows.map(({ relname }) => relname)).toEqual(['account', 'rich', 'view_checkpoint', 'view_dropped', 'view_parked']);
});
