import { describe, expect, it } from '@jest/globals';
import { toHex } from '@carriermesh/kernel';
import { hashesOf, ID_HASH_OCTETS } from './record-ids.js';

describe('the hash of a record id', () => {
  it('I2 stays what it is, since events hold it: 64 bits, high half first', () => {
    expect(toHex(hashesOf(['r1', 'alfa-m1-1', 'x'.repeat(64)]))).toBe('50ea9999c5628efa012840f9ed6e6c6a932f1b10c7d0159f');
  });

  it('tells a hundred thousand ids apart that differ in their last digits alone', () => {
    const hashes = hashesOf(Array.from({ length: 100_000 }, (_, number) => `segment-${number}`));
    const distinct = new Set(Array.from({ length: 100_000 }, (_, index) => toHex(hashes.subarray(index * ID_HASH_OCTETS, (index + 1) * ID_HASH_OCTETS))));
    expect(distinct.size).toBe(100_000);
  });
});
