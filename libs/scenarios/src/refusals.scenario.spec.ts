import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatMoney, NANOS_PER_DAY, NANOS_PER_SECOND, sum } from '@carriermesh/kernel';
import { readToken, type OrderStory } from '@carriermesh/operator-commands';
import { contracting, type common } from '@carriermesh/wire';
import { activeService, expectedInUse, quoteOf, statementOf, type ActiveService } from './support/active-service.js';
import { audited } from './support/audited-bills.js';
import { changedInFormat } from './support/changed-in-format.js';
import { leastLatencyNs } from './support/exchange-oracle.js';
import { eur, formatsStated } from './support/formats.js';
import { inUse, inventoryOf, oversold } from './support/inventory.js';
import { LONDON, orderBody, uuidOf } from './support/orders.js';
import { eventually } from './support/patience.js';
import { expectAllReplayed } from './support/replay.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';
import { DELIVERED, smallExchange } from './support/small-exchange.js';

const VIENNA = { city: 'Vienna' } as const;
const TO_VIENNA = { from: LONDON, to: VIENNA, mbps: 100, objective: 'latency' } as const;
/** Longer than any quote of the seller holds. */
const PAST_EVERY_QUOTE_NS = 3_600n * NANOS_PER_SECOND;

describe('an order that can not be served', () => {
  const { source, directory } = smallExchange(DELIVERED);
  let mesh: ScenarioMesh;
  let divided: ActiveService;
  let formatted: ActiveService;
  let both: ActiveService;
  let wireless: ActiveService;
  beforeAll(async () => {
    mesh = await ScenarioMesh.launch({ source });
  }, LAUNCH_LIMIT_MS);
  afterAll(async () => {
    await mesh?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, STOP_LIMIT_MS);

  const heldFor = async ({ uuid }: ActiveService): Promise<Readonly<Record<string, unknown>>> =>
    Object.fromEntries((await mesh.ledger.all('advertising.v1.CapacityHeld')).filter(({ data }) => data.holdId.includes(uuid)).map(({ data }) => [data.resourceId, { held: 0, committed: data.mbps }]));
  const inUseNow = async () => inUse(await inventoryOf(mesh));
  const millis = (ns: bigint): string => `${ns / 1_000_000n}.${(ns % 1_000_000n).toString().padStart(6, '0')}`;

  /** What the buyer is told; that nothing was kept, signed or charged for it is looked at here, for every refusal alike. */
  async function refusalOf(body: Parameters<typeof orderBody>[0]): Promise<common.Refusal> {
    const before = await inUseNow();
    const { record } = await mesh.order(orderBody(body));
    await expectNothingLeft(record.orderId, before);
    expect(record.contractId).toBeUndefined();
    if (!record.refusal) throw new Error(`the order ${body.requestId} is ${record.state}, not refused`);
    expect(record.refusal.message).toMatch(/^[A-Z].+\.$/);
    return record.refusal;
  }

  async function expectNothingLeft(orderId: string, before: Awaited<ReturnType<typeof inUseNow>>): Promise<void> {
    const uuid = uuidOf(orderId);
    expect(await inUseNow()).toEqual(before);
    expect(await mesh.ledger.counts('billing.', uuid)).toEqual({});
    expect(await mesh.ledger.counts('provisioning.', uuid)).toEqual({});
    const contracting = await mesh.ledger.counts('contracting.', uuid);
    expect(contracting).toMatchObject({ 'contracting.v1.ServiceRequestRefused': 1, 'contracting.v1.FulfilmentEnded': 1 });
    expect(Object.keys(contracting).filter((type) => /ContractSigned|QuoteAccepted/.test(type))).toEqual([]);
  }

  it('names the place where nobody has a point of presence, and the nearest one', async () => {
    const city = await refusalOf({ ...TO_VIENNA, requestId: 'nowhere', to: { city: 'Atlantis' } });
    expect(city).toMatchObject({ code: 'unknown-place', facts: { end: 'to', place: 'Atlantis' } });
    expect(city.message).toContain('Atlantis');
    const sea = await refusalOf({ ...TO_VIENNA, requestId: 'at-sea', to: { latitude: 62, longitude: -6.7, withinKm: 1 } });
    expect(sea).toMatchObject({ code: 'unknown-place', facts: { nearest_pop_id: 'Skerry/torshavn' } });
    expect(sea.message).toContain('Skerry/torshavn');
  }, STEP_LIMIT_MS);

  it('says that no offers join an island with the rest', async () => {
    const refusal = await refusalOf({ ...TO_VIENNA, requestId: 'island', to: { city: 'Reykjavik' } });
    expect(refusal.code).toBe('no-route');
    expect(refusal.message).toContain('Reykjavik');
  }, STEP_LIMIT_MS);

  it('S2-7 is refused a nanosecond below the least latency there is, with that latency, and served at it', async () => {
    const bestNs = leastLatencyNs(mesh.launched.exchange, 'London', 'Vienna') as bigint;
    const refusal = await refusalOf({ ...TO_VIENNA, requestId: 'too-quick', maxLatencyMs: millis(bestNs - 1n) });
    expect(refusal).toMatchObject({ code: 'latency-too-high', facts: { best_latency_ns: String(bestNs), limit_ns: String(bestNs - 1n) } });
    const { record, contract } = await mesh.order(orderBody({ ...TO_VIENNA, requestId: 'just-quick', maxLatencyMs: millis(bestNs) }));
    expect([record.state, contract?.latencyNs]).toEqual(['active', bestNs]);
  }, STEP_LIMIT_MS);

  it('is told the lowest price, which is enough, where a cent less is not', async () => {
    const asked = { ...TO_VIENNA, objective: 'cost' };
    const dear = await refusalOf({ ...asked, requestId: 'cheap', maxMonthlyPrice: '0.01' });
    expect(dear.code).toBe('price-above-limit');
    const lowest = { currency: 'EUR', microMinor: BigInt(dear.facts['lowest_micro_minor'] ?? '') };
    const below = await refusalOf({ ...asked, requestId: 'a-trifle-less', maxMonthlyPrice: formatMoney({ ...lowest, microMinor: lowest.microMinor - 1n }) });
    expect(below.facts['lowest_micro_minor']).toBe(String(lowest.microMinor));
    const { record } = await mesh.order(orderBody({ ...asked, requestId: 'enough', maxMonthlyPrice: formatMoney(lowest) }));
    expect(record).toMatchObject({ state: 'active', quote: { monthlyPrice: lowest } });
  }, STEP_LIMIT_MS);

  it('is told the currencies that are sold in, when it asks for another', async () => {
    const refusal = await refusalOf({ ...TO_VIENNA, requestId: 'dollars', currency: 'USD' });
    expect(refusal).toMatchObject({ code: 'currency-not-offered', facts: { currency: 'USD', offered: 'EUR' } });
  }, STEP_LIMIT_MS);

  it('S0-1 gives its capacity back when its buyer did not take the quote in time, and can not be accepted any more', async () => {
    const before = await inUseNow();
    const body = orderBody({ ...TO_VIENNA, requestId: 'hesitant', acceptance: 'explicit' });
    const quoted = await mesh.order(body);
    expect(quoted.record.state).toBe('quoted');
    const { quoteId } = quoted.record.quote as NonNullable<OrderStory['record']['quote']>;
    const held = Object.values(await inUseNow()).map(({ held }) => held).filter((mbps) => mbps > 0);
    expect(new Set(held)).toEqual(new Set([body.mbps]));

    await mesh.launched.hands.advance(PAST_EVERY_QUOTE_NS);
    const { record } = await eventually('the end of the quote', async () => {
      const story = await mesh.order(body);
      return story.record.state === 'quoted' ? undefined : story;
    });
    expect(record).toMatchObject({ state: 'refused', refusal: { code: 'quote-expired' } });
    expect(await mesh.buyer.acceptQuote(quoteId)).toMatchObject({ ok: false, problem: { status: 422, code: 'quote-expired', facts: { quote_id: quoteId } } });
    await expectNothingLeft(record.orderId, before);
  }, STEP_LIMIT_MS);

  it('is refused under the name of another request, which stays as it was', async () => {
    const first = await mesh.order(orderBody({ ...TO_VIENNA, requestId: 'named', mbps: 1 }));
    const before = await inUseNow();
    const second = await mesh.place(orderBody({ ...TO_VIENNA, requestId: 'named', mbps: 2 }));
    expect(second).toMatchObject({ kind: 'problem', problem: { status: 409, code: 'request-id-reused', facts: { order_id: first.record.orderId } } });
    expect(await inUseNow()).toEqual(before);
    expect((await mesh.order(orderBody({ ...TO_VIENNA, requestId: 'named', mbps: 1 }))).record).toEqual(first.record);
  }, STEP_LIMIT_MS);

  it('is not taken when it can not be read, and its buyer is told each field, what was sent and what it has to be', async () => {
    const requests = await mesh.ledger.count('contracting.v1.ServiceRequested');
    const malformed = { requestId: 'malformed', from: { city: 'London' }, to: { city: 'Vienna', popId: 'Meadow/vienna' }, mbps: 0.5, termMonths: 12, currency: 'euro' };
    const response = await fetch(`${mesh.launched.apiUrl}/v1/service-requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${readToken(mesh.home)}`, 'content-type': 'application/json' },
      body: JSON.stringify(malformed),
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const { errors, detail } = (await response.json()) as { errors: readonly { field: string; value?: string; limit: string }[]; detail: string };
    expect(errors.map(({ field }) => field).sort()).toEqual(['currency', 'mbps', 'to']);
    expect(errors.find(({ field }) => field === 'mbps')?.value).toBe('0.5');
    expect(['currency', 'mbps', 'to'].every((field) => detail.includes(field))).toBe(true);
    expect(await mesh.ledger.count('contracting.v1.ServiceRequested')).toBe(requests);
  }, STEP_LIMIT_MS);

  it('S4-6 S4-9 is served in a format where nobody carries it as it is, held as what travels, and refused where its device takes no format that there is', async () => {
    const most = Number((await refusalOf({ ...TO_VIENNA, requestId: 'how-wide', mbps: 2_000 })).facts['most_mbps']);
    const asked = { ...TO_VIENNA, objective: 'profit', mbps: most + 1 };
    await formatsStated(mesh, { id: 'raw' }, { id: 'h265', bandwidthPpm: 100_000, pricePpm: 900_000, monthly: eur('5'), addsNs: 4_000_000n });
    expect(await refusalOf({ ...asked, device: { codecs: ['av1'] }, requestId: 'another-codec' })).toMatchObject({ code: 'device-refuses', message: expect.stringContaining('The device accepts the codec av1.') });
    expect(await refusalOf({ ...asked, device: { codecs: ['raw'] }, requestId: 'raw-alone' })).toMatchObject({ code: 'no-capacity', facts: { requested_mbps: String(most + 1) } });
    formatted = await activeService(mesh, orderBody({ ...asked, device: { codecs: ['raw', 'h265'] }, requestId: 'formatted' }));
    const { format } = formatted.contract;
    expect(format).toEqual({ codec: 'h265', carriedMbps: Math.ceil((most + 1) / 10), addsNs: 4_000_000n });
    const quote = await quoteOf(mesh, formatted);
    expect(quote.formats?.lost).toMatchObject([{ format: 'raw', lost: { code: 'no-capacity' } }]);
    expect(formatted.contract.latencyNs).toBe((quote.scenarios[0]?.path.latencyNs ?? 0n) + 4_000_000n);
    expect(await heldFor(formatted)).toEqual(expectedInUse([formatted]));
  }, STEP_LIMIT_MS);

  it('S4-7 S4-10 S4-11 S4-12 S4-13 is delivered to its device by another provider over a medium that it takes, and by nobody where it takes none that is there', async () => {
    const asked = { from: { city: 'Reykjavik' }, to: { city: 'Klaksvik' }, mbps: 100, objective: 'profit' } as const;
    const wired = await activeService(mesh, orderBody({ ...asked, requestId: 'wired' }));
    expect(wired.contract.segments.map(({ providerId }) => providerId)).toEqual(['Skerry']);
    wireless = await activeService(mesh, orderBody({ ...asked, device: { codecs: ['raw'], media: ['cellular', 'infrared'] }, requestId: 'wireless' }));
    const { segments, alternatives } = wireless.contract;
    expect(segments.map(({ providerId }) => providerId)).toEqual(['Skerry', 'Tower']);
    expect(segments.at(-1)?.resources.at(-1)?.resourceId).toBe('Tower/klaksvik-torshavn');
    expect(alternatives.map(({ path }) => path.segments.at(-1)?.providerId).filter((last) => last !== 'Tower')).toEqual([]);
    expect(await heldFor(wireless)).toMatchObject({ 'Tower/klaksvik-torshavn': { committed: 100 } });
    expect(await refusalOf({ ...asked, device: { media: ['infrared'] }, requestId: 'infrared' })).toMatchObject({ code: 'medium-excluded', facts: { last_media: 'infrared' } });
    // What one medium leads to another may lead away from: all of the way is another question.
    expect(await refusalOf({ ...asked, media: ['cellular'], requestId: 'all-wireless' })).toMatchObject({ code: 'medium-excluded', facts: { media: 'cellular' } });
    const wire = await activeService(mesh, orderBody({ ...asked, media: ['wireline'], device: { media: ['wireline'], codecs: ['raw'] }, requestId: 'wire-alone' }));
    expect(wire.contract.segments.map(({ providerId }) => providerId)).toEqual(['Skerry']);
  }, STEP_LIMIT_MS);

  it('S4-1 is served by several lines together where no one carries it, and is refused in the same words where they would come in too far apart', async () => {
    const most = Number((await refusalOf({ ...TO_VIENNA, requestId: 'how-much', mbps: 2_000 })).facts['most_mbps']);
    const asked = { ...TO_VIENNA, mbps: most + 1 };
    const split = (maxDifferentialDelayMs: string) => ({ split: { mostMembers: 4, maxDifferentialDelayMs } });
    const apart = await refusalOf({ ...asked, ...split('0'), requestId: 'too-far-apart' });
    expect(apart).toMatchObject({ code: 'no-capacity', facts: { most_members: '4', max_differential_delay_ns: '0' } });
    divided = await activeService(mesh, orderBody({ ...asked, ...split('5'), requestId: 'divided' }));
    const { contract } = divided;
    expect(contract.split).toMatchObject({ maxDifferentialDelayNs: 5_000_000n });
    const { members, memberMbps } = contract.split ?? { members: 0, memberMbps: 0 };
    expect([members >= 2, members * memberMbps > most, divided.activeSegments]).toEqual([true, true, contract.segments.length]);
    // Over both ways, and each line from London to Vienna.
    const over = (popId: string): number => contract.segments.filter(({ resources }) => resources.some(({ resourceId }) => resourceId.includes(popId))).length;
    expect([over('paris') > 0, over('amsterdam') > 0, over('vienna')]).toEqual([true, true, members]);
    expect(await heldFor(divided)).toEqual(expectedInUse([divided]));
    expect(oversold(await inventoryOf(mesh))).toEqual([]);
  }, STEP_LIMIT_MS);

  it('S4-1 S4-6 M1 is served in a format by several lines together where neither alone carries it, each with its part of what travels', async () => {
    const most = Number((await refusalOf({ ...TO_VIENNA, requestId: 'how-much-is-left', mbps: 2_000 })).facts['most_mbps']);
    const [asked, split, device] = [{ ...TO_VIENNA, objective: 'profit', mbps: 10 * most + 1 } as const, { split: { mostMembers: 4, maxDifferentialDelayMs: '5' } }, { device: { codecs: ['raw', 'h265'] } }];
    expect(await refusalOf({ ...asked, ...split, requestId: 'split-alone' })).toMatchObject({ code: 'no-capacity', facts: { most_members: '4' } });
    expect(await refusalOf({ ...asked, ...device, requestId: 'formatted-alone' })).toMatchObject({ code: 'no-capacity', facts: { requested_mbps: String(most + 1) } });
    both = await activeService(mesh, orderBody({ ...asked, ...split, ...device, requestId: 'split-and-formatted' }));
    const { contract } = both;
    const { members, memberMbps } = contract.split ?? { members: 0, memberMbps: 0 };
    expect(contract.format).toEqual({ codec: 'h265', carriedMbps: most + 1, addsNs: 4_000_000n });
    expect([members >= 2, memberMbps, both.activeSegments]).toEqual([true, Math.ceil((most + 1) / members), contract.segments.length]);
    const quote = await quoteOf(mesh, both);
    expect([quote.formats?.lost.map(({ format, lost: { code } }) => [format, code]), quote.scenarios.every(({ path, format }) => path.split && format)]).toEqual([[['raw', 'no-capacity']], true]);
    expect(await heldFor(both)).toEqual(expectedInUse([both]));
  }, STEP_LIMIT_MS);

  it('S2-7 is told the most that is left, which can be had to the last Mbit/s, and not one more', async () => {
    // The wide way to Frankfurt and the narrow one have been used differently by the orders before: only the mesh says what is left.
    const tooMuch = await refusalOf({ ...TO_VIENNA, requestId: 'too-much', mbps: 2_000 });
    expect(tooMuch.code).toBe('no-capacity');
    const most = Number(tooMuch.facts['most_mbps']);
    const oneMore = await refusalOf({ ...TO_VIENNA, requestId: 'one-more', mbps: most + 1 });
    expect(oneMore).toMatchObject({ code: 'no-capacity', facts: { requested_mbps: String(most + 1), most_mbps: String(most) } });
    expect((await mesh.order(orderBody({ ...TO_VIENNA, requestId: 'all', mbps: most }))).record.state).toBe('active');
    const [narrowest] = Object.entries(await inUseNow()).filter(([resourceId]) => resourceId === oneMore.facts['bottleneck']);
    expect(narrowest?.[1]).toEqual({ held: 0, committed: capacityOf(oneMore.facts['bottleneck'] ?? '') });

    // What is left now is the other way, whose own end is reached in the same manner.
    const rest = Number((await refusalOf({ ...TO_VIENNA, requestId: 'again-too-much', mbps: most })).facts['most_mbps']);
    expect(rest > 0 && rest < most).toBe(true);
    expect((await mesh.order(orderBody({ ...TO_VIENNA, requestId: 'the-rest', mbps: rest }))).record.state).toBe('active');
    const nothing = await refusalOf({ ...TO_VIENNA, requestId: 'one', mbps: 1 });
    expect(nothing).toMatchObject({ code: 'no-capacity', facts: { requested_mbps: '1', most_mbps: '0' } });
    expect(oversold(await inventoryOf(mesh))).toEqual([]);
  }, STEP_LIMIT_MS);

  it('S4-1 S3-6 M2 bills what several lines carried as one service, settles with every provider of every line, and comes out again from the ledger alone', async () => {
    const { contract: { contractId, quoteId, segments, split } } = divided;
    await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
    const { invoice, settlements } = await statementOf(mesh, divided, 1);
    expect(invoice.lines.map(({ kind, segmentId }) => [kind, segmentId])).toEqual(segments.flatMap(({ segmentId }) => [['recurring', segmentId], ['usage', segmentId]]));
    expect(settlements.map(({ providerId }) => providerId).sort()).toEqual(['Harbour', 'Meadow']);
    expect((await audited(mesh)).bills.invoiceIds).toContain(invoice.invoiceId);
    expect(await expectAllReplayed(mesh, invoice.invoiceId, { quoteId, contractId })).toContain(`✓ ${split?.members} lines of ${split?.memberMbps} Mbit/s carry the service together`);
  }, STEP_LIMIT_MS);

  it('S4-1 S4-6 S3-6 I3 M2 bills what several lines carried in a format as it was ordered, and comes out again from the ledger alone', async () => {
    const { contract: { contractId, quoteId, segments, prices, split } } = both;
    const { invoice, settlements } = await statementOf(mesh, both, 1);
    expect(invoice.lines.map(({ kind, segmentId }) => [kind, segmentId])).toEqual(segments.flatMap(({ segmentId }) => [['recurring', segmentId], ['usage', segmentId]]));
    expect(sum('EUR', prices.map(({ monthlyRecurring }) => monthlyRecurring))).toEqual((await quoteOf(mesh, both)).scenarios[0]?.monthlyPrice);
    const supplied = (await mesh.ledger.all('contracting.v1.SupplyContractSigned')).filter(({ data }) => data.contractId === contractId).map(({ data }) => contracting.SupplyContract.decode(data.contract.body));
    expect(supplied.map(({ mbps }) => mbps)).toEqual(settlements.map(() => split?.memberMbps));
    expect((await audited(mesh)).bills.invoiceIds).toContain(invoice.invoiceId);
    const verified = await expectAllReplayed(mesh, invoice.invoiceId, { quoteId, contractId });
    expect(verified).toContain('✓ it is carried as h265, as it was quoted');
    expect(verified).toContain(`✓ ${split?.members} lines of ${split?.memberMbps} Mbit/s carry the service together`);
  }, STEP_LIMIT_MS);

  it('S4-6 S3-6 I3 M2 bills what was ordered, settles what travelled, and comes out again from the ledger alone', async () => {
    const { contract: { contractId, quoteId, segments, prices, format } } = formatted;
    const { invoice, settlements, balance } = await statementOf(mesh, formatted, 1);
    expect(invoice.lines.map(({ kind, segmentId }) => [kind, segmentId])).toEqual(segments.flatMap(({ segmentId }) => [['recurring', segmentId], ['usage', segmentId]]));
    expect(sum('EUR', prices.map(({ monthlyRecurring }) => monthlyRecurring))).toEqual((await quoteOf(mesh, formatted)).scenarios[0]?.monthlyPrice);
    const supplied = (await mesh.ledger.all('contracting.v1.SupplyContractSigned')).filter(({ data }) => data.contractId === contractId).map(({ data }) => contracting.SupplyContract.decode(data.contract.body));
    expect(supplied.map(({ mbps }) => mbps)).toEqual(settlements.map(() => format?.carriedMbps));
    // What formatting costs the seller is in its margin, and settled with nobody.
    expect(balance.settlements).toEqual(sum('EUR', settlements.map(({ total }) => total)));
    expect((await audited(mesh)).bills.invoiceIds).toContain(invoice.invoiceId);
    expect(await expectAllReplayed(mesh, invoice.invoiceId, { quoteId, contractId })).toContain('✓ it is carried as h265, as it was quoted');
    expect(await mesh.buyer.get(`/v1/contracts/${contractId}`)).toMatchObject({ ok: true, body: { contract: { format: { codec: 'h265', addsMs: '4' } } } });
  }, STEP_LIMIT_MS);

  it('S4-7 S4-11 S3-6 I3 M2 settles the delivery with who delivered it, and comes out again from the ledger alone', async () => {
    const { contract: { contractId, quoteId, prices, segments } } = wireless;
    const { invoice, settlements, balance } = await statementOf(mesh, wireless, 1);
    expect(settlements.map(({ providerId }) => providerId).sort()).toEqual(['Skerry', 'Tower']);
    expect(prices.map(({ segmentId }) => segmentId)).toEqual(segments.map(({ segmentId }) => segmentId));
    expect(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor).toBe(invoice.total.microMinor);
    await expectAllReplayed(mesh, invoice.invoiceId, { quoteId, contractId });
  }, STEP_LIMIT_MS);

  changedInFormat(() => mesh);

  const capacityOf = (resourceId: string): number =>
    mesh.launched.exchange.providers.flatMap(({ links, interconnects }) => [...links, ...interconnects]).find(({ id }) => id === resourceId)?.capacityMbps ?? -1;
});
