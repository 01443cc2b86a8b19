import { instantToMs, invariant, negate, type Money } from '@carriermesh/kernel';
import { chargesOfMonth, exact, readPinnedTariff, showExact, type MonthCharge, type UsageRecord } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { calendarOf, monthOf } from './calendar.js';
import { invoiceIdOf, tariffLineId } from './ids.js';
import type { EnteredUsage, TariffMonth } from './tariff-month.js';

/** Octets times this, over nanoseconds, are Mbit/s. */
const OCTETS_TO_MBPS_NANOS = 8_000n;
/** Rates of one charge that its line names. */
const MAX_SHOWN_STEPS = 6;

const NOTHING_CORRECTED = { correctedPeriodNumber: 0, correctedDocumentId: '' };

/**
 * What the contract's tariff comes to on a bill: the charges of its own month; and of each closed month of which usage came late, every charge that this
 * changes, taken back as it was and entered as it is. They are of no segment, and the customer's alone.
 */
export function tariffLines(account: Account, months: readonly TariffMonth[]): readonly billing.BillLine[] {
  return months.flatMap(({ periodNumber, before, after }) => {
    const charges = chargesByTariff(account, periodNumber, after);
    return before ? corrections(account, periodNumber, { was: chargesByTariff(account, periodNumber, before), is: charges }) : charges.map((charge) => ownLine(charge, account));
  });
}

/** What the tariff of a contract that has one charges for a month of the service. */
export function chargesByTariff(account: Account, periodNumber: number, usage: readonly EnteredUsage[]): readonly MonthCharge[] {
  const { usageTariff, contractId, buyerId } = account;
  invariant(usageTariff, () => `the contract ${contractId} has no tariff`);
  const terms = readPinnedTariff(usageTariff);
  if ('problems' in terms) throw new Error(`the tariff of ${contractId} can't be read: ${terms.problems.map(({ at, problem }) => `${at} ${problem}`).join('; ')}`);
  const { tariff, zone } = terms;
  const month = monthOf(calendarOf(account), periodNumber);
  // Nothing is committed to for a month that the contract's end left no time of.
  if (usage.length === 0 && month.from === month.until) return [];
  const fromMs = instantToMs(month.from);
  return chargesOfMonth(tariff, { zone }, { account: buyerId, fromMs, usage: usage.map((each) => usageRecord(each, buyerId)) });
}

/** A percentile takes the mean rate of the interval, in Mbit/s; everything else its octets. */
export function usageRecord({ from, until, octets }: EnteredUsage, buyerId: string): UsageRecord {
  const span = { startedMs: instantToMs(from), lengthMs: instantToMs(until) - instantToMs(from) };
  return { id: `${from}-${until}`, type: 'data', account: buyerId, ...span, quantity: exact(octets), sample: exact(octets * OCTETS_TO_MBPS_NANOS, until - from) };
}

const nothing = (currency: string): Money => ({ currency, microMinor: 0n });

function ownLine(charge: MonthCharge, { currency }: Account): billing.BillLine {
  return { ...figuresOf(charge, currency), lineId: tariffLineId(charge.chargeId), kind: 'tariff-charge', description: wordsOf(charge), ...NOTHING_CORRECTED };
}

/** A charge has no price of its own: its steps do. */
const figuresOf = ({ quantity, records, exactAmount, amount }: MonthCharge, currency: string) => ({
  segmentId: '', quantity: quantity.numerator / quantity.denominator, unitPrice: nothing(currency), exactAmount, amount, records,
});

function corrections({ contractId, currency }: Account, correctedPeriodNumber: number, { was, is }: Record<'was' | 'is', readonly MonthCharge[]>): readonly billing.BillLine[] {
  const ids = [...new Set([...was, ...is].map(({ chargeId }) => chargeId))];
  const corrected = { correctedPeriodNumber, correctedDocumentId: invoiceIdOf(contractId, correctedPeriodNumber) };
  const line = (kind: 'reversal' | 'reentry', charge: MonthCharge | undefined): readonly billing.BillLine[] => {
    if (!charge) return [];
    const figures = figuresOf(charge, currency);
    const taken = kind === 'reversal' ? { ...figures, exactAmount: negate(figures.exactAmount), amount: negate(figures.amount) } : figures;
    const description = kind === 'reversal' ? `Usage of month ${correctedPeriodNumber} as it was charged, taken back` : `Usage of month ${correctedPeriodNumber} with what came late: ${wordsOf(charge)}`;
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

function wordsOf({ kind, steps }: MonthCharge): string {
  const shown = steps.slice(0, MAX_SHOWN_STEPS).map((step) => `${step.kind} ${showExact(step.quantity)} at ${showExact(step.rate)}`);
  const rest = steps.length > MAX_SHOWN_STEPS ? ['…'] : [];
  return [KIND_WORDS[kind] ?? kind, [...shown, ...rest].join(', ')].filter((part) => part !== '').join(': ');
}
