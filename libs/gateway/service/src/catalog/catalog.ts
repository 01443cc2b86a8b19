import { createHash } from 'node:crypto';
import { literal, moneyOf, percentText } from '@carriermesh/platform-documents';
import type { billing, contracting, paths } from '@carriermesh/wire';
import { timeBody } from '../http/bodies.js';
import { writtenTariff } from '../contracts/usage-tariff.body.js';
import { held, type Characteristic } from './characteristics.js';

export const CATALOG_PATH = 'tmf-api/productCatalogManagement/v4';
export const COLLECTIONS = ['catalog', 'category', 'productSpecification', 'productOffering', 'productOfferingPrice'] as const;
export type Collection = (typeof COLLECTIONS)[number];

/** A resource of TMF620 v4. */
export type Entry = Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string };
export type Catalog = Readonly<Record<Collection, readonly Entry[]>>;

/** What the mesh says of what one buyer may order, and by what rules. */
export interface CatalogSources {
  readonly buyerId: string;
  readonly sold: paths.ListSoldKindsResponse;
  readonly guide: contracting.GetPriceGuideResponse;
  readonly rules: readonly billing.RatingRule[];
  /** The fields of any order. */
  readonly order: readonly Characteristic[];
}

/** So many places are told of an offering; of more, the first by their names, with how many there are. */
export const MAX_PLACES = 1_000;
const ORDERS_PATH = '/v1/service-requests';

const NAMES: Readonly<Record<string, string>> = { fibre: 'Fibre', wavelength: 'Wavelength', odu: 'ODU (ITU-T G.709)', sdh: 'SDH virtual container (ITU-T G.707)' };
const CATEGORIES: Readonly<Record<string, string>> = { connectivity: 'Services by the Mbit/s', 'layer-1': 'Whole units of layer 1', 'virtual-networks': 'Carrier virtual networks' };

/** The catalog of one buyer. An entry's version follows from its contents: what reads the same has the same one, whoever made it. */
export function catalogOf({ buyerId, sold, guide, rules, order }: CatalogSources): Catalog {
  const productOfferingPrice = guide.guidelines.map((guideline) => price(guideline, guide, rules));
  const kinds = sold.kinds.map((kind) => ({ kind, id: idOf(kind), category: categoryOf(kind), name: nameOf(kind) }));
  const productSpecification = kinds.map(({ kind, id, name }) => specification(id, name, characteristicsOf(kind, { order, sold, guide })));
  const prices = productOfferingPrice.map((each) => reference('productOfferingPrice', each));
  const reconciliationRule = rules.filter(({ kind }) => kind === 'reconciliation').map(ruleBody);
  const productOffering = kinds.map(({ kind, id, name, category }, index) =>
    entry('productOffering', id, name, {
      description: `${name}, over one provider or several, from one place to another, under one contract.`,
      isBundle: false,
      isSellable: true,
      lifecycleStatus: 'Active',
      statusReason: `Sold to ${buyerId} by the policy ${guide.policyId}.`,
      category: [{ ...link('category', category), name: CATEGORIES[category] }],
      channel: [{ id: 'service-requests', name: `POST ${ORDERS_PATH}`, href: ORDERS_PATH, '@referredType': 'Channel' }],
      place: kind.cities.slice(0, MAX_PLACES).map((city) => ({ id: city, name: city, role: 'from.city or to.city', '@referredType': 'GeographicLocation' })),
      placeCount: kind.cities.length,
      productSpecification: reference('productSpecification', productSpecification[index]!),
      productOfferingPrice: prices,
      productOfferingTerm: terms(guide),
      reconciliationRule,
    }),
  ).map((offering) => ({ ...offering, asOf: { topologyRevision: String(sold.revision), policyId: guide.policyId } }));
  const category = [...new Set(kinds.map((each) => each.category))].map((id) =>
    entry('category', id, CATEGORIES[id]!, { isRoot: true, lifecycleStatus: 'Active', productOffering: productOffering.filter((_, index) => kinds[index]!.category === id).map((each) => reference('productOffering', each)) }));
  const parties = [{ id: guide.sellerId, role: 'seller' }, { id: buyerId, role: 'buyer' }].map((party) => ({ ...party, '@referredType': 'Organization' }));
  const catalog = entry('catalog', buyerId, `What ${guide.sellerId} sells to ${buyerId}`, { catalogType: 'product', lifecycleStatus: 'Active', category: category.map((each) => reference('category', each)), relatedParty: parties });
  return { catalog: [catalog], category, productSpecification, productOffering, productOfferingPrice };
}

const idOf = ({ layerOne, virtualNetwork }: paths.SoldKind): string => `${virtualNetwork ? 'virtual-network-' : ''}${layerOne ?? 'ip-link'}`;
const nameOf = ({ layerOne, virtualNetwork }: paths.SoldKind): string => `${layerOne ? NAMES[layerOne] : 'IP link'}${virtualNetwork ? ' in a carrier virtual network' : ''}`;

function categoryOf({ layerOne, virtualNetwork }: paths.SoldKind): string {
  if (virtualNetwork) return 'virtual-networks';
  return layerOne ? 'layer-1' : 'connectivity';
}

