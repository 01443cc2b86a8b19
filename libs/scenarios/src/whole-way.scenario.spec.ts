import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY, NANOS_PER_HOUR, toHex } from '@carriermesh/kernel';
import { DEMONSTRATION_BUYER, EXIT, OPERATOR } from '@carriermesh/operator-commands';
import { isSealedBy, sha256, SIGNED_AS, signingKey, verifySignature } from '@carriermesh/platform-signing';
import { advertising, agent, contracting } from '@carriermesh/wire';
import { activeService, contractedResources, expectedInUse, quoteOf, statementOf, type ActiveService } from './support/active-service.js';
import { audited, recordsOn } from './support/audited-bills.js';
import { runCommand } from './support/command.js';
import { endedService } from './support/ended-service.js';
import { latencyOver } from './support/exchange-oracle.js';
import { forgedHistory } from './support/forged-history.js';
import { withLastBitFlipped } from './support/forgeries.js';
import { inUse, inventoryOf, oversold, resourceIds } from './support/inventory.js';
import { mergedParties } from './support/merged-parties.js';
import { FRANKFURT, LONDON, NEW_YORK, orderBody, SYDNEY } from './support/orders.js';
import { rebuiltProjections } from './support/rebuilt-projections.js';
import { recordedHistory } from './support/recorded-history.js';
import { replayed } from './support/replay.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

const ATLANTIC = orderBody({ requestId: 'atlantic', from: LONDON, to: NEW_YORK, objective: 'latency' });
const FAR = orderBody({ requestId: 'far', from: FRANKFURT, to: SYDNEY, mbps: 500, objective: 'latency' });
const MONTH_NS = 31n * NANOS_PER_DAY;

