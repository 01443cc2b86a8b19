import { Inject, Injectable } from '@nestjs/common';
import { holdIdFault, shown } from '@carriermesh/advertising-domain';
import { invariant } from '@carriermesh/kernel';
import { advertising } from '@carriermesh/wire';
import type { CallContext } from '@carriermesh/platform-bus';
import { CLOCK, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { Books } from './books.js';
import { HoldBook } from './hold-book.js';
import { asRefusal, type AdvertisingRefusal } from './refusals.js';
import { SessionsView } from './sessions.view.js';
import { holdStream } from './streams.js';

@Injectable()
@Handles(advertising.HoldCapacity)
export class HoldCapacityHandler implements Handler<advertising.HoldCapacityRequest, advertising.HoldCapacityResponse> {
  constructor(
    @Inject(HoldBook) private readonly holds: HoldBook,
    @Inject(Books) private readonly books: Books,
    @Inject(SessionsView) private readonly sessions: SessionsView,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body, context }: Call<advertising.HoldCapacityRequest>): Promise<advertising.HoldCapacityResponse> {
    const fault = holdIdFault(body.holdId);
    if (fault) return refused(fault);
    const silent = body.bought ? undefined : body.needs.find(({ resourceId }) => this.sessions.isDown(providerOf(resourceId)));
    if (silent && (await this.isNew(body.holdId))) return this.refuseForGood(body.holdId, silent.resourceId, context);
    const outcome = await this.holds.settle({ kind: 'place', ...body, now: this.clock.now() }, context);
    if (outcome.kind === 'refused') return refused(outcome.refusal);
    const { state } = outcome;
    invariant(state.status === 'placed' || state.status === 'committed', `hold ${body.holdId} was placed and is ${state.status}`);
    const { holdId, heldUntil } = state.placed;
    return { outcome: { kind: 'held', held: { holdId, heldUntil } } };
  }

  /** What was held before its provider fell silent stays held, whoever asks for it again. */
  private async isNew(holdId: string): Promise<boolean> {
    return (await this.books.holds.refresh(holdStream(holdId))).state.status === 'none';
  }

  /** A session is soon up again: this request's first copy, if it was delayed, must not be given then what its sender was refused. */
  private async refuseForGood(holdId: string, resourceId: string, context: CallContext): Promise<advertising.HoldCapacityResponse> {
    await this.holds.settle({ kind: 'release', holdId, reason: 'order-ended', now: this.clock.now() }, context);
    return refused({ code: 'session-down', resourceId: shown(resourceId), providerId: shown(providerOf(resourceId)) });
  }
}

/** An offer's own rules see to it that a resource's id begins with its provider's. */
const providerOf = (resourceId: string): string => resourceId.slice(0, resourceId.indexOf('/'));

const refused = (refusal: AdvertisingRefusal): advertising.HoldCapacityResponse => ({ outcome: { kind: 'refused', refused: asRefusal(refusal) } });
