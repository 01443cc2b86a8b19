import { LEDGER_START } from '@carriermesh/platform-ledger';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { accounts, added, batchAfter, ofType, record, type Accounts } from './account.fixture.js';
import { AccountWorld } from './account.world.fixture.js';
import type { View } from './view.js';

const world = AccountWorld.inEachTest();
let ledger: AccountWorld['ledger'];
let store: AccountWorld['store'];
const { rows, catchUp, openStore } = world;

beforeEach(() => {
  ({ ledger, store } = world);
});

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
    expect(await store.checkpoint(accounts)).toBe(LEDGER_START);
    store.believe(store.brokenConnections);
    expect(await rows()).toEqual([]);
    await store.applyBatch(cut, batch);
    expect(await rows()).toEqual([{ stream: 'a', total: 3n, events: 2 }]);
  });

  it('tells who asks it whether asking again is of use, when the question is wrong and when its connection is lost', async () => {
    await expect(sql`select no_such_column from account`.execute(store.db)).rejects.toMatchObject({ kind: 'misconfigured', retryable: false });
    await expect(sql`select pg_terminate_backend(pg_backend_pid())`.execute(store.db)).rejects.toMatchObject({ kind: 'unavailable', retryable: true });
  });

  it('counts every event once when two instances follow the same ledger', async () => {
    const other = await openStore();
    try {
      await other.prepare(accounts);
      for (let n = 0; n < 60; n++) await record(ledger, `s-${n % 4}`, added(1), added(2));
      await Promise.all([catchUp(accounts, store, 7), catchUp(accounts, other, 5)]);
      expect(await rows()).toEqual([0, 1, 2, 3].map((n) => ({ stream: `s-${n}`, total: 45n, events: 30 })));
    } finally {
      await other.close();
    }
  });
});

it('has a schema per context, and no view of another one in it', async () => {
  await expect(store.checkpoint({ ...accounts, context: 'paths' })).rejects.toThrow('view accounts is of context paths, not of billing');
  const found = await sql<{ relname: string }>`
    select relname from pg_class where relnamespace = 'view_billing'::regnamespace and relkind in ('r', 'v') order by relname`.execute(store.db);
  expect(found.rows.map(({ relname }) => relname)).toEqual(['account', 'rich', 'view_checkpoint', 'view_dropped', 'view_parked']);
});
