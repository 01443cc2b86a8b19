import type { CallContext } from '@carriermesh/platform-bus';
import type { Instant } from '@carriermesh/kernel';
import { contracting } from '@carriermesh/wire';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';
import { NetworkBus } from '../world/network.js';
import type { MachineProcess } from '../world/machine-process.js';
import type { HandedOut } from './handed-out.js';

const ASK_AGAIN_MS = 700;
const LOOK_EVERY_MS = 900;
/** A buyer looks so often for a quote, and then forgets the order. */
const MAX_LOOKS = 40;
/** How often a buyer asks for its service back that a provider does not resume. */
const MAX_RESUMPTIONS = 3;

/** What a buyer wants, and what it does about a quote that waits for it. */
export interface Wish {
  readonly requestId: string;
  readonly terms: contracting.ServiceTerms;
  /** Milliseconds from the quote to its acceptance; absent for one that is never accepted. */
  readonly acceptsAfterMs?: number;
  /** Milliseconds from the quote to its decline, which may cross its acceptance. */
  readonly declinesAfterMs?: number;
  /** The same request is sent once more, with other terms. */
  readonly contradicts?: boolean;
  /** Milliseconds from the running service to the word that it shall carry so much. */
  readonly modifies?: readonly { readonly afterMs: number; readonly mbps: number }[];
  /** Milliseconds from the running service to its suspension, and from that to the word that it shall be resumed, if ever. */
  readonly pauses?: { readonly afterMs: number; readonly resumesAfterMs?: number };
  /** Milliseconds from the running service to the word that it shall end, and before when it is not wished; absent for one that stays. */
  readonly ends?: { readonly afterMs: number; readonly endsAt?: Instant };
}

/** Asks until it is answered, looks until there is a quote, and accepts it or not. It outlives every fault. */
export class Buyer {
  private readonly bus: NetworkBus;
  private changes = 0;

  constructor(
    mesh: SimulatedMesh,
    private readonly process: MachineProcess,
    readonly id: string,
    private readonly handedOut: HandedOut,
  ) {
    this.bus = new NetworkBus(mesh.network, process);
  }

  /** Resolves to the order's id, or to nothing when it was refused. */
  async order(wish: Wish): Promise<string | undefined> {
    const { requestId, terms } = wish;
    const body = { buyerId: this.id, requestId, terms };
    const { outcome } = await this.untilAnswered(() => this.bus.request(contracting.RequestService, body, { context: this.context(requestId) }));
    if (outcome.kind === 'refused') return undefined;
    const { orderId } = outcome.acknowledged;
    this.handedOut.orders.add(orderId);
    if (wish.contradicts) await this.contradict(body);
    const { acceptsAfterMs, declinesAfterMs } = wish;
    await Promise.all([acceptsAfterMs !== undefined && this.accept(orderId, acceptsAfterMs), declinesAfterMs !== undefined && this.decline(orderId, declinesAfterMs)]);
    await Promise.all([wish.ends && this.end(orderId, wish.ends), wish.pauses && this.suspend(orderId, wish.pauses), wish.modifies && this.modify(orderId, wish.modifies)]);
    return orderId;
  }

  private async contradict(body: contracting.RequestServiceRequest): Promise<void> {
    const other = { ...body, terms: { ...body.terms, mbps: body.terms.mbps + 1 } };
    const { outcome } = await this.untilAnswered(() => this.bus.request(contracting.RequestService, other, { context: this.context(body.requestId) }));
    if (outcome.kind === 'acknowledged') this.handedOut.contradictions.push(body.requestId);
  }

  private async accept(orderId: string, afterMs: number): Promise<void> {
    const quoteId = await this.quoteOf(orderId);
    if (quoteId === undefined) return;
    await this.pause(afterMs);
    const { outcome } = await this.untilAnswered(() => this.bus.request(contracting.AcceptQuote, { buyerId: this.id, quoteId }, { context: this.context(orderId) }));
    if (outcome.kind === 'accepted') this.handedOut.acceptances.add(quoteId);
  }

  /** Says twice that it does not want the quote, and is answered the same. */
  private async decline(orderId: string, afterMs: number): Promise<void> {
    const quoteId = await this.quoteOf(orderId);
    if (quoteId === undefined) return;
    await this.pause(afterMs);
    const decline = () => this.untilAnswered(() => this.bus.request(contracting.DeclineQuote, { buyerId: this.id, quoteId, reason: '' }, { context: this.context(orderId) }));
    const { outcome } = await decline();
    const { outcome: again } = await decline();
    // The quote may be over for one instance and not yet for another, whose clock is behind: then it may still be declined.
    if (outcome.kind === 'declined' && again.kind !== 'declined') this.handedOut.contradictions.push(`the decline of ${quoteId}`);
    if (again.kind === 'declined') this.handedOut.declines.add(quoteId);
  }

