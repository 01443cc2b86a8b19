import { describe, expect, it } from '@jest/globals';
import { accept, ignore, refuse, specify } from '@carriermesh/decider';
import { type BuyerKeyEvent, buyerKeys } from './buyer-key.decider.js';
import { later, NOON } from './spec/market.js';

const register = (byte: number, requestId: string, mustSign = true) => ({ buyerId: 'acme', publicKey: new Uint8Array(32).fill(byte), mustSign, requestId, now: NOON });
const registered = (...asked: Parameters<typeof register>): BuyerKeyEvent => {
  const { now: registeredAt, ...data } = register(...asked);
  return { type: 'contracting.v1.BuyerKeyRegistered', data: { ...data, registeredAt } };
};

describe('the key that speaks for a buyer', () => {
  it('I7 is registered once by a request, and a copy of that gives no former key its voice back', () => {
    expect(specify(buyerKeys).given().when(register(1, 'first'))).toEqual(accept(registered(1, 'first')));
    expect(specify(buyerKeys).given(registered(1, 'first'), registered(2, 'second')).when({ ...register(1, 'first'), now: later(NOON, 1n) })).toEqual(ignore('registered before'));
    expect(specify(buyerKeys).given(registered(1, 'first'), registered(1, 'second', false)).when(register(1, 'first'))).toEqual(ignore('registered before'));
    expect(specify(buyerKeys).given(registered(1, 'first'), registered(2, 'second')).when(register(1, 'third'))).toEqual(accept(registered(1, 'third')));
    // Also of a request that changed nothing when it was heard first.
    expect(specify(buyerKeys).given(registered(1, '')).when(register(1, 'again'))).toEqual(accept(registered(1, 'again')));
  });

  it('is refused under a name that stood for another key or rule, and without one', () => {
    for (const other of [register(2, 'first'), register(1, 'first', false)]) {
      expect(specify(buyerKeys).given(registered(1, 'first')).when(other)).toEqual(refuse({ code: 'buyer-key-request-reused', requestId: 'first' }));
    }
    expect(specify(buyerKeys).given().when(register(1, ''))).toEqual(refuse({ code: 'request-id-malformed', requestId: '' }));
  });
});
