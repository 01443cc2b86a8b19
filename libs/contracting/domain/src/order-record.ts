import { invariant } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';

export type OrderRecord = contracting.ServiceRequestRecord;

/** The events that an order's record is made of, on the streams of the order, its fulfilment, its quotes and its contract. */
export const RECORDED_TYPES = [
  'contracting.v1.ServiceRequested',
  'contracting.v1.ServiceRequestRefused',
  'contracting.v1.ServiceRequestCompleted',
  'contracting.v1.QuoteOffered',
  'contracting.v1.FulfilmentCapacityGone',
  'contracting.v1.FulfilmentCapacityHeld',
  'contracting.v1.FulfilmentQuoteAccepted',
  'contracting.v1.FulfilmentContracted',
  'contracting.v1.ContractAmended',
  'contracting.v1.ContractTerminated',
  'contracting.v1.ServiceChangeCompleted',
] as const;

export type RecordedEvent = Extract<contracting.AnyEvent, { type: (typeof RECORDED_TYPES)[number] }>;

/** What a buyer may see of an order, after one more event in ledger order. One function for the register and for single orders. */
export function evolveRecord(record: OrderRecord | undefined, event: RecordedEvent): OrderRecord {
  if (event.type === 'contracting.v1.ServiceRequested') {
    const { orderId, buyerId, requestId, terms, requestedAt } = event.data;
    return { orderId, buyerId, requestId, terms, requestedAt, state: 'acknowledged' };
  }
  invariant(record, `${event.type} of the order ${event.data.orderId}, which was never requested`);
  switch (event.type) {
    case 'contracting.v1.QuoteOffered':
      return { ...record, quote: event.data.summary };
    case 'contracting.v1.FulfilmentCapacityGone':
      return withoutQuote(record);
    case 'contracting.v1.FulfilmentCapacityHeld':
      // A quote that was accepted by the order itself waits for nobody.
      return record.state === 'acknowledged' ? { ...record, state: 'quoted' } : record;
    case 'contracting.v1.FulfilmentQuoteAccepted':
      return { ...record, state: 'in-progress' };
    case 'contracting.v1.FulfilmentContracted':
      return { ...record, contractId: event.data.contractId };
    case 'contracting.v1.ContractAmended':
      return event.data.endsAt === undefined ? record : { ...record, endsAt: event.data.endsAt };
    case 'contracting.v1.ServiceChangeCompleted':
      return { ...record, ...changed(event.data.change) };
    case 'contracting.v1.ContractTerminated':
      return { ...record, state: 'terminated' };
    case 'contracting.v1.ServiceRequestRefused':
      return { ...record, state: 'refused', refusal: event.data.refusal };
    case 'contracting.v1.ServiceRequestCompleted':
      return { ...record, state: 'active', contractId: event.data.contractId, activeAt: event.data.completedAt };
  }
}

function withoutQuote({ quote, ...record }: OrderRecord): OrderRecord {
  return { ...record, state: 'acknowledged' };
}

function changed({ kind, mbps }: contracting.ServiceChange): Partial<OrderRecord> {
  if (kind === 'modify') return mbps === undefined ? {} : { changedMbps: mbps };
  return { state: kind === 'suspend' ? 'suspended' : 'active' };
}
