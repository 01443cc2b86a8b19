import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Segment } from '@carriermesh/agent-domain';
import { instant, NANOS_PER_SECOND } from '@carriermesh/kernel';
import { createLogger } from '@carriermesh/platform-telemetry';
import { splitServiceContract } from '../split-service.contract.js';
import { namespaces } from './kernel.js';
import { LinuxNetwork } from './linux-network.js';
import { missingRequirement } from './requirements.js';
import { smallInventory, type Host } from './testing/small-networks.js';
import { MEMBER_MBPS, ThreeMembers, type Arrived } from './testing/three-members.js';

const PREFIX = `cms${process.pid}`;
const SLOW_MS = 60_000;
const RUN = { packets: 300, octets: 1_200 };
const WHOLE = { received: RUN.packets, octets: RUN.packets * RUN.octets, disordered: 0 };
const MOST_TRIES = 5;

const missing = await missingRequirement(PREFIX);
const suite = missing === undefined ? describe : describe.skip;
const skipped = missing === undefined ? '' : ` (skipped: it needs ${missing})`;

splitServiceContract(`the network of Linux namespaces${skipped}`, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-split-'));
  const inventory = smallInventory('delta', { nodes: ['d1', 'd2', 'd3'], links: [['d1', 'd2', 1], ['d1', 'd3', 20], ['d3', 'd2', 11]], peers: [] });
  const at = instant(1_772_000_000n * NANOS_PER_SECOND);
  const driver = new LinuxNetwork({ inventory, prefix: PREFIX, directory, now: () => at, log: createLogger({ service: 'provider-agent', level: 'silent' }) });
  const way = (name: string, ...links: readonly string[]): Segment => ({
    segmentId: `seg_${name}-1`, contractId: 'con_1', contractSha256: '', fromPopId: 'delta/d1', toPopId: 'delta/d2', resourceIds: links.map((link) => `delta/${link}`), mbps: 10, serviceStartAt: at,
  });
  return {
    driver,
    near: way('near', 'd1-d2'),
    far: way('far', 'd1-d3', 'd2-d3'),
    apartNs: 30_000_000n,
    remove: async () => {
      await driver.remove();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}, suite);

suite(`S4-1 M4 a service that is split over three ways of three providers${skipped}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-split-'));
  const members = new ThreeMembers(directory, PREFIX);
  let from: Host;
  let to: Host;

  beforeAll(async () => {
    [from, to] = await members.start();
    await members.carrying([1, 2, 3]);
  }, SLOW_MS);
  afterAll(async () => {
    await members.remove();
    expect((await namespaces()).filter((name) => name.startsWith(PREFIX))).toEqual([]);
    rmSync(directory, { recursive: true, force: true });
  }, SLOW_MS);

  /** A machine that stands still for long enough loses packets in full buffers, so a run is repeated; what is wrong always is wrong each time. */
  const sent = async (one: Host, other: Host): Promise<Arrived> => {
    for (let tries = 1; ; tries++) {
      const { received, octets, disordered } = await members.send(one, other, RUN);
      const isWhole = received === WHOLE.received && octets === WHOLE.octets && disordered === 0;
      if (isWhole || tries === MOST_TRIES) return { received, octets, disordered };
    }
  };
  const sentFrames = async () => ((await members.reports())[0]?.members ?? []).map((member) => member.sentFrames ?? 0);
  const mbps = MEMBER_MBPS.reduce((sum, each) => sum + each, 0);
  /** Each member within a twentieth of its part of what went out since. */
  const isShared = async (before: readonly number[]): Promise<boolean> => {
    const frames = (await sentFrames()).map((after, index) => after - (before[index] ?? 0));
    const total = frames.reduce((sum, each) => sum + each, 0);
    return frames.every((each, index) => Math.abs(each - (total * (MEMBER_MBPS[index] ?? 0)) / mbps) <= total / 20);
  };
  const memberAt = async (end: 'first' | 'last', ordinal: number) => (await members.reports()).find((report) => report.end === end)?.members.find((member) => member.ordinal === ordinal);

  /** @throws Error when it does not come true in time */
  const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
    for (const giveUpAtMs = Date.now() + 20_000; !(await isTrue()); await sleep(20)) if (Date.now() > giveUpAtMs) throw new Error('it did not come true');
  };

  it('carries each packet once and in order, in both directions, each member by its bandwidth', async () => {
    expect(await sent(from, to)).toEqual(WHOLE);
    expect(await sent(to, from)).toEqual(WHOLE);
    // A member that seems lost for a while, since the machine stands still, has no share meanwhile.
    await until(async () => {
      const before = await sentFrames();
      await sent(from, to);
      return isShared(before);
    });
  });

  it('carries them in order and whole while one member is 25 ms longer than the others, of the 60 that it was sold with', async () => {
    await members.box.set(25);
    const early = async () => (await members.reports())[1]?.frames?.early ?? 0;
    const before = await early();
    expect(await sent(from, to)).toEqual(WHOLE);
    expect((await early()) - before).toBeGreaterThan(0);
    expect(await sent(to, from)).toEqual(WHOLE);
    await until(async () => {
      const { apartNs = 0n, isWhole } = (await memberAt('last', 2)) ?? {};
      return isWhole === true && apartNs > 20_000_000n;
    });
  });

  it('leaves a member that has become longer than it was sold with, goes on over the others, and takes it again when it is as sold', async () => {
    await members.box.set(120);
    await members.carrying([1, 3]);
    await until(async () => ((await memberAt('last', 2))?.apartNs ?? 0n) > 60_000_000n);
    expect((await memberAt('last', 2))?.isWhole).toBe(false);
    expect(await sent(from, to)).toEqual(WHOLE);
    await members.box.set(0);
    await members.carrying([1, 2, 3]);
  });

  it('sees a member that is cut, goes on over the two that are left, stops when one more is cut, which is fewer than it was sold with, and goes on again', async () => {
    await members.cut(1);
    await members.carrying([2, 3]);
    for (const end of ['first', 'last'] as const) expect(members.turns).toContainEqual(expect.objectContaining({ end, ordinal: 1, isLost: true }));
    expect(await sent(from, to)).toEqual(WHOLE);
    await members.cut(2);
    await members.carrying([]);
    expect((await members.send(from, to, { packets: 20, octets: 100, patienceMs: 200 })).received).toBe(0);
    expect((await members.reports())[0]?.frames?.unsent).toBeGreaterThanOrEqual(20);
    await members.repair(1);
    await members.carrying([1, 3]);
    expect(await sent(from, to)).toEqual(WHOLE);
    await members.repair(2);
    await members.carrying([1, 2, 3]);
  });

  it('carries on untouched while the agents of both its ends start again', async () => {
    const delivered = async () => (await members.reports())[1]?.frames?.delivered ?? 0;
    const before = await delivered();
    const running = sent(from, to);
    await members.startAgain();
    expect(await running).toEqual(WHOLE);
    expect((await delivered()) - before).toBeGreaterThanOrEqual(RUN.packets);
  });
});
