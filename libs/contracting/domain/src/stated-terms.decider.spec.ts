import { describe, expect, it } from '@jest/globals';
import { accept, ignore, refuse, specify } from '@carriermesh/decider';
import { money } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { eur, later, NOON } from './spec/market.js';
import { type StatedTermsEvent, statedTerms, whyNoTerms } from './stated-terms.decider.js';

const rule = (...steps: readonly (readonly [from: number, price: number])[]): contracting.StatedTerms => ({
  terms: { kind: 'utilisation', utilisation: { steps: steps.map(([fromBasisPoints, priceBasisPoints]) => ({ fromBasisPoints, priceBasisPoints })) } },
});
const agreed = (changed: Partial<contracting.BuyerTerms>): contracting.StatedTerms => ({ terms: { kind: 'buyer', buyer: { buyerId: 'acme', discountBasisPoints: 0, tiers: [], ...changed } } });
const supplied = (changed: Partial<contracting.SupplierTerms>): contracting.StatedTerms => ({ terms: { kind: 'supplier', supplier: { providerId: 'Fast', discountBasisPoints: 0, tiers: [], ...changed } } });
const tier = (from: string, discountBasisPoints: number): contracting.TermsTier => ({ fromMonthly: eur(from), discountBasisPoints });
const stated = (terms: contracting.StatedTerms, requestId: string): StatedTermsEvent => ({ type: 'contracting.v1.TermsStated', data: { terms, statedAt: NOON, requestId } });

describe('what the seller states of its prices', () => {
  const [low, high] = [rule([0, 9_000]), rule([0, 11_000])];
  const state = (terms: contracting.StatedTerms, requestId: string) => ({ terms, requestId, now: NOON });

  it('I7 is on record once for each request, and a copy of that undoes nothing that was stated since', () => {
    expect(specify(statedTerms).given().when(state(low, 'one'))).toEqual(accept(stated(low, 'one')));
    expect(specify(statedTerms).given(stated(low, 'one')).when({ ...state(low, 'one'), now: later(NOON, 1n) })).toEqual(ignore('stated before'));
    expect(specify(statedTerms).given(stated(low, 'one'), stated(high, 'two')).when(state(low, 'one'))).toEqual(ignore('stated before'));
    expect(specify(statedTerms).given(stated(low, 'one'), stated(high, 'two')).when(state(low, 'three'))).toEqual(accept(stated(low, 'three')));
    // Also of a request that changed nothing when it was heard first.
    expect(specify(statedTerms).given(stated(low, ''), stated(low, 'again'), stated(high, 'two')).when(state(low, 'again'))).toEqual(ignore('stated before'));
    expect(specify(statedTerms).given(stated(low, 'one')).when(state(low, 'again'))).toEqual(accept(stated(low, 'again')));
  });

  it('is refused under a name that stood for something else, and without one', () => {
    expect(specify(statedTerms).given(stated(low, 'one')).when(state(high, 'one'))).toEqual(refuse({ code: 'terms-request-reused', requestId: 'one' }));
    for (const requestId of ['', 'with spaces', 'x'.repeat(129)]) expect(specify(statedTerms).given().when(state(low, requestId))).toEqual(refuse({ code: 'request-id-malformed', requestId }));
  });

  it.each([
    [rule(), undefined],
    [rule([0, 1], [10_000, 100_000]), undefined],
    [rule([10_001, 1]), { field: 'steps[0].fromBasisPoints', value: '10001', limit: '0 to 10000' }],
    [rule([0, 1], [500, 1], [500, 1]), { field: 'steps[2].fromBasisPoints', value: '500', limit: '501 to 10000' }],
    [rule([0, 0]), { field: 'steps[0].priceBasisPoints', value: '0', limit: '1 to 100000' }],
    [rule([0, 100_001]), { field: 'steps[0].priceBasisPoints', value: '100001', limit: '1 to 100000' }],
    [rule(...Array.from({ length: 17 }, (_, from) => [from, 1] as const)), { field: 'steps', value: '17 steps', limit: 'at most 16' }],
    [agreed({}), undefined],
    [agreed({ discountBasisPoints: 10_000, tiers: [tier('0', 10_000), tier('0.00000001', 0)], floorMonthly: eur('0') }), undefined],
    [agreed({ buyerId: 'a b' }), { field: 'buyerId', value: 'a b', limit: '1 to 64 letters, digits, "_" and "-"' }],
    [agreed({ discountBasisPoints: 10_001 }), { field: 'discountBasisPoints', value: '10001', limit: '0 to 10000' }],
    [agreed({ tiers: [tier('1', 0), tier('1', 0)] }), { field: 'tiers[1].fromMonthly', value: '1.00 EUR', limit: '1.00000001 EUR to 1000000000.00 EUR' }],
    [agreed({ tiers: [tier('1', 10_001)] }), { field: 'tiers[0].discountBasisPoints', value: '10001', limit: '0 to 10000' }],
    [agreed({ tiers: Array.from({ length: 17 }, (_, from) => tier(String(from), 1)) }), { field: 'tiers', value: '17 tiers', limit: 'at most 16' }],
    [agreed({ floorMonthly: money('USD', 1_000_000n) }), { field: 'floorMonthly', value: '0.01 USD', limit: '0.00 EUR to 1000000000.00 EUR' }],
    [supplied({ commitmentMonthly: eur('5'), tiers: [tier('1', 1)] }), undefined],
    [supplied({ providerId: '' }), { field: 'providerId', value: '', limit: '1 to 64 letters, digits, "_" and "-"' }],
    [supplied({ discountBasisPoints: 20_000 }), { field: 'discountBasisPoints', value: '20000', limit: '0 to 10000' }],
    [supplied({ commitmentMonthly: money('EUR', -1n) }), { field: 'commitmentMonthly', value: '-0.00000001 EUR', limit: '0.00 EUR to 1000000000.00 EUR' }],
  ])('S0-8 has ascending steps and tiers, and amounts of the policy\'s currency: %j', (terms, fault) => {
    expect(whyNoTerms(terms, 'EUR')).toEqual(fault);
  });
});
