import type { JsonObject, JsonValue } from '../json.js';
import { type FieldPath, invalidField } from '../wire-error.js';

/** A map that is read has no prototype, so that the key `__proto__` is a key like any other. */
export const emptyMap = <V>(): Record<string, V> => Object.create(null) as Record<string, V>;

/** The entries in the order of their keys as texts: an object's own order depends on how it was made. */
export function textEntries<V>(map: Readonly<Record<string, V>>, path: FieldPath): [string, V][] {
  return entries(map, path).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The entries in the order of their keys as numbers. */
export function integerEntries<V>(map: Readonly<Record<string, V>>, path: FieldPath): [string, V][] {
  return entries(map, path).sort(([a], [b]) => (bigintKey(a, path) < bigintKey(b, path) ? -1 : 1));
}

function entries<V>(map: Readonly<Record<string, V>>, path: FieldPath): [string, V][] {
  if (typeof map !== 'object' || map === null) throw invalidField(path, map, 'an object of keys and values');
  return Object.entries(map);
}

export function bigintKey(key: string, path: FieldPath): bigint {
  if (!/^(0|-?[1-9]\d{0,19})$/.test(key)) throw invalidField(path, key, 'keyed by integers in decimal');
  return BigInt(key);
}

export function numberKey(key: string, path: FieldPath): number {
  return Number(bigintKey(key, path));
}

export function boolKey(key: string, path: FieldPath): boolean {
  if (key !== 'true' && key !== 'false') throw invalidField(path, key, 'keyed by "true" and "false"');
  return key === 'true';
}

export function mapJson<V>(map: Readonly<Record<string, V>>, valueJson: (value: V) => JsonValue): JsonObject {
  const json = emptyMap<JsonValue>();
  for (const key of Object.keys(map)) json[key] = valueJson(map[key] as V);
  return json;
}
