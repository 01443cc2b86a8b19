import { Inject, Injectable } from '@nestjs/common';
import { holdIdFault } from '@carriermesh/advertising-domain';
import { advertising } from '@carriermesh/wire';
import { CLOCK, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { HoldBook } from './hold-book.js';
import { asRefusal, type AdvertisingRefusal } from './refusals.js';

@Injectable()
@Handles(advertising.ReleaseHold)
export class ReleaseHoldHandler implements Handler<advertising.ReleaseHoldRequest, advertising.ReleaseHoldResponse> {
  constructor(
    @Inject(HoldBook) private readonly holds: HoldBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body: { holdId }, context }: Call<advertising.ReleaseHoldRequest>): Promise<advertising.ReleaseHoldResponse> {
    const fault = holdIdFault(holdId);
    if (fault) return refused(fault);
    const outcome = await this.holds.settle({ kind: 'release', holdId, reason: 'order-ended', now: this.clock.now() }, context);
    if (outcome.kind === 'refused') return refused(outcome.refusal);
    return { outcome: { kind: 'released', released: { holdId } } };
  }
}

const refused = (refusal: AdvertisingRefusal): advertising.ReleaseHoldResponse => ({ outcome: { kind: 'refused', refused: asRefusal(refusal) } });
