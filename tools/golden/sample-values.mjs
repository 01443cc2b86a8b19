// A value for every field of a message, made from the schema alone: `theirs` as protobufjs encodes it, `ours` as libs/wire decodes it.
import { camelCase, kebabCase, screamingSnakeCase } from '../wire-gen/names.mjs';
import { edgesOf } from './sample-edges.mjs';

/**
 * How a message can be filled: `least` has zeros and nothing that may be absent, `lowest` and `most` have the ends of every range, and
 * each `full-<n>` has another member of every oneof and another value of every enum.
 */
export function variantsOf(type) {
  const full = Array.from({ length: armsOf(type, []) }, (_, arm) => ({ name: `full-${arm}`, arm, edge: undefined }));
  return [{ name: 'least', arm: 0, edge: 'least' }, { name: 'lowest', arm: 0, edge: 'lowest' }, { name: 'most', arm: -1, edge: 'most' }, ...full];
}

export function sampleOf(type, { arm, edge }) {
  let count = 0;
  return message(type, { arm, edge, next: () => (count += 1), within: [] });
}

/** In how many ways a message must be filled until every member of a oneof and every value of an enum within it has occurred. */
function armsOf(type, within) {
  if (within.includes(type)) return 1;
  const inner = [...within, type];
  const ways = type.fieldsArray.filter(({ partOf }) => !oneofsOf(type).includes(partOf)).map((field) => fieldArms(field, inner));
  return Math.max(1, ...ways, ...oneofsOf(type).map((oneof) => sum(oneof.fieldsArray.map((field) => fieldArms(field, inner)))));
}

function fieldArms({ resolvedType }, within) {
  if (resolvedType?.values) return Object.keys(resolvedType.values).length - 1;
  return resolvedType?.fieldsArray ? armsOf(resolvedType, within) : 1;
}

/** The member that has its turn, and which of the ways to fill it has. */
function memberAt(oneof, arm, within) {
  const arms = oneof.fieldsArray.map((field) => fieldArms(field, within));
  let rest = arm < 0 ? sum(arms) - 1 : arm % sum(arms);
  const index = arms.findIndex((count) => rest < count || ((rest -= count), false));
  return { field: oneof.fieldsArray[index], arm: rest };
}

const sum = (counts) => counts.reduce((total, count) => total + count, 0);

const oneofsOf = (type) => type.oneofsArray.filter(({ isProto3Optional }) => !isProto3Optional);

/** An optional part that a message has of its own kind is filled once. */
const timesWithin = (type, { within }) => within.filter((each) => each === type).length;

function message(type, way) {
  if (timesWithin(type, way) > 1) throw new Error(`${type.fullName} contains itself without a list or an option between`);
  const inner = { ...way, within: [...way.within, type] };
  const [theirs, ours] = [{}, {}];
  const chosen = new Map(oneofsOf(type).map((oneof) => [oneof, memberAt(oneof, way.arm, inner.within)]));
  for (const field of type.fieldsArray) {
    const oneof = chosen.has(field.partOf) ? field.partOf : undefined;
    const member = chosen.get(oneof);
    if (member !== undefined && member.field !== field) continue;
    const filled = fieldValue(field, member === undefined ? inner : { ...inner, arm: member.arm }, member !== undefined);
    if (filled === undefined) continue;
    if (filled.written) theirs[field.name] = filled.theirs;
    const property = camelCase(field.name);
    if (oneof === undefined) ours[property] = filled.ours;
    else ours[camelCase(oneof.name)] = { kind: kebabCase(field.name), [property]: filled.ours };
  }
  return { theirs, ours };
}

/** `undefined` for what is absent. Not `written` is what proto3 leaves out: a zero without presence. */
function fieldValue(field, way, isMember) {
  if (field.map) return mapValue(field, way);
  if (field.repeated) return listValue(field, way);
  const optional = field.options?.proto3_optional === true;
  if (optional && (way.edge === 'least' || timesWithin(field.resolvedType, way) > 1)) return undefined;
  const value = singleValue(field, way);
  return { ...value, written: optional || isMember || field.resolvedType?.fieldsArray !== undefined || !value.isZero };
}

function listValue(field, way) {
  const length = way.edge === 'least' || way.within.includes(field.resolvedType) ? 0 : way.within.length === 1 ? 2 : 1;
  const items = Array.from({ length }, () => singleValue(field, way));
  return { theirs: items.map(({ theirs }) => theirs), ours: items.map(({ ours }) => ours), written: length > 0 };
}

function mapValue(field, way) {
  if (field.keyType !== 'string') throw new Error(`${field.fullName} is a map by ${field.keyType}; samples have maps by text only`);
  const keys = way.edge === 'least' ? [] : ['a', 'b'];
  const entries = keys.map((key) => [key, singleValue(field, way)]);
  return {
    theirs: Object.fromEntries(entries.map(([key, { theirs }]) => [key, theirs])),
    ours: Object.fromEntries(entries.map(([key, { ours }]) => [key, ours])),
    written: entries.length > 0,
  };
}

function singleValue(field, way) {
  const { resolvedType } = field;
  if (resolvedType?.values) return enumValue(resolvedType, way);
  if (resolvedType?.fullName === '.google.protobuf.Timestamp') return timeValue(edgesOf('timestamp', way, field.name));
  if (resolvedType?.fullName === '.google.protobuf.Duration') return timeValue(edgesOf('duration', way, field.name));
  if (resolvedType) return message(resolvedType, way);
  const value = edgesOf(field.type, way, field.name);
  if (typeof value === 'bigint') return { theirs: bits(value), ours: value, isZero: value === 0n };
  return { theirs: value, ours: value, isZero: value === 0 || value === '' || value === false || value.length === 0 };
}

function enumValue(type, { arm, edge }) {
  const prefix = `${screamingSnakeCase(type.name)}_`;
  const names = Object.keys(type.values);
  const known = names.filter((name) => type.values[name] !== 0);
  const name = edge === 'least' ? names.find((each) => type.values[each] === 0) : known.at(arm % known.length);
  return { theirs: type.values[name], ours: kebabCase(name.slice(prefix.length)), isZero: type.values[name] === 0 };
}

/** @param nanos since 1970, or of a duration */
function timeValue(nanos) {
  const isDuration = typeof nanos === 'object';
  const all = isDuration ? nanos.duration : nanos;
  const rest = isDuration ? all % 1_000_000_000n : BigInt.asUintN(64, ((all % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);
  const seconds = (all - rest) / 1_000_000_000n;
  const theirs = { ...(seconds === 0n ? {} : { seconds: bits(seconds) }), ...(rest === 0n ? {} : { nanos: Number(rest) }) };
  return { theirs, ours: all, isZero: false };
}

/** A 64-bit integer as protobufjs takes it. */
const bits = (value) => ({ low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)) });
