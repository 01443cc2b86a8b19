import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatScaled, scaledDecimal } from '../http/decimals.js';
import { TrialGateway, type TrialBuyer } from '../testing/trial-gateway.js';

const ROOT = '/tmf-api/productCatalogManagement/v4';
let trial: TrialGateway;
beforeAll(async () => {
  trial = await TrialGateway.start();
}, 60_000);
afterAll(() => trial.stop(), 30_000);

const read = async (path: string, as: TrialBuyer = 'acme') => (await trial.ask(path.startsWith('/') ? path : `${ROOT}/${path}`, { as })).json;
const fieldsOf = async (id: string) => new Map<string, any>((await read(`productSpecification/${id}`)).productSpecCharacteristic.map((field: any) => [field.name, field]));
const valuesOf = (field: any) => field?.productSpecCharacteristicValue?.map(({ value }: any) => value);

/** `{"from": {"city": …}}` of `from.city`. */
const bodyWith = (name: string, value: unknown): object => name.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
const BESIDE: Readonly<Record<string, object>> = {
  'split.mostMembers': { split: { maxDifferentialDelayMs: '0' } },
  'split.maxDifferentialDelayMs': { split: { mostMembers: 2 } },
  'from.latitude': { from: { longitude: 0 } }, 'from.longitude': { from: { latitude: 0 } }, 'from.withinKm': { from: { latitude: 0, longitude: 0 } },
  'to.latitude': { to: { longitude: 0 } }, 'to.longitude': { to: { latitude: 0 } }, 'to.withinKm': { to: { latitude: 0, longitude: 0 } },
};
const merged = (a: any, b: any): any => (typeof a === 'object' && typeof b === 'object' ? { ...a, ...Object.fromEntries(Object.entries(b).map(([key, value]) => [key, key in a ? merged(a[key], value) : value])) } : b);

/** What the API says of one field with this value: its limit, or nothing. */
async function refusalOf(name: string, valueType: string, decimal: string): Promise<string | undefined> {
  const value = valueType === 'integer' || valueType === 'number' ? Number(decimal) : decimal;
  const weighing = name.startsWith('value.') ? { objective: 'value' } : {};
  const answer = await trial.order('globex', { requestId: 'limits', ...weighing, ...merged(BESIDE[name] ?? {}, bodyWith(name, value)) });
  return answer.json.errors?.find(({ field }: any) => field === name)?.limit;
}

