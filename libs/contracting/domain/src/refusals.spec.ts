import { describe, expect, it } from '@jest/globals';
import { toRefusal } from './refusals.js';
import { at, eur, QUOTE_ID } from './spec/market.js';

describe('a refusal', () => {
  it('says the value and the limit in one sentence, and both in base units', () => {
    expect(toRefusal({ code: 'price-above-limit', limit: eur('30'), lowest: eur('33.5') })).toEqual({
      code: 'price-above-limit',
      message: 'The lowest price there is, 33.50 EUR a month, is above the limit of 30.00 EUR.',
      facts: { currency: 'EUR', limit_micro_minor: '3000000000', lowest_micro_minor: '3350000000' },
    });
    expect(toRefusal({ code: 'quote-expired', quoteId: QUOTE_ID, validUntil: at('2026-03-01T12:15:00Z'), at: at('2026-03-01T12:15:00.000000001Z') })).toEqual({
      code: 'quote-expired',
      message: `The quote ${QUOTE_ID} could be accepted until 2026-03-01T12:15:00Z; it was 2026-03-01T12:15:00.000000001Z.`,
      facts: { quote_id: QUOTE_ID, valid_until: '2026-03-01T12:15:00Z', at: '2026-03-01T12:15:00.000000001Z' },
    });
  });

  it('shows foreign text escaped and cut', () => {
    const { message } = toRefusal({ code: 'request-id-malformed', requestId: `a\n"${'x'.repeat(5_000)}` });
    expect(message).toContain('not "a\\n\\"xxx');
    expect(message.length).toBeLessThan(200);
  });

  it('gives a withdrawn quote’s reason and its figures', () => {
    const reason = { code: 'no-capacity', message: 'Only 7 Mbit/s are left.', facts: { most_mbps: '7' } };
    expect(toRefusal({ code: 'quote-withdrawn', quoteId: QUOTE_ID, reason })).toEqual({
      code: 'quote-withdrawn',
      message: `The quote ${QUOTE_ID} binds nobody any more: Only 7 Mbit/s are left.`,
      facts: { most_mbps: '7', quote_id: QUOTE_ID, reason: 'no-capacity' },
    });
  });
});
