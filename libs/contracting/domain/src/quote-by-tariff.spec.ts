import { describe, expect, it } from '@jest/globals';
import { formatMoney } from '@carriermesh/kernel';
import { pinnedTariff, Rater, readTariff, UTC_TABLE, type TariffTerms } from '@carriermesh/tariff-v1';
import { quoteByTariff } from './quote-by-tariff.js';
import { quoteFor } from './spec/market.js';

function tariffOf(price: string): TariffTerms {
  const tiers = [{ upTo: '5000000000', price }, { price: '0.001' }];
  const reading = readTariff({
    form: 'carriermesh.tariff.v1', id: 'metro', currency: 'EUR', rounding: { mode: 'half-even', decimals: 2, place: 'line' },
    charges: [{ kind: 'graduated', id: 'traffic', over: 'period', per: '1000000000', tiers }],
  });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.tariff;
}

const gigabytesOf = (quote: ReturnType<typeof quoteFor>): readonly string[][] =>
  quoteByTariff(() => new Rater(tariffOf('0.0007')), quote)
    .prices.filter(({ name }) => name.startsWith('a gigabyte'))
    .map(({ name, old, new: now }) => [name, formatMoney(old), formatMoney(now)]);

describe('a quote by another tariff', () => {
  const quote = quoteFor({ objective: 'profit', maxLatencyNs: 40_000_000n });

  it('M2 tells the price of a first gigabyte of each provider, as it is and not as a line would be rounded', () => {
    expect(gigabytesOf(quote).map(([name, , now]) => [name, now])).toEqual([['a gigabyte of Fast', '0.0007'], ['a gigabyte of Mid', '0.0007']]);
  });

  it('S3-18 M2 tells that of what enters the service, once and whoever carries it, where the policy states a tariff', () => {
    const policy = { ...quote.policy, usageTariff: pinnedTariff(tariffOf('0.02'), UTC_TABLE, 0) };
    expect(gigabytesOf({ ...quote, policy })).toEqual([['a gigabyte', '0.02', '0.0007']]);
  });
});
