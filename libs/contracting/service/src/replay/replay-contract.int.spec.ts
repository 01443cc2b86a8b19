import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant, money } from '@carriermesh/kernel';
import { ledgerAsOf, type RecordedEvent } from '@carriermesh/platform-ledger';
import { TrialMesh } from '@carriermesh/platform-trial';
import { Rater, readTariff } from '@carriermesh/tariff-v1';
import { type Codec, contracting as language } from '@carriermesh/wire';
import { contractChecks } from '../contract-checks.js';
import { readContractFile } from '../contract-file.js';
import { contracting } from '../contracting.service.js';
import { Neighbourhood, neighbours } from '../testing/neighbours.js';
import { TrialBuyer } from '../testing/trial-buyer.js';
import { TrialMarket } from '../testing/trial-market.js';
import { replayContract } from './replay-contract.js';
import { replayQuote } from './replay-quote.js';

let mesh: TrialMesh;
let contractId: string;
let quoteId: string;

beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [] });
  const market = TrialMarket.londonToNewYork(mesh.now());
  await mesh.add(neighbours(new Neighbourhood(market)));
  await mesh.add(contracting);
  await market.advertisePops(mesh);
  const acme = new TrialBuyer(mesh, 'acme');
  const record = await acme.reaches((await acme.order()).orderId, 'active');
  [contractId, quoteId] = [record.contractId ?? '', record.quote?.quoteId ?? ''];
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);

/** The ledger as it would be had somebody changed what the events of a stream say. */
const altered = <T>(prefix: string, type: string, codec: Codec<T>, alter: (data: T) => T) => ({
  readStream: async (stream: string): Promise<readonly RecordedEvent[]> =>
    (await mesh.ledger.raw.readStream(stream)).map((event) => (stream.startsWith(prefix) && event.type === type ? { ...event, payload: codec.encode(alter(codec.decode(event.payload))) } : event)),
});

const places = async (ledger: Parameters<typeof replayContract>[0]): Promise<readonly string[]> => (await replayContract(ledger, contractId)).differences.map(({ at }) => at);
const flipped = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, (byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte));

