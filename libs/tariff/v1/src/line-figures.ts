import { addExact, decimal, divideExact, exact, multiplyExact, NOTHING, roundedTo, type Exact } from './exact.js';
import type { MatchTerms, RoundingTerms, TariffTerms, TaxTerms } from './tariff-terms.js';
import type { TaxedAmount, UsageRecord } from './usage-record.js';

const HUNDRED = exact(100n);

/** What a charge or a tax may ask for. A recurring charge has an account, and nothing else of it. */
export type MatchedUsage = Partial<Pick<UsageRecord, 'type' | 'account' | 'subject' | 'category'>>;

/** Whether every list that is present contains the usage's value. */
export function matches(match: MatchTerms | undefined, usage: MatchedUsage, open: ReadonlySet<string>): boolean {
  if (!match) return true;
  const has = (list: readonly string[] | undefined, value: string | undefined): boolean => list === undefined || (value !== undefined && list.includes(value));
  return (
    has(match.types, usage.type) &&
    has(match.accounts, usage.account) &&
    has(match.subjects, usage.subject) &&
    has(match.categories, usage.category) &&
    (match.windows?.some((name) => open.has(name)) ?? true)
  );
}

/** From a charge in the tariff's currency to what the customer owes: converted, rounded where the tariff says, taxed. */
export class LineFigures {
  readonly currency: string;
  readonly #rate: Exact | undefined;
  readonly #taxes: readonly (TaxTerms & { readonly share: Exact })[];

  constructor(private readonly tariff: TariffTerms) {
    this.currency = tariff.conversion?.to ?? tariff.currency;
    this.#rate = tariff.conversion && decimal(tariff.conversion.rate);
    this.#taxes = (tariff.taxes ?? []).map((tax) => ({ ...tax, share: decimal(tax.percent) }));
  }

  charge(amount: Exact): Exact {
    return this.onLine(this.#rate ? multiplyExact(amount, this.#rate) : amount);
  }

  /** Rounded, unless the tariff rounds on the invoice. */
  onLine(amount: Exact): Exact {
    return this.tariff.rounding.place === 'invoice' ? amount : this.onInvoice(amount);
  }

  onInvoice(amount: Exact): Exact {
    const { mode, decimals }: RoundingTerms = this.tariff.rounding;
    return roundedTo(amount, mode, decimals);
  }

  taxesOn(charge: Exact, usage: MatchedUsage, open: ReadonlySet<string>): readonly TaxedAmount[] {
    const due: TaxedAmount[] = [];
    for (const { id, match, exemptAccounts, onTopOf, share } of this.#taxes) {
      if (!matches(match, usage, open) || exemptAccounts?.includes(usage.account ?? '')) continue;
      const below = due.filter((tax) => onTopOf?.includes(tax.id)).map(({ amount }) => amount);
      const base = below.reduce(addExact, charge);
      due.push({ id, percent: share, amount: this.onLine(divideExact(multiplyExact(base, share), HUNDRED)) });
    }
    return due;
  }
}

export interface AccountTotal {
  readonly account: string;
  readonly currency: string;
  readonly records: number;
  readonly charge: Exact;
  readonly taxes: readonly { readonly id: string; readonly amount: Exact }[];
  readonly total: Exact;
}

/** What each account owes. Where the tariff rounds on the invoice, it is rounded here, once for the charges and once for each tax. */
export class AccountTotals {
  readonly #accounts = new Map<string, { records: number; charge: Exact; taxes: Map<string, Exact> }>();

  constructor(private readonly figures: LineFigures) {}

  add(account: string, charge: Exact, taxes: readonly TaxedAmount[]): void {
    const entry = this.#accounts.get(account) ?? { records: 0, charge: NOTHING, taxes: new Map<string, Exact>() };
    entry.records += 1;
    entry.charge = addExact(entry.charge, charge);
    for (const { id, amount } of taxes) entry.taxes.set(id, addExact(entry.taxes.get(id) ?? NOTHING, amount));
    this.#accounts.set(account, entry);
  }

  totals(): readonly AccountTotal[] {
    const ordered = [...this.#accounts].sort(([a], [b]) => (a < b ? -1 : 1));
    return ordered.map(([account, { records, charge, taxes }]) => {
      const rounded = this.figures.onInvoice(charge);
      const due = [...taxes].map(([id, amount]) => ({ id, amount: this.figures.onInvoice(amount) }));
      const total = due.reduce((sum, { amount }) => addExact(sum, amount), rounded);
      return { account, currency: this.figures.currency, records, charge: rounded, taxes: due, total };
    });
  }
}
