import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { advertising, agent, billing, contracting } from '@carriermesh/wire';
import { flipped } from '../testing/ledger-copy.js';
import { named, ReplayTrial, withRate } from '../testing/replay-trial.js';
import { renderReplay, replayToJson } from './render-replay.js';
import { replayInvoice } from './replay-invoice.js';
import type { ReplayReport } from './replay-report.js';

let billed: ReplayTrial;
let { trade, copy } = {} as ReplayTrial;
beforeAll(async () => {
  billed = await ReplayTrial.start();
  ({ trade, copy } = billed);
}, 90_000);
afterAll(async () => billed.stop());

const replay: ReplayTrial['replay'] = (invoiceId) => billed.replay(invoiceId);
const altering: ReplayTrial['altering'] = (event, codec, alter, invoiceId) => billed.altering(event, codec, alter, invoiceId);
const recurring = (segmentId: string): string => `${segmentId}/recurring`;
const usage = (segmentId: string): string => `${segmentId}/usage`;

const operatorKey = (): Uint8Array => billed.trial.mesh.operator.publicKey;
const contractEvent = () => copy.find('contracting.v1.ContractSigned', `contract-${trade.contractId}`);
const quoteEvent = () => copy.find('contracting.v1.QuoteOffered', `quote-quo_${trade.uuid}-1`);
const supplyEvent = (provider: string) => billed.supplyEvent(provider);
const batchEvent = (provider: string) => billed.batchEvent(provider);

describe('a replay of an untouched ledger', () => {
  it('M2 recomputes every line of both sides to the same bytes, for either month', async () => {
    for (const invoiceId of [trade.invoiceId, trade.invoiceId.replace(/1$/, '2')]) {
      const report = await replay(invoiceId);
      expect(report).toMatchObject({ found: true, identical: true, documents: [], notChecked: [] });
      expect(report.lines.slice(0, 4).map(({ lineId, identical }) => [lineId, identical])).toEqual(
        [trade.alfaSegment, trade.bravoSegment].flatMap((segment) => [[recurring(segment), true], [usage(segment), true]]),
      );
      expect(report.lines.every(({ identical }) => identical)).toBe(true);
      expect(report.figures.map(({ identical }) => identical)).toEqual(Array.from({ length: 7 }, () => true));
      expect(renderReplay(report)).toContain('identical, to the byte');
      expect(JSON.parse(JSON.stringify(replayToJson(report)))).toMatchObject({ identical: true });
    }
  });

  it('reads no result before it has recomputed everything', async () => {
    const types: string[] = [];
    const watch = (events: readonly RecordedEvent[]) => events.map((event) => new Proxy(event, { get: (target, key) => (key === 'payload' && types.push(target.type), Reflect.get(target, key)) }));
    const asRead = copy.ledger;
    const watched = {
      head: () => asRead.head(),
      readStream: async (stream: string) => watch(await asRead.readStream(stream)),
      readAll: async (after: bigint, limit: number) => watch(await asRead.readAll(after, limit)),
    };
    expect((await replayInvoice(watched, trade.invoiceId, { operatorKeys: [operatorKey()] })).identical).toBe(true);
    const isResult = (type: string): boolean => type.startsWith('billing.') && !['billing.v1.UsageBatchAccepted', 'billing.v1.BillingPeriodCutOff'].includes(type);
    const firstResult = types.findIndex(isResult);
    expect(firstResult).toBeGreaterThan(0);
    expect(types.slice(firstResult).every(isResult)).toBe(true);
  });

  it('says that there is no such invoice, and what it could not check', async () => {
    expect(await replay(trade.invoiceId.replace(/1$/, '3'))).toMatchObject({ found: false, identical: false });
    expect(await replay('inv_nonsense')).toMatchObject({ found: false });
    expect((await replayInvoice(copy.ledger, trade.invoiceId)).notChecked).toHaveLength(1);
  });
});

