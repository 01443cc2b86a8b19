import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { EVENT_STREAM, eventFromMessage, Relay } from '@carriermesh/platform-bus';
import { lead } from '@carriermesh/platform-chassis';
import { ReadModelStore, type View } from '@carriermesh/platform-readmodel';
import { createLogger } from '@carriermesh/platform-telemetry';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { LedgerTrial } from './ledger-trial.js';
import { OtherInstance } from './other-instance.fixture.js';
import { eventually } from './trial-mesh.js';

/** Starting a program, and the database's own limits of some seconds, after which it gives up on one that stands still. */
const LIMIT_MS = 90_000;
const LOCK = 4_712;
const log = createLogger({ service: 'trial', level: 'silent' });

describe('an instance that stands still and wakes late', () => {
  let trial: LedgerTrial;
  let stream: string;
  const others: OtherInstance[] = [];
  beforeAll(async () => {
    trial = await LedgerTrial.start();
  }, 30_000);
  beforeEach(() => {
    stream = `paused-${v7()}`;
  });
  afterEach(async () => {
    for (const other of others.splice(0)) await other.end();
  });
  afterAll(() => trial.stop());

  const start = (program: string, failpoint?: string): OtherInstance => {
    const other = OtherInstance.start(program, failpoint);
    others.push(other);
    return other;
  };
  const appending = (): string => `
    import { TypedLedger } from '@carriermesh/platform-chassis';
    import { switchOnFailpoint } from '@carriermesh/platform-failpoints';
    import { PostgresLedger } from '@carriermesh/platform-ledger';
    import { v7 } from 'uuid';
    switchOnFailpoint('billing');
    const raw = await PostgresLedger.open({ connectionString: ${JSON.stringify(trial.postgres.url)}, applicationName: 'other' });
    const ledger = new TypedLedger(raw, { now: () => 1n }, { next: () => v7() });
    const event = { type: 'provisioning.v1.ServiceActivated', data: { contractId: 'other', orderId: 'other', serviceStartAt: 1n, activatedAt: 1n } };
    const result = await ledger.commit([{ stream: '${stream}', expected: 'none', events: [event] }], { actor: 'other', correlationId: 'c', causationId: 'c' });
    console.log(JSON.stringify({ outcome: result.kind }));
    await raw.close();`;
  const actors = async (): Promise<readonly string[]> => (await trial.raw.readStream(stream)).map(({ revision, metadata }) => `${revision} ${metadata.actor}`);
  const commit = () =>
    trial.ledger.commit(
      [{ stream, expected: 'none', events: [{ type: 'provisioning.v1.ServiceActivated', data: { contractId: 'c', orderId: 'o', serviceStartAt: 1n as never, activatedAt: 1n as never } }] }],
      { actor: 'first', correlationId: 'c', causationId: 'c' },
    );

  it('I9 is refused when its append had not been sent, and somebody else wrote meanwhile', async () => {
    const other = start(appending(), 'append-before-commit=pause');
    await other.standsStill();
    expect((await commit()).kind).toBe('appended');
    other.goOn();
    await other.says('{"outcome":"revision-conflict"}');
    expect(await actors()).toEqual(['0 first']);
  }, LIMIT_MS);

  it('I9 has written once when its append had been sent, and somebody else is refused', async () => {
    const other = start(appending(), 'append-sent=pause');
    await other.standsStill();
    await eventually('the commit of an instance that stands still', async () => ((await actors()).length === 1 ? true : undefined));
    expect((await commit()).kind).toBe('revision-conflict');
    other.goOn();
    await other.says('{"outcome":"appended"}');
    expect(await actors()).toEqual(['0 other']);
  }, LIMIT_MS);

  it('has lost its leadership to another, and knows it', async () => {
    const other = start(`
      import { lead } from '@carriermesh/platform-chassis';
      import { createLogger } from '@carriermesh/platform-telemetry';
      const leadership = await lead(${JSON.stringify(trial.postgres.url)}, ${LOCK}, createLogger({ service: 'other', level: 'silent' }), new AbortController().signal);
      leadership.lost.addEventListener('abort', () => console.log('another leads'));
      process.kill(process.pid, 'SIGSTOP');`);
    await other.standsStill();
    const leadership = await lead(trial.postgres.url, LOCK, log, new AbortController().signal);
    other.goOn();
    await other.says('another leads');
    expect(leadership?.lost.aborted).toBe(false);
    await leadership?.release();
  }, LIMIT_MS);

  it('puts nothing on the bus where another relay went on, and joins it there', async () => {
    await trial.say(stream, 2);
    const other = start(
      `
      import { connectBus, Relay } from '@carriermesh/platform-bus';
      import { switchOnFailpoint } from '@carriermesh/platform-failpoints';
      import { PostgresLedger } from '@carriermesh/platform-ledger';
      import { createLogger } from '@carriermesh/platform-telemetry';
      switchOnFailpoint('relay');
      const connection = await connectBus({ url: ${JSON.stringify(trial.nats.url)}, name: 'other' });
      const raw = await PostgresLedger.open({ connectionString: ${JSON.stringify(trial.postgres.url)}, applicationName: 'other' });
      new Relay(raw, connection, createLogger({ service: 'other' })).start();`,
      'relay-after-acks=pause',
    );
    await other.standsStill();
    const relay = new Relay(trial.raw, trial.connection, log);
    relay.start();
    const [last] = (await trial.say(stream, 5)).slice(-1);
    await eventually('what was said meanwhile', async () => (relay.position === last ? true : undefined));
    other.goOn();
    await other.says('wrong last sequence');
    const [next] = (await trial.say(stream, 5)).slice(-1);
    await eventually('what was said afterwards', async () => ((await positionsOnTheBus()).at(-1) === next ? true : undefined));
    await relay.stop();
    expect(await positionsOnTheBus()).toEqual((await trial.raw.readAll(0n, 1_000)).map(({ position }) => position));
  }, LIMIT_MS);

  async function positionsOnTheBus(): Promise<readonly bigint[]> {
    const manager = await jetstreamManager(trial.connection);
    const { last_seq } = (await manager.streams.info(EVENT_STREAM)).state;
    const messages = await Promise.all(Array.from({ length: last_seq }, (_, index) => manager.streams.getMessage(EVENT_STREAM, { seq: index + 1 })));
    return messages.flatMap((message) => (message ? [eventFromMessage(message.header, message.data).event.position] : []));
  }

  it('loses the transaction of a view that it left open, so that another instance takes the events, once', async () => {
    const counting: View<any> = {
      name: 'counting',
      context: 'trial',
      version: 1,
      migrate: 'create table counted (single integer primary key, events integer not null); insert into counted values (1, 0)',
      listens: ['provisioning.v1.ServiceActivated'],
      apply: async (_, tx) => void (await sql`update counted set events = events + 1`.execute(tx)),
    };
    const store = await ReadModelStore.open<any>({ connectionString: trial.postgres.url, context: 'trial', applicationName: 'trial' });
    await store.prepare(counting);
    const said = await trial.say(stream, 3);
    const { apply: _, ...identity } = counting;
    const other = start(
      `
      import { switchOnFailpoint } from '@carriermesh/platform-failpoints';
      import { PostgresLedger } from '@carriermesh/platform-ledger';
      import { ReadModelStore } from '@carriermesh/platform-readmodel';
      import { sql } from 'kysely';
      switchOnFailpoint('billing');
      const store = await ReadModelStore.open({ connectionString: ${JSON.stringify(trial.postgres.url)}, context: 'trial', applicationName: 'other' });
      const raw = await PostgresLedger.open({ connectionString: ${JSON.stringify(trial.postgres.url)}, applicationName: 'other' });
      const view = { ...${JSON.stringify(identity)}, apply: (_, tx) => sql\`update counted set events = events + 1\`.execute(tx) };
      const events = await raw.readAll(0n, 1000);
      await store.applyBatch(view, { after: 0n, events, upTo: events.at(-1).position }).then(() => console.log('written'), ({ kind }) => console.log('refused as', kind));`,
      'view-before-commit=pause',
    );
    await other.standsStill();
    const events = await eventually('the events, behind no open transaction', async () => {
      const read = await trial.raw.readAll(0n, 1_000);
      return read.at(-1)?.position === said.at(-1) ? read : undefined;
    }, 30_000);
    const upTo = said.at(-1) as bigint;
    expect(await store.applyBatch(counting, { after: 0n, events, upTo })).toBe(upTo);
    other.goOn();
    await other.says('refused as unavailable');
    const { rows } = await sql<{ events: number }>`select events from counted`.execute(store.db);
    expect(rows).toEqual([{ events: events.length }]);
    await store.close();
  }, LIMIT_MS);
});
