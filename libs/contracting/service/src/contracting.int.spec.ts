import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type Money, NANOS_PER_SECOND, parseMoney, sum } from '@carriermesh/kernel';
import { isSealedBy, sha256, SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { advertising, type common, contracting as language, type paths } from '@carriermesh/wire';
import { contracting } from './contracting.service.js';
import { replayQuote } from './replay/replay-quote.js';
import { alteredQuote, statedOtherwise } from './testing/altered-quote.js';
import { Neighbourhood, neighbours } from './testing/neighbours.js';
import { ATLANTIS, TrialBuyer, trialTerms } from './testing/trial-buyer.js';
import { TrialMarket } from './testing/trial-market.js';

let mesh: TrialMesh;
let hood: Neighbourhood;
let acme: TrialBuyer;
let rival: TrialBuyer;
let stopContracting: () => Promise<unknown>;

/** Two instances compete, as they do in a larger home. */
async function startContracting(): Promise<void> {
  const instances = [await mesh.add(contracting), await mesh.add(contracting)];
  stopContracting = () => Promise.all(instances.map((instance) => instance.stop()));
}

beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [] });
  [acme, rival] = [new TrialBuyer(mesh, 'acme'), new TrialBuyer(mesh, 'rival')];
  const market = TrialMarket.londonToNewYork(mesh.now());
  await mesh.add(neighbours((hood = new Neighbourhood(market))));
  await startContracting();
  await market.advertisePops(mesh);
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);
beforeEach(() => {
  hood.holds.clear();
  hood.overlooked.clear();
  hood.isLearning = true;
  hood.questions.splice(0);
  hood.activationRefusal = undefined;
  hood.isHoldSilent = false;
});

const eur = (text: string): Money => parseMoney('EUR', text)!;
const typesOn = async (stream: string) => (await mesh.ledger.load(stream)).events.map(({ type }) => type.replace('contracting.v1.', ''));
const holdOf = (orderId: string, attempt = 1) => hood.holds.get(`hol_${orderId.slice(4)}-${attempt}`);
const refusalOf = (outcome: { readonly kind: string; readonly refused?: common.Refusal }) => outcome.refused;

