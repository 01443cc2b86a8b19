import { describe, expect, it } from '@jest/globals';
import type { Segment } from '@carriermesh/agent-domain';
import { sampleExchange, type ProviderInventory } from '@carriermesh/exchange';
import { instant, NANOS_PER_SECOND } from '@carriermesh/kernel';
import { networkDriverContract } from './network-driver.contract.js';
import { SimulatedNetwork, type Behaviour } from './simulated-network.js';
import { splitServiceContract } from './split-service.contract.js';

const inventory = sampleExchange().providers[0] as ProviderInventory;
const [first, second] = inventory.links;
const half = inventory.interconnects[0];
const segment: Segment = {
  segmentId: 'seg_01980000-0000-7000-8000-000000000001-1',
  contractId: 'con_1',
  contractSha256: '00'.repeat(32),
  fromPopId: first?.fromPopId ?? '',
  toPopId: first?.toPopId ?? '',
  resourceIds: [first?.id ?? '', second?.id ?? '', half?.id ?? ''],
  mbps: 100,
  serviceStartAt: instant(1_772_000_000n * NANOS_PER_SECOND),
};
const network = (behaviour: Behaviour = {}) => new SimulatedNetwork({ inventory, seed: 1, behaviour });
const settledWithin = (answer: Promise<unknown>, ms: number) =>
  Promise.race([answer.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms))]);

networkDriverContract('the simulated network', async () => {
  const driver = network();
  return { driver, segment, remove: async () => driver.close() };
});

networkDriverContract('a simulated network that tells traffic apart', async () => {
  const driver = new SimulatedNetwork({ inventory, seed: 1, behaviour: {}, classes: [{ subject: 'device-7', category: 'gold', sharePercent: 30 }, { category: 'in', sharePercent: 20 }] });
  return { driver, segment, remove: async () => driver.close() };
});

splitServiceContract('the simulated network', async () => {
  const driver = network();
  const way = (name: string, resourceIds: readonly string[]): Segment => ({ ...segment, segmentId: `seg_${name}-1`, resourceIds });
  const near = way('near', [first?.id ?? '']);
  return { driver, near, far: way('far', [first?.id ?? '', second?.id ?? '']), apartNs: second?.latencyNs ?? 0n, remove: async () => driver.close() };
});

describe('the simulated network', () => {
  it('shows the latency of the segment’s links, and not of the handovers at its ends', async () => {
    const { latencyNs } = await network().measure(segment, instant(5n));
    const links = (first?.latencyNs ?? 0n) + (second?.latencyNs ?? 0n);
    const deviation = latencyNs > links ? latencyNs - links : links - latencyNs;
    expect(links > 0n && deviation <= inventory.sla.jitterNs / 2n).toBe(true);
  });

  it('refuses a member of a split service that neither begins nor ends at its customer', async () => {
    const split = { splitId: 'spl_1', ordinal: 1, members: 2, maxDifferentialDelayNs: 0, leastMembers: 1 };
    const middle = { ...segment, segmentId: 'seg_x-2', fromPopId: half?.popId ?? '', toPopId: half?.popId ?? '', resourceIds: [half?.id ?? '', first?.id ?? '', half?.id ?? ''], split };
    expect(await network().activate(middle)).toEqual({ kind: 'refused', reason: 'segment seg_x-2 neither begins nor ends at its customer, and so is no member of split spl_1' });
  });

  it('refuses every activation, with a reason, when it is told to', async () => {
    expect(await network({ refuse: true }).activate(segment)).toEqual({ kind: 'refused', reason: 'the simulated provider refuses every segment' });
    expect(await network({ refuse: true }).release(segment.segmentId)).toEqual({ kind: 'done' });
  });

  it('answers neither activation nor release when it is silent', async () => {
    const silent = network({ silent: true });
    expect(await settledWithin(Promise.race([silent.activate(segment), silent.release(segment.segmentId)]), 50)).toBe(false);
  });

  it('is slow to activate and prompt to release, and never answers once it was closed', async () => {
    const slow = network({ answerAfterMs: 60_000 });
    const activation = slow.activate(segment);
    expect(await slow.release(segment.segmentId)).toEqual({ kind: 'done' });
    slow.close();
    expect(await settledWithin(activation, 50)).toBe(false);
  });
});
