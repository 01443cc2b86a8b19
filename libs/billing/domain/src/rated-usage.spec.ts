import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { labelsOf } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import { packUsage, unpackUsage, type RatedRecord } from './rated-usage.js';
import { rateRecord } from './rating.js';
import { account, ALFA_SEGMENT, BRAVO_SEGMENT, usage } from './testing/fixtures.js';

const rated = (recordId: string, segmentId: string, octets: bigint): RatedRecord =>
  rateRecord(usage(recordId, '2027-02-10T00:00:00Z', octets, segmentId), account.tariffs.find((tariff) => tariff.segmentId === segmentId) as billing.SegmentTariff);

describe('rated usage in columns', () => {
  it('S3-20 gives back every record with both of its amounts, by segment', () => {
    const label = fc.option(fc.constantFrom('device-7', 'gold'), { nil: undefined });
    const some = fc.record({ segmentId: fc.constantFrom(ALFA_SEGMENT, BRAVO_SEGMENT), octets: fc.bigInt({ min: 0n, max: 10n ** 15n }), subject: label, category: label });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 20 }), (drawn) => {
        const records = drawn.map(({ segmentId, octets, ...labels }, index) => ({ ...rated(`r${index}`, segmentId, octets), ...labelsOf(labels) }));
        const [first] = records;
        const inOrder = records.toSorted((a, b) => Number(a.segmentId !== first?.segmentId) - Number(b.segmentId !== first?.segmentId));
        expect(unpackUsage(packUsage(records))).toEqual(inOrder);
      }),
    );
  });

  it('says nothing of subjects and categories where no record has any: what was written before they were is read as it was', () => {
    expect(packUsage([rated('r1', ALFA_SEGMENT, 1n)])).toMatchObject([{ subjects: [], categories: [] }]);
    const [columns] = packUsage([rated('r1', ALFA_SEGMENT, 1n), { ...rated('r2', ALFA_SEGMENT, 2n), subject: 'device-7' }, rated('r3', ALFA_SEGMENT, 1n)]);
    expect(columns).toMatchObject({ subjects: ['', 'device-7', ''], categories: [] });
    expect(() => unpackUsage([{ ...columns!, subjects: ['device-7'] }])).toThrow(`usage of ${ALFA_SEGMENT} has 3 records and columns of 3, 3, 3, 3, 3, 1`);
  });

  it('is refused where a column is longer or shorter than the others, and where one segment would be charged in two currencies', () => {
    const [columns] = packUsage([rated('r1', ALFA_SEGMENT, 1n), rated('r2', ALFA_SEGMENT, 2n)]);
    expect(() => unpackUsage([{ ...columns!, octets: [1n] }])).toThrow(`usage of ${ALFA_SEGMENT} has 2 records and columns of 2, 2, 1, 2, 2`);
    const record = rated('r1', ALFA_SEGMENT, 1n);
    expect(() => packUsage([record, { ...record, supplierCredit: { currency: 'USD', microMinor: 1n } }])).toThrow('is charged in EUR, EUR and USD');
  });
});
