/**
 * 32 bits that depend on the text alone: FNV-1a, and the last mixing of MurmurHash3, since FNV's high bits change little with
 * the last character. The simulated network takes its chance from here, so that a seed gives the same network on every machine.
 */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A whole number from `least` to `most`, both included, chosen by the text. */
export function stableBetween(text: string, [least, most]: readonly [bigint, bigint]): bigint {
  return least + (BigInt(stableHash(text)) * (most - least + 1n)) / 0x1_0000_0000n;
}
