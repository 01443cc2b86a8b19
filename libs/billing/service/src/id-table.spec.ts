import { describe, expect, it } from '@jest/globals';
import { hashesOf, ID_HASH_OCTETS } from '@carriermesh/billing-domain';
import { IdTable } from './id-table.js';

const idsOf = (batch: number, count: number): readonly string[] => Array.from({ length: count }, (_, number) => `b${batch}-${number}`);

describe('a table of record ids', () => {
  it('I2 knows each of a hundred thousand ids by the batch that took it, and none that was not taken', () => {
    const table = new IdTable();
    for (let batch = 0; batch < 100; batch += 1) table.add(hashesOf(idsOf(batch, 1_000)), batch);
    expect(table.size).toBe(100_000);
    for (let batch = 0; batch < 100; batch += 1) expect(idsOf(batch, 1_000).every((id) => table.placesOf(id).includes(batch))).toBe(true);
    const foreign = idsOf(100, 100_000).filter((id) => table.placesOf(id).length > 0);
    expect(foreign).toEqual([]);
  });

  it('names every batch that took the same hash, the first one first, through all that came between and the growth of the table', () => {
    const table = new IdTable();
    const same = hashesOf(['r1']);
    for (const place of [0, 1, 2]) {
      table.add(same, place * 2);
      table.add(hashesOf(idsOf(place, 5_000)), place * 2 + 1);
    }
    expect(table.placesOf('r1')).toEqual([0, 2, 4]);
    expect(table.placesOf('r2')).toEqual([]);
  });

  it('reads hashes that lie anywhere in a larger buffer', () => {
    const table = new IdTable();
    const buffer = new Uint8Array(3 + 2 * ID_HASH_OCTETS);
    buffer.set(hashesOf(['r1', 'r2']), 3);
    table.add(buffer.subarray(3), 7);
    expect([table.placesOf('r1'), table.placesOf('r2'), table.size]).toEqual([[7], [7], 2]);
  });
});
