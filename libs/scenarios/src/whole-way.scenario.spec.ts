import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY, toHex } from '@carriermesh/kernel';
import { DEMONSTRATION_BUYER, EXIT, OPERATOR, type OrderStory } from '@carriermesh/operator-commands';
import { isSealedBy, sha256, SIGNED_AS, signingKey, verifySignature } from '@carriermesh/platform-signing';
import { advertising, agent, billing, contracting } from '@carriermesh/wire';
import { asReckoned, reckonBill, supplyContracts } from './support/bill-oracle.js';
import { runCommand } from './support/command.js';
import { latencyOver } from './support/exchange-oracle.js';
import { inUse, inventoryOf, oversold, resourceIds } from './support/inventory.js';
import { LedgerCopy } from './support/ledger-copy.js';
import { FRANKFURT, LONDON, NEW_YORK, orderBody, SYDNEY, uuidOf } from './support/orders.js';
import { eventually } from './support/patience.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

const ATLANTIC = orderBody({ requestId: 'atlantic', from: LONDON, to: NEW_YORK, objective: 'latency' });
const FAR = orderBody({ requestId: 'far', from: FRANKFURT, to: SYDNEY, mbps: 500, objective: 'latency' });
const MONTH_NS = 31n * NANOS_PER_DAY;

type Active = OrderStory & Required<Pick<OrderStory, 'contract' | 'contractHash' | 'activeSegments'>>;

