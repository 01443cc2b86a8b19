import { Inject, Injectable } from '@nestjs/common';
import { holdIdFault } from '@carriermesh/advertising-domain';
import { invariant } from '@carriermesh/kernel';
import { advertising } from '@carriermesh/wire';
import { CLOCK, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { HoldBook } from './hold-book.js';
import { asRefusal, type AdvertisingRefusal } from './refusals.js';

@Injectable()
@Handles(advertising.HoldCapacity)
export class HoldCapacityHandler implements Handler<advertising.HoldCapacityRequest, advertising.HoldCapacityResponse> {
  constructor(
    @Inject(HoldBook) private readonly holds: HoldBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body, context }: Call<advertising.HoldCapacityRequest>): Promise<advertising.HoldCapacityResponse> {
    const fault = holdIdFault(body.holdId);
    if (fault) return refused(fault);
    const outcome = await this.holds.settle({ kind: 'place', ...body, now: this.clock.now() }, context);
    if (outcome.kind === 'refused') return refused(outcome.refusal);
    const { state } = outcome;
    invariant(state.status === 'placed' || state.status === 'committed', `hold ${body.holdId} was placed and is ${state.status}`);
    const { holdId, heldUntil } = state.placed;
    return { outcome: { kind: 'held', held: { holdId, heldUntil } } };
  }
}

const refused = (refusal: AdvertisingRefusal): advertising.HoldCapacityResponse => ({ outcome: { kind: 'refused', refused: asRefusal(refusal) } });
