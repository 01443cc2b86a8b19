import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { accounts, added, poisoned, record, type Accounts } from './account.fixture.js';
import { AccountWorld } from './account.world.fixture.js';
import { PassingViews } from './passing-views.js';

describe('S0-9 views for one look back', () => {
  const world = AccountWorld.inEachTest();

  /** What the view had in it when this was the ledger's head. */
  async function lookedBack(head: bigint, during: () => Promise<void> = async () => undefined) {
    const passing = await PassingViews.open<Accounts>({ connectionString: world.connectionString, applicationName: 'readmodel-passing' });
    try {
      await passing.build(accounts, { ...world.events(), head: () => Promise.resolve(head) });
      await during();
      return await passing.db.selectFrom('account').selectAll().orderBy('stream').execute();
    } finally {
      await passing.close();
    }
  }

  it('have the rows that the live one had when the ledger ended there, also two at once, and touch none of its', async () => {
    await record(world.ledger, 'a', added(1), added(2));
    await record(world.ledger, 'b', added(3));
    await world.catchUp(accounts);
    const [then, rows] = [await world.ledger.head(), await world.rows()];
    for (let n = 0; n < 600; n += 1) await record(world.ledger, `c-${n % 7}`, added(1));
    await world.catchUp(accounts);
    const now = await world.rows();
    const nested = async () => expect(await lookedBack(await world.ledger.head())).toEqual(now);
    expect(await lookedBack(then, nested)).toEqual(rows);
    expect(await world.rows()).toEqual(now);
  });

  it('leave out what the live one leaves out: a stream that can not be taken, and an event that an operator gave up', async () => {
    await record(world.ledger, 'a', added(1), poisoned(), added(2));
    await record(world.ledger, 'b', added(3));
    await world.catchUp(accounts);
    const head = await world.ledger.head();
    expect(await lookedBack(head)).toMatchObject([{ stream: 'a', total: 1n }, { stream: 'b', total: 3n }]);
    const [, poison] = await world.ledger.readStream('a');
    const read = (stream: string) => world.ledger.readStream(stream);
    await world.store.takeUp(accounts, 'a', { read, given: { eventId: poison!.eventId, by: 'operator', reason: 'a test account' } });
    expect(await lookedBack(head)).toEqual(await world.rows());
    expect(await world.rows()).toMatchObject([{ stream: 'a', total: 3n }, { stream: 'b', total: 3n }]);
  });

  it('are gone with their connection, and nothing of them is in a schema of the database', async () => {
    const admin = new pg.Client({ connectionString: world.connectionString });
    await admin.connect();
    const temporary = async () => (await admin.query(`select from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname like 'pg_temp%' and relkind = 'r'`)).rowCount;
    const schemas = async () => (await admin.query(`select nspname from pg_namespace where nspname not like 'pg%' order by 1`)).rows;
    const before = await schemas();
    await lookedBack(0n, async () => expect([await temporary(), await schemas()]).toEqual([4, before]));
    while ((await temporary()) !== 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await admin.end();
  });
});
