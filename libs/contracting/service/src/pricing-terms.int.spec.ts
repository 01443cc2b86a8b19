import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Money, money, parseMoney, sum } from '@carriermesh/kernel';
import { createLogger } from '@carriermesh/platform-telemetry';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { contracting as language } from '@carriermesh/wire';
import { contracting } from './contracting.service.js';
import { replayContract } from './replay/replay-contract.js';
import { replayQuote } from './replay/replay-quote.js';
import { spendingAsOf } from './replay/spending-as-of.js';
import { alteredQuote } from './testing/altered-quote.js';
import { Neighbourhood, neighbours } from './testing/neighbours.js';
import { TrialBuyer, trialTerms } from './testing/trial-buyer.js';
import { TrialMarket } from './testing/trial-market.js';

let mesh: TrialMesh;
let hood: Neighbourhood;
let acme: TrialBuyer;
const SILENT = createLogger({ service: 'spec', level: 'silent' });

beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [] });
  const market = TrialMarket.londonToNewYork(mesh.now());
  await mesh.add(neighbours((hood = new Neighbourhood(market))));
  await mesh.add(contracting);
  await market.advertisePops(mesh);
  acme = new TrialBuyer(mesh, 'acme');
  await eventually('where the ends are', () => estimated().catch(() => undefined));
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);
beforeEach(() => hood.holds.clear());

const eur = (text: string): Money => parseMoney('EUR', text)!;
const state = async (terms: language.StatedTerms, { actor = 'operator', requestId = randomUUID() as string } = {}) =>
  (await mesh.bus.request(language.StateTerms, { terms, requestId }, { context: mesh.context(actor) })).outcome;
const listed = async (actor = 'operator') => (await mesh.bus.request(language.ListTerms, {}, { context: mesh.context(actor) })).terms;

/** States it, and waits until quotes are made by it. */
async function inForce(terms: language.StatedTerms): Promise<void> {
  const outcome = await state(terms);
  expect(outcome).toEqual({ kind: 'stated', stated: terms });
  await eventually('what was stated', async () => (await listed()).some((record) => JSON.stringify(language.StatedTerms.toJson(record.terms)) === JSON.stringify(language.StatedTerms.toJson(terms))) || undefined);
}

const rule = (...steps: readonly (readonly [fromBasisPoints: number, priceBasisPoints: number])[]): language.StatedTerms => ({
  terms: { kind: 'utilisation', utilisation: { steps: steps.map(([fromBasisPoints, priceBasisPoints]) => ({ fromBasisPoints, priceBasisPoints })) } },
});

const agreed = (changed: Partial<language.BuyerTerms>): language.StatedTerms => ({ terms: { kind: 'buyer', buyer: { buyerId: 'pair', discountBasisPoints: 0, tiers: [], ...changed } } });
const spendingOf = async (revision: bigint): Promise<Money> => (await spendingAsOf(mesh.ledger.raw, revision, SILENT)).of('buyer acme', 'EUR');

const owedTo = async (providerId: string): Promise<Money> => (await spendingAsOf(mesh.ledger.raw, await mesh.ledger.raw.head(), SILENT)).of(`supplier ${providerId}`, 'EUR');

/** A service under contract. */
async function ordered(buyer: TrialBuyer): Promise<language.ServiceRequestRecord> {
  const { orderId } = await buyer.order({ objective: 'profit' });
  return buyer.reaches(orderId, 'active');
}

async function costOf(quoteId: string): Promise<Money> {
  const [offered] = (await mesh.ledger.load(`quote-${quoteId}`)).events;
  if (offered?.type !== 'contracting.v1.QuoteOffered') throw new Error(`${quoteId} was never offered`);
  return language.Quote.decode(offered.data.quote).scenarios[0]!.monthlyCost;
}

/** Somebody else has so much of each resource. */
function fill(mbps: number): void {
  const needs = ['Atlantic/lon-nyc', 'Polar/around'].map((resourceId) => ({ resourceId, mbps }));
  hood.holds.set(`others-${hood.holds.size}`, { needs, heldUntil: mesh.now(), state: 'committed' });
}

async function estimated(buyerId = 'acme'): Promise<language.BudgetaryQuote> {
  const { outcome } = await mesh.bus.request(language.EstimateService, { buyerId, terms: trialTerms({ objective: 'profit' }) }, { context: mesh.context(`buyer:${buyerId}`) });
  if (outcome.kind !== 'budgetary') throw new Error(outcome.refused.message);
  return outcome.budgetary;
}

