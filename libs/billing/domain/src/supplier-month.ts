import { addMonths, formatInstant, formatMoney, instant, invariant, type Instant, type Money, negate, NANOS_PER_DAY, parseInstant, type Period, plus, subtract, sum, zero } from '@carriermesh/kernel';
import { roundLine, settledDeal, type DealStep } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import { isOfSetup } from './ids.js';

/** After a month's end: by then every service month that ended in it has had its time of grace, and its bill. */
export const SETTLING_NANOS = 2n * NANOS_PER_DAY;

/** A month of the calendar in UTC: `2026-12`. In the order of time they are in the order of their letters. */
export type MonthName = string;

export const monthNameOf = (at: Instant): MonthName => formatInstant(at).slice(0, 7);
/** Whose end at the very midnight is the end of that month, and not in the next one. */
export const monthOfEnd = (until: Instant): MonthName => monthNameOf(instant(until - 1n));

export function monthNamed(name: MonthName): Period {
  const from = parseInstant(`${name}-01T00:00:00Z`);
  invariant(from !== undefined, () => `${name} is no month of the calendar`);
  return { from, until: addMonths(from, 1) };
}

export const monthAfter = (name: MonthName): MonthName => monthNameOf(monthNamed(name).until);
/** The first one that begins at the instant or later. */
export const firstMonthFrom = (at: Instant): MonthName => (monthNamed(monthNameOf(at)).from === at ? monthNameOf(at) : monthAfter(monthNameOf(at)));
export const settledAt = (name: MonthName): Instant => plus(monthNamed(name).until, SETTLING_NANOS);

/** As documents and lines count months: 202612. */
const numberOf = (name: MonthName): number => Number(name.replace('-', ''));

export const supplierSettlementId = (providerId: string, month: MonthName, currency: string): string => `set_${providerId}-${month}-${currency}`;
/** Whose month a settlement's id names; `undefined` when it is none of a whole month. */
export const supplierOfSettlement = (settlementId: string): string | undefined => /^set_([A-Za-z0-9_-]{1,64})-\d{4}-\d{2}-[A-Z]{3}$/.exec(settlementId)?.[1];
/** Of all months of a supplier. */
export const supplierMonthsStream = (providerId: string): string => `suppliermonths-${providerId}`;

export interface StatedSupplierTerms {
  readonly terms: billing.SupplierMonthTerms;
  readonly statedAt: Instant;
}

/** Whether anything is agreed of the supplier's month beside what its contracts say. */
export const isOfMonth = ({ tiers, commitmentMonthly }: billing.SupplierMonthTerms): boolean => tiers.length > 0 || commitmentMonthly !== undefined;

/** What was in force when the month began: the last statement that was made by then. */
export const termsOfMonth = (stated: readonly StatedSupplierTerms[], month: MonthName): billing.SupplierMonthTerms | undefined =>
  stated.findLast(({ statedAt }) => statedAt <= monthNamed(month).from)?.terms;

/** All amounts of a statement are in one; none where nothing is agreed of the month. */
export const currencyOf = ({ tiers, commitmentMonthly }: billing.SupplierMonthTerms): string | undefined => tiers[0]?.fromMonthly.currency ?? commitmentMonthly?.currency;

/** A month as it was reckoned last. */
export interface ReckonedMonth {
  readonly terms?: billing.SupplierMonthTerms | undefined;
  readonly spent?: Money | undefined;
}

/** What a settled line says of its month; `exact` is finer than what is paid. */
interface Charge {
  readonly id: string;
  readonly kind: 'rebate' | 'shortfall';
  readonly description: string;
  readonly exact: Money;
  readonly amount: Money;
}

/** What a month comes to beside its contracts. The bill is rounded at each point of its curve, so the sum of the charges is rounded once. */
function chargesOf({ terms, spent }: ReckonedMonth): readonly Charge[] {
  if (!terms || !spent) return [];
  let billed = spent.microMinor > 0n ? spent : zero(spent.currency);
  return settledDeal(terms, spent).map((step): Charge => {
    const before = billed;
    billed = step.billed;
    const id = step.kind === 'rebate' ? `rebate-${step.tier}` : 'shortfall';
    return { id, kind: step.kind, description: wordsOf(step, spent), exact: subtract(billed, before), amount: subtract(roundLine(billed), roundLine(before)) };
  });
}

