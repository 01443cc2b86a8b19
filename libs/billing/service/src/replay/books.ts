import { afterLearning, calendarOf, correctionOf, endOf, learntOf, periodStream, termOf, UsageHistories, type Account, type AccountEvent, type AgreedEnd, type BillName, type KnownPeriod, type SignedAgreements } from '@carriermesh/billing-domain';
import type { billing } from '@carriermesh/wire';
import type { At, CourseStep } from './evidence.js';
import type { EventReference } from './replay-report.js';

/** The books as they stand at one place of the ledger, for as much of them as decides what goes where. */
export class Books {
  readonly histories = new UsageHistories();
  private readonly closed = new Map<string, number>();
  private lastBooked = 0;
  /** The account as it was when a bill was made, by its place in the month's stream. */
  private readonly billed = new Map<string, { readonly account: Account; readonly read: number }>();
  private read = 0;
  /** Of the step that was learnt last, what still has a place of its own. */
  private placesLeft = 0;

  constructor(
    public account: Account,
    private readonly agreements: SignedAgreements,
    private readonly course: readonly CourseStep[],
  ) {}

  close(stream: string): void {
    if (this.closed.has(stream)) return;
    this.closed.set(stream, 0);
    this.billed.set(`${stream}/0`, { account: this.account, read: this.read });
  }

  issued(periodNumber: number, noteNumber: number): void {
    const stream = periodStream(this.account.contractId, periodNumber);
    if (noteNumber === 0) this.lastBooked = Math.max(this.lastBooked, periodNumber);
    else {
      this.closed.set(stream, noteNumber);
      this.billed.set(`${stream}/${noteNumber}`, { account: this.account, read: this.read });
    }
  }

  /** The account that a bill was made by; the present one where it is not made yet. */
  accountOf(bill: Omit<BillName, 'contractId'>): Account {
    return this.billedBy(bill).account;
  }

  /** What the account had learnt of the service by then. */
  courseOf(bill: Omit<BillName, 'contractId'>): readonly CourseStep[] {
    return this.course.slice(0, this.billedBy(bill).read);
  }

  private billedBy({ periodNumber, noteNumber }: Omit<BillName, 'contractId'>): { readonly account: Account; readonly read: number } {
    return this.billed.get(`${periodStream(this.account.contractId, periodNumber)}/${noteNumber}`) ?? { account: this.account, read: this.read };
  }

  end(agreed: AgreedEnd | undefined): void {
    const { account, lastBooked } = this;
    const months = termOf(account).months.length;
    const end = agreed && endOf(account, agreed, { closedMonths: (this.firstOpen(1, months) ?? months + 1) - 1, lastBooked });
    if (end) this.account = { ...account, end };
  }

  /**
   * Takes what happened next to the service and changes what it is charged, at the place where the books learnt of it; and corrects what was closed.
   * @returns nothing where the evidence has nothing that could have been learnt there
   */
  learn(at: EventReference): { readonly posted: readonly At<billing.AdjustmentPosted>[] } | undefined {
    if (this.placesLeft > 0) {
      this.placesLeft -= 1;
      return { posted: [] };
    }
    for (let step = this.course[this.read]; step && step.at.position < at.position; step = this.course[this.read]) {
      this.read += 1;
      const learnt = learntOf(this.account, this.agreements, { event: step.event, revision: this.read });
      if (learnt.length === 0) continue;
      this.placesLeft = learnt.length - 1;
      return { posted: this.corrected(learnt).map((data) => ({ at: (step as CourseStep).at, data })) };
    }
    return undefined;
  }

  /** Each closed month by the first open one from it on or, where there is none, by a note. */
  private corrected(learnt: readonly AccountEvent[]): readonly billing.AdjustmentPosted[] {
    const before = this.account;
    this.account = afterLearning(before, learnt);
    const { contractId } = before;
    const last = calendarOf(this.account).months.length;
    const months = Array.from({ length: last }, (_, index) => index + 1).filter((month) => this.periodOf(contractId, month).isClosed);
    return months.flatMap((correctedPeriodNumber) => {
      const bill = { contractId, ...this.takingFrom(correctedPeriodNumber, last) };
      const adjustment = correctionOf(before, this.account, { bill, correctedPeriodNumber });
      if (adjustment) this.issued(bill.periodNumber, bill.noteNumber);
      return adjustment ? [adjustment] : [];
    });
  }

  /** The bill that takes a correction of a month. */
  takingFrom(month: number, last: number): Omit<BillName, 'contractId'> {
    const open = this.firstOpen(month, last);
    return open === undefined ? { periodNumber: month, noteNumber: this.periodOf(this.account.contractId, month).notes + 1 } : { periodNumber: open, noteNumber: 0 };
  }

  private firstOpen(from: number, last: number): number | undefined {
    return Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => from + index).find((month) => !this.periodOf(this.account.contractId, month).isClosed);
  }

  periodOf = (contractId: string, month: number): KnownPeriod => {
    const notes = this.closed.get(periodStream(contractId, month));
    return { isClosed: notes !== undefined, notes: notes ?? 0 };
  };
}
