import { add, addMonths, instantToMs, minorDigits, negate, subtract, sum, type Money } from '@carriermesh/kernel';
import {
  addExact, apportion, exact, LineFigures, nonRecurringAmount, NOTHING, recurringLines, roundExact, roundLine, serviceCredit,
  type Exact, type RatedRecord, type Rater,
} from '@carriermesh/tariff-v1';
import type { agent, billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { tariffChargeOf } from './ids.js';
import { linesByTariff, measured } from './tariff-lines.js';
import type { TariffMonth } from './tariff-month.js';
import type { Bill } from './bill.js';
import { billedTax } from './bill-taxes.js';

/** A record as it was signed, and the line that it is charged on. */
export interface BilledRecord {
  readonly providerId: string;
  readonly lineId: string;
  readonly record: agent.UsageRecord;
}

/** What one line would have come to: all of the old amount is reversed, and the new one entered. Exact amounts, then whole minor units. */
export interface WhatIfLine {
  readonly lineId: string;
  readonly kind: billing.LineKind;
  readonly quantity: bigint;
  readonly records: number;
  readonly oldExact: Money;
  readonly newExact: Money;
  readonly reversal: Money;
  readonly reentry: Money;
  readonly difference: Money;
}

export interface WhatIfFigure {
  /** `net`, `tax`, `total`, `settlements`, `margin`. */
  readonly name: string;
  readonly old: Money;
  readonly new: Money;
  readonly difference: Money;
}

export interface WhatIfBill {
  readonly invoiceId: string;
  readonly tariffId: string;
  readonly lines: readonly WhatIfLine[];
  readonly figures: readonly WhatIfFigure[];
  /** Records for which the tariff has no price; they would have cost nothing. */
  readonly refused: readonly { readonly record: string; readonly code: string; readonly message: string }[];
}

/** A bill, and the usage that is charged on it. */
export interface Billed {
  readonly bill: Bill;
  readonly records: readonly BilledRecord[];
  /** Where the contract has a tariff: it charges these as a whole, and no record by itself. */
  readonly months?: readonly TariffMonth[];
}

/**
 * What a bill would have come to by another tariff of the customer's. Suppliers are paid as they were, the rate of tax stays the
 * contract's, and so does what disputes have settled.
 * @param rater of the tariff, in whose currency the account has to be; it has rated nothing yet
 */
export function billByTariff(rater: Rater, account: Account, { bill, records, months = [] }: Billed): WhatIfBill {
  const { invoice } = bill;
  const rated = account.usageTariff ? rateMonthsAgain(rater, account, { invoice, months }) : rateAgain(rater, account, records);
  const recurring = invoice.note ? undefined : recurringCharge(rater, account, invoice);
  const lines = [
    ...withRecurring(invoice.lines, recurring, account.creditBasisPoints).map((line) => whatIfLine(line, rated)),
    ...furtherLines({ ...rated.byStatement, ...(invoice.note ? {} : oneOffCharges(rater, account, invoice)) }, rated.paid, account.currency),
  ];
  return { invoiceId: invoice.invoiceId, tariffId: rater.tariff.id, lines, figures: figuresOf(bill, account, lines), refused: rated.refused };
}

interface Rerated {
  readonly byLine: ReadonlyMap<string, Exact>;
  /** A month's percentile belongs to no line that there was. */
  readonly byStatement: Readonly<Record<string, Exact>>;
  /** Of lines that are not rounded by themselves: what the rounded sum of a month's charges grows by. */
  readonly paid: ReadonlyMap<string, Money>;
  readonly refused: WhatIfBill['refused'];
}

function rateAgain(rater: Rater, { buyerId }: Account, records: readonly BilledRecord[]): Rerated {
  const lineOf = new Map(records.map(({ providerId, record, lineId }) => [`${providerId}~${record.recordId}`, lineId]));
  const byLine = new Map<string, Exact>([...lineOf.values()].map((lineId) => [lineId, NOTHING]));
  const byStatement: Record<string, Exact> = {};
  const refused: { record: string; code: string; message: string }[] = [];
  const take = ({ id, charge, refusal }: RatedRecord): void => {
    const lineId = lineOf.get(id);
    if (refusal) refused.push({ record: id, code: refusal.code, message: refusal.message });
    else if (lineId === undefined) byStatement[id] = addExact(byStatement[id] ?? NOTHING, charge);
    else byLine.set(lineId, addExact(byLine.get(lineId) ?? NOTHING, charge));
  };
  for (const { providerId, record } of records) {
    const { recordId, segmentId } = record;
    const answer = rater.rate({ id: `${providerId}~${recordId}`, type: 'data', account: buyerId, subject: record.subject ?? segmentId, category: record.category ?? providerId, ...measured(record) });
    if (answer) take(answer);
  }
  for (const answer of rater.finish()) take(answer);
  return { byLine, byStatement, paid: new Map(), refused };
}

/** The same months by the other tariff: its charges stand in the places of those of the same name, and the others on lines of their own. */
function rateMonthsAgain({ tariff, windows: { zone, holidays } }: Rater, account: Account, { invoice, months }: { readonly invoice: billing.Invoice; readonly months: readonly TariffMonth[] }): Rerated {
  const { lines, refused } = linesByTariff(account, months, { tariff, zone, holidays: [...holidays] });
  const exactly = new Map(lines.map(({ lineId, exactAmount }) => [lineId, exact(exactAmount.microMinor, 10n ** BigInt(minorDigits(account.currency) + MICRO_DIGITS))]));
  const stood = new Set(invoice.lines.map(({ lineId }) => lineId));
  return {
    byLine: exactly,
    byStatement: Object.fromEntries([...exactly].filter(([lineId]) => !stood.has(lineId))),
    paid: new Map(lines.map(({ lineId, amount }) => [lineId, amount])),
    refused: refused.map(({ id, refusal: { code, message } }) => ({ record: id, code, message })),
  };
}

type MonthOfInvoice = Pick<billing.Invoice, 'periodFrom' | 'periodUntil'>;

/** What the tariff's recurring charges come to for the month; `undefined` where it has none, and then the old ones stay. */
function recurringCharge(rater: Rater, account: Account, month: MonthOfInvoice): Money | undefined {
  const { tariff, windows } = rater;
  const terms = tariff.charges.filter((charge) => charge.kind === 'recurring');
  if (terms.length === 0) return undefined;
  const figures = new LineFigures(tariff);
  const charges = terms.flatMap((charge) => recurringLines(charge, serviceOf(account), monthMs(month), windows.zone).map(({ amount }) => figures.charge(amount)));
  return moneyOf(charges.reduce(addExact, NOTHING), account.currency);
}

function oneOffCharges({ tariff }: Rater, account: Account, month: MonthOfInvoice): Readonly<Record<string, Exact>> {
  const figures = new LineFigures(tariff);
  const charges = tariff.charges.flatMap((charge): [string, Exact][] => {
    const amount = charge.kind === 'non-recurring' ? nonRecurringAmount(charge, serviceOf(account), monthMs(month)) : NOTHING;
    return amount.numerator === 0n ? [] : [[charge.id, figures.charge(amount)]];
  });
  return Object.fromEntries(charges);
}

const serviceOf = ({ serviceStartAt, termMonths }: Account): { fromMs: number; untilMs: number } => ({
  fromMs: instantToMs(serviceStartAt),
  untilMs: instantToMs(addMonths(serviceStartAt, termMonths)),
});

const monthMs = ({ periodFrom, periodUntil }: MonthOfInvoice): { fromMs: number; untilMs: number } => ({ fromMs: instantToMs(periodFrom), untilMs: instantToMs(periodUntil) });

type Priced = billing.BillLine & { readonly newExact?: Money };

/**
 * The service has one recurring charge; its segments share it as they shared the old one, and the parts add up to it. What is credited for a month
 * that did not work as promised is a share of it, and is shared as it was.
 */
function withRecurring(lines: readonly billing.BillLine[], charge: Money | undefined, creditBasisPoints: number): readonly Priced[] {
  if (!charge) return lines;
  const recurring = laidOn(charge, lines.filter(({ kind }) => kind === 'recurring'));
  const credits = laidOn(negate(serviceCredit(charge, creditBasisPoints)), lines.filter(({ kind }) => kind === 'service-credit'));
  return lines.map((line) => {
    const share = recurring.get(line) ?? credits.get(line);
    return share ? { ...line, newExact: share } : line;
  });
}

function laidOn(amount: Money, lines: readonly billing.BillLine[]): ReadonlyMap<billing.BillLine, Money> {
  if (lines.length === 0) return new Map();
  const shares = apportion(amount, lines.map(({ exactAmount: { microMinor } }) => (microMinor < 0n ? -microMinor : microMinor)));
  return new Map(lines.map((line, index) => [line, shares[index] as Money]));
}

function whatIfLine(line: Priced, { byLine, paid }: Rerated): WhatIfLine {
  const { lineId, kind, quantity, records, exactAmount, amount, newExact } = line;
  const isUsage = kind === 'usage' || kind === 'late-usage' || tariffChargeOf(lineId) !== undefined;
  const entered = newExact ?? (isUsage ? moneyOf(byLine.get(lineId) ?? NOTHING, amount.currency) : exactAmount);
  const reentry = paid.get(lineId) ?? roundLine(entered);
  return { lineId, kind, quantity, records, oldExact: exactAmount, newExact: entered, reversal: negate(amount), reentry, difference: subtract(reentry, amount) };
}

function furtherLines(charges: Readonly<Record<string, Exact>>, paid: Rerated['paid'], currency: string): readonly WhatIfLine[] {
  const nothing: Money = { currency, microMinor: 0n };
  return Object.entries(charges).map(([lineId, charge]) => {
    const entered = moneyOf(charge, currency);
    const reentry = paid.get(lineId) ?? roundLine(entered);
    return { lineId, kind: 'reentry', quantity: 1n, records: 0, oldExact: nothing, newExact: entered, reversal: nothing, reentry, difference: reentry };
  });
}

function figuresOf({ invoice, balance }: Bill, account: Account, lines: readonly WhatIfLine[]): readonly WhatIfFigure[] {
  const { currency } = account;
  const net = sum(currency, lines.map(({ reentry }) => reentry));
  const given = new Map(invoice.lines.map(({ lineId, givenBefore }) => [lineId, givenBefore && { givenBefore }]));
  const { tax } = billedTax(account, lines.map(({ lineId, reentry }) => ({ lineId, amount: reentry, ...given.get(lineId) })));
  const gained = sum(currency, lines.map(({ oldExact, newExact }) => subtract(newExact, oldExact)));
  const figure = (name: string, old: Money, now: Money): WhatIfFigure => ({ name, old, new: now, difference: subtract(now, old) });
  return [
    figure('net', invoice.net, net),
    figure('tax', invoice.tax, tax),
    figure('total', invoice.total, add(net, tax)),
    figure('settlements', balance.settlements, balance.settlements),
    figure('margin', balance.margin, add(balance.margin, gained)),
  ];
}

/** To a millionth of the minor unit, halves away from zero. */
const moneyOf = (value: Exact, currency: string): Money => ({ currency, microMinor: roundExact(value, 'half-away-from-zero', minorDigits(currency) + MICRO_DIGITS) });

const MICRO_DIGITS = 6;
