import { instant } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';
import { LATENCY_NS, PRICE } from './documents.js';

type OrderRecord = contracting.ServiceRequestRecord;

export const UNLUCKY: common.Refusal = { code: 'bandwidth-unlucky', message: 'Nobody sells 13 Mbit/s.', facts: { asked_mbps: '13' } };

export const estimateOf = ({ mbps }: contracting.ServiceTerms): contracting.EstimateServiceResponse =>
  mbps === 13
    ? { outcome: { kind: 'refused', refused: UNLUCKY } }
    : { outcome: { kind: 'budgetary', budgetary: { monthlyPrice: PRICE, latencyNs: LATENCY_NS, handovers: 1, providers: ['NetAlpha'], alternatives: 0, topologyRevision: 7n, quotedAt: instant(0n) } } };

export const ALTERNATE: contracting.QuoteAlternate = { monthlyPrice: PRICE, latencyNs: 2n * LATENCY_NS, handovers: 1, providers: ['NetBeta'], withinLatencyLimit: false };
export const quoteRecordOf = ({ orderId, buyerId, state, terms, requestedAt, quote, refusal }: OrderRecord): contracting.QuoteRecord =>
  ({ orderId, buyerId, state: state === 'quoted' ? 'approved.orderable' : 'accepted', terms, requestedAt, ...(quote ? { summary: quote } : {}), ...(refusal ? { refusal } : {}) });
