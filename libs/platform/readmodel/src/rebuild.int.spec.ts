import { setImmediate as breathe } from 'node:timers/promises';
import { LEDGER_START } from '@carriermesh/platform-ledger';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { accounts, added, batchAfter, poisoned, record, type Accounts } from './account.fixture.js';
import { AccountWorld } from './account.world.fixture.js';
import type { ReadModelStore } from './read-model-store.js';
import { ViewGone, type View } from './view.js';

const world = AccountWorld.inEachTest();
let ledger: AccountWorld['ledger'];
let store: AccountWorld['store'];
let others: ReadModelStore<Accounts>[];
const { rows, catchUp } = world;

beforeEach(() => {
  ({ ledger, store } = world);
  others = [];
});
afterEach(() => Promise.all(others.map((other) => other.close())));

const another = async (): Promise<ReadModelStore<Accounts>> => {
  const other = await world.openStore();
  others.push(other);
  return other;
};

/** Some accounts, one of which holds an event that nobody can read, in the live view. */
async function live(): Promise<void> {
  for (let n = 0; n < 20; n++) await record(ledger, `s-${n % 3}`, added(n), ...(n === 9 ? [poisoned()] : []));
  await catchUp(accounts);
}

const as = async (statement: string): Promise<pg.QueryResult> => {
  const client = new pg.Client({ connectionString: world.connectionString });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
};

const builds = async (): Promise<unknown[]> => (await as(`select nspname from pg_namespace where nspname like 'view_billing.%'`)).rows;

