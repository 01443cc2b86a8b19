import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contracting } from '@carriermesh/wire';
import { inventoryOf } from '../support/inventory.js';
import { eventually, patiently } from '../support/patience.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STOP_LIMIT_MS } from '../support/scenario-mesh.js';
import { smallExchange } from '../support/small-exchange.js';
import { figure, saw } from './figures.js';

const CLIENTS = 16;
/** Units on sale, and orders for one unit each. A network of one link has so much capacity that a unit is a Mbit/s. */
const { units, orders, repetitions } = figure({
  sample: { units: 1_000, orders: 48, repetitions: 32 },
  quick: { units: 1_000, orders: 320, repetitions: 100 },
  full: { units: 1_000, orders: 3_200, repetitions: 1_000 },
});
/** So that fewer orders want the whole of it as well. */
const mbps = figure({ sample: 50, quick: 10, full: 1 });
const wanted = Math.floor(units / mbps);
const isSample = figure({ sample: true, quick: false, full: false });
const LIMIT_MS = 900_000;
const AT_REST = ['active', 'refused'];

/** Every test run tries the same on parts of the mesh (holds.int.spec.ts, contracting.int.spec.ts); this is the whole of it. */
(isSample ? describe.skip : describe)('capacity that many want at once', () => {
  const { source, directory } = smallExchange({ Skerry: [['reykjavik', 'torshavn', units]] });
  let mesh: ScenarioMesh;
  beforeAll(async () => {
    mesh = await ScenarioMesh.launch({ source });
  }, LAUNCH_LIMIT_MS);
  afterAll(async () => {
    await mesh?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, STOP_LIMIT_MS);

  const terms = (of: number): contracting.ServiceTerms => ({
    from: { place: { kind: 'city', city: 'Reykjavik' } }, to: { place: { kind: 'city', city: 'Torshavn' } },
    mbps: of, termMonths: 12, objective: 'profit', currency: 'EUR', acceptance: 'automatic',
  });

  async function request(requestId: string, of: number): Promise<contracting.RequestServiceResponse['outcome']> {
    const context = { actor: 'buyer:acme', correlationId: requestId, causationId: requestId };
    const { outcome } = await patiently(() => mesh.launched.bus.request(contracting.RequestService, { buyerId: 'acme', requestId, terms: terms(of) }, { context }));
    return outcome;
  }

  async function endOf(requestId: string, of: number): Promise<contracting.ServiceRequestRecord> {
    const outcome = await request(requestId, of);
    if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
    const { orderId } = outcome.acknowledged;
    return eventually(`the end of ${requestId}`, async () => {
      const answer = await mesh.ask(contracting.GetServiceRequest, { buyerId: 'acme', orderId });
      const record = answer.outcome.kind === 'service-request' ? answer.outcome.serviceRequest : undefined;
      return record && AT_REST.includes(record.state) ? record : undefined;
    }, LIMIT_MS);
  }

  it(`S0-1 I1 is sold to at least 99 % and never over, when ${CLIENTS} clients order ${orders} times what ${wanted} can have`, async () => {
    const waiting = Array.from({ length: orders }, (_, index) => `contended-${index}`);
    const records: contracting.ServiceRequestRecord[] = [];
    const client = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) records.push(await endOf(next, mbps));
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    const active = records.filter(({ state }) => state === 'active').length;
    const link = [...(await inventoryOf(mesh)).values()].find(({ capacityMbps }) => capacityMbps === units);
    saw(`${CLIENTS} clients, ${orders} orders for ${wanted} units: ${active} active, ${records.length - active} refused; ${link?.committedMbps} of ${units} Mbit/s committed, ${link?.heldMbps} held`);
    expect(records).toHaveLength(orders);
    expect(active).toBeLessThanOrEqual(wanted);
    expect(active).toBeGreaterThanOrEqual(Math.ceil(wanted * 0.99));
    expect(link).toMatchObject({ heldMbps: 0, committedMbps: active * mbps });
    const refusals = records.flatMap(({ refusal }) => refusal ?? []);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['no-capacity']));
    // Whoever lost against the path search or against another's hold is told what was left, which was too little.
    const left = refusals.map(({ facts }) => Number(facts['most_mbps'] ?? facts['available_mbps']));
    saw(`of ${refusals.length} refused, each was told what was left: ${Math.min(...left)} to ${Math.max(...left)} of the ${mbps} Mbit/s asked for`);
    expect(left.filter((each) => !(each >= 0 && each < mbps))).toEqual([]);
  }, LIMIT_MS);

  it(`is one order for ${repetitions} equal requests, and each of as many with other terms under its name is refused`, async () => {
    const first = await request('repeated', mbps);
    const equal = await Promise.all(Array.from({ length: repetitions }, () => request('repeated', mbps)));
    const others = await Promise.all(Array.from({ length: repetitions }, (_, index) => request('repeated', mbps + 1 + index)));
    if (first.kind === 'refused') throw new Error(first.refused.message);
    const ids = new Set(equal.map((outcome) => (outcome.kind === 'refused' ? outcome.refused.code : outcome.acknowledged.orderId)));
    expect([...ids]).toEqual([first.acknowledged.orderId]);
    const codes = others.map((outcome) => (outcome.kind === 'refused' ? outcome.refused.code : 'acknowledged'));
    saw(`the same request ${repetitions} times: ${ids.size} order; with other terms: ${codes.filter((code) => code !== 'acknowledged').length} of ${repetitions} refused`);
    expect(new Set(codes)).toEqual(new Set(['request-id-reused']));
    const signed = (await mesh.ledger.counts('contracting.v1.ServiceRequested', first.acknowledged.orderId.slice(4)))['contracting.v1.ServiceRequested'];
    expect(signed).toBe(1);
  }, LIMIT_MS);
});