describe('an order', () => {
  it('S0-1 leads to a running service under contract', async () => {
    const { orderId, state } = await acme.order();
    expect(state).toBe('acknowledged');
    const record = await acme.reaches(orderId, 'active');
    // The list price, 100 × (0.05 + 0.10 × 5.570214) EUR, is below what these networks cost: cost plus the minimum margin counts.
    expect(record.quote).toMatchObject({ monthlyPrice: eur('143.00'), latencyNs: 30_000_000n, handovers: 1, providers: ['Atlantic', 'Coast'], alternatives: 1 });
    expect(holdOf(orderId)?.state).toBe('committed');
    expect(await typesOn(`fulfilment-${orderId}`)).toEqual([
      'FulfilmentStarted', 'FulfilmentQuoted', 'FulfilmentQuoteAccepted', 'FulfilmentCapacityHeld', 'FulfilmentCapacityCommitted',
      'FulfilmentContracted', 'FulfilmentEnded',
    ]);
    expect(await typesOn(`order-${orderId}`)).toEqual(['ServiceRequested', 'ServiceRequestCompleted']);
  });

  it('S0-21 goes another way when only its objective is another', async () => {
    const { orderId } = await acme.order({ objective: 'profit' });
    expect((await acme.reaches(orderId, 'active')).quote).toMatchObject({ latencyNs: 50_000_000n, providers: ['Polar'] });
  });

  it('S0-21 S0-8 M2 weighs several figures, keeps the losers with their reasons, and is made again from the ledger to the byte', async () => {
    const value = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 10 };
    const { orderId } = await acme.order({ objective: 'value', value });
    const { quote } = await acme.reaches(orderId, 'active');
    // At the one price, the list price of 60.70 EUR, the faster way would be sold at a loss.
    expect(quote).toMatchObject({ latencyNs: 50_000_000n, providers: ['Polar'] });
    const margin = await acme.order({ objective: 'value', value: { ...value, minMarginBasisPoints: 5_000 } });
    expect((await acme.reaches(margin.orderId, 'refused')).refusal).toMatchObject({ code: 'objective-unreachable', facts: { limit: 'margin-below-limit' } });

    const replay = await replayQuote(mesh.ledger.raw, quote!.quoteId);
    expect(replay).toMatchObject({ found: true, identical: true, differences: [] });
    const [offered] = (await mesh.ledger.load(`quote-${quote!.quoteId}`)).events as unknown as readonly [{ readonly data: language.QuoteOffered }];
    expect(language.Quote.decode(offered.data.quote).scenarios.map(({ lost, value: worth }) => [lost?.code, worth?.value])).toEqual([[undefined, expect.any(String)], ['below-floor', expect.any(String)]]);
    const altered = (alter: (offered: language.QuoteOffered) => language.QuoteOffered) => replayQuote(alteredQuote(mesh.ledger.raw, alter), quote!.quoteId);
    const dearer = await altered(statedOtherwise((stated) => ({ ...stated, scenarios: stated.scenarios.with(0, { ...stated.scenarios[0]!, monthlyCost: eur('129.99') }) })));
    expect([dearer.identical, dearer.differences.map(({ at }) => at)]).toEqual([false, ['scenarios[0].monthlyCost.amount']]);
    for (const [place, { offer }] of offered.data.offers.entries()) {
      const forged = await altered((each) => ({ ...each, offers: each.offers.with(place, { ...each.offers[place]!, offer: offer.with(-1, offer.at(-1)! ^ 1) }) }));
      const { resourceId } = advertising.ResourceOffer.decode(offer);
      expect([forged.identical, forged.differences]).toEqual([false, [{ at: 'offers', recorded: `the offer of "${resourceId}" is missing, or is not the one that the path rests on`, recomputed: '' }]]);
    }
    const rate = await altered(statedOtherwise((stated) => ({ ...stated, policy: { ...stated.policy, listBasePerMbps: money('EUR', stated.policy.listBasePerMbps.microMinor + 1n) } })));
    expect(rate.differences.map(({ at }) => at)).toEqual(expect.arrayContaining(['scenarios[0].monthlyPrice.amount', 'summary.monthlyPrice.amount', 'quoteSha256']));
    // The search is the paths service's own; what it finds otherwise is named, way by way.
    const searched = (alter: (candidates: readonly paths.PathCandidate[]) => readonly paths.PathCandidate[]) =>
      replayQuote(mesh.ledger.raw, quote!.quoteId, {
        searchAgain: async ({ objective, candidates: most, at }, revision) => {
          expect([objective, most, at]).toEqual(['cost', 8, hood.questions.find(({ candidates }) => candidates === 8)?.at]);
          return { revision, outcome: { kind: 'found', found: hood.market.found(alter(hood.market.candidates(objective, () => true))) } };
        },
      });
    expect(await searched((candidates) => candidates)).toMatchObject({ identical: true, pathsFoundAgain: 2, differences: [] });
    const slower = await searched(([first, ...others]) => [{ ...first!, latencyNs: first!.latencyNs + 1n }, ...others]);
    expect([slower.identical, slower.differences.map(({ at }) => at)]).toEqual([false, ['candidates[0].latencyNs']]);
    expect(await replayQuote(mesh.ledger.raw, 'quo_nobody')).toMatchObject({ found: false, identical: false });
  });

  it('S0-8 is estimated before it is made, at the price of a firm quote, and nothing is recorded or held', async () => {
    const [head, holds] = [await mesh.ledger.raw.head(), hood.holds.size];
    const estimate = (changed: Partial<language.ServiceTerms> = {}, who = 'acme') =>
      mesh.bus.request(language.EstimateService, { buyerId: who, terms: trialTerms({ objective: 'cost', ...changed }) }, { context: { actor: 'buyer:acme', correlationId: 'c', causationId: 'c' } });
    expect((await estimate()).outcome).toMatchObject({ kind: 'budgetary', budgetary: { monthlyPrice: eur('44'), providers: ['Polar'], latencyNs: 50_000_000n } });
    expect((await estimate({ maxMonthlyPrice: eur('43.99') })).outcome).toMatchObject({ kind: 'refused', refused: { code: 'price-above-limit' } });
    expect((await estimate({ mbps: 0 })).outcome).toMatchObject({ kind: 'refused', refused: { code: 'bandwidth-out-of-range' } });
    await expect(estimate({}, 'rival')).rejects.toThrow();
    expect([await mesh.ledger.raw.head(), hood.holds.size]).toEqual([head, holds]);
  });

  it('is one order for as many identical requests as come, at once and afterwards', async () => {
    const records = await Promise.all(Array.from({ length: 16 }, () => acme.order({}, 'once')));
    const [orderId, ...others] = new Set(records.map((record) => record.orderId));
    expect(others).toEqual([]);
    await acme.reaches(orderId!, 'active');
    expect(await acme.order({}, 'once')).toMatchObject({ orderId, state: 'active' });
    expect(refusalOf(await acme.ask({ mbps: 101 }, 'once'))).toMatchObject({ code: 'request-id-reused', facts: { order_id: orderId } });
    expect(await typesOn(`order-${orderId}`)).toEqual(['ServiceRequested', 'ServiceRequestCompleted']);
    expect(await typesOn(`contract-con_${orderId!.slice(4)}`)).toEqual(['ContractSigned']);
  });

  it('is refused with the reason of the path search, and everything is told to its buyer', async () => {
    const { orderId } = await acme.order({ to: ATLANTIS });
    expect(await acme.reaches(orderId, 'refused')).toMatchObject({ refusal: { code: 'no-route' } });
    expect(await typesOn(`order-${orderId}`)).toEqual(['ServiceRequested', 'ServiceRequestRefused']);
  });

  it('is refused where it can’t be meant, and leaves nothing in the ledger', async () => {
    const head = await mesh.ledger.raw.head();
    expect(refusalOf(await acme.ask({ mbps: 0 }))).toMatchObject({ code: 'bandwidth-out-of-range', facts: { least_mbps: '1', most_mbps: '1000000' } });
    // What came of the orders before this one may become visible only now.
    const since = await mesh.ledger.raw.readAll(head, 1_000);
    expect(since.filter(({ type }) => type.endsWith('.ServiceRequested'))).toEqual([]);
  });

  it('S0-8 is quoted within the price limit or refused with the lowest price', async () => {
    const { orderId } = await acme.order({ objective: 'cost', maxMonthlyPrice: eur('43.99') });
    expect((await acme.reaches(orderId, 'refused')).refusal).toMatchObject({ code: 'price-above-limit', facts: { lowest_micro_minor: '4400000000' } });
    const enough = await acme.order({ objective: 'cost', maxMonthlyPrice: eur('44') });
    expect((await acme.reaches(enough.orderId, 'active')).quote?.monthlyPrice).toEqual(eur('44'));
  });

  it('gets another quote when the capacity of its first one is gone, from a topology that knows it', async () => {
    hood.holds.set('rival', { needs: [{ resourceId: 'Coast/nyc', mbps: 1_000 }], heldUntil: mesh.now(), state: 'committed' });
    hood.overlooked.add('Coast/nyc');
    const { orderId } = await acme.order();
    expect((await acme.reaches(orderId, 'active')).quote).toMatchObject({ quoteId: `quo_${orderId.slice(4)}-2`, providers: ['Polar'] });
    expect(await typesOn(`quote-quo_${orderId.slice(4)}-1`)).toEqual(['QuoteOffered', 'QuoteAccepted', 'QuoteWithdrawn']);
    const gone = (await mesh.ledger.load(`fulfilment-${orderId}`)).events.find(({ type }) => type === 'contracting.v1.FulfilmentCapacityGone');
    expect(hood.questions.map(({ atLeastRevision }) => atLeastRevision)).toContain(gone?.position);
    expect(await acme.quote(`quo_${orderId.slice(4)}-1`)).toMatchObject({ quote: { record: { state: 'unableToProvide', summary: { providers: ['Atlantic', 'Coast'] }, refusal: { code: 'no-capacity' } } } });
    expect(await acme.quote(orderId)).toMatchObject({ quote: { record: { state: 'accepted', summary: { providers: ['Polar'] } } } });
  });

  it('is refused after three quotes whose capacity was gone, with what is left', async () => {
    hood.holds.set('rival', { needs: [{ resourceId: 'Coast/nyc', mbps: 993 }], heldUntil: mesh.now(), state: 'committed' });
    hood.overlooked.add('Coast/nyc');
    hood.isLearning = false;
    const { orderId } = await acme.order();
    expect((await acme.reaches(orderId, 'refused')).refusal).toMatchObject({ code: 'no-capacity', facts: { available_mbps: '7', quotes: '3' } });
    expect((await typesOn(`fulfilment-${orderId}`)).filter((type) => type === 'FulfilmentQuoted')).toHaveLength(3);
  });

  it('S0-7 owes nobody anything when its service did not come up', async () => {
    hood.activationRefusal = { code: 'segment-refused', message: 'Coast refused.', facts: { provider: 'Coast' } };
    const { orderId } = await acme.order();
    const { refusal, contractId } = await acme.reaches(orderId, 'refused');
    expect(refusal).toEqual({ ...hood.activationRefusal, facts: { provider: 'Coast' } });
    expect(holdOf(orderId)?.state).toBe('released');
    expect(await typesOn(`contract-${contractId}`)).toEqual(['ContractSigned', 'ContractVoided']);
    expect(await acme.contract(contractId!)).toMatchObject({ contract: { state: 'voided' } });
  });

  it('is taken up where it was by the next instance, after all instances died', async () => {
    hood.isHoldSilent = true;
    const { orderId } = await acme.order();
    await eventually('the quote', async () => ((await typesOn(`fulfilment-${orderId}`)).includes('FulfilmentQuoted') ? true : undefined));
    await stopContracting();
    hood.isHoldSilent = false;
    await startContracting();
    await acme.reaches(orderId, 'active');
    expect(await typesOn(`contract-con_${orderId.slice(4)}`)).toEqual(['ContractSigned']);
  });
});

