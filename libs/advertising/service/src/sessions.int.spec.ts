import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sealEnvelope, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import type { Running } from '@carriermesh/platform-chassis';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { NANOS_PER_DAY, NANOS_PER_HOUR, plus } from '@carriermesh/kernel';
import { advertising as language, agent, common, inboundSubject } from '@carriermesh/wire';
import { v7 } from 'uuid';
import { advertising } from './advertising.service.js';
import { TrialProvider } from './testing/trial-provider.js';

const INTERVAL_MS = 400;
const BEATS_EVERY_MS = 300;

let mesh: TrialMesh;
let instances: Running[] = [];
let agents: Agent[] = [];
beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [] });
}, 60_000);
beforeEach(async () => {
  instances = [await mesh.add(advertising)];
}, 60_000);
afterEach(async () => {
  for (const each of agents) each.fallSilent();
  agents = [];
  await Promise.all(instances.map((each) => each.stop()));
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);

/** A provider's agent, of which the mesh sees heartbeats alone. */
class Agent {
  readonly provider = new TrialProvider(mesh, `net-${v7()}`);
  sequence = 0n;
  private sessionId = '';
  private number = 0n;
  private timer: NodeJS.Timeout | undefined;

  static async enrolled(): Promise<Agent> {
    const made = new Agent();
    agents.push(made);
    expect((await made.provider.enrol()).outcome.kind).toBe('enrolled');
    return made;
  }

  get id(): string {
    return this.provider.id;
  }

  /** An agent starts. */
  begin(): this {
    this.fallSilent();
    this.sessionId = `ses_${v7()}`;
    this.number = 0n;
    this.timer = setInterval(() => this.beat(), BEATS_EVERY_MS);
    return this;
  }

  fallSilent(): void {
    clearInterval(this.timer);
  }

  beat(changes: Partial<agent.SessionHeartbeat> = {}, key: SigningKey = this.provider.key, account = this.id): void {
    this.number += 1n;
    const standing = { sentSequence: this.sequence, receiptedSequence: this.sequence };
    const heartbeat = { providerId: this.id, sessionId: this.sessionId, beganAt: mesh.now(), number: this.number, intervalMs: INTERVAL_MS, ...standing, agentVersion: '0.1.0', ...changes };
    const envelope = sealEnvelope(key, SIGNED_AS.sessionHeartbeat, agent.SessionHeartbeat.encode(heartbeat));
    mesh.bus.tell(inboundSubject(account, 'session'), common.SignedEnvelope.encode(envelope));
  }

  async advertise(): Promise<void> {
    this.sequence += 1n;
    await this.provider.advertise(this.sequence, [this.provider.link('a', 1_000)]);
  }

  hold(holdId = `hol_${v7()}-1`, bought = false) {
    const body = { holdId, orderId: 'ord_1', buyerId: 'acme', needs: [{ resourceId: `${this.id}/a`, mbps: 1 }], heldUntil: plus(mesh.now(), NANOS_PER_HOUR), bought };
    return mesh.bus.request(language.HoldCapacity, body, { context: mesh.context('process:order-fulfilment') });
  }

  async history(): Promise<readonly string[]> {
    return (await mesh.ledger.load(`session-${this.id}`)).events.map(({ type }) => type.slice('advertising.v1.Session'.length));
  }

  reaches(...history: readonly string[]): Promise<unknown> {
    return eventually(`${this.id} was ${history.join(', ')}`, async () => ((await this.history()).join() === history.join() ? true : undefined));
  }

  async record(): Promise<language.SessionRecord | undefined> {
    const { sessions } = await mesh.bus.request(language.ListSessions, { providerId: this.id }, { context: mesh.context('operator') });
    return sessions[0];
  }

  shown(state: language.SessionState): Promise<language.SessionRecord> {
    return eventually(`${this.id} is shown ${state}`, async () => {
      const record = await this.record();
      return record?.state === state ? record : undefined;
    });
  }
}

const refusalOf = ({ outcome }: language.HoldCapacityResponse) => (outcome.kind === 'refused' ? outcome.refused.code : outcome.kind);

describe('the session of an agent', () => {
  it('S2-2 is up with its first heartbeat, down when three were missed, and up again; heartbeats are no events', async () => {
    const one = (await Agent.enrolled()).begin();
    await one.reaches('Established');
    // Silence is counted in time that passes: the hands of the mesh’s clock may be moved.
    await mesh.advance(2n * NANOS_PER_DAY);
    await sleep(5 * INTERVAL_MS);
    expect(await one.history()).toEqual(['Established']);
    expect(await one.shown('up')).toMatchObject({ intervalMs: INTERVAL_MS, agentVersion: '0.1.0', missed: 0 });
    one.fallSilent();
    const silentAt = Date.now();
    await one.reaches('Established', 'Lost');
    expect(Date.now() - silentAt).toBeGreaterThan(3 * INTERVAL_MS - BEATS_EVERY_MS);
    expect(await one.shown('down')).toMatchObject({ lastNumber: expect.anything() });
    expect(await (await fetch(`${instances[0]!.healthUrl}/metrics`)).text()).toMatch(/carriermesh_sessions_down\{service="advertising"\} 1/);
    one.begin();
    await one.reaches('Established', 'Lost', 'Established');
  });

  it('S2-2 sells nothing of it to a new order while it is down, keeps what was held, and lets services move', async () => {
    const one = (await Agent.enrolled()).begin();
    await one.advertise();
    await one.reaches('Established');
    const before = `hol_${v7()}-1`;
    expect(refusalOf(await one.hold(before))).toBe('held');
    one.fallSilent();
    await one.shown('down');
    const refused = `hol_${v7()}-1`;
    expect(refusalOf(await one.hold(refused))).toBe('session-down');
    expect(refusalOf(await one.hold(before))).toBe('held');
    expect(refusalOf(await one.hold(`hol_${v7()}-f1`, true))).toBe('held');
    one.begin();
    await one.shown('up');
    expect(refusalOf(await one.hold())).toBe('held');
    // A copy of the request that was on its way all the time: its sender has gone on.
    expect(refusalOf(await one.hold(refused))).toBe('hold-released');
  });

  it('S2-2 never goes down where no interval was announced: an older agent is sold as before', async () => {
    const one = await Agent.enrolled();
    await one.advertise();
    await sleep(4 * INTERVAL_MS);
    expect(await one.record()).toMatchObject({ state: 'never', intervalMs: 0, sessionId: '', missed: 0 });
    expect(refusalOf(await one.hold())).toBe('held');
  });

  it('S2-2 is not kept up by what others say, by what was said before, nor by what says nothing', async () => {
    const [one, thief] = [(await Agent.enrolled()).begin(), await Agent.enrolled()];
    await one.reaches('Established');
    one.fallSilent();
    const timer = setInterval(() => {
      one.beat({}, thief.provider.key);
      one.beat({}, one.provider.key, thief.id);
      one.beat({ number: 1n });
      one.beat({ intervalMs: 1 });
      mesh.bus.tell(inboundSubject(one.id, 'session'), Uint8Array.of(0xff, 0xff));
    }, BEATS_EVERY_MS);
    await one.reaches('Established', 'Lost').finally(() => clearInterval(timer));
    expect(await thief.history()).toEqual([]);
  });

  it('S2-2 is written once by two instances, each of which hears every heartbeat', async () => {
    instances.push(await mesh.add(advertising));
    const one = (await Agent.enrolled()).begin();
    await one.reaches('Established');
    one.fallSilent();
    await one.reaches('Established', 'Lost');
    one.begin();
    await one.reaches('Established', 'Lost', 'Established');
    await sleep(4 * INTERVAL_MS);
    expect(await one.history()).toHaveLength(3);
  });

  it('S2-2 stays up over the mesh’s own absence, and is missed only for what the new start has watched', async () => {
    const [lively, dead] = [(await Agent.enrolled()).begin(), (await Agent.enrolled()).begin()];
    await Promise.all([lively.reaches('Established'), dead.reaches('Established')]);
    await instances.pop()!.stop();
    dead.fallSilent();
    await sleep(5 * INTERVAL_MS);
    instances.push(await mesh.add(advertising));
    const startedAt = Date.now();
    expect((await dead.record())?.state).toBe('up');
    await dead.reaches('Established', 'Lost');
    expect(Date.now() - startedAt).toBeGreaterThan(2 * INTERVAL_MS);
    const [, lost] = (await mesh.ledger.load(`session-${dead.id}`)).events;
    expect(lost?.data).not.toHaveProperty('lastHeardAt');
    expect(await lively.history()).toEqual(['Established']);
  });

  it('S2-2 stays up while the bus is away and nobody could be heard', async () => {
    const [lively, dead] = [(await Agent.enrolled()).begin(), (await Agent.enrolled()).begin()];
    await Promise.all([lively.reaches('Established'), dead.reaches('Established')]);
    await mesh.nats.kill9();
    dead.fallSilent();
    await sleep(10 * INTERVAL_MS);
    expect([await lively.history(), await dead.history()]).toEqual([['Established'], ['Established']]);
    await mesh.nats.start();
    await dead.reaches('Established', 'Lost');
    await lively.shown('up');
    expect(await lively.history()).toEqual(['Established']);
  });

  it('S2-2 shows at once that books have parted, without a batch: the agent is asked to advertise again from where the mesh stands', async () => {
    const one = await Agent.enrolled();
    await one.advertise();
    await one.advertise();
    const asked: agent.ResumeAdvertisingRequest[] = [];
    const stop = mesh.bus.hear(`cm.out.${one.id}.v1.ResumeAdvertising`, (_, body) => void asked.push(agent.ResumeAdvertising.request.decode(body)));
    one.begin();
    await one.reaches('Established');
    await sleep(2 * INTERVAL_MS);
    expect(asked).toEqual([]);
    one.sequence = 5n;
    await eventually('it is asked', async () => asked[0]);
    expect(asked[0]).toEqual({ sentSequence: 5n, nextSequence: 3n });
    one.sequence = 0n;
    await eventually('it is asked anew', async () => asked.find(({ sentSequence }) => sentSequence === 0n));
    stop();
  });

  it('I10 shows the operator alone how agents are', async () => {
    await expect(mesh.bus.request(language.ListSessions, { providerId: '' }, { context: mesh.context('provider:alfa') })).rejects.toMatchObject({ kind: 'denied' });
  });
});
