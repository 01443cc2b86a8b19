import { describe, expect, it } from '@jest/globals';
import type { Segment } from '@carriermesh/agent-domain';
import { instant } from '@carriermesh/kernel';
import { inventoryFrom } from '../../inventory-file.js';
import { planCircuit, type AccessPort, type CircuitPlan } from './circuit-plan.js';
import { circuitPorts, customerPorts, endAddresses, handoverDevice, labelOf, linkDevice, popNamespace, sideOf } from './names.js';

const price = { capacityMbps: 1_000, latencyMs: 1, monthlyPricePerMbps: '0', pricePerGigabyte: '0' };
const inventory = (provider: string, peer: string) =>
  inventoryFrom(
    {
      provider,
      name: provider,
      currency: 'EUR',
      pops: ['1', '2', '3'].map((node) => ({ node, name: node, city: 'Test', country: 'Germany', latitude: 0, longitude: 0 })),
      links: [{ from: '1', to: '2', ...price }, { from: '3', to: '2', ...price }],
      interconnects: [{ at: '3', peer: `${peer}/3`, ...price }, { at: '1', peer: 'zulu/1', ...price }],
      serviceLevel: { availabilityPpm: 0, lossPpm: 0, jitterMs: 0, mttrMinutes: 0, creditBasisPoints: 0 },
    },
    provider,
  );
const [alfa, bravo] = [inventory('alfa', 'bravo'), inventory('bravo', 'alfa')];
const segment = (ordinal: number, fromPopId: string, toPopId: string, resourceIds: readonly string[]): Segment => ({
  segmentId: `seg_x-${ordinal}`, contractId: 'con_1', contractSha256: '', fromPopId, toPopId, resourceIds, mbps: 1, serviceStartAt: instant(0n),
});
const planOf = (of: Segment, from = alfa): CircuitPlan => {
  const planned = planCircuit(of, from, 'cm');
  if (planned.kind === 'refused') throw new Error(planned.reason);
  return planned.plan;
};
const out = segment(1, 'alfa/1', 'alfa/3', ['alfa/1-2', 'alfa/2-3', 'alfa/3~bravo/3']);

