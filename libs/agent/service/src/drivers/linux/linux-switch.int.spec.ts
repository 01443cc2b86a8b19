import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TrialSwitch } from '../../testing/trial-switch.js';
import { bucketOctets } from './circuit-commands.js';
import { carryOut, namespaces, portsIn } from './kernel.js';
import { LinuxSwitch, removeSwitch } from './linux-switch.js';
import { CUSTOMER_PORT } from './names.js';
import { missingSwitchRequirement } from './requirements.js';
import { elementNamespace, portDevice, portNamespace } from './switch-commands.js';
import { customerHost, UDP_PORT, type Host } from './testing/small-networks.js';

/** Another run on the same machine has namespaces of its own. */
const PREFIX = `cmlne${process.pid}`;
/** So that a burst exceeds it at once, and what the tests send evenly does not. */
const MBPS = 8;
const SLOW_MS = 60_000;
/** Of a packet that fills a frame. */
const LARGE = 1_400;
const PATIENCE_MS = 10_000;
/** What arrives at all arrives sooner than this. */
const SETTLED_MS = 300;

const missing = await missingSwitchRequirement(PREFIX);
const suite = missing === undefined ? describe : describe.skip;
const skipped = missing === undefined ? '' : ` (skipped: it needs ${missing})`;

interface PortWish {
  readonly role?: 'leaf';
  readonly sourceMacs?: readonly string[];
}

