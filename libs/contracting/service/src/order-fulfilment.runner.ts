import { Inject, Injectable } from '@nestjs/common';
import {
  type Fulfilment, type FulfilmentEffect, type FulfilmentEvent, type FulfilmentInput, type KeyedEffect, orderFulfilment, quote, type QuoteEvent, quoteStream,
} from '@carriermesh/contracting-domain';
import { fold } from '@carriermesh/decider';
import { invariant, unreachable } from '@carriermesh/kernel';
import type { Bus } from '@carriermesh/platform-bus';
import { BUS, CLOCK, type Clock, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import { actorOf, type AnyStoredEvent, type EffectCall, type ProcessRunner } from '@carriermesh/platform-processes';
import { advertising } from '@carriermesh/wire';
import { Quoting } from './quoting.js';
import { Signing } from './signing.js';

type Effect<K extends FulfilmentEffect['kind']> = Extract<FulfilmentEffect, { kind: K }>;

/** Lets the process of an order live: what it hears, and how what it owes is done. */
@Injectable()
export class OrderFulfilmentRunner implements ProcessRunner<Fulfilment, FulfilmentInput, FulfilmentEvent, FulfilmentEffect> {
  readonly process = orderFulfilment;
  readonly category = 'fulfilment';
  readonly listens = ['contracting.v1.QuoteAccepted', 'contracting.v1.QuoteDeclined', 'provisioning.v1.ServiceActivated', 'provisioning.v1.ActivationFailed'] as const;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Quoting) private readonly quoting: Quoting,
    @Inject(Signing) private readonly signing: Signing,
  ) {}

  route(event: AnyStoredEvent): { readonly id: string; readonly input: FulfilmentInput } | undefined {
    switch (event.type) {
      case 'contracting.v1.QuoteAccepted': {
        // What the process wrote itself, of an order that was the acceptance, it knows by the step that it took in the same commit.
        if (event.metadata.actor === actorOf(orderFulfilment)) return undefined;
        const { orderId, quoteId, acceptedAt } = event.data;
        return { id: orderId, input: { kind: 'quote-accepted', quoteId, acceptedAt } };
      }
      case 'contracting.v1.QuoteDeclined': {
        const { orderId, quoteId, declinedAt } = event.data;
        return { id: orderId, input: { kind: 'quote-declined', quoteId, declinedAt } };
      }
      case 'provisioning.v1.ServiceActivated':
        return { id: event.data.orderId, input: { kind: 'service-activated', contractId: event.data.contractId, serviceStartAt: event.data.serviceStartAt } };
      case 'provisioning.v1.ActivationFailed': {
        const { orderId, contractId, reason } = event.data;
        return { id: orderId, input: { kind: 'activation-failed', contractId, reason } };
      }
      default:
        return undefined;
    }
  }

  async perform(effect: KeyedEffect, call: EffectCall): Promise<FulfilmentInput> {
    switch (effect.kind) {
      case 'find-paths':
        return this.quoted(effect, call);
      case 'hold':
        return this.hold(effect, call);
      case 'expire-quote':
        return this.expire(effect, call);
      case 'commit':
        return this.commit(effect.holdId, call);
      case 'sign':
        return { kind: 'signed', ...(await this.signing.sign(effect)) };
      case 'release':
        return this.release(effect.holdId, call);
      default:
        return unreachable(effect);
    }
  }

  private async quoted(effect: Effect<'find-paths'>, call: EffectCall): Promise<FulfilmentInput> {
    const input = await this.quoting.quote(effect, call);
    if (input.kind === 'quoted') this.signing.noteOffered(input.offered);
    return input;
  }

  /** Of an accepted quote the contracts are written with the capacity, so that one commit holds both. */
  private async hold({ holdId, orderId, buyerId, needs, heldUntil, virtualNetwork, purchase }: Effect<'hold'>, { context }: EffectCall): Promise<FulfilmentInput> {
    const bought = purchase !== undefined;
    const { outcome } = await this.bus.request(advertising.HoldCapacity, { holdId, orderId, buyerId, needs, heldUntil, bought, ...(virtualNetwork && { virtualNetwork }) }, { context });
    if (outcome.kind === 'refused') return { kind: 'hold-refused', holdId, refusal: outcome.refused };
    return bought ? { kind: 'bought', holdId, ...(await this.signing.sign(purchase)) } : { kind: 'held', holdId };
  }

  private async commit(holdId: string, { context }: EffectCall): Promise<FulfilmentInput> {
    const { outcome } = await this.bus.request(advertising.CommitHold, { holdId }, { context });
    return outcome.kind === 'committed' ? { kind: 'committed', holdId } : { kind: 'commit-refused', holdId, refusal: outcome.refused };
  }

  private async release(holdId: string, { context }: EffectCall): Promise<FulfilmentInput> {
    const { outcome } = await this.bus.request(advertising.ReleaseHold, { holdId }, { context });
    // Nothing but a bug can refuse it: the order must not end while its capacity may still be set aside.
    invariant(outcome.kind === 'released', `the release of ${holdId} was refused: ${outcome.kind === 'refused' ? outcome.refused.message : ''}`);
    return { kind: 'released', holdId };
  }

  /** Who was first, the buyer or the end of the quote's time, is decided on the quote's own stream. */
  private async expire({ quoteId }: Effect<'expire-quote'>, { context }: EffectCall): Promise<FulfilmentInput> {
    const stream = quoteStream(quoteId);
    const decision = await this.ledger.decide(quote, stream, { kind: 'expire', now: this.clock.now() }, context);
    if (decision.kind === 'accepted') return { kind: 'quote-expired', quoteId };
    const state = fold(quote, (await this.ledger.load(stream)).events as unknown as readonly QuoteEvent[]);
    if (state.status === 'accepted') return { kind: 'quote-accepted', quoteId, acceptedAt: state.acceptedAt };
    return state.status === 'declined' ? { kind: 'quote-declined', quoteId, declinedAt: state.declinedAt } : { kind: 'quote-expired', quoteId };
  }
}
