import { describe, expect, it } from '@jest/globals';
import { accept, ignore, refuse, specify } from '@carriermesh/decider';
import type { Instant } from '@carriermesh/kernel';
import { summaryOf } from './pricing.js';
import { quote, type QuoteEvent } from './quote.decider.js';
import { at, HASH, later, NOON, ORDER_ID, QUOTE_ID, quoteFor } from './spec/market.js';

const lastInstant = at('2026-03-01T12:15:00Z');
const offered: QuoteEvent = {
  type: 'contracting.v1.QuoteOffered',
  data: { quoteId: QUOTE_ID, orderId: ORDER_ID, buyerId: 'acme', quote: HASH, quoteSha256: HASH, summary: summaryOf(quoteFor()), offers: [] },
};
const acceptedAt = (acceptedAt: Instant): QuoteEvent => ({
  type: 'contracting.v1.QuoteAccepted',
  data: { quoteId: QUOTE_ID, orderId: ORDER_ID, acceptedBy: 'acme', acceptedAt },
});
const expiredAt = (expiredAt: Instant): QuoteEvent => ({ type: 'contracting.v1.QuoteExpired', data: { quoteId: QUOTE_ID, orderId: ORDER_ID, expiredAt } });
const reason = { code: 'no-capacity', message: 'The capacity is gone.', facts: { most_mbps: '7' } };
const withdrawn: QuoteEvent = { type: 'contracting.v1.QuoteWithdrawn', data: { quoteId: QUOTE_ID, orderId: ORDER_ID, reason, withdrawnAt: NOON } };

const declinedAt = (declinedAt: Instant, reason = ''): QuoteEvent => ({
  type: 'contracting.v1.QuoteDeclined',
  data: { quoteId: QUOTE_ID, orderId: ORDER_ID, declinedBy: 'acme', declinedAt, reason },
});

const turnDown = (now: Instant, { buyerId = 'acme', reason = '' } = {}) => ({ kind: 'decline', buyerId, now, reason }) as const;
const take = (now: Instant, buyerId = 'acme') => ({ kind: 'accept', buyerId, now }) as const;
const expire = { kind: 'expire', now: later(lastInstant, 5n) } as const;

describe('a quote', () => {
  it('S0-7 is accepted by its buyer', () => {
    expect(specify(quote).given(offered).when(take(NOON))).toEqual(accept(acceptedAt(NOON)));
  });

  it('S0-7 binds the seller up to and including its last instant', () => {
    expect(specify(quote).given(offered).when(take(lastInstant))).toEqual(accept(acceptedAt(lastInstant)));
  });

  it('S0-7 is refused a nanosecond later, with the instant until which it could be had', () => {
    const tooLate = later(lastInstant, 1n);
    expect(specify(quote).given(offered).when(take(tooLate))).toEqual(
      refuse({ code: 'quote-expired', quoteId: QUOTE_ID, validUntil: lastInstant, at: tooLate }),
    );
  });

  it('is accepted once, however often the same buyer accepts, also after its time', () => {
    expect(specify(quote).given(offered, acceptedAt(NOON)).when(take(later(lastInstant, 1n)))).toEqual(ignore('accepted before'));
  });

  it('does not exist for another buyer, whatever its state', () => {
    for (const history of [[], [offered], [offered, acceptedAt(NOON)], [offered, expiredAt(NOON)], [offered, withdrawn]]) {
      expect(specify(quote).given(...history).when(take(NOON, 'rival'))).toEqual(refuse({ code: 'quote-unknown' }));
    }
  });

  it('that was withdrawn says why', () => {
    expect(specify(quote).given(offered, withdrawn).when(take(NOON))).toEqual(refuse({ code: 'quote-withdrawn', quoteId: QUOTE_ID, reason }));
  });

  it('expires when nobody took it', () => {
    expect(specify(quote).given(offered).when(expire)).toEqual(accept(expiredAt(expire.now)));
  });

  it('does not expire after it was accepted', () => {
    expect(specify(quote).given(offered, acceptedAt(lastInstant)).when(expire)).toEqual(ignore('the quote is accepted, and does not wait for its buyer'));
  });

  it('stays expired for a buyer whose clock is behind', () => {
    expect(specify(quote).given(offered, expiredAt(expire.now)).when(take(NOON))).toEqual(
      refuse({ code: 'quote-expired', quoteId: QUOTE_ID, validUntil: lastInstant, at: NOON }),
    );
  });
});

describe('a quote that its buyer does not want', () => {
  it('S0-8 is declined up to and including its last instant, with the reason that its buyer gives', () => {
    expect(specify(quote).given(offered).when(turnDown(lastInstant, { reason: 'another site' }))).toEqual(accept(declinedAt(lastInstant, 'another site')));
    const tooLate = later(lastInstant, 1n);
    expect(specify(quote).given(offered).when(turnDown(tooLate))).toEqual(refuse({ code: 'quote-expired', quoteId: QUOTE_ID, validUntil: lastInstant, at: tooLate }));
  });

  it('S0-8 is declined once, however often its buyer says so, also after its time and after its capacity was gone', () => {
    for (const history of [[declinedAt(NOON)], [declinedAt(NOON), withdrawn]])
      expect(specify(quote).given(offered, ...history).when(turnDown(later(lastInstant, 1n)))).toEqual(ignore('declined before'));
  });

  it('S0-8 can be accepted no more, and does not expire', () => {
    expect(specify(quote).given(offered, declinedAt(NOON)).when(take(NOON))).toEqual(refuse({ code: 'quote-declined', quoteId: QUOTE_ID, declinedAt: NOON }));
    expect(specify(quote).given(offered, declinedAt(NOON)).when(expire)).toEqual(ignore('the quote is declined, and does not wait for its buyer'));
  });

  it.each([
    ['accepted', acceptedAt(NOON), { code: 'quote-accepted', quoteId: QUOTE_ID, acceptedAt: NOON }],
    ['expired', expiredAt(NOON), { code: 'quote-expired', quoteId: QUOTE_ID, validUntil: lastInstant, at: NOON }],
    ['withdrawn', withdrawn, { code: 'quote-withdrawn', quoteId: QUOTE_ID, reason }],
  ] as const)('S0-8 is refused by name to one who declines what is %s', (_, event, refusal) => {
    expect(specify(quote).given(offered, event).when(turnDown(NOON))).toEqual(refuse(refusal));
  });

  it('is declined by nobody else, and with no reason that can’t be kept', () => {
    expect(specify(quote).given(offered).when(turnDown(NOON, { buyerId: 'rival' }))).toEqual(refuse({ code: 'quote-unknown' }));
    expect(specify(quote).given(offered).when(turnDown(NOON, { reason: 'x'.repeat(501) }))).toEqual(refuse({ code: 'reason-malformed' }));
  });
});