suite(`S0-3 two networks on one Linux switch${skipped}`, () => {
  const trial = new TrialSwitch();
  const fabric = (): LinuxSwitch => new LinuxSwitch(PREFIX, trial.device);
  const hosts = new Map<string, Host>();
  const host = (port: string): Host => {
    const found = hosts.get(port);
    if (!found) throw new Error(`no host at ${port}`);
    return found;
  };
  const instance = (ports: Readonly<Record<string, PortWish>>) => ({ ports: Object.entries(ports).map(([port, wish]) => ({ port, mbps: MBPS, ...wish })) });
  const configure = async (who: 'alfa' | 'bravo', ports: Readonly<Record<string, PortWish>>): Promise<void> =>
    expect(await trial.as(who).put(`elements/${who}/instances/lan`, instance(ports))).toEqual({ status: 200, body: { carried: 'now' } });

  beforeAll(async () => {
    await trial.start(fabric());
    await trial.share();
    await trial.as('noc').put('elements/alfa', { owner: 'alfa-net', quotaMbps: 600, ports: ['ge1', 'ge2', 'ge5'] });
    await configure('alfa', { ge1: {}, ge2: {}, ge5: {} });
    await configure('bravo', { ge3: {}, ge4: {} });
    // The same addresses on both sides: neither has to know of the other.
    const addresses = { ge1: '10.9.0.1', ge2: '10.9.0.2', ge5: '10.9.0.5', ge3: '10.9.0.1', ge4: '10.9.0.2' };
    for (const [port, address] of Object.entries(addresses)) hosts.set(port, await customerHost(portNamespace(PREFIX, 'ix1', port), address));
  }, SLOW_MS);
  afterAll(async () => {
    await Promise.all([...hosts.values()].map(({ end }) => end.stop()));
    await trial.remove();
    await removeSwitch(PREFIX, 'ix1');
    expect((await namespaces()).filter((name) => name.startsWith(`${PREFIX}-`))).toEqual([]);
  }, SLOW_MS);

  /** @returns how many of the packets arrived */
  async function sent(from: string, to: string, packets: number): Promise<number> {
    await host(to).end.ask({ kind: 'forget' });
    await host(from).end.ask({ kind: 'send', to: host(to).address, port: UDP_PORT, packets, intervalMs: 2, octets: 200 });
    return (await host(to).end.ask({ kind: 'await', packets, patienceMs: PATIENCE_MS })).received;
  }
  async function sentInVain(from: string, to: string, packets: number): Promise<number> {
    await host(to).end.ask({ kind: 'forget' });
    await host(from).end.ask({ kind: 'send', to: host(to).address, port: UDP_PORT, packets, intervalMs: 2, octets: 200 });
    return (await host(to).end.ask({ kind: 'await', packets: 1, patienceMs: SETTLED_MS })).received;
  }
  /** Octets that the device put out of a port: whatever comes there, for anybody's address. */
  async function putOut(element: string, port: string): Promise<bigint> {
    return (await portsIn(elementNamespace(PREFIX, 'ix1', element))).find(({ name }) => name === portDevice(port))?.sentOctets ?? -1n;
  }
  const macOf = async (port: string): Promise<string> => (await host(port).end.ask({ kind: 'mac', device: CUSTOMER_PORT })).mac ?? '';

  it('carries each one’s frames between its own ports, under the same addresses', async () => {
    expect(await sent('ge1', 'ge2', 100)).toBe(100);
    expect(await sent('ge2', 'ge5', 100)).toBe(100);
    expect(await sent('ge3', 'ge4', 100)).toBe(100);
  });

  it('puts not one frame of the one’s out of the other’s ports: unicast to the other’s own hardware address, broadcast, unknown', async () => {
    const before = [await putOut('bravo', 'ge3'), await putOut('bravo', 'ge4')];
    const flooded = await putOut('alfa', 'ge2');
    const namespace = portNamespace(PREFIX, 'ix1', 'ge1');
    // Frames that bear the address of bravo's host, frames to everybody, and frames to an address that nobody has.
    const lines = [`neigh replace 10.9.0.33 lladdr ${await macOf('ge3')} dev ${CUSTOMER_PORT}`, `neigh replace 10.9.0.34 lladdr ff:ff:ff:ff:ff:ff dev ${CUSTOMER_PORT}`, `neigh replace 10.9.0.35 lladdr 02:00:00:00:00:99 dev ${CUSTOMER_PORT}`];
    await carryOut({ command: 'ip', namespace, lines });
    await host('ge2').end.ask({ kind: 'forget' });
    for (const to of ['10.9.0.33', '10.9.0.34', '10.9.0.35']) await host('ge1').end.ask({ kind: 'send', to, port: UDP_PORT, packets: 100, intervalMs: 1, octets: LARGE });
    // They did go out: alfa's own other port was flooded with them.
    expect((await putOut('alfa', 'ge2')) - flooded).toBeGreaterThan(100n * BigInt(LARGE));
    // Bravo's own hosts look for each other now and then, by frames that all together are smaller than any of alfa's.
    for (const [index, port] of ['ge3', 'ge4'].entries()) expect((await putOut('bravo', port)) - (before[index] ?? 0n)).toBeLessThan(BigInt(LARGE));
  });

  it('lets the one’s flood take nothing of what the other was guaranteed', async () => {
    const flood = { packets: 4_000, octets: 1_400 };
    await host('ge2').end.ask({ kind: 'forget' });
    const startedAtMs = performance.now();
    const flooding = host('ge1').end.ask({ kind: 'send', to: host('ge2').address, port: UDP_PORT, intervalMs: 0, ...flood });
    expect(await sent('ge3', 'ge4', 300)).toBe(300);
    await flooding;
    const { octets, received } = await host('ge2').end.ask({ kind: 'count' });
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(flood.packets);
    // What a bucket holds may pass at once, at the way in and at the way out, and what waits behind it.
    expect(octets).toBeLessThanOrEqual(MBPS * 125 * (performance.now() - startedAtMs + 50) + 3 * bucketOctets(MBPS));
  });

  it('S0-4 reconfigures the one live, and nothing of the other is touched or lost', async () => {
    const indexes = async () => (await portsIn(elementNamespace(PREFIX, 'ix1', 'bravo'))).map(({ name, index, alias }) => [name, index, alias]);
    const before = await indexes();
    const flowing = sent('ge3', 'ge4', 500);
    for (const wish of [{}, { role: 'leaf' as const }, {}]) await configure('alfa', { ge1: wish, ge2: {} });
    expect(await flowing).toBe(500);
    expect(await indexes()).toEqual(before);
    expect(await sentInVain('ge1', 'ge5', 20)).toBe(0);
    await configure('alfa', { ge1: {}, ge2: {}, ge5: {} });
    expect(await sent('ge1', 'ge5', 20)).toBe(20);
  });

  it('lets leaves speak to roots alone', async () => {
    await configure('alfa', { ge1: {}, ge2: { role: 'leaf' }, ge5: { role: 'leaf' } });
    expect(await sent('ge2', 'ge1', 20)).toBe(20);
    expect(await sent('ge1', 'ge5', 20)).toBe(20);
    expect(await sentInVain('ge2', 'ge5', 20)).toBe(0);
  });

  it('takes frames of the named senders alone', async () => {
    await configure('alfa', { ge1: { sourceMacs: [await macOf('ge1')] }, ge2: { sourceMacs: ['02:00:00:00:00:01'] }, ge5: {} });
    expect(await sent('ge1', 'ge5', 20)).toBe(20);
    expect(await sentInVain('ge2', 'ge5', 20)).toBe(0);
    await configure('alfa', { ge1: {}, ge2: {}, ge5: {} });
    expect(await sent('ge2', 'ge5', 20)).toBe(20);
  });

  it('stands while the agent starts again, rid of what is nobody’s; a removed share carries nothing', async () => {
    const index = async () => (await portsIn(elementNamespace(PREFIX, 'ix1', 'alfa'))).find(({ name }) => name === portDevice('ge1'))?.index;
    const before = await index();
    await carryOut({ command: 'ip', lines: [`netns add ${elementNamespace(PREFIX, 'ix1', 'stranger')}`] });
    await trial.stop();
    await trial.start(fabric());
    expect([typeof before, await index()]).toEqual(['number', before]);
    expect(await namespaces()).not.toContain(elementNamespace(PREFIX, 'ix1', 'stranger'));
    expect(await sent('ge1', 'ge2', 20)).toBe(20);
    expect((await trial.as('noc').delete('elements/bravo?force=true')).status).toBe(200);
    expect((await namespaces()).filter((name) => name.includes('bravo') || name.endsWith('.ge3'))).toEqual([]);
  });
});
