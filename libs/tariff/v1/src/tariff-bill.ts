import { addExact, compareExact, exact, NOTHING, type Exact } from './exact.js';
import { AccountTotals, LineFigures, type AccountTotal } from './line-figures.js';
import type { Span } from './proration.js';
import type { Rater } from './rater.js';
import { nonRecurringAmount, recurringLines, type ServiceSpan } from './recurring.js';
import type { ChargeTerms } from './tariff-terms.js';
import type { RatedRecord } from './usage-record.js';
import { civilDate, localDayAt, startOfLocalDay } from './zone-table.js';

/** One charge of the tariff on a bill: a period of a recurring one, or all usage that it rated. */
export interface TariffBillLine {
  readonly chargeId: string;
  readonly kind: ChargeTerms['kind'];
  /** Records that the line sums up; 0 where it is no usage. */
  readonly records: number;
  /** Units or seconds of these records; of a percentile its samples have no sum. */
  readonly quantity?: Exact;
  /** What of a recurring charge's period the service used. */
  readonly used?: Span;
  /** Rounded where the tariff rounds, so exact where that is on the invoice. */
  readonly amount: Exact;
}

export interface TariffBill extends Omit<AccountTotal, 'charge' | 'records'> {
  readonly lines: readonly TariffBillLine[];
  readonly net: Exact;
  /** Records of the account that are not charged here: of another time, or refused, by the refusal's code. */
  readonly outside: number;
  readonly refused: Readonly<Record<string, number>>;
}

interface AccountUsage {
  readonly byCharge: Map<string, { records: number; quantity: Exact; amount: Exact }>;
  readonly refused: Map<string, number>;
  outside: number;
}

/**
 * Makes each account's bill of one span of time from records as a rater answered them and the tariff's own recurring and one-off charges. All
 * figures are those of the rater's functions; nothing is reckoned here but sums.
 */
export class TariffBilling {
  readonly #figures: LineFigures;
  readonly #totals: AccountTotals;
  readonly #accounts = new Map<string, AccountUsage>();
  readonly #percentiles: ReadonlySet<string>;

  /** @param service as each account has it; without one, recurring and one-off charges are not asked for */
  constructor(
    private readonly rater: Pick<Rater, 'tariff' | 'windows'>,
    private readonly billed: Span,
    private readonly service?: ServiceSpan,
  ) {
    this.#figures = new LineFigures(rater.tariff);
    this.#totals = new AccountTotals(this.#figures);
    this.#percentiles = new Set(rater.tariff.charges.filter(({ kind }) => kind === 'percentile').map(({ id }) => id));
  }

  /** Records of any time may come: those of the same month as the bill's count in what its tiers have reached. */
  take({ account, usage, chargeId, charge, taxes, refusal, statement }: RatedRecord): void {
    const own = this.#ofAccount(account);
    if (usage.startedMs < this.billed.fromMs || usage.startedMs >= this.billed.untilMs) {
      own.outside += 1;
      return;
    }
    if (refusal || chargeId === undefined) {
      const code = refusal?.code ?? 'no-rate';
      own.refused.set(code, (own.refused.get(code) ?? 0) + 1);
      return;
    }
    const line = own.byCharge.get(chargeId) ?? { records: 0, quantity: NOTHING, amount: NOTHING };
    // A month of samples is charged by its statement, which is no record of its own.
    const isStatement = this.#percentiles.has(chargeId) && statement === undefined;
    own.byCharge.set(chargeId, {
      records: line.records + (isStatement ? 0 : 1),
      quantity: addExact(line.quantity, usage.quantity ?? exact(BigInt(usage.lengthMs ?? 0), 1000n)),
      amount: addExact(line.amount, charge),
    });
    this.#totals.add(account, charge, taxes);
  }

  /** One bill for each account, once every record is taken. @param account has a bill also where it used nothing */
  close(account?: string): readonly TariffBill[] {
    if (account !== undefined || this.#accounts.size === 0) this.#ofAccount(account ?? '');
    const lines = new Map([...this.#accounts].map(([name, own]) => [name, this.rater.tariff.charges.flatMap((terms) => this.#linesOf(terms, name, own))]));
    return this.#totals.totals().map(({ account: name, currency, charge, taxes, total }) => {
      const { outside, refused } = this.#ofAccount(name);
      return { account: name, currency, lines: lines.get(name) ?? [], net: charge, taxes, total, outside, refused: Object.fromEntries(refused) };
    });
  }

  #linesOf(terms: ChargeTerms, account: string, { byCharge }: AccountUsage): readonly TariffBillLine[] {
    const { id: chargeId, kind } = terms;
    if (terms.kind === 'recurring' || terms.kind === 'non-recurring') return this.#fixedLines(terms, account);
    const rated = byCharge.get(chargeId);
    if (!rated) return [];
    const { records, quantity, amount } = rated;
    return [{ chargeId, kind, records, amount, ...(kind === 'percentile' ? {} : { quantity }) }];
  }

  #fixedLines(terms: ChargeTerms & { readonly kind: 'recurring' | 'non-recurring' }, account: string): readonly TariffBillLine[] {
    const { service, billed } = this;
    if (!service) return [];
    const due = terms.kind === 'recurring' ? recurringLines(terms, service, billed, this.rater.windows.zone) : [{ amount: nonRecurringAmount(terms, service, billed), used: undefined }];
    return due
      .filter(({ amount, used }) => used !== undefined || compareExact(amount, NOTHING) !== 0)
      .map(({ amount, used }) => ({ chargeId: terms.id, kind: terms.kind, records: 0, amount: this.#charge(account, amount), ...(used ? { used } : {}) }));
  }

  #charge(account: string, amount: Exact): Exact {
    const charge = this.#figures.charge(amount);
    const taxes = this.#figures.taxesOn(charge, account === '' ? {} : { account }, new Set());
    this.#totals.add(account, charge, taxes);
    return charge;
  }

  #ofAccount(account: string): AccountUsage {
    const known = this.#accounts.get(account);
    if (known) return known;
    const own: AccountUsage = { byCharge: new Map(), refused: new Map(), outside: 0 };
    this.#accounts.set(account, own);
    // An account of which nothing could be charged has a bill too, which says so.
    this.#totals.add(account, NOTHING, []);
    return own;
  }
}

/** Why a bill of this span can't be made by the tariff: a percentile is of whole months of its calendar. */
export function spanProblem({ tariff, windows }: Pick<Rater, 'tariff' | 'windows'>, { fromMs, untilMs }: Span): string | undefined {
  const percentile = tariff.charges.find(({ kind }) => kind === 'percentile');
  const beginsMonth = (atMs: number): boolean => {
    const day = localDayAt(windows.zone, atMs / 1000);
    return civilDate(day).day === 1 && startOfLocalDay(windows.zone, day) * 1000 === atMs;
  };
  if (!percentile || (beginsMonth(fromMs) && beginsMonth(untilMs))) return undefined;
  return `the charge ${percentile.id} is a percentile of whole months: the bill has to begin and end with a month on the clocks of ${windows.zone.zone}`;
}
