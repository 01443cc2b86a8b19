import { describe, expect, it } from '@jest/globals';
import { readTariff } from '@carriermesh/tariff-v1';
import { usageTariffProblems } from './usage-tariff.js';

const FLAT = { kind: 'flat', id: 'data', price: '0.02', per: '1000000000' };

/** The places and the words of what the mesh could not charge by. */
function problems(charges: readonly object[], changed: object = {}): readonly string[] {
  const reading = readTariff({ form: 'carriermesh.tariff.v1', id: 'plan', currency: 'EUR', rounding: { mode: 'half-even', decimals: 4, place: 'line' }, charges, ...changed });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return usageTariffProblems(reading.tariff, 'EUR').map(({ at, problem }) => `${at}: ${problem}`);
}

describe('a tariff that contracts of a data service shall charge usage by', () => {
  it('S3-18 may have tiers, packages, windows, percentiles, and prices of its own for buyers, subjects and categories, where one charge is for all usage', () => {
    const tiers = { kind: 'graduated', id: 'tiers', over: 'period', per: '1000000000', tiers: [{ upTo: '5000000000000', price: '0.02' }, { price: '0.01' }], match: { accounts: ['acme'], windows: ['night'] } };
    const burst = { kind: 'percentile', id: 'burst', percentile: 95, commit: '100', commitPrice: '1.50', burstPrice: '2.25', match: { accounts: ['bolt'] } };
    expect(problems([tiers, burst, { ...FLAT, match: { types: ['data'] } }], { zone: 'Europe/Berlin', windows: { night: { from: '22:00' } } })).toEqual([]);
    const device = { ...FLAT, id: 'device', weight: 2, match: { subjects: ['device-7'], categories: ['gold'], accounts: ['acme'] } };
    expect(problems([device, { ...burst, perCategory: true }, FLAT])).toEqual([]);
    expect(problems([FLAT], { taxes: [{ id: 'levy', percent: '2.5', match: { types: ['data'] } }, { id: 'vat', percent: '19', onTopOf: ['levy'], exemptAccounts: ['bolt'] }] })).toEqual([]);
    expect(problems([FLAT], { currency: 'USD', conversion: { to: 'EUR', rate: '0.92', pinnedAt: '2026-11-20' } })).toEqual([]);
  });

  it.each([
    ['calls', [FLAT, { kind: 'voice', id: 'calls', initialSeconds: 1, incrementSeconds: 1, deck: true }], {}, '/charges/1: the charge calls is for calls, and a data service has none'],
    ['the capacity', [FLAT, { kind: 'non-recurring', id: 'setup', amount: '49.00', at: 'start' }], {}, "/charges/1: the charge setup is not for usage: what the capacity costs is the quote's to say"],
    ['messages', [FLAT, { ...FLAT, id: 'sms', match: { types: ['message'] } }], {}, '/charges/1/match/types: usage of a data service is never of type "message"'],
    ['a subject that no provider can name', [FLAT, { ...FLAT, id: 's', match: { subjects: ['device-7', 'device 7'] } }], {}, '/charges/1/match/subjects: no usage is of "device 7": what a provider says of it is 1 to 64 visible characters of ASCII'],
    ['a category that is too long', [FLAT, { ...FLAT, id: 's', match: { categories: ['g'.repeat(65)] } }], {}, `/charges/1/match/categories: no usage is of "${'g'.repeat(65)}": what a provider says of it is 1 to 64 visible characters of ASCII`],
    ['some devices alone', [{ ...FLAT, match: { subjects: ['device-7'] } }], {}, '/charges: none is for all usage: what is to cost nothing needs a price of 0'],
    ['some classes alone', [{ ...FLAT, match: { categories: ['gold'] } }], {}, '/charges: none is for all usage: what is to cost nothing needs a price of 0'],
    ['a tax on a class', [FLAT], { taxes: [{ id: 'vat', percent: '19', match: { categories: ['gold'] } }] }, '/taxes/0/match/categories: a tax is due on lines of a bill, which have no category'],
    ['some hours alone', [{ ...FLAT, match: { windows: ['night'] } }], { windows: { night: { from: '22:00' } } }, '/charges: none is for all usage: what is to cost nothing needs a price of 0'],
    ['another currency', [FLAT], { currency: 'USD' }, "/currency: charges USD, and the seller's prices are in EUR"],
    ['a conversion to another currency', [FLAT], { conversion: { to: 'USD', rate: '1.1', pinnedAt: '2026-11-20' } }, "/conversion/to: charges USD, and the seller's prices are in EUR"],
    ['more decimals than a bill has', [FLAT], { rounding: { mode: 'up', decimals: 9, place: 'line' } }, '/rounding/decimals: 9 are more than the 8 that a bill in EUR counts'],
    ['a calendar that may change', [FLAT], { holidayCalendar: { country: 'DE' } }, '/holidayCalendar: a contract pins dates, and no calendar that may change: write them as holidays'],
    ['a tax of some hours', [FLAT], { windows: { night: { from: '22:00' } }, taxes: [{ id: 'vat', percent: '19', match: { windows: ['night'] } }] }, '/taxes/0/match/windows: a tax is due on lines of a bill, which have no time of day'],
    ['a tax on messages', [FLAT], { taxes: [{ id: 'vat', percent: '19', match: { types: ['message'] } }] }, '/taxes/0/match/types: usage of a data service is never of type "message"'],
    ['the name of a correction', [{ ...FLAT, id: 'data-reversal-of-1' }], {}, '/charges/0/id: "data-reversal-of-1" is how lines are called that correct a charge'],
    ['the price of an octet for that of a gigabyte', [{ kind: 'flat', id: 'data', price: '0.02' }], {}, '/charges/0: the charge data comes to more for a busy month than a bill can count: is its price for each octet, and no "per" beside it?'],
  ])('S3-18 is refused by name for %s', (_, charges, changed, problem) => {
    expect(problems(charges, changed)).toEqual([problem]);
  });
});
