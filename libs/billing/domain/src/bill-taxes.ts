import { minorDigits, sum, type Money } from '@carriermesh/kernel';
import { addExact, exact, LineFigures, NOTHING, roundExact, taxOn, type Exact, type TariffTerms } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { isOfTariff } from './ids.js';
import { termsByTariff } from './tariff-lines.js';

/** Millionths of a minor unit. */
const MICRO_DIGITS = 6;
const NONE_OPEN: ReadonlySet<string> = new Set();

type TaxedLine = Pick<billing.BillLine, 'lineId' | 'amount'>;

/**
 * The tax on the lines of a bill: the account's share of their sum; or what its tariff states, on each line by itself, where it states any. A tax on data
 * is due on the tariff's own lines alone.
 */
export function billedTax(account: Account, lines: readonly TaxedLine[]): Pick<billing.Invoice, 'taxBasisPoints' | 'tax' | 'taxes'> {
  const { currency, taxBasisPoints } = account;
  const tariff = account.usageTariff && termsByTariff(account).tariff;
  if (!tariff?.taxes) return { taxBasisPoints, tax: taxOn(sum(currency, lines.map(({ amount }) => amount)), taxBasisPoints) };
  const taxes = taxesBy(tariff, account, lines);
  return { taxBasisPoints: 0, tax: sum(currency, taxes.map(({ amount }) => amount)), taxes: { taxes } };
}

function taxesBy(tariff: TariffTerms, { buyerId, currency }: Account, lines: readonly TaxedLine[]): readonly billing.BilledTax[] {
  const figures = new LineFigures(tariff);
  const unit = 10n ** BigInt(minorDigits(currency) + MICRO_DIGITS);
  const due = new Map<string, { base: bigint; amount: Exact }>();
  for (const { lineId, amount } of lines) {
    const matched = isOfTariff(lineId) ? { type: 'data' as const, account: buyerId } : { account: buyerId };
    for (const tax of figures.taxesOn(exact(amount.microMinor, unit), matched, NONE_OPEN)) {
      const before = due.get(tax.id) ?? { base: 0n, amount: NOTHING };
      due.set(tax.id, { base: before.base + amount.microMinor, amount: addExact(before.amount, tax.amount) });
    }
  }
  return (tariff.taxes ?? []).flatMap(({ id, percent }) => {
    const tax = due.get(id);
    return tax ? [{ taxId: id, percent, base: { currency, microMinor: tax.base }, amount: payable(tariff, tax.amount, currency) }] : [];
  });
}

function payable({ rounding: { mode, decimals: wanted } }: TariffTerms, amount: Exact, currency: string): Money {
  const digits = minorDigits(currency);
  const decimals = Math.min(wanted, digits);
  return { currency, microMinor: roundExact(amount, mode, decimals) * 10n ** BigInt(digits - decimals + MICRO_DIGITS) };
}
