import { Inject, Injectable } from '@nestjs/common';
import { bytesEqual, instant, NANOS_PER_DAY, sameUuid, typedId } from '@carriermesh/kernel';
import { CLOCK, defineService, LEDGER, SIGNER, TypedLedger, type Clock, type ServiceDefinition, type Signer } from '@carriermesh/platform-chassis';
import type { CallContext } from '@carriermesh/platform-bus';
import { sealEnvelope, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { billing, contracting, monitoring, paths, type AnyEvent } from '@carriermesh/wire';
import { AlarmShelf } from './alarm-shelf.js';
import { guideOf, RULES, soldTo } from './catalog-shelf.js';
import { DisputeShelf } from './dispute-shelf.js';
import { handlerOf } from './handler-of.js';
import { PartyShelf } from './party-shelf.js';
import { SettlementShelf } from './settlement-shelf.js';
import { ALTERNATE, estimateOf, PRICE_STEPS, quoteRecordOf, unknown, UNLUCKY, waysOf } from './quotes.js';
import { amendmentOf, contractOf, HASH, invoiceOf, LATENCY_NS, PRICE, uuidOf } from './documents.js';

/*
 * What the specs' gateway talks to: it answers on the bus and writes to the ledger as contracting and billing do, with one order's
 * worth of business. It works on an order whenever somebody looks at it, so that no spec depends on time.
 */

type OrderRecord = contracting.ServiceRequestRecord;

export interface Counterpart {
  readonly definition: ServiceDefinition;
  /** What the business holds about its orders, for specs to look at. */
  readonly orders: ReadonlyMap<string, OrderRecord>;
  readonly contracts: Map<string, contracting.ContractRecord & { readonly buyerId: string }>;
  readonly parties: PartyShelf;
  readonly disputes: DisputeShelf;
  readonly settlements: SettlementShelf;
  /** What was asked about paths, the last one last. */
  readonly pathQuestions: readonly paths.FindPathsRequest[];
  /** What acceptances were signed with. */
  readonly signatures: readonly Uint8Array[];
  /** It answers anybody with anything: the gateway's own lock is what is left. */
  trusting: boolean;
}

/** Nobody serves this city: an order from it is refused. */
export const UNSERVED_CITY = 'Atlantis';
/** An order from here stays acknowledged for ever. */
export const SLOW_CITY = 'Limbo';

export function makeCounterpart(): Counterpart {
  const desk = new Desk();

  @Injectable()
  class Books extends Bookkeeping {
    constructor(@Inject(LEDGER) ledger: TypedLedger, @Inject(CLOCK) clock: Clock, @Inject(SIGNER) signer: Signer) {
      super(desk, ledger, clock, signer);
    }
  }

  const handlers = [
    handlerOf(contracting.RequestService, Books, (books, { body, context }) => books.request(body, context)),
    handlerOf(contracting.GetServiceRequest, Books, (books, { body, context }) => books.look(body, context)),
    handlerOf(contracting.ListServiceRequests, Books, async (_, { body }) => desk.list(body)),
    handlerOf(contracting.AcceptQuote, Books, (books, { body, context }) => books.accept(body, context)),
    handlerOf(contracting.DeclineQuote, Books, (books, { body, context }) => books.decline(body, context)),
    handlerOf(contracting.EstimateService, Books, async (_, { body }) => estimateOf(body.terms)),
    handlerOf(contracting.GetQuote, Books, async (_, { body }) => desk.quote(body)),
    handlerOf(contracting.ListQuotes, Books, async (_, { body }) => ({ quotes: desk.list(body).serviceRequests.map(quoteRecordOf) })),
    handlerOf(paths.FindPaths, Books, async (_, { body }) => desk.ways(body)),
    handlerOf(paths.ListSoldKinds, Books, async (_, { body }) => soldTo(desk.asWhom(body.buyerId))),
    handlerOf(contracting.GetPriceGuide, Books, async (_, { body }) => guideOf(desk.asWhom(body.buyerId))),
    handlerOf(billing.ListRatingRules, Books, async () => ({ rules: RULES })),
    handlerOf(contracting.GetContract, Books, async (_, { body }) => desk.contract(body)),
    handlerOf(contracting.TerminateContract, Books, (books, { body }) => books.terminate(body)),
    handlerOf(contracting.ChangeService, Books, async (books, { body }) => books.change(body)),
    handlerOf(contracting.RegisterParty, Books, async (_, { body }) => desk.parties.register(body)),
    handlerOf(contracting.UpdateParty, Books, async (_, { body }) => desk.parties.update(body)),
    handlerOf(contracting.GetParty, Books, async (_, { body }) => desk.parties.get(body, desk.trusting)),
    handlerOf(monitoring.ListAlarms, Books, async (_, { body }) => desk.alarms.list(body, desk.trusting)),
    handlerOf(monitoring.GetAlarm, Books, async (_, { body }) => desk.alarms.get(body, desk.trusting)),
    handlerOf(monitoring.GetServiceLevel, Books, async (_, { body }) => desk.alarms.level(body, desk.trusting)),
    handlerOf(billing.GetInvoice, Books, async (_, { body }) => desk.invoice(body)),
    handlerOf(billing.GetSettlement, Books, async (_, { body }) => desk.settlements.get(body)),
    handlerOf(billing.ListSettlements, Books, async (_, { body }) => desk.settlements.list(body)),
    handlerOf(billing.OpenDispute, Books, async (_, { body }) => desk.disputes.open(body, desk.invoices.get(body.invoiceId))),
    handlerOf(billing.ListDisputes, Books, async (_, { body }) => desk.disputes.list(body)),
    handlerOf(billing.GetDispute, Books, async (_, { body }) => desk.disputes.get(body)),
    handlerOf(billing.WithdrawDispute, Books, async (_, { body }) => desk.disputes.withdraw(body)),
    handlerOf(billing.ListInvoices, Books, async (_, { body }) => desk.listInvoices(body)),
  ];
  desk.definition = defineService({ name: 'counterpart', handlers, providers: [Books], listens: [], publishes: [] });
  return desk;
}

class Desk implements Counterpart {
  readonly pathQuestions: paths.FindPathsRequest[] = [];
  readonly signatures: Uint8Array[] = [];
  definition!: ServiceDefinition;
  trusting = false;
  readonly parties = new PartyShelf();
  readonly settlements = new SettlementShelf();
  readonly disputes = new DisputeShelf((buyerId, owned) => this.mayHave(buyerId, owned));
  readonly orders = new Map<string, OrderRecord>();
  readonly contracts = new Map<string, contracting.ContractRecord & { readonly buyerId: string }>();
  readonly alarms = new AlarmShelf(this.contracts);
  readonly invoices = new Map<string, billing.Invoice>();

  mayHave(buyerId: string, owned: { readonly buyerId: string } | undefined): boolean {
    return owned !== undefined && (this.trusting || owned.buyerId === buyerId);
  }

  /** Whoever asks, when it trusts everybody, is answered as acme. */
  asWhom(buyerId: string): string {
    return this.trusting ? 'acme' : buyerId;
  }

  list({ buyerId, limit }: contracting.ListServiceRequestsRequest): contracting.ListServiceRequestsResponse {
    return { serviceRequests: [...this.orders.values()].filter((order) => this.mayHave(buyerId, order)).reverse().slice(0, limit) };
  }

  quote({ buyerId, quoteId }: contracting.GetQuoteRequest): contracting.GetQuoteResponse {
    const order = [...this.orders.values()].find(({ orderId, quote }) => orderId === quoteId || quote?.quoteId === quoteId);
    return { outcome: order && this.mayHave(buyerId, order) ? { kind: 'quote', quote: { record: quoteRecordOf(order), alternates: [ALTERNATE], acceptance: Uint8Array.of(1, 2, 3) } } : unknown('quote', order) };
  }

  ways(question: paths.FindPathsRequest): paths.FindPathsResponse {
    this.pathQuestions.push(question);
    return waysOf(question);
  }

  contract({ buyerId, contractId }: contracting.GetContractRequest): contracting.GetContractResponse {
    const contract = this.contracts.get(contractId);
    return { outcome: contract && this.mayHave(buyerId, contract) ? { kind: 'contract', contract } : unknown('contract', contract) };
  }

  invoice({ buyerId, invoiceId }: billing.GetInvoiceRequest): billing.GetInvoiceResponse {
    const invoice = this.invoices.get(invoiceId);
    if (!invoice || !this.mayHave(buyerId, invoice)) return { outcome: unknown('invoice', invoice) };
    return { outcome: { kind: 'invoice', invoice }, issued: { issuedAt: invoice.periodUntil, sha256: sha256(billing.Invoice.encode(invoice)) } };
  }

  listInvoices({ buyerId, contractId, limit }: billing.ListInvoicesRequest): billing.ListInvoicesResponse {
    const own = [...this.invoices.values()].filter((invoice) => invoice.buyerId === buyerId && (contractId === '' || invoice.contractId === contractId));
    return { invoices: own.slice(0, limit).map((invoice) => ({ ...invoice, issuedAt: invoice.periodUntil })) };
  }
}

abstract class Bookkeeping {
  constructor(
    private readonly desk: Desk,
    private readonly ledger: TypedLedger,
    private readonly clock: Clock,
    private readonly signer: Signer,
  ) {}

  async request({ buyerId, requestId, terms }: contracting.RequestServiceRequest, context: CallContext): Promise<contracting.RequestServiceResponse> {
    const orderId = typedId('ord', uuidOf(`${buyerId}\0${requestId}`));
    const known = this.desk.orders.get(orderId);
    if (known) {
      const same = bytesEqual(contracting.ServiceTerms.encode(known.terms), contracting.ServiceTerms.encode(terms));
      if (same) return { outcome: { kind: 'acknowledged', acknowledged: known } };
      const message = `The request "${requestId}" was made before with other terms.`;
      return { outcome: { kind: 'refused', refused: { code: 'request-id-reused', message, facts: { order_id: orderId } } } };
    }
    if (terms.mbps === 13) return { outcome: { kind: 'refused', refused: UNLUCKY } };
    const record: OrderRecord = { orderId, buyerId, requestId, terms, state: 'acknowledged', requestedAt: this.clock.now() };
    const requested = { orderId, buyerId, requestId, terms, termsSha256: sha256(contracting.ServiceTerms.encode(terms)), requestedAt: record.requestedAt };
    await this.write(`order-${orderId}`, context, { type: 'contracting.v1.ServiceRequested', data: requested });
    this.desk.orders.set(orderId, record);
    return { outcome: { kind: 'acknowledged', acknowledged: record } };
  }

  async look({ buyerId, orderId }: contracting.GetServiceRequestRequest, context: CallContext): Promise<contracting.GetServiceRequestResponse> {
    const order = this.desk.orders.get(orderId);
    if (!order || !this.desk.mayHave(buyerId, order)) return { outcome: unknown('order', order) };
    return { outcome: { kind: 'service-request', serviceRequest: await this.workOn(order, context) } };
  }

  async accept({ buyerId, quoteId, signature }: contracting.AcceptQuoteRequest, context: CallContext): Promise<contracting.AcceptQuoteResponse> {
    if (signature) this.desk.signatures.push(signature);
    const order = [...this.desk.orders.values()].find(({ quote }) => quote?.quoteId === quoteId);
    if (!order || order.buyerId !== buyerId) return { outcome: unknown('quote', order) };
    if (order.state === 'quoted') await this.take(order, context);
    return { outcome: { kind: 'accepted', accepted: { quoteId, orderId: order.orderId } } };
  }

  async decline({ buyerId, quoteId, reason }: contracting.DeclineQuoteRequest, context: CallContext): Promise<contracting.DeclineQuoteResponse> {
    const order = [...this.desk.orders.values()].find(({ quote }) => quote?.quoteId === quoteId);
    if (!order || order.buyerId !== buyerId) return { outcome: unknown('quote', order) };
    const { orderId } = order;
    if (order.state === 'quoted') {
      await this.write(`quote-${quoteId}`, context, { type: 'contracting.v1.QuoteDeclined', data: { quoteId, orderId, declinedBy: buyerId, declinedAt: this.clock.now(), reason } });
      this.keep({ ...order, state: 'refused', refusal: { code: 'quote-declined', message: 'It was declined.', facts: {} } });
    }
    return { outcome: { kind: 'declined', declined: { quoteId, orderId } } };
  }

  private async workOn(order: OrderRecord, context: CallContext): Promise<OrderRecord> {
    if (order.state === 'in-progress') return this.complete(order, context);
    if (order.state !== 'acknowledged') return order;
    const { place } = order.terms.from;
    if (place.kind === 'city' && place.city === SLOW_CITY) return order;
    if (place.kind === 'city' && place.city === UNSERVED_CITY) return this.refuse(order, context);
    const quoted = await this.quote(order, context);
    return quoted.terms.acceptance === 'explicit' ? quoted : this.take(quoted, context);
  }

  private async refuse(order: OrderRecord, context: CallContext): Promise<OrderRecord> {
    const { orderId } = order;
    const refusal = { code: 'disconnected', message: `No network reaches ${UNSERVED_CITY}.`, facts: { end: 'from' } };
    await this.write(`order-${orderId}`, context, { type: 'contracting.v1.ServiceRequestRefused', data: { orderId, refusal, refusedAt: this.clock.now() } });
    return this.keep({ ...order, state: 'refused', refusal });
  }

  private async quote(order: OrderRecord, context: CallContext): Promise<OrderRecord> {
    const { orderId, buyerId } = order;
    const quoteId = `${sameUuid('quo', orderId)}-1`;
    const validUntil = instant(this.clock.now() + NANOS_PER_DAY);
    const summary = { quoteId, monthlyPrice: PRICE, latencyNs: LATENCY_NS, handovers: 0, providers: ['NetAlpha'], validUntil, alternatives: 0, priceSteps: PRICE_STEPS };
    const data = { quoteId, orderId, buyerId, quote: HASH, quoteSha256: HASH, summary, offers: [] };
    await this.write(`quote-${quoteId}`, context, { type: 'contracting.v1.QuoteOffered', data });
    return this.keep({ ...order, state: 'quoted', quote: summary });
  }

  private async take(order: OrderRecord, context: CallContext): Promise<OrderRecord> {
    const { orderId, buyerId } = order;
    const quoteId = order.quote?.quoteId ?? '';
    const data = { quoteId, orderId, acceptedBy: buyerId, acceptedAt: this.clock.now() };
    await this.write(`quote-${quoteId}`, context, { type: 'contracting.v1.QuoteAccepted', data });
    return this.keep({ ...order, state: 'in-progress' });
  }

  private async complete(order: OrderRecord, context: CallContext): Promise<OrderRecord> {
    const { orderId, buyerId } = order;
    const now = this.clock.now();
    const body = contracting.Contract.encode(contractOf(order, now));
    const contractId = sameUuid('con', orderId);
    const contract = { contractId, buyerId, envelope: sealEnvelope(this.signer, SIGNED_AS.contract, body), contractSha256: sha256(body), state: 'active', amendments: [], changes: [] } as const;
    this.desk.contracts.set(contractId, contract);
    const signed = { contractId, orderId, buyerId, contract: contract.envelope, contractSha256: contract.contractSha256 };
    await this.write(`contract-${contractId}`, context, { type: 'contracting.v1.ContractSigned', data: signed });
    const activated = { contractId, orderId, serviceStartAt: now, activatedAt: now };
    await this.write(`activation-${contractId}`, context, { type: 'provisioning.v1.ServiceActivated', data: activated });
    await this.write(`order-${orderId}`, context, { type: 'contracting.v1.ServiceRequestCompleted', data: { orderId, contractId, completedAt: now } });
    await this.bill(order, contractId, context);
    return this.keep({ ...order, state: 'active', contractId, activeAt: now });
  }

  async terminate(body: contracting.TerminateContractRequest): Promise<contracting.TerminateContractResponse> {
    const contract = this.desk.contracts.get(body.contractId);
    if (!contract || !this.desk.mayHave(body.buyerId, contract)) return { outcome: unknown('contract', contract) };
    const amendment = contracting.ContractAmendment.encode(amendmentOf(body, contract, this.clock.now()));
    const record = { version: 2, envelope: sealEnvelope(this.signer, SIGNED_AS.contractAmendment, amendment), amendmentSha256: sha256(amendment) };
    const terminating = { ...contract, state: 'terminating' as const, amendments: [record] };
    this.desk.contracts.set(body.contractId, terminating);
    return { outcome: { kind: 'terminating', terminating } };
  }

  /** As contracting does once all providers have answered. */
  change({ buyerId, contractId, requestId, change }: contracting.ChangeServiceRequest): contracting.ChangeServiceResponse {
    const contract = this.desk.contracts.get(contractId);
    if (!contract || !this.desk.mayHave(buyerId, contract)) return { outcome: unknown('contract', contract) };
    const now = this.clock.now();
    const request = { requestedBy: buyerId, requestId, requestSha256: HASH, requestedAt: now };
    const done = { number: contract.changes.length + 1, request, change, state: 'completed' as const, endedAt: now };
    const state = change.kind === 'modify' ? contract.state : change.kind === 'suspend' ? ('suspended' as const) : ('active' as const);
    const changing = { ...contract, state, changes: [...contract.changes, done] };
    this.desk.contracts.set(contractId, changing);
    return { outcome: { kind: 'changing', changing } };
  }

  private async bill({ orderId, buyerId, requestedAt }: OrderRecord, contractId: string, context: CallContext): Promise<void> {
    const invoice = invoiceOf({ orderId, buyerId, contractId, from: requestedAt });
    this.desk.invoices.set(invoice.invoiceId, invoice);
    this.desk.settlements.add(invoice);
    const bytes = billing.Invoice.encode(invoice);
    const { invoiceId } = invoice;
    const data = { invoiceId, contractId, buyerId, invoice: bytes, invoiceSha256: sha256(bytes), issuedAt: this.clock.now() };
    await this.write(`period-${contractId}-1`, context, { type: 'billing.v1.InvoiceIssued', data });
  }

  private keep(record: OrderRecord): OrderRecord {
    this.desk.orders.set(record.orderId, record);
    return record;
  }

  private async write(stream: string, context: CallContext, event: AnyEvent): Promise<void> {
    await this.ledger.commit([{ stream, expected: 'any', events: [event] }], context);
  }
}
