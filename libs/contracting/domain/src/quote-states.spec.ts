import { describe, expect, it } from '@jest/globals';
import { evolveRecord, type OrderRecord, type RecordedEvent } from './order-record.js';
import { quoteAlternatesOf, summaryOf } from './pricing.js';
import { quoteRecordOf, quoteStandingOf } from './quote-states.js';
import { CONTRACT_ID, HASH, later, NOON, ORDER_ID, QUOTE_ID, quoteFor, terms } from './spec/market.js';

const orderId = ORDER_ID;
const refusedBy = (code: string): RecordedEvent => ({ type: 'contracting.v1.ServiceRequestRefused', data: { orderId, refusal: { code, message: code, facts: {} }, refusedAt: NOON } });
const requested: RecordedEvent = { type: 'contracting.v1.ServiceRequested', data: { orderId, buyerId: 'acme', requestId: 'po-17', terms: terms(), termsSha256: HASH, requestedAt: NOON } };
const offered: RecordedEvent = { type: 'contracting.v1.QuoteOffered', data: { orderId, quoteId: QUOTE_ID, buyerId: 'acme', quote: HASH, quoteSha256: HASH, summary: summaryOf(quoteFor()), offers: [] } };
const gone: RecordedEvent = { type: 'contracting.v1.FulfilmentCapacityGone', data: { orderId, quoteId: QUOTE_ID, refusal: { code: 'no-capacity', message: '', facts: {} } } };
const held: RecordedEvent = { type: 'contracting.v1.FulfilmentCapacityHeld', data: { orderId, holdId: 'hol_1' } };
const accepted: RecordedEvent = { type: 'contracting.v1.FulfilmentQuoteAccepted', data: { orderId, quoteId: QUOTE_ID, acceptedAt: NOON } };
const contracted: RecordedEvent = { type: 'contracting.v1.FulfilmentContracted', data: { orderId, contractId: CONTRACT_ID, contractedAt: NOON } };
const completed: RecordedEvent = { type: 'contracting.v1.ServiceRequestCompleted', data: { orderId, contractId: CONTRACT_ID, completedAt: later(NOON, 9n) } };
const terminated: RecordedEvent = { type: 'contracting.v1.ContractTerminated', data: { contractId: CONTRACT_ID, orderId, endedAt: NOON, terminatedAt: NOON } };

const after = (...events: readonly RecordedEvent[]): OrderRecord => events.reduce<OrderRecord | undefined>(evolveRecord, undefined)!;

describe('a quote in the words of MEF 80', () => {
  it.each([
    ['is acknowledged before it has a price', [requested], 'acknowledged'],
    ['is in progress while its capacity is being held', [requested, offered], 'inProgress'],
    ['is acknowledged again when its capacity was gone', [requested, offered, gone], 'acknowledged'],
    ['can be ordered once its capacity is held', [requested, offered, held], 'approved.orderable'],
    ['is accepted', [requested, offered, held, accepted], 'accepted'],
    ['stays accepted when its service runs', [requested, offered, accepted, held, contracted, completed], 'accepted'],
    ['stays accepted when its service was ended', [requested, offered, accepted, held, contracted, completed, terminated], 'accepted'],
    ['stays accepted when its service did not come up', [requested, offered, accepted, held, contracted, refusedBy('segment-refused')], 'accepted'],
    ['is expired when nobody took it in time', [requested, offered, held, refusedBy('quote-expired')], 'expired'],
    ['is declined when its buyer did not want it', [requested, offered, held, refusedBy('quote-declined')], 'declined'],
    ['is one that can’t be provided, without a price', [requested, refusedBy('no-route')], 'unableToProvide'],
    ['is one that can’t be provided, when its capacity was gone for good', [requested, offered, refusedBy('no-capacity')], 'unableToProvide'],
  ] as const)('S0-8 %s', (_, events, standing) => {
    expect(quoteStandingOf(after(...events))).toBe(standing);
  });

  it('shows its buyer price, expiry and the reason of a refusal', () => {
    const record = quoteRecordOf(after(requested, offered, held, refusedBy('quote-expired')));
    expect(record).toMatchObject({ orderId, buyerId: 'acme', state: 'expired', requestedAt: NOON, summary: { quoteId: QUOTE_ID, validUntil: quoteFor().validUntil }, refusal: { code: 'quote-expired' } });
  });
});

describe('the alternates of a quote', () => {
  it('are the scenarios that could be sold and lost, with their prices and without a word of cost or margin', () => {
    const quote = quoteFor();
    const sold = quote.scenarios.slice(1).filter(({ lost }) => lost !== undefined && !['below-floor', 'price-above-limit'].includes(lost.code));
    expect(sold.length).toBeGreaterThan(0);
    expect(quoteAlternatesOf(quote)).toEqual(
      sold.map(({ monthlyPrice, path, lost }) => ({
        monthlyPrice, latencyNs: path.latencyNs, handovers: path.handovers, providers: [...new Set(path.segments.map(({ providerId }) => providerId))], withinLatencyLimit: lost?.code !== 'latency-above-limit',
      })),
    );
  });
});
