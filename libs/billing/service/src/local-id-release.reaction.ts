import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Reaction } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { Logger } from '@carriermesh/platform-telemetry';
import { LocalIds } from './local-ids.js';
import { UsageRelease } from './usage-release.js';

/**
 * Charges the usage that waited for a provider's own id, once the provider has said what the id stands for. What still can't be charged, since its service is
 * not up or a move not booked, is tried again with each batch of the provider in which its own ids stand.
 */
@Injectable()
export class LocalIdRelease implements Reaction {
  readonly name = 'local-id-release';
  readonly listens = ['billing.v1.LocalIdsSynchronised'] as const;

  constructor(
    @Inject(LocalIds) private readonly localIds: LocalIds,
    @Inject(UsageRelease) private readonly usage: UsageRelease,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async handle(event: AnyStoredEvent): Promise<void> {
    if (event.type !== 'billing.v1.LocalIdsSynchronised') return;
    const { providerId } = event.data;
    const ids = await this.localIds.of(providerId);
    const { correlationId, traceparent } = event.metadata;
    const context = { actor: 'reaction:local-id-release', correlationId, causationId: event.eventId, ...(traceparent === undefined ? {} : { traceparent }) };
    for (const waiting of ids.waitingUsage()) {
      const { localId, recordId } = waiting;
      const outcome = await this.usage.release({ providerId, recordId, correction: {}, reason: `the local id ${localId} was synchronised` }, context);
      // An operator may have released it before, as it was corrected.
      if (outcome.kind === 'released' || outcome.refused.code === 'usage-released-otherwise') ids.released(waiting);
      else this.log.info({ providerId, recordId, localId, code: outcome.refused.code }, 'usage under a local id still waits');
    }
  }
}
