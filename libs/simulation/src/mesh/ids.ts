import { toHex } from '@carriermesh/kernel';
import { sha256, signingKey, type SigningKey } from '@carriermesh/platform-signing';
import type { Random } from '../world/random.js';

/** UUIDs by chance from the seed. */
export function idsFrom(random: Random): { next(): string } {
  return {
    next: () => {
      const hex = [0, 1, 2, 3].map(() => random.next().toString(16).padStart(8, '0')).join('');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    },
  };
}

const keys = new Map<string, SigningKey>();

/** A party's key follows from its name: the same in each run. RFC 8410 §7 wraps the seed. */
export function keyOf(party: string): SigningKey {
  const known = keys.get(party);
  if (known) return known;
  const seed = toHex(sha256(new TextEncoder().encode(`simulated key of ${party}`)));
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex').toString('base64');
  const key = signingKey(`-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`);
  keys.set(party, key);
  return key;
}
