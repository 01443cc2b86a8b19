import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instantFromMs } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { PostgresLedger, type RecordedEvent } from '@carriermesh/platform-ledger';
import { ReadModelStore, type View } from '@carriermesh/platform-readmodel';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import pg from 'pg';
import { v7 } from 'uuid';
import { MemoryViewConsumer, ReactingConsumer, TableViewConsumer } from './consumers.js';
import { processIndex, processIndexView } from './process-index.js';
import { TypedLedger } from './typed-ledger.js';

const log = createLogger({ service: 'consumers', level: 'silent' });
const TYPE = 'provisioning.v1.ActivationCompensated';
let names = 0;

/** Counts the events of each stream: an event that is taken twice or not at all shows. */
const countingView = (): View<any> => ({
  name: `counts-${(names += 1)}`,
  context: 'farm',
  version: 1,
  migrate: `create table counts_${names} (stream text primary key, events int not null)`,
  listens: [TYPE],
  apply: async ({ stream }, tx) => {
    const table = `counts_${names}`;
    await tx.insertInto(table).values({ stream, events: 1 }).onConflict((c: any) => c.column('stream').doUpdateSet((e: any) => ({ events: e(`${table}.events`, '+', 1) }))).execute();
  },
});

describe('a reader of the ledger', () => {
  let postgres: TestPostgres;
  let raw: PostgresLedger;
  let ledger: TypedLedger;
  let store: ReadModelStore<any>;
  let stream: string;
  let admin: pg.Client;

  beforeAll(async () => {
    postgres = await startPostgres();
    raw = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'consumers' });
    ledger = new TypedLedger(raw, { now: () => instantFromMs(1_800_000_000_000) }, { next: () => v7() });
    store = await ReadModelStore.open<any>({ connectionString: postgres.url, context: 'farm', applicationName: 'consumers-views' });
    admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
  }, 30_000);
  beforeEach(() => {
    stream = `egg-${v7()}`;
  });
  afterAll(async () => {
    await admin.end();
    await store.close();
    await raw.close();
    await postgres.stop();
  });

  const write = async (count: number, to = stream): Promise<readonly RecordedEvent[]> => {
    const from = await raw.head();
    for (let written = 0; written < count; written += 1) {
      const event = { type: TYPE, data: { contractId: 'c', compensatedAt: instantFromMs(0) } } as const;
      await ledger.commit([{ stream: to, expected: 'any', events: [event] }], { actor: 'operator', correlationId: 's', causationId: 's' });
    }
    return raw.readAll(from, 1_000);
  };
  const endOf = (events: readonly RecordedEvent[]): bigint => events.at(-1)?.position ?? 0n;

  describe('that keeps rows', () => {
    const counted = async (view: View<any>): Promise<number> =>
      ((await store.db.selectFrom(view.name.replace('-', '_')).select('events').where('stream', '=', stream).executeTakeFirst()) as { events: number } | undefined)?.events ?? 0;

    it('takes each event once, however often a run is offered', async () => {
      const view = countingView();
      await store.prepare(view, await raw.head());
      const consumer = new TableViewConsumer(store, view);
      await consumer.start();
      const events = await write(4);
      await consumer.take(events.slice(0, 2), endOf(events.slice(0, 2)));
      await consumer.take(events, endOf(events));
      await consumer.take(events, endOf(events));
      expect(await counted(view)).toBe(4);
    });

    it('stops, and leaves no hole in its rows, when they were begun anew under it', async () => {
      const view = countingView();
      await store.prepare(view, await raw.head());
      const consumer = new TableViewConsumer(store, view);
      await consumer.start();
      const before = await write(2);
      await consumer.take(before, endOf(before));
      await store.rebuild(view, await raw.head());
      const after = await write(2);
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await expect(consumer.take(after, endOf(after), endOf(before))).rejects.toMatchObject({ kind: 'unavailable', position: 0n, message: expect.stringContaining('begun anew') });
      }
      expect(await counted(view)).toBe(0);
      const all = await raw.readAll(0n, 1_000);
      await consumer.take(all, endOf(all), 0n);
      expect(await counted(view)).toBe(4);
    });

    it('finds the rows that a dying database took with it, and is offered their events again', async () => {
      const view = countingView();
      await store.prepare(view, await raw.head());
      const consumer = new TableViewConsumer(store, view);
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

    it('writes down now and then how far it has come, also when nothing concerns it', async () => {
      const view = { ...countingView(), listens: ['provisioning.v1.ServiceActivated'] };
      await store.prepare(view, await raw.head());
      const consumer = new TableViewConsumer(store, view);
      await consumer.start();
      const [event] = (await write(1)) as [RecordedEvent];
      const many = Array.from({ length: 8_191 }, (_, index) => ({ ...event, position: event.position + BigInt(index) }));
      await consumer.take(many, endOf(many));
      expect(await store.checkpoint(view)).toBe(0n);
      await consumer.take([{ ...event, position: event.position + 8_191n }], event.position + 8_191n);
      expect(await store.checkpoint(view)).toBe(event.position + 8_191n);
    });
  });

  describe('that acts', () => {
    const acting = (handle: (event: RecordedEvent) => Promise<void>) => {
      const name = `acting-${(names += 1)}`;
      return (): ReactingConsumer => new ReactingConsumer(name, [TYPE], handle as never, { service: 'farm', store, log });
    };

    it('goes on after the event that it could not handle yet, without doing again what it did', async () => {
      const handled: bigint[] = [];
      let away = true;
      const consumer = acting(async ({ position, revision }) => {
        if (revision === 2 && away) throw new OperationalError('unavailable', 'away');
        handled.push(position);
      })();
      await consumer.start(await raw.head());
      const events = await write(4);
      await expect(consumer.take(events, endOf(events))).rejects.toMatchObject({ kind: 'unavailable' });
      away = false;
      await consumer.take(events, endOf(events));
      expect(handled).toEqual(events.map(({ position }) => position));
    });

    it('has parked, in sight and over a restart, also what was poison in a run that failed further on', async () => {
      const handled: string[] = [];
      const other = `egg-${v7()}`;
      let away = true;
      const make = acting(async (event) => {
        if (event.stream === stream) throw new TypeError('poison');
        if (away) throw new OperationalError('unavailable', 'away');
        handled.push(event.stream);
      });
      const consumer = make();
      await consumer.start(await raw.head());
      const events = [...(await write(2)), ...(await write(1, other))];
      await expect(consumer.take(events, endOf(events))).rejects.toMatchObject({ kind: 'unavailable' });
      away = false;
      await consumer.take(events, endOf(events));
      const bookmark = { name: `bookmark:${consumer.name}`, context: 'farm' } as View<any>;
      expect(await store.parked(bookmark)).toMatchObject([{ stream, position: events[0]?.position, error: 'TypeError: poison' }]);
      const restarted = make();
      expect(await restarted.start(await raw.head())).toBe(endOf(events));
      const more = await write(1);
      await restarted.take(more, endOf(more));
      expect(handled).toEqual([other]);
      expect(await store.parked(bookmark)).toHaveLength(1);
    });

    it('does again after a crash what its bookmark does not say', async () => {
      const handled: bigint[] = [];
      const make = acting(async ({ position }) => void handled.push(position));
      const events = await write(2);
      const consumer = make();
      await consumer.start(await raw.head());
      await consumer.take(events.slice(0, 1), endOf(events.slice(0, 1)));
      const restarted = make();
      expect(await restarted.start(await raw.head())).toBe(events[0]?.position);
      await restarted.take(events, endOf(events));
      expect(handled).toEqual(events.map(({ position }) => position));
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
      expect(seen).toEqual([events[0]?.position, events[2]?.position]);
      expect(at).toBe(endOf(events));
    });
  });

  describe('of open processes', () => {
    it('lists what was begun, once, until it is closed, and again when it is opened again', async () => {
      const view = processIndexView('farm', new Map([['egg', 'hatching']]), [TYPE]);
      await store.prepare(view, await raw.head());
      const consumer = new TableViewConsumer(store, view);
      await consumer.start();
      const events = [...(await write(2)), ...(await write(1, `hen-${v7()}`))];
      await consumer.take(events, endOf(events));
      const index = processIndex(store);
      const listed = { name: 'hatching', id: stream.slice('egg-'.length) };
      expect(await index.open()).toEqual([listed]);
      await index.close(listed.name, listed.id, 1);
      expect(await index.open()).toEqual([]);
      await index.reopen(listed.name, listed.id, 1);
      await index.reopen(listed.name, listed.id, 1);
      expect(await index.open()).toEqual([listed]);
    });

    it('keeps one that was reopened from an instance that saw it end before that, and wakes late', async () => {
      await store.prepare(processIndexView('farm', new Map([['egg', 'hatching']]), [TYPE]), await raw.head());
      const index = processIndex(store);
      await index.reopen('hatching', stream, 4);
      await index.reopen('hatching', stream, 2);
      await index.close('hatching', stream, 4);
      expect(await index.open()).toContainEqual({ name: 'hatching', id: stream });
      await index.close('hatching', stream, 5);
      expect(await index.open()).not.toContainEqual({ name: 'hatching', id: stream });
    });

    it('gives a failure of the database its kind, so that a step which can be tried again is', async () => {
      const closed = await ReadModelStore.open<any>({ connectionString: await postgres.createDatabase(), context: 'farm', applicationName: 'consumers' });
      await expect(processIndex(closed).reopen('hatching', '1', 0)).rejects.toMatchObject({ kind: 'misconfigured' });
      await closed.close();
    });
  });
});
