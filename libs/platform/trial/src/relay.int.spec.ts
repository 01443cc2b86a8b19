import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { AWAITED_SUBJECT, BUSY_EVENTS, BUSY_GAP_MS, EVENT_STREAM, EVENT_SUBJECTS, eventFromMessage, positionIn, Relay, RUN_GAP_MS, type EventMessage } from '@carriermesh/platform-bus';
import { createLogger } from '@carriermesh/platform-telemetry';
import { LedgerTrial } from './ledger-trial.js';
import { eventually } from './trial-mesh.js';

const silent = createLogger({ service: 'relay', level: 'silent' });

/** Time that stands still until the suite lets it pass. */
class StandingTimers {
  private nowMs = 0;
  private waiting: { readonly ms: number; readonly work: () => void }[] = [];

  /** How long each of those that wait was to wait. */
  get waits(): readonly number[] {
    return this.waiting.map(({ ms }) => ms);
  }

  elapsedMs(): number {
    return this.nowMs;
  }

  after(ms: number, work: () => void): () => void {
    const entry = { ms, work };
    this.waiting.push(entry);
    return () => (this.waiting = this.waiting.filter((each) => each !== entry));
  }

  async breathe(): Promise<void> {}

  pass(ms: number): void {
    this.nowMs += ms;
    for (const { work } of this.waiting.splice(0)) work();
  }
}

