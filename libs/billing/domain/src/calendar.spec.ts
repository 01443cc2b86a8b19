import { describe, expect, it } from '@jest/globals';
import { formatInstant, instant } from '@carriermesh/kernel';
import { calendarOf, monthNumberAt, monthOf } from './calendar.js';
import { contractOfSegment, billOfInvoice, usageStream } from './ids.js';
import { at, CONTRACT, UUID } from './testing/fixtures.js';

const edges = (start: string, termMonths: number): readonly string[] => {
  const { months, end } = calendarOf({ serviceStartAt: at(start), termMonths });
  return [...months.map(({ from }) => formatInstant(from)), formatInstant(end)];
};

describe('the months of a service', () => {
  it('of 31 January end where a short month ends, and come back to the 31st', () => {
    expect(edges('2027-01-31T12:00:00Z', 3)).toEqual([
      '2027-01-31T12:00:00Z',
      '2027-02-28T12:00:00Z',
      '2027-03-31T12:00:00Z',
      '2027-04-30T12:00:00Z',
    ]);
  });

  it('of 30 January end on the leap day where there is one', () => {
    expect(edges('2028-01-30T00:00:00Z', 2)).toEqual(['2028-01-30T00:00:00Z', '2028-02-29T00:00:00Z', '2028-03-30T00:00:00Z']);
    expect(edges('2028-02-29T00:00:00Z', 12).at(-1)).toBe('2029-02-28T00:00:00Z');
  });

  it('I12 share no instant and leave none out', () => {
    const calendar = calendarOf({ serviceStartAt: at('2027-10-31T00:30:00.123456789Z'), termMonths: 36 });
    calendar.months.forEach(({ from, until }, index) => {
      expect(from).toBe(index === 0 ? calendar.start : calendar.months[index - 1]?.until);
      expect([monthNumberAt(calendar, from), monthNumberAt(calendar, instant(until - 1n))]).toEqual([index + 1, index + 1]);
    });
    expect([monthNumberAt(calendar, instant(calendar.start - 1n)), monthNumberAt(calendar, calendar.end)]).toEqual([undefined, undefined]);
  });

  it('are numbered from 1 to the term', () => {
    const calendar = calendarOf({ serviceStartAt: at('2027-01-01T00:00:00Z'), termMonths: 2 });
    for (const number of [0, 3]) expect(() => monthOf(calendar, number)).toThrow('months 1 to 2');
    expect(() => calendarOf({ serviceStartAt: at('2027-01-01T00:00:00Z'), termMonths: 0 })).toThrow('whole number of months');
  });
});

describe('ids', () => {
  it('lead from a segment to its contract, and from nothing else to one', () => {
    expect(contractOfSegment(`seg_${UUID}-12`)).toBe(CONTRACT);
    for (const wrong of [`seg_${UUID}`, `seg_${UUID}-0`, `con_${UUID}-1`, `seg_${UUID.toUpperCase()}-1`, `seg_${UUID}-1 `, '']) {
      expect(contractOfSegment(wrong)).toBeUndefined();
    }
  });

  it('lead from an invoice to its contract and month', () => {
    expect(billOfInvoice(`inv_${UUID}-7`)).toEqual({ contractId: CONTRACT, periodNumber: 7, noteNumber: 0 });
    expect(billOfInvoice(`inv_${UUID}-7n12`)).toEqual({ contractId: CONTRACT, periodNumber: 7, noteNumber: 12 });
    expect(billOfInvoice(`inv_${UUID}-7n0`)).toBeUndefined();
    expect(billOfInvoice(`inv_${UUID}`)).toBeUndefined();
  });

  it("keep one provider's records apart from another's, whatever they are called", () => {
    expect(usageStream('a', 'b-1')).not.toBe(usageStream('a-b', '1'));
  });
});
