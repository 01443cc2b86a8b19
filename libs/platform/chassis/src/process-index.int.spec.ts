import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { ReadModelStore } from '@carriermesh/platform-readmodel';
import { v7 } from 'uuid';
import { TableViewsConsumer } from './consumers.js';
import { endOf, Farm, TYPE } from './farm.fixture.js';
import { StoredProcessIndex, processIndexView } from './process-index.js';

describe('the index of open processes', () => {
  let farm: Farm;
  let store: Farm['store'];
  let stream: string;

  beforeAll(async () => {
    farm = await Farm.open();
    ({ store } = farm);
  }, 30_000);
  beforeEach(() => {
    stream = `egg-${v7()}`;
  });
  afterAll(() => farm.close(), 30_000);

  const write = (count: number, to = stream): Promise<readonly RecordedEvent[]> => farm.write(count, to);

  it('lists what was begun, once, until it is closed, and again when it is opened again', async () => {
    const view = processIndexView('farm', new Map([['egg', 'hatching']]), [TYPE]);
    await store.prepare(view);
    const consumer = new TableViewsConsumer(store, [view]);
    await consumer.start();
    const events = [...(await write(2)), ...(await write(1, `hen-${v7()}`))];
    await consumer.take(events, endOf(events));
    const index = new StoredProcessIndex(store);
    const listed = { name: 'hatching', id: stream.slice('egg-'.length) };
    expect(await index.open()).toEqual([listed]);
    await index.close(listed.name, listed.id, 1);
    await index.flush();
    expect(await index.open()).toEqual([]);
    await index.reopen(listed.name, listed.id, 1, 'ordered');
    await index.reopen(listed.name, listed.id, 1, 'ordered');
    expect(await index.open()).toEqual([listed]);
  });

  it('lists together those that are opened again at once, each as of the newest of what was seen of it', async () => {
    await store.prepare(processIndexView('farm', new Map([['egg', 'hatching']]), [TYPE]));
    const index = new StoredProcessIndex(store);
    const ids = Array.from({ length: 300 }, (_, number) => `${stream}-${number}`);
    await Promise.all([2, 7, 4].flatMap((revision) => ids.map((id) => index.reopen('hatching', id, revision, 'ordered'))));
    const isOurs = ({ id }: { readonly id: string }): boolean => id.startsWith(stream);
    expect((await index.open()).filter(isOurs)).toHaveLength(300);
    await Promise.all(ids.map((id, number) => index.close('hatching', id, number === 0 ? 8 : 7)));
    await index.flush();
    expect((await index.open()).filter(isOurs).map(({ id }) => id).sort()).toEqual(ids.slice(1).sort());
  });

  it('keeps one that was reopened from an instance that saw it end before that, and wakes late', async () => {
    await store.prepare(processIndexView('farm', new Map([['egg', 'hatching']]), [TYPE]));
    const index = new StoredProcessIndex(store);
    await index.close('hatching', stream, 4);
    await index.reopen('hatching', stream, 4, 'durable');
    await index.reopen('hatching', stream, 2, 'ordered');
    await index.flush();
    expect(await index.open()).toContainEqual({ name: 'hatching', id: stream });
    await index.close('hatching', stream, 5);
    await index.flush();
    expect(await index.open()).not.toContainEqual({ name: 'hatching', id: stream });
  });

  it('writes nothing for what continues a process', async () => {
    const view = processIndexView('farm', new Map([['egg', 'hatching']]), [TYPE]);
    await store.prepare(view);
    const consumer = new TableViewsConsumer(store, [view]);
    await consumer.start();
    const [first, second] = await write(2);
    await consumer.take([first as RecordedEvent], first?.position ?? 0n);
    expect(await store.checkpoint(view)).toBe(first?.position);
    await consumer.take([second as RecordedEvent], second?.position ?? 0n);
    expect(await store.checkpoint(view)).toBe(first?.position);
    await consumer.settle();
    expect(await store.checkpoint(view)).toBe(second?.position);
  });

  it('gives a failure of the database its kind, so that a step which can be tried again is', async () => {
    const closed = await ReadModelStore.open<any>({ connectionString: await farm.postgres.createDatabase(), context: 'farm', applicationName: 'consumers' });
    await expect(new StoredProcessIndex(closed).reopen('hatching', '1', 0, 'durable')).rejects.toMatchObject({ kind: 'rebuilding' });
    await closed.close();
  });
});