describe('a replay after one rate was altered', () => {
  it("M2 names the line of the customer's contract, and the place of the contract", async () => {
    const event = await contractEvent();
    const report = await altering(event, contracting.ContractSigned, (signed) => {
      const contract = contracting.Contract.decode(signed.contract.body);
      return { ...signed, contract: { ...signed.contract, body: contracting.Contract.encode({ ...contract, prices: withRate(contract.prices, trade.bravoSegment, 'perGigabyte') }) } };
    });
    expect(named(report)).toEqual([usage(trade.bravoSegment)]);
    const reasons = report.lines.find(({ identical }) => !identical)?.reasons ?? [];
    expect(reasons.map(({ code }) => code)).toContain('price-differs');
    expect(reasons[0]?.events).toContainEqual({ position: event.position, stream: event.stream, type: event.type });
    expect(report.documents.map(({ code }) => code)).toEqual(expect.arrayContaining(['contract-hash-differs', 'contract-seal-broken']));
    expect(renderReplay(report)).toContain(`NOT identical. Lines that differ: ${usage(trade.bravoSegment)}.`);
  });

  it("M2 names the line of a supplier's contract", async () => {
    const report = await altering(await supplyEvent('alfa'), contracting.SupplyContractSigned, (signed) => {
      const supply = contracting.SupplyContract.decode(signed.contract.body);
      return { ...signed, contract: { ...signed.contract, body: contracting.SupplyContract.encode({ ...supply, prices: withRate(supply.prices, trade.alfaSegment, 'monthlyRecurring') }) } };
    });
    expect(named(report)).toEqual([recurring(trade.alfaSegment)]);
  });

  it("M2 names the usage lines when the quote's markup was altered, and what they should have been", async () => {
    const report = await altering(await quoteEvent(), contracting.QuoteOffered, (offered) => {
      const quote = contracting.Quote.decode(offered.quote);
      return { ...offered, quote: contracting.Quote.encode({ ...quote, policy: { ...quote.policy, usageMarkupBasisPoints: 9_000 } }) };
    });
    expect(named(report)).toEqual([usage(trade.alfaSegment), usage(trade.bravoSegment)]);
    const [line] = report.lines.filter(({ identical }) => !identical);
    expect(line?.recomputed.invoice?.amount).not.toEqual(line?.recorded.invoice?.amount);
    expect(report.figures.find(({ name }) => name === 'total')?.identical).toBe(false);
  });

  it('M2 names the line of an account, of a charge and of the invoice itself', async () => {
    const account = await altering(await copy.find('billing.v1.BillingAccountOpened', `account-${trade.contractId}`), billing.BillingAccountOpened, (opened) => ({
      ...opened,
      tariffs: opened.tariffs.map((tariff) => (tariff.segmentId === trade.alfaSegment ? { ...tariff, supplierPerGigabyte: { currency: 'EUR', microMinor: 1n } } : tariff)),
    }));
    expect(named(account)).toEqual([usage(trade.alfaSegment)]);

    const charge = await altering(await copy.find('billing.v1.UsageRated', `period-${trade.contractId}-1`), billing.UsageRated, (rated) => ({
      ...rated,
      usage: rated.usage.map((columns) => ({ ...columns, customerChargesMicroMinor: columns.customerChargesMicroMinor.with(0, 7n) })),
    }));
    expect(named(charge)).toHaveLength(1);
    expect(charge.lines.find(({ identical }) => !identical)?.reasons.map(({ code }) => code)).toEqual(['charge-differs']);

    const uneven = await altering(await copy.find('billing.v1.UsageRated', `period-${trade.contractId}-1`), billing.UsageRated, (rated) => ({
      ...rated,
      usage: rated.usage.map((columns) => ({ ...columns, octets: columns.octets.slice(1) })),
    }));
    expect(uneven.documents.map(({ code }) => code)).toEqual(['result-unreadable']);
    expect(named(uneven)).toEqual([usage(trade.alfaSegment), usage(trade.bravoSegment)]);

    const invoice = await altering(await copy.find('billing.v1.InvoiceIssued', `period-${trade.contractId}-1`), billing.InvoiceIssued, (issued) => {
      const document = billing.Invoice.decode(issued.invoice);
      const lines = document.lines.map((line, index) => (index === 2 ? { ...line, amount: { currency: 'EUR', microMinor: 0n } } : line));
      return { ...issued, invoice: billing.Invoice.encode({ ...document, lines }) };
    });
    expect(named(invoice)).toEqual([recurring(trade.bravoSegment)]);
  });
});