describe('a quote that its buyer accepts', () => {
  it('waits with its capacity held, for its buyer alone, and is accepted once', async () => {
    const { orderId } = await acme.order({ acceptance: 'explicit' });
    const { quote } = await acme.reaches(orderId, 'quoted');
    expect(holdOf(orderId)).toMatchObject({ state: 'held', heldUntil: quote!.validUntil + 60n * NANOS_PER_SECOND });
    expect(await acme.quote(quote!.quoteId)).toMatchObject({ quote: { record: { state: 'approved.orderable', orderId, summary: quote }, alternates: [{ providers: ['Polar'], latencyNs: 50_000_000n, withinLatencyLimit: true }] } });
    expect([await rival.quote(quote!.quoteId), await rival.quote(orderId)].map((outcome) => refusalOf(outcome)?.code)).toEqual(['quote-unknown', 'quote-unknown']);
    expect(refusalOf(await rival.accept(quote!.quoteId))?.code).toBe('quote-unknown');
    expect(refusalOf(await acme.accept('quo_none'))?.code).toBe('quote-unknown');
    for (let round = 0; round < 3; round += 1) expect(await acme.accept(quote!.quoteId)).toEqual({ kind: 'accepted', accepted: { quoteId: quote!.quoteId, orderId } });
    expect(['in-progress', 'active']).toContain((await acme.reaches(orderId, 'active')).state);
    expect(await typesOn(`quote-${quote!.quoteId}`)).toEqual(['QuoteOffered', 'QuoteAccepted']);
  });

  it('S0-7 expires when nobody accepts it, and its capacity is free again', async () => {
    const { orderId } = await acme.order({ acceptance: 'explicit' });
    const { quote } = await acme.reaches(orderId, 'quoted');
    await mesh.advance(901n * NANOS_PER_SECOND);
    expect((await acme.reaches(orderId, 'refused')).refusal?.code).toBe('quote-expired');
    expect(holdOf(orderId)?.state).toBe('released');
    expect(refusalOf(await acme.accept(quote!.quoteId))?.code).toBe('quote-expired');
    expect(await typesOn(`quote-${quote!.quoteId}`)).toEqual(['QuoteOffered', 'QuoteExpired']);
    expect(await acme.quote(orderId)).toMatchObject({ quote: { record: { state: 'expired', summary: { quoteId: quote!.quoteId } } } });
  });
});

