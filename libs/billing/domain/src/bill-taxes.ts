import { minorDigits, negate, sum, type Money } from '@carriermesh/kernel';
import { addExact, exact, LineFigures, NOTHING, roundExact, subtractExact, taxOn, type Exact, type MatchedUsage, type TariffTerms } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { isOfTariff } from './ids.js';
import { termsByTariff } from './tariff-lines.js';

/** Millionths of a minor unit. */
const MICRO_DIGITS = 6;
const NONE_OPEN: ReadonlySet<string> = new Set();

type TaxedLine = Pick<billing.BillLine, 'lineId' | 'amount' | 'givenBefore'>;

/**
 * The tax on the lines of a bill: the account's share of their sum; or what its tariff states, on each line by itself, where it states any. A tax on data
 * is due on the tariff's own lines alone. What is given back has the tax that it was charged with, whatever way the tariff rounds.
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
  const taxesOn = (microMinor: bigint, matched: MatchedUsage) => figures.taxesOn(exact(microMinor, unit), matched, NONE_OPEN);
  for (const { lineId, amount: { microMinor }, givenBefore } of lines) {
    const matched = isOfTariff(lineId) ? { type: 'data' as const, account: buyerId } : { account: buyerId };
    const given = givenBefore?.microMinor ?? 0n;
    const taxes = microMinor >= 0n ? taxesOn(microMinor, matched) : grownBy(taxesOn(given, matched), taxesOn(given - microMinor, matched));
    for (const { id, amount } of taxes) {
      const before = due.get(id) ?? { base: 0n, amount: NOTHING };
      due.set(id, { base: before.base + microMinor, amount: addExact(before.amount, amount) });
    }
  }
  return (tariff.taxes ?? []).flatMap(({ id, percent }) => {
    const tax = due.get(id);
    return tax ? [{ taxId: id, percent, base: { currency, microMinor: tax.base }, amount: payable(tariff, tax.amount, currency) }] : [];
  });
}

interface Tax {
  readonly id: string;
  readonly amount: Exact;
}

/** As something that is given back. The same taxes are due on both. */
const grownBy = (before: readonly Tax[], after: readonly Tax[]): readonly Tax[] => after.map(({ id, amount }, index) => ({ id, amount: subtractExact(before[index]?.amount ?? NOTHING, amount) }));

/** A sum that is given back is rounded like the one that was charged. */
function payable(tariff: TariffTerms, amount: Exact, currency: string): Money {
  if (amount.numerator < 0n) return negate(payable(tariff, subtractExact(NOTHING, amount), currency));
  const { mode, decimals: wanted } = tariff.rounding;
  const digits = minorDigits(currency);
  const decimals = Math.min(wanted, digits);
  return { currency, microMinor: roundExact(amount, mode, decimals) * 10n ** BigInt(digits - decimals + MICRO_DIGITS) };
}
