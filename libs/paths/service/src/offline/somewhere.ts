import { FieldFault, type Json, arrayAt, numberAt, objectAt, textAt, textsAt } from './fields.js';
import type { CityName, CodedPlace, Named } from './place-names.js';

/** Where a path starts or ends: a node, any of several, or whatever stands within a distance of a point, or of a place that has a name. */
export type Somewhere = string | readonly string[] | Point | Named;

export interface Point {
  readonly lat: number;
  readonly lon: number;
  /** On the ground; 0 means exactly there. */
  readonly withinKm: number;
}

/** Half way round the earth is everywhere. */
const MAX_WITHIN_KM = 20_038;
/** What stands in and around a city, where nobody says how far: the distance at which model m2 lets networks meet. */
const AROUND_CITY_KM = 30;
const COUNTRY = /^[A-Z]{2}$/;
const UN_LOCODE = /^([A-Z]{2}) ?([A-Z0-9]{3})$/;

/** The places of a query that has two ends, or participants instead. */
export function placesOf({ from, to, participants }: Json, most: number): { readonly from: Somewhere; readonly to: Somewhere } | { readonly participants: readonly Somewhere[] } {
  if (participants === undefined) return { from: somewhereAt('from', from), to: somewhereAt('to', to) };
  for (const [field, value] of [['from', from], ['to', to]] as const)
    if (value !== undefined) throw new FieldFault(field, 'cannot be asked together with participants');
  const places = arrayAt('participants', participants, most).map((each, index) => somewhereAt(`participants[${index}]`, each));
  if (places.length === 0) throw new FieldFault('participants', 'names nobody');
  return { participants: places };
}

function somewhereAt(field: string, value: unknown): Somewhere {
  if (value === undefined) throw new FieldFault(field, 'is not given');
  if (typeof value === 'string') return textAt(field, value);
  if (Array.isArray(value)) {
    if (value.length === 0) throw new FieldFault(field, 'names no node');
    return textsAt(field, value, MAX_NODES);
  }
  const place = objectAt(field, value);
  if ('city' in place) return cityAt(field, objectAt(field, value, ['city', 'country', 'region', 'withinKm']));
  if ('unlocode' in place) return codedAt(field, objectAt(field, value, ['unlocode', 'withinKm']));
  const { lat, lon, withinKm = 0 } = objectAt(field, value, ['lat', 'lon', 'withinKm']);
  return { lat: numberAt(`${field}.lat`, lat, -90, 90), lon: numberAt(`${field}.lon`, lon, -180, 180), withinKm: kmAt(field, withinKm) };
}

const MAX_NODES = 100_000;

function cityAt(field: string, { city, country, region, withinKm = AROUND_CITY_KM }: Json): CityName {
  return {
    city: textAt(`${field}.city`, city),
    ...(country === undefined ? {} : { country: matching(`${field}.country`, country, COUNTRY, 'the two letters of a country (ISO 3166-1)')[0] }),
    ...(region === undefined ? {} : { region: textAt(`${field}.region`, region) }),
    withinKm: kmAt(field, withinKm),
  };
}

function codedAt(field: string, { unlocode, withinKm = AROUND_CITY_KM }: Json): CodedPlace {
  const [, country, place] = matching(`${field}.unlocode`, unlocode, UN_LOCODE, 'a UN/LOCODE (as BRSAO is one)');
  return { unlocode: `${country}${place}`, withinKm: kmAt(field, withinKm) };
}

const kmAt = (field: string, value: unknown): number => numberAt(`${field}.withinKm`, value, 0, MAX_WITHIN_KM);

function matching(field: string, value: unknown, form: RegExp, what: string): RegExpExecArray {
  const found = form.exec(textAt(field, value).toUpperCase());
  if (!found) throw new FieldFault(field, `is not ${what} but ${JSON.stringify(value)}`);
  return found;
}
