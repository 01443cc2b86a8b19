/** What one id takes among the hashes of `UsageIdsTaken`. */
export const ID_HASH_OCTETS = 8;

const [FIRST_SEED, SECOND_SEED] = [0xdeadbeef, 0x41c6ce57];
const [FIRST_PRIME, SECOND_PRIME] = [2_654_435_761, 1_597_334_677];
const [FIRST_MIX, SECOND_MIX] = [2_246_822_507, 3_266_489_909];

/** 64 bits by which a record id is found again, in two halves. */
export interface IdHash {
  high: number;
  low: number;
}

/**
 * Two multiplicative hashes over the id's characters, mixed with each other (cyrb53 by bryc, with all of its 64 bits). It spreads ids and
 * keeps nobody from making two that share a hash: whoever does has both looked up in their batches, and gains nothing. Written into
 * events: it may never change.
 */
export function hashId(id: string, into: IdHash): IdHash {
  let [first, second] = [FIRST_SEED, SECOND_SEED];
  for (let index = 0; index < id.length; index += 1) {
    const character = id.charCodeAt(index);
    first = Math.imul(first ^ character, FIRST_PRIME);
    second = Math.imul(second ^ character, SECOND_PRIME);
  }
  first = Math.imul(first ^ (first >>> 16), FIRST_MIX) ^ Math.imul(second ^ (second >>> 13), SECOND_MIX);
  second = Math.imul(second ^ (second >>> 16), FIRST_MIX) ^ Math.imul(first ^ (first >>> 13), SECOND_MIX);
  into.low = first >>> 0;
  into.high = second >>> 0;
  return into;
}

/** The ids' hashes, one after the other, big-endian. */
export function hashesOf(ids: readonly string[]): Uint8Array {
  const hashes = new Uint8Array(ids.length * ID_HASH_OCTETS);
  const view = new DataView(hashes.buffer);
  const hash = { high: 0, low: 0 };
  ids.forEach((id, index) => {
    hashId(id, hash);
    view.setUint32(index * ID_HASH_OCTETS, hash.high);
    view.setUint32(index * ID_HASH_OCTETS + 4, hash.low);
  });
  return hashes;
}
