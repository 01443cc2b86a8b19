import { afterAll, beforeAll } from '@jest/globals';
import { ReadModelStore } from '@carriermesh/platform-readmodel';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { placesContract } from './places.contract.js';
import { Gazetteer, PopPlaces } from './pop-places.view.js';

let postgres: TestPostgres;
const stores: ReadModelStore[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await postgres.stop();
}, 60_000);

placesContract('PostgreSQL', async () => {
  const store = await ReadModelStore.open<any>({ connectionString: await postgres.createDatabase(), context: 'contracting', applicationName: 'places' });
  stores.push(store);
  const view = new PopPlaces();
  await store.prepare(view);
  return {
    places: new Gazetteer(store),
    read: async (events) => void (await store.applyBatch(view, { after: 0n, events, upTo: events.at(-1)?.position ?? 0n })),
  };
});
