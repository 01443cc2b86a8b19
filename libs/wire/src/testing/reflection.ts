import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

import { sample } from '../fixture/index.js';

const folder = fileURLToPath(new URL('../../../../tools/wire-gen/fixtures/', import.meta.url));

/** The fixture schema as protobufjs reads it: the independent opinion that generated codecs are compared with. */
export function fixtureRoot(): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => `${folder}${target}`;
  return root.loadSync(['types', 'events'].map((name) => `carriermesh/sample/v1/${name}.proto`));
}

type Plain = Readonly<Record<string, unknown>>;

/** A message of ours as the object from which protobufjs makes its own, without the zeros that proto3 leaves out. */
export function reflected(type: protobuf.Type, message: Plain): Record<string, unknown> {
  const members = Object.values(message).filter((value): value is Plain => isPlain(value) && typeof value['kind'] === 'string');
  const result: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const value = message[field.name] ?? members.find((member) => field.name in member)?.[field.name];
    if (value === undefined || (isZero(value) && !hasPresence(field))) continue;
    if (Array.isArray(value)) result[field.name] = value.map((item) => single(field, item));
    else result[field.name] = field.map ? mapped(field, value as Plain) : single(field, value);
  }
  return result;
}

const hasPresence = (field: protobuf.Field): boolean => field.partOf !== null || field.resolve().resolvedType instanceof protobuf.Type;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null;
const isZero = (value: unknown): boolean =>
  value === 0 || value === 0n || value === '' || value === false || value === 'unspecified' || (value instanceof Uint8Array && value.length === 0);

function mapped(field: protobuf.Field, map: Plain): Record<string, unknown> {
  const keys = Object.keys(map).sort();
  return Object.fromEntries(keys.map((key) => [key, single(field, map[key])]));
}

const NANOS = 1_000_000_000n;

function single(field: protobuf.Field, value: unknown): unknown {
  const type = field.resolve().resolvedType;
  if (type === null) return value;
  if (type instanceof protobuf.Enum) return sample.Objective.numberOf(value as sample.Objective, field.name);
  const floor = type.name === 'Timestamp' ? (((value as bigint) % NANOS) + NANOS) % NANOS : (value as bigint);
  if (type.name === 'Timestamp') return { seconds: ((value as bigint) - floor) / NANOS, nanos: Number(floor) };
  if (type.name === 'Duration') return { seconds: (value as bigint) / NANOS, nanos: Number((value as bigint) % NANOS) };
  return reflected(type, value as Plain);
}
