import { Inject, Injectable } from '@nestjs/common';
import { account, accountStream, billingPeriod, periodStream, type Account } from '@carriermesh/billing-domain';
import { invariant } from '@carriermesh/kernel';
import { LEDGER, TypedLedger, type Reaction } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { AgreementsView, type Agreements } from './agreements.view.js';

/** Opens the account and the first month of a service that became active. A contract that was voided never comes here. */
@Injectable()
export class AccountOpening implements Reaction {
  readonly name = 'account-opening';
  readonly listens = ['provisioning.v1.ServiceActivated'] as const;

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(AgreementsView) private readonly agreements: Agreements,
  ) {}

  async handle(event: AnyStoredEvent): Promise<void> {
    if (event.type !== 'provisioning.v1.ServiceActivated') return;
    const { contractId, serviceStartAt } = event.data;
    const stream = accountStream(contractId);
    const agreements = await this.agreements.of(contractId);
    invariant(agreements, `service ${contractId} became active, but no contract of that id was signed`);

    const opening = account.decide({ kind: 'open', ...agreements, serviceStartAt }, account.initial);
    invariant(opening.kind === 'accepted', `the new account of ${contractId} was ${opening.kind}`);
    const [opened] = opening.events;
    const month = billingPeriod.decide({ kind: 'open', account: opened?.data as Account, periodNumber: 1 }, billingPeriod.initial);
    invariant(month.kind === 'accepted', `the first month of ${contractId} was ${month.kind}`);
    const { actor, correlationId } = { actor: 'reaction:account-opening', correlationId: event.metadata.correlationId };
    const { traceparent } = event.metadata;
    // A conflict means that the account is there: opened by another instance, or when the event came first.
    await this.ledger.commit(
      [
        { stream, expected: 'none', events: opening.events },
        { stream: periodStream(contractId, 1), expected: 'none', events: month.events },
      ],
      { actor, correlationId, causationId: event.eventId, ...(traceparent === undefined ? {} : { traceparent }) },
    );
  }
}
