import { Inject, Injectable } from '@nestjs/common';
import { holdIdFault } from '@carriermesh/advertising-domain';
import { advertising } from '@carriermesh/wire';
import { CLOCK, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { HoldBook } from './hold-book.js';
import { asRefusal, type AdvertisingRefusal } from './refusals.js';

/** Makes what a contract has larger or smaller, everywhere or nowhere. */
@Injectable()
@Handles(advertising.ResizeHold)
export class ResizeHoldHandler implements Handler<advertising.ResizeHoldRequest, advertising.ResizeHoldResponse> {
  constructor(
    @Inject(HoldBook) private readonly holds: HoldBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body: { holdId, number, needs }, context }: Call<advertising.ResizeHoldRequest>): Promise<advertising.ResizeHoldResponse> {
    const fault = holdIdFault(holdId);
    if (fault) return refused(fault);
    const outcome = await this.holds.settle({ kind: 'resize', holdId, number, needs, now: this.clock.now() }, context);
    return outcome.kind === 'refused' ? refused(outcome.refusal) : { outcome: { kind: 'resized', resized: { holdId, number } } };
  }
}

const refused = (refusal: AdvertisingRefusal): advertising.ResizeHoldResponse => ({ outcome: { kind: 'refused', refused: asRefusal(refusal) } });
