import { eventually, type TrialMesh } from '@carriermesh/platform-trial';
import { contracting } from '@carriermesh/wire';

const city = (name: string) => ({ place: { kind: 'city', city: name } }) as const;

export const trialTerms = (changed: Partial<contracting.ServiceTerms> = {}): contracting.ServiceTerms => ({
  from: city('London'),
  to: city('New York'),
  mbps: 100,
  termMonths: 12,
  objective: 'latency',
  currency: 'EUR',
  acceptance: 'automatic',
  ...changed,
});

/** Nobody offers anything there. */
export const ATLANTIS = city('Atlantis');

/** What a suite needs of a buyer: orders, acceptances, and a look at both. */
export class TrialBuyer {
  private requests = 0;

  constructor(
    private readonly mesh: TrialMesh,
    readonly id: string,
  ) {}

  get caller() {
    return { context: this.mesh.context(`buyer:${this.id}`), timeoutMs: 15_000 };
  }

  async ask(changed: Partial<contracting.ServiceTerms> = {}, requestId = `${this.id}-${(this.requests += 1)}`): Promise<contracting.RequestServiceResponse['outcome']> {
    const body = { buyerId: this.id, requestId, terms: trialTerms(changed) };
    return (await this.mesh.bus.request(contracting.RequestService, body, this.caller)).outcome;
  }

  /** An order that has to be taken. */
  async order(changed: Partial<contracting.ServiceTerms> = {}, requestId?: string): Promise<contracting.ServiceRequestRecord> {
    const outcome = await this.ask(changed, requestId);
    if (outcome.kind !== 'acknowledged') throw new Error(`refused: ${outcome.refused.message}`);
    return outcome.acknowledged;
  }

  async accept(quoteId: string, signature?: Uint8Array): Promise<contracting.AcceptQuoteResponse['outcome']> {
    return (await this.mesh.bus.request(contracting.AcceptQuote, { buyerId: this.id, quoteId, ...(signature ? { signature } : {}) }, this.caller)).outcome;
  }

  async decline(quoteId: string, reason = ''): Promise<contracting.DeclineQuoteResponse['outcome']> {
    return (await this.mesh.bus.request(contracting.DeclineQuote, { buyerId: this.id, quoteId, reason }, this.caller)).outcome;
  }

  async look(orderId: string): Promise<contracting.GetServiceRequestResponse['outcome']> {
    return (await this.mesh.bus.request(contracting.GetServiceRequest, { buyerId: this.id, orderId }, this.caller)).outcome;
  }

  async quote(quoteId: string): Promise<contracting.GetQuoteResponse['outcome']> {
    return (await this.mesh.bus.request(contracting.GetQuote, { buyerId: this.id, quoteId }, this.caller)).outcome;
  }

  async quotes(limit = 1_000): Promise<readonly contracting.QuoteRecord[]> {
    return (await this.mesh.bus.request(contracting.ListQuotes, { buyerId: this.id, limit }, this.caller)).quotes;
  }

  async list(limit = 1_000): Promise<readonly contracting.ServiceRequestRecord[]> {
    return (await this.mesh.bus.request(contracting.ListServiceRequests, { buyerId: this.id, limit }, this.caller)).serviceRequests;
  }

  async contract(contractId: string): Promise<contracting.GetContractResponse['outcome']> {
    return (await this.mesh.bus.request(contracting.GetContract, { buyerId: this.id, contractId }, this.caller)).outcome;
  }

  reaches(orderId: string, state: contracting.OrderState): Promise<contracting.ServiceRequestRecord> {
    return eventually(`${orderId} ${state}`, async () => {
      const outcome = await this.look(orderId);
      return outcome.kind === 'service-request' && outcome.serviceRequest.state === state ? outcome.serviceRequest : undefined;
    });
  }
}
