import { describe, expect, it } from '@jest/globals';
import { toldApart } from './traffic-classes.js';

describe('traffic that is told apart', () => {
  const classes = [{ subject: 'device-7', sharePercent: 30 }, { category: 'gold', sharePercent: 25 }];

  it('S3-20 has a part for each class and one for the rest, to the octet, also of an hour in which nothing was carried', () => {
    expect(toldApart(101n, classes)).toEqual([{ subject: 'device-7', octets: 30n }, { category: 'gold', octets: 25n }, { octets: 46n }]);
    expect(toldApart(0n, classes)).toEqual([{ subject: 'device-7', octets: 0n }, { category: 'gold', octets: 0n }, { octets: 0n }]);
    expect(toldApart(101n, [])).toEqual([{ octets: 101n }]);
  });

  it('has no rest where the classes are all of it: what shares leave over is of the first', () => {
    expect(toldApart(101n, [{ category: 'in', sharePercent: 50 }, { category: 'out', sharePercent: 50 }])).toEqual([{ category: 'in', octets: 51n }, { category: 'out', octets: 50n }]);
  });
});
