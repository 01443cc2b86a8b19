import { MAX_PRICE_BASIS_POINTS, WEIGHTS } from '@carriermesh/contracting-domain';
import type { Schema } from '@carriermesh/tariff-v1';

/** Wireline, and the kinds of spectrum that a service may go over (S4-12, S4-13). */
export const MEDIA = ['wireline', 'cellular', 'ieee-802', 'rf', 'ism', 'infrared', 'other-spectrum'] as const;
export type Medium = (typeof MEDIA)[number];

const MILLION = 1_000_000;
const MOST_NS = 60_000_000_000;
const MOST_MEMBERS = 16;

const id: Schema = { type: 'string', minLength: 1, maxLength: 200 };
const amount: Schema = { type: 'string', pattern: '^\\d{1,12}(\\.\\d{1,8})?$' };
const basisPoints: Schema = { type: 'integer', minimum: 0, maximum: 10_000 };
const mbps: Schema = { type: 'integer', minimum: 1, maximum: 1_000_000_000 };
const nanos: Schema = { type: 'integer', minimum: 0, maximum: MOST_NS };
const apart: Schema = { type: 'string', enum: ['link', 'srlg', 'provider'] };
const medium: Schema = { type: 'string', enum: MEDIA };
const ids: Schema = { type: 'array', items: id };

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({ type: 'object', properties, required, additionalProperties: false });
const list = (items: Schema, minItems = 0): Schema => ({ type: 'array', items, minItems });

const tier = object({ fromMonthly: amount, discountBasisPoints: basisPoints }, ['fromMonthly', 'discountBasisPoints']);
const pair = { discountBasisPoints: basisPoints, tiers: list(tier), spentMonthly: amount };
/** A codec, a resolution or an encapsulation, also where a mesh's seller states it. */
export const FORMAT_PART = object(
  {
    id,
    bandwidthPpm: { type: 'integer', minimum: 1, maximum: 100 * MILLION },
    pricePpm: { type: 'integer', minimum: 0, maximum: 10 * MILLION },
    monthly: amount,
    monthlyPerMbps: amount,
    setup: amount,
    addsNs: nanos,
  },
  ['id', 'bandwidthPpm'],
);
/** How a price follows utilisation, also where a mesh's seller states it. */
export const UTILISATION_STEPS = list(object({ fromBasisPoints: basisPoints, priceBasisPoints: { type: 'integer', minimum: 1, maximum: MAX_PRICE_BASIS_POINTS } }, ['fromBasisPoints', 'priceBasisPoints']));
const segmentation: Schema = {
  oneOf: [
    object({ kind: { const: 'whole' }, id }, ['kind', 'id']),
    object({ kind: { const: 'members' }, id, members: { type: 'integer', minimum: 2, maximum: MOST_MEMBERS }, apart }, ['kind', 'id', 'members']),
    object({ kind: { const: 'classes' }, id, classes: list(object({ name: id, mbps, maxLatencyNs: nanos }, ['name', 'mbps']), 1), apart }, ['kind', 'id', 'classes']),
  ],
};
const delivery = object({ id, provider: id, medium, at: {}, mbps, latencyNs: nanos, perMbps: amount, monthly: amount, setup: amount }, ['id', 'provider', 'medium', 'mbps', 'latencyNs']);
const rejoin = object(
  { id, node: id, maxMembers: { type: 'integer', minimum: 2, maximum: MOST_MEMBERS }, bufferNs: nanos, monthlyPerMember: amount, monthlyPerMbps: amount, setup: amount, addsNs: nanos },
  ['id', 'maxMembers', 'bufferNs'],
);
const weight: Schema = { type: 'integer', minimum: 0, maximum: MILLION };
const ratio: Schema = { type: 'integer', minimum: 0, maximum: MILLION };
const objective = object({
  pricing: { type: 'string', enum: ['list', 'floor'] },
  weights: object(Object.fromEntries(WEIGHTS.map((name) => [name, weight]))),
  limits: object({ minProfit: amount, minMarginBasisPoints: basisPoints, maxCostRevenueBasisPoints: ratio, minReturnBasisPoints: ratio, minVolumeMonthly: amount, maxPriceMonthly: amount }),
  belowFloor: { type: 'boolean' },
});

/** The form of a request for an offline quote (docs/quotes.md). Places are read by the path search. */
export const QUOTE_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://carriermesh.example/quote.v1.json',
  title: 'A request for a quote',
  ...object(
    {
      id,
      from: {},
      to: {},
      mbps,
      termMonths: { type: 'integer', minimum: 1, maximum: 120 },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
      sla: object({ maxLatencyNs: nanos, maxJitterNs: nanos, maxLossPpm: { type: 'integer', minimum: 0, maximum: MILLION }, maxHandovers: { type: 'integer', minimum: 0, maximum: 500 } }),
      media: list(medium, 1),
      requireProviders: ids,
      excludeProviders: ids,
      seller: id,
      list: object({ monthly: amount, basePerMbps: amount, perMbpsPerMegameter: amount, distanceM: { type: 'integer', minimum: 0, maximum: 100 * MILLION } }),
      minimumMarginBasisPoints: { type: 'integer', minimum: 0, maximum: 100_000 },
      utilisation: object({ steps: UTILISATION_STEPS }, ['steps']),
      inUse: list(object({ link: id, mbps: { ...mbps, minimum: 0 } }, ['link', 'mbps'])),
      buyer: object({ ...pair, floorMonthly: amount }),
      suppliers: list(object({ provider: id, ...pair, commitmentMonthly: amount }, ['provider'])),
      device: object({ codecs: ids, resolutions: ids, encapsulations: ids, media: list(medium) }),
      codecs: list(FORMAT_PART, 1),
      resolutions: list(FORMAT_PART, 1),
      encapsulations: list(FORMAT_PART, 1),
      deliveries: list(delivery, 1),
      segmentations: list(segmentation, 1),
      rejoins: list(rejoin, 1),
      objective,
    },
    ['from', 'to', 'mbps', 'termMonths', 'currency', 'list'],
  ),
};
