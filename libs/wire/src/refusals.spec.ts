import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type Codec, MAX_DEPTH, MAX_MESSAGE_BYTES } from './codec.js';
import { sample } from './fixture/index.js';
import * as some from './testing/arbitraries.js';
import { WireError } from './wire-error.js';

function wireErrorOf(act: () => unknown): WireError {
  try {
    act();
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const scalars = sample.Scalars.decode(new Uint8Array(0));
const encodeScalars = (fields: object) => wireErrorOf(() => sample.Scalars.encode({ ...scalars, ...fields } as sample.Scalars));

describe('encoding refuses, naming field and value,', () => {
  it.each<[keyof sample.Scalars, unknown]>([
    ['anInt32', 2 ** 31],
    ['anInt32', -(2 ** 31) - 1],
    ['anInt32', 1.5],
    ['anInt32', Number.NaN],
    ['anInt32', 5n],
    ['anInt32', '5'],
    ['aSint32', 2 ** 31],
    ['aSfixed32', -(2 ** 31) - 1],
    ['aUint32', 2 ** 32],
    ['aUint32', -1],
    ['aFixed32', -1],
    ['anInt64', 2n ** 63n],
    ['anInt64', -(2n ** 63n) - 1n],
    ['anInt64', 5],
    ['aSint64', 2n ** 63n],
    ['aSfixed64', 2n ** 63n],
    ['aUint64', 2n ** 64n],
    ['aUint64', -1n],
    ['aFixed64', -1n],
    ['aBool', 1],
    ['aString', 5],
    ['aString', undefined],
    ['aString', '\uD800'],
    ['aString', 'half a pair in a longer text \uDC00'],
    ['aBytes', [1, 2]],
    ['aBytes', ''],
    ['anEnum', 'dearest'],
  ])('%s = %p', (field, value) => {
    const error = encodeScalars({ [field]: value });
    expect(error).toMatchObject({ kind: 'invalid', typeName: 'sample.v1.Scalars', field });
    expect(error.message).toContain(`sample.v1.Scalars.${field} must be`);
  });

  it('a value by showing it', () => {
    expect(encodeScalars({ aUint32: -1 }).message).toBe('sample.v1.Scalars.aUint32 must be an integer of 32 bits without a sign, not -1 (number)');
  });

  it('a map key beyond its type', () => {
    const maps = { facts: {}, byNumber: { '2147483648': 1n }, byBigNumber: {}, byTruth: {}, prices: {} };
    expect(wireErrorOf(() => sample.Maps.encode(maps))).toMatchObject({ field: 'byNumber' });
    expect(wireErrorOf(() => sample.Maps.encode({ ...maps, byNumber: { '01': 1n } }))).toMatchObject({ field: 'byNumber' });
  });

  it('a oneof of an unknown kind', () => {
    const choice = { before: '', between: '', somePlace: { kind: 'moon' } } as unknown as sample.Choice;
    expect(wireErrorOf(() => sample.Choice.encode(choice)).message).toContain('must be one of pop-name, number, tree, inner, not "moon"');
  });

  it('an instant a nanosecond past the year 9999, and a duration a nanosecond past its limit', () => {
    const pastLast = 253_402_300_800n * 1_000_000_000n;
    const at = pastLast as never;
    expect(wireErrorOf(() => sample.OptionalScalars.encode({ at }))).toMatchObject({ kind: 'invalid', field: 'at' });
    const holdFor = 315_576_000_000n * 1_000_000_000n + 1n;
    const quote = { ...fc.sample(some.quotes, { numRuns: 1, seed: 1 })[0]!, holdFor };
    expect(wireErrorOf(() => sample.QuoteOffered.encode(quote))).toMatchObject({ kind: 'invalid', field: 'holdFor' });
  });

  it(`a tree of more than ${MAX_DEPTH} levels, and takes one of ${MAX_DEPTH}`, () => {
    expect(sample.Tree.decode(sample.Tree.encode(treeOf(MAX_DEPTH)))).toEqual(treeOf(MAX_DEPTH));
    expect(wireErrorOf(() => sample.Tree.encode(treeOf(MAX_DEPTH + 1)))).toMatchObject({ kind: 'invalid', field: 'branches' });
  });

  it('a message of more than 8 MiB', () => {
    const label = 'x'.repeat(MAX_MESSAGE_BYTES);
    expect(wireErrorOf(() => sample.Tree.encode({ label, branches: [] })).message).toContain(`more than ${MAX_MESSAGE_BYTES}`);
    expect(sample.Tree.encode({ label: label.slice(5), branches: [] })).toHaveLength(MAX_MESSAGE_BYTES);
  });
});

function treeOf(levels: number): sample.Tree {
  return { label: '', branches: levels === 0 ? [] : [treeOf(levels - 1)] };
}

describe('decoding refuses', () => {
  const malformed = (codec: Codec<object>, ...bytes: number[]) => wireErrorOf(() => codec.decode(Uint8Array.from(bytes)));

  it.each<[string, number[], Codec<object>]>([
    ['a varint that is cut off', [0x08, 0x80], sample.Scalars],
    ['a varint of eleven bytes', [0x30, ...Array.from({ length: 10 }, () => 0xff), 1], sample.Scalars],
    ['a length past the end', [0x62, 5, 0x61], sample.Scalars],
    ['bytes that are not UTF-8, short', [0x62, 1, 0xff], sample.Scalars],
    ['bytes that are not UTF-8, long', [0x62, 20, ...Array.from({ length: 20 }, () => 0xc0)], sample.Scalars],
    ['the field number 0', [0x00, 0x01], sample.Scalars],
    ['the end of a group that never began', [0x0c], sample.Scalars],
    ['a group that never ends', [0x9b, 0x06, 0x08, 1], sample.Scalars],
    ['a packed list whose last value is cut off', [0x0a, 1, 0x80, 0x01], sample.Lists],
    ['a message within a message that reads past its own end', [0x12, 1, 0x0a, 0x01, 0x61], sample.Tree],
    ['nanoseconds of a whole second', [0x3a, 6, 0x10, 0x80, 0x94, 0xeb, 0xdc, 0x03], sample.OptionalScalars],
    ['a price that comes twice', [0x42, 0, 0x42, 0], sample.OptionalScalars],
  ])('%s', (_name, bytes, codec) => {
    expect(malformed(codec, ...bytes)).toMatchObject({ kind: 'malformed', typeName: codec.typeName });
  });

  it('a message without one that the schema requires, naming the field', () => {
    const error = malformed(sample.QuoteOffered);
    expect(error).toMatchObject({ kind: 'malformed', field: 'price' });
    expect(error.message).toBe('sample.v1.QuoteOffered.price is required and missing');
  });

  it('a oneof without a member', () => {
    expect(malformed(sample.Choice)).toMatchObject({ kind: 'malformed', field: 'somePlace' });
  });

  it(`messages and groups of more than ${MAX_DEPTH} levels, however many`, () => {
    const nest = (level: Uint8Array): Uint8Array => Buffer.concat([Uint8Array.of(0x12, ...varint(level.length)), level]);
    let tree: Uint8Array = new Uint8Array(0);
    for (let level = 0; level < 5_000; level++) tree = nest(tree);
    expect(wireErrorOf(() => sample.Tree.decode(tree)).message).toContain(`more than ${MAX_DEPTH} deep`);
    const groups = Uint8Array.from({ length: 100_000 }, () => 0x1b);
    expect(wireErrorOf(() => sample.Tree.decode(groups))).toMatchObject({ kind: 'malformed' });
  });

  it('more than 8 MiB, and what is no bytes at all', () => {
    expect(wireErrorOf(() => sample.Tree.decode(new Uint8Array(MAX_MESSAGE_BYTES + 1))).message).toContain(`larger than ${MAX_MESSAGE_BYTES}`);
    expect(wireErrorOf(() => sample.Tree.decode('text' as never))).toMatchObject({ kind: 'malformed' });
  });

  it('to let a map key change anything but the map', () => {
    const facts = JSON.parse('{"__proto__":"polluted"}') as Record<string, string>;
    const bytes = sample.Maps.encode({ facts, byNumber: {}, byBigNumber: {}, byTruth: {}, prices: {} });
    const { facts: read } = sample.Maps.decode(bytes);
    expect(Object.entries(read)).toEqual([['__proto__', 'polluted']]);
    expect(JSON.stringify(sample.Maps.toJson({ facts: read, byNumber: {}, byBigNumber: {}, byTruth: {}, prices: {} }))).toContain('"__proto__":"polluted"');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** Decoding either gives a message that can be encoded and read again, or throws a WireError; nothing else. */
function decodeOrRefuse(codec: Codec<object>, bytes: Uint8Array): 'read' | 'refused' {
  let message: object;
  try {
    message = codec.decode(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(WireError);
    return 'refused';
  }
  expect(codec.decode(codec.encode(message))).toEqual(message);
  return 'read';
}

const HOSTILE: readonly [Codec<object>, fc.Arbitrary<object>][] = [
  [sample.Scalars, some.scalars],
  [sample.Lists, some.lists],
  [sample.Maps as Codec<object>, some.maps],
  [sample.Choice as Codec<object>, some.choices],
  [sample.QuoteOffered as Codec<object>, some.quotes],
];

describe('hostile bytes', () => {
  it('are read or refused when a message is cut off at any byte', () => {
    for (const [codec, messages] of HOSTILE)
      for (const message of fc.sample(messages, { numRuns: 10, seed: 7 })) {
        const bytes = codec.encode(message);
        for (let length = 0; length < bytes.length; length++) decodeOrRefuse(codec, bytes.subarray(0, length));
      }
  });

  it('are read or refused when 5,000 messages have bytes changed, inserted and removed', () => {
    const seen = { read: 0, refused: 0 };
    const edits = fc.array(fc.record({ at: fc.nat(), remove: fc.nat({ max: 2 }), insert: fc.uint8Array({ maxLength: 2 }) }), { minLength: 1, maxLength: 4 });
    for (const [codec, messages] of HOSTILE)
      fc.assert(
        fc.property(messages, edits, (message, changes) => {
          let bytes = Buffer.from(codec.encode(message));
          for (const { at, remove, insert } of changes) {
            const place = at % (bytes.length + 1);
            bytes = Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)]);
          }
          seen[decodeOrRefuse(codec, bytes)] += 1;
        }),
        { numRuns: 1_000 },
      );
    // Both outcomes have to occur, or the mutations prove nothing.
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(200);
  });

  it('are read or refused when they are noise', () => {
    for (const [codec] of HOSTILE) fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void decodeOrRefuse(codec, bytes)), { numRuns: 400 });
  });
});
