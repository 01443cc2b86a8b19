import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, money, type Money } from '@carriermesh/kernel';
import { type BuyerDeal, commitmentRoom, dealCharge, dealPrice, leastDealPrice, pairPrice, settledDeal, type SupplyDeal } from './index.js';

const eur = (cents: number): Money => money('EUR', BigInt(cents) * 1_000_000n);
const NOTHING = eur(0);
const supply = (changed: Partial<SupplyDeal>): SupplyDeal => ({ discountBasisPoints: 0, tiers: [], spentMonthly: NOTHING, ...changed });
const buyer = (changed: Partial<BuyerDeal>): BuyerDeal => ({ discountBasisPoints: 0, tiers: [], spentMonthly: NOTHING, ...changed });
const tier = (cents: number, discountBasisPoints: number) => ({ fromMonthly: eur(cents), discountBasisPoints });

describe('S0-21 what a supplier is paid under a deal', () => {
  it('is the advertised price less the pair’s discount, half a millionth of a cent away from zero', () => {
    expect(dealPrice(eur(100), supply({ discountBasisPoints: 1_250 }))).toEqual(money('EUR', 87_500_000n));
    expect(dealPrice(money('EUR', 1n), supply({ discountBasisPoints: 5_000 }))).toEqual(money('EUR', 1n));
  });

  it('takes a tier off the part above its beginning alone', () => {
    const deal = supply({ tiers: [tier(10_000, 1_000), tier(20_000, 2_000)], spentMonthly: eur(9_000) });
    expect(dealCharge(deal, eur(1_000))).toEqual(eur(1_000));
    expect(dealCharge(deal, eur(2_000))).toEqual(eur(1_000 + 900));
    expect(dealCharge(deal, eur(12_000))).toEqual(eur(1_000 + 9_000 + 800));
  });

  it('charges nothing up to a commitment that is paid in any case, and what goes beyond it', () => {
    const deal = supply({ commitmentMonthly: eur(10_000), spentMonthly: eur(9_000) });
    expect(commitmentRoom(deal)).toEqual(eur(1_000));
    expect(dealCharge(deal, eur(1_000))).toEqual(NOTHING);
    expect(dealCharge(deal, eur(1_001))).toEqual(eur(1));
    expect(commitmentRoom(supply({ commitmentMonthly: eur(10_000), spentMonthly: eur(10_001) }))).toEqual(NOTHING);
  });

  it('adds up to the same however an order is split, and is never below the least price of its units', () => {
    const amount = fc.bigInt({ min: 0n, max: 100_000n }).map((units) => money('EUR', units));
    const deals = fc.record({ from: amount, more: amount, low: fc.nat(10_000), high: fc.nat(10_000), spentMonthly: amount, commitmentMonthly: fc.option(amount, { nil: undefined }) });
    fc.assert(
      fc.property(deals, amount, amount, ({ from, more, low, high, spentMonthly, commitmentMonthly }, first, second) => {
        const tiers = [{ fromMonthly: from, discountBasisPoints: low }, { fromMonthly: add(from, more), discountBasisPoints: high }];
        const deal = supply({ tiers, spentMonthly, ...(commitmentMonthly ? { commitmentMonthly } : {}) });
        const whole = dealCharge(deal, add(first, second));
        expect(add(dealCharge(deal, first), dealCharge({ ...deal, spentMonthly: add(spentMonthly, first) }, second))).toEqual(whole);
        // The curve is rounded at both of its ends.
        expect(whole.microMinor).toBeGreaterThanOrEqual(leastDealPrice(add(first, second), deal).microMinor - 1n);
      }),
    );
  });

  it('is settled step by step on the curve that orders go by, to its very end', () => {
    const deal = { tiers: [tier(10_000, 1_000), tier(20_000, 2_000)], commitmentMonthly: eur(25_000) };
    expect(settledDeal(deal, eur(24_000))).toEqual([
      { kind: 'rebate', tier: 1, part: eur(10_000), fromMonthly: eur(10_000), discountBasisPoints: 1_000, billed: eur(23_000) },
      { kind: 'rebate', tier: 2, part: eur(4_000), fromMonthly: eur(20_000), discountBasisPoints: 2_000, billed: eur(22_200) },
      { kind: 'shortfall', tiered: eur(22_200), committed: eur(25_000), billed: eur(25_000) },
    ]);
    expect(settledDeal(deal, eur(10_000)).map(({ kind }) => kind)).toEqual(['shortfall']);
    expect(settledDeal({ tiers: [] }, eur(10_000))).toEqual([]);
    // Who gave back more than it charged is paid what was committed to, and no more.
    expect(settledDeal(deal, eur(-1)).map(({ billed }) => billed)).toEqual([eur(25_000)]);
    const amount = fc.bigInt({ min: 0n, max: 100_000n }).map((units) => money('EUR', units));
    const deals = fc.record({ from: amount, more: amount, low: fc.nat(10_000), high: fc.nat(10_000), commitmentMonthly: fc.option(amount, { nil: undefined }), spent: amount });
    fc.assert(
      fc.property(deals, ({ from, more, low, high, commitmentMonthly, spent }) => {
        const tiers = [{ fromMonthly: from, discountBasisPoints: low }, { fromMonthly: add(from, more), discountBasisPoints: high }];
        const agreed = { tiers, ...(commitmentMonthly && { commitmentMonthly }) };
        const committed = commitmentMonthly?.microMinor ?? 0n;
        expect((settledDeal(agreed, spent).at(-1)?.billed ?? spent).microMinor).toBe(dealCharge(supply(agreed), spent).microMinor + committed);
      }),
    );
  });
});

describe('S0-8 what a buyer pays under a deal', () => {
  it('is the list price, what of it is sold, and the pair’s discount', () => {
    expect(pairPrice(eur(10_000), 800_000, buyer({ discountBasisPoints: 500 }))).toEqual(eur(7_600));
  });

  it('reaches a tier with the very order that comes up to it', () => {
    const deal = buyer({ tiers: [tier(10_000, 1_000)], spentMonthly: eur(9_000) });
    expect(pairPrice(eur(999), 1_000_000, deal)).toEqual(eur(999));
    expect(pairPrice(eur(1_000), 1_000_000, deal)).toEqual(eur(900));
  });
});