describe('a replay of a contract', () => {
  it('S0-7 M2 writes it and every supplier’s again, to the byte', async () => {
    const replay = await replayContract(mesh.ledger.raw, contractId);
    expect(replay).toMatchObject({ found: true, identical: true, differences: [] });
    expect(replay.documents.map(({ what }) => what)).toEqual(['supply[Atlantic]', 'supply[Coast]', 'supply[Polar]', 'contract']);
    expect(await replayContract(mesh.ledger.raw, 'con_nobody')).toMatchObject({ found: false, identical: false });
  });

  it('M2 names the one rate that was altered, on either side, and the event of it', async () => {
    const dearer = (prices: readonly language.PriceRule[]): readonly language.PriceRule[] => prices.map((rule, index) => (index === 1 ? { ...rule, perGigabyte: money('EUR', rule.perGigabyte.microMinor + 1n) } : rule));
    const customers = altered('contract-', 'contracting.v1.ContractSigned', language.ContractSigned, (signed) => {
      const contract = language.Contract.decode(signed.contract.body);
      return { ...signed, contract: { ...signed.contract, body: language.Contract.encode({ ...contract, prices: dearer(contract.prices) }) } };
    });
    expect(await places(customers)).toEqual(['contract.prices[1].perGigabyte.amount']);
    const [signed] = await mesh.ledger.raw.readStream(`contract-${contractId}`);
    expect((await replayContract(customers, contractId)).differences[0]?.events).toContain(signed?.position);
    const supplier = altered(`supply-${contractId}-Coast`, 'contracting.v1.SupplyContractSigned', language.SupplyContractSigned, (supply) => {
      const contract = language.SupplyContract.decode(supply.contract.body);
      const prices = contract.prices.map((rule) => ({ ...rule, monthlyRecurring: money('EUR', 1n) }));
      return { ...supply, contract: { ...supply.contract, body: language.SupplyContract.encode({ ...contract, prices }) } };
    });
    expect(await places(supplier)).toEqual(['supply[Coast].prices[0].monthlyRecurring.amount']);
  });

  it('M2 names the offer of which one byte was altered, with its supplier or with the quote', async () => {
    const flip = <T extends { readonly offers: readonly { readonly offer: Uint8Array; readonly signature: Uint8Array }[] }>(event: T): T => ({ ...event, offers: event.offers.map((each, index) => (index === 0 ? { ...each, offer: flipped(each.offer) } : each)) });
    expect(await places(altered(`supply-${contractId}-Polar`, 'contracting.v1.SupplyContractSigned', language.SupplyContractSigned, flip))).toEqual(['supply[Polar].offers[Polar/around]']);
    expect((await places(altered('quote-', 'contracting.v1.QuoteOffered', language.QuoteOffered, flip)))[0]).toBe('quote.offers');
  });

  it('S0-7 is bound to its quote, its order and its suppliers by hashes, and a check names what is not any more', async () => {
    const [uuid, raw] = [contractId.slice(4), mesh.ledger.raw];
    const names = [`contract-${contractId}`, `quote-${quoteId}`, `order-ord_${uuid}`, ...['Atlantic', 'Coast', 'Polar'].map((provider) => `supply-${contractId}-${provider}`)];
    const eventsOf = async (ledger: Pick<typeof raw, 'readStream'>): Promise<readonly RecordedEvent[]> => (await Promise.all(names.map((stream) => ledger.readStream(stream)))).flat();
    const failing = async (ledger: Pick<typeof raw, 'readStream'>): Promise<readonly string[]> => contractChecks(contractId, await eventsOf(ledger)).filter(({ holds }) => !holds).map(({ what }) => what);
    expect(contractChecks(contractId, await eventsOf(raw))).toHaveLength(14);
    expect(await failing(raw)).toEqual([]);
    expect(await failing(altered('order-', 'contracting.v1.ServiceRequested', language.ServiceRequested, (event) => ({ ...event, terms: { ...event.terms, mbps: 101 } })))).toEqual(['the buyer ordered these terms']);
    expect(await failing(altered('quote-', 'contracting.v1.QuoteAccepted', language.QuoteAccepted, (event) => ({ ...event, acceptedBy: 'rival' })))).toEqual(['the buyer accepted the quote']);
    const elsewhere = (supply: language.SupplyContractSigned): language.SupplyContractSigned => {
      const contract = language.SupplyContract.decode(supply.contract.body);
      const segments = contract.segments.map((segment) => ({ ...segment, toPopId: 'elsewhere' }));
      return { ...supply, contract: { ...supply.contract, body: language.SupplyContract.encode({ ...contract, segments }) } };
    };
    expect(await failing(altered(`supply-${contractId}-Coast`, 'contracting.v1.SupplyContractSigned', language.SupplyContractSigned, elsewhere))).toEqual(['the contract binds the one with Coast', 'Coast has agreed on the same segments']);
    const file = await readContractFile(raw, contractId);
    expect([file?.state, file?.supplies.map(({ supply }) => supply.providerId), file?.steps.map(({ type }) => type)]).toEqual(['active', ['Atlantic', 'Coast', 'Polar'], ['ServiceRequested', 'ContractSigned', 'ServiceRequestCompleted']]);
  });

  it('M2 is of nothing, as the ledger stood before it was signed', async () => {
    const [signed] = await mesh.ledger.raw.readStream(`contract-${contractId}`);
    const [before, then] = [instant((signed?.metadata.occurredAt ?? 0n) - 1n), instant((signed?.metadata.occurredAt ?? 0n) + 60_000_000_000n)];
    expect(await replayContract(await ledgerAsOf(mesh.ledger.raw, before), contractId)).toMatchObject({ found: false });
    expect(await replayContract(await ledgerAsOf(mesh.ledger.raw, then), contractId)).toMatchObject({ found: true, identical: true });
  });

  it('M2 tells what its quote would have said by another tariff, and which scenario could not be sold by it', async () => {
    const reading = readTariff({
      form: 'carriermesh.tariff.v1', id: 'cheap', currency: 'EUR', rounding: { mode: 'half-even', decimals: 2, place: 'line' },
      charges: [
        { kind: 'recurring', id: 'rent', amount: '50.00', everyMonths: 1, alignment: 'anniversary', proration: { by: 'none', month: 'real', leading: 'full', trailing: 'full' } },
        { kind: 'flat', id: 'data', price: '0.02', per: '1000000000' },
      ],
    });
    if (!('tariff' in reading)) throw new Error(JSON.stringify(reading.problems));
    const { whatIf, identical } = await replayQuote(mesh.ledger.raw, quoteId, { whatIf: () => new Rater(reading.tariff) });
    expect(identical).toBe(true);
    expect(whatIf?.prices.map(({ name, new: now, difference }) => [name, now.microMinor, difference.microMinor])).toEqual([
      ['a month', 5_000_000_000n, -9_300_000_000n],
      ['a gigabyte of Atlantic', 2_000_000n, 1_880_000n],
      ['a gigabyte of Coast', 2_000_000n, 1_964_000n],
      ['margin of scenario 1', -8_000_000_000n, -9_300_000_000n],
      ['margin of scenario 2', expect.any(BigInt), expect.any(BigInt)],
    ]);
    expect(whatIf?.belowFloor).toEqual(['1']);
    const finer = { ...reading.tariff, charges: reading.tariff.charges.map((charge) => (charge.kind === 'flat' ? { ...charge, price: '0.0007' } : charge)) };
    for (const place of ['line', 'increment'] as const) {
      const fine = await replayQuote(mesh.ledger.raw, quoteId, { whatIf: () => new Rater({ ...finer, rounding: { ...finer.rounding, place } }) });
      expect(fine.whatIf?.prices[1]).toMatchObject({ name: 'a gigabyte of Atlantic', new: money('EUR', 70_000n) });
    }
  });
});
