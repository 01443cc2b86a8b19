import { describe, expect, it } from '@jest/globals';
import { parseMoney } from '@carriermesh/kernel';
import { settlementsOf } from './dispute.command.js';

const eur = (text: string) => parseMoney('EUR', text);

describe('the flags of a settlement', () => {
  it('give back to the customer, and claw back from the supplier where that is stated', () => {
    expect(settlementsOf({ credit: ['seg_x-1=10.00/8.50', 'seg_x-2=0.5'], rate: [] }, 'EUR')).toEqual([
      { segmentId: 'seg_x-1', how: { kind: 'credit', credit: { customer: eur('10.00'), supplier: eur('8.50') } } },
      { segmentId: 'seg_x-2', how: { kind: 'credit', credit: { customer: eur('0.5'), supplier: eur('0') } } },
    ]);
  });

  it('state a corrected rate for both sides', () => {
    const [settlement] = settlementsOf({ credit: [], rate: ['seg_x-1=0.02/0.015'] }, 'EUR');
    expect(settlement).toEqual({ segmentId: 'seg_x-1', how: { kind: 'rate', rate: { customerPerGigabyte: eur('0.02'), supplierPerGigabyte: eur('0.015') } } });
    expect(() => settlementsOf({ credit: [], rate: ['seg_x-1=0.02'] }, 'EUR')).toThrow('--rate states both sides');
  });

  it('give back no part of a cent, on neither side, and rates may have any', () => {
    for (const text of ['seg_x-1=1.001', 'seg_x-1=1.00/0.995']) {
      expect(() => settlementsOf({ credit: [text], rate: [] }, 'EUR')).toThrow(`--credit gives amounts that can be paid, of 2 decimals in EUR at most, not "${text}"`);
    }
    expect(settlementsOf({ credit: [], rate: ['seg_x-1=0.0205/0.0151'] }, 'EUR')).toHaveLength(1);
  });

  it.each([['seg_x-1'], ['=1'], ['seg_x-1=ten'], ['seg_x-1=1/'], ['seg_x-1=1/2/3']])('are refused where they are like %j', (text) => {
    expect(() => settlementsOf({ credit: [text], rate: [] }, 'EUR')).toThrow(`--credit is like seg_…-1=10.00/8.00 in EUR, not "${text}"`);
  });
});
