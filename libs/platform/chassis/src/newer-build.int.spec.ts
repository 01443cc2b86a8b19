import { instantFromMs, InvariantViolation } from '@carriermesh/kernel';
import { PostgresLedger, type RecordedEvent } from '@carriermesh/platform-ledger';
import { ReadModelStore, type View } from '@carriermesh/platform-readmodel';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { provisioning } from '@carriermesh/wire';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { MemoryViewConsumer, TableViewsConsumer } from './consumers.js';
import { ReactingConsumer } from './reacting-consumer.js';
import { TypedLedger } from './typed-ledger.js';

const log = createLogger({ service: 'older', level: 'silent' });
const TYPE = 'provisioning.v1.ActivationCompensated';
const DATA = { contractId: 'c', compensatedAt: instantFromMs(1) };
const STREAM = 'activation-c';
/** Field 100, of three bytes, which this build's schema lacks. */
const NEWER_FIELD = Uint8Array.of(0xa2, 0x06, 3, 1, 2, 3);

/** One stream as a newer build leaves it: an event as this build writes it, one with a field more, one of another type, and one more. */
describe('what a newer build has written', () => {
  let postgres: TestPostgres;
  let raw: PostgresLedger;
  let store: ReadModelStore<any>;
  let events: readonly RecordedEvent[];

  beforeAll(async () => {
    postgres = await startPostgres();
    raw = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'older' });
    store = await ReadModelStore.open<any>({ connectionString: postgres.url, context: 'older', applicationName: 'older' });
    const payload = provisioning.ActivationCompensated.encode(DATA);
    const written: [string, Uint8Array][] = [[TYPE, payload], [TYPE, Buffer.concat([payload, NEWER_FIELD])], ['provisioning.v2.Undone', payload], [TYPE, payload]];
    const metadata = { correlationId: 'c', causationId: 'c', actor: 'operator', occurredAt: instantFromMs(1) };
    await raw.append([{ stream: STREAM, expected: 'none', events: written.map(([type, bytes]) => ({ eventId: v7(), type, payload: bytes, metadata })) }]);
    events = await raw.readAll(0n, 10);
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await raw.close();
    await postgres.stop();
  });

  const upTo = () => events.at(-1)?.position ?? 0n;

  it('is read in rows as far as it is known: the type is passed over, and so is the field', async () => {
    const view: View<any> = {
      name: 'seen', context: 'older', version: 1, migrate: 'create table seen (revision int primary key)', listens: [TYPE],
      apply: async ({ revision }, tx) => void (await tx.insertInto('seen').values({ revision }).execute()),
    };
    await store.prepare(view);
    const consumer = new TableViewsConsumer(store, [view]);
    await consumer.start();
    await consumer.take(events, upTo());
    expect(await store.db.selectFrom('seen').select('revision').orderBy('revision').execute()).toEqual([{ revision: 0 }, { revision: 1 }, { revision: 3 }]);
    expect(await store.parked(view)).toEqual([]);
  });

  it('is acted upon as far as it is known, and parks nothing', async () => {
    const handled: unknown[] = [];
    const consumer = new ReactingConsumer('acting', [TYPE], async ({ revision, data }) => void handled.push([revision, data]), { service: 'older', store, ledger: raw, log });
    await consumer.start();
    await consumer.take(events, upTo());
    expect(handled).toEqual([[0, DATA], [1, DATA], [3, DATA]]);
    expect(await store.parked({ name: 'bookmark:acting', context: 'older' } as View<any>)).toEqual([]);
  });

  it('is kept in memory as far as it is known', async () => {
    const seen: number[] = [];
    await new MemoryViewConsumer({ kind: 'memory', name: 'seen', listens: [TYPE], apply: ({ revision }) => void seen.push(revision) }, log).take(events, upTo());
    expect(seen).toEqual([0, 1, 3]);
  });

  it('keeps its bytes, those of the field that nobody here knows among them', () => {
    expect(Buffer.from(events[1]?.payload ?? []).subarray(-NEWER_FIELD.length)).toEqual(Buffer.from(NEWER_FIELD));
  });

  it('is nothing to decide on: a stream of which a part can’t be read is refused, naming type and position', async () => {
    const ledger = new TypedLedger(raw, { now: () => instantFromMs(0) }, { next: () => v7() });
    await expect(ledger.load(STREAM)).rejects.toThrow(InvariantViolation);
    await expect(ledger.load(STREAM)).rejects.toThrow(`provisioning.v2.Undone at position ${events[2]?.position}`);
  });
});
