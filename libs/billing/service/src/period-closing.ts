import { Inject, Injectable } from '@nestjs/common';
import { accountFrom, accountStream, billingPeriod, calendarOf, invoiceIdOf, periodStream, termOf, type Account } from '@carriermesh/billing-domain';
import { formatInstant, invariant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { CLOCK, LEDGER, TypedLedger, type Clock, type TypedAppend } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { billSeals } from './bill-seals.js';
import { AgreementsView, type Agreements } from './agreements.view.js';
import { LedgerProgress } from './ledger-progress.view.js';
import { PeriodBooks } from './period-books.js';
import { usageTakenUntil } from './taken-usage.js';

/** How often a closing is decided again because usage came in between. */
const MAX_CONFLICTS = 64;

export interface ClosingRequest {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly incompleteSegmentIds: readonly string[];
}

/** Closes a month and opens the next in one commit. The expected revision keeps usage from slipping in between. */
@Injectable()
export class PeriodClosing {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PeriodBooks) private readonly periods: PeriodBooks,
    @Inject(AgreementsView) private readonly agreements: Agreements,
    @Inject(LedgerProgress) private readonly progress: LedgerProgress,
  ) {}

  /**
   * Idempotent: a month that is closed already answers with the same invoice.
   * @throws OperationalError `unavailable` while the month is not over by this instance's clock
   */
  async close({ contractId, periodNumber, incompleteSegmentIds }: ClosingRequest, context: CallContext): Promise<string> {
    const stream = periodStream(contractId, periodNumber);
    // An end that was agreed within the month shortens it, and must not be overlooked because this instance reads slowly.
    await this.progress.reached(await this.ledger.raw.tip());
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const { state, revision } = await this.periods.read(stream);
      // After the month: what is booked on the account after that look changes the month too, and makes the commit a conflict.
      const account = await this.accountOf(contractId);
      const taken = await usageTakenUntil(this.ledger, account, periodNumber);
      const now = this.clock.now();
      const command = { kind: 'close' as const, account, periodNumber, incompleteSegmentIds, now, seals: billSeals, taken };
      const decided = billingPeriod.decide(command, state);
      if (decided.kind === 'ignored') return invoiceIdOf(contractId, periodNumber);
      if (decided.kind === 'refused') {
        invariant(decided.refusal.code === 'period-not-over', `closing ${stream} was refused: ${decided.refusal.code}`);
        throw new OperationalError('unavailable', `${stream} is not over before ${formatInstant(decided.refusal.until)}`);
      }
      const appends = [{ stream, expected: revision, events: decided.events }, ...(await this.nextMonth(account, periodNumber + 1))];
      const result = await this.ledger.commit(appends, context, now);
      if (result.kind !== 'appended') continue;
      failpoint('period-after-close');
      return invoiceIdOf(contractId, periodNumber);
    }
    throw new OperationalError('overloaded', `${stream} could not be closed: usage came first ${MAX_CONFLICTS} times in a row`);
  }

  private async accountOf(contractId: string): Promise<Account> {
    const account = accountFrom((await this.ledger.load(accountStream(contractId))).events);
    invariant(account, `contract ${contractId} has no account to bill`);
    const endsAt = await this.agreements.endOf(contractId);
    if (!account.end && endsAt !== undefined && endsAt < termOf(account).end) {
      throw new OperationalError('unavailable', `the contract ${contractId} ends, and its account does not say so yet`);
    }
    if ((await this.agreements.lastCourseOf(contractId)) > (account.activationRevision ?? 0)) {
      throw new OperationalError('unavailable', `the service of ${contractId} did not run as it was, and its account does not say so yet`);
    }
    return account;
  }

  /** Usage of the next month may have opened it already. */
  private async nextMonth(account: Account, periodNumber: number): Promise<readonly TypedAppend[]> {
    if (periodNumber > calendarOf(account).months.length) return [];
    const stream = periodStream(account.contractId, periodNumber);
    const { state, revision } = await this.periods.read(stream);
    const decided = billingPeriod.decide({ kind: 'open', account, periodNumber }, state);
    return decided.kind === 'accepted' ? [{ stream, expected: revision, events: decided.events }] : [];
  }
}
