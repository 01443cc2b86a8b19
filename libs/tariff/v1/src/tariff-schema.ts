import { MAX_DECIMALS, ROUNDING_MODES } from './exact.js';
import type { Schema } from './schema-check.js';
import { USAGE_TYPES } from './tariff-terms.js';
import { WEEKDAYS } from './windows.js';

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const listOf = (items: Schema, minItems = 1): Schema => ({ type: 'array', items, minItems });
const oneOfTexts = (values: readonly string[]): Schema => ({ enum: values });

type Properties = Readonly<Record<string, Schema>>;

/** Properties whose name ends in `?` may be absent. */
function object(properties: Properties, description?: string): Schema {
  const entries = Object.entries(properties);
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    required: entries.filter(([name]) => !name.endsWith('?')).map(([name]) => name),
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
    additionalProperties: false,
  };
}

const charge = (kind: Schema, properties: Properties, description: string): Schema => object({ kind, id: ref('name'), ...properties }, description);

const usageCharge = (kind: Schema, properties: Properties, description: string): Schema =>
  charge(kind, { 'match?': ref('match'), 'weight?': { type: 'integer', minimum: -1_000_000, maximum: 1_000_000 }, ...properties }, description);

const LIMITS: Properties = { 'minimum?': ref('price'), 'maximum?': ref('price') };
const OVER: Properties = { over: oneOfTexts(['record', 'period']) };
const SECONDS: Schema = { type: 'integer', minimum: 1, maximum: 86_400 };
const kind = (name: string): Schema => ({ const: name });

const TEXTS: Properties = {
  name: { type: 'string', minLength: 1, maxLength: 128 },
  amount: { type: 'string', pattern: '^-?[0-9]{1,15}([.][0-9]{1,12})?$', description: 'a decimal in major units of the currency' },
  price: { type: 'string', pattern: '^[0-9]{1,15}([.][0-9]{1,12})?$', description: 'a decimal from 0' },
  positive: { type: 'string', pattern: '^(?=.*[1-9])[0-9]{1,15}([.][0-9]{1,12})?$', description: 'a decimal above 0' },
  date: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
  time: { type: 'string', pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00)$' },
  currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217' },
};

const PARTS: Properties = {
  rounding: object({
    mode: oneOfTexts(ROUNDING_MODES),
    decimals: { type: 'integer', minimum: 0, maximum: MAX_DECIMALS },
    place: oneOfTexts(['increment', 'line', 'invoice']),
  }),
  window: object({
    'weekdays?': listOf(oneOfTexts(WEEKDAYS)),
    'dates?': listOf(ref('date')),
    'holidays?': oneOfTexts(['only', 'never']),
    'from?': ref('time'),
    'until?': ref('time'),
  }, 'by the clocks of the tariff’s zone; until is not in it'),
  match: object({
    'types?': listOf(oneOfTexts(USAGE_TYPES)),
    'accounts?': listOf(ref('name')),
    'subjects?': listOf(ref('name')),
    'categories?': listOf(ref('name')),
    'windows?': listOf(ref('name')),
  }, 'every list that is present has to contain the usage’s value'),
  tier: object({ 'upTo?': ref('positive'), price: ref('price'), 'fixed?': ref('price') }),
  conversion: object({ to: ref('currency'), rate: ref('positive'), pinnedAt: ref('date') }, 'one unit of the tariff’s currency is `rate` of `to`'),
  tax: object({
    id: ref('name'),
    percent: ref('price'),
    'match?': ref('match'),
    'exemptAccounts?': listOf(ref('name')),
    'onTopOf?': listOf(ref('name')),
  }),
  proration: object({
    by: oneOfTexts(['day', 'second', 'none']),
    month: oneOfTexts(['real', 'thirty-days']),
    leading: oneOfTexts(['prorate', 'full', 'free']),
    trailing: oneOfTexts(['prorate', 'full', 'free']),
  }),
  destination: object({
    name: ref('name'),
    prefixes: listOf({ type: 'string', pattern: '^[0-9]{1,15}$', description: 'ITU-T E.164, without the plus' }),
    'blocked?': { type: 'boolean' },
    'connectFee?': ref('price'),
    'initialSeconds?': SECONDS,
    'incrementSeconds?': SECONDS,
    'rates?': listOf(ref('voiceRate')),
  }),
  voiceRate: object({
    'window?': ref('name'),
    'initialPerMinute?': ref('price'),
    tiers: listOf(object({ 'upToSeconds?': { type: 'integer', minimum: 1, maximum: 100_000_000 }, perMinute: ref('price') })),
  }),
};

