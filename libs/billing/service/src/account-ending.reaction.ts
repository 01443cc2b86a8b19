import { Inject, Injectable } from '@nestjs/common';
import { accountFrom, accountStream, agreedEndOf, calendarOf, endOf, hasCharges, type AgreedEnd } from '@carriermesh/billing-domain';
import { invariant } from '@carriermesh/kernel';
import { LEDGER, TypedLedger, type Reaction, type TypedAppend } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { contracting, type billing } from '@carriermesh/wire';
import { AgreementsView, type Agreements } from './agreements.view.js';
import { termMonths } from './term-months.js';

/** How often an end is booked again because usage or the close of a month came in between. */
const MAX_CONFLICTS = 16;

/**
 * Books the end of a contract on its account and on every month of the term that is open, in one commit: whoever decides about such a month
 * at that moment finds it changed, and decides again.
 */
@Injectable()
export class AccountEnding implements Reaction {
  readonly name = 'account-ending';
  readonly listens = ['contracting.v1.ContractAmended'] as const;

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(AgreementsView) private readonly agreements: Agreements,
  ) {}

  async handle(event: AnyStoredEvent): Promise<void> {
    if (event.type !== 'contracting.v1.ContractAmended') return;
    const { contractId, version, amendment } = event.data;
    const agreements = await this.agreements.of(contractId);
    invariant(agreements, `the contract ${contractId} was amended, but none of that id was signed`);
    const agreed = agreedEndOf(contracting.ContractAmendment.decode(amendment.body), agreements.contract);
    if (!agreed) return;
    const { correlationId, traceparent } = event.metadata;
    const context = { actor: 'reaction:account-ending', correlationId, causationId: event.eventId, ...(traceparent === undefined ? {} : { traceparent }) };
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const appends = await this.appends(contractId, version, agreed);
      if (appends.length === 0 || (await this.ledger.commit(appends, context)).kind === 'appended') return;
    }
    throw new OperationalError('overloaded', `the end of ${contractId} could not be booked: others wrote first ${MAX_CONFLICTS} times in a row`);
  }

  /** Empty when there is nothing to book: it is booked already, or nothing is left that could end. */
  private async appends(contractId: string, version: number, agreed: AgreedEnd): Promise<readonly TypedAppend[]> {
    const { events, revision } = await this.ledger.load(accountStream(contractId));
    const account = accountFrom(events);
    // Both reactions read the same events, each at its own pace.
    if (!account) throw new OperationalError('unavailable', `the account of ${contractId} is not open yet`);
    const months = await termMonths(this.ledger, account);
    const closedMonths = months.findIndex(({ state }) => state.status !== 'closed');
    const lastBooked = months.findLastIndex(({ state }) => hasCharges(state)) + 1;
    const end = endOf(account, agreed, { closedMonths: closedMonths < 0 ? months.length : closedMonths, lastBooked });
    if (!end) return [];
    const ended: billing.BillingAccountEnded = { contractId, version, ...end };
    const clipped = calendarOf({ ...account, end }).months;
    return [
      { stream: accountStream(contractId), expected: revision, events: [{ type: 'billing.v1.BillingAccountEnded', data: ended }] },
      ...months.flatMap(({ stream, state, revision: expected }, index): readonly TypedAppend[] => {
        const data = { contractId, periodNumber: index + 1, until: clipped[index]?.until ?? end.endedAt };
        return state.status === 'closed' ? [] : [{ stream, expected, events: [{ type: 'billing.v1.BillingPeriodShortened', data }] }];
      }),
    ];
  }
}
