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
import { CLOCK, LEDGER, TypedLedger, type Clock, type TypedAppend } from '@carriermesh/platform-chassis';
import type { billing } from '@carriermesh/wire';
import { billSeals } from './bill-seals.js';
import { PeriodBooks, type PeriodBook } from './period-books.js';
import { usageTakenOf } from './taken-usage.js';

interface Known extends Pick<UsageSituation, 'records' | 'latestEnd'> {
  readonly accounts: () => Promise<ReadonlyMap<string, Account>>;
}

export interface Posting {
  readonly decision: UsageDecision;
  readonly books: ReadonlyMap<string, PeriodBook>;
  readonly accounts: ReadonlyMap<string, Account>;
  /** By the stream of a closed month that gets a note, where a tariff charges it as a whole: what earlier bills took of it. */
  readonly taken: ReadonlyMap<string, readonly billing.UsageRated[]>;
}

/** What one month gets, and how it then stands. */
export interface MonthAppend extends TypedAppend {
  readonly state: BillingPeriodState;
}

/** Finds the bills that usage belongs to, and what it writes in them. */
@Injectable()
export class UsagePosting {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PeriodBooks) private readonly periods: PeriodBooks,
  ) {}

  /**
   * Decides with the months as they are remembered, reads those that it remembers nothing of, and decides again until it lacks none. Accounts
   * are read after the months: what changes an account after that changes its open months too, and makes the commit a conflict.
   */
  async decide(batch: PresentedBatch, { accounts: readAccounts, ...known }: Known): Promise<Posting> {
    const books = new Map<string, PeriodBook>();
    for (;;) {
      const accounts = await readAccounts();
      const asked = new Set<string>();
      const decision = decideUsage(batch, { ...known, accounts, periodOf: this.periodsIn(books, asked) });
      if (asked.size === 0) return { decision, books, accounts, taken: await this.takenOf(decision, accounts) };
      for (const [stream, book] of await this.periods.readAll(asked)) books.set(stream, book);
    }
  }

  private async takenOf({ rated }: UsageDecision, accounts: Posting['accounts']): Promise<Posting['taken']> {
    const taken = new Map<string, readonly billing.UsageRated[]>();
    for (const { contractId, periodNumber, noteNumber } of rated) {
      const account = accounts.get(contractId);
      if (noteNumber > 0 && account?.usageTariff) taken.set(periodStream(contractId, periodNumber), await usageTakenOf(this.ledger, account, { periodNumber }));
    }
    return taken;
  }

  /** @param asked gets the months that nothing is remembered of */
  private periodsIn(books: Map<string, PeriodBook>, asked: Set<string>): UsageSituation['periodOf'] {
    // Every record asks for its month, and most for the same as the one before.
    let last: { readonly contractId: string; readonly month: number; readonly period: KnownPeriod } | undefined;
    return (contractId, month) => {
      if (last?.month === month && last.contractId === contractId) return last.period;
      const stream = periodStream(contractId, month);
      const book = books.get(stream) ?? this.periods.recall(stream);
      if (book) books.set(stream, book);
      else asked.add(stream);
      const period = book?.state.status === 'closed' ? { isClosed: true, notes: book.state.notes } : { isClosed: false, notes: 0 };
      last = { contractId, month, period };
      return period;
    };
  }

  /** After a conflict: what is remembered of the months is not what the ledger has. */
  async refresh({ books }: Posting): Promise<void> {
    await this.periods.readAll(books.keys());
  }

  /** What each month gets, own usage and corrections one after the other. A closed month gets notes alone. */
  appends(batch: PresentedBatch, { decision, books, accounts, taken }: Posting): readonly MonthAppend[] {
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
        const note = { kind: 'note' as const, account, cause: { type: 'billing.v1.UsageRated' as const, data: rated }, now, seals: billSeals, taken: taken.get(stream) ?? [] };
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