describe('a view that is rebuilt', () => {
  it('I8 gives the rows of the live one, which is fed and asked meanwhile, and takes its place where that one is', async () => {
    await live();
    const [before, parked] = [await rows(), await store.parked(accounts)];
    let parts = 0;
    const seen: unknown[] = [];
    const between = async (): Promise<void> => {
      if ((parts += 1) > 1) return;
      seen.push(await rows());
      await record(ledger, 's-1', added(100));
      await catchUp(accounts);
      seen.push((await rows()).find(({ stream }) => stream === 's-1'));
    };
    const built = await store.rebuild(accounts, world.events(between));
    const grown = before.map((row) => (row.stream === 's-1' ? { ...row, total: row.total + 100n, events: row.events + 1 } : row));
    expect(seen).toEqual([before, grown[1]]);
    expect([await rows(), await store.parked(accounts)]).toEqual([grown, parked]);
    expect([await store.checkpoint(accounts), built.position]).toEqual([await ledger.head(), await ledger.head()]);
    await record(ledger, 's-2', added(1));
    await catchUp(accounts);
    expect((await rows()).map(({ events }) => events)).toEqual(grown.map(({ stream, events }) => events + (stream === 's-2' ? 1 : 0)));
    expect(await builds()).toEqual([]);
  });

  it('counts every event once under two instances that feed it without a pause, with statements that their connections have prepared', async () => {
    const instances = [await another(), await another()];
    let over = false;
    const feed = async (to: ReadModelStore<Accounts>): Promise<void> => {
      while (!over) {
        await catchUp(accounts, to, 3);
        await breathe();
      }
      await catchUp(accounts, to);
    };
    const feeding = instances.map((instance) => feed(instance));
    for (let n = 0; n < 60; n++) {
      await record(ledger, `s-${n % 4}`, added(1), added(2));
      if (n % 15 === 7) await store.rebuild(accounts, world.events());
      expect((await rows(instances[n % 2])).length).toBeLessThanOrEqual(4);
    }
    over = true;
    await Promise.all(feeding);
    expect(await rows()).toEqual([0, 1, 2, 3].map((n) => ({ stream: `s-${n}`, total: 45n, events: 30 })));
    expect(await store.checkpoint(accounts)).toBe(await ledger.head());
  });

  it('makes up for the little that the live one is ahead by while it takes the place, and goes round again for more', async () => {
    await live();
    let heads = 0;
    const events = world.events();
    // Hears of the head and sees the live one go on behind it: by more than is made up for while all wait, then not at all, then by little.
    const ahead = [0, 600, 0, 3];
    const late = { ...events, head: async () => {
      const head = await ledger.head();
      heads += 1;
      const more = ahead[heads] ?? 0;
      if (more > 0) await record(ledger, 'late', ...Array.from({ length: more }, () => added(0)));
      await catchUp(accounts);
      return head;
    } };
    await store.rebuild(accounts, late);
    expect((await rows()).find(({ stream }) => stream === 'late')).toEqual({ stream: 'late', total: 0n, events: 603 });
    expect(heads).toBeGreaterThanOrEqual(3);
    expect(await store.checkpoint(accounts)).toBe(await ledger.head());
  });

  it('is rebuilt by one at a time: the second hears who does it, and the live one stays', async () => {
    await live();
    const second: unknown[] = [];
    const between = async (): Promise<void> => {
      second.push(await (await another()).rebuild(accounts, world.events()).catch((error: unknown) => error));
    };
    await store.rebuild(accounts, world.events(between));
    expect(second[0]).toMatchObject({ kind: 'unavailable', message: expect.stringMatching(/^view accounts of billing is being rebuilt already, by readmodel-store \(process \d+ of the database\)/) });
    expect(await rows()).toHaveLength(3);
  });

  it('stays as it is when the rebuild is called off, and nothing is left behind', async () => {
    await live();
    const before = [await rows(), await store.checkpoint(accounts), await store.parked(accounts)];
    const stop = new AbortController();
    await expect(store.rebuild(accounts, world.events(async () => stop.abort(new Error('called off'))), { signal: stop.signal })).rejects.toThrow('called off');
    expect([await rows(), await store.checkpoint(accounts), await store.parked(accounts)]).toEqual(before);
    expect(await builds()).toEqual([]);
  });

  it('stays as it is when the rebuild loses its connection; what that left is cleared away by the next who opens the views', async () => {
    await live();
    const before = [await rows(), await store.checkpoint(accounts)];
    const cut = async (): Promise<void> => {
      await as(`select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory' and l.classid = ${0x7669_6578}`);
    };
    await expect(store.rebuild(accounts, world.events(cut))).rejects.toMatchObject({ kind: 'unavailable' });
    expect([await rows(), await store.checkpoint(accounts), await builds()]).toEqual([...before, [{ nspname: 'view_billing.accounts' }]]);
    await another();
    expect(await builds()).toEqual([]);
    await store.rebuild(accounts, world.events());
    expect([await rows(), await store.checkpoint(accounts)]).toEqual(before);
  });

  it('is not swapped for one that holds an event which was given up meanwhile', async () => {
    const poison = poisoned();
    await record(ledger, 'bad', added(3), poison, added(4));
    await catchUp(accounts);
    const given = { eventId: poison.eventId, by: 'operator', reason: 'a test account' };
    const giveUp = async (): Promise<void> => void (await store.takeUp(accounts, 'bad', { read: (stream) => ledger.readStream(stream), given }));
    await expect(store.rebuild(accounts, world.events(giveUp))).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('was given up while the view was built') });
    const mended = [{ stream: 'bad', total: 7n, events: 2 }];
    expect(await rows()).toEqual(mended);
    await store.rebuild(accounts, world.events());
    expect([await rows(), await store.parked(accounts)]).toEqual([mended, []]);
  });

  it('leaves the other views of the context alone, also when it would make a table of one of them', async () => {
    await live();
    const names: View<Accounts> = { ...accounts, name: 'names', migrate: 'create table name (stream text)', apply: async () => undefined };
    await store.prepare(names, world.events());
    await store.rebuild(names, world.events());
    expect([await store.checkpoint(names), await rows()]).toEqual([await ledger.head(), await rows()]);
    const thief: View<Accounts> = { ...names, name: 'thief', migrate: 'create table account (stream text)' };
    await expect(store.prepare(thief, world.events())).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('that view accounts of billing has already') });
    expect(await rows()).toHaveLength(3);
  });
});

