import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { ReadModelStore } from '@carriermesh/platform-readmodel';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { eventCodecs, type Codec, type contracting, type EventType } from '@carriermesh/wire';
import { OrderRegister, type OrderRegisterTables } from './order-register.view.js';

let postgres: TestPostgres;
const stores: ReadModelStore<OrderRegisterTables>[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await postgres.stop();
}, 60_000);

const HASH = new Uint8Array(32);
const city = (name: string) => ({ place: { kind: 'city', city: name } }) as const;
const terms: contracting.ServiceTerms = { from: city('London'), to: city('New York'), mbps: 1, termMonths: 12, objective: 'profit', currency: 'EUR', acceptance: 'automatic' } as contracting.ServiceTerms;
const requested = (orderId: string, at: bigint) => ['contracting.v1.ServiceRequested', { orderId, buyerId: 'acme', requestId: `po-${orderId}`, terms, termsSha256: HASH, requestedAt: instant(at) }] as const;
const contracted = (orderId: string) => ['contracting.v1.FulfilmentContracted', { orderId, contractId: `con-${orderId}`, contractedAt: instant(5n) }] as const;
const completed = (orderId: string) => ['contracting.v1.ServiceRequestCompleted', { orderId, contractId: `con-${orderId}`, completedAt: instant(6n) }] as const;

const events = [requested('a', 1n), requested('b', 2n), contracted('b'), contracted('a'), requested('c', 3n), completed('b')].map(([type, data], index): RecordedEvent => ({
  eventId: `00000000-0000-4000-8000-00000000000${index}`,
  type,
  stream: `order-${data.orderId}`,
  revision: index,
  position: BigInt(index + 1),
  recordedAt: instant(0n),
  payload: (eventCodecs[type as EventType] as Codec<unknown>).encode(data),
  metadata: { correlationId: data.orderId, causationId: data.orderId, actor: 'buyer:acme', occurredAt: instant(0n) },
}));

/** The rows after the runs, each a transaction of its own. */
async function rowsAfter(runs: readonly (readonly RecordedEvent[])[]): Promise<readonly OrderRegisterTables['service_request'][]> {
  const store = await ReadModelStore.open<OrderRegisterTables>({ connectionString: await postgres.createDatabase(), context: 'contracting', applicationName: 'order-register' });
  stores.push(store);
  const register = new OrderRegister();
  await store.prepare(register);
  for (const run of runs) await store.applyBatch(register, { after: run[0]!.position - 1n, events: run, upTo: run.at(-1)!.position });
  return store.db.selectFrom('service_request').selectAll().orderBy('order_id').execute();
}

it('lists the same orders whether their events came one by one, in pieces or all at once', async () => {
  const oneByOne = await rowsAfter(events.map((event) => [event]));
  expect(oneByOne.map(({ order_id, buyer_id }) => [order_id, buyer_id])).toEqual([['a', 'acme'], ['b', 'acme'], ['c', 'acme']]);
  expect(await rowsAfter([events.slice(0, 4), events.slice(4)])).toEqual(oneByOne);
  expect(await rowsAfter([events])).toEqual(oneByOne);
});