const price = (money: Money): string => `${formatMoney(money)} ${money.currency}`;

const wordsOf = (step: DealStep, spent: Money): string =>
  step.kind === 'rebate'
    ? `${step.discountBasisPoints / 100} % off ${price(step.part)}, the part of ${price(spent)} from ${price(step.fromMonthly)} on`
    : `${price(step.committed)} were committed to, ${price(spent)} spent, ${price(step.tiered)} after rebates`;

/** The lines of the month itself. */
export const monthLines = (month: ReckonedMonth): readonly billing.BillLine[] => chargesOf(month).map((charge) => lineOf(charge, { lineId: charge.id, kind: charge.kind, description: charge.description }));

/** What corrects an earlier month: each line that changes, taken back as it was and entered as it is. */
export function correctedMonthLines(name: MonthName, { was, is, documentId }: { readonly was: ReckonedMonth; readonly is: ReckonedMonth; readonly documentId: string }): readonly billing.BillLine[] {
  const [old, now] = [chargesOf(was), chargesOf(is)];
  const corrected = { correctedPeriodNumber: numberOf(name), correctedDocumentId: documentId };
  return [...new Set([...old, ...now].map(({ id }) => id))].flatMap((id) => {
    const [before, after] = [old, now].map((charges) => charges.find((charge) => charge.id === id));
    if (before?.exact.microMinor === after?.exact.microMinor && before?.amount.microMinor === after?.amount.microMinor) return [];
    const takenBack = before && { ...before, exact: negate(before.exact), amount: negate(before.amount) };
    return [
      ...(takenBack ? [lineOf(takenBack, { lineId: `${id}-reversal-of-${name}`, kind: 'reversal', description: `Of ${name} as it was reckoned, taken back`, ...corrected })] : []),
      ...(after ? [lineOf(after, { lineId: `${id}-reentry-of-${name}`, kind: 'reentry', description: `Of ${name}: ${after.description}`, ...corrected })] : []),
    ];
  });
}

const OWN_MONTH = { correctedPeriodNumber: 0, correctedDocumentId: '' };

const lineOf = ({ exact, amount }: Charge, line: Pick<billing.BillLine, 'lineId' | 'kind' | 'description'> & Partial<typeof OWN_MONTH>): billing.BillLine => ({
  ...OWN_MONTH, ...line, segmentId: '', quantity: 1n, unitPrice: exact, exactAmount: exact, amount, records: 0,
});

/** @param lines at least one, all of one currency */
export function supplierSettlement(providerId: string, name: MonthName, lines: readonly billing.BillLine[]): { readonly settlement: billing.Settlement; readonly balance: billing.Balance } {
  const currency = lines[0]?.amount.currency ?? '';
  const { from: periodFrom, until: periodUntil } = monthNamed(name);
  const total = sum(currency, lines.map(({ amount }) => amount));
  const margin = negate(sum(currency, lines.map(({ exactAmount }) => exactAmount)));
  const settlement = { settlementId: supplierSettlementId(providerId, name, currency), providerId, contractId: '', periodNumber: numberOf(name), periodFrom, periodUntil, lines, total };
  return { settlement, balance: { customer: zero(currency), settlements: total, margin, tax: zero(currency), rounding: negate(sum(currency, [total, margin])) } };
}

/**
 * What is given back because a promise was missed, which makes nobody's spending less, and what is paid once and is of no month; also where that is
 * corrected.
 */
const SERVICE_CREDIT = /\/service-credit(?:-(?:reversal|reentry)-of-\d+-r\d+)?$/;
export const countsAsSpending = ({ lineId }: Pick<billing.BillLine, 'lineId'>): boolean => !SERVICE_CREDIT.test(lineId) && !isOfSetup(lineId);
