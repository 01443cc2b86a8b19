import { MEDIA, UNIT_TECHNOLOGIES, type Carriage, type InterconnectHalf, type Link, type Pop, type ProviderInventory, type ServiceLevel, type Units, type UnitTechnology } from '@carriermesh/exchange';
import { isCurrencyCode, isToken, MAX_MBPS, parseMoney, type Money } from '@carriermesh/kernel';
import { JsonFields, wrongField } from './json-fields.js';
import { readYaml } from './yaml-file.js';

export const MAX_POPS = 10_000;
export const MAX_LINKS = 100_000;
export const MAX_INTERCONNECTS = 100_000;
const MAX_SHARED_RISKS = 64;
/** As the mesh takes them. */
const MAX_UNITS = 1_024;
const MAX_TEXT_LENGTH = 200;
const MAX_LATENCY_MS = 10_000;
const MAX_LENGTH_KM = 50_000;
const MAX_MTTR_MINUTES = 1_000_000;
const NANOS_PER_MS = 1_000_000;
const MICRO = 1_000_000;

/** The exchange joins names of nodes by `-`, `~` and `/`, so none of them may stand in one. */
const NODE = /^[A-Za-z0-9_]{1,64}$/;
const NODE_RULE = '1 to 64 letters, digits and _';

/**
 * Reads what one provider owns and asks for it, as a person wrote it down (docs/provider-agent.md).
 * @throws OperationalError `misconfigured`, naming the file, the field, its value and what it has to be
 */
export function readInventory(file: string): ProviderInventory {
  return inventoryFrom(readYaml(file, 'the inventory'), file);
}

/** @param file stands before the names of fields in what is said of mistakes */
export function inventoryFrom(value: unknown, file: string): ProviderInventory {
  const fields = new JsonFields(value, file);
  const id = fields.text('provider');
  if (!isToken(id)) throw wrongField(`${file}.provider`, id, '1 to 64 letters, digits, _ and -');
  const reader = new InventoryReader(id, currencyOf(fields, file));
  const pops = fields.list('pops', MAX_POPS).map((item) => reader.pop(new JsonFields(item.value, item.path)));
  const country = fields.has('country') ? shortText(fields, 'country') : undefined;
  const inventory: ProviderInventory = {
    id,
    name: shortText(fields, 'name'),
    ...(country === undefined ? {} : { country }),
    pops,
    links: fields.list('links', MAX_LINKS).map((item) => reader.link(new JsonFields(item.value, item.path), item.path)),
    interconnects: fields.list('interconnects', MAX_INTERCONNECTS).map((item) => reader.interconnect(new JsonFields(item.value, item.path), item.path)),
    sla: serviceLevelOf(fields.object('serviceLevel')),
  };
  fields.nothingElse();
  const known = new Set<string>();
  for (const { id: resourceId } of [...pops, ...inventory.links, ...inventory.interconnects]) {
    if (known.has(resourceId)) throw wrongField(file, resourceId, 'without a PoP, link or interconnect that stands in it twice');
    known.add(resourceId);
  }
  return inventory;
}

/** Reads the parts of one inventory: a PoP before what ends at it. */
class InventoryReader {
  private readonly popIds = new Set<string>();

  constructor(
    private readonly providerId: string,
    private readonly currency: string,
  ) {}

  pop(fields: JsonFields): Pop {
    const id = `${this.providerId}/${fields.matching('node', NODE, NODE_RULE)}`;
    const pop: Pop = {
      id,
      name: shortText(fields, 'name'),
      city: shortText(fields, 'city'),
      country: shortText(fields, 'country'),
      latitudeMicrodegrees: Math.round(fields.number('latitude', [-90, 90]) * MICRO),
      longitudeMicrodegrees: Math.round(fields.number('longitude', [-180, 180]) * MICRO),
      ...(fields.has('converts') && { converts: fields.list('converts', UNIT_TECHNOLOGIES.length).map(technologyOf) }),
    };
    fields.nothingElse();
    this.popIds.add(id);
    return pop;
  }

  link(fields: JsonFields, path: string): Link {
    const [fromPopId, toPopId] = [this.ownPop(fields, 'from', path), this.ownPop(fields, 'to', path)];
    if (fromPopId === toPopId) throw wrongField(`${path}.to`, toPopId, 'another PoP than from');
    const nodes = [fromPopId, toPopId].map((popId) => popId.slice(this.providerId.length + 1)).sort(inNodeOrder);
    const name = fields.has('name') ? [fields.matching('name', NODE, NODE_RULE)] : [];
    const id = `${this.providerId}/${[...nodes, ...name].join('-')}`;
    const named = fields.has('sharedRisks') ? fields.list('sharedRisks', MAX_SHARED_RISKS) : [];
    const link: Link = {
      id,
      fromPopId,
      toPopId,
      ...this.carriage(fields, path),
      srlgs: [`link:${id}`, ...named.map((risk) => textOf(risk))],
      lengthM: Math.round(fields.number('lengthKm', [0, MAX_LENGTH_KM], 0) * 1_000),
      ...(fields.has('medium') && { medium: fields.oneOf('medium', MEDIA) }),
    };
    fields.nothingElse();
    return link;
  }

  interconnect(fields: JsonFields, path: string): InterconnectHalf {
    const popId = this.ownPop(fields, 'at', path);
    const peerPopId = fields.text('peer');
    const [peerProviderId = '', node = '', ...rest] = peerPopId.split('/');
    if (!isToken(peerProviderId) || !NODE.test(node) || rest.length > 0 || peerProviderId === this.providerId) {
      throw wrongField(`${path}.peer`, peerPopId, "another provider's PoP, <provider>/<node>");
    }
    const half: InterconnectHalf = { id: `${popId}~${peerPopId}`, popId, peerPopId, peerProviderId, ...this.carriage(fields, path) };
    fields.nothingElse();
    return half;
  }

