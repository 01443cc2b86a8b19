import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { loadSchema } from '../wire-gen/load.mjs';
import { corpusOf, sampledTypes, typeNameOf } from './corpus.mjs';
import { PROTO, staleCorpus } from './main.mjs';

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'golden-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function schema(files) {
  for (const [name, body] of Object.entries(files)) {
    const path = join(folder, 'proto/carriermesh/sample/v1', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `syntax = "proto3";\npackage carriermesh.sample.v1;\n${body}\n`);
  }
  return join(folder, 'proto');
}
const samplesOf = (files) => JSON.parse(corpusOf(schema(files)));

describe('the messages that are sampled', () => {
  it('are all events and what is part of no other, and not what is only asked and answered', () => {
    const proto = schema({
      'types.proto': 'message Part { string a = 1; } message Whole { Part part = 1; } message Invoice { string id = 1; }',
      'events.proto': 'import "carriermesh/sample/v1/types.proto"; message Offered { Part part = 1; } message Noted { Offered offered = 1; }',
      'queries.proto': 'import "carriermesh/sample/v1/types.proto"; message GetInvoiceResponse { Invoice invoice = 1; }',
    });
    expect(sampledTypes(proto).map(typeNameOf)).toEqual(['sample.v1.Invoice', 'sample.v1.Noted', 'sample.v1.Offered', 'sample.v1.Whole']);
  });
});

describe('the samples of a message', () => {
  it('have the ends of every range, and nothing where nothing may be', () => {
    const body = 'message Sum { int64 a = 1; uint64 b = 2; optional int32 c = 3; repeated string d = 4; bytes e = 5; map<string, bool> f = 6; }';
    const by = new Map(samplesOf({ 'types.proto': body }).map(({ sample, value }) => [sample, value]));
    const int = (text) => ({ $int: text });
    expect(by.get('least')).toEqual({ a: int('0'), b: int('0'), d: [], e: { $bytes: '' }, f: {} });
    expect(by.get('lowest')).toMatchObject({ a: int('-9223372036854775808'), b: int('1'), c: -2147483648 });
    expect(by.get('most')).toMatchObject({ a: int('9223372036854775807'), b: int('18446744073709551615'), c: 2147483647, f: { a: true, b: true } });
    expect(by.get('full-0')).toMatchObject({ a: int('1000000007'), d: ['d-4', 'd-5'] });
  });

  it('have every member of a oneof and every value of an enum, also of one within the other', () => {
    const body =
      'enum Hue { HUE_UNSPECIFIED = 0; HUE_RED = 1; HUE_BLUE = 2; HUE_GREEN = 3; } message Dyed { Hue hue = 1; }' +
      'message Cloth { oneof way { string plain = 1; Dyed dyed = 2; bool torn_up = 3; } Hue seam = 4; }';
    const full = samplesOf({ 'types.proto': body }).filter(({ sample }) => sample.startsWith('full'));
    expect(full.map(({ value: { way, seam } }) => `${way.kind} ${way.dyed?.hue ?? '-'} ${seam}`)).toEqual([
      'plain - red', 'dyed red blue', 'dyed blue green', 'dyed green red', 'torn-up - blue',
    ]);
  });

  it('end where a message contains itself a second time, and are refused where that has no end', () => {
    expect(samplesOf({ 'types.proto': 'message Tree { string name = 1; repeated Tree branches = 2; optional Tree graft = 3; }' })[1].value).toEqual({ name: ' ', branches: [], graft: { name: ' ', branches: [] } });
    expect(() => samplesOf({ 'types.proto': 'message Ring { Ring ring = 1; }' })).toThrow('contains itself without a list or an option between');
  });

  it('of this project fill every field, take every member and have every value', () => {
    const samples = JSON.parse(corpusOf(PROTO));
    const { root } = loadSchema(PROTO);
    const seen = new Set(samples.flatMap(({ type, bytes }) => traces(root.lookupType(`carriermesh.${type}`), Buffer.from(bytes, 'base64'))));
    const wanted = new Set(sampledTypes(PROTO).flatMap((type) => declaredTraces(type, new Set())));
    expect([...wanted].filter((trace) => !seen.has(trace))).toEqual([]);
    expect(wanted.size).toBeGreaterThan(500);
  });
});

describe('the file of samples', () => {
  it('is stale when it is missing or says anything else, and the same schema always gives the same', () => {
    const file = join(folder, 'next.json');
    const wanted = staleCorpus(file);
    writeFileSync(file, wanted.replace('full-0', 'full-1'));
    expect(staleCorpus(file)).toBe(wanted);
    writeFileSync(file, wanted);
    expect(staleCorpus(file)).toBeUndefined();
  });
});

/** Every field and enum value that an encoded message holds, in itself and its parts. */
function traces(type, bytes) {
  return held(type, type.toObject(type.decode(bytes), { enums: String, longs: String }));
}

function held(type, object) {
  return type.fieldsArray.filter(({ name }) => name in object).flatMap((field) => {
    const values = field.map ? Object.values(object[field.name]) : field.repeated ? object[field.name] : [object[field.name]];
    return [field.fullName, ...values.flatMap((value) => within(field, value))];
  });
}

const isPart = ({ resolvedType }) => resolvedType?.fieldsArray !== undefined && !resolvedType.fullName.startsWith('.google.');

function within(field, value) {
  if (isPart(field)) return held(field.resolvedType, value);
  return field.resolvedType?.values ? [`${field.fullName} ${value}`] : [];
}

function declaredTraces(type, seen) {
  if (seen.has(type)) return [];
  seen.add(type);
  return type.fieldsArray.flatMap((field) => {
    const { resolvedType } = field;
    if (isPart(field)) return [field.fullName, ...declaredTraces(resolvedType, seen)];
    const known = Object.entries(resolvedType?.values ?? {}).filter(([, number]) => number !== 0);
    return [field.fullName, ...known.map(([name]) => `${field.fullName} ${name}`)];
  });
}
