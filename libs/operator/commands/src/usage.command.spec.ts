import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '@carriermesh/kernel';
import { correctionOf } from './usage.command.js';

describe('the flags of a release', () => {
  it('correct what they name, and nothing else', () => {
    expect(correctionOf({})).toEqual({});
    expect(correctionOf({ octets: '0', until: '2027-02-28T12:00:00Z' })).toEqual({ octets: 0n, until: parseInstant('2027-02-28T12:00:00Z') });
    expect(correctionOf({ subject: 'device-7', category: 'gold' })).toEqual({ subject: 'device-7', category: 'gold' });
    expect(correctionOf({ octets: '18446744073709551615' })).toEqual({ octets: 2n ** 64n - 1n });
  });

  it.each([['18446744073709551616'], ['-1'], ['1.5'], [''], ['1e3']])('refuse %j octets', (octets) => {
    expect(() => correctionOf({ octets })).toThrow(`--octets is a whole number from 0 to 18446744073709551615, not "${octets}"`);
  });

  it('refuse a time that is none, and name the flag', () => {
    expect(() => correctionOf({ from: 'yesterday' })).toThrow('--from is a time like 2027-02-28T12:00:00Z, not "yesterday"');
  });
});