  private ownPop(fields: JsonFields, name: string, path: string): string {
    const id = `${this.providerId}/${fields.text(name)}`;
    if (!this.popIds.has(id)) throw wrongField(`${path}.${name}`, id, `the node of one of the ${this.popIds.size} PoPs of this inventory`);
    return id;
  }

  private carriage(fields: JsonFields, path: string): Carriage {
    const units = fields.has('units') ? unitsOf(fields.object('units')) : undefined;
    const dedicated = fields.flag('dedicated');
    return {
      capacityMbps: units ? units.unitMbps * units.numbers.length : fields.whole('capacityMbps', [1, MAX_MBPS]),
      latencyNs: BigInt(Math.round(fields.number('latencyMs', [0, MAX_LATENCY_MS]) * NANOS_PER_MS)),
      monthlyPricePerMbps: this.price(fields, 'monthlyPricePerMbps', path),
      pricePerGigabyte: this.price(fields, 'pricePerGigabyte', path),
      ...(fields.has('monthlyFee') && { monthlyFee: this.price(fields, 'monthlyFee', path) }),
      ...(fields.has('setupFee') && { setupFee: this.price(fields, 'setupFee', path) }),
      ...(units && { units }),
      ...(dedicated && { dedicated }),
    };
  }

  /** A price is text: a number of YAML is a binary fraction, and 0.1 would not be a tenth. */
  private price(fields: JsonFields, name: string, path: string): Money {
    const rule = `an amount in ${this.currency} in quotes, like "0.35", that is not negative`;
    const text = fields.text(name, rule);
    const price = parseMoney(this.currency, text);
    if (!price || price.microMinor < 0n) throw wrongField(`${path}.${name}`, text, rule);
    return price;
  }
}

function unitsOf(fields: JsonFields): Units {
  const technology = fields.oneOf('technology', UNIT_TECHNOLOGIES);
  const unitMbps = fields.whole('unitMbps', [1, MAX_MBPS]);
  const numbers = unitNumbers(fields.pathOf('numbers'), fields.text('numbers'));
  fields.nothingElse();
  if (unitMbps * numbers.length > MAX_MBPS) throw wrongField(fields.pathOf('unitMbps'), unitMbps, `at most ${MAX_MBPS} Mbit/s for all ${numbers.length} units together`);
  return { technology, unitMbps, numbers };
}

/** `544-928/8, 930`: single numbers, and every so manieth from one to another. */
function unitNumbers(path: string, text: string): readonly number[] {
  const numbers = text.split(',').flatMap((part) => {
    const [, first, last = first, step = '1'] = /^\s*(\d{1,4})(?:-(\d{1,4})(?:\/(\d{1,4}))?)?\s*$/.exec(part) ?? [];
    const isRange = first !== undefined && Number(first) <= Number(last) && Number(last) < MAX_UNITS && Number(step) > 0;
    if (!isRange) throw wrongField(path, text, `units from 0 to ${MAX_UNITS - 1}, like "544-928/8, 930"`);
    return Array.from({ length: Math.floor((Number(last) - Number(first)) / Number(step)) + 1 }, (_, index) => Number(first) + index * Number(step));
  });
  const ascending = [...new Set(numbers)].sort((a, b) => a - b);
  if (ascending.length < numbers.length) throw wrongField(path, text, 'units that stand in it once each');
  return ascending;
}

function technologyOf({ path, value }: { readonly path: string; readonly value: unknown }): UnitTechnology {
  const known = UNIT_TECHNOLOGIES.find((technology) => technology === value);
  if (!known) throw wrongField(path, value, `one of ${UNIT_TECHNOLOGIES.join(', ')}`);
  return known;
}

function serviceLevelOf(fields: JsonFields): ServiceLevel {
  const level: ServiceLevel = {
    availabilityPpm: fields.whole('availabilityPpm', [0, MICRO]),
    lossPpm: fields.whole('lossPpm', [0, MICRO]),
    jitterNs: BigInt(Math.round(fields.number('jitterMs', [0, MAX_LATENCY_MS]) * NANOS_PER_MS)),
    mttrMinutes: fields.whole('mttrMinutes', [0, MAX_MTTR_MINUTES]),
    creditBasisPoints: fields.whole('creditBasisPoints', [0, 10_000]),
  };
  fields.nothingElse();
  return level;
}

function currencyOf(fields: JsonFields, file: string): string {
  const currency = fields.text('currency');
  if (!isCurrencyCode(currency)) throw wrongField(`${file}.currency`, currency, 'a currency code of ISO 4217, like EUR');
  return currency;
}

function shortText(fields: JsonFields, name: string): string {
  return fields.matching(name, new RegExp(`^.{1,${MAX_TEXT_LENGTH}}$`, 'u'), `1 to ${MAX_TEXT_LENGTH} characters`);
}

function textOf({ path, value }: { readonly path: string; readonly value: unknown }): string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_TEXT_LENGTH) throw wrongField(path, value, `text of 1 to ${MAX_TEXT_LENGTH} characters`);
  return value;
}

/** As the exchange orders the nodes of a link: numbers by value and before other names. */
function inNodeOrder(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  if (isNumberA && Number(a) !== Number(b)) return Number(a) - Number(b);
  return a < b ? -1 : 1;
}
