import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LEDGER, TypedLedger, type Clock, type Reaction } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { segmentWatch } from '@carriermesh/monitoring-domain';
import { watchStream } from './segment-judging.js';

/**
 * Clears the alarm of a segment that was released, since nobody measures it any more; and of one that carries nothing while its service is
 * suspended, so that it is judged anew when it carries again.
 */
@Injectable()
export class AlarmClosing implements Reaction {
  readonly name = 'alarm-closing';
  readonly listens = ['provisioning.v1.SegmentReleased', 'provisioning.v1.ServiceChanged', 'provisioning.v1.ServiceChangeFailed'] as const;

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(event: AnyStoredEvent): Promise<void> {
    const { actor, correlationId } = { actor: 'reaction:alarm-closing', correlationId: event.metadata.correlationId };
    for (const segmentId of closedBy(event)) {
      const kind = event.type === 'provisioning.v1.SegmentReleased' ? 'released' : 'suspended';
      await this.ledger.decide(segmentWatch, watchStream(segmentId), { kind, now: this.clock.now() }, { actor, correlationId, causationId: event.eventId });
    }
  }
}

function closedBy({ type, data }: AnyStoredEvent): readonly string[] {
  if (type === 'provisioning.v1.SegmentReleased') return [data.segmentId];
  if (type !== 'provisioning.v1.ServiceChanged' && type !== 'provisioning.v1.ServiceChangeFailed') return [];
  return data.from.suspended === data.to.suspended ? [] : data.segmentIds;
}
