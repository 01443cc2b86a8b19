import type { Instant } from '@carriermesh/kernel';
import { labelsOf, type UsageLabels } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import type { BillName } from './ids.js';
import { segmentTariffsOf } from './phases.js';
import { unpackUsage } from './rated-usage.js';

/** What entered the service in one interval and was told apart from all else in it, by however many records of however many lines. */
export interface EnteredUsage extends UsageLabels {
  readonly from: Instant;
  readonly until: Instant;
  readonly octets: bigint;
}

/** A month of which a bill charges usage by the contract's tariff. */
export interface TariffMonth {
  readonly periodNumber: number;
  /** What earlier bills charged of it; absent where it is the bill's own month. */
  readonly before?: readonly EnteredUsage[];
  /** With what this bill takes. */
  readonly after: readonly EnteredUsage[];
}

/** Usage as it was taken: measured in one month, and charged in a bill of that month or of another. */
export type TakenUsage = Pick<billing.UsageRated, 'periodNumber' | 'correctedPeriodNumber' | 'noteNumber' | 'usage'>;

type Bill = Omit<BillName, 'contractId'>;

/**
 * The months that a bill charges by the tariff: its own, unless it is a note, and each closed one of which usage came late. None where the contract has
 * no tariff.
 * @param taken all usage of these months that this bill and earlier ones took, in any order
 */
export function tariffMonthsOf(account: Account, bill: Bill, taken: readonly TakenUsage[]): readonly TariffMonth[] {
  if (!account.usageTariff) return [];
  const entries = new Set(segmentTariffsOf(account).flatMap(({ segmentId, isEntry }) => (isEntry ? [segmentId] : [])));
  const entered = (usage: readonly TakenUsage[]): readonly EnteredUsage[] => byInterval(usage.flatMap((each) => each.usage.filter(({ segmentId }) => entries.has(segmentId))));
  const own = taken.filter((usage) => isSame(usage, bill));
  const late = [...new Set(own.map(({ correctedPeriodNumber }) => correctedPeriodNumber))].filter((month) => month !== 0).sort((a, b) => a - b);
  return [
    ...(bill.noteNumber === 0 ? [{ periodNumber: bill.periodNumber, after: entered(own.filter(({ correctedPeriodNumber }) => correctedPeriodNumber === 0)) }] : []),
    ...late.map((month) => {
      const measured = taken.filter((usage) => measuredIn(usage) === month);
      const before = measured.filter((usage) => isEarlier(usage, bill));
      return { periodNumber: month, before: entered(before), after: entered([...before, ...measured.filter((usage) => isSame(usage, bill))]) };
    }),
  ];
}

/** Of closed months, the first whose late usage is among what a bill takes. */
export const firstCorrected = (taken: readonly Pick<TakenUsage, 'correctedPeriodNumber'>[]): number | undefined =>
  taken.reduce<number | undefined>((first, { correctedPeriodNumber: month }) => (month !== 0 && (first === undefined || month < first) ? month : first), undefined);

const measuredIn = ({ periodNumber, correctedPeriodNumber }: TakenUsage): number => correctedPeriodNumber || periodNumber;

const isSame = (a: Bill, b: Bill): boolean => a.periodNumber === b.periodNumber && a.noteNumber === b.noteNumber;

/** Of bills that take usage of one month: the months' own in their order, and then, when none is open any more, its notes. */
function isEarlier(a: Bill, b: Bill): boolean {
  if (a.noteNumber === 0 || b.noteNumber === 0) return a.noteNumber === b.noteNumber ? a.periodNumber < b.periodNumber : a.noteNumber === 0;
  return a.noteNumber < b.noteNumber;
}

/** What entered in the same interval under the same labels is one usage, however it was split among lines and records. In the order of time, and then of these names. */
function byInterval(usage: readonly billing.RatedUsage[]): readonly EnteredUsage[] {
  const intervals = new Map<string, EnteredUsage>();
  for (const record of unpackUsage(usage)) {
    const { from, until, octets } = record;
    const key = enteredId(record);
    intervals.set(key, { from, until, octets: octets + (intervals.get(key)?.octets ?? 0n), ...labelsOf(record) });
  }
  return [...intervals.entries()].sort(([a, { from, until }], [b, other]) => (from === other.from ? (until === other.until ? (a < b ? -1 : 1) : Number(until - other.until)) : from < other.from ? -1 : 1)).map(([, entered]) => entered);
}

/** No label has a space, which stands before all that labels are made of: ids of one interval are in the order of their subjects, and then of their categories. */
export const enteredId = ({ from, until, subject, category }: Omit<EnteredUsage, 'octets'>): string =>
  subject === undefined && category === undefined ? `${from}-${until}` : `${from}-${until} ${subject ?? ''} ${category ?? ''}`;
