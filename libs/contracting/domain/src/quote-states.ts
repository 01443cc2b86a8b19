import type { contracting } from '@carriermesh/wire';
import type { OrderRecord } from './order-record.js';

/**
 * Where a quote stands, in the words of MEF 80 and of the quote management of LSO Sonata (MEF 115). Not used are `answered`, which is a budgetary
 * quote and is on no record; `approved.orderableAlternate`, since nothing is offered but what was asked for; `inProgress.draft`, since no price is
 * told before its capacity is held; `rejected`, since a request that is not understood becomes no order; `cancelled`, since a buyer declines what it
 * does not want as soon as it has a price.
 */
export type QuoteStanding = 'acknowledged' | 'inProgress' | 'approved.orderable' | 'accepted' | 'declined' | 'expired' | 'unableToProvide';

type Standings = { readonly [S in Exclude<contracting.OrderState, 'unspecified'>]: (record: OrderRecord) => QuoteStanding };

/** The one table. An order has one quote at a time, so the order's own record says where that stands. */
const STANDINGS: Standings = {
  // With a price it waits for its capacity, which may be gone by then.
  acknowledged: ({ quote }) => (quote ? 'inProgress' : 'acknowledged'),
  quoted: () => 'approved.orderable',
  'in-progress': () => 'accepted',
  active: () => 'accepted',
  suspended: () => 'accepted',
  terminated: () => 'accepted',
  refused: ({ contractId, refusal }) => {
    // What failed after its contract was signed was no fault of the quote's.
    if (contractId !== undefined) return 'accepted';
    return ENDS[refusal?.code ?? ''] ?? 'unableToProvide';
  },
};

const ENDS: Readonly<Record<string, QuoteStanding>> = { 'quote-expired': 'expired', 'quote-declined': 'declined' };

export function quoteStandingOf(record: OrderRecord): QuoteStanding {
  return record.state === 'unspecified' ? 'acknowledged' : STANDINGS[record.state](record);
}

export function quoteRecordOf(record: OrderRecord): contracting.QuoteRecord {
  const { orderId, buyerId, terms, requestedAt, quote, refusal } = record;
  return { orderId, buyerId, state: quoteStandingOf(record), terms, requestedAt, ...(quote ? { summary: quote } : {}), ...(refusal ? { refusal } : {}) };
}

/** One that others took the capacity of before it was held: the order went on with another quote, or came to its end. */
export function withdrawnQuoteRecord(record: OrderRecord, summary: contracting.QuoteSummary, { reason }: Pick<contracting.QuoteWithdrawn, 'reason'>): contracting.QuoteRecord {
  return { ...quoteRecordOf(record), state: 'unableToProvide', summary, refusal: reason };
}
