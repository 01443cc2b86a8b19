import { Inject, Injectable } from '@nestjs/common';
import { contractLife, contractStream } from '@carriermesh/contracting-domain';
import { LEDGER, type Reaction, TypedLedger } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';

/** Records on the contract what became of a change that was ordered under it. */
@Injectable()
export class ServiceChangeEnding implements Reaction {
  readonly name = 'service-change-ending';
  readonly listens = ['provisioning.v1.ServiceChanged', 'provisioning.v1.ServiceChangeFailed'] as const;

  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  async handle(event: AnyStoredEvent): Promise<void> {
    if (event.type !== 'provisioning.v1.ServiceChanged' && event.type !== 'provisioning.v1.ServiceChangeFailed') return;
    const { contractId, orderId, changeNumber: number } = event.data;
    const ended = event.type === 'provisioning.v1.ServiceChanged' ? { at: event.data.changedAt } : { at: event.data.failedAt, refusal: event.data.reason };
    const { correlationId, traceparent } = event.metadata;
    const context = { actor: 'reaction:service-change-ending', correlationId, causationId: event.eventId, ...(traceparent === undefined ? {} : { traceparent }) };
    await this.ledger.decide(contractLife, contractStream(contractId), { kind: 'end', contractId, orderId, number, ...ended }, context);
  }
}
