import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantFromMs } from '@carriermesh/kernel';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { ReadModelStore, type View } from '@carriermesh/platform-readmodel';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { provisioning } from '@carriermesh/wire';
import { v7 } from 'uuid';
import { catchUpOf, viewEventsOf } from './catch-up.js';
import { MemoryViewConsumer, TableViewsConsumer } from './consumers.js';
import { EventFeed } from './event-feed.js';
import { ReactingConsumer } from './reacting-consumer.js';

const log = createLogger({ service: 'late', level: 'silent' });
const WANTED = 'provisioning.v1.ActivationCompensated';
const UNWANTED = 'provisioning.v1.ServiceActivated';
const STRANGE = 'provisioning.v9.Unheard';

describe('a start that has much to catch up with', () => {
  let postgres: TestPostgres;
  let ledger: PostgresLedger;
  let store: ReadModelStore<any>;

  beforeAll(async () => {
    postgres = await startPostgres();
    ledger = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'late' });
    store = await ReadModelStore.open<any>({ connectionString: postgres.url, context: 'late', applicationName: 'late-views' });
    const metadata = { correlationId: 'c', causationId: 'c', actor: 'operator', occurredAt: instantFromMs(1) };
    for (let n = 0; n < 300; n += 1) {
      const type = [WANTED, UNWANTED, STRANGE][n % 3] as string;
      const payload = provisioning.ActivationCompensated.encode({ contractId: `c-${n}`, compensatedAt: instantFromMs(n) });
      await ledger.append([{ stream: `activation-${n % 7}`, expected: 'any', events: [{ eventId: v7(), type, payload, metadata }] }]);
    }
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await ledger.close();
    await postgres.stop();
  });

  it('reads in bulk what somebody listens to and what nobody knows, and gives views and reactions what pages would have given them', async () => {
    const rows: View<any> = {
      name: 'rows', context: 'late', version: 1, listens: [WANTED],
      migrate: 'create table compensated (contract_id text primary key, stream text not null, actor text not null)',
      apply: async ({ payload, stream, metadata: { actor } }, tx) => {
        const { contractId } = provisioning.ActivationCompensated.decode(payload);
        await tx.insertInto('compensated').values({ contract_id: contractId, stream, actor }).execute();
      },
    };
    const remembered: unknown[] = [];
    let advancedTo = 0n;
    const handled: unknown[] = [];
    await store.prepare(rows);
    const consumers = [
      new TableViewsConsumer(store, [rows]),
      new MemoryViewConsumer({ kind: 'memory', name: 'memory', listens: [WANTED], apply: ({ data }) => void remembered.push(data), advancedTo: (at) => void (advancedTo = at) }, log),
      new ReactingConsumer('acting', [WANTED], async (event) => void handled.push({ ...event }), { service: 'late', store, ledger, log }),
    ];
    const readers = await Promise.all(consumers.map(async (consumer) => ({ consumer, from: await consumer.start() })));
    const catchUp = catchUpOf({ ledgerUrl: postgres.url, applicationName: 'late-catch-up', readers });
    if (!catchUp) throw new Error('a ledger on PostgreSQL has a bulk reader');
    const offered: string[] = [];
    const feed = new EventFeed({
      ledger, log, from: 0n, catchUp,
      follow: () => ({ start: () => undefined, stop: async () => undefined }),
      takeRun: async (events, after, upTo) => {
        offered.push(...events.map(({ type }) => type));
        for (const consumer of consumers) await consumer.take(events, upTo, after);
      },
    });
    await feed.start();
    await feed.stop();

    const all = await ledger.readAll(0n, 1_000);
    const wanted = all.filter(({ type }) => type === WANTED);
    expect([wanted.length, offered]).toEqual([100, all.map(({ type }) => type).filter((type) => type !== UNWANTED)]);
    const data = wanted.map(({ payload }) => provisioning.ActivationCompensated.decode(payload));
    expect(remembered).toEqual(data);
    expect(handled).toMatchObject(wanted.map(({ stream, revision, eventId, metadata }, index) => ({ stream, revision, eventId, metadata, data: data[index] })));
    const expected = wanted.map(({ stream }, index) => ({ contract_id: data[index]?.contractId, stream, actor: 'operator' }));
    expect(new Set(await store.db.selectFrom('compensated').selectAll().execute())).toEqual(new Set(expected));
    expect([feed.position, advancedTo]).toEqual([all.at(-1)?.position, all.at(-1)?.position]);
  });

  it('gives a view that is built the same events page by page as in bulk, of its types alone and up to where it was told', async () => {
    const [upTo] = (await ledger.readAll(0n, 250)).slice(-1).map(({ position }) => position);
    const read = async (ledgerUrl: string): Promise<readonly unknown[]> => {
      const ids: unknown[] = [];
      const { read: reading } = viewEventsOf(ledger, { ledgerUrl, applicationName: 'late-build' });
      for await (const run of reading({ after: 0n, upTo: upTo ?? 0n, types: [WANTED] })) ids.push(...run.map(({ eventId, position }) => `${eventId} ${position}`));
      return ids;
    };
    const [bulk, pages] = [await read(postgres.url), await read('kurrentdb://127.0.0.1:2113')];
    expect([pages, pages.length]).toEqual([bulk, 84]);
  });

  it('reads page by page where another database than PostgreSQL keeps the ledger', () => {
    expect(catchUpOf({ ledgerUrl: 'kurrentdb://127.0.0.1:2113', applicationName: 'late', readers: [] })).toBeUndefined();
  });
});
