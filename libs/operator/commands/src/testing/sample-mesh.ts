import { makeQuote, type QuoteBasis, questionOf, readOffers, searchFor, STANDARD_POLICY } from '@carriermesh/contracting-service';
import { isSoldByMbps, type Carriage, type ProviderInventory, sampleExchange } from '@carriermesh/exchange';
import { type Instant, NANOS_PER_DAY, parseInstant, plus } from '@carriermesh/kernel';
import { searchAsOf } from '@carriermesh/paths-service';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import { createLogger } from '@carriermesh/platform-telemetry';
import { advertising, contracting, type EventType, eventCodec } from '@carriermesh/wire';

const NOON = parseInstant('2026-03-01T12:00:00Z') as Instant;
const SILENT = createLogger({ service: 'spec', level: 'silent' });

/** Along the great circle. */
const BERLIN_CHICAGO_M = 7_084_000;

type Resource = advertising.ResourceOffer['resource'];
/** Changes one price, as its provider would. */
export type Repricing = (resourceId: string, centsPerMbps: bigint) => bigint;

/** The sample exchange as a mesh knows it: what its providers advertise and what is held of it, in a ledger. */
export class SampleMesh {
  private readonly events: RecordedEvent[] = [];

  constructor(reprice: Repricing = (_, microMinor) => microMinor) {
    for (const provider of sampleExchange().providers) for (const [resourceId, resource] of resourcesOf(provider, reprice)) this.advertise(provider, resourceId, resource);
  }

  /** Somebody else has so much of it. */
  hold(resourceId: string, mbps: number): void {
    this.record('advertising.v1.CapacityHeld', { resourceId, holdId: 'others', mbps, heldUntil: NOON, availableMbps: 0, bought: true });
  }

  /** As contracting makes it of what paths answers, from the same functions. */
  async quote(terms: contracting.ServiceTerms, inForce: Pick<QuoteBasis, 'supplierTerms'> & Partial<Pick<QuoteBasis, 'buyerTerms'>> & { readonly rule?: contracting.UtilisationRule } = { supplierTerms: [] }): Promise<contracting.Quote> {
    const revision = BigInt(this.events.length);
    const search = searchFor(terms, NOON);
    const ledger = { readAll: async (after: bigint, limit: number) => this.events.slice(Number(after), Number(after) + limit) };
    const { outcome } = await searchAsOf(ledger, { question: questionOf({ buyerId: 'acme', terms, search }), revision, log: SILENT });
    if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
    const answer = readOffers(outcome.found);
    if (answer.kind === 'unusable') throw new Error(answer.because);
    const { rule, ...stated } = inForce;
    const basis = { quoteId: 'quo_1', orderId: 'ord_1', buyerId: 'acme', terms, policy: STANDARD_POLICY, topologyRevision: revision, search, candidates: outcome.found.candidates, offers: answer.offers };
    const pricing = makeQuote({ ...basis, ...stated, distanceM: BERLIN_CHICAGO_M, quotedAt: NOON, ...(rule && { utilisation: { rule, uses: answer.uses } }) });
    if (pricing.kind === 'refused') throw new Error(pricing.refusal.code);
    return pricing.quote;
  }

  private advertise({ id: providerId, sla: serviceLevel }: ProviderInventory, resourceId: string, resource: Resource): void {
    const terms = { providerId, resourceId, validFrom: plus(NOON, -NANOS_PER_DAY), validUntil: plus(NOON, 30n * NANOS_PER_DAY), visibleTo: [], serviceLevel, resource };
    const offer = advertising.ResourceOffer.encode(terms);
    this.record('advertising.v1.ResourceAdvertised', { resourceId, providerId, signedOffer: { offer, signature: new Uint8Array(64) }, offerSha256: sha256(offer), batchId: 'all' });
  }

  private record(type: EventType, data: object): void {
    const payload = eventCodec(type).encode(data as never);
    this.events.push({ stream: 'sample', revision: this.events.length, position: BigInt(this.events.length + 1), type, payload } as unknown as RecordedEvent);
  }
}

/** What is sold by the Mbit/s, as `carriermesh quote` sees it too. */
function resourcesOf({ pops, links, interconnects }: ProviderInventory, reprice: Repricing): readonly (readonly [string, Resource])[] {
  const carried = ({ id, capacityMbps, latencyNs, monthlyPricePerMbps: price, pricePerGigabyte: perGigabyte }: Carriage & { readonly id: string }) => ({
    capacityMbps,
    latencyNs,
    price: { monthlyPerMbps: { ...price, microMinor: reprice(id, price.microMinor) }, perGigabyte },
  });
  return [
    ...pops.map(({ id, name, city, ...coordinates }) => [id, { kind: 'pop', pop: { name, city, country: '', coordinates } }] as const),
    ...links.filter(isSoldByMbps).map((link) => [link.id, { kind: 'link', link: { fromPopId: link.fromPopId, toPopId: link.toPopId, srlgIds: link.srlgs, ...carried(link) } }] as const),
    ...interconnects.filter(isSoldByMbps).map((half) => [half.id, { kind: 'interconnect', interconnect: { popId: half.popId, peerProviderId: half.peerProviderId, peerPopId: half.peerPopId, ...carried(half) } }] as const),
  ];
}
