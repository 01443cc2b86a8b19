import { accept, type Decider, type Decision, ignore, refuse } from '@carriermesh/decider';
import { bytesEqual, type Instant, unreachable } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { type TermsRefusal, whyNoOrder } from './service-terms.js';

export type OrderEvent = Extract<contracting.AnyEvent, { type: `contracting.v1.ServiceRequest${string}` }>;

/** The order's id follows from buyer and request id, so that a request sent again reaches the order that it made. */
export interface RequestService {
  readonly orderId: string;
  readonly buyerId: string;
  readonly requestId: string;
  readonly terms: contracting.ServiceTerms;
  readonly termsSha256: Uint8Array;
  readonly now: Instant;
}

export type Order =
  | { readonly status: 'none' }
  | { readonly status: 'open' | 'refused' | 'completed'; readonly termsSha256: Uint8Array };

export type OrderRefusal = TermsRefusal | { readonly code: 'request-id-reused'; readonly requestId: string; readonly orderId: string };

/** What a buyer asked for, once and for ever. How it ended is told here by the process that looked after it. */
export const order: Decider<RequestService, Order, OrderEvent, OrderRefusal> = {
  initial: { status: 'none' },

  decide({ now, ...request }, state): Decision<OrderEvent, OrderRefusal> {
    const problem = whyNoOrder(request);
    if (problem) return refuse(problem);
    if (state.status === 'none') return accept({ type: 'contracting.v1.ServiceRequested', data: { ...request, requestedAt: now } });
    const { requestId, orderId, termsSha256 } = request;
    // Two orders under one name: answering the second with the first would sell the buyer something else than it asked for.
    if (!bytesEqual(termsSha256, state.termsSha256)) return refuse({ code: 'request-id-reused', requestId, orderId });
    return ignore('requested before with the same terms');
  },

  evolve(state, event): Order {
    switch (event.type) {
      case 'contracting.v1.ServiceRequested':
        return { status: 'open', termsSha256: event.data.termsSha256 };
      case 'contracting.v1.ServiceRequestRefused':
        return state.status === 'none' ? state : { ...state, status: 'refused' };
      case 'contracting.v1.ServiceRequestCompleted':
        return state.status === 'none' ? state : { ...state, status: 'completed' };
      default:
        return unreachable(event);
    }
  },
};