describe('S2-7 the plan of a circuit', () => {
  it('has one station in each PoP of the route, from the customer’s port to the handover', () => {
    const { stations } = planOf(out);
    const { entry, exit } = circuitPorts('seg_x-1');
    const { entry: port } = customerPorts('seg_x-1');
    expect(stations.map(({ namespace }) => namespace)).toEqual(['cm.alfa.1', 'cm.alfa.2', 'cm.alfa.3']);
    const customer = { name: port, customerNamespace: `cm.alfa.1.${port}`, side: 1, joint: `${entry.slice(0, -1)}j` };
    expect(stations[0]?.entry).toEqual({ kind: 'access', name: entry, customerNamespace: 'cm.alfa.1', customer });
    // Of another route of the same order it is the same port, and of another order another one.
    const portOf = (segmentId: string) => (planOf({ ...out, segmentId }).stations[0]?.entry as AccessPort).customer?.name;
    expect([portOf('seg_x-4') === port, portOf('seg_y-1') === port]).toEqual([true, false]);
    expect(stations[2]?.exit).toMatchObject({ kind: 'label', name: exit, device: handoverDevice('alfa/3', 'bravo/3'), interconnectId: 'alfa/3~bravo/3' });
  });

  it('has one label and two sides on each link', () => {
    const { stations } = planOf(out);
    expect(stations[0]?.exit).toMatchObject({ device: linkDevice('alfa/1-2'), side: 1 });
    expect(stations[1]?.entry).toMatchObject({ device: linkDevice('alfa/1-2'), side: 2, label: (stations[0]?.exit as { label: number }).label });
    expect(stations[1]?.exit).toMatchObject({ device: linkDevice('alfa/2-3'), side: 1 });
  });

  it('meets the neighbour’s plan at the handover: the same device, the same label, the other side', () => {
    const handedOver = planOf(out).stations[2]?.exit;
    const takenOver = planOf(segment(2, 'bravo/3', 'bravo/2', ['bravo/3~alfa/3', 'bravo/2-3']), bravo).stations[0]?.entry;
    expect(handedOver).toMatchObject({ side: 1 });
    expect(takenOver).toMatchObject({ kind: 'label', side: 2, device: (handedOver as { device: string }).device, label: (handedOver as { label: number }).label });
  });

  it('M4 meets it over another label for each line of a split service, the first segment of which begins at the customer', () => {
    const labels = [0, 10_000, 20_000].map((line) => {
      const handedOver = planOf({ ...out, segmentId: `seg_x-${line + 1}` }).stations[2]?.exit as { label: number };
      const takenOver = planOf(segment(line + 2, 'bravo/3', 'bravo/2', ['bravo/3~alfa/3', 'bravo/2-3']), bravo).stations[0]?.entry as { label: number };
      expect(takenOver.label).toBe(handedOver.label);
      return handedOver.label;
    });
    expect(new Set(labels).size).toBe(3);
    const half = (ordinal: number) => planOf(segment(ordinal, 'alfa/3', 'alfa/3', ['alfa/3~bravo/3'])).stations[0]?.entry.kind;
    expect([half(10_001), half(10_002)]).toEqual(['access', 'label']);
  });

  it('meets it the same way in a route that goes on counting after another one', () => {
    const later = { ...out, segmentId: 'seg_x-5' };
    expect(planOf(later).stations[0]?.entry.kind).toBe('access');
    const handedOver = planOf(later).stations[2]?.exit;
    const takenOver = planOf(segment(6, 'bravo/3', 'bravo/2', ['bravo/3~alfa/3', 'bravo/2-3']), bravo).stations[0]?.entry;
    expect((takenOver as { label: number }).label).toBe((handedOver as { label: number }).label);
  });

  it('is one station where a segment comes in and goes out in one PoP, and begins there for the customer only in the first segment', () => {
    const only = (ordinal: number) => planOf(segment(ordinal, 'alfa/3', 'alfa/3', ['alfa/3~bravo/3'])).stations.map(({ entry, exit }) => [entry.kind, exit.kind]);
    expect(only(1)).toEqual([['access', 'label']]);
    expect(only(2)).toEqual([['label', 'access']]);
  });

  it.each([
    [['alfa/2-3'], 'link alfa/2-3 does not touch alfa/1'],
    [['alfa/1-2'], 'the resources lead to alfa/2 and not to alfa/3'],
    [['alfa/9'], 'resource alfa/9 is not in the inventory'],
    [['alfa/3~bravo/3'], 'interconnect alfa/3~bravo/3 does not touch alfa/1'],
    [[...out.resourceIds, 'alfa/1-2'], 'resource alfa/1-2 comes after the handover that ends the segment'],
  ])('is refused with its reason for the resources %j', (resourceIds, reason) => {
    expect(planCircuit({ ...out, resourceIds }, alfa, 'cm')).toEqual({ kind: 'refused', reason });
  });
});

describe('names that the kernel knows', () => {
  it('have at most 15 characters where they are interfaces’, and are the same from both sides of a handover', () => {
    const names = [linkDevice('x'.repeat(200)), handoverDevice('alfa/3', 'bravo/3'), ...Object.values(circuitPorts('s'.repeat(64)))];
    expect(names.every((name) => /^[a-z0-9]{1,15}$/.test(name))).toBe(true);
    expect(handoverDevice('bravo/3', 'alfa/3')).toBe(handoverDevice('alfa/3', 'bravo/3'));
    expect([sideOf('alfa/3', 'bravo/3'), sideOf('bravo/3', 'alfa/3')]).toEqual([1, 2]);
    expect(popNamespace('cm', 'alfa/3')).toBe('cm.alfa.3');
  });

  it('make labels of 1 to 2^24 - 1, and addresses of two ends of one prefix', () => {
    for (let index = 0; index < 1_000; index++) expect(labelOf(`${index}`) >= 1 && labelOf(`${index}`) < 1 << 24).toBe(true);
    expect(endAddresses('a')[0]).toMatch(/^fd63:6d00(:[0-9a-f]{4}){4}:0:1$/);
    expect(endAddresses('a')[0].slice(0, -1)).toBe(endAddresses('a')[1].slice(0, -1));
  });
});
