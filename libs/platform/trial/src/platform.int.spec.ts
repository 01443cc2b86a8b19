import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { jetstreamManager } from '@nats-io/jetstream';
import { stay, type Process } from '@carriermesh/decider';
import { instant, NANOS_PER_DAY, plus, type Instant } from '@carriermesh/kernel';
import { COMMITTED_SUBJECT, EVENT_STREAM } from '@carriermesh/platform-bus';
import { defineService, type Reaction } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { AnyStoredEvent, ProcessRunner } from '@carriermesh/platform-processes';
import { eventually, TrialMesh } from './trial-mesh.js';

type Started = { readonly type: 'provisioning.v1.ActivationCompensated'; readonly data: { readonly contractId: string; readonly compensatedAt: Instant } };
type Ended = {
  readonly type: 'provisioning.v1.ActivationNeedsOperator';
  readonly data: { readonly contractId: string; readonly unconfirmedSegmentIds: readonly string[]; readonly raisedAt: Instant };
};
interface Egg { readonly id: string; readonly laidAt: Instant; readonly turned: boolean; readonly hatched: boolean }

/** A toy promise: an egg is turned once (an effect), and hatches a day after it was laid (a deadline). */
const egg: Process<Egg, 'turned' | 'hatch', Started | Ended, { readonly id: string }> = {
  name: 'egg',
  initial: { id: '', laidAt: instant(0n), turned: false, hatched: false },
  evolve: (state, event) =>
    event.type === 'provisioning.v1.ActivationCompensated'
      ? state.id === '' ? { ...state, id: event.data.contractId, laidAt: event.data.compensatedAt } : { ...state, turned: true }
      : { ...state, hatched: true },
  react: (state, input, now) => {
    if (input === 'turned' && !state.turned) return { events: [{ type: 'provisioning.v1.ActivationCompensated', data: { contractId: state.id, compensatedAt: now } }] };
    if (input === 'hatch' && !state.hatched) return { events: [{ type: 'provisioning.v1.ActivationNeedsOperator', data: { contractId: state.id, unconfirmedSegmentIds: [], raisedAt: now } }] };
    return stay;
  },
  outstanding: (state) => (state.id !== '' && !state.turned ? [{ key: 'turn', id: state.id }] : []),
  deadline: (state) => (state.id !== '' && !state.hatched ? plus(state.laidAt, NANOS_PER_DAY) : undefined),
  timeout: () => 'hatch',
  ended: (state) => (state.hatched ? 'active' : undefined),
};

const turns: string[] = [];
const heard: bigint[] = [];
let failuresLeft = 0;

@Injectable()
class EggRunner implements ProcessRunner<Egg, 'turned' | 'hatch', Started | Ended, { readonly id: string }> {
  readonly process = egg;
  readonly category = 'egg';
  readonly listens = [];
  route(): undefined {
    return undefined;
  }
  async perform(effect: { readonly key: string; readonly id: string }): Promise<'turned'> {
    if (failuresLeft > 0) {
      failuresLeft -= 1;
      throw new OperationalError('unavailable', 'the hen is away');
    }
    turns.push(effect.id);
    return 'turned';
  }
}

@Injectable()
class Listener implements Reaction {
  readonly name = 'listener';
  readonly listens = ['provisioning.v1.ServiceActivated'] as const;
  async handle(event: AnyStoredEvent): Promise<void> {
    if (event.stream === 'poison') throw new Error('this stream can not be handled');
    heard.push(event.position);
  }
}

const farm = defineService({
  name: 'farm',
  handlers: [],
  processes: [EggRunner],
  reactions: [Listener],
  listens: ['provisioning.v1.ServiceActivated'],
  publishes: ['provisioning.v1.ActivationCompensated', 'provisioning.v1.ActivationNeedsOperator'],
});

describe('a service on the platform', () => {
  let mesh: TrialMesh;
  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [farm] });
  }, 60_000);
  afterAll(() => mesh.stop(), 60_000);

  const lay = async (id: string): Promise<void> => {
    const event: Started = { type: 'provisioning.v1.ActivationCompensated', data: { contractId: id, compensatedAt: mesh.now() } };
    await mesh.ledger.commit([{ stream: `egg-${id}`, expected: 'none', events: [event] }], mesh.context('operator'));
  };
  const say = async (stream: string, count: number): Promise<bigint[]> => {
    const positions: bigint[] = [];
    for (let at = 0; at < count; at += 1) {
      const data = { contractId: stream, orderId: 'o', serviceStartAt: mesh.now(), activatedAt: mesh.now() };
      const result = await mesh.ledger.commit([{ stream, expected: 'any', events: [{ type: 'provisioning.v1.ServiceActivated', data }] }], mesh.context('operator'));
      if (result.kind === 'appended') positions.push(result.position);
    }
    return positions;
  };
  const eggStory = async (id: string): Promise<readonly string[]> => (await mesh.ledger.load(`egg-${id}`)).events.map(({ type }) => type);

  it('hears every event once and in order', async () => {
    const said = await say('alpha', 20);
    await eventually('the last event', async () => (heard.includes(said.at(-1) as bigint) ? true : undefined));
    expect(heard.filter((position) => said.includes(position))).toEqual(said);
  });

  it('parks a stream that it can not handle, and goes on with the others', async () => {
    await say('poison', 2);
    const [after] = await say('beta', 1);
    await eventually('the event after the poison', async () => (heard.includes(after as bigint) ? true : undefined));
  });

  it('hears what was said while the bus was dead and its store was wiped, once and in order', async () => {
    const manager = await jetstreamManager(mesh.connection);
    await manager.streams.delete(EVENT_STREAM);
    await mesh.nats.kill9();
    const said = await say('gamma', 10);
    await mesh.nats.start();
    await eventually('the last event', async () => (heard.includes(said.at(-1) as bigint) ? true : undefined), 30_000);
    expect(heard.filter((position) => said.includes(position))).toEqual(said);
    expect(new Set(heard).size).toBe(heard.length);
  }, 60_000);

  it('performs the effects of a process that was begun while the service was away, and tries again what failed', async () => {
    await lay('first');
    failuresLeft = 2;
    const second = await mesh.add(farm);
    await eventually('the turned egg', async () => (turns.includes('first') ? true : undefined));
    await eventually('the turning on record', async () => ((await eggStory('first')).length === 2 ? true : undefined));
    await second.stop();
  });

  it('says on the bus that it has committed, so that the relay need not be told by the database', async () => {
    let told = 0;
    const stop = mesh.bus.hear(COMMITTED_SUBJECT, () => (told += 1));
    await lay('third');
    const again = await mesh.add(farm);
    await eventually('the turning on record', async () => ((await eggStory('third')).length === 2 ? true : undefined));
    await eventually('the word of it', async () => (told > 0 ? true : undefined));
    stop();
    await again.stop();
  });

  it('keeps a deadline when the clock is moved past it, and not before', async () => {
    await lay('second');
    const again = await mesh.add(farm);
    await eventually('the turned egg', async () => ((await eggStory('second')).length === 2 ? true : undefined));
    await mesh.advance(NANOS_PER_DAY - 60_000_000_000n);
    expect(await eggStory('second')).not.toContain('provisioning.v1.ActivationNeedsOperator');
    await mesh.advance(61_000_000_000n);
    await eventually('the hatching', async () => ((await eggStory('second')).includes('provisioning.v1.ActivationNeedsOperator') ? true : undefined));
    expect(await eggStory('second')).toHaveLength(3);
    await again.stop();
  });
});
