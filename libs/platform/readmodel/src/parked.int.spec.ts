import { LEDGER_START } from '@carriermesh/platform-ledger';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { accounts, added, excessive, poisoned, record, type Accounts } from './account.fixture.js';
import { AccountWorld } from './account.world.fixture.js';
import { MAX_PARKED_STREAMS } from './parking.js';
import type { View } from './view.js';

const world = AccountWorld.inEachTest();
let ledger: AccountWorld['ledger'];
let store: AccountWorld['store'];
const { rows, catchUp, openStore } = world;

beforeEach(() => {
  ({ ledger, store } = world);
});

describe('poison', () => {
  it('parks its own stream, from the event on that could not be taken, while the others go on', async () => {
    const poison = poisoned();
    await record(ledger, 'good', added(1));
    await record(ledger, 'bad', added(3), poison, added(4));
    await record(ledger, 'good', added(2));
    await catchUp(accounts);
    await record(ledger, 'bad', added(5));
    await record(ledger, 'good', added(8));
    await catchUp(accounts);
    expect(await rows()).toEqual([{ stream: 'bad', total: 3n, events: 1 }, { stream: 'good', total: 11n, events: 3 }]);
    const [recorded] = (await ledger.readStream('bad', 1)).slice(0, 1);
    expect(await store.parked(accounts)).toEqual([
      {
        view: 'accounts',
        stream: 'bad',
        position: recorded?.position,
        eventId: poison.eventId,
        error: `TypeError: nobody can read ${poison.eventId}`,
        parkedAt: expect.any(BigInt),
      },
    ]);
  });

  it('is found by itself where a view takes many events at once: the others’ rows are what they would be one by one', async () => {
    let together = 0;
    const inOneGo: View<Accounts> = {
      ...accounts,
      async applyAll(events, tx) {
        together += 1;
        for (const event of events) await accounts.apply(event, tx);
      },
    };
    await record(ledger, 'good', added(1), added(2));
    await record(ledger, 'bad', added(3), poisoned(), added(4));
    await record(ledger, 'good', added(8));
    await catchUp(inOneGo);
    expect([together, await rows()]).toEqual([1, [{ stream: 'bad', total: 3n, events: 1 }, { stream: 'good', total: 11n, events: 3 }]]);
    await record(ledger, 'bad', added(5));
    await record(ledger, 'good', added(16));
    await catchUp(inOneGo);
    expect([together, await rows()]).toEqual([2, [{ stream: 'bad', total: 3n, events: 1 }, { stream: 'good', total: 27n, events: 4 }]]);
  });

  it('is also what the database refuses, without losing what came before it in the batch', async () => {
    await record(ledger, 'full', excessive(), excessive(), excessive(), excessive(), added(1));
    await record(ledger, 'other', added(1));
    await catchUp(accounts);
    expect(await rows()).toEqual([{ stream: 'full', total: 765n, events: 3 }, { stream: 'other', total: 1n, events: 1 }]);
    expect((await store.parked(accounts)).map(({ error }) => error)).toEqual([expect.stringContaining('account_total_check')]);
  });

  it('is taken up again from where it stopped once the view is mended, and stays parked as long as it is not', async () => {
    await record(ledger, 'bad', added(3), poisoned(), added(4));
    await catchUp(accounts);
    const read = (stream: string) => ledger.readStream(stream);
    expect(await store.takeUp(accounts, 'bad', { read })).toMatchObject({ kind: 'parked-again', error: expect.stringContaining('nobody can read') });
    expect(await store.parked(accounts)).toHaveLength(1);
    const mended: View<Accounts> = { ...accounts, apply: (event, tx) => accounts.apply({ ...event, type: 'test.v1.Added' }, tx) };
    // What was recorded after the checkpoint comes by the ordinary way, and must not come twice.
    await record(ledger, 'bad', added(8));
    expect(await store.takeUp(mended, 'bad', { read })).toEqual({ kind: 'taken-up', applied: 2 });
    expect(await rows()).toEqual([{ stream: 'bad', total: 7n, events: 3 }]);
    await catchUp(mended);
    expect(await rows()).toEqual([{ stream: 'bad', total: 15n, events: 4 }]);
    expect([await store.parked(accounts), await store.takeUp(mended, 'bad', { read })]).toEqual([[], { kind: 'not-parked' }]);
  });

  it('is not what it is called when the view names a table that is not there: the view stops and parks nobody', async () => {
    const broken: View<Accounts> = {
      ...accounts,
      apply: async (_, tx) => void (await sql`insert into nowhere values (1)`.execute(tx)),
    };
    await record(ledger, 'a', added(1));
    await expect(catchUp(broken)).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('nowhere') });
    expect([await store.parked(accounts), await store.checkpoint(accounts)]).toEqual([[], LEDGER_START]);
  });

  it(`stops the view when more than ${MAX_PARKED_STREAMS} streams would be parked`, async () => {
    await Promise.all(Array.from({ length: MAX_PARKED_STREAMS }, (_, n) => record(ledger, `bad-${n}`, poisoned())));
    await catchUp(accounts);
    expect(await store.parked(accounts)).toHaveLength(MAX_PARKED_STREAMS);
    await record(ledger, 'one-too-many', poisoned());
    await expect(catchUp(accounts)).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining(`more than ${MAX_PARKED_STREAMS}`) });
  }, 60_000);
});

