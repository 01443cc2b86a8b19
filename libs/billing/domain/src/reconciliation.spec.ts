import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reconcile, type StatedLine, type TheirLine } from './reconciliation.js';

const line = (lineId: string, amount: string, settlementId = 'set-1'): StatedLine => ({ settlementId, lineId, fields: { amount, quantity: '5' } });
const theirs = (lines: readonly StatedLine[]): readonly TheirLine[] => lines.map((each, index) => ({ ...each, line: index + 2 }));

describe('a supplier’s statement', () => {
  it('S3-6 matches, lacks, adds, differs and repeats, line by line', () => {
    const found = reconcile([line('a', '1.00'), line('b', '2.00'), line('c', '3.00')], theirs([line('a', '1.00'), line('b', '2.01'), line('d', '4.00'), line('b', '2.00'), line('a', '1.00', 'set-2')]));
    expect(found.matched).toBe(1);
    expect(found.missingHere.map(({ settlementId, lineId, line: at }) => [settlementId, lineId, at])).toEqual([['set-1', 'd', 4], ['set-2', 'a', 6]]);
    expect(found.missingThere.map(({ lineId }) => lineId)).toEqual(['c']);
    expect(found.different).toEqual([{ settlementId: 'set-1', lineId: 'b', line: 3, fields: [{ field: 'amount', ours: '2.00', theirs: '2.01' }] }]);
    expect(found.duplicates.map(({ lineId, line: at, firstLine }) => [lineId, at, firstLine])).toEqual([['b', 5, 3]]);
  });

  it('is compared by what it states alone', () => {
    const { matched } = reconcile([line('a', '1.00')], [{ settlementId: 'set-1', lineId: 'a', fields: { amount: '1.00' }, line: 2 }]);
    expect(matched).toBe(1);
  });

  it('has every line in exactly one place', () => {
    const anyLines = fc.array(fc.record({ lineId: fc.constantFrom('a', 'b', 'c', 'd'), amount: fc.constantFrom('1', '2') }).map(({ lineId, amount }) => line(lineId, amount)), { maxLength: 12 });
    fc.assert(fc.property(anyLines, anyLines, (own, stated) => {
      const ours = [...new Map(own.map((each) => [each.lineId, each])).values()];
      const { matched, missingHere, missingThere, different, duplicates } = reconcile(ours, theirs(stated));
      expect(matched + missingHere.length + different.length + duplicates.length).toBe(stated.length);
      expect(matched + missingThere.length + different.length).toBe(ours.length);
    }));
  });
});