const CHARGES: Properties = {
  nonRecurring: charge(kind('non-recurring'), { amount: ref('amount'), at: oneOfTexts(['start', 'end']) }, 'once, as the service starts or ends'),
  recurring: charge(kind('recurring'), {
    amount: ref('amount'),
    everyMonths: { type: 'integer', minimum: 1, maximum: 120 },
    alignment: oneOfTexts(['anniversary', 'calendar']),
    proration: ref('proration'),
  }, 'for each period of months'),
  flat: usageCharge(kind('flat'), { price: ref('price'), 'per?': ref('positive'), ...LIMITS }, 'the same price for every unit'),
  tiered: usageCharge(oneOfTexts(['graduated', 'volume']), { ...OVER, 'per?': ref('positive'), tiers: listOf(ref('tier')), ...LIMITS },
    'graduated: each unit at its tier’s price; volume: all units at the price of the tier that the total reaches'),
  package: usageCharge(kind('package'), { ...OVER, size: ref('positive'), price: ref('price'), 'free?': ref('price'), ...LIMITS }, 'whole packages'),
  percentage: usageCharge(kind('percentage'), {
    percent: ref('price'),
    'fixed?': ref('price'),
    'freeRecords?': { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
    'freeVolume?': ref('positive'),
    'freeTogether?': { type: 'boolean' },
    ...LIMITS,
  }, 'a share of the quantity, and a fixed part for each record'),
  percentile: usageCharge(kind('percentile'), {
    percentile: { type: 'integer', minimum: 1, maximum: 100 },
    commit: ref('price'),
    commitPrice: ref('price'),
    burstPrice: ref('price'),
    'perCategory?': { type: 'boolean' },
  }, 'burstable: the percentile of a month’s samples by nearest rank'),
  voice: usageCharge(kind('voice'), {
    initialSeconds: SECONDS,
    incrementSeconds: SECONDS,
    'connectFee?': ref('price'),
    'atMaximum?': oneOfTexts(['free', 'disconnect']),
    'deck?': { type: 'boolean' },
    'destinations?': listOf(ref('destination')),
    ...LIMITS,
  }, 'calls, by the longest prefix of the number called'),
};

/** The JSON form of a tariff. `docs/tariff.schema.json` is this, written out. */
export const TARIFF_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:carriermesh:tariff:v1',
  title: 'CarrierMesh tariff',
  ...object({
    form: kind('carriermesh.tariff.v1'),
    id: ref('name'),
    currency: ref('currency'),
    'zone?': { type: 'string', pattern: '^[A-Za-z0-9_+/-]{1,64}$', description: 'IANA zone; UTC where it is absent' },
    rounding: ref('rounding'),
    'windows?': { type: 'object', propertyNames: ref('name'), additionalProperties: ref('window') },
    'holidays?': listOf(ref('date')),
    'holidayCalendar?': object({ country: ref('name'), 'state?': ref('name'), 'region?': ref('name') }),
    charges: listOf({ oneOf: Object.keys(CHARGES).map((name) => ref(name)) }),
    'conversion?': ref('conversion'),
    'taxes?': listOf(ref('tax')),
  }),
  $defs: { ...TEXTS, ...PARTS, ...CHARGES },
};
