import { sameUuid, toHex } from '@carriermesh/kernel';
import { billing, eventSubjects, type EventData, type EventType } from '@carriermesh/wire';
import { entry, moneyBody, refusalBody, timeBody } from '../http/bodies.js';
import { quoteBody, termsBody } from '../service-requests/service-request.body.js';

/** What a buyer is told of an event, and by what the gateway knows whose it is. */
export interface Telling {
  /** Everything that an order leads to bears the order's UUID, so this is known of each event. */
  readonly orderId: string;
  /** Present in the events that name their buyer. */
  readonly buyerId?: string;
  readonly body: object;
}

/**
 * The events that buyers are told of, each with what they may know. It is a list of what is told: a field that the schema gains
 * tomorrow stays inside. Quotes have a summary and no costs, contracts their hash, invoices their total.
 */
const TELLINGS: { readonly [T in EventType]?: (data: EventData[T]) => Telling } = {
  'contracting.v1.ServiceRequested': ({ orderId, buyerId, requestId, terms, requestedAt }) => ({
    orderId,
    buyerId,
    body: { orderId, requestId, terms: termsBody(terms), requestedAt: timeBody(requestedAt) },
  }),
  'contracting.v1.ServiceRequestRefused': ({ orderId, refusal, refusedAt }) => ({
    orderId,
    body: { orderId, refusal: refusalBody(refusal), refusedAt: timeBody(refusedAt) },
  }),
  'contracting.v1.ServiceRequestCompleted': ({ orderId, contractId, completedAt }) => ({
    orderId,
    body: { orderId, contractId, completedAt: timeBody(completedAt) },
  }),
  'contracting.v1.QuoteOffered': ({ orderId, buyerId, summary }) => ({ orderId, buyerId, body: { orderId, quote: quoteBody(summary) } }),
  'contracting.v1.QuoteAccepted': ({ orderId, quoteId, acceptedAt }) => ({
    orderId,
    body: { orderId, quoteId, acceptedAt: timeBody(acceptedAt) },
  }),
  'contracting.v1.QuoteDeclined': ({ orderId, quoteId, declinedAt, reason }) => ({ orderId, body: { orderId, quoteId, declinedAt: timeBody(declinedAt), reason } }),
  'contracting.v1.QuoteExpired': ({ orderId, quoteId, expiredAt }) => ({ orderId, body: { orderId, quoteId, expiredAt: timeBody(expiredAt) } }),
  'contracting.v1.QuoteWithdrawn': ({ orderId, quoteId, reason, withdrawnAt }) => ({
    orderId,
    body: { orderId, quoteId, reason: refusalBody(reason), withdrawnAt: timeBody(withdrawnAt) },
  }),
  'contracting.v1.ContractSigned': ({ orderId, buyerId, contractId, contractSha256 }) => ({
    orderId,
    buyerId,
    body: { orderId, contractId, contractSha256: toHex(contractSha256) },
  }),
  'contracting.v1.ContractAmended': ({ orderId, buyerId, contractId, version, amendmentSha256, endsAt, mbps }) => ({
    orderId,
    buyerId,
    body: { orderId, contractId, version, amendmentSha256: toHex(amendmentSha256), ...entry('endsAt', endsAt, timeBody), ...entry('mbps', mbps, Number) },
  }),
  'contracting.v1.ContractTerminated': ({ orderId, contractId, endedAt, terminatedAt }) => ({
    orderId,
    body: { orderId, contractId, endedAt: timeBody(endedAt), terminatedAt: timeBody(terminatedAt) },
  }),
  'contracting.v1.ServiceChangeOrdered': ({ orderId, buyerId, contractId, number, change, request }) => ({
    orderId,
    buyerId,
    body: { orderId, contractId, number, change: change.kind, requestId: request.requestId, requestedAt: timeBody(request.requestedAt) },
  }),
  'contracting.v1.ServiceChangeCompleted': ({ orderId, contractId, number, change, completedAt }) => ({
    orderId,
    body: { orderId, contractId, number, change: change.kind, completedAt: timeBody(completedAt) },
  }),
  'contracting.v1.ServiceChangeRejected': ({ orderId, contractId, number, refusal, rejectedAt }) => ({
    orderId,
    body: { orderId, contractId, number, refusal: refusalBody(refusal), rejectedAt: timeBody(rejectedAt) },
  }),
  'contracting.v1.ContractVoided': ({ orderId, contractId, reason, voidedAt }) => ({
    orderId,
    body: { orderId, contractId, reason: refusalBody(reason), voidedAt: timeBody(voidedAt) },
  }),
  'provisioning.v1.ServiceActivated': ({ orderId, contractId, serviceStartAt, activatedAt }) => ({
    orderId,
    body: { orderId, contractId, serviceStartAt: timeBody(serviceStartAt), activatedAt: timeBody(activatedAt) },
  }),
  'provisioning.v1.ActivationFailed': ({ orderId, contractId, reason, failedAt }) => ({
    orderId,
    body: { orderId, contractId, reason: refusalBody(reason), failedAt: timeBody(failedAt) },
  }),
  'billing.v1.InvoiceIssued': ({ invoiceId, contractId, buyerId, invoice, issuedAt }) => {
    const { orderId, periodNumber, total } = billing.Invoice.decode(invoice);
    const body = { invoiceId, contractId, orderId, periodNumber, total: moneyBody(total), issuedAt: timeBody(issuedAt) };
    return { orderId: sameUuid('ord', contractId), buyerId, body };
  },
};

export const TOLD_TYPES = Object.keys(TELLINGS) as readonly EventType[];

const TOLD_SUBJECTS: ReadonlySet<string> = new Set(TOLD_TYPES.map((type) => withoutLast(eventSubjects(type))));

/** Whether buyers are told of what stands under a subject. */
export const isTold = (subject: string): boolean => TOLD_SUBJECTS.has(withoutLast(subject));

/** A subject's last token is the aggregate's, of which there are any number. */
function withoutLast(subject: string): string {
  return subject.slice(0, subject.lastIndexOf('.'));
}

/** `undefined` for an event that is no buyer's business. */
export function tellingOf<T extends EventType>(type: T, data: EventData[T]): Telling | undefined {
  return TELLINGS[type]?.(data);
}
