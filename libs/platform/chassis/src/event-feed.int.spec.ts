import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectBus, copiedRuns, COPIED_SUBJECT, EventFollower, type EventMessage } from '@carriermesh/platform-bus';
import { instantFromMs } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { PostgresLedger, type Ledger, type RecordedEvent } from '@carriermesh/platform-ledger';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startNats, startPostgres, type TestNats, type TestPostgres } from '@carriermesh/platform-testing';
import { v7 } from 'uuid';
import { LostGround } from './checkpoint.js';
import { EventFeed, type EventSource, type TakeRun } from './event-feed.js';
import { TypedLedger } from './typed-ledger.js';

const log = createLogger({ service: 'feed', level: 'silent' });
const MAX_PAYLOAD_BYTES = 1_048_576;

/** The suite plays the relay: it says on the bus what it likes, in the order that it likes. */
describe('the feed of events', () => {
  let postgres: TestPostgres;
  let nats: TestNats;
  let connection: NatsConnection;
  let raw: PostgresLedger;
  let ledger: TypedLedger;
  let taken: bigint[];
  let reads: number;
  let feed: EventFeed;

  beforeAll(async () => {
    postgres = await startPostgres();
    nats = await startNats();
    connection = await connectBus({ url: nats.url, name: 'feed' });
    raw = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'feed' });
    ledger = new TypedLedger(raw, { now: () => instantFromMs(1_800_000_000_000) }, { next: () => v7() });
  }, 30_000);
  beforeEach(() => {
    taken = [];
    reads = 0;
  });
  afterEach(() => feed.stop());
  afterAll(async () => {
    await raw.close();
    await connection.close();
    await nats.stop();
    await postgres.stop();
  });

  /** The ledger itself, but for how often it is read and what a test does to the answer. */
  const start = async (takeRun: TakeRun = async () => undefined, answered = async (events: readonly RecordedEvent[]) => events): Promise<void> => {
    const counted: Pick<Ledger, 'head' | 'readAll'> = {
      head: () => raw.head(),
      readAll: async (after, limit) => {
        reads += 1;
        return answered(await raw.readAll(after, limit));
      },
    };
    const take: TakeRun = async (events, after, upTo) => {
      await takeRun(events, after, upTo);
      taken.push(...events.map(({ position }) => position));
    };
    feed = new EventFeed({ ledger: counted as Ledger, follow, log, from: await raw.head(), takeRun: take });
    await feed.start();
    // The server has the feed's subscription when it has answered.
    await connection.flush();
  };
  const follow = (onEvent: (message: EventMessage) => void): EventSource => new EventFollower(connection, log, onEvent);
  const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
    for (const deadline = Date.now() + 10_000; !(await holds()); ) {
      if (Date.now() > deadline) throw new Error(`it did not come to this within 10 s: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const write = async (count: number): Promise<readonly RecordedEvent[]> => {
    const from = await raw.head();
    for (let written = 0; written < count; written += 1) {
      const event = { type: 'provisioning.v1.ActivationCompensated', data: { contractId: 'c', compensatedAt: instantFromMs(0) } };
      await ledger.commit([{ stream: 's', expected: 'any', events: [event] }], { actor: 'operator', correlationId: 's', causationId: 's' });
    }
    return raw.readAll(from, 1_000);
  };
  const tell = async (event: RecordedEvent, previous: bigint): Promise<void> => {
    await tellAll([event], previous);
  };
  const tellAll = async (events: readonly RecordedEvent[], after: bigint): Promise<void> => {
    for (const run of copiedRuns(events, after, MAX_PAYLOAD_BYTES)) connection.publish(COPIED_SUBJECT, run);
    await connection.flush();
  };
  const chain = (events: readonly RecordedEvent[], from: bigint) => events.map((event, index) => [event, events[index - 1]?.position ?? from] as const);
  const allOf = (events: readonly RecordedEvent[]): bigint[] => events.map(({ position }) => position);

  it('takes what the bus says, in its order, without a look at the ledger', async () => {
    const from = await raw.head();
    await start();
    const events = await write(5);
    const readsBefore = reads;
    for (const [event, previous] of chain(events, from)) await tell(event, previous);
    await until('all taken', () => taken.length >= 5);
    expect(taken).toEqual(allOf(events));
    expect(reads - readsBefore).toBeLessThanOrEqual(1);
  });

  it('takes a run that came in one message, and one of which it has the first half already', async () => {
    const from = await raw.head();
    await start();
    const events = await write(6);
    const readsBefore = reads;
    await tellAll(events.slice(0, 4), from);
    await tellAll(events.slice(2), events[1]?.position as bigint);
    await until('all taken', () => taken.length >= 6);
    expect(taken).toEqual(allOf(events));
    expect(reads - readsBefore).toBeLessThanOrEqual(1);
  });

  it('takes each event once when the bus repeats itself', async () => {
    const from = await raw.head();
    await start();
    const events = await write(3);
    for (const [event, previous] of chain(events, from)) for (let time = 0; time < 3; time += 1) await tell(event, previous);
    await until('all taken', () => taken.length >= 3);
    const [last] = await write(1);
    await tell(last as RecordedEvent, events.at(-1)?.position as bigint);
    await until('the last taken', () => taken.length >= 4);
    expect(taken).toEqual([...allOf(events), last?.position]);
  });

  it('fills a gap from the ledger at once', async () => {
    const from = await raw.head();
    await start();
    const events = await write(5);
    const told = chain(events, from);
    for (const index of [0, 4]) await tell(...(told[index] as (typeof told)[number]));
    await until('all taken', () => taken.length >= 5);
    expect(taken).toEqual(allOf(events));
  });

  it('puts what comes in another order back into the ledger’s', async () => {
    const from = await raw.head();
    await start();
    const events = await write(6);
    for (const [event, previous] of [...chain(events, from)].reverse()) await tell(event, previous);
    await until('all taken', () => taken.length >= 6);
    expect(taken).toEqual(allOf(events));
  });

  it('hears from the ledger what the bus never says, also while the bus repeats old events', async () => {
    const from = await raw.head();
    const old = await write(1);
    await start();
    const events = await write(2);
    for (const began = Date.now(); taken.length < 2 && Date.now() - began < 5_000; ) await tell(old[0] as RecordedEvent, from);
    expect(taken).toEqual(allOf(events));
  });

  it('passes over messages that are no events, and over those of another ledger', async () => {
    const from = await raw.head();
    await start();
    connection.publish(COPIED_SUBJECT, Uint8Array.of(1));
    const [event] = await write(1);
    await tell({ ...(event as RecordedEvent), position: (1n << 60n) + 1n }, 1n << 60n);
    await tell(event as RecordedEvent, from);
    await until('the true event', () => taken.length >= 1);
    const [next] = await write(1);
    const readsBefore = reads;
    await tell(next as RecordedEvent, event?.position as bigint);
    await until('the next event', () => taken.length >= 2);
    expect(taken).toEqual([event?.position, next?.position]);
    expect(reads - readsBefore).toBeLessThanOrEqual(1);
  });

  it('keeps a message that came while the ledger was looked at, and did not show it yet', async () => {
    const from = await raw.head();
    let first: RecordedEvent | undefined;
    await start(undefined, async (events) => {
      if (!first) return events;
      await tell(first, from);
      // Its way over the bus is surely shorter; the read was under way before it was committed.
      await new Promise((resolve) => setTimeout(resolve, 200));
      return [];
    });
    const events = await write(2);
    first = events[0];
    // The second alone is a gap, for which the ledger is read.
    await tell(events[1] as RecordedEvent, events[0]?.position as bigint);
    await until('the first', () => taken.length >= 1);
    expect(taken[0]).toBe(first?.position);
    first = undefined;
    await until('both', () => taken.length >= 2);
    expect(taken).toEqual(allOf(events));
  });

  it('offers a run again that could not be taken, and is stalled only as long as that lasts', async () => {
    const from = await raw.head();
    let failures = 3;
    await start(async () => {
      if (failures > 0) {
        failures -= 1;
        throw new OperationalError('unavailable', 'the database is away');
      }
    });
    expect(feed.stalledMs).toBe(0);
    const events = await write(3);
    for (const [event, previous] of chain(events, from)) await tell(event, previous);
    await until('a failure', () => failures < 3);
    await until('time to go by', () => feed.stalledMs > 0);
    await until('all taken', () => taken.length >= 3);
    expect(taken).toEqual(allOf(events));
    expect(feed.stalledMs).toBe(0);
  });

  it('takes nothing that is newer before who starts with it has written down that it has caught up', async () => {
    const from = await raw.head();
    const [old] = await write(1);
    const order: (bigint | string)[] = [];
    const takeRun: TakeRun = async (events) => void order.push(...allOf(events));
    const caughtUp = async (): Promise<void> => {
      order.push('catching up');
      await write(1);
      order.push('caught up');
    };
    feed = new EventFeed({ ledger: raw, follow, log, from, takeRun, caughtUp });
    await feed.start();
    await until('the newer event', () => order.length === 4);
    expect(order).toEqual([old?.position, 'catching up', 'caught up', await raw.head()]);
  });

  it('is not stalled when the ledger was away for a moment in which nothing happened', async () => {
    let away = false;
    const readAll: Ledger['readAll'] = async (after, limit) => {
      if (away) throw new OperationalError('unavailable', 'the database is away');
      return raw.readAll(after, limit);
    };
    feed = new EventFeed({ ledger: { head: () => raw.head(), readAll } as Ledger, follow, log, from: await raw.head(), takeRun: async () => undefined });
    await feed.start();
    away = true;
    await until('a failed look', () => feed.stalledMs > 0);
    away = false;
    await until('the next look', () => feed.stalledMs === 0);
  });

  it('goes back to where somebody lost what it had taken, whether that shows at a run or before one', async () => {
    let lost: bigint | undefined;
    const from = await raw.head();
    const look = async (): Promise<void> => {
      const position = lost;
      lost = undefined;
      if (position !== undefined) throw new LostGround('rows', position);
    };
    const runs: bigint[] = [];
    const takeRun: TakeRun = async (events, after) => {
      runs.push(after);
      taken.push(...events.map(({ position }) => position));
      if (runs.length === 1) throw new LostGround('rows', from);
    };
    feed = new EventFeed({ ledger: raw, follow, log, from, takeRun, look });
    await feed.start();
    const events = await write(2);
    await until('the run once more', () => taken.filter((position) => position === events[1]?.position).length >= 2);
    const seenBefore = taken.length;
    lost = events[0]!.position;
    await until('the second event once more', () => taken.length > seenBefore);
    expect([runs.at(-1), taken.at(-1)]).toEqual([events[0]!.position, events[1]!.position]);
  });

  it('stops while a run can not be taken', async () => {
    await start(async () => Promise.reject(new OperationalError('unavailable', 'the database is away')));
    await write(1);
    await until('a failure', () => feed.stalledMs > 500);
    await feed.stop();
    expect(taken).toEqual([]);
  });
});
