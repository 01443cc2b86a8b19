import { minorDigits } from '@carriermesh/kernel';
import type { billing, contracting, tariff } from '@carriermesh/wire';
import { holds } from './check.js';
import { less, over, plus, rounded, times, total, whole, written, ZERO, type Ratio } from './ratio.js';

const MICRO_DIGITS = 6;

/**
 * I3: what a contract's tariff states as taxes is due on each line of a bill by itself, in fractions of its own. What is given back has the tax that it was charged with: of
 * parts that follow one another, what the tax of all of them grows by.
 * @param givenBefore by line id of a credit, what was given back of the same before
 */
export function taxesAreDue({ invoiceId, lines, net, tax, taxes, taxBasisPoints, total: owed }: billing.Invoice, { usageTariff, buyerId }: contracting.Contract, givenBefore: (lineId: string) => bigint): void {
  if (!usageTariff) return;
  const due = taxesOf(usageTariff.tariff, buyerId, lines, givenBefore);
  const stated = (taxes?.taxes ?? []).map(({ taxId, base, amount }) => [taxId, base.microMinor, amount.microMinor]);
  holds(taxBasisPoints === 0 && stated.join() === due.join(), 'I3', () => `${invoiceId} states the taxes ${stated.join()} (id, base, amount) beside ${taxBasisPoints} basis points, and due are ${due.join()}`);
  const sum = due.reduce((all, [, , amount]) => all + amount, 0n);
  holds(tax.microMinor === sum && owed.microMinor === net.microMinor + sum, 'I3', () => `${invoiceId} has ${tax.microMinor} tax on ${net.microMinor}, and ${owed.microMinor} in all; its taxes come to ${sum}`);
}

function taxesOf({ taxes, rounding, conversion, currency: own }: tariff.Tariff, buyerId: string, lines: readonly billing.BillLine[], givenBefore: (lineId: string) => bigint): readonly (readonly [id: string, base: bigint, amount: bigint])[] {
  const { mode, place } = rounding;
  const digits = minorDigits(conversion?.to ?? own);
  const decimals = Math.min(digits, rounding.decimals);
  const onLine = (value: Ratio): Ratio => (place === 'invoice' ? value : [rounded(value, mode, rounding.decimals), 10n ** BigInt(rounding.decimals)]);
  const isDue = ({ match, exemptAccounts }: tariff.Tax, { lineId }: billing.BillLine): boolean =>
    !exemptAccounts.includes(buyerId) && (!match || ((match.accounts.length === 0 || match.accounts.includes(buyerId)) && (match.types.length === 0 || lineId.startsWith('tariff/'))));
  // Each tax on each line, in the order in which they stand on top of one another.
  const on = (bases: readonly bigint[]) => taxes.reduce<readonly (readonly (Ratio | undefined)[])[]>((below, tax) => {
    const named = tax.onTopOf.map((id) => below[taxes.findIndex((each) => each.id === id)] ?? []);
    const row = lines.map((line, index) => {
      if (!isDue(tax, line)) return undefined;
      const base = [[bases[index] ?? 0n, 10n ** BigInt(digits + MICRO_DIGITS)] as const, ...named.map((each) => each[index] ?? ZERO)].reduce(plus);
      return onLine(over(times(base, written(tax.percent)), whole(100n)));
    });
    return [...below, row];
  }, []);
  const isBack = lines.map(({ amount }) => amount.microMinor < 0n);
  const given = lines.map(({ lineId }, index) => (isBack[index] ? givenBefore(lineId) : 0n));
  const [after, before] = [on(lines.map(({ amount: { microMinor } }, index) => (isBack[index] ? (given[index] ?? 0n) - microMinor : microMinor))), on(given)];
  const amounts = after.map((row, tax) => row.map((of, index) => of && (isBack[index] ? less(before[tax]?.[index] ?? ZERO, of) : of)));
  // Halves of what is given back go the way that they went when it was charged.
  const paid = (value: Ratio): bigint => (value[0] < 0n ? -rounded(less(ZERO, value), mode, decimals) : rounded(value, mode, decimals));
  return taxes.flatMap(({ id }, index) => {
    const due = lines.flatMap((line, at) => (amounts[index]?.[at] ? [{ line, amount: amounts[index][at] }] : []));
    if (due.length === 0) return [];
    const base = due.reduce((sum, { line }) => sum + line.amount.microMinor, 0n);
    return [[id, base, paid(total(due.map(({ amount }) => amount))) * 10n ** BigInt(digits - decimals + MICRO_DIGITS)] as const];
  });
}
