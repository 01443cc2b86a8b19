import { afterAll, beforeAll } from '@jest/globals';
import { ReadModelStore } from '@carriermesh/platform-readmodel';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { agreementsContract } from './agreements.contract.js';
import { AgreementsView } from './agreements.view.js';

let postgres: TestPostgres;
const stores: ReadModelStore[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await postgres.stop();
}, 60_000);

agreementsContract('PostgreSQL', async () => {
  const store = await ReadModelStore.open<any>({ connectionString: await postgres.createDatabase(), context: 'billing', applicationName: 'agreements' });
  stores.push(store);
  const view = new AgreementsView(store);
  await store.prepare(view);
  return {
    agreements: view,
    read: async (events) => {
      const after = await store.checkpoint(view);
      await store.applyBatch(view, { after, events: events.filter(({ position }) => position > after), upTo: events.at(-1)?.position ?? after });
    },
  };
});