describe('what a seller states of its prices', () => {
  it('S0-8 makes the price follow utilisation by its rule: the same snapshot the same price, a fuller one another', async () => {
    const before = await estimated();
    await inForce(rule([5_000, 11_000], [8_000, 12_500]));
    const at = async (mbps: number): Promise<bigint> => {
      hood.holds.clear();
      fill(mbps);
      const [first, again] = [await estimated(), await estimated()];
      expect(again.monthlyPrice).toEqual(first.monthlyPrice);
      return (first.monthlyPrice.microMinor * 10_000n) / before.monthlyPrice.microMinor;
    };
    expect([await at(0), await at(499), await at(500), await at(799), await at(800)]).toEqual([10_000n, 10_000n, 11_000n, 11_000n, 12_500n]);
    await inForce(rule());
    expect(await at(800)).toBe(10_000n);
  });

  it('S0-8 M2 is stated in the quote with the utilisation, told to the buyer, and made again from the ledger to the byte', async () => {
    await inForce(rule([5_000, 11_000]));
    fill(600);
    const summary = (await ordered(acme)).quote!;
    expect(summary.priceSteps.map(({ code }) => code)).toEqual(['list-price', 'utilisation']);
    expect(summary.priceSteps[1]?.monthly).toEqual(summary.monthlyPrice);
    const replay = await replayQuote(mesh.ledger.raw, summary.quoteId);
    expect(replay).toMatchObject({ found: true, identical: true, differences: [], price: summary.priceSteps, outlay: { monthlyCost: await costOf(summary.quoteId) } });

    const uses = (stated: language.Quote) => stated.utilisation!.uses;
    const altered = (alter: (use: language.ResourceUse) => language.ResourceUse) =>
      replayQuote(alteredQuote(mesh.ledger.raw, (offered) => {
        const stated = language.Quote.decode(offered.quote);
        return { ...offered, quote: language.Quote.encode({ ...stated, utilisation: { ...stated.utilisation!, uses: uses(stated).map(alter) } }) };
      }), summary.quoteId, { searchAgain: async ({ objective }, revision) => ({ revision, outcome: { kind: 'found', found: hood.market.found(hood.market.candidates(objective, () => true), (id) => (/port|nyc$/.test(id) && id !== 'Atlantic/lon-nyc' ? 0 : 600)) } }) });
    expect(await altered((use) => use)).toMatchObject({ identical: true, differences: [] });
    const emptier = await altered((use) => ({ ...use, usedMbps: use.usedMbps === 600 ? 499 : 0 }));
    expect(emptier.differences.map(({ at }) => at)).toEqual(expect.arrayContaining(['uses.Polar/around', 'scenarios[0].monthlyPrice.amount']));
    const larger = await altered((use) => ({ ...use, capacityMbps: 2_000 }));
    expect(larger.differences.map(({ at }) => at)).toContain('utilisation.uses[3].capacityMbps');
  });

  it('S0-8 M2 sells to a pair by what it agreed on: its tiers follow the contracts in force, as the ledger had them at the quote', async () => {
    const pair = new TrialBuyer(mesh, 'pair');
    await inForce(rule());
    const list = (await estimated()).monthlyPrice.microMinor;
    const tiers = [{ fromMonthly: eur('1'), discountBasisPoints: 1_000 }, { fromMonthly: money('EUR', list + 1n), discountBasisPoints: 2_000 }];
    await inForce(agreed({ tiers }));
    const share = ({ monthlyPrice }: { readonly monthlyPrice: Money }): bigint => (monthlyPrice.microMinor * 10_000n) / list;
    const first = await ordered(pair);
    await eventually('the first contract is counted', async () => share(await estimated('pair')) === 8_000n || undefined);
    const second = await ordered(pair);
    expect([share(first.quote!), share(second.quote!)]).toEqual([9_000n, 8_000n]);
    expect(second.quote!.priceSteps.map(({ code }) => code)).toEqual(['list-price', 'pair-tier']);
    // Somebody else has agreed on nothing.
    expect((await ordered(acme)).quote!.monthlyPrice.microMinor).toBe(list);

    const contract = await pair.contract(second.contractId!);
    if (contract.kind !== 'contract') throw new Error(contract.refused.message);
    const { prices } = language.Contract.decode(contract.contract.envelope.body);
    expect(sum('EUR', prices.map(({ monthlyRecurring }) => monthlyRecurring))).toEqual(second.quote!.monthlyPrice);
    const spendingAgain = (revision: bigint) => spendingAsOf(mesh.ledger.raw, revision, SILENT);
    const replayed = (alter: (basis: language.BuyerBasis) => language.BuyerBasis) =>
      replayQuote(alteredQuote(mesh.ledger.raw, (offered) => {
        const stated = language.Quote.decode(offered.quote);
        return { ...offered, quote: language.Quote.encode({ ...stated, buyerTerms: alter(stated.buyerTerms!) }) };
      }), second.quote!.quoteId, { spendingAgain });
    expect(await replayed((basis) => basis)).toMatchObject({ identical: true, differences: [] });
    const less = await replayed((basis) => ({ ...basis, spentMonthly: money('EUR', basis.spentMonthly.microMinor - 1n) }));
    expect(less.differences.map(({ at }) => at)).toContain('buyerTerms.spentMonthly');
    await inForce(agreed({}));
  });

  it('S0-21 takes another supplier when only what was agreed with it is another, and its contract says the discounted price', async () => {
    const supplied = (changed: Partial<language.SupplierTerms>): language.StatedTerms => ({ terms: { kind: 'supplier', supplier: { providerId: 'Polar', discountBasisPoints: 0, tiers: [], ...changed } } });
    const atlantic = (changed: Partial<language.SupplierTerms>) => supplied({ providerId: 'Atlantic', ...changed });
    expect((await estimated()).providers).toEqual(['Polar']);
    const nobody = await state(supplied({ providerId: 'Pollar' }));
    expect(nobody).toMatchObject({ kind: 'refused', refused: { code: 'terms-malformed', message: 'The providerId of what was stated has to be the id of a supplier that is enrolled, not "Pollar".' } });
    // 100 Mbit/s cost 40 EUR a month with Polar, and 30 with Coast beside what Atlantic takes: 10 of its 100 are less.
    await inForce(atlantic({ discountBasisPoints: 9_100 }));
    const { quote, contractId } = await ordered(acme);
    expect(quote?.providers).toEqual(['Atlantic', 'Coast']);
    const [signed] = (await mesh.ledger.load(`supply-${contractId}-Atlantic`)).events;
    if (signed?.type !== 'contracting.v1.SupplyContractSigned') throw new Error('Atlantic has no contract');
    const { prices } = language.SupplyContract.decode(signed.data.contract.body);
    expect([prices.map(({ monthlyRecurring }) => monthlyRecurring), signed.data.monthly]).toEqual([[eur('9.00')], eur('9.00')]);
    expect(await replayQuote(mesh.ledger.raw, quote!.quoteId, { spendingAgain: (revision) => spendingAsOf(mesh.ledger.raw, revision, SILENT) })).toMatchObject({ identical: true, differences: [] });
    expect(await replayContract(mesh.ledger.raw, contractId!)).toMatchObject({ identical: true, differences: [] });

    // A commitment that is open takes the order back, until it is used up.
    await inForce(supplied({ commitmentMonthly: money('EUR', (await owedTo('Polar')).microMinor + eur('40').microMinor) }));
    expect((await ordered(acme)).quote?.providers).toEqual(['Polar']);
    await eventually('the contract with Polar is counted', async () => (await estimated()).providers[0] === 'Atlantic' || undefined);
    await inForce(supplied({}));
    await inForce(atlantic({}));
  });

  it('S3-6 is in the price guide as it is in force, in the order and under the codes of a quote’s own steps, and from its figures the quoted price follows', async () => {
    const guideOf = async (buyerId: string, actor = `buyer:${buyerId}`) => mesh.bus.request(language.GetPriceGuide, { buyerId }, { context: mesh.context(actor) });
    const idsOf = async (buyerId: string) => (await guideOf(buyerId)).guidelines.map(({ id }) => id);
    expect(await idsOf('pair')).toEqual(['list-price.base', 'list-price.distance', 'raised', 'usage', 'early-termination']);
    await inForce(rule([0, 11_000], [9_000, 12_500]));
    await inForce(agreed({ discountBasisPoints: 500, tiers: [{ fromMonthly: eur('1'), discountBasisPoints: 1_000 }], floorMonthly: eur('1') }));
    await inForce({ terms: { kind: 'formats', formats: { codecs: [{ id: 'h265', bandwidthPpm: 600_000, pricePpm: 950_000, monthly: eur('15'), monthlyPerMbps: eur('0'), setup: eur('0'), addsNs: 4_000_000n }], resolutions: [], encapsulations: [] } } });
    const guide = await guideOf('pair');
    expect(guide.guidelines.map(({ id }) => id)).toEqual(['list-price.base', 'list-price.distance', 'format.codecs.h265', 'utilisation.0', 'utilisation.9000', 'pair-discount', 'pair-tier.1', 'pair-floor', 'raised', 'usage', 'early-termination']);
    expect(guide.formats).toEqual({ codecs: ['h265'], resolutions: [], encapsulations: [] });

    // Whoever has the guide alone comes to the price: the list price from the distance that the quote says, and each share rounded once.
    const { priceSteps, monthlyPrice } = await estimated('pair');
    expect(priceSteps.map(({ code }) => code)).toEqual(['list-price', 'utilisation', 'pair-discount', 'pair-tier']);
    const [mbps, metres] = /of (\d+) Mbit\/s over (\d+) m/.exec(priceSteps[0]!.message)!.slice(1).map(BigInt) as [bigint, bigint];
    const rounded = (part: bigint, whole: bigint): bigint => (2n * part + whole) / (2n * whole);
    const named = (id: string) => guide.guidelines.find((each) => each.id === id)!;
    const perDistance = named('list-price.distance');
    const list = named('list-price.base').amount!.microMinor * mbps + rounded(perDistance.amount!.microMinor * mbps * metres, BigInt(perDistance.perAmount) * 1_000n);
    const shares = ['utilisation.0', 'pair-discount', 'pair-tier.1'].map((id) => BigInt(named(id).sharePpm!));
    expect(shares.reduce((price, share) => rounded(price * share, 1_000_000n), list)).toBe(monthlyPrice.microMinor);

    // Nothing of it says what the seller pays, and nobody else hears what was agreed with the pair.
    const text = JSON.stringify(language.GetPriceGuideResponse.toJson(guide));
    for (const hidden of ['Polar', 'Atlantic', '1500000000', 'argin', 'arkup"']) expect(text.replace(/least margin/g, '')).not.toContain(hidden);
    expect((await idsOf('acme')).filter((id) => id.startsWith('pair'))).toEqual([]);
    await expect(guideOf('pair', 'buyer:acme')).rejects.toThrow();
    await expect(guideOf('pair', 'provider:Polar')).rejects.toThrow();
    await inForce(rule());
    await inForce(agreed({}));
    await inForce({ terms: { kind: 'formats', formats: { codecs: [], resolutions: [], encapsulations: [] } } });
    expect(await idsOf('pair')).toEqual(await idsOf('acme'));
  });

  it('S0-8 counts no contract that came to nothing', async () => {
    hood.activationRefusal = { code: 'agent-refused', message: 'no.', facts: {} };
    const before = await spendingOf(await mesh.ledger.raw.head());
    const { orderId } = await acme.order({ objective: 'profit' });
    await acme.reaches(orderId, 'refused');
    hood.activationRefusal = undefined;
    expect(await spendingOf(await mesh.ledger.raw.head())).toEqual(before);
  });

  it('I10 is for the operator to state and to see, and refused by the field that can’t be meant', async () => {
    for (const actor of ['buyer:acme', 'provider:Polar']) {
      await expect(state(rule([0, 1]), { actor })).rejects.toThrow();
      await expect(listed(actor)).rejects.toThrow();
    }
    expect(await state(rule([500, 1], [500, 1]))).toMatchObject({ kind: 'refused', refused: { code: 'terms-malformed', facts: { field: 'steps[1].fromBasisPoints' } } });
  });

  it('I7 is stated once by a request: a copy that comes late undoes nothing', async () => {
    const [low, high] = [rule([0, 9_000]), rule([0, 11_000])];
    const first = await state(low, { requestId: 'first' });
    await inForce(high);
    const tip = await mesh.ledger.raw.tip();
    expect(await state(low, { requestId: 'first' })).toEqual(first);
    expect(await mesh.ledger.raw.tip()).toBe(tip);
    expect((await mesh.ledger.load('terms-utilisation')).events.at(-1)?.data).toMatchObject({ terms: high });
    expect(await state(high, { requestId: 'first' })).toMatchObject({ kind: 'refused', refused: { code: 'terms-request-reused' } });
    expect(await state(low, { requestId: '' })).toMatchObject({ kind: 'refused', refused: { code: 'request-id-malformed' } });
    await inForce(rule());
  });
});
