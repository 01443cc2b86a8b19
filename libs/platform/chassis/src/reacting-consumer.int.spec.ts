import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OperationalError } from '@carriermesh/platform-errors';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { View } from '@carriermesh/platform-readmodel';
import { v7 } from 'uuid';
import { endOf, Farm, log, TYPE } from './farm.fixture.js';
import { ReactingConsumer } from './reacting-consumer.js';

let names = 0;

describe('a reader of the ledger that acts', () => {
  let farm: Farm;
  let raw: Farm['raw'];
  let store: Farm['store'];
  let stream: string;

  beforeAll(async () => {
    farm = await Farm.open();
    ({ raw, store } = farm);
  }, 30_000);
  beforeEach(() => {
    stream = `egg-${v7()}`;
  });
  afterAll(() => farm.close(), 30_000);

  const write = (count: number, to = stream): Promise<readonly RecordedEvent[]> => farm.write(count, to);

  const acting = (handle: (event: RecordedEvent) => Promise<void>) => {
    const name = `acting-${(names += 1)}`;
    return (): ReactingConsumer => new ReactingConsumer(name, [TYPE], handle as never, { service: 'farm', store, ledger: raw, log });
  };

  it('goes on after the event that it could not handle yet, without doing again what it did', async () => {
    const handled: bigint[] = [];
    let away = true;
    const consumer = acting(async ({ position, revision }) => {
      if (revision === 2 && away) throw new OperationalError('unavailable', 'away');
      handled.push(position);
    })();
    await consumer.start();
    const events = await write(4);
    await expect(consumer.take(events, endOf(events))).rejects.toMatchObject({ kind: 'unavailable' });
    away = false;
    await consumer.take(events, endOf(events));
    expect(handled).toEqual(events.map(({ position }) => position));
  });

  it('handles events of different streams at once, and those of one stream, or about one thing, one after the other', async () => {
    const [first, second, third] = [stream, `egg-${v7()}`, `egg-${v7()}`] as const;
    const steps: string[] = [];
    const all = Promise.withResolvers<void>();
    let begun = 0;
    const consumer = new ReactingConsumer(`acting-${(names += 1)}`, [TYPE], async ({ stream: own, revision }) => {
      const name = `${[first, second, third].indexOf(own)}.${revision}`;
      steps.push(`begins ${name}`);
      // The first two are through only when both were begun.
      if ((begun += 1) === 2) all.resolve();
      await all.promise;
      steps.push(`ends ${name}`);
    }, { service: 'farm', store, ledger: raw, log }, ({ stream: own }) => (own === second ? [] : ['the hen']));
    await consumer.start();
    const events = [...(await write(1, first)), ...(await write(2, second)), ...(await write(1, third))];
    await consumer.take(events, endOf(events));
    expect(steps.slice(0, 2)).toEqual(['begins 0.0', 'begins 1.0']);
    expect(steps.indexOf('begins 1.1')).toBeGreaterThan(steps.indexOf('ends 1.0'));
    expect(steps.indexOf('begins 2.0')).toBeGreaterThan(steps.indexOf('ends 0.0'));
    expect(steps).toHaveLength(8);
  });

  it('does again what was handled behind an event that could not be handled yet', async () => {
    const handled: string[] = [];
    let away = true;
    const consumer = acting(async (event) => {
      if (event.stream === stream && away) throw new OperationalError('unavailable', 'away');
      handled.push(event.stream);
    })();
    await consumer.start();
    const other = `egg-${v7()}`;
    const events = [...(await write(1)), ...(await write(1, other))];
    await expect(consumer.take(events, endOf(events))).rejects.toMatchObject({ kind: 'unavailable' });
    away = false;
    await consumer.take(events, endOf(events));
    expect(handled).toEqual([other, stream, other]);
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
    await consumer.start();
    const events = [...(await write(2)), ...(await write(1, other))];
    await expect(consumer.take(events, endOf(events))).rejects.toMatchObject({ kind: 'unavailable' });
    away = false;
    await consumer.take(events, endOf(events));
    const bookmark = { name: `bookmark:${consumer.name}`, context: 'farm' } as View<any>;
    expect(await store.parked(bookmark)).toMatchObject([{ stream, position: events[0]?.position, error: 'TypeError: poison' }]);
    const restarted = make();
    expect(await restarted.start()).toBe(endOf(events));
    const more = await write(1);
    await restarted.take(more, endOf(more));
    expect(handled).toEqual([other]);
    expect(await store.parked(bookmark)).toHaveLength(1);
  });

  it('does again after a crash what its bookmark does not say, and nothing of what it says', async () => {
    const handled: bigint[] = [];
    const make = acting(async ({ position }) => void handled.push(position));
    const events = await write(4);
    const positions = events.map(({ position }) => position);
    const consumer = make();
    await consumer.start();
    await consumer.take(events.slice(0, 2), endOf(events.slice(0, 2)));
    await consumer.settle();
    await consumer.take(events.slice(0, 3), endOf(events.slice(0, 3)));
    const restarted = make();
    expect(await restarted.start()).toBe(positions[1]);
    await restarted.take(events, endOf(events));
    expect(handled).toEqual([...positions.slice(0, 3), ...positions.slice(2)]);
  });

  it('does nothing again after a crash once nothing new has come for a while', async () => {
    const handled: bigint[] = [];
    const make = acting(async ({ position }) => void handled.push(position));
    const events = await write(2);
    const consumer = make();
    await consumer.start();
    for (const event of events) await consumer.take([event], event.position);
    expect(await make().start()).toBeLessThan(endOf(events));
    await consumer.rest();
    expect(await make().start()).toBe(endOf(events));
  });

  it('repeats no more than 512 events after a crash, however fast they came', async () => {
    const make = acting(async () => undefined);
    const [event] = (await write(1)) as [RecordedEvent];
    const many = Array.from({ length: 600 }, (_, index) => ({ ...event, position: event.position + BigInt(index) }));
    const consumer = make();
    await consumer.start();
    for (const each of many) await consumer.take([each], each.position);
    const at = await make().start();
    expect(at).toBeGreaterThanOrEqual(event.position + 600n - 512n);
  });

  describe('and has parked a stream', () => {
    /** Two instances of one reader, to which what is poison and what they have handled is told apart. */
    const instances = () => {
      let isMended = false;
      const handled: [string, string, number][] = [];
      const name = `acting-${(names += 1)}`;
      const make = (instance: string): ReactingConsumer =>
        new ReactingConsumer(name, [TYPE], async (event) => {
          if (event.stream === stream && event.revision === 1 && !isMended) throw new TypeError('poison');
          handled.push([instance, event.stream, event.revision]);
        }, { service: 'farm', store, ledger: raw, log });
      const mend = (): void => void (isMended = true);
      const of = (instance: string): number[] => handled.filter(([who, what]) => who === instance && what === stream).map(([, , revision]) => revision);
      return { make, mend, of, handled };
    };
    const read = (name: string) => raw.readStream(name);
    const takeUp = ({ parkables: [{ view, handle }] }: ReactingConsumer, given?: { eventId: string; by: string; reason: string }) =>
      store.takeUp(view, stream, { read, ...(handle && { handle }), ...(given && { given }) });

    it('handles what waited, in its order, once its cause is mended; others went on meanwhile', async () => {
      const { make, mend, of, handled } = instances();
      const other = `egg-${v7()}`;
      const consumer = make('a');
      await consumer.start();
      const events = [...(await write(3)), ...(await write(1, other)), ...(await write(1))];
      await consumer.take(events, endOf(events));
      expect([of('a'), handled.at(-1)]).toEqual([[0], ['a', other, 0]]);
      expect(await takeUp(consumer)).toMatchObject({ kind: 'parked-again', eventId: events[1]?.eventId, error: 'TypeError: poison' });
      mend();
      expect(await takeUp(consumer)).toEqual({ kind: 'taken-up', applied: 3 });
      expect(await takeUp(consumer)).toEqual({ kind: 'not-parked' });
      const more = await write(2);
      await consumer.take(more, endOf(more));
      expect(of('a')).toEqual([0, 1, 2, 3, 4, 5]);
    });

    it('hears from its bookmark that another instance has taken the stream up, and handles what it had passed over since', async () => {
      const { make, mend, of } = instances();
      const [first, second] = [make('a'), make('b')];
      await first.start();
      const events = await write(3);
      await first.take(events, endOf(events));
      await second.start();
      mend();
      const passed = await write(2);
      await second.take(passed, endOf(passed));
      expect(await takeUp(first)).toMatchObject({ kind: 'taken-up' });
      const more = await write(1);
      await second.take(more, endOf(more));
      expect(of('b')).toEqual(expect.arrayContaining([5]));
      expect([...new Set([...of('a'), ...of('b')])].sort()).toEqual([0, 1, 2, 3, 4, 5]);
      expect(await store.parked(second.parkables[0].view)).toEqual([]);
    });

    it('leaves the event out that an operator gives up, and that alone, on record and over a restart', async () => {
      const { make, of } = instances();
      const consumer = make('a');
      await consumer.start();
      const events = await write(3);
      await consumer.take(events, endOf(events));
      const given = { eventId: events[1]?.eventId ?? '', by: 'operator', reason: 'sent twice by hand' };
      expect(await takeUp(consumer, { ...given, eventId: events[2]?.eventId ?? '' })).toEqual({ kind: 'other-event', eventId: given.eventId });
      expect(await takeUp(consumer, given)).toEqual({ kind: 'taken-up', applied: 1 });
      expect(await takeUp(consumer, given)).toEqual({ kind: 'already-dropped' });
      expect(of('a')).toEqual([0, 2]);
      const restarted = make('b');
      await restarted.start();
      await restarted.take(events, endOf(events));
      const more = await write(1);
      await restarted.take(more, endOf(more));
      expect(of('b')).toEqual([3]);
    });
  });
});
