import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type protobuf from 'protobufjs';

import type { Codec } from './codec.js';
import { sample } from './fixture/index.js';
import * as some from './testing/arbitraries.js';
import { fixtureRoot, reflected } from './testing/reflection.js';
import { WireError } from './wire-error.js';

const root = fixtureRoot();
const typeOf = (name: string): protobuf.Type => root.lookupType(`carriermesh.${name}`);

const CASES: readonly [Codec<object>, fc.Arbitrary<object>][] = [
  [sample.Scalars as Codec<object>, some.scalars],
  [sample.OptionalScalars as Codec<object>, some.optionalScalars],
  [sample.Lists as Codec<object>, some.lists],
  [sample.Maps as Codec<object>, some.maps],
  [sample.Tree as Codec<object>, some.trees],
  [sample.Choice as Codec<object>, some.choices],
  [sample.QuoteOffered as Codec<object>, some.quotes],
];

describe('a generated codec', () => {
  it.each(CASES.map(([codec, messages]) => [codec.typeName, codec, messages] as const))('reads what it wrote: %s', (_name, codec, messages) => {
    fc.assert(fc.property(messages, (message) => expect(codec.decode(codec.encode(message))).toEqual(message)), { numRuns: 500 });
  });

  it.each(CASES.filter(([codec]) => codec !== sample.Maps).map(([codec, messages]) => [codec.typeName, codec, messages] as const))(
    'writes the very bytes that protobufjs does: %s',
    (name, codec, messages) => {
      const type = typeOf(name);
      fc.assert(
        fc.property(messages, (message) => {
          const theirs = type.encode(type.fromObject(reflected(type, message as Record<string, unknown>))).finish();
          expect(Buffer.from(codec.encode(message)).toString('hex')).toBe(Buffer.from(theirs).toString('hex'));
        }),
        { numRuns: 500 },
      );
    },
  );

  it('writes a text of any short length as Node does, whatever its last letter is', () => {
    for (const last of ['a', '\u007f', '\u0080', 'é', '\u0100', '€', '\u8000', '💶']) {
      for (let length = 0; length <= 60; length++) {
        const label = 'x'.repeat(length) + last;
        const size = Buffer.byteLength(label);
        expect(Buffer.from(sample.Tree.encode({ label, branches: [] }))).toEqual(Buffer.concat([Uint8Array.of(0x0a, size), Buffer.from(label)]));
      }
    }
  });

  it('writes maps as protobufjs does when it is given them in the order of their keys', () => {
    const message = { ...emptyMaps, facts: { b: '2', a: '1', c: '' }, prices: { x: { currency: 'EUR', microMinor: -5n } } };
    const type = typeOf('sample.v1.Maps');
    const theirs = type.encode(type.fromObject(reflected(type, message))).finish();
    expect(Buffer.from(sample.Maps.encode(message)).toString('hex')).toBe(Buffer.from(theirs).toString('hex'));
  });

  it('encodes equal maps equally, in whatever order they were filled', () => {
    const [forth, back] = [{ 9: 1n, 10: 2n, '-1': 3n }, { '-1': 3n, 10: 2n, 9: 1n }];
    const bytes = sample.Maps.encode({ ...emptyMaps, byNumber: forth });
    expect(bytes).toEqual(sample.Maps.encode({ ...emptyMaps, byNumber: back }));
    expect(Object.keys(sample.Maps.decode(bytes).byNumber)).toEqual(['9', '10', '-1']);
  });

  it('reads packed fields that came unpacked, and unpacked ones that came packed', () => {
    const unpacked = Uint8Array.of(0x08, 5, 0x08, 6);
    const packed = Uint8Array.of(0x5a, 2, 5, 6);
    expect(sample.Lists.decode(unpacked).int32s).toEqual([5, 6]);
    expect(sample.Lists.decode(packed).loose).toEqual([5, 6]);
  });

  it('lets the last of several values of one scalar win', () => {
    expect(sample.Tree.decode(Uint8Array.of(0x0a, 1, 0x61, 0x0a, 1, 0x62))).toEqual({ label: 'b', branches: [] });
  });

  it('lets the last member of a oneof win', () => {
    const bytes = Uint8Array.of(0x12, 1, 0x61, 0x20, 7);
    expect(sample.Choice.decode(bytes).somePlace).toEqual({ kind: 'number', number: 7n });
  });

  it('leaves an absent optional field out instead of setting it to undefined', () => {
    expect(Object.keys(sample.OptionalScalars.decode(new Uint8Array(0)))).toEqual([]);
  });

  it('tells an optional zero from an absent one', () => {
    const message = { anInt32: 0, aString: '', aBool: false, anEnum: 'unspecified' as const, aUint64: 0n, aBytes: new Uint8Array(0) };
    expect(sample.OptionalScalars.decode(sample.OptionalScalars.encode(message))).toEqual(message);
  });

  it('skips fields that it does not know, groups among them', () => {
    const known = sample.Tree.encode({ label: 'oak', branches: [] });
    const unknown = Uint8Array.of(0x98, 0x06, 1, 0x9a, 0x06, 2, 1, 2, 0x9b, 0x06, 0x08, 1, 0x9c, 0x06, 0x9d, 0x06, 1, 2, 3, 4);
    expect(sample.Tree.decode(Buffer.concat([unknown, known, unknown]))).toEqual({ label: 'oak', branches: [] });
  });

  it('reads an enum number that it does not know as unspecified', () => {
    expect(sample.Scalars.decode(Uint8Array.of(0x70, 99)).anEnum).toBe('unspecified');
  });

  it('gives bytes of their own, which do not change with the buffer that they came in', () => {
    const source = sample.Scalars.encode(sample.Scalars.decode(Uint8Array.of(0x6a, 2, 1, 2)));
    const { aBytes } = sample.Scalars.decode(source);
    source.fill(0);
    expect(aBytes).toEqual(Uint8Array.of(1, 2));
  });

  it('gives whoever passes a message on the same, with parts of the buffer for its bytes', () => {
    const source = sample.Scalars.encode(sample.Scalars.decode(Uint8Array.of(0x6a, 2, 1, 2)));
    const passing = sample.Scalars.decodePassing(source);
    expect({ ...passing, aBytes: Uint8Array.from(passing.aBytes) }).toEqual(sample.Scalars.decode(source));
    expect(passing.aBytes.buffer).toBe(source.buffer);
    expect(() => sample.Scalars.decodePassing(Uint8Array.of(0x6a, 3, 1, 2))).toThrow(WireError);
  });

  it('writes on where a message began that outgrew its slab', () => {
    const encoded = (length: number): Uint8Array => sample.Tree.encode({ label: 'x'.repeat(length), branches: [] });
    const around = Array.from({ length: 3 }, () => [encoded(1), encoded(30_000), encoded(2)] as const);
    expect(around.flat().map((bytes) => sample.Tree.decode(bytes).label.length)).toEqual([1, 30_000, 2, 1, 30_000, 2, 1, 30_000, 2]);
    // It may be full just then, once.
    expect(around.filter(([before, , after]) => before.buffer === after.buffer).length).toBeGreaterThanOrEqual(2);
  });

  it('keeps every encoding intact when thousands share their slabs', () => {
    const labels = Array.from({ length: 5_000 }, (_, index) => `${index}-`.repeat(1 + (index % 60)));
    const encoded = labels.map((label) => sample.Tree.encode({ label, branches: [] }));
    expect(encoded.map((bytes) => sample.Tree.decode(bytes).label)).toEqual(labels);
  });

  it('keeps every encoding intact when large ones are put together in the same room, larger and smaller ones in turns', () => {
    const labels = [20_000, 300_000, 70_000, 5_000_000, 16_384, 300_001].map((length, index) => String(index).repeat(length));
    const encoded = labels.map((label) => sample.Tree.encode({ label, branches: [] }));
    expect(encoded.every((bytes, index) => sample.Tree.decode(bytes).label === labels[index])).toBe(true);
    const inner = labels[1] as string;
    const outer = { branches: [{ label: 'a'.repeat(40_000), branches: [] }], get label() { sample.Tree.encode({ label: inner, branches: [] }); return inner; } };
    expect(sample.Tree.decode(sample.Tree.encode(outer))).toEqual({ label: inner, branches: outer.branches });
  });

  it('stays whole when a getter of the message encodes another one meanwhile', () => {
    const message = { branches: [], get label() { sample.Tree.encode({ label: 'inner', branches: [] }); return 'outer'; } };
    expect(sample.Tree.decode(sample.Tree.encode(message))).toEqual({ label: 'outer', branches: [] });
  });
});

const emptyMaps: sample.Maps = { facts: {}, byNumber: {}, byBigNumber: {}, byTruth: {}, prices: {} };
