// Values of single fields. What is in none of the tables can't be sampled, and the generator says so.
const SECOND = 1_000_000_000n;
const FIRST_INSTANT = -62_135_596_800n * SECOND;
const LAST_INSTANT = 253_402_300_800n * SECOND - 1n;
const LONGEST = 315_576_000_000n * SECOND;
/** Three lengths of UTF-8, what JSON escapes, and a zero. */
const AWKWARD_TEXT = 'aü東😀"\\\u0000';

const int32 = { least: 0, lowest: -(2 ** 31), most: 2 ** 31 - 1, full: (n) => n };
const uint32 = { least: 0, lowest: 1, most: 2 ** 32 - 1, full: (n) => n };
const int64 = { least: 0n, lowest: -(2n ** 63n), most: 2n ** 63n - 1n, full: (n) => 1_000_000_007n * BigInt(n) };
const uint64 = { least: 0n, lowest: 1n, most: 2n ** 64n - 1n, full: (n) => 1_000_000_007n * BigInt(n) };

const VALUES = {
  int32, sint32: int32, sfixed32: int32, uint32, fixed32: uint32,
  int64, sint64: int64, sfixed64: int64, uint64, fixed64: uint64,
  bool: { least: false, lowest: true, most: true, full: (n) => n % 2 === 1 },
  string: { least: '', lowest: ' ', most: AWKWARD_TEXT, full: (n, name) => `${name}-${n}` },
  bytes: { least: new Uint8Array(), lowest: Uint8Array.of(0), most: Uint8Array.of(255, 0, 128, 10), full: (n) => Uint8Array.of(n & 255, 0, 255) },
  timestamp: { least: 0n, lowest: FIRST_INSTANT, most: LAST_INSTANT, full: (n) => (1_772_323_200n + BigInt(n)) * SECOND + BigInt(n) },
  duration: {
    least: { duration: 0n }, lowest: { duration: -LONGEST }, most: { duration: LONGEST }, full: (n) => ({ duration: BigInt(n) * SECOND + BigInt(n) }),
  },
};

/** @param kind a scalar type of protobuf, `timestamp` or `duration` */
export function edgesOf(kind, { edge, next }, name) {
  const values = VALUES[kind];
  if (values === undefined) throw new Error(`there are no sample values of type ${kind}`);
  return edge === undefined ? values.full(next(), name) : values[edge];
}
