import { instantToMs, invariant, negate, type Money } from '@carriermesh/kernel';
import { chargesOfMonth, exact, labelsOf, readPinnedTariff, showExact, type ChargedMonth, type ChargeTerms, type MonthCharge, type PinnedTerms, type UsageRecord } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { calendarOf, monthOf } from './calendar.js';
import { invoiceIdOf, tariffLineId } from './ids.js';
import { enteredId, type EnteredUsage, type TariffMonth } from './tariff-month.js';

/** Octets times this, over nanoseconds, are Mbit/s. */
const OCTETS_TO_MBPS_NANOS = 8_000n;
/** Rates of one charge that its line names. */
const MAX_SHOWN_STEPS = 6;
/** Subjects or categories of one charge that its line names. */
const MAX_SHOWN_LABELS = 6;

const NOTHING_CORRECTED = { correctedPeriodNumber: 0, correctedDocumentId: '' };

/**
 * What the contract's tariff comes to on a bill: the charges of its own month; and of each closed month of which usage came late, every charge that this
 * changes, taken back as it was and entered as it is. They are of no segment, and the customer's alone.
 */
export function tariffLines(account: Account, months: readonly TariffMonth[]): readonly billing.BillLine[] {
  if (months.length === 0) return [];
  const { lines, refused } = linesByTariff(account, months, termsByTariff(account));
  // Whoever reads a policy sees to that: usage that has no charge would be given away.
  invariant(refused.length === 0, () => `the tariff of ${account.contractId} has no charge for its usage ${refused[0]?.id}: ${refused[0]?.refusal.message}`);
  return lines;
}

/** By any tariff; with the usage that it has no charge for. */
export function linesByTariff(account: Account, months: readonly TariffMonth[], terms: TariffInUse): { readonly lines: readonly billing.BillLine[]; readonly refused: ChargedMonth['refused'] } {
  const rated = months.map(({ periodNumber, before, after }) => {
    const { charges, refused } = chargedMonth(account, periodNumber, { usage: after, terms });
    const was = before && chargedMonth(account, periodNumber, { usage: before, terms }).charges;
    return { refused, lines: was ? corrections(account, periodNumber, { was, is: charges, terms }) : charges.map((charge) => ownLine(charge, account, terms)) };
  });
  return { lines: rated.flatMap(({ lines }) => lines), refused: rated.flatMap(({ refused }) => refused) };
}

/** The tariff of a contract that has one. */
export function termsByTariff({ usageTariff, contractId }: Account): PinnedTerms {
  invariant(usageTariff, () => `the contract ${contractId} has no tariff`);
  const terms = readPinnedTariff(usageTariff);
  if ('problems' in terms) throw new Error(`the tariff of ${contractId} can't be read: ${terms.problems.map(({ at, problem }) => `${at} ${problem}`).join('; ')}`);
  return terms;
}

/** What usage is charged by: a tariff, its clocks, and the dates of its holidays beyond its own. */
export interface TariffInUse extends PinnedTerms {
  readonly holidays?: readonly string[];
}

const NO_MONTH: ChargedMonth = { charges: [], refused: [] };

function chargedMonth(account: Account, periodNumber: number, { usage, terms }: { readonly usage: readonly EnteredUsage[]; readonly terms: TariffInUse }): ChargedMonth {
  const { buyerId } = account;
  const month = monthOf(calendarOf(account), periodNumber);
  // Nothing is committed to for a month that the contract's end left no time of.
  if (usage.length === 0 && month.from === month.until) return NO_MONTH;
  const { tariff, ...data } = terms;
  return chargesOfMonth(tariff, data, { account: buyerId, fromMs: instantToMs(month.from), usage: usage.map((each) => usageRecord(each, buyerId)) });
}

const usageRecord = (entered: EnteredUsage, buyerId: string): UsageRecord => ({ id: enteredId(entered), type: 'data', account: buyerId, ...labelsOf(entered), ...measured(entered) });

/** A percentile takes the mean rate of the interval, in Mbit/s; everything else its octets. */
export function measured({ from, until, octets }: EnteredUsage): Pick<UsageRecord, 'startedMs' | 'lengthMs' | 'quantity' | 'sample'> {
  const startedMs = instantToMs(from);
  return { startedMs, lengthMs: instantToMs(until) - startedMs, quantity: exact(octets), sample: exact(octets * OCTETS_TO_MBPS_NANOS, until - from) };
}