describe('the whole way from offers to settled bills', () => {
  let mesh: ScenarioMesh;
  let atlantic: ActiveService;
  let far: ActiveService;
  let services: readonly ActiveService[];
  let providerKeys: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    mesh = await ScenarioMesh.launch();
    atlantic = await activeService(mesh, ATLANTIC);
    far = await activeService(mesh, FAR);
    services = [atlantic, far];
    providerKeys = new Map((await mesh.ledger.all('advertising.v1.ProviderEnrolled')).map(({ data }) => [data.providerId, data.publicKey]));
  }, LAUNCH_LIMIT_MS);
  afterAll(() => mesh?.stop(), STOP_LIMIT_MS);

  const operatorKey = (): Uint8Array => signingKey(readFileSync(mesh.home.operatorKeyFile, 'utf8')).publicKey;
  const keyOf = (providerId: string): Uint8Array => providerKeys.get(providerId) ?? new Uint8Array();
  const ownedResources = () => mesh.launched.exchange.providers.flatMap(({ links, interconnects }) => [...links, ...interconnects]);

  describe('the offers', () => {
    it('S2-1 S2-2 came from every provider itself, in signed batches of its own sequence', async () => {
      const batches = await mesh.ledger.all('advertising.v1.AdvertBatchAccepted');
      for (const { id, pops, links, interconnects } of mesh.launched.exchange.providers) {
        const own = batches.filter(({ stream, data }) => stream === `provider-${id}` && data.providerId === id);
        expect(own.map(({ data }) => data.sequence)).toEqual(own.map((_, index) => BigInt(index + 1)));
        expect(own.reduce((sum, { data }) => sum + data.offers, 0)).toBe(pops.length + links.length + interconnects.length);
      }
    });

    it('S2-3 S2-4 S2-5 S2-6 are on record for every link and both halves of every interconnect, each with its latency and signed by its provider', async () => {
      const recorded = new Map<string, bigint>();
      for (const { data } of await mesh.ledger.all('advertising.v1.ResourceAdvertised')) {
        const { offer: body, signature } = data.signedOffer;
        expect(verifySignature({ publicKey: keyOf(data.providerId), domain: SIGNED_AS.resourceOffer, body, signature })).toBe(true);
        expect(toHex(data.offerSha256)).toBe(toHex(sha256(body)));
        const { resource } = advertising.ResourceOffer.decode(body);
        if (resource.kind === 'link') recorded.set(data.resourceId, resource.link.latencyNs);
        if (resource.kind === 'interconnect') recorded.set(data.resourceId, resource.interconnect.latencyNs);
      }
      expect(recorded).toEqual(new Map(ownedResources().map(({ id, latencyNs }) => [id, latencyNs])));
    });
  });

  describe('an order', () => {
    it('S0-1 over five providers is active when every one of them has signed for its segment', async () => {
      const { segments } = far.contract;
      expect(far.record.state).toBe('active');
      expect(new Set(segments.map(({ providerId }) => providerId)).size).toBe(5);
      expect(far.activeSegments).toBe(segments.length);
      const receipts = await mesh.ledger.all('provisioning.v1.SegmentActivated', far.uuid);
      const active = receipts
        .filter(({ data }) => isSealedBy(keyOf(data.providerId), SIGNED_AS.activationReceipt, data.receipt))
        .map(({ data }) => agent.ActivationReceipt.decode(data.receipt.body))
        .filter(({ state }) => state === 'active');
      expect(new Map(active.map(({ segmentId, providerId }) => [segmentId, providerId]))).toEqual(new Map(segments.map(({ segmentId, providerId }) => [segmentId, providerId])));
      expect(active).toHaveLength(segments.length);
    });

    it('S2-1 S2-7 goes over advertised resources alone, which join end to end and take as long as the contract says', () => {
      for (const service of services) {
        const { segments, latencyNs } = service.contract;
        const ids = contractedResources(service).map(({ resourceId }) => resourceId);
        expect(latencyOver(mesh.launched.exchange, ids)).toBe(latencyNs);
        for (const { providerId, resources, fromPopId, toPopId } of segments) {
          const own = [fromPopId, toPopId, ...resources.map(({ resourceId }) => resourceId)];
          expect(own.filter((id) => !id.startsWith(`${providerId}/`))).toEqual([]);
        }
        const handovers = segments.slice(1).flatMap(({ fromPopId }, index) => {
          const before = segments[index]?.toPopId;
          return [`${before}~${fromPopId}`, `${fromPopId}~${before}`];
        });
        expect(ids.filter((id) => id.includes('~')).sort()).toEqual(handovers.sort());
      }
    });

    it('was chosen from at least three candidates, and each loser is told apart by a figure', async () => {
      for (const service of services) {
        const { scenarios } = await quoteOf(mesh, service);
        expect(scenarios.length).toBeGreaterThanOrEqual(3);
        expect(scenarios[0]?.lost).toBeUndefined();
        expect(scenarios.slice(1).filter(({ lost }) => !/\d/.test(lost?.message ?? ''))).toEqual([]);
        expect(service.contract.alternatives.length).toBeGreaterThanOrEqual(3);
      }
    });

    it('S0-6 costs the seller exactly what its providers offered, resource by resource', async () => {
      const prices = new Map(ownedResources().map(({ id, monthlyPricePerMbps }) => [id, monthlyPricePerMbps.microMinor]));
      for (const service of services) {
        const [winner] = (await quoteOf(mesh, service)).scenarios;
        const expected = contractedResources(service).map(({ resourceId }) => (prices.get(resourceId) ?? -1n) * BigInt(service.contract.terms.mbps));
        expect(winner?.costs.map(({ monthly }) => monthly.microMinor)).toEqual(expected);
        expect(winner?.monthlyCost.microMinor).toBe(expected.reduce((sum, each) => sum + each, 0n));
      }
    });

    it('I1 holds no more of any resource than there is, and its own bandwidth on each that it was sold', async () => {
      const inventory = await inventoryOf(mesh);
      expect(inventory.size).toBe(resourceIds(mesh.launched.exchange).length);
      expect(oversold(inventory)).toEqual([]);
      expect(inUse(inventory)).toEqual(expectedInUse(services));
    });
  });

  describe('the contract', () => {
    it('S0-7 is the bytes that its hash and the operator’s signature are over', async () => {
      for (const { contract, contractHash, uuid } of services) {
        const { data } = await mesh.ledger.only('contracting.v1.ContractSigned', uuid);
        const envelope = data.contract;
        expect([sha256(envelope.body), data.contractSha256].map(toHex)).toEqual([contractHash, contractHash]);
        expect(isSealedBy(operatorKey(), SIGNED_AS.contract, envelope)).toBe(true);
        expect(isSealedBy(operatorKey(), SIGNED_AS.contract, { ...envelope, body: withLastBitFlipped(envelope.body) })).toBe(false);
        expect(contracting.Contract.decode(envelope.body)).toEqual(contract);
      }
    });

    it('S0-7 rests on the very offers that the providers advertised', async () => {
      const adverts = await mesh.ledger.all('advertising.v1.ResourceAdvertised');
      const advertised = new Map(adverts.map(({ data }) => [data.resourceId, toHex(sha256(data.signedOffer.offer))]));
      for (const service of services) {
        for (const { resourceId, offerSha256 } of contractedResources(service)) expect([resourceId, toHex(offerSha256)]).toEqual([resourceId, advertised.get(resourceId)]);
      }
    });

    it('S0-7 binds one contract with each supplier by its hash, which names neither the buyer nor a rival’s price', async () => {
      for (const { contract, uuid } of services) {
        const signed = await mesh.ledger.all('contracting.v1.SupplyContractSigned', uuid);
        expect(new Map(signed.map(({ data }) => [data.providerId, toHex(sha256(data.contract.body))]))).toEqual(
          new Map(contract.supplies.map(({ providerId, supplyContractSha256 }) => [providerId, toHex(supplyContractSha256)])),
        );
        for (const { data } of signed) {
          expect(isSealedBy(operatorKey(), SIGNED_AS.supplyContract, data.contract)).toBe(true);
          expect(Buffer.from(data.contract.body).includes(DEMONSTRATION_BUYER)).toBe(false);
          const { segments, prices } = contracting.SupplyContract.decode(data.contract.body);
          const own = contract.segments.filter(({ providerId }) => providerId === data.providerId);
          expect(segments).toEqual(own);
          expect(prices.map(({ segmentId }) => segmentId)).toEqual(own.map(({ segmentId }) => segmentId));
        }
      }
    });
  });

  describe('the same request again', () => {
    it('is the same order over HTTP, from the command line and as protobuf, and other terms under its id are refused', async () => {
      const { orderId, terms } = atlantic.record;
      expect((await mesh.order(ATLANTIC)).record).toEqual(atlantic.record);

      const command = await runCommand('order', '--home', mesh.home.directory, '--json', '--request-id', ATLANTIC.requestId, '--mbps', '1000', '--objective', 'latency');
      expect(JSON.parse(command.stdout)).toMatchObject({ orderId, state: 'active' });
      expect(command.code).toBe(EXIT.done);

      const request = { buyerId: DEMONSTRATION_BUYER, requestId: ATLANTIC.requestId, terms };
      const context = { ...OPERATOR, actor: `buyer:${DEMONSTRATION_BUYER}` };
      const { outcome } = await mesh.launched.bus.request(contracting.RequestService, request, { context });
      expect(outcome).toEqual({ kind: 'acknowledged', acknowledged: atlantic.record });

      const other = await mesh.place({ ...ATLANTIC, mbps: 1001 });
      expect(other).toMatchObject({ kind: 'problem', problem: { status: 409, code: 'request-id-reused', facts: { order_id: orderId } } });
      expect(await mesh.ledger.counts('contracting.v1.', atlantic.uuid)).toMatchObject({ 'contracting.v1.ServiceRequested': 1, 'contracting.v1.ContractSigned': 1 });
    }, STEP_LIMIT_MS);
  });

  describe('after a month', () => {
    const month = (service: ActiveService) => statementOf(mesh, service, 1);
    beforeAll(async () => {
      await mesh.launched.hands.advance(MONTH_NS);
      for (const service of services) await statementOf(mesh, service, 1);
    }, STEP_LIMIT_MS);

    it('S3-6 S3-20 M6 I3 every line of the one bill is what the contracts and the signed usage give, on both sides, to a millionth of a cent', async () => {
      const { bills } = await audited(mesh);
      const invoices = await Promise.all(services.map(async (service) => (await month(service)).invoice));
      expect([...bills.invoiceIds].sort()).toEqual(invoices.map(({ invoiceId }) => invoiceId).sort());
      for (const [index, invoice] of invoices.entries()) {
        const { segments } = (services[index] as ActiveService).contract;
        expect(invoice.lines.map(({ kind, segmentId }) => [kind, segmentId])).toEqual(segments.flatMap(({ segmentId }) => [['recurring', segmentId], ['usage', segmentId]]));
        // Each provider metered every hour of the month.
        expect(recordsOn(invoice)).toEqual(segments.map(() => Number((invoice.periodUntil - invoice.periodFrom) / NANOS_PER_HOUR)));
      }
    });

    it('S3-6 the month is settled with the providers of the path and with nobody else', async () => {
      for (const service of services) {
        const { settlements } = await month(service);
        expect(settlements.map(({ providerId }) => providerId).sort()).toEqual([...new Set(service.contract.segments.map(({ providerId }) => providerId))].sort());
      }
    });

    it('I3 the customer’s total is settlements, margin, tax and rounding, exactly', async () => {
      for (const service of services) {
        const { invoice, settlements, balance } = await month(service);
        expect(balance.customer).toEqual(invoice.total);
        expect(balance.customer.microMinor).toBe(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor);
        expect(balance.settlements.microMinor).toBe(settlements.reduce((sum, { total }) => sum + total.microMinor, 0n));
        expect(balance.tax).toEqual(invoice.tax);
        expect(balance.margin.microMinor > 0n).toBe(true);
      }
    });

    it('M2 a fresh process recomputes each bill from the ledger, to the byte', async () => {
      for (const service of services) {
        const { invoiceId } = (await statementOf(mesh, service, 1)).invoice;
        expect(await replayed(mesh, invoiceId)).toMatchObject({ code: EXIT.done, report: { invoiceId, found: true, identical: true, notChecked: [] } });
      }
    }, STEP_LIMIT_MS);

    it('M2 S0-8 a fresh process finds the ways of each quote again on the topology as it was, and prices them to the byte', async () => {
      for (const { contract: { quoteId } } of services) {
        const { code, stdout } = await runCommand('replay', 'quote', quoteId, '--home', mesh.home.directory, '--json');
        const { pathsFoundAgain, ...replay } = JSON.parse(stdout) as { pathsFoundAgain: number; identical: boolean; differences: readonly unknown[] };
        expect([code, replay.identical, replay.differences]).toEqual([EXIT.done, true, []]);
        expect(pathsFoundAgain).toBeGreaterThanOrEqual(3);
      }
    }, STEP_LIMIT_MS);
  });

  forgedHistory(() => ({ mesh, service: far }));
  recordedHistory(() => ({ mesh, service: atlantic }));

  it('M6 the trace of an order holds under one id what every process did for it, from the HTTP request to the bill', async () => {
    const { code, stdout } = await runCommand('trace', far.record.orderId, '--json', '--home', mesh.home.directory);
    expect(code).toBe(EXIT.done);
    const { traceId, spans } = JSON.parse(stdout) as { traceId: string; spans: readonly { traceId: string; service: string }[] };
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    const services = ['gateway', 'contracting', 'paths', 'advertising', 'provisioning', 'provider-agent', 'billing'];
    expect([...new Set(spans.map(({ service }) => service))]).toEqual(expect.arrayContaining(services));
  }, STEP_LIMIT_MS);

  it('S3-6 another month is billed after the first, which stands as it was', async () => {
    const first = await Promise.all(services.map((service) => statementOf(mesh, service, 1)));
    await mesh.launched.hands.advance(MONTH_NS);
    for (const [index, service] of services.entries()) {
      const { invoice } = await statementOf(mesh, service, 2);
      expect(invoice.periodFrom).toBe(first[index]?.invoice.periodUntil);
    }
    expect((await audited(mesh)).bills.invoiceIds).toHaveLength(2 * services.length);
    expect(await Promise.all(services.map((service) => statementOf(mesh, service, 1)))).toEqual(first);
  }, STEP_LIMIT_MS);

  rebuiltProjections(() => ({ mesh, service: atlantic }));
  endedService(() => ({ mesh, service: atlantic, others: [far] }));
  mergedParties(() => ({ mesh, service: far }));
});
