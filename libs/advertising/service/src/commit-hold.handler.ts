import { Inject, Injectable } from '@nestjs/common';
import { holdIdFault } from '@carriermesh/advertising-domain';
import { advertising } from '@carriermesh/wire';
import { CLOCK, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { HoldBook } from './hold-book.js';
import { asRefusal, type AdvertisingRefusal } from './refusals.js';

@Injectable()
@Handles(advertising.CommitHold)
export class CommitHoldHandler implements Handler<advertising.CommitHoldRequest, advertising.CommitHoldResponse> {
  constructor(
    @Inject(HoldBook) private readonly holds: HoldBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body: { holdId }, context }: Call<advertising.CommitHoldRequest>): Promise<advertising.CommitHoldResponse> {
    const fault = holdIdFault(holdId);
    if (fault) return refused(fault);
    const outcome = await this.holds.settle({ kind: 'commit', holdId, now: this.clock.now() }, context);
    if (outcome.kind === 'refused') return refused(outcome.refusal);
    return { outcome: { kind: 'committed', committed: { holdId } } };
  }
}

const refused = (refusal: AdvertisingRefusal): advertising.CommitHoldResponse => ({ outcome: { kind: 'refused', refused: asRefusal(refusal) } });