const nothing = (currency: string): Money => ({ currency, microMinor: 0n });

function ownLine(charge: MonthCharge, { currency }: Account, terms: TariffInUse): billing.BillLine {
  return { ...figuresOf(charge, currency), lineId: tariffLineId(charge.chargeId), kind: 'tariff-charge', description: wordsOf(charge, terms), ...NOTHING_CORRECTED };
}

/** A charge has no price of its own: its steps do. */
const figuresOf = ({ quantity, records, exactAmount, amount }: MonthCharge, currency: string) => ({
  segmentId: '', quantity: quantity.numerator / quantity.denominator, unitPrice: nothing(currency), exactAmount, amount, records,
});

function corrections({ contractId, currency }: Account, correctedPeriodNumber: number, { was, is, terms }: Record<'was' | 'is', readonly MonthCharge[]> & { readonly terms: TariffInUse }): readonly billing.BillLine[] {
  const ids = [...new Set([...was, ...is].map(({ chargeId }) => chargeId))];
  const corrected = { correctedPeriodNumber, correctedDocumentId: invoiceIdOf(contractId, correctedPeriodNumber) };
  const line = (kind: 'reversal' | 'reentry', charge: MonthCharge | undefined): readonly billing.BillLine[] => {
    if (!charge) return [];
    const figures = figuresOf(charge, currency);
    const taken = kind === 'reversal' ? { ...figures, exactAmount: negate(figures.exactAmount), amount: negate(figures.amount) } : figures;
    const description = kind === 'reversal' ? `Usage of month ${correctedPeriodNumber} as it was charged, taken back` : `Usage of month ${correctedPeriodNumber} with what came late: ${wordsOf(charge, terms)}`;
    return [{ ...taken, lineId: tariffLineId(charge.chargeId, { kind, correctedPeriodNumber }), kind, description, ...corrected }];
  };
  return ids.flatMap((id) => {
    const [old, now] = [was, is].map((charges) => charges.find(({ chargeId }) => chargeId === id));
    return sameCharge(old, now) ? [] : [...line('reversal', old), ...line('reentry', now)];
  });
}

const sameCharge = (a: MonthCharge | undefined, b: MonthCharge | undefined): boolean =>
  a?.exactAmount.microMinor === b?.exactAmount.microMinor && a?.amount.microMinor === b?.amount.microMinor && a?.quantity.numerator === b?.quantity.numerator;

const KIND_WORDS: Partial<Record<MonthCharge['kind'], string>> = {
  flat: 'Octets', graduated: 'Octets by graduated tiers', volume: 'Octets by volume tiers', package: 'Packages of octets', percentage: 'A share of the octets', percentile: 'Mbit/s at the percentile',
};

function wordsOf({ chargeId, kind, steps }: MonthCharge, { tariff }: TariffInUse): string {
  const terms = tariff.charges.find(({ id }) => id === chargeId);
  const shown = steps.slice(0, MAX_SHOWN_STEPS).map((step) => `${step.kind} ${showExact(step.quantity)} at ${showExact(step.rate)}`);
  const rest = steps.length > MAX_SHOWN_STEPS ? ['…'] : [];
  const per = terms && 'per' in terms ? [`prices for ${terms.per}`] : [];
  const words = `${KIND_WORDS[kind] ?? kind}${ofWhom(terms)}`;
  return steps.length === 0 ? words : `${words}: ${[...shown, ...rest, ...per].join(', ')}`;
}

/** What the charge is for alone, as the tariff names it: on a bill its id might be anything. */
function ofWhom(terms: ChargeTerms | undefined): string {
  const { subjects, categories } = (terms && 'match' in terms && terms.match) || {};
  const named = (what: string, labels: readonly string[] | undefined): readonly string[] =>
    labels ? [`${what} ${labels.slice(0, MAX_SHOWN_LABELS).join(' or ')}${labels.length > MAX_SHOWN_LABELS ? ' or …' : ''}`] : [];
  return [...named('subject', subjects), ...named('category', categories)].map((text) => `, ${text}`).join('');
}
