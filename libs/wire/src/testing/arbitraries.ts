import { type Instant } from '@carriermesh/kernel';
import fc from 'fast-check';

import type { sample } from '../fixture/index.js';

const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const UINT32 = { min: 0, max: 2 ** 32 - 1 };

/** Values within the limits, with the limits themselves and the edges of every varint length far more often than chance. */
const int32 = fc.oneof(fc.integer(INT32), fc.constantFrom(INT32.min, INT32.max, -1, 0, 1, 127, 128, 16_383, 16_384));
const uint32 = fc.oneof(fc.integer(UINT32), fc.constantFrom(UINT32.max, 0, 1, 127, 128, 2 ** 28 - 1, 2 ** 28, 2 ** 31));
const edges = Array.from({ length: 64 }, (_, bits) => 1n << BigInt(bits)).flatMap((power) => [power - 1n, power]);
const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(...edges, 2n ** 64n - 1n));
const int64 = uint64.map((value) => BigInt.asIntN(64, value));

/** Whole Unicode, and lengths around those at which the codec changes its way of writing and reading. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
  fc.constantFrom('', '\uFFFD', 'é'.repeat(64), '💶'.repeat(40), 'a'.repeat(127), 'a'.repeat(128), 'a'.repeat(32), 'a'.repeat(33), 'a'.repeat(16)),
);
const bytes = fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ minLength: 64, maxLength: 65 }));
const objective = fc.constantFrom<sample.Objective>('unspecified', 'least-latency', 'least-price', 'older');

const NANOS = 1_000_000_000n;
const MIN_INSTANT = -62_135_596_800n * NANOS;
const MAX_INSTANT = 253_402_300_800n * NANOS - 1n;
export const instants: fc.Arbitrary<Instant> = fc
  .oneof(
    fc.bigInt({ min: MIN_INSTANT, max: MAX_INSTANT }),
    fc.bigInt({ min: 0n, max: 4_000_000_000n * NANOS }),
    fc.constantFrom(MIN_INSTANT, MAX_INSTANT, 0n, -1n, 1n, NANOS - 1n, NANOS, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n),
    fc.constantFrom(9_000_000_000n * NANOS, 9_000_000_001n * NANOS, -9_000_000_000n * NANOS, 2n ** 32n * NANOS, 2n ** 32n * NANOS - 1n),
  )
  .map((nanos) => nanos as Instant);

const MAX_DURATION = 315_576_000_000n * NANOS;
export const durations = fc.oneof(
  fc.bigInt({ min: -MAX_DURATION, max: MAX_DURATION }),
  fc.constantFrom(0n, 1n, -1n, NANOS, -NANOS, -NANOS - 1n, 1n - NANOS, MAX_DURATION, -MAX_DURATION),
);

export const money = fc.record({ currency: fc.constantFrom('EUR', 'JPY', ''), microMinor: int64 });

export const scalars: fc.Arbitrary<sample.Scalars> = fc.record({
  anInt32: int32,
  aSint32: int32,
  aUint32: uint32,
  aFixed32: uint32,
  aSfixed32: int32,
  anInt64: int64,
  aSint64: int64,
  aUint64: uint64,
  aFixed64: uint64,
  aSfixed64: int64,
  aBool: fc.boolean(),
  aString: text,
  aBytes: bytes,
  anEnum: objective,
  farAway: uint32,
});

export const optionalScalars: fc.Arbitrary<sample.OptionalScalars> = fc.record(
  { anInt32: int32, aUint64: uint64, aBool: fc.boolean(), aString: text, aBytes: bytes, anEnum: objective, at: instants, price: money },
  { requiredKeys: [] },
);

const few = { maxLength: 5 };
export const lists: fc.Arbitrary<sample.Lists> = fc.record({
  int32s: fc.array(int32, few),
  sint64s: fc.array(int64, few),
  fixed32s: fc.array(uint32, few),
  sfixed64s: fc.array(int64, few),
  bools: fc.array(fc.boolean(), few),
  objectives: fc.array(objective, few),
  texts: fc.array(text, few),
  blobs: fc.array(bytes, few),
  prices: fc.array(money, few),
  instants: fc.array(instants, few),
  loose: fc.array(uint32, few),
});

const mapOf = <V>(key: fc.Arbitrary<string>, value: fc.Arbitrary<V>): fc.Arbitrary<Record<string, V>> =>
  fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: false });
export const maps: fc.Arbitrary<sample.Maps> = fc.record({
  facts: mapOf(fc.oneof(text, fc.constantFrom('__proto__', 'constructor', '10', '9')), text),
  byNumber: mapOf(int32.map(String), uint64),
  byBigNumber: mapOf(uint64.map(String), objective),
  byTruth: mapOf(fc.constantFrom('true', 'false'), bytes),
  prices: mapOf(text, money),
});

export const trees: fc.Arbitrary<sample.Tree> = fc.letrec<{ tree: sample.Tree; branches: sample.Tree[] }>((tie) => ({
  tree: fc.record({ label: text, branches: tie('branches') }),
  branches: fc.oneof({ depthSize: 'small', maxDepth: 4 }, fc.constant<sample.Tree[]>([]), fc.array(tie('tree'), { maxLength: 3 })),
})).tree;

export const choices: fc.Arbitrary<sample.Choice> = fc.record({
  before: text,
  between: text,
  somePlace: fc.oneof(
    text.map((popName) => ({ kind: 'pop-name' as const, popName })),
    uint64.map((number) => ({ kind: 'number' as const, number })),
    trees.map((tree) => ({ kind: 'tree' as const, tree })),
    fc.boolean().map((flag) => ({ kind: 'inner' as const, inner: { flag } })),
  ),
});

export const quotes: fc.Arbitrary<sample.QuoteOffered> = fc.record({
  quoteId: text,
  orderId: text,
  buyerId: text,
  objective,
  latencyNs: int64,
  capacityMbps: uint32,
  topologyRevision: uint64,
  price: money,
  validUntil: instants,
  holdFor: durations,
  firm: fc.boolean(),
  termsSha256: bytes,
});
