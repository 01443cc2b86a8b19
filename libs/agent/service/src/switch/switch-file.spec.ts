import { describe, expect, it } from '@jest/globals';
import { switchDeviceOf } from './switch-file.js';

const valid = {
  device: 'ix1',
  currency: 'EUR',
  capacityMbps: 1_000,
  ports: [{ name: 'ge1', mbps: 400 }],
  monthlyPricePerMbps: '0.40',
  monthlyPricePerPort: '25',
  administrators: [{ name: 'noc', tokenSha256: 'a'.repeat(64) }],
};

describe('the description of a shared switch', () => {
  it('is read with exact prices', () => {
    expect(switchDeviceOf(valid, 'switch.yaml')).toMatchObject({ id: 'ix1', capacityMbps: 1_000, monthlyPerMbps: { currency: 'EUR', microMinor: 40_000_000n } });
  });

  it.each([
    [{ device: 'a b' }, 'switch.yaml.device has to be 1 to 64 letters, digits, _ and -, and is "a b"'],
    [{ capacityMbps: 0 }, 'switch.yaml.capacityMbps has to be a number from 1 to 100000000, and is 0'],
    [{ currency: 'eur' }, 'switch.yaml.currency has to be an ISO 4217 code of three capital letters, and is "eur"'],
    [{ ports: [] }, 'switch.yaml.ports has to be a list of different ports, at least one, and is []'],
    [{ ports: [{ name: 'ge1', mbps: 1.5 }] }, 'switch.yaml.ports[0].mbps has to be a whole number from 1 to 100000000, and is 1.5'],
    [{ ports: [{ name: 'ge1', mbps: 1 }, { name: 'ge1', mbps: 2 }] }, 'switch.yaml.ports has to be a list of different ports'],
    [{ monthlyPricePerPort: '-1' }, 'switch.yaml.monthlyPricePerPort has to be an amount of EUR that is not negative, in quotes, and is "-1"'],
    [{ monthlyPricePerMbps: 0.4 }, 'switch.yaml.monthlyPricePerMbps has to be an amount of EUR that is not negative, in quotes, and is 0.4'],
    [{ administrators: [{ name: 'noc', tokenSha256: 'secret' }] }, 'switch.yaml.administrators[0].tokenSha256 has to be the SHA-256 of a token'],
    [{ administrators: [] }, 'switch.yaml.administrators has to be a list of different administrators with different tokens, at least one'],
    [{ colour: 'red' }, 'switch.yaml.colour has to be left out'],
  ])('is refused as %j, with the file, the field, the value and the limit', (changes, words) => {
    expect(() => switchDeviceOf({ ...valid, ...changes }, 'switch.yaml')).toThrow(words);
  });
});