describe('a contract', () => {
  it('S0-7 can be proven from keys alone: what was offered, accepted, agreed with the customer and with each supplier', async () => {
    const { orderId } = await acme.order();
    const { contractId, quote: summary } = await acme.reaches(orderId, 'active');
    const outcome = await acme.contract(contractId!);
    if (outcome.kind !== 'contract') throw new Error(outcome.refused.message);
    const { envelope, contractSha256, state } = outcome.contract;
    expect(state).toBe('active');
    expect(isSealedBy(mesh.operator.publicKey, SIGNED_AS.contract, envelope)).toBe(true);
    expect(sha256(envelope.body)).toEqual(contractSha256);

    const contract = language.Contract.decode(envelope.body);
    expect(contract).toMatchObject({ orderId, buyerId: 'acme', acceptance: { acceptedBy: 'acme', termsSha256: sha256(language.ServiceTerms.encode(trialTerms())) } });
    expect(sum('EUR', contract.prices.map(({ monthlyRecurring }) => monthlyRecurring))).toEqual(summary!.monthlyPrice);
    const [offered] = (await mesh.ledger.load(`quote-${contract.quoteId}`)).events;
    expect(offered?.type === 'contracting.v1.QuoteOffered' && sha256(offered.data.quote)).toEqual(contract.quoteSha256);
    // The last of them only stands by.
    expect(contract.supplies.map(({ providerId }) => providerId)).toEqual(['Atlantic', 'Coast', 'Polar']);

    for (const { providerId, supplyContractSha256 } of contract.supplies) {
      const [signed] = (await mesh.ledger.load(`supply-${contractId}-${providerId}`)).events;
      if (signed?.type !== 'contracting.v1.SupplyContractSigned') throw new Error(`${providerId} has no supply contract`);
      expect(isSealedBy(mesh.operator.publicKey, SIGNED_AS.supplyContract, signed.data.contract)).toBe(true);
      expect(sha256(signed.data.contract.body)).toEqual(supplyContractSha256);
      const supply = language.SupplyContract.decode(signed.data.contract.body);
      const hashes = [...supply.segments, ...supply.standbySegments].flatMap(({ resources }) => resources.map(({ offerSha256 }) => offerSha256));
      expect(signed.data.offers.map(({ offer }) => sha256(offer))).toEqual(hashes);
      const { publicKey } = hood.market.keys.get(providerId)!;
      for (const { offer, signature } of signed.data.offers) expect(verifySignature({ publicKey, domain: SIGNED_AS.resourceOffer, body: offer, signature })).toBe(true);
    }
  });
});