  /** Asks for the end of its contract, twice, and once more by another name: the contract ends once. */
  private async end(orderId: string, { afterMs, endsAt }: NonNullable<Wish['ends']>): Promise<void> {
    const contractId = await this.contractOf(orderId);
    if (contractId === undefined) return;
    await this.pause(afterMs);
    const body = { buyerId: this.id, contractId, requestId: `end-${orderId}`, reason: '', ...(endsAt === undefined ? {} : { endsAt }) };
    const ask = (requestId: string) => this.untilAnswered(() => this.bus.request(contracting.TerminateContract, { ...body, requestId }, { context: this.context(orderId) }));
    const ends: string[] = [];
    for (const requestId of [body.requestId, body.requestId]) {
      const { outcome } = await ask(requestId);
      if (outcome.kind === 'refused') return void this.handedOut.contradictions.push(`${requestId} (${outcome.refused.code})`);
      const endings = outcome.terminating.amendments.filter(({ envelope }) => contracting.ContractAmendment.decode(envelope.body).change.kind === 'termination');
      ends.push(...endings.map(({ amendmentSha256 }) => Buffer.from(amendmentSha256).toString('hex')));
    }
    if (ends.length !== 2 || ends[0] !== ends[1]) this.handedOut.contradictions.push(body.requestId);
    this.handedOut.endings.add(contractId);
    const { outcome } = await ask(`another-${orderId}`);
    if (outcome.kind !== 'refused') this.handedOut.contradictions.push(`another-${orderId}`);
  }

  /** Has its service suspended, and mostly resumed: each asked for twice, and done once. */
  private async suspend(orderId: string, { afterMs, resumesAfterMs }: NonNullable<Wish['pauses']>): Promise<void> {
    const wish = `the suspension of ${orderId}`;
    this.handedOut.wishes.add(wish);
    const contractId = await this.contractOf(orderId);
    if (contractId !== undefined) {
      await this.pause(afterMs);
      const isSuspended = await this.change(orderId, contractId, 'suspend');
      if (isSuspended && resumesAfterMs !== undefined) {
        await this.pause(resumesAfterMs);
        // What a provider refuses today it does another time.
        for (let tries = 0; tries < MAX_RESUMPTIONS && !(await this.change(orderId, contractId, 'resume')); tries++) await this.pause(LOOK_EVERY_MS);
      }
    }
    this.handedOut.wishes.delete(wish);
  }

  private async modify(orderId: string, modifies: NonNullable<Wish['modifies']>): Promise<void> {
    const wish = `the bandwidth of ${orderId}`;
    this.handedOut.wishes.add(wish);
    const contractId = await this.contractOf(orderId);
    for (const { afterMs, mbps } of contractId === undefined ? [] : modifies) {
      await this.pause(afterMs);
      await this.change(orderId, contractId as string, 'modify', mbps);
    }
    this.handedOut.wishes.delete(wish);
  }

  /** @returns whether the service was changed, which is told once and for all */
  private async change(orderId: string, contractId: string, kind: contracting.ServiceChangeKind, mbps?: number): Promise<boolean> {
    const requestId = `${kind}-${orderId}-${(this.changes += 1)}`;
    const context = this.context(orderId);
    const body = { buyerId: this.id, contractId, requestId, change: { kind, reason: '', ...(mbps === undefined ? {} : { mbps }) } };
    for (let asked = 0; asked < 2; asked++) {
      const { outcome } = await this.untilAnswered(() => this.bus.request(contracting.ChangeService, body, { context }));
      if (outcome.kind === 'refused') {
        if (asked > 0) this.handedOut.contradictions.push(`${requestId} (${outcome.refused.code})`);
        return false;
      }
    }
    for (;;) {
      await this.pause(LOOK_EVERY_MS);
      const { outcome } = await this.untilAnswered(() => this.bus.request(contracting.GetContract, { buyerId: this.id, contractId }, { context }));
      const change = outcome.kind === 'contract' ? outcome.contract.changes.find((each) => each.request.requestId === requestId) : undefined;
      if (!change) this.handedOut.contradictions.push(`${requestId} (forgotten)`);
      if (change?.state !== 'in-progress') return change?.state === 'completed';
    }
  }

  private async contractOf(orderId: string): Promise<string | undefined> {
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      await this.pause(LOOK_EVERY_MS);
      const { outcome } = await this.untilAnswered(() => this.bus.request(contracting.GetServiceRequest, { buyerId: this.id, orderId }, { context: this.context(orderId) }));
      if (outcome.kind !== 'service-request') continue;
      const { state, contractId } = outcome.serviceRequest;
      if (state === 'refused') return undefined;
      if (state === 'active') return contractId;
    }
    return undefined;
  }

  private async quoteOf(orderId: string): Promise<string | undefined> {
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      await this.pause(LOOK_EVERY_MS);
      const { outcome } = await this.untilAnswered(() => this.bus.request(contracting.GetServiceRequest, { buyerId: this.id, orderId }, { context: this.context(orderId) }));
      if (outcome.kind !== 'service-request') continue;
      const { state, quote } = outcome.serviceRequest;
      if (state === 'refused' || state === 'active') return undefined;
      if (quote) return quote.quoteId;
    }
    return undefined;
  }

  private async untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      const answer = await ask().catch(() => undefined);
      if (answer !== undefined) return answer;
      await this.pause(ASK_AGAIN_MS);
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.process.after(ms, resolve));
  }

  private context(correlationId: string): CallContext {
    return { actor: `buyer:${this.id}`, correlationId, causationId: correlationId };
  }
}
