import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LEDGER, TypedLedger, type Clock, type Reaction } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { segmentWatch } from '@carriermesh/monitoring-domain';
import { watchStream } from './segment-judging.js';

/** Clears the alarm of a segment that was released: nobody measures it any more, and it would stay open for ever. */
@Injectable()
export class AlarmClosing implements Reaction {
  readonly name = 'alarm-closing';
  readonly listens = ['provisioning.v1.SegmentReleased'] as const;

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(event: AnyStoredEvent): Promise<void> {
    if (event.type !== 'provisioning.v1.SegmentReleased') return;
    const { segmentId, contractId, providerId } = event.data;
    const { actor, correlationId } = { actor: 'reaction:alarm-closing', correlationId: event.metadata.correlationId };
    const command = { kind: 'released', segmentId, contractId, providerId, now: this.clock.now() } as const;
    await this.ledger.decide(segmentWatch, watchStream(segmentId), command, { actor, correlationId, causationId: event.eventId });
  }
}