describe('a view that is not whole', () => {
  it.each([
    ['a table', 'account', 'drop table view_billing.account cascade'],
    ['what rests on a table', 'rich', 'drop view view_billing.rich'],
    ['its checkpoint', 'its checkpoint', 'delete from view_billing.view_checkpoint'],
    ['the schema with all that is in it', 'its checkpoint', 'drop schema view_billing cascade'],
  ])('says that it is rebuilding after it lost %s, to those who feed it and those who ask, and answers when it is built again', async (_, lost, wipe) => {
    await live();
    const before = await rows();
    await as(wipe);
    await record(ledger, 's-1', added(1));
    await expect(store.checkpoint(accounts)).rejects.toThrow(ViewGone);
    const applied = await store.applyBatch(accounts, await batchAfter(ledger, LEDGER_START)).catch((error: unknown) => error);
    // The one table that `apply` writes may be there still.
    expect(applied).toEqual(lost === 'rich' ? expect.any(BigInt) : expect.objectContaining({ kind: 'rebuilding', message: expect.stringMatching(`^view accounts is rebuilding: it lost .*${lost}`) }));
    const asked: unknown[] = [];
    const between = async (): Promise<void> => void asked.push(await rows().catch((error: unknown) => error));
    await store.prepare(accounts, world.events(between));
    expect(asked).toEqual([expect.objectContaining({ kind: 'rebuilding', message: expect.stringContaining('rebuilding') })]);
    store.believe(store.brokenConnections);
    expect(await rows()).toEqual(before.map((row) => (row.stream === 's-1' ? { ...row, total: row.total + 1n, events: row.events + 1 } : row)));
    expect(await store.parked(accounts)).toHaveLength(1);
  });

  it('is built once when several processes prepare it at the same time', async () => {
    await live();
    const next: View<Accounts> = { ...accounts, version: 2 };
    const stores = await Promise.all([another(), another(), another()]);
    let reads = 0;
    await Promise.all(stores.map((each) => each.prepare(next, world.events(async () => void (reads += 1)))));
    expect(reads).toBe(1);
    expect(await Promise.all(stores.map((each) => each.checkpoint(next)))).toEqual(stores.map(() => expect.any(BigInt)));
    expect(await rows()).toHaveLength(3);
  });
});

describe('a view of a new version', () => {
  const note = 'create table account (stream text primary key, total bigint not null, events integer not null, note text)';
  const next: View<Accounts> = { ...accounts, version: 2, migrate: note };

  it('leaves the old one to answer until it is whole, and refuses a process that still has that', async () => {
    await record(ledger, 'a', added(5));
    await catchUp(accounts);
    const meanwhile: unknown[] = [];
    await store.prepare(next, world.events(async () => void meanwhile.push(await rows())));
    expect(meanwhile).toEqual([[{ stream: 'a', total: 5n, events: 1 }]]);
    expect(await rows()).toEqual([{ stream: 'a', total: 5n, events: 1, note: null }]);
    const batch = await batchAfter(ledger, LEDGER_START);
    await expect(store.applyBatch(accounts, batch)).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('version 2') });
    await expect(store.prepare(accounts)).rejects.toMatchObject({ kind: 'misconfigured' });
    await expect(store.rebuild(accounts, world.events())).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('this build has version 1') });
    const { rows: found } = await sql<{ relname: string }>`select relname from pg_class where relnamespace = 'view_billing'::regnamespace and relname = 'rich'`.execute(store.db);
    expect(found).toEqual([]);
  });

  it('is not built by a rebuild, which would leave the running service with tables that it does not know', async () => {
    await live();
    await expect(store.rebuild(next, world.events())).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('at version 1 in the database') });
    expect(await rows()).toHaveLength(3);
  });
});