describe('the relay', () => {
  let trial: LedgerTrial;
  let stream: string;
  let streams = 0;
  const relays: Relay[] = [];

  beforeAll(async () => {
    trial = await LedgerTrial.start('max_payload: 65536');
  }, 30_000);
  beforeEach(() => {
    stream = `relayed-${(streams += 1)}`;
  });
  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.stop();
  });
  afterAll(() => trial.stop());

  const relay = (log = silent): Relay => {
    const made = new Relay(trial.raw, trial.connection, log);
    made.start();
    relays.push(made);
    return made;
  };
  /** Every message that the bus's stream holds, in its order. */
  const onTheBus = async (): Promise<readonly EventMessage[]> => {
    const manager = await jetstreamManager(trial.connection);
    const { state } = await manager.streams.info(EVENT_STREAM);
    const messages: EventMessage[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(EVENT_STREAM, { seq });
      if (message) messages.push(eventFromMessage(message.header, message.data));
    }
    return messages;
  };
  const lastOnTheBus = async (): Promise<bigint> => {
    const manager = await jetstreamManager(trial.connection, { timeout: 1_000 });
    const last = await manager.streams.getMessage(EVENT_STREAM, { last_by_subj: EVENT_SUBJECTS });
    return last === null ? 0n : positionIn(last.header);
  };
  const arrival = (position: bigint) =>
    eventually(`position ${position} on the bus`, async () => ((await lastOnTheBus().catch(() => 0n)) >= position ? true : undefined), 30_000);
  const lastOf = (positions: readonly bigint[]): bigint => positions.at(-1) as bigint;
  const isChained = (messages: readonly EventMessage[]): boolean =>
    messages.every(({ previous }, index) => previous === (messages[index - 1]?.event.position ?? 0n));

  it('copies the ledger from its beginning, each event chained to the one before it', async () => {
    const said = await trial.say(stream, 3);
    relay();
    await arrival(lastOf(said));
    const messages = await onTheBus();
    expect(messages.map(({ event }) => event.position)).toEqual(said);
    expect(isChained(messages)).toBe(true);
    expect(messages.map(({ event }) => event)).toEqual(await trial.raw.readAll(0n, 100));
  });

  it('goes on from where the bus ends after a restart', async () => {
    const before = await onTheBus();
    const said = await trial.say(stream, 2);
    relay();
    await arrival(lastOf(said));
    const messages = await onTheBus();
    expect(messages).toHaveLength(before.length + 2);
    expect(isChained(messages)).toBe(true);
  });

  it('fills the bus again from the beginning when its store was wiped under it', async () => {
    const running = relay();
    await arrival(lastOf(await trial.say(stream)));
    await trial.nats.kill9();
    trial.nats.wipeStore();
    const said = await trial.say(stream, 2);
    await trial.nats.start();
    await arrival(lastOf(said));
    const messages = await onTheBus();
    expect(messages.map(({ event }) => event.position)).toEqual((await trial.raw.readAll(0n, 1_000)).map(({ position }) => position));
    expect(isChained(messages)).toBe(true);
    expect(running.position).toBe(lastOf(said));
  }, 30_000);

  it('may run twice for a while: the bus holds each event once, in its order', async () => {
    relay();
    relay();
    const said = [...(await trial.say(stream, 20)), ...(await trial.say(`${stream}-b`, 20))];
    await arrival(lastOf(said));
    const messages = await onTheBus();
    const positions = (await trial.raw.readAll(0n, 1_000)).map(({ position }) => position);
    expect(messages.map(({ event }) => event.position)).toEqual(positions);
    expect(isChained(messages)).toBe(true);
  });

  it('leaves an event to the ledger that the bus can’t carry, shows the gap, and goes on', async () => {
    const lines: string[] = [];
    relay(createLogger({ service: 'relay', write: (line) => lines.push(line) }));
    const [before] = await trial.say(stream);
    const [large] = await trial.say(stream, 1, { text: 'x'.repeat(70_000) });
    const [torn] = await trial.say(stream, 1, { correlationId: 'a\nb' });
    const [after] = await trial.say(stream);
    await arrival(after as bigint);
    const messages = (await onTheBus()).slice(-2);
    expect(messages.map(({ event, previous }) => [event.position, previous])).toEqual([[before, expect.anything()], [after, torn]]);
    const left = lines.map((line) => JSON.parse(line) as { msg: string; position: string }).filter(({ msg }) => msg.startsWith('an event can not be put'));
    expect(left.map(({ position }) => position)).toEqual([`${large}`, `${torn}`]);
  });

  it('uses a stream that an operator made with settings of his own', async () => {
    const manager = await jetstreamManager(trial.connection);
    await manager.streams.delete(EVENT_STREAM);
    await manager.streams.add({ name: EVENT_STREAM, subjects: [EVENT_SUBJECTS], max_bytes: 10_000_000 });
    relay();
    await arrival(lastOf(await trial.say(stream)));
    expect((await manager.streams.info(EVENT_STREAM)).config.max_bytes).toBe(10_000_000);
  });

  it('goes on from the ledger’s head when the bus comes from a ledger that was longer', async () => {
    await relay().stop();
    const [known] = await trial.say(stream);
    const ahead = { ...trial.raw, head: async () => 0n, onCommit: () => () => undefined, readAll: async () => [{ ...(await trial.raw.readStream(stream))[0], position: (known as bigint) + (1n << 50n) }] };
    const manager = await jetstreamManager(trial.connection);
    await manager.streams.purge(EVENT_STREAM);
    const foreign = new Relay(ahead as never, trial.connection, silent);
    foreign.start();
    await arrival((known as bigint) + (1n << 50n));
    await foreign.stop();
    relay();
    await eventually('a look at the bus', async () => (relays.at(-1)?.position === known ? true : undefined));
    const [next] = await trial.say(stream);
    await eventually('the next event', async () => ((await onTheBus()).some(({ event, previous }) => event.position === next && previous === known) ? true : undefined));
  });

  it('begins a run some milliseconds after the one before, at once when somebody says that he waits, and later and told of nothing while many do', async () => {
    const timers = new StandingTimers();
    let [reads, wakes] = [0, 0];
    const ledger = {
      head: () => trial.raw.head(),
      readAll: (after: bigint, limit: number) => ((reads += 1), trial.raw.readAll(after, limit)),
      onCommit: (wake: () => void) => trial.raw.onCommit(() => ((wakes += 1), wake())),
    };
    const held = (gapMs = RUN_GAP_MS): Promise<unknown> => eventually('a relay that waits', async () => (timers.waits.length === 1 && timers.waits[0] === gapMs ? true : undefined));
    const [first] = await trial.say(stream);
    const slow = new Relay(ledger, trial.connection, silent, timers);
    relays.push(slow);
    slow.start();
    await arrival(first as bigint);
    await held();
    const [readsBefore, wakesBefore] = [reads, wakes];
    const [second] = await trial.say(stream);
    await eventually('the word of the commit', async () => (wakes > wakesBefore ? true : undefined));
    expect([reads, slow.position]).toEqual([readsBefore, first]);
    timers.pass(RUN_GAP_MS);
    await arrival(second as bigint);
    await held();
    const [third] = await trial.say(stream);
    trial.connection.publish(AWAITED_SUBJECT);
    await arrival(third as bigint);
    // Of very many, whoever waits is told with all others.
    await held();
    const many = await trial.say(stream, BUSY_EVENTS);
    timers.pass(RUN_GAP_MS);
    await arrival(lastOf(many));
    await held(BUSY_GAP_MS);
    const [readsOfMany, wakesOfMany] = [reads, wakes];
    trial.connection.publish(AWAITED_SUBJECT);
    await trial.connection.flush();
    const heardBySomebodyElse = new Promise<void>((resolve) => trial.raw.onCommit(resolve));
    const [last] = await trial.say(stream);
    await heardBySomebodyElse;
    expect([reads, wakes, slow.position]).toEqual([readsOfMany, wakesOfMany, lastOf(many)]);
    timers.pass(BUSY_GAP_MS);
    await arrival(last as bigint);
    // And is told of commits again, when there are few.
    await held();
    await trial.say(stream);
    await eventually('the word of the commit', async () => (wakes > wakesOfMany ? true : undefined));
  });

  it('stops while the bus is away', async () => {
    const running = relay();
    await arrival(lastOf(await trial.say(stream)));
    await trial.nats.kill9();
    await trial.say(stream);
    await running.stop();
    await trial.nats.start();
  }, 20_000);
});
