import { Inject, Injectable } from '@nestjs/common';
import { formatInstant, NANOS_PER_HOUR } from '@carriermesh/kernel';
import type { agent, common } from '@carriermesh/wire';
import { CLOCK, HandlesInbound, ProviderKeys, receipted, SIGNER } from '@carriermesh/platform-chassis';
import type { Clock, InboundCall, InboundHandler, Signer } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { openBatch, type OpenedBatch } from './batch-opening.js';
import { asRefusal } from './refusals.js';
import { UsageIntake } from './usage-intake.js';

/** How far ahead of the mesh a provider's clock may be. */
const MAX_CLOCK_AHEAD_NANOS = NANOS_PER_HOUR;

/** Takes the usage that providers meter. The receipt follows the commit; a batch sent again gets the same one. */
@Injectable()
@HandlesInbound('usage')
export class UsageInbound implements InboundHandler {
  constructor(
    @Inject(ProviderKeys) private readonly keys: ProviderKeys,
    @Inject(UsageIntake) private readonly intake: UsageIntake,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SIGNER) private readonly signer: Signer,
  ) {}

  async receive(call: InboundCall): Promise<agent.BatchReply> {
    const opening = openBatch(call, this.keys.keyOf(call.providerId));
    if (opening.kind === 'refused') return refused(opening.refusal);
    const { opened } = opening;
    this.assertPast(opened);
    const taken = await this.intake.take(opened);
    if (taken.kind === 'refused') return refused(asRefusal(taken.refusal));
    return receipted(this.signer, taken.receipt);
  }

  /**
   * Usage that ends in the future may still become true, so it is neither recorded nor refused for good.
   * @throws OperationalError `unavailable`: the provider keeps the batch and sends it again
   */
  private assertPast({ batch }: OpenedBatch): void {
    const latest = this.clock.now() + MAX_CLOCK_AHEAD_NANOS;
    const early = batch.records.find(({ record }) => record.until > latest);
    if (early) {
      const { recordId, until } = early.record;
      throw new OperationalError('unavailable', `record ${recordId.slice(0, 64)} ends at ${formatInstant(until)}, which is yet to come`);
    }
  }
}

const refused = (refusal: common.Refusal): agent.BatchReply => ({ outcome: { kind: 'refused', refused: refusal } });
