import { describe, expect, it } from '@jest/globals';
import type { QuoteReplay } from '@carriermesh/contracting-service';
import { replayJson, replayText } from './replay-quote.command.js';

const eur = (microMinor: bigint) => ({ currency: 'EUR', microMinor: microMinor * 100_000_000n });
const replay: QuoteReplay = {
  quoteId: 'quo_1', found: true, identical: true, recomputedSha256: 'ab', recordedSha256: 'ab', differences: [], events: [7n], pathsFoundAgain: 4,
  price: [{ code: 'list-price', message: 'The list price.', monthly: eur(30n) }, { code: 'pair-discount', message: 'Less 10 %.', monthly: eur(27n) }],
  outlay: { monthlyCost: eur(21n), addedMonthly: eur(18n) },
};

describe('a quote that was made again', () => {
  it('S0-8 M2 shows an operator step by step how its price came about, what its way costs by its contracts, and what it adds to the suppliers’ bills', () => {
    expect(replayText(replay).split('\n')).toEqual([
      'quo_1: made again from 4 ways found again and their offers: identical, to the byte (sha256 ab).',
      '  30.00 EUR a month  The list price.',
      '  27.00 EUR a month  Less 10 %.',
      '  costs 21.00 EUR a month by its contracts, and adds 18.00 EUR to the suppliers’ bills',
      '',
    ]);
    expect(replayJson(replay)).toMatchObject({ price: [{ monthly: '30.00 EUR' }, { monthly: '27.00 EUR' }], outlay: { monthlyCost: '21.00 EUR', addedMonthly: '18.00 EUR' } });
  });

  it('S4-7 names what resources ask whatever the bandwidth, each month and once', () => {
    const fees = [{ resourceId: 'alfa/ber-fra', monthly: eur(4n), setup: eur(250n) }, { resourceId: 'alfa/fra~bravo/fra', setup: eur(10n) }];
    const paid = { ...replay, outlay: { monthlyCost: eur(21n), fees } };
    expect(replayText(paid)).toContain('  costs 21.00 EUR a month by its contracts\n  of it, whatever the bandwidth, for alfa/ber-fra: 4.00 EUR a month and 250.00 EUR once\n  of it, whatever the bandwidth, for alfa/fra~bravo/fra: 10.00 EUR once\n');
    expect(replayJson(paid)).toMatchObject({ outlay: { fees: [{ resourceId: 'alfa/ber-fra', monthly: { amount: '4.00', currency: 'EUR' } }, { setup: { amount: '10.00' } }] } });
  });

  it('says nothing of the suppliers’ bills where nothing was agreed with any', () => {
    const { outlay: _, ...bare } = replay;
    expect(replayText({ ...bare, outlay: { monthlyCost: eur(21n) } })).toContain('  costs 21.00 EUR a month by its contracts\n');
    const format = { service: { codec: 'h265', carriedMbps: 60, addsNs: 0n }, pricePpm: 950_000, monthly: eur(5n), setup: eur(12n) };
    const carried = replayText({ ...bare, outlay: { monthlyCost: eur(21n), format }, formats: [{ format: 'raw', why: 'lower-margin. It leaves less.' }] });
    expect(carried).toContain('  costs 21.00 EUR a month, 5.00 EUR of it, and 12.00 EUR once, for carrying it as h265\n  not carried as raw: lower-margin. It leaves less.\n');
    expect(replayText(bare)).not.toContain('costs');
  });
});
