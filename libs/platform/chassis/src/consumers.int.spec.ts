import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OperationalError } from '@carriermesh/platform-errors';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { View } from '@carriermesh/platform-readmodel';
import pg from 'pg';
import { v7 } from 'uuid';
import { viewEventsOf } from './catch-up.js';
import { MemoryViewConsumer, TableViewsConsumer } from './consumers.js';
import { endOf, Farm, log, TYPE } from './farm.fixture.js';
import { lookForLostRows } from './lost-rows.js';

let names = 0;

/** Counts the events of each stream: an event that is taken twice or not at all shows. */
const countingView = (): View<any> => {
  const table = `counts_${(names += 1)}`;
  return {
    name: table.replace('_', '-'),
    context: 'farm',
    version: 1,
    migrate: `create table ${table} (stream text primary key, events int not null)`,
    listens: [TYPE],
    apply: async ({ stream }, tx) => {
      await tx.insertInto(table).values({ stream, events: 1 }).onConflict((c: any) => c.column('stream').doUpdateSet((e: any) => ({ events: e(`${table}.events`, '+', 1) }))).execute();
    },
  };
};

describe('a reader of the ledger', () => {
  let farm: Farm;
  let raw: Farm['raw'];
  let store: Farm['store'];
  let stream: string;
  let admin: pg.Client;

  beforeAll(async () => {
    farm = await Farm.open();
    ({ raw, store } = farm);
    admin = new pg.Client({ connectionString: farm.postgres.url });
    await admin.connect();
  }, 30_000);
  beforeEach(() => {
    stream = `egg-${v7()}`;
  });
  afterAll(async () => {
    await admin.end();
    await farm.close();
  }, 30_000);

  const write = (count: number, to = stream): Promise<readonly RecordedEvent[]> => farm.write(count, to);

  describe('that keeps rows', () => {
    const counted = async (view: View<any>): Promise<number> =>
      ((await store.db.selectFrom(view.name.replace('-', '_')).select('events').where('stream', '=', stream).executeTakeFirst()) as { events: number } | undefined)?.events ?? 0;

    it('takes each event once, however often a run is offered', async () => {
      const view = countingView();
      await store.prepare(view);
      const consumer = new TableViewsConsumer(store, [view]);
      await consumer.start();
      const events = await write(4);
      await consumer.take(events.slice(0, 2), endOf(events.slice(0, 2)));
      await consumer.take(events, endOf(events));
      await consumer.take(events, endOf(events));
      expect(await counted(view)).toBe(4);
    });

    it('stops, and leaves no hole in its rows, when they were begun anew under it', async () => {
      const view = countingView();
      await store.prepare(view);
      const consumer = new TableViewsConsumer(store, [view]);
      await consumer.start();
      const before = await write(2);
      await consumer.take(before, endOf(before));
      await admin.query(`truncate view_farm.${view.name.replace('-', '_')}`);
      await admin.query('update view_farm.view_checkpoint set position = 0 where view = $1', [view.name]);
      const after = await write(2);
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await expect(consumer.take(after, endOf(after), endOf(before))).rejects.toMatchObject({ kind: 'unavailable', position: 0n, message: expect.stringContaining('begun anew') });
      }
      expect(await counted(view)).toBe(0);
      const all = await raw.readAll(0n, 1_000);
      await consumer.take(all, endOf(all), 0n);
      expect(await counted(view)).toBe(4);
    });

    it.each([
      ['its table', (name: string) => `drop table view_farm.${name}`],
      ['its checkpoint', (name: string) => `delete from view_farm.view_checkpoint where view = '${name.replace('_', '-')}'`],
    ])('builds a view again that lost %s under it, answers nothing from it until it has, and goes on', async (_, wipe) => {
      const view = countingView();
      const events = viewEventsOf(raw, { ledgerUrl: farm.postgres.url, applicationName: 'consumers-build' });
      await store.prepare(view, events);
      const consumer = new TableViewsConsumer(store, [view], events);
      await consumer.start();
      const before = await write(3);
      await consumer.take(before, endOf(before));
      await admin.query(wipe(view.name.replace('-', '_')));
      const after = await write(2);
      await expect(consumer.take(after, endOf(after), endOf(before))).rejects.toMatchObject({ kind: 'rebuilding', message: expect.stringContaining(`view ${view.name} is rebuilding: it lost`) });
      await consumer.take(after, endOf(after), endOf(before));
      expect(await counted(view)).toBe(5);
    });

    it('hears from who asks a view that its table is gone, and builds it before anything new concerns it', async () => {
      const view = countingView();
      const events = viewEventsOf(raw, { ledgerUrl: farm.postgres.url, applicationName: 'consumers-build' });
      await store.prepare(view, events);
      const consumer = new TableViewsConsumer(store, [view], events);
      await consumer.start();
      const written = await write(3);
      await consumer.take(written, endOf(written));
      await admin.query(`drop table view_farm.${view.name.replace('-', '_')}`);
      await expect(counted(view)).rejects.toMatchObject({ kind: 'rebuilding', message: expect.stringContaining('a view of farm is rebuilding') });
      await expect(lookForLostRows(store, [consumer])).rejects.toMatchObject({ kind: 'rebuilding' });
      await lookForLostRows(store, [consumer]);
      expect(await counted(view)).toBe(3);
    });

    it('finds the rows that a dying database took with it, and is offered their events again', async () => {
      const view = countingView();
      await store.prepare(view);
      const consumer = new TableViewsConsumer(store, [view]);
      await consumer.start();
      const events = await write(4);
      for (const event of events) await consumer.take([event], event.position);
      const [first] = events as [RecordedEvent];
      // What a kill -9 does to transactions that did not wait for the disk.
      await admin.query(`update view_farm.${view.name.replace('-', '_')} set events = 1`);
      await admin.query('update view_farm.view_checkpoint set position = $1 where view = $2', [first.position, view.name]);
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'consumers-views'`);
      while (!store.isDoubtful) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(() => store.db).toThrow('are looked through for rows that were lost');
      const { brokenConnections } = store;
      expect(await consumer.look()).toBe(first.position);
      expect([await consumer.look(), consumer.isBehind]).toEqual([undefined, true]);
      await consumer.take(events.slice(1, 2), endOf(events.slice(1, 2)), first.position);
      expect(consumer.isBehind).toBe(true);
      await consumer.take(events.slice(2), endOf(events), endOf(events.slice(1, 2)));
      expect(consumer.isBehind).toBe(false);
      store.believe(brokenConnections);
      expect(await counted(view)).toBe(4);
    });

    it('is written together with others that a run concerns, each from where it is, and parks for itself alone', async () => {
      const [first, second] = [countingView(), countingView()];
      const third: View<any> = { ...countingView(), apply: async () => Promise.reject(new TypeError('never')) };
      const other = { ...countingView(), listens: ['provisioning.v1.ServiceActivated'] };
      for (const view of [first, second, third, other]) await store.prepare(view);
      const events = await write(3);
      await store.applyBatch(second, { after: 0n, events: events.slice(0, 1), upTo: endOf(events.slice(0, 1)) });
      const consumer = new TableViewsConsumer(store, [first, second, third, other]);
      expect(await consumer.start()).toBe(0n);
      const countCommits = async (): Promise<number> => (await admin.query(`select count(distinct xmin::text)::int as n from view_farm.view_checkpoint where view = any($1)`, [[first, second].map(({ name }) => name)])).rows[0].n as number;
      await consumer.take(events, endOf(events), 0n);
      expect([await counted(first), await counted(second)]).toEqual([3, 3]);
      expect((await store.parked(third)).map((parked) => parked.stream)).toEqual([stream]);
      expect(await countCommits()).toBe(1);
      expect([await store.checkpoint(third), await store.checkpoint(other)]).toEqual([endOf(events), 0n]);
      await consumer.settle();
      expect(await store.checkpoint(other)).toBe(endOf(events));
    });

    it('never writes down, when it settles after a failure, that it has what it could not write', async () => {
      const view = countingView();
      await store.prepare(view);
      let isAway = true;
      const away: View<any> = { ...view, apply: (event, tx) => (isAway ? Promise.reject(new OperationalError('unavailable', 'away')) : view.apply(event, tx)) };
      const consumer = new TableViewsConsumer(store, [away]);
      await consumer.start();
      const events = await write(2);
      await expect(consumer.take(events, endOf(events), 0n)).rejects.toMatchObject({ kind: 'unavailable' });
      await consumer.settle();
      expect(await store.checkpoint(view)).toBe(0n);
      isAway = false;
      await consumer.take(events, endOf(events), 0n);
      expect(await counted(view)).toBe(2);
    });

    it('writes down now and then how far it has come, also when nothing concerns it', async () => {
      const view = { ...countingView(), listens: ['provisioning.v1.ServiceActivated'] };
      await store.prepare(view);
      const consumer = new TableViewsConsumer(store, [view]);
      await consumer.start();
      const [event] = (await write(1)) as [RecordedEvent];
      const many = Array.from({ length: 8_191 }, (_, index) => ({ ...event, position: event.position + BigInt(index) }));
      await consumer.take(many, endOf(many));
      expect(await store.checkpoint(view)).toBe(0n);
      await consumer.take([{ ...event, position: event.position + 8_191n }], event.position + 8_191n);
      expect(await store.checkpoint(view)).toBe(event.position + 8_191n);
    });
  });

  describe('that keeps a structure in memory', () => {
    it('takes each event once, leaves out what it can not read, and says how far it is', async () => {
      const seen: bigint[] = [];
      let at = 0n;
      const consumer = new MemoryViewConsumer(
        { kind: 'memory', name: 'seen', listens: [TYPE], apply: ({ position }) => void seen.push(position), advancedTo: (position) => void (at = position) },
        log,
      );
      const events = await write(3);
      const damaged = events.map((event, index) => (index === 1 ? { ...event, payload: Uint8Array.of(0xff) } : event));
      await consumer.take(damaged.slice(0, 2), endOf(damaged.slice(0, 2)));
      await consumer.take(damaged, endOf(damaged));
      // An older run comes again: it knows no less than before.
      await consumer.take(damaged.slice(0, 2), endOf(damaged.slice(0, 2)));
      expect(seen).toEqual([events[0]?.position, events[2]?.position]);
      expect(at).toBe(endOf(events));
    });
  });
});