describe('S3-6 the product catalog over HTTP', () => {
  it('leads from the catalog to categories, offerings, what can be ordered of them, and prices, each by its address and its version', async () => {
    const [catalog] = await read('catalog');
    expect(catalog).toMatchObject({ '@type': 'Catalog', id: 'acme', relatedParty: [{ id: 'carriermesh', role: 'seller' }, { id: 'acme', role: 'buyer' }] });
    for (const { href, id, name, version } of catalog.category) {
      const category = await read(href);
      expect(category).toMatchObject({ '@type': 'Category', id, name, version });
      for (const linked of category.productOffering) {
        const offering = await read(linked.href);
        expect(offering).toMatchObject({ '@type': 'ProductOffering', ...linked, asOf: { topologyRevision: '7', policyId: 'standard-v3' } });
        for (const reference of [offering.productSpecification, ...offering.productOfferingPrice]) expect(await read(reference.href)).toMatchObject(reference);
      }
    }
    expect((await read('productOffering')).map(({ id }: any) => id)).toEqual(['ip-link', 'fibre']);
  });

  it('says every field that an order may have, and no other, with what is sold of it', async () => {
    const { components } = (await trial.ask('/openapi.json')).json;
    const [link, fibre] = [await fieldsOf('ip-link'), await fieldsOf('fibre')];
    const orderable = Object.keys(components.schemas.ServiceRequestDto.properties);
    expect([...new Set([...link.keys(), ...fibre.keys(), 'virtualNetwork'].map((name) => name.split('.')[0]))].sort()).toEqual([...orderable].sort());
    expect([...link.values()].filter(({ minCardinality, name }) => minCardinality === 1 && !name.includes('.')).map(({ name }) => name)).toEqual(['requestId', 'from', 'to', 'mbps', 'termMonths', 'currency']);
    expect([link.has('layerOne'), link.has('virtualNetwork'), link.has('device.resolutions'), fibre.has('split'), fibre.has('device.media')]).toEqual([false, false, false, false, false]);
    expect([valuesOf(link.get('device.codecs')), valuesOf(link.get('media')), valuesOf(link.get('currency'))]).toEqual([['h265'], ['rf', 'wireline'], ['EUR']]);
    expect([valuesOf(fibre.get('layerOne')), valuesOf(fibre.get('mbps'))]).toEqual([['fibre'], [100, 400]]);
    expect(fibre.get('layerOne')).toMatchObject({ minCardinality: 1 });
    expect(link.get('mbps').productSpecCharacteristicValue).toEqual([{ valueType: 'integer', valueFrom: '1', valueTo: '1000000', unitOfMeasure: 'Mbit/s' }]);
    expect(link.get('objective').productSpecCharacteristicValue).toContainEqual({ valueType: 'string', value: 'profit', isDefault: true });
  });

  it('states the limits that orders are held against: the last value is taken, and the next one is refused by that limit', async () => {
    const ranged = [...(await fieldsOf('ip-link')).values()].flatMap(({ name, valueType, productSpecCharacteristicValue = [] }) =>
      productSpecCharacteristicValue.filter(({ valueFrom }: any) => valueFrom !== undefined).map(({ valueFrom, valueTo }: any) => ({ name, valueType, valueFrom, valueTo })));
    expect(ranged.map(({ name }) => name)).toEqual(expect.arrayContaining(['mbps', 'maxLatencyMs', 'termMonths', 'split.mostMembers', 'revert.waitSeconds', 'from.latitude', 'to.withinKm', 'value.profit']));
    for (const { name, valueType, valueFrom, valueTo } of ranged) {
      for (const [edge, beyond] of [[valueFrom, -1n], [valueTo, 1n]] as const) {
        expect([name, edge, await refusalOf(name, valueType, edge)]).toEqual([name, edge, undefined]);
        const next = formatScaled(scaledDecimal(edge, 6)! + beyond * 1_000_000n, 6);
        expect([name, next, await refusalOf(name, valueType, next)]).toEqual([name, next, expect.stringContaining(`${valueFrom} to ${valueTo}`)]);
      }
    }
  });

  it('says how prices come about, by what rules they are billed and reconciled, and since when', async () => {
    const prices = new Map<string, any>((await read('productOfferingPrice')).map((price: any) => [price.id, price]));
    expect(prices.get('list-price.base')).toMatchObject({ priceType: 'recurring', recurringChargePeriodType: 'month', unitOfMeasure: { amount: 1, units: 'Mbit/s' }, price: { unit: 'EUR', value: 0.05 }, tax: [{ taxRate: 20 }] });
    expect(prices.get('format.codecs.h265')).toMatchObject({ name: 'format', percentage: 95, validFor: { startDateTime: '2027-01-15T08:00:00Z' }, prodSpecCharValueUse: [{ name: 'device.codecs', productSpecCharacteristicValue: [{ value: 'h265' }] }] });
    expect(prices.get('usage').pricingLogicAlgorithm).toEqual([{ id: 'usage-charge', name: 'usage-charge', description: 'Each record by itself.', figures: { octets_per_gigabyte: '1000000000' } }]);
    const offering = await read('productOffering/ip-link');
    expect(offering.reconciliationRule).toEqual([{ id: 'statement-match', name: 'statement-match', description: 'Line by line.', figures: { tolerance: '0' } }]);
    expect(offering.productOfferingTerm.map(({ name, duration }: any) => [name, duration])).toEqual([['quote', { amount: 900, units: 's' }], ['notice', { amount: 86_400, units: 's' }], ['commitment', undefined]]);
  });

  it('I10 shows a buyer what it may buy at its own prices, and a version that is the same for what reads the same', async () => {
    expect((await read('productOffering', 'globex')).map(({ id }: any) => id)).toEqual(['ip-link']);
    expect(JSON.stringify(await read('productOfferingPrice', 'globex'))).not.toContain('pair-discount');
    expect((await trial.ask(`${ROOT}/productOffering/fibre`, { as: 'globex' })).status).toBe(404);
    const versionOf = async (path: string, as: TrialBuyer) => (await read(path, as)).version;
    expect(await versionOf('productSpecification/ip-link', 'globex')).toBe(await versionOf('productSpecification/ip-link', 'acme'));
    expect(await versionOf('productOffering/ip-link', 'globex')).not.toBe(await versionOf('productOffering/ip-link', 'acme'));
  });
});
