import type { ReadModelStore } from '@carriermesh/platform-readmodel';
import { LostGround } from './checkpoint.js';
import type { Consumer } from './consumers.js';

/** After a connection to the database broke: read again what its death took of rows, and believe them when they are whole. */
export async function lookForLostRows(store: ReadModelStore<any>, consumers: readonly Consumer[]): Promise<void> {
  if (!store.isDoubtful) return;
  const { brokenConnections } = store;
  const looks = await Promise.all(consumers.map(async (consumer) => ({ consumer, lost: await consumer.look?.() })));
  const [first] = looks.flatMap(({ consumer, lost }) => (lost === undefined ? [] : [new LostGround(consumer.name, lost)])).sort((a, b) => (a.position < b.position ? -1 : 1));
  if (first) throw first;
  if (!consumers.some(({ isBehind }) => isBehind)) store.believe(brokenConnections);
}
