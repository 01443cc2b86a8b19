import { describe, expect, it } from '@jest/globals';
import { evolveRecord, type OrderRecord, type RecordedEvent } from './order-record.js';
import { summaryOf } from './pricing.js';
import { CONTRACT_ID, HASH, later, NOON, ORDER_ID, QUOTE_ID, quoteFor, terms } from './spec/market.js';

const orderId = ORDER_ID;
const summary = summaryOf(quoteFor());
const requested: RecordedEvent = {
  type: 'contracting.v1.ServiceRequested',
  data: { orderId, buyerId: 'acme', requestId: 'po-17', terms: terms(), termsSha256: HASH, requestedAt: NOON },
};
const offered: RecordedEvent = {
  type: 'contracting.v1.QuoteOffered',
  data: { orderId, quoteId: QUOTE_ID, buyerId: 'acme', quote: HASH, quoteSha256: HASH, summary, offers: [] },
};
const held: RecordedEvent = { type: 'contracting.v1.FulfilmentCapacityHeld', data: { orderId, holdId: 'hol_1' } };
const accepted: RecordedEvent = { type: 'contracting.v1.FulfilmentQuoteAccepted', data: { orderId, quoteId: QUOTE_ID, acceptedAt: NOON } };
const contracted: RecordedEvent = { type: 'contracting.v1.FulfilmentContracted', data: { orderId, contractId: CONTRACT_ID, contractedAt: NOON } };
const completed: RecordedEvent = { type: 'contracting.v1.ServiceRequestCompleted', data: { orderId, contractId: CONTRACT_ID, completedAt: later(NOON, 9n) } };
const refusal = { code: 'no-capacity', message: 'The capacity is gone.', facts: {} };
const gone: RecordedEvent = { type: 'contracting.v1.FulfilmentCapacityGone', data: { orderId, quoteId: QUOTE_ID, refusal } };
const refused: RecordedEvent = { type: 'contracting.v1.ServiceRequestRefused', data: { orderId, refusal, refusedAt: NOON } };

const after = (...events: readonly RecordedEvent[]): OrderRecord | undefined => events.reduce<OrderRecord | undefined>(evolveRecord, undefined);
const states = (...events: readonly RecordedEvent[]) => events.map((_, index) => after(...events.slice(0, index + 1))?.state);

describe('what a buyer sees of an order', () => {
  it('waits for the buyer only when the capacity is held', () => {
    expect(states(requested, offered, held, accepted, contracted, completed)).toEqual([
      'acknowledged', 'acknowledged', 'quoted', 'in-progress', 'in-progress', 'active',
    ]);
  });

  it('never waits for a buyer whose order is the acceptance', () => {
    expect(states(requested, offered, accepted, held)).toEqual(['acknowledged', 'acknowledged', 'in-progress', 'in-progress']);
  });

  it('forgets a quote whose capacity was gone', () => {
    expect(after(requested, offered, accepted, gone)).toEqual(after(requested));
  });

  it('has price, contract and time of activation in the end', () => {
    expect(after(requested, offered, accepted, held, contracted, completed)).toMatchObject({ quote: summary, contractId: CONTRACT_ID, activeAt: later(NOON, 9n) });
  });

  it('has the bandwidth that it was changed to last, and is suspended and resumed with it', () => {
    const change = (number: number, kind: 'modify' | 'suspend' | 'resume', mbps?: number): RecordedEvent => ({
      type: 'contracting.v1.ServiceChangeCompleted',
      data: { contractId: CONTRACT_ID, orderId, number, change: { kind, reason: '', ...(mbps !== undefined && { mbps }) }, completedAt: later(NOON, 9n) },
    });
    const running = [requested, offered, accepted, held, contracted, completed];
    expect(after(...running)?.changedMbps).toBeUndefined();
    expect(after(...running, change(1, 'modify', 250), change(2, 'modify', 75), change(3, 'suspend'))).toMatchObject({ state: 'suspended', terms: terms(), changedMbps: 75 });
    expect(after(...running, change(1, 'modify', 250), change(2, 'suspend'), change(3, 'resume'))).toMatchObject({ state: 'active', changedMbps: 250 });
  });

  it('has the reason of a refusal', () => {
    expect(after(requested, refused)).toMatchObject({ state: 'refused', refusal });
  });
});
