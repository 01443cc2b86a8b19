import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { readToken } from '@carriermesh/operator-commands';
import { PROJECT_ROOT } from '@carriermesh/operator-home';
import { contracting } from '@carriermesh/wire';
import { runCommand } from './support/command.js';
import { eventually } from './support/patience.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

const AGENT = join(PROJECT_ROOT, 'apps', 'provider-agent', 'bin', 'carriermesh-agent.js');

/*
 * A stranger's order system: it has an address and a token, knows TMF620, and nothing of this mesh. What it does not read in the catalog it does not know.
 */
class Stranger {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async call(method: string, path: string, body?: object): Promise<any> {
    const headers = { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(`${this.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return response.json();
  }

  get = (path: string): Promise<any> => this.call('GET', path);

  /** From the index by links alone: catalog, categories, offerings. */
  async offerings(): Promise<readonly any[]> {
    const { links } = await this.get('/');
    const [catalog] = await this.get(links.catalog);
    const categories = await Promise.all(catalog.category.map(({ href }: any) => this.get(href)));
    return Promise.all(categories.flatMap(({ productOffering }) => productOffering).map(({ href }: any) => this.get(href)));
  }

  /** An order with every field that is needed: its default, its only value, or the least that there may be; and two of the offering's places. */
  async bodyFor(offering: any, requestId: string, ends: readonly [number, number]): Promise<object> {
    const { productSpecCharacteristic } = await this.get(offering.productSpecification.href);
    const body: any = { requestId };
    for (const { name, valueType, minCardinality, productSpecCharacteristicValue: values = [] } of productSpecCharacteristic) {
      if (minCardinality === 0 || name.includes('.') || valueType === 'object' || name === 'requestId') continue;
      const { value, valueFrom } = values.find(({ isDefault }: any) => isDefault) ?? values[0];
      body[name] = value ?? (valueType === 'integer' ? Number(valueFrom) : valueFrom);
    }
    const [from, to] = ends.map((index) => ({ city: offering.place[index].name }));
    return { ...body, from, to };
  }

  order(offering: any, body: object): Promise<any> {
    const [method, path] = offering.channel[0].name.split(' ');
    return this.call(method, `${path}?wait=60`, body);
  }
}

const rounded = (part: bigint, whole: bigint): bigint => (2n * part + whole) / (2n * whole);
const micro = (major: number): bigint => BigInt(Math.round(major * 100_000_000));

describe('S3-6 the product catalog of a running mesh', () => {
  let mesh: ScenarioMesh;
  let stranger: Stranger;
  beforeAll(async () => {
    mesh = await ScenarioMesh.launch();
    stranger = new Stranger(mesh.launched.apiUrl, readToken(mesh.home));
  }, LAUNCH_LIMIT_MS);
  afterAll(() => mesh?.stop(), STOP_LIMIT_MS);

  const offeringOf = async (id: string) => (await stranger.offerings()).find((offering) => offering.id === id);

  it('is enough for a stranger to order every kind of service that it offers, and to bill one of them again', async () => {
    const offerings = await stranger.offerings();
    expect(offerings.map(({ id }) => id)).toEqual(expect.arrayContaining(['ip-link', 'wavelength']));
    const active = new Map<string, any>();
    for (const offering of offerings.filter(({ id }) => id === 'ip-link' || id === 'wavelength')) {
      // Which two places a unit of layer 1 leads between, only a search tells: a buyer asks until one can be had.
      const pairs = offering.place.slice(1).map((_: unknown, index: number) => [0, index + 1] as const);
      for (const ends of pairs) {
        const answer = await stranger.order(offering, await stranger.bodyFor(offering, `${offering.id}-${ends[1]}`, ends));
        expect([offering.id, answer.errors, ['active', 'refused']]).toEqual([offering.id, undefined, expect.arrayContaining([answer.state])]);
        if (answer.state === 'active') active.set(offering.id, answer);
        if (answer.state === 'active') break;
      }
    }
    expect([...active.keys()].sort()).toEqual(['ip-link', 'wavelength']);

    await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
    const { contractId } = active.get('ip-link');
    const { invoiceId } = await eventually('the first bill', async () => (await stranger.get('/v1/invoices')).invoices.find((each: any) => each.contractId === contractId));
    const invoice = await stranger.get(`/v1/invoices/${invoiceId}`);
    const [rates] = (await stranger.get(`/v1/contracts/${contractId}`)).contract.prices;
    const prices = await Promise.all(offerings.find(({ id }) => id === 'ip-link').productOfferingPrice.map(({ href }: any) => stranger.get(href)));
    const octetsOf = prices.flatMap(({ pricingLogicAlgorithm }: any) => pricingLogicAlgorithm).find(({ id }: any) => id === 'usage-charge').figures.octets_per_gigabyte;
    const lineOf = (kind: string): any => invoice.lines.find((line: any) => line.kind === kind && line.segmentId === rates.segmentId);
    const [recurring, usage] = [lineOf('recurring'), lineOf('usage')];
    // A whole month costs the month's price; each of its records was rounded once, by less than a unit.
    expect(micro(Number(recurring.exactAmount.amount))).toBe(micro(Number(rates.monthlyRecurring.amount)));
    const charged = rounded(BigInt(usage.quantity) * micro(Number(rates.perGigabyte.amount)), BigInt(octetsOf));
    expect(Math.abs(Number(charged - micro(Number(usage.exactAmount.amount))))).toBeLessThanOrEqual((usage.records + 1) / 2);
    expect(usage.records).toBeGreaterThan(600);
    const cents = (body: any): bigint => micro(Number(body.amount)) / 1_000_000n;
    for (const { amount, exactAmount } of invoice.lines) expect(cents(amount)).toBe(rounded(micro(Number(exactAmount.amount)), 1_000_000n));
    const net = invoice.lines.reduce((total: bigint, { amount }: any) => total + cents(amount), 0n);
    const tax = rounded(net * BigInt(prices[0].tax[0].taxRate), 100n);
    expect([cents(invoice.net), cents(invoice.tax), cents(invoice.total)]).toEqual([net, tax, net + tax]);
  }, STEP_LIMIT_MS);

  it('lets each provider register what it sold, meter it, and come to the seller’s own settlements to the cent and the octet by its own books', async () => {
    const signed = await mesh.ledger.all('contracting.v1.SupplyContractSigned');
    const providerIds = [...new Set(signed.map(({ data }) => data.providerId))];
    const period = '2026-01-01T00:00:00Z..2100-01-01T00:00:00Z';
    let matched = 0;
    for (const providerId of providerIds) {
      const settled = await mesh.ledger.all('billing.v1.SettlementIssued');
      if (!settled.some(({ data }) => data.providerId === providerId)) continue;
      // It registers what it sold a while after it signed for it.
      const stdout = await eventually(`${providerId}'s statement`, async () => {
        const said = await promisify(execFile)(process.execPath, [AGENT, '--config', join(mesh.home.providersDirectory, 'agent', 'agent.json'), '--statement', providerId]);
        return said.stdout.split('\r\n').length > 2 ? said.stdout : undefined;
      });
      const file = join(mesh.home.directory, `${providerId}.csv`);
      writeFileSync(file, stdout);
      const { code, stdout: found } = await runCommand('settlement', 'reconcile', providerId, period, '--statement', file, '--home', mesh.home.directory, '--json');
      const report = JSON.parse(found);
      expect([providerId, code, report]).toEqual([providerId, 0, expect.objectContaining({ missingHere: [], missingThere: [], different: [] })]);
      matched += report.matched;
      // Another figure for one octet is found.
      writeFileSync(file, stdout.replace(/,(\d+),(\d+)\r\n$/, ',1,$2\r\n'));
      expect((await runCommand('settlement', 'reconcile', providerId, period, '--statement', file, '--home', mesh.home.directory)).code).toBe(3);
    }
    // A line for the capacity and one for the octets, of each of the two services at least.
    expect(matched).toBeGreaterThanOrEqual(4);
  }, STEP_LIMIT_MS);

  it('follows what the seller states: a new version, with the figures that the next quote is made by', async () => {
    const before = await offeringOf('ip-link');
    const { outcome } = await mesh.ask(contracting.StateTerms, { requestId: 'a-quarter-more', terms: { terms: { kind: 'utilisation', utilisation: { steps: [{ fromBasisPoints: 0, priceBasisPoints: 12_500 }] } } } });
    expect(outcome.kind).toBe('stated');
    const after = await eventually('the new version', async () => {
      const offering = await offeringOf('ip-link');
      return offering.version === before.version ? undefined : offering;
    });
    const prices = await Promise.all(after.productOfferingPrice.map(({ href }: any) => stranger.get(href)));
    const named = (id: string): any => prices.find((each) => each.id === id);
    let quote: any;
    // A price that was raised to what the seller has to get says nothing of its steps.
    for (let to = 1; quote?.priceSteps === undefined; to += 1) {
      const { requestId: _, ...question }: any = await stranger.bodyFor(after, 'budgetary', [0, to]);
      quote = await stranger.call('POST', '/v1/quotes', { ...question, mbps: 1_000 });
    }
    const { monthlyPrice, priceSteps } = quote;
    expect(priceSteps.map(({ code }: any) => code)).toEqual(['list-price', 'utilisation']);
    const metres = BigInt(/over (\d+) m/.exec(priceSteps[0].message)![1]!);
    const distance = named('list-price.distance');
    const list = micro(named('list-price.base').price.value) * 1_000n + rounded(micro(distance.price.value) * 1_000n * metres, BigInt(distance.unitOfMeasure.amount) * 1_000n);
    expect(rounded(list * BigInt(named('utilisation.0').percentage), 100n)).toBe(micro(Number(monthlyPrice.amount)));
  }, STEP_LIMIT_MS);

  it('is shown by the command, for people and for programs', async () => {
    const listed = await runCommand('catalog', 'list', '--home', mesh.home.directory);
    expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining('ip-link')]);
    const shown = await runCommand('catalog', 'show', 'wavelength', '--home', mesh.home.directory);
    for (const text of ['layerOne *', 'commitment', 'list-price.distance', 'utilisation.0', 'usage-charge', 'statement-match']) expect(shown.stdout).toContain(text);
    const { offering, specification, prices } = JSON.parse((await runCommand('catalog', 'show', 'ip-link', '--home', mesh.home.directory, '--json')).stdout);
    expect([offering.id, specification.id, prices.length]).toEqual(['ip-link', 'ip-link', offering.productOfferingPrice.length]);
    expect((await runCommand('catalog', 'show', 'teleport', '--home', mesh.home.directory)).code).toBe(2);
  }, STEP_LIMIT_MS);
});
