import { Inject, Injectable } from '@nestjs/common';
import type { agent, common } from '@carriermesh/wire';
import { HandlesInbound, ProviderKeys, receipted, SIGNER } from '@carriermesh/platform-chassis';
import type { InboundCall, InboundHandler, Signer } from '@carriermesh/platform-chassis';
import { openBatch } from './batch-opening.js';
import { asRefusal } from './refusals.js';
import { UsageIntake } from './usage-intake.js';

/** Takes the usage that providers meter. The receipt follows the commit; a batch sent again gets the same one. */
@Injectable()
@HandlesInbound('usage')
export class UsageInbound implements InboundHandler {
  constructor(
    @Inject(ProviderKeys) private readonly keys: ProviderKeys,
    @Inject(UsageIntake) private readonly intake: UsageIntake,
    @Inject(SIGNER) private readonly signer: Signer,
  ) {}

  async receive(call: InboundCall): Promise<agent.BatchReply> {
    const opening = openBatch(call, this.keys.keyOf(call.providerId));
    if (opening.kind === 'refused') return refused(opening.refusal);
    const taken = await this.intake.take(opening.opened);
    if (taken.kind === 'refused') return refused(asRefusal(taken.refusal));
    return receipted(this.signer, taken.receipt);
  }
}

const refused = (refusal: common.Refusal): agent.BatchReply => ({ outcome: { kind: 'refused', refused: refusal } });
