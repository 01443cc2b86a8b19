import { instant } from '@carriermesh/kernel';
import type { common, contracting, paths } from '@carriermesh/wire';
import { LATENCY_NS, PRICE } from './documents.js';

type OrderRecord = contracting.ServiceRequestRecord;

export const UNLUCKY: common.Refusal = { code: 'bandwidth-unlucky', message: 'Nobody sells 13 Mbit/s.', facts: { asked_mbps: '13' } };

/** What a buyer is told of how a list price became its own. */
export const PRICE_STEPS: readonly contracting.PriceStep[] = [
  { code: 'list-price', message: 'The list price of 100 Mbit/s.', monthly: { ...PRICE, microMinor: PRICE.microMinor * 2n } },
  { code: 'utilisation', message: 'Half of it.', monthly: PRICE },
];

export const estimateOf = ({ mbps }: contracting.ServiceTerms): contracting.EstimateServiceResponse =>
  mbps === 13
    ? { outcome: { kind: 'refused', refused: UNLUCKY } }
    : { outcome: { kind: 'budgetary', budgetary: { monthlyPrice: PRICE, latencyNs: LATENCY_NS, handovers: 1, providers: ['NetAlpha'], alternatives: 0, priceSteps: PRICE_STEPS, topologyRevision: 7n, quotedAt: instant(0n) } } };

export const ALTERNATE: contracting.QuoteAlternate = { monthlyPrice: PRICE, latencyNs: 2n * LATENCY_NS, handovers: 1, providers: ['NetBeta'], withinLatencyLimit: false };
export const quoteRecordOf = ({ orderId, buyerId, state, terms, requestedAt, quote, refusal }: OrderRecord): contracting.QuoteRecord =>
  ({ orderId, buyerId, state: state === 'quoted' ? 'approved.orderable' : 'accepted', terms, requestedAt, ...(quote ? { summary: quote } : {}), ...(refusal ? { refusal } : {}) });

export function waysOf(question: paths.FindPathsRequest): paths.FindPathsResponse {
  if (question.mbps === 13) return { revision: 7n, outcome: { kind: 'refused', refused: UNLUCKY } };
  const segment = { providerId: 'NetAlpha', fromPopId: 'LON1', toPopId: 'NYC1', resources: [], latencyNs: LATENCY_NS };
  const candidate = { latencyNs: LATENCY_NS, handovers: 0, segments: [segment], popIds: ['LON1', 'NYC1'], bottleneckMbps: 400, disjointFromBest: false };
  return { revision: 7n, outcome: { kind: 'found', found: { candidates: [candidate], offers: [], complete: true } } };
}

/** A refusal that says too much: a gateway that passed it on would tell one buyer of another. */
export function unknown(what: string, owned: { readonly buyerId: string } | undefined): { readonly kind: 'refused'; readonly refused: common.Refusal } {
  const message = owned ? `This ${what} is ${owned.buyerId}’s.` : `There is no such ${what}.`;
  return { kind: 'refused', refused: { code: `${what}-unknown`, message, facts: owned ? { owner: owned.buyerId } : {} } };
}
