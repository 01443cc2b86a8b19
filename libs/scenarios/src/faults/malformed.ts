import type { Chance } from '../chaos/chance.js';

const DEPTH = 400;
/** Nearly all that a bus of default settings carries, and more than any batch may have. */
const OVERSIZED_BYTES = 1_000_000;
/** Large ones cost as much as thousands of small ones. */
const OVERSIZED_ONCE_IN = 5_000;

/** A change that makes well-formed protobuf into something that nobody meant to send. */
type Mutation = (bytes: Uint8Array, chance: Chance) => Uint8Array;

const bytesOf = (count: number, chance: Chance): Uint8Array => Uint8Array.from({ length: count }, () => chance.between(0, 255));
const at = (bytes: Uint8Array, chance: Chance): number => chance.between(0, Math.max(0, bytes.length - 1));

const truncated: Mutation = (bytes, chance) => bytes.subarray(0, at(bytes, chance));
const flipped: Mutation = (bytes, chance) => {
  const changed = Uint8Array.from(bytes);
  for (let flips = chance.between(1, 8); flips > 0; flips -= 1) {
    const index = at(changed, chance);
    changed[index] = (changed[index] ?? 0) ^ (1 << chance.between(0, 7));
  }
  return changed;
};
const interrupted: Mutation = (bytes, chance) => {
  const index = at(bytes, chance);
  return Buffer.concat([bytes.subarray(0, index), bytesOf(chance.between(1, 12), chance), bytes.subarray(index)]);
};
/** The last of two values of a field counts (protobuf's own rule), so that this may be well-formed and mean something else. */
const repeated: Mutation = (bytes, chance) => Buffer.concat([bytes, bytes.subarray(0, at(bytes, chance))]);
/** Field 500 with a value of some wire type, the forbidden ones included. */
const withUnknownField: Mutation = (bytes, chance) => Buffer.concat([bytes, Uint8Array.of(0xa0 | chance.between(0, 7), 0x1f), bytesOf(chance.between(0, 12), chance)]);
const random: Mutation = (_, chance) => bytesOf(chance.between(0, 64), chance);
/** A length that is larger than anything. */
const boundless: Mutation = (bytes, chance) => Buffer.concat([bytes.subarray(0, at(bytes, chance)), Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f)]);
const nested: Mutation = (bytes, chance) => {
  const field = (chance.between(1, 15) << 3) | 2;
  let inner = bytes;
  for (let depth = 0; depth < DEPTH; depth += 1) inner = Buffer.concat([Uint8Array.of(field, ...varint(inner.length)), inner]);
  return inner;
};
const oversized: Mutation = (bytes) => Buffer.concat([bytes, Uint8Array.of(0x0a, ...varint(OVERSIZED_BYTES)), new Uint8Array(OVERSIZED_BYTES)]);

const USUAL: readonly Mutation[] = [truncated, flipped, flipped, interrupted, repeated, withUnknownField, random, boundless];
/** Building these costs more than the mesh needs to refuse them. */
const NESTED_ONCE_IN = 200;

/** One malformed input that is made of a sound one. */
export function malformed(sound: Uint8Array, chance: Chance): Uint8Array {
  if (chance.between(1, OVERSIZED_ONCE_IN) === 1) return oversized(sound, chance);
  if (chance.between(1, NESTED_ONCE_IN) === 1) return nested(sound, chance);
  return chance.of(USUAL)(sound, chance);
}

function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left];
    bytes.push((left % 128) | 0x80);
  }
}
