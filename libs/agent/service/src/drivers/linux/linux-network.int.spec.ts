import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_HOUR, period, plus } from '@carriermesh/kernel';
import { networkDriverContract } from '../network-driver.contract.js';
import { aliasOf, bucketOctets, WHOLE } from './circuit-commands.js';
import { carryOut, namespaces, portsIn } from './kernel.js';
import { circuitPorts, endAddresses, handoverDevice, linkDevice, OAM_PREFIX, popNamespace, wayOf } from './names.js';
import { missingRequirement } from './requirements.js';
import { Neighbours, START } from './testing/neighbours.js';
import { plugIn, type Host } from './testing/small-networks.js';

/** So that a burst exceeds it at once, and what the tests send evenly does not. */
const MBPS = 8;
const SLOW_MS = 60_000;

const missing = await missingRequirement('cmtest');
const suite = missing === undefined ? describe : describe.skip;
const skipped = missing === undefined ? '' : ` (skipped: it needs ${missing})`;

networkDriverContract(`the network of Linux namespaces${skipped}`, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-linux-'));
  const neighbours = new Neighbours(directory);
  // A day and more after the start: the hours that are metered are over.
  neighbours.at = plus(START, 25n * NANOS_PER_HOUR);
  const driver = neighbours.driver('alfa');
  return {
    driver,
    segment: neighbours.segment('alfa', MBPS, { alone: true }),
    remove: async () => {
      await driver.remove();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}, suite);

suite(`S2-7 a service over three providers' namespaces${skipped}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-linux-'));
  const neighbours = new Neighbours(directory);
  const bravos = neighbours.segment('bravo', MBPS);
  let from: Host;
  let to: Host;

  beforeAll(async () => {
    await neighbours.start();
    for (const id of ['alfa', 'bravo', 'charlie']) await neighbours.activate(id, MBPS);
    [from, to] = await neighbours.customers();
  }, SLOW_MS);
  afterAll(async () => {
    await neighbours.remove();
    expect((await namespaces()).filter((name) => name.startsWith(`${neighbours.prefix}.`))).toEqual([]);
    rmSync(directory, { recursive: true, force: true });
  }, SLOW_MS);

  it('carries the customer’s packets once all three are active, none when the middle one is released, and all again', async () => {
    await neighbours.flows(from, to, 100);
    await neighbours.flows(to, from, 100);
    expect(await neighbours.driver('bravo').release(bravos.segmentId)).toEqual({ kind: 'done' });
    await neighbours.stops(from, to, 50);
    await neighbours.activate('bravo', MBPS);
    await neighbours.flows(from, to, 100);
  });

  it('holds each segment to its bandwidth by a token bucket, and lets what fits pass whole', async () => {
    const { received, octets, mostMs } = await neighbours.flood(from, to, { packets: 5_000, octets: 1_400 });
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(5_000);
    // Beside the rate a bucketful may pass at once, and what waits behind it.
    expect(octets).toBeLessThanOrEqual(MBPS * 125 * (mostMs + 20) + 2 * bucketOctets(MBPS));
    await neighbours.flows(from, to, 20);
  });

  it('S0-10 carries nothing while one provider has it suspended, also when its agent starts again, keeps the customers’ ports, and carries again when it is resumed', async () => {
    const shaped = (...shapes: readonly boolean[]) => ({ ...bravos, adjusted: shapes.map((suspended, index) => ({ at: plus(START, BigInt(index)), mbps: MBPS, suspended })) });
    expect(await neighbours.driver('bravo').adjust(shaped(true))).toEqual({ kind: 'done' });
    await neighbours.stops(from, to, 50);
    await neighbours.startAgain('bravo', [shaped(true)]);
    await neighbours.driver('bravo').mend();
    await neighbours.stops(from, to, 50);
    expect(await neighbours.driver('bravo').adjust(shaped(true, false))).toEqual({ kind: 'done' });
    await neighbours.flows(from, to, 100);
    const alfas = neighbours.segment('alfa', MBPS);
    expect(await neighbours.driver('alfa').adjust({ ...alfas, adjusted: [{ at: START, mbps: MBPS, suspended: true }] })).toEqual({ kind: 'done' });
    await neighbours.stops(from, to, 50);
    expect(await neighbours.driver('alfa').adjust(alfas)).toEqual({ kind: 'done' });
    await neighbours.flows(from, to, 100);
  });

  it('is held to another bandwidth from the moment in which its providers adjust it, without a packet lost that fits', async () => {
    const flood = async () => (await neighbours.flood(from, to, { packets: 5_000, octets: 1_400 })).received;
    const before = await flood();
    const wider = (id: string) => ({ ...neighbours.segment(id, MBPS), adjusted: [{ at: START, mbps: 100 * MBPS, suspended: false }] });
    for (const id of ['alfa', 'bravo', 'charlie']) expect(await neighbours.driver(id).adjust(wider(id))).toEqual({ kind: 'done' });
    expect(await flood()).toBeGreaterThan(2 * before);
    for (const id of ['alfa', 'bravo', 'charlie']) expect(await neighbours.driver(id).adjust(neighbours.segment(id, MBPS))).toEqual({ kind: 'done' });
    await neighbours.flows(from, to, 100);
  });

  it('carries on untouched while an agent starts again', async () => {
    const { entry } = circuitPorts(bravos.segmentId);
    const entryIndex = async () => (await portsIn(popNamespace(neighbours.prefix, 'bravo/b1'))).find(({ name }) => name === entry)?.index;
    const before = await entryIndex();
    await neighbours.startAgain('bravo', [bravos]);
    expect([typeof before, await entryIndex()]).toEqual(['number', before]);
    await neighbours.flows(from, to, 50);
  });

  it('is made again by its agents when a PoP and all that ends there was lost', async () => {
    await carryOut({ command: 'ip', lines: [`netns del ${popNamespace(neighbours.prefix, 'bravo/b2')}`] });
    await neighbours.startAgain('bravo', [bravos]);
    await neighbours.startAgain('charlie', [neighbours.segment('charlie', MBPS)]);
    await plugIn(to);
    await neighbours.flows(from, to, 50);
  });

  it('loses at a start what a crash left half made and what nobody calls active, and nothing else', async () => {
    const half = circuitPorts('seg_half-1');
    const namespace = popNamespace(neighbours.prefix, 'bravo/b1');
    const names = async () => (await portsIn(namespace)).map(({ name }) => name);
    const whole = await names();
    await carryOut({ command: 'ip', namespace, lines: [`link add ${half.entry} type veth peer name ${half.exit}`] });
    await carryOut({ command: 'ip', lines: [`netns add ${namespace}.${half.entry}`] });
    await neighbours.startAgain('bravo', [bravos]);
    expect(await names()).toEqual(whole);
    expect(await namespaces()).not.toContain(`${namespace}.${half.entry}`);
    await neighbours.startAgain('bravo', []);
    const own: readonly string[] = Object.values(circuitPorts(bravos.segmentId));
    expect(await names()).toEqual(whole.filter((name) => !own.includes(name)));
    await neighbours.activate('bravo', MBPS);
  });

  it('has a circuit of an earlier build, whose own port’s other end was the customer’s, made anew', async () => {
    const alfas = neighbours.segment('alfa', MBPS);
    const { entry } = circuitPorts(alfas.segmentId);
    const namespace = popNamespace(neighbours.prefix, alfas.fromPopId);
    const older = `${namespace}.${entry}`;
    await carryOut({ command: 'ip', lines: [`netns add ${older}`] });
    await carryOut({ command: 'ip', namespace, lines: [`link del ${entry}`, `link add ${entry} type veth peer name port netns ${older}`, aliasOf(entry, WHOLE, alfas.segmentId)] });
    await neighbours.stops(from, to, 50);
    await neighbours.startAgain('alfa', [alfas]);
    await neighbours.flows(from, to, 50);
    expect(await namespaces()).not.toContain(older);
  });

  it('is metered by what went out of both its ends, in the hour in which it did', async () => {
    const hour = (index: bigint) => period(plus(START, index * NANOS_PER_HOUR), plus(START, (index + 1n) * NANOS_PER_HOUR));
    const metered = async (index: bigint) => {
      neighbours.at = hour(index).until;
      const [carried] = await neighbours.driver('bravo').meter(bravos, hour(index));
      return carried?.octets;
    };
    const first = await metered(0n);
    await neighbours.flows(from, to, 100, 1_000);
    const second = await metered(1n);
    expect(second).toBeGreaterThanOrEqual(100_000n);
    expect(second).toBeLessThan(200_000n);
    await neighbours.flows(from, to, 100, 1_000);
    expect(await metered(2n)).toBeGreaterThanOrEqual(100_000n);
    expect([await neighbours.driver('bravo').meter(bravos, hour(0n)), await neighbours.driver('bravo').meter(bravos, hour(1n))]).toEqual([first, second].map((octets) => [{ octets }]));
  });

  it('keeps its customers from speaking to the ends where it is measured', async () => {
    const end = neighbours.driver('alfa').planOf(neighbours.segment('alfa').segmentId)?.addresses[0] ?? '';
    expect(end.slice(0, 9)).toBe(OAM_PREFIX.slice(0, 9));
    const before = await neighbours.discarded('alfa/a1');
    await neighbours.intrude(end, 25);
    expect((await neighbours.discarded('alfa/a1')) - before).toBeGreaterThanOrEqual(25);
  });

  it('S2-8 S2-14 is measured from end to end by the provider of its first segment, over all three, once that of its last one answers', async () => {
    const measure = (id: string) => neighbours.driver(id).measure(neighbours.segment(id, MBPS));
    // Nobody answers yet, and that says nothing of the service.
    expect((await measure('alfa')).endToEnd).toBeUndefined();
    expect([(await measure('bravo')).endToEnd, (await measure('charlie')).endToEnd]).toEqual([undefined, undefined]);
    const { endToEnd, roundTripsNs = [] } = await measure('alfa');
    expect(endToEnd?.lossPpm).toBe(0);
    expect([endToEnd?.delaysNs?.length, endToEnd?.roundTripsNs.length, roundTripsNs.length]).toEqual([20, 20, 20]);
    expect(endToEnd?.roundTripsNs.every((tripNs, index) => tripNs >= (endToEnd.delaysNs?.[index] ?? 0n))).toBe(true);
    await neighbours.driver('bravo').release(bravos.segmentId);
    expect((await measure('alfa')).endToEnd).toBeUndefined();
    await neighbours.activate('bravo', MBPS);
    expect((await measure('alfa')).endToEnd?.lossPpm).toBe(0);
    // The customers saw nothing of it, and what they send stays theirs.
    await neighbours.flows(from, to, 50);
  });

  it('keeps its customers from speaking to the ends that measure the service', async () => {
    const [end] = endAddresses(wayOf(neighbours.segment('alfa')));
    const before = await neighbours.discarded('alfa/a1');
    await neighbours.intrude(end, 25);
    expect((await neighbours.discarded('alfa/a1')) - before).toBeGreaterThanOrEqual(25);
  });

  it('is measured within itself by STAMP, and has lost everything when a link of it is cut', async () => {
    const whole = await neighbours.driver('bravo').measure(bravos);
    expect(whole.lossPpm).toBe(0);
    expect(whole.latencyNs).toBeGreaterThan(0n);
    await carryOut({ command: 'ip', namespace: popNamespace(neighbours.prefix, 'bravo/b1'), lines: [`link set ${linkDevice('bravo/b1-b2')} down`] });
    expect(await neighbours.driver('bravo').measure(bravos)).toEqual({ latencyNs: 0n, lossPpm: 1_000_000 });
  });

  it('is refused, with the reason, where the resources lead elsewhere and where the neighbour is not there', async () => {
    const [segment, alfa] = [{ ...neighbours.segment('alfa', MBPS), segmentId: 'seg_other-1' }, neighbours.driver('alfa')];
    expect(await alfa.activate({ ...segment, toPopId: 'alfa/a1' })).toEqual({ kind: 'refused', reason: 'the resources lead to alfa/a2 and not to alfa/a1' });
    await neighbours.driver('bravo').remove();
    await neighbours.gone('alfa/a2', handoverDevice('alfa/a2', 'bravo/b1'));
    expect(await alfa.activate(segment)).toEqual({ kind: 'refused', reason: 'the other side of interconnect alfa/a2~bravo/b1 is not there' });
  });
});
