import { minorDigits, type Money } from '@carriermesh/kernel';
import { addExact, NOTHING, roundExact, type Exact } from './exact.js';
import { Rater, type RaterData } from './rater.js';
import type { RatingStep } from './rating-step.js';
import type { ChargeTerms, TariffTerms } from './tariff-terms.js';
import type { RatedRecord, UsageRecord } from './usage-record.js';

/** Millionths of a minor unit: what amounts are counted in. */
const MICRO_DIGITS = 6;

/** What one charge of a tariff comes to for a month. */
export interface MonthCharge {
  readonly chargeId: string;
  readonly kind: ChargeTerms['kind'];
  /** What was rated by it, and its quantity; samples of a percentile among them. */
  readonly records: number;
  readonly quantity: Exact;
  /** What its amount is the sum of, those at one rate together, in the order in which they came. */
  readonly steps: readonly Pick<RatingStep, 'kind' | 'rate' | 'quantity'>[];
  /** Rounded where the tariff rounds, and then to a millionth of the minor unit, halves away from zero. */
  readonly exactAmount: Money;
  /**
   * In whole minor units. The sum of the month's charges is rounded once, by the tariff's mode, to its decimals or to minor units where these are
   * fewer; each charge is what the rounded sum grows by with it, in the order of the tariff.
   */
  readonly amount: Money;
}

export interface UsedMonth {
  /** In any order. */
  readonly usage: readonly UsageRecord[];
  /** Whose month it is, and when it begins: what was committed to is due also where nothing was used. */
  readonly account: string;
  readonly fromMs: number;
}

interface Growing {
  records: number;
  quantity: Exact;
  amount: Exact;
  readonly steps: Map<string, Pick<RatingStep, 'kind' | 'rate' | 'quantity'>>;
}

export interface ChargedMonth {
  /** In the order of the tariff. Those that rated nothing are left out. */
  readonly charges: readonly MonthCharge[];
  /** Usage that the tariff has no charge for. */
  readonly refused: readonly Required<Pick<RatedRecord, 'id' | 'refusal'>>[];
}

/**
 * One month of an agreement by its tariff: all of it counts as one period, whatever months its calendar has. The same usage gives the same charges in
 * whatever order it comes.
 */
export function chargesOfMonth(tariff: TariffTerms, data: RaterData, { usage, account, fromMs }: UsedMonth): ChargedMonth {
  const rater = new Rater(tariff, { ...data, monthOf: () => '', addsSamples: true });
  const kinds = new Map(tariff.charges.map(({ id, kind }) => [id, kind]));
  const charges = new Map<string, Growing>();
  const refused: Required<Pick<RatedRecord, 'id' | 'refusal'>>[] = [];
  const take = (rated: RatedRecord): void => {
    const { id, chargeId, refusal } = rated;
    if (refusal) refused.push({ id, refusal });
    if (chargeId === undefined) return;
    const isStatement = kinds.get(chargeId) === 'percentile' && rated.statement === undefined;
    const charge = charges.get(chargeId) ?? { records: 0, quantity: NOTHING, amount: NOTHING, steps: new Map() };
    charges.set(chargeId, charge);
    charge.records += isStatement ? 0 : 1;
    charge.quantity = addExact(charge.quantity, isStatement ? NOTHING : (rated.usage.quantity ?? NOTHING));
    charge.amount = addExact(charge.amount, rated.charge);
    for (const step of rated.steps) addStep(charge.steps, step);
  };
  const rated = usage.length > 0 ? usage : [{ id: '', type: 'data' as const, account, startedMs: fromMs, quantity: NOTHING }];
  for (const answer of [...rated.map((record) => rater.rate(record)), ...rater.finish()]) if (answer) take(answer);
  const due = tariff.charges.flatMap(({ id, kind }) => {
    const charge = charges.get(id);
    if (!charge || (usage.length === 0 && kind !== 'percentile')) return [];
    return [{ chargeId: id, kind, ...charge, records: usage.length === 0 ? 0 : charge.records }];
  });
  return { charges: payable(tariff, due), refused: usage.length === 0 ? [] : refused };
}

function addStep(steps: Growing['steps'], { kind, rate, quantity }: RatingStep): void {
  const key = `${kind} ${rate.numerator}/${rate.denominator}`;
  steps.set(key, { kind, rate, quantity: addExact(steps.get(key)?.quantity ?? NOTHING, quantity) });
}

function payable({ rounding, currency: own, conversion }: TariffTerms, due: readonly (Growing & Pick<MonthCharge, 'chargeId' | 'kind'>)[]): readonly MonthCharge[] {
  const currency = conversion?.to ?? own;
  const minor = minorDigits(currency);
  const decimals = Math.min(rounding.decimals, minor);
  const paid = (total: Exact): bigint => roundExact(total, rounding.mode, decimals) * 10n ** BigInt(minor - decimals + MICRO_DIGITS);
  let total = NOTHING;
  return due.map(({ amount: exactAmount, steps, ...charge }) => {
    const before = paid(total);
    total = addExact(total, exactAmount);
    return {
      ...charge,
      steps: [...steps.values()],
      exactAmount: { currency, microMinor: roundExact(exactAmount, 'half-away-from-zero', minor + MICRO_DIGITS) },
      amount: { currency, microMinor: paid(total) - before },
    };
  });
}