describe('a replay after one usage record was altered', () => {
  const alteredRecord = (alter: (record: agent.UsageRecord) => agent.UsageRecord) => async (): Promise<ReplayReport> =>
    altering(await batchEvent('bravo'), billing.UsageBatchAccepted, (accepted) => {
      const batch = agent.UsageBatch.decode(accepted.batch.body);
      const records = batch.records.map((record, index) => (index === 1 ? alter(record) : record));
      return { ...accepted, batch: { ...accepted.batch, body: agent.UsageBatch.encode({ ...batch, records }) } };
    });

  it('M2 names its line for an octet more, with both the signed batch and what was accepted', async () => {
    const report = await alteredRecord((record) => ({ ...record, octets: record.octets + 1n }))();
    expect(named(report)).toEqual([usage(trade.bravoSegment)]);
    const reasons = report.lines.find(({ identical }) => !identical)?.reasons ?? [];
    // An octet alone costs less than the smallest unit, so that the charge is the same.
    expect(reasons.map(({ code }) => code)).toEqual(['usage-record-altered']);
    expect(reasons[0]?.events.map(({ type }) => type)).toEqual(['billing.v1.UsageBatchAccepted', 'billing.v1.UsageRated']);
    expect(report.documents.map(({ code }) => code)).toEqual(expect.arrayContaining(['batch-hash-differs', 'batch-signature-broken']));
  });

  it('M2 names its line for another time, another id and another segment', async () => {
    const reports = [
      await alteredRecord((record) => ({ ...record, until: instant(record.until + 1n) }))(),
      await alteredRecord((record) => ({ ...record, recordId: 'another' }))(),
      await alteredRecord((record) => ({ ...record, segmentId: trade.alfaSegment }))(),
    ];
    for (const report of reports) expect([report.identical, named(report)]).toEqual([false, [usage(trade.bravoSegment)]]);
  });

  it('M2 names every line that rests on a batch when only its signature was altered, or it is gone', async () => {
    const event = await batchEvent('alfa');
    const signature = await altering(event, billing.UsageBatchAccepted, (accepted) => ({
      ...accepted,
      batch: { ...accepted.batch, signature: Uint8Array.from(accepted.batch.signature, (byte, index) => (index === 5 ? byte ^ 1 : byte)) },
    }));
    expect(named(signature)).toEqual([usage(trade.alfaSegment)]);
    const truncated = await copy.withPayload(event, event.payload.slice(0, 40), () => replay());
    expect(named(truncated)).toEqual([usage(trade.alfaSegment)]);
  });
});

describe('a replay after one byte of an offer was altered', () => {
  it('M2 names the lines of its segment, whichever byte it was', async () => {
    const event = await supplyEvent('alfa');
    const [, second] = contracting.SupplyContractSigned.decode(event.payload).offers;
    const { offer, signature } = second as advertising.SignedOffer;
    for (let offset = 0; offset < offer.length; offset += 1) {
      const report = await copy.withPayload(event, flipped(event.payload, offer, offset), () => replay());
      expect(report.identical).toBe(false);
      expect([[recurring(trade.alfaSegment), usage(trade.alfaSegment)], [recurring(trade.alfaSegment)], [usage(trade.alfaSegment)]]).toContainEqual(named(report));
    }
    const report = await copy.withPayload(event, flipped(event.payload, signature, 0), () => replay());
    expect(named(report)).toEqual([recurring(trade.alfaSegment), usage(trade.alfaSegment)]);
  }, 120_000);

  it('M2 names the one line whose rate it was, also in the advertisement', async () => {
    // The same resource was advertised before, for another time: the contracted hash tells which offer counts.
    const event = (await copy.ledger.readStream('resource-bravo/link-1')).at(-1) as RecordedEvent;
    const report = await altering(event, advertising.ResourceAdvertised, (advertised) => {
      const offer = advertising.ResourceOffer.decode(advertised.signedOffer.offer);
      const link = (offer.resource as Extract<typeof offer.resource, { kind: 'link' }>).link;
      const price = { ...link.price, perGigabyte: { currency: 'EUR', microMinor: 1n } };
      return { ...advertised, signedOffer: { ...advertised.signedOffer, offer: advertising.ResourceOffer.encode({ ...offer, resource: { kind: 'link', link: { ...link, price } } }) } };
    });
    expect(named(report)).toEqual([usage(trade.bravoSegment)]);
  });
});

describe('a replay of damaged bytes', () => {
  it('M2 is a report and never a crash, whichever event and byte it was', async () => {
    const events = (await copy.ledger.readAll(0n, 10_000)).filter(({ stream, type }) => stream.includes(trade.uuid) || type.startsWith('billing.v1.Usage') || type === 'advertising.v1.ProviderEnrolled');
    let deviating = 0;
    for (const event of events) {
      for (const offset of [0, Math.floor(event.payload.length / 2), event.payload.length - 1]) {
        const report = await copy.withPayload(event, flipped(event.payload, event.payload, offset), () => replay());
        expect(report.found || event.type === 'billing.v1.InvoiceIssued').toBe(true);
        if (!report.identical) deviating += 1;
        expect(renderReplay(report).length).toBeGreaterThan(100);
      }
    }
    expect(deviating).toBeGreaterThan(20);
  }, 120_000);

  it('M2 names every line when the contract or the start of the service is gone', async () => {
    const event = await contractEvent();
    const report = await copy.withPayload(event, Uint8Array.of(255), () => replay());
    expect(named(report)).toHaveLength(4);
    const activation = await copy.find('provisioning.v1.ServiceActivated', `activation-${trade.contractId}`);
    expect(named(await copy.withPayload(activation, Uint8Array.of(255), () => replay()))).toHaveLength(4);
  });
});