describe('a poison event that is given up', () => {
  const read = (stream: string) => ledger.readStream(stream);
  const given = (eventId: string) => ({ given: { eventId, by: 'operator', reason: 'a test account' }, read });

  it('is left out on record, and what waited behind it is applied', async () => {
    const poison = poisoned();
    await record(ledger, 'bad', added(3), poison, added(4));
    await catchUp(accounts);
    await record(ledger, 'bad', added(8));
    await catchUp(accounts);
    expect(await store.takeUp(accounts, 'bad', given(poison.eventId))).toEqual({ kind: 'taken-up', applied: 2 });
    expect([await rows(), await store.parked(accounts)]).toEqual([[{ stream: 'bad', total: 15n, events: 3 }], []]);
    await record(ledger, 'bad', added(1));
    await catchUp(accounts);
    expect(await rows()).toEqual([{ stream: 'bad', total: 16n, events: 4 }]);
    const { rows: recorded } = await sql`select stream, event_id, dropped_by, reason from view_dropped`.execute(store.db);
    expect(recorded).toEqual([{ stream: 'bad', event_id: poison.eventId, dropped_by: 'operator', reason: 'a test account' }]);
  });

  it('is the one that was named: neither another one, nor one that is no longer parked', async () => {
    const [first, second] = [poisoned(), poisoned()];
    await record(ledger, 'bad', first, added(1), second, added(2));
    await catchUp(accounts);
    expect(await store.takeUp(accounts, 'bad', given(second.eventId))).toEqual({ kind: 'other-event', eventId: first.eventId });
    expect(await store.takeUp(accounts, 'bad', given(first.eventId))).toMatchObject({ kind: 'parked-again', eventId: second.eventId });
    expect(await store.takeUp(accounts, 'bad', given(first.eventId))).toEqual({ kind: 'already-dropped' });
    expect(await rows()).toEqual([{ stream: 'bad', total: 1n, events: 1 }]);
    expect(await store.takeUp(accounts, 'bad', given(second.eventId))).toEqual({ kind: 'taken-up', applied: 1 });
    expect(await store.takeUp(accounts, 'good', given(added(1).eventId))).toEqual({ kind: 'not-parked' });
    expect(await rows()).toEqual([{ stream: 'bad', total: 3n, events: 2 }]);
  });

  it('stays left out of a rebuild of the same version, and is tried again by the next one', async () => {
    const poison = poisoned();
    await record(ledger, 'bad', added(3), poison, added(4));
    await catchUp(accounts);
    await store.takeUp(accounts, 'bad', given(poison.eventId));
    const live = await rows();
    await store.rebuild(accounts, world.events());
    expect([await rows(), await store.parked(accounts)]).toEqual([live, []]);
    const next = { ...accounts, version: 2 };
    await store.prepare(next, world.events());
    expect((await store.parked(next)).map(({ eventId }) => eventId)).toEqual([poison.eventId]);
  });

  it('is noticed by another instance, which knew the stream as parked', async () => {
    const other = await openStore();
    try {
      const poison = poisoned();
      await record(ledger, 'bad', poison);
      await catchUp(accounts, other);
      await record(ledger, 'bad', added(1));
      await catchUp(accounts, other);
      await Promise.all([store.takeUp(accounts, 'bad', given(poison.eventId)), other.takeUp(accounts, 'bad', given(poison.eventId))]);
      await record(ledger, 'bad', added(2));
      await catchUp(accounts, other);
      expect(await rows()).toEqual([{ stream: 'bad', total: 3n, events: 2 }]);
    } finally {
      await other.close();
    }
  });
});