/** The fields of an order for one kind of service: those that it can have, with the values that are sold of it. */
function characteristicsOf(kind: paths.SoldKind, { order, sold, guide }: Pick<CatalogSources, 'order' | 'sold' | 'guide'>): readonly Characteristic[] {
  const { layerOne, virtualNetwork, unitMbps, media } = kind;
  const absent = ['layerOne', 'virtualNetwork'].filter((name) => (name === 'layerOne' ? !layerOne : !virtualNetwork));
  const formats = (['codecs', 'resolutions', 'encapsulations'] as const).map((each) => [`device.${each}`, guide.formats?.[each] ?? []] as const);
  const unsold = layerOne ? ['device', 'split'] : formats.filter(([, ids]) => ids.length === 0).map(([name]) => name);
  const without = [...absent, ...unsold];
  const only = new Map<string, readonly unknown[]>([
    ['currency', [sold.currency]],
    ['media', media],
    ['device.media', media],
    ...formats,
    ...(layerOne ? [['layerOne', [layerOne]], ['mbps', unitMbps]] as const : []),
    ['virtualNetwork', [true]],
  ]);
  const isSold = ({ name }: Characteristic): boolean => !without.some((each) => name === each || name.startsWith(`${each}.`));
  return order.filter(isSold).map((field) => {
    const values = only.get(field.name);
    return values ? held(field, values) : field;
  });
}

const specification = (id: string, name: string, characteristics: readonly Characteristic[]): Entry =>
  entry('productSpecification', id, name, {
    isBundle: false,
    lifecycleStatus: 'Active',
    productSpecCharacteristic: characteristics,
    targetProductSchema: { '@type': 'ServiceRequestDto', '@schemaLocation': '/openapi.json#/components/schemas/ServiceRequestDto' },
  });

const TYPES: Readonly<Record<string, string>> = { recurring: 'recurring', usage: 'usage', 'one-time': 'oneTime' };

function price({ id, code, description, kind, amount, perAmount, perUnit, sharePpm, field, value, since }: contracting.PriceGuideline, guide: contracting.GetPriceGuideResponse, rules: readonly billing.RatingRule[]): Entry {
  return entry('productOfferingPrice', id, code, {
    description,
    isBundle: false,
    lifecycleStatus: 'Active',
    priceType: TYPES[kind],
    ...(kind === 'recurring' && { recurringChargePeriodType: 'month', recurringChargePeriodLength: 1 }),
    ...(perUnit !== '' && { unitOfMeasure: { amount: perAmount, units: perUnit } }),
    ...(amount && { price: moneyOf(amount) }),
    ...(sharePpm !== undefined && { percentage: literal(String(sharePpm / 10_000)) }),
    ...(field !== undefined && { prodSpecCharValueUse: [{ name: field, productSpecCharacteristicValue: [{ valueType: 'string', value }] }] }),
    ...(since !== undefined && { validFor: { startDateTime: timeBody(since) } }),
    ...(kind === 'usage' && guide.usageTariff && { usageTariff: writtenTariff(guide.usageTariff) }),
    ...(guide.taxBasisPoints > 0 && { tax: [{ taxRate: literal(percentText(guide.taxBasisPoints)) }] }),
    pricingLogicAlgorithm: rules.filter((rule) => rule.kind === kind).map(ruleBody),
  });
}

const ruleBody = ({ id, description, figures }: billing.RatingRule): object => ({ id, name: id, description, ...(Object.keys(figures).length > 0 && { figures }) });

const terms = ({ quoteValiditySeconds, termination }: contracting.GetPriceGuideResponse): readonly object[] => [
  { name: 'quote', description: 'So long a quote’s price binds the seller, unless an offer that it rests on ends before.', duration: { amount: quoteValiditySeconds, units: 's' } },
  ...(termination ? [{ name: 'notice', description: 'From the request to the end of a contract, at least.', duration: { amount: termination.noticeSeconds, units: 's' } }] : []),
  ...(termination?.committedBasisPoints ? [{ name: 'commitment', description: `At least ${termination.committedBasisPoints / 100} % of the contracted bandwidth stays under contract until its end.` }] : []),
];

const link = (collection: Collection, id: string): { readonly id: string; readonly href: string } => ({ id, href: `/${CATALOG_PATH}/${collection}/${encodeURIComponent(id)}` });
const reference = (collection: Collection, { id, name, version }: Entry): object => ({ ...link(collection, id), name, version });

const TYPE_NAMES: Readonly<Record<Collection, string>> = { catalog: 'Catalog', category: 'Category', productSpecification: 'ProductSpecification', productOffering: 'ProductOffering', productOfferingPrice: 'ProductOfferingPrice' };
const VERSION_DIGITS = 12;

function entry(collection: Collection, id: string, name: string, contents: Readonly<Record<string, unknown>>): Entry {
  const version = createHash('sha256').update(JSON.stringify([collection, id, name, contents])).digest('hex').slice(0, VERSION_DIGITS);
  return { '@type': TYPE_NAMES[collection], ...link(collection, id), name, version, ...contents };
}
