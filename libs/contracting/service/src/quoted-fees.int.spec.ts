import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Money, parseMoney } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { createLogger } from '@carriermesh/platform-telemetry';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { contracting as language } from '@carriermesh/wire';
import { contractChecks } from './contract-checks.js';
import { contracting } from './contracting.service.js';
import { replayContract } from './replay/replay-contract.js';
import { replayQuote } from './replay/replay-quote.js';
import { spendingAsOf } from './replay/spending-as-of.js';
import { Neighbourhood, neighbours } from './testing/neighbours.js';
import { TrialBuyer, trialTerms } from './testing/trial-buyer.js';
import { TrialMarket } from './testing/trial-market.js';

const eur = (text: string): Money => parseMoney('EUR', text)!;
const SILENT = createLogger({ service: 'spec', level: 'silent' });
/** The slow way costs 40 EUR a month for 100 Mbit/s, and the fast one 130: with these 95, and 15 more over a term of twelve months. */
const FEES = { monthlyFee: eur('55'), setupFee: eur('180') };

let mesh: TrialMesh;
let hood: Neighbourhood;
let acme: TrialBuyer;

beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [] });
  const market = TrialMarket.londonToNewYork(mesh.now(), FEES);
  await mesh.add(neighbours((hood = new Neighbourhood(market))));
  await mesh.add(contracting);
  await market.advertisePops(mesh);
  acme = new TrialBuyer(mesh, 'acme');
  await eventually('where the ends are', async () => {
    const { outcome } = await mesh.bus.request(language.EstimateService, { buyerId: 'acme', terms: trialTerms() }, { context: mesh.context('buyer:acme') }).catch(() => ({ outcome: undefined }));
    return outcome?.kind === 'budgetary' ? true : undefined;
  });
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);
beforeEach(() => void (hood.questions.length = 0));

async function active(changed: Partial<language.ServiceTerms>): Promise<{ readonly quote: language.Quote; readonly record: language.ServiceRequestRecord }> {
  const record = await acme.reaches((await acme.order(changed)).orderId, 'active');
  const [offered] = (await mesh.ledger.load(`quote-${record.quote!.quoteId}`)).events;
  if (offered?.type !== 'contracting.v1.QuoteOffered') throw new Error('it was never offered');
  return { quote: language.Quote.decode(offered.data.quote), record };
}
/** The events of a contract and of its suppliers' contracts. */
async function recorded(contractId: string): Promise<readonly RecordedEvent[]> {
  const streams = [`contract-${contractId}`, ...['Atlantic', 'Coast', 'Polar'].map((provider) => `supply-${contractId}-${provider}`)];
  return (await Promise.all(streams.map((stream) => mesh.ledger.raw.readStream(stream)))).flat();
}

/** The supplier's contract without what it asks each month. */
function cheaper(event: RecordedEvent): RecordedEvent {
  if (event.type !== 'contracting.v1.SupplyContractSigned') return event;
  const signed = language.SupplyContractSigned.decode(event.payload);
  const supply = language.SupplyContract.decode(signed.contract.body);
  const without = (rules: readonly language.PriceRule[]) => rules.map((rule) => (rule.fees ? { ...rule, fees: { fees: rule.fees.fees.map(({ monthly: _, ...fee }) => fee) } } : rule));
  const body = language.SupplyContract.encode({ ...supply, prices: without(supply.prices), standbyPrices: without(supply.standbyPrices) });
  return { ...event, payload: language.SupplyContractSigned.encode({ ...signed, contract: { ...signed.contract, body } }) };
}

const asked = (): readonly number[] => hood.questions.map(({ candidates }) => candidates);

describe('an order that finds a way with fees', () => {
  it('S4-7 S0-21 is asked for more ways, of the same instant, and the quote says of which it was made', async () => {
    const { quote, record } = await active({ objective: 'cost' });
    expect(asked()).toEqual([4, 16]);
    expect(new Set(hood.questions.map(({ at }) => at)).size).toBe(1);
    expect(quote.search?.candidates).toBe(16);
    // 95 and 15 EUR with 15 % of margin, in whole cents of the price's own.
    expect(quote.scenarios[0]).toMatchObject({ monthlyCost: eur('95'), costs: [{ resourceId: 'Polar/around', monthly: eur('40'), ...FEES }] });
    expect(record.quote!.monthlyPrice.microMinor * 10_000n).toBe(eur('110').microMinor * (10_000n + BigInt(quote.policy.minimumMarginBasisPoints)));
  });

  it('S4-7 goes the other way where little is ordered: a fee is as much for one Mbit/s as for a hundred', async () => {
    const { quote } = await active({ objective: 'cost', mbps: 10 });
    expect(quote.scenarios.map(({ costs }) => costs[0]?.resourceId)).toEqual(['Atlantic/lon-nyc', 'Polar/around']);
  });

  it('is asked for no more where latency alone decides', async () => {
    await active({ objective: 'latency' });
    expect(asked()).toEqual([4]);
  });

  it('M2 I10 binds the supplier by its fees and tells the customer nothing of them; quote and contracts come out of the ledger again', async () => {
    const before = (await spendingAsOf(mesh.ledger.raw, await mesh.ledger.raw.head(), SILENT)).of('supplier Polar', 'EUR');
    const { record } = await active({ objective: 'cost' });
    const contractId = record.contractId!;
    const { events } = await mesh.ledger.load(`contract-${contractId}`);
    if (events[0]?.type !== 'contracting.v1.ContractSigned') throw new Error('it was never signed');
    expect(language.Contract.decode(events[0].data.contract.body).prices.some(({ fees }) => fees)).toBe(false);
    const replay = await replayContract(mesh.ledger.raw, contractId);
    expect(replay).toMatchObject({ identical: true, differences: [] });
    expect(await replayQuote(mesh.ledger.raw, record.quote!.quoteId)).toMatchObject({ identical: true, outlay: { monthlyCost: eur('95'), fees: [{ resourceId: 'Polar/around', monthly: FEES.monthlyFee, setup: FEES.setupFee }] } });
    const all = await recorded(contractId);
    const owed = (events: typeof all) => contractChecks(contractId, events).filter(({ what }) => what.includes('fees')).map(({ what, holds, detail }) => [what, holds, detail]);
    expect(owed(all)).toEqual([['Polar is owed the fees that it asks', true, 'Polar/around 55.00 EUR a month and 180.00 EUR once']]);
    expect(owed(all.map(cheaper))).toEqual([['Polar is owed the fees that it asks', false, 'not offered: Polar/around 180.00 EUR once; not stated: Polar/around 55.00 EUR a month and 180.00 EUR once']]);
    // A month’s fee counts in the supplier’s month, and a set-up in none.
    const after = (await spendingAsOf(mesh.ledger.raw, await mesh.ledger.raw.head(), SILENT)).of('supplier Polar', 'EUR');
    expect(after.microMinor - before.microMinor).toBe(eur('95').microMinor);
  });
});
