import { Inject, Injectable } from '@nestjs/common';
import { supplierMonths, supplierMonthsStream, type MonthName, type SupplierMonthEvent } from '@carriermesh/billing-domain';
import { formatInstant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { CLOCK, LEDGER, TypedLedger, type Clock } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { billSeals } from './bill-seals.js';
import { LedgerProgress } from './ledger-progress.view.js';
import { SupplierSpending } from './supplier-spending.view.js';

/** How often a closing is decided again because another instance closed first. */
const MAX_CONFLICTS = 8;

/** Settles a supplier's month by what was agreed of it. The expected revision lets one of several do so. */
@Injectable()
export class SupplierMonthClosing {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LedgerProgress) private readonly progress: LedgerProgress,
    @Inject(SupplierSpending) private readonly spending: SupplierSpending,
  ) {}

  /**
   * Idempotent: a month that is closed stays as it is.
   * @throws OperationalError `unavailable` while the month can't be closed by this instance's clock
   */
  async close(providerId: string, month: MonthName, context: CallContext): Promise<void> {
    const stream = supplierMonthsStream(providerId);
    // What was issued before the process knew that the month is over must not be overlooked because this instance reads slowly.
    await this.progress.reached(await this.ledger.raw.tip());
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const { events, revision } = await this.ledger.load(stream);
      const state = (events as unknown as readonly SupplierMonthEvent[]).reduce(supplierMonths.evolve, supplierMonths.initial);
      const { spending } = this;
      const spentIn = (name: MonthName, currency: string) => spending.spentIn(providerId, name, currency);
      const decided = supplierMonths.decide(
        { kind: 'close', providerId, month, stated: spending.statedOf(providerId), spentIn, knownRevision: spending.revision, now: this.clock.now(), seals: billSeals },
        state,
      );
      if (decided.kind === 'ignored') return;
      if (decided.kind === 'refused') throw new OperationalError('unavailable', `${month} of ${providerId} is not settled before ${formatInstant(decided.refusal.until)}`);
      if ((await this.ledger.commit([{ stream, expected: revision, events: decided.events }], context)).kind !== 'appended') continue;
      failpoint('supplier-month-after-close');
      return;
    }
    throw new OperationalError('overloaded', `${stream} could not be written: others wrote first ${MAX_CONFLICTS} times in a row`);
  }
}