describe('a buyer', () => {
  it('sees its own orders, newest first, as they are, and nobody else’s (I10)', async () => {
    const lister = new TrialBuyer(mesh, 'lister');
    const placed: string[] = [];
    for (const mbps of [1, 2, 3]) placed.unshift((await lister.order({ mbps })).orderId);
    const listed = await eventually('three active orders', async () => {
      const found = await lister.list();
      return found.filter(({ state }) => state === 'active').length === 3 ? found : undefined;
    });
    expect(listed.map(({ orderId }) => orderId)).toEqual(placed);
    for (const record of listed) expect(await lister.look(record.orderId)).toEqual({ kind: 'service-request', serviceRequest: record });
    expect((await lister.list(2)).map(({ orderId }) => orderId)).toEqual(placed.slice(0, 2));
    expect((await lister.quotes(2)).map(({ orderId, state }) => [orderId, state])).toEqual(placed.slice(0, 2).map((orderId) => [orderId, 'accepted']));
    expect([await rival.list(), await rival.quotes()]).toEqual([[], []]);
    expect(refusalOf(await rival.look(placed[0]!))?.code).toBe('order-unknown');
    expect(await rival.look('ord_none')).toEqual(await rival.look(placed[0]!));
    expect(refusalOf(await rival.contract(listed[0]!.contractId!))?.code).toBe('contract-unknown');
  });

  it('can’t speak for another, and a provider for none (I10)', async () => {
    const body = { buyerId: 'acme', requestId: 'forged', terms: trialTerms() };
    for (const actor of ['buyer:rival', 'provider:acme']) {
      await expect(mesh.bus.request(language.RequestService, body, { context: mesh.context(actor) })).rejects.toMatchObject({ kind: 'denied' });
      await expect(mesh.bus.request(language.AcceptQuote, { buyerId: 'acme', quoteId: 'quo_1' }, { context: mesh.context(actor) })).rejects.toMatchObject({ kind: 'denied' });
      await expect(mesh.bus.request(language.DeclineQuote, { buyerId: 'acme', quoteId: 'quo_1', reason: '' }, { context: mesh.context(actor) })).rejects.toMatchObject({ kind: 'denied' });
      await expect(mesh.bus.request(language.GetServiceRequest, { buyerId: 'acme', orderId: 'ord_1' }, { context: mesh.context(actor) })).rejects.toMatchObject({ kind: 'denied' });
      await expect(mesh.bus.request(language.ListServiceRequests, { buyerId: 'acme', limit: 1 }, { context: mesh.context(actor) })).rejects.toMatchObject({ kind: 'denied' });
      await expect(mesh.bus.request(language.GetContract, { buyerId: 'acme', contractId: 'con_1' }, { context: mesh.context(actor) })).rejects.toMatchObject({ kind: 'denied' });
    }
  });
});