describe('the whole way from offers to settled bills', () => {
  let mesh: ScenarioMesh;
  let atlantic: Active;
  let far: Active;

  beforeAll(async () => {
    mesh = await ScenarioMesh.launch();
    atlantic = await activeOrder(ATLANTIC);
    far = await activeOrder(FAR);
  }, LAUNCH_LIMIT_MS);
  afterAll(() => mesh?.stop(), STOP_LIMIT_MS);

  async function activeOrder(body: typeof ATLANTIC): Promise<Active> {
    const story = await mesh.order(body);
    const { contract, contractHash, activeSegments } = story;
    if (!contract || contractHash === undefined || activeSegments === undefined) {
      throw new Error(`the order ${body.requestId} is ${story.record.state}: ${story.record.refusal?.message ?? 'no reason given'}`);
    }
    return { ...story, contract, contractHash, activeSegments };
  }

  const operatorKey = (): Uint8Array => signingKey(readFileSync(mesh.home.operatorKeyFile, 'utf8')).publicKey;
  const contracted = ({ contract }: Active) => contract.segments.flatMap(({ providerId, resources }) => resources.map((resource) => ({ providerId, ...resource })));

  async function statementOf(story: Active, periodNumber: number): Promise<billing.PeriodStatement> {
    const { contractId } = story.contract;
    return eventually(`the bill of month ${periodNumber} of ${contractId}`, async () => {
      const { invoices } = await mesh.ask(billing.ListInvoices, { buyerId: DEMONSTRATION_BUYER, contractId, limit: 100 });
      const invoice = invoices.find((each) => each.periodNumber === periodNumber);
      if (!invoice) return undefined;
      const { outcome } = await mesh.ask(billing.GetPeriodStatement, { invoiceId: invoice.invoiceId });
      return outcome.kind === 'statement' ? outcome.statement : undefined;
    });
  }

  const replay = (invoiceId: string, ...more: readonly string[]) => runCommand('replay', 'invoice', invoiceId, '--home', mesh.home.directory, '--json', ...more);

  describe('the offers', () => {
    it('S2-3 S2-4 S2-5 S2-6 are on record for every link and both halves of every interconnect, each with its latency and signed by its provider', async () => {
      const keys = new Map((await mesh.ledger.all('advertising.v1.ProviderEnrolled')).map(({ data }) => [data.providerId, data.publicKey]));
      const recorded = new Map<string, bigint>();
      for (const { data } of await mesh.ledger.all('advertising.v1.ResourceAdvertised')) {
        const { offer: body, signature } = data.signedOffer;
        expect(verifySignature({ publicKey: keys.get(data.providerId) as Uint8Array, domain: SIGNED_AS.resourceOffer, body, signature })).toBe(true);
        expect(toHex(data.offerSha256)).toBe(toHex(sha256(body)));
        const { resource } = advertising.ResourceOffer.decode(body);
        if (resource.kind === 'link') recorded.set(data.resourceId, resource.link.latencyNs);
        if (resource.kind === 'interconnect') recorded.set(data.resourceId, resource.interconnect.latencyNs);
      }
      const owned = mesh.launched.exchange.providers.flatMap(({ links, interconnects }) => [...links, ...interconnects].map(({ id, latencyNs }) => [id, latencyNs] as const));
      expect(new Map([...recorded].sort())).toEqual(new Map([...owned].sort()));
    });
  });

  describe('an order', () => {
    it('S0-1 over five providers is active when every one of them has signed for its segment', async () => {
      const { contract, activeSegments, record } = far;
      expect(record.state).toBe('active');
      expect(contract.segments.length).toBeGreaterThanOrEqual(5);
      expect(new Set(contract.segments.map(({ providerId }) => providerId)).size).toBeGreaterThanOrEqual(4);
      expect(activeSegments).toBe(contract.segments.length);
      const keys = new Map((await mesh.ledger.all('advertising.v1.ProviderEnrolled')).map(({ data }) => [data.providerId, data.publicKey]));
      const receipts = await mesh.ledger.all('provisioning.v1.SegmentActivated', uuidOf(record.orderId));
      const sealed = receipts.filter(({ data }) => isSealedBy(keys.get(data.providerId) as Uint8Array, SIGNED_AS.activationReceipt, data.receipt));
      const active = sealed.map(({ data }) => agent.ActivationReceipt.decode(data.receipt.body)).filter(({ state }) => state === 'active');
      expect(active.map(({ segmentId, providerId }) => `${segmentId} ${providerId}`).sort()).toEqual(contract.segments.map(({ segmentId, providerId }) => `${segmentId} ${providerId}`).sort());
    });

    it('S2-1 S2-7 goes over advertised resources alone, which join end to end and take as long as the contract says', () => {
      for (const story of [atlantic, far]) {
        const { segments, latencyNs } = story.contract;
        expect(latencyOver(mesh.launched.exchange, contracted(story).map(({ resourceId }) => resourceId))).toBe(latencyNs);
        for (const { providerId, resources, fromPopId, toPopId } of segments) {
          expect([fromPopId, toPopId].every((popId) => popId.startsWith(`${providerId}/`))).toBe(true);
          expect(resources.every(({ resourceId }) => resourceId.startsWith(`${providerId}/`))).toBe(true);
        }
        for (const [index, { fromPopId }] of segments.entries()) {
          if (index === 0) continue;
          const before = segments[index - 1]?.toPopId ?? '';
          const halves = contracted(story).map(({ resourceId }) => resourceId);
          expect(halves).toEqual(expect.arrayContaining([`${before}~${fromPopId}`, `${fromPopId}~${before}`]));
        }
      }
    });

    it('was chosen from at least three candidates, and the losers were told apart by figures', async () => {
      for (const { contract, record } of [atlantic, far]) {
        const offered = await mesh.ledger.only('contracting.v1.QuoteOffered', uuidOf(record.orderId));
        const { scenarios } = contracting.Quote.decode(offered.data.quote);
        expect(scenarios.length).toBeGreaterThanOrEqual(3);
        expect(scenarios[0]?.lost).toBeUndefined();
        expect(scenarios.slice(1).every(({ lost }) => lost !== undefined && /\d/.test(lost.message))).toBe(true);
        expect(contract.alternatives.length).toBeGreaterThanOrEqual(2);
      }
    });

    it('S0-6 costs the seller exactly what its providers offered, resource by resource', async () => {
      for (const story of [atlantic, far]) {
        const offered = await mesh.ledger.only('contracting.v1.QuoteOffered', uuidOf(story.record.orderId));
        const winner = contracting.Quote.decode(offered.data.quote).scenarios[0];
        const prices = new Map(mesh.launched.exchange.providers.flatMap(({ links, interconnects }) => [...links, ...interconnects].map(({ id, monthlyPricePerMbps }) => [id, monthlyPricePerMbps.microMinor] as const)));
        const expected = contracted(story).map(({ resourceId }) => (prices.get(resourceId) ?? -1n) * BigInt(story.contract.terms.mbps));
        expect(winner?.costs.map(({ monthly }) => monthly.microMinor)).toEqual(expected);
        expect(winner?.monthlyCost.microMinor).toBe(expected.reduce((sum, each) => sum + each, 0n));
      }
    });

    it('I1 holds no more of any resource than there is, and its own bandwidth on each that it was sold', async () => {
      const inventory = await inventoryOf(mesh);
      expect(inventory.size).toBe(resourceIds(mesh.launched.exchange).length);
      expect(oversold(inventory)).toEqual([]);
      const expected: Record<string, { held: number; committed: number }> = {};
      for (const story of [atlantic, far]) {
        for (const { resourceId } of contracted(story)) {
          const before = expected[resourceId]?.committed ?? 0;
          expected[resourceId] = { held: 0, committed: before + story.contract.terms.mbps };
        }
      }
      expect(inUse(inventory)).toEqual(expected);
    });
  });

  describe('the contract', () => {
    it('S0-7 is the bytes that its hash and the operator’s signature are over', async () => {
      for (const { contract, contractHash, record } of [atlantic, far]) {
        const signed = await mesh.ledger.only('contracting.v1.ContractSigned', uuidOf(record.orderId));
        const { contract: envelope, contractSha256 } = signed.data;
        expect(toHex(sha256(envelope.body))).toBe(contractHash);
        expect(toHex(contractSha256)).toBe(contractHash);
        expect(isSealedBy(operatorKey(), SIGNED_AS.contract, envelope)).toBe(true);
        const forged = Uint8Array.from(envelope.body);
        forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
        expect(isSealedBy(operatorKey(), SIGNED_AS.contract, { ...envelope, body: forged })).toBe(false);
        expect(contracting.Contract.decode(envelope.body)).toEqual(contract);
      }
    });

    it('S0-7 rests on the very offers that the providers advertised', async () => {
      const advertised = new Map((await mesh.ledger.all('advertising.v1.ResourceAdvertised')).map(({ data }) => [data.resourceId, toHex(sha256(data.signedOffer.offer))]));
      for (const story of [atlantic, far]) {
        for (const { resourceId, offerSha256 } of contracted(story)) expect(`${resourceId} ${toHex(offerSha256)}`).toBe(`${resourceId} ${advertised.get(resourceId)}`);
      }
    });

    it('S0-7 binds one contract with each supplier by its hash, which names neither buyer nor rival nor margin', async () => {
      for (const { contract, record } of [atlantic, far]) {
        const signed = await mesh.ledger.all('contracting.v1.SupplyContractSigned', uuidOf(record.orderId));
        expect(signed.map(({ data }) => `${data.providerId} ${toHex(sha256(data.contract.body))}`).sort()).toEqual(
          contract.supplies.map(({ providerId, supplyContractSha256 }) => `${providerId} ${toHex(supplyContractSha256)}`).sort(),
        );
        for (const { data } of signed) {
          expect(isSealedBy(operatorKey(), SIGNED_AS.supplyContract, data.contract)).toBe(true);
          const text = Buffer.from(data.contract.body).toString('latin1');
          const rivals = contract.supplies.map(({ providerId }) => providerId).filter((id) => id !== data.providerId);
          // A half of an interconnect is named after both its ends, so that a neighbour's name is no secret; a price is.
          const own = data.offers.map(({ offer }) => Buffer.from(offer).toString('latin1')).join();
          expect([DEMONSTRATION_BUYER, ...rivals.filter((id) => !own.includes(id))].filter((secret) => text.includes(secret))).toEqual([]);
        }
      }
    });
  });

  describe('the same request again', () => {
    it('is the same order over HTTP, from the command line and as protobuf, and other terms under its id are refused', async () => {
      const { orderId, terms } = atlantic.record;
      expect((await mesh.order(ATLANTIC)).record.orderId).toBe(orderId);

      const command = await runCommand('order', '--home', mesh.home.directory, '--json', '--request-id', ATLANTIC.requestId, '--mbps', '1000', '--objective', 'latency');
      expect(command.stderr).toBe('');
      expect(JSON.parse(command.stdout)).toMatchObject({ orderId, state: 'active' });
      expect(command.code).toBe(EXIT.done);

      const request = { buyerId: DEMONSTRATION_BUYER, requestId: ATLANTIC.requestId, terms };
      const context = { ...OPERATOR, actor: `buyer:${DEMONSTRATION_BUYER}` };
      const { outcome } = await mesh.launched.bus.request(contracting.RequestService, request, { context });
      expect(outcome).toMatchObject({ kind: 'acknowledged', acknowledged: { orderId, state: 'active' } });

      const other = await mesh.place({ ...ATLANTIC, mbps: 1001 });
      expect(other).toMatchObject({ kind: 'problem', problem: { status: 409, code: 'request-id-reused', facts: { order_id: orderId } } });
      expect(await mesh.ledger.counts('contracting.v1.', uuidOf(orderId))).toMatchObject({ 'contracting.v1.ServiceRequested': 1, 'contracting.v1.ContractSigned': 1 });
    }, STEP_LIMIT_MS);
  });

  describe('after a month', () => {
    beforeAll(async () => {
      await mesh.launched.hands.advance(MONTH_NS);
      await Promise.all([atlantic, far].map((story) => statementOf(story, 1)));
    }, STEP_LIMIT_MS);

    it('S3-6 M6 every line of the bill is what the contracts and the signed usage give, to a millionth of a cent', async () => {
      for (const story of [atlantic, far]) {
        const { invoice } = await statementOf(story, 1);
        const bill = await reckonBill(mesh, story.contract, { from: invoice.periodFrom, until: invoice.periodUntil });
        expect(asReckoned(invoice.lines)).toEqual(bill.customer);
        expect([invoice.net, invoice.tax, invoice.total].map(({ microMinor }) => microMinor)).toEqual([bill.net, bill.tax, bill.net + bill.tax]);
        // Each provider metered every hour of the month.
        const hours = Number((invoice.periodUntil - invoice.periodFrom) / 3_600_000_000_000n);
        expect(invoice.lines.filter(({ kind }) => kind === 'usage').map(({ records }) => records)).toEqual(story.contract.segments.map(() => hours));
      }
    });

    it('S3-6 S3-20 the month is settled with the providers of the path and with nobody else', async () => {
      for (const story of [atlantic, far]) {
        const { invoice, settlements } = await statementOf(story, 1);
        const bill = await reckonBill(mesh, story.contract, { from: invoice.periodFrom, until: invoice.periodUntil });
        expect(Object.fromEntries(settlements.map(({ providerId, lines }) => [providerId, asReckoned(lines)]))).toEqual(bill.suppliers);
        expect(Object.fromEntries(settlements.map(({ providerId, total }) => [providerId, total.microMinor]))).toEqual(bill.settlements);
        expect(settlements.map(({ providerId }) => providerId).sort()).toEqual([...new Set(story.contract.segments.map(({ providerId }) => providerId))].sort());
        expect((await supplyContracts(mesh, story.contract.contractId)).map(({ providerId }) => providerId).sort()).toEqual(Object.keys(bill.settlements).sort());
      }
    });

    it('I3 the customer’s total is settlements, margin, tax and rounding, exactly', async () => {
      for (const story of [atlantic, far]) {
        const { invoice, settlements, balance } = await statementOf(story, 1);
        const bill = await reckonBill(mesh, story.contract, { from: invoice.periodFrom, until: invoice.periodUntil });
        expect(balance.customer).toEqual(invoice.total);
        expect(balance.customer.microMinor).toBe(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor);
        expect(balance.settlements.microMinor).toBe(settlements.reduce((sum, { total }) => sum + total.microMinor, 0n));
        expect([balance.margin, balance.tax, balance.rounding].map(({ microMinor }) => microMinor)).toEqual([bill.margin, bill.tax, bill.rounding]);
        expect(balance.margin.microMinor > 0n).toBe(true);
      }
    });

    it('M2 a fresh process recomputes both bills from the ledger, to the byte', async () => {
      for (const story of [atlantic, far]) {
        const { invoice } = await statementOf(story, 1);
        const { code, stdout, stderr } = await replay(invoice.invoiceId);
        expect(stderr).toBe('');
        expect(JSON.parse(stdout)).toMatchObject({ invoiceId: invoice.invoiceId, found: true, identical: true, notChecked: [] });
        expect(code).toBe(EXIT.done);
      }
    }, STEP_LIMIT_MS);
  });

  describe('in a copy of the ledger that somebody altered', () => {
    let copy: LedgerCopy;
    let invoiceId: string;
    beforeAll(async () => {
      ({ invoiceId } = (await statementOf(far, 1)).invoice);
      copy = await LedgerCopy.of(mesh.launched.postgresUrl, 'altered');
    }, STEP_LIMIT_MS);
    afterAll(() => copy?.close());

    const linesThatDiffer = async (): Promise<readonly string[]> => {
      const { code, stdout, stderr } = await replay(invoiceId, '--ledger', copy.url);
      expect([code, stderr]).toEqual([EXIT.different, '']);
      const report = JSON.parse(stdout) as { identical: boolean; lines: readonly { lineId: string; identical: boolean }[] };
      expect(report.identical).toBe(false);
      return report.lines.filter(({ identical }) => !identical).map(({ lineId }) => lineId);
    };
    const segment = (index: number): contracting.ContractSegment => far.contract.segments.at(index) as contracting.ContractSegment;

    it('M2 the replay is identical as long as nothing was altered', async () => {
      const { code, stdout } = await replay(invoiceId, '--ledger', copy.url);
      expect([code, (JSON.parse(stdout) as { identical: boolean }).identical]).toEqual([EXIT.done, true]);
    }, STEP_LIMIT_MS);

    it('M2 one rate in the signed contract is found, and the line that it is charged by is named', async () => {
      const { position, data } = await mesh.ledger.only('contracting.v1.ContractSigned', uuidOf(invoiceId));
      const { segmentId } = segment(1);
      const contract = contracting.Contract.decode(data.contract.body);
      const prices = contract.prices.map((rule) => (rule.segmentId === segmentId ? { ...rule, perGigabyte: { ...rule.perGigabyte, microMinor: rule.perGigabyte.microMinor + 1n } } : rule));
      const body = contracting.Contract.encode({ ...contract, prices });
      const altered = contracting.ContractSigned.encode({ ...data, contract: { ...data.contract, body } });
      expect(await copy.whileAltered(position, altered, linesThatDiffer)).toEqual([`${segmentId}/usage`]);
    }, STEP_LIMIT_MS);

    it('M2 one usage record in a signed batch is found, and the line that it is charged on is named', async () => {
      const { segmentId } = segment(2);
      const { invoice } = await statementOf(far, 1);
      const isCharged = (record: agent.UsageRecord): boolean => record.segmentId === segmentId && record.until <= invoice.periodUntil;
      const batches = await mesh.ledger.all('billing.v1.UsageBatchAccepted');
      const entry = batches.find(({ data }) => agent.UsageBatch.decode(data.batch.body).records.some(isCharged));
      if (!entry) throw new Error(`no batch has a record of ${segmentId}`);
      const batch = agent.UsageBatch.decode(entry.data.batch.body);
      const first = batch.records.findIndex(isCharged);
      const records = batch.records.map((record, index) => (index === first ? { ...record, octets: record.octets + 1n } : record));
      const body = agent.UsageBatch.encode({ ...batch, records });
      const altered = billing.UsageBatchAccepted.encode({ ...entry.data, batch: { ...entry.data.batch, body } });
      expect(await copy.whileAltered(entry.position, altered, linesThatDiffer)).toEqual([`${segmentId}/usage`]);
    }, STEP_LIMIT_MS);

    it('M2 one bit of an advertised offer is found, and only lines that rest on the offer are named', async () => {
      const { segmentId, resources } = segment(-1);
      const adverts = await mesh.ledger.all('advertising.v1.ResourceAdvertised', `resource-${resources[0]?.resourceId}`);
      const entry = adverts[0];
      if (!entry) throw new Error(`${resources[0]?.resourceId} was never advertised`);
      const offer = Uint8Array.from(entry.data.signedOffer.offer);
      offer[offer.length - 1] = (offer.at(-1) ?? 0) ^ 1;
      const altered = advertising.ResourceAdvertised.encode({ ...entry.data, signedOffer: { ...entry.data.signedOffer, offer } });
      const lines = await copy.whileAltered(entry.position, altered, linesThatDiffer);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.filter((lineId) => !lineId.startsWith(`${segmentId}/`))).toEqual([]);
    }, STEP_LIMIT_MS);
  });

  describe('the trace of an order', () => {
    it('M6 holds under one id what every process did for it, from the HTTP request to the bill', async () => {
      const { code, stdout } = await runCommand('trace', far.record.orderId, '--json', '--home', mesh.home.directory);
      expect(code).toBe(EXIT.done);
      const { traceId, spans } = JSON.parse(stdout) as { traceId: string; spans: readonly { traceId: string; service: string }[] };
      expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
      const services = new Set(spans.map(({ service }) => service));
      expect([...services]).toEqual(expect.arrayContaining(['gateway', 'contracting', 'paths', 'advertising', 'provisioning', 'provider-agent', 'billing']));
    }, STEP_LIMIT_MS);
  });

  describe('after another month', () => {
    it('S3-6 there is a second bill for each service, and the first stands as it was', async () => {
      const before = await Promise.all([atlantic, far].map((story) => statementOf(story, 1)));
      await mesh.launched.hands.advance(MONTH_NS);
      const second = await Promise.all([atlantic, far].map((story) => statementOf(story, 2)));
      for (const [index, story] of [atlantic, far].entries()) {
        const { invoice } = second[index] as billing.PeriodStatement;
        expect(invoice.periodFrom).toBe(before[index]?.invoice.periodUntil);
        const bill = await reckonBill(mesh, story.contract, { from: invoice.periodFrom, until: invoice.periodUntil });
        expect(asReckoned(invoice.lines)).toEqual(bill.customer);
        expect(invoice.total.microMinor).toBe(bill.net + bill.tax);
      }
      expect(await Promise.all([atlantic, far].map((story) => statementOf(story, 1)))).toEqual(before);
    }, STEP_LIMIT_MS);
  });
});
