import { describe, expect, it } from '@jest/globals';
import { AppendQueue, BURST, MAX_BATCH_BYTES, MAX_BATCH_EVENTS, MAX_WAITING, MIN_SHARE, type PendingAppend } from './append-queue.js';

interface Size {
  readonly eventCount?: number;
  readonly payloadBytes?: number;
}

const pendingTo = (streams: string, { eventCount = 1, payloadBytes = 1 }: Size = {}): PendingAppend => ({
  append: [...streams].map((stream) => ({ stream, expected: 'any', events: [] })),
  eventCount,
  payloadBytes,
  attempts: 0,
  resolve: () => undefined,
  reject: () => undefined,
});

const namesOf = (batch: readonly PendingAppend[]): string[] => batch.map(({ append }) => append.map(({ stream }) => stream).join(''));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A queue whose batches stay on their way until the test lets the oldest one end. */
function queueOf(lanes: number) {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  const queue = new AppendQueue(lanes, (batch) => {
    batches.push(namesOf(batch));
    return new Promise((resolve) => ends.push(resolve));
  });
  const end = async () => {
    ends.shift()?.();
    await turn();
    await turn();
  };
  return { queue, batches, end };
}

describe('the append queue', () => {
  it('sends at the end of the turn what came within it, and what comes meanwhile together afterwards', async () => {
    const { queue, batches, end } = queueOf(1);
    for (const stream of 'ab') queue.add(pendingTo(stream));
    await turn();
    for (const stream of 'cde') queue.add(pendingTo(stream));
    await turn();
    expect(batches).toEqual([['a', 'b']]);
    await end();
    expect(batches).toEqual([['a', 'b'], ['c', 'd', 'e']]);
  });

  it('keeps two appends to one stream apart, in their order, and lets nobody overtake on a stream that is waited for', async () => {
    const { queue, batches, end } = queueOf(1);
    for (const streams of ['a', 'ab', 'b', 'c']) queue.add(pendingTo(streams));
    await turn();
    await end();
    await end();
    expect(batches).toEqual([['a', 'c'], ['ab'], ['b']]);
  });

  it('uses a second lane for other streams, never for one that is on its way', async () => {
    const { queue, batches, end } = queueOf(2);
    queue.add(pendingTo('a'));
    await turn();
    for (const stream of 'ab') queue.add(pendingTo(stream));
    await turn();
    expect(batches).toEqual([['a'], ['b']]);
    await end();
    expect(batches).toEqual([['a'], ['b'], ['a']]);
  });

  it(`shares what waits among the lanes that are free, but not fewer than ${MIN_SHARE} for one of them`, async () => {
    const { queue, batches } = queueOf(2);
    const appends = (count: number) => Array.from({ length: count }, (_, n) => String.fromCharCode(0x100 + n));
    for (const stream of appends(2 * MIN_SHARE + 3)) queue.add(pendingTo(stream));
    await turn();
    expect(batches.map(({ length }) => length)).toEqual([MIN_SHARE + 2, MIN_SHARE + 1]);
    const few = queueOf(2);
    for (const stream of appends(MIN_SHARE)) few.queue.add(pendingTo(stream));
    await turn();
    expect(few.batches.map(({ length }) => length)).toEqual([MIN_SHARE]);
  });

  it(`sends ${BURST} that wait before the end of the turn that they come in, on each lane that is free, and the rest after it`, async () => {
    const { queue, batches, end } = queueOf(2);
    const add = (from: number, until: number) => {
      for (let n = from; n < until; n += 1) queue.add(pendingTo(String.fromCharCode(0x100 + n)));
    };
    add(0, BURST - 1);
    expect(batches).toEqual([]);
    add(BURST - 1, 3 * BURST + 1);
    expect(batches.map(({ length }) => length)).toEqual([BURST, BURST]);
    await turn();
    await end();
    expect(batches.map(({ length }) => length)).toEqual([BURST, BURST, BURST + 1]);
  });

  it('fills a batch up to its limits of events and of bytes, those included', async () => {
    const { queue, batches, end } = queueOf(1);
    queue.add(pendingTo('a', { eventCount: MAX_BATCH_EVENTS - 1 }));
    for (const stream of 'bc') queue.add(pendingTo(stream));
    await turn();
    await end();
    queue.add(pendingTo('d', { payloadBytes: MAX_BATCH_BYTES - 1 }));
    for (const stream of 'ef') queue.add(pendingTo(stream));
    await end();
    await end();
    expect(batches).toEqual([['a', 'b'], ['c'], ['d', 'e'], ['f']]);
  });

  it('sends an append that is larger than a batch alone', async () => {
    const { queue, batches, end } = queueOf(1);
    queue.add(pendingTo('a', { payloadBytes: MAX_BATCH_BYTES + 1 }));
    queue.add(pendingTo('b'));
    await turn();
    await end();
    expect(batches).toEqual([['a'], ['b']]);
  });

  it('puts an append that lost a race before the others', async () => {
    const { queue, batches, end } = queueOf(1);
    queue.add(pendingTo('a'));
    await turn();
    queue.add(pendingTo('b', { eventCount: MAX_BATCH_EVENTS }));
    queue.again(pendingTo('a'));
    await end();
    expect(batches).toEqual([['a'], ['a']]);
  });

  it(`refuses the append that would be number ${MAX_WAITING + 1} in the queue`, async () => {
    const { queue } = queueOf(1);
    queue.add(pendingTo('a'));
    await turn();
    for (let count = 0; count < MAX_WAITING; count++) queue.add(pendingTo('a'));
    expect(() => queue.add(pendingTo('a'))).toThrow(`the limit is ${MAX_WAITING}`);
  });
});
