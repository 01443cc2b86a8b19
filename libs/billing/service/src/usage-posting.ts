import { Inject, Injectable } from '@nestjs/common';
import {
  billingPeriod,
  decideUsage,
  periodStream,
  ratedEvent,
  type Account,
  type BillingPeriodEvent,
  type BillingPeriodState,
  type KnownPeriod,
  type PresentedBatch,
  type UsageDecision,
  type UsageSituation,
} from '@carriermesh/billing-domain';
import { invariant } from '@carriermesh/kernel';
import { CLOCK, type Clock, type TypedAppend } from '@carriermesh/platform-chassis';
import { billSeals } from './bill-seals.js';
import { PeriodBooks, type PeriodBook } from './period-books.js';

type Known = Omit<UsageSituation, 'periodOf'>;

export interface Posting {
  readonly decision: UsageDecision;
  readonly books: ReadonlyMap<string, PeriodBook>;
}

/** What one month gets, and how it then stands. */
export interface MonthAppend extends TypedAppend {
  readonly state: BillingPeriodState;
}

/** Finds the bills that usage belongs to, and what it writes in them. */
@Injectable()
export class UsagePosting {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PeriodBooks) private readonly periods: PeriodBooks,
  ) {}

  /**
   * Decides with the months that are known, reads those that the decision asked about, and decides again until it asks no more.
   * @param isAnew after a conflict: what is remembered of the months is not what the ledger has
   */
  async decide(batch: PresentedBatch, known: Known, isAnew: boolean): Promise<Posting> {
    const books = new Map<string, PeriodBook>();
    for (;;) {
      const asked = new Set<string>();
      // Every record asks for its month, and most for the same as the one before.
      let last: { readonly contractId: string; readonly month: number; readonly period: KnownPeriod } | undefined;
      const periodOf = (contractId: string, month: number): KnownPeriod => {
        if (last?.month === month && last.contractId === contractId) return last.period;
        const stream = periodStream(contractId, month);
        const book = books.get(stream) ?? (isAnew ? undefined : this.periods.recall(stream));
        if (book) books.set(stream, book);
        else asked.add(stream);
        const period = book?.state.status === 'closed' ? { isClosed: true, notes: book.state.notes } : { isClosed: false, notes: 0 };
        last = { contractId, month, period };
        return period;
      };
      const decision = decideUsage(batch, { ...known, periodOf });
      if (asked.size === 0) return { decision, books };
      for (const [stream, book] of await this.periods.readAll(asked)) books.set(stream, book);
    }
  }

  /** What each month gets, own usage and corrections one after the other. A closed month gets notes alone. */
  appends(batch: PresentedBatch, { decision, books }: Posting, accounts: ReadonlyMap<string, Account>): readonly MonthAppend[] {
    const now = this.clock.now();
    const months = Map.groupBy(decision.rated, ({ contractId, periodNumber }) => periodStream(contractId, periodNumber));
    return [...months].map(([stream, periods]) => {
      const book = books.get(stream);
      invariant(book, `${stream} was rated without being read`);
      let { state } = book;
      const events: BillingPeriodEvent[] = [];
      for (const period of periods) {
        const account = accounts.get(period.contractId);
        invariant(account, `${stream} was rated without an account`);
        const rated = ratedEvent(batch, period);
        const note = { kind: 'note' as const, account, cause: { type: 'billing.v1.UsageRated' as const, data: rated }, now, seals: billSeals };
        const decided = billingPeriod.decide(period.noteNumber === 0 ? { kind: 'rate', account, rated } : note, state);
        invariant(decided.kind === 'accepted', `usage for ${stream}, which is ${state.status}, was ${decided.kind}`);
        events.push(...decided.events);
        state = decided.events.reduce(billingPeriod.evolve, state);
      }
      return { stream, expected: book.revision, events, state };
    });
  }

  /** @param revisions as the commit of these appends has them */
  committed(appends: readonly MonthAppend[], revisions: ReadonlyMap<string, number>): void {
    for (const { stream, state } of appends) this.periods.remember(stream, { state, revision: revisions.get(stream) ?? 'none' });
  }
}
