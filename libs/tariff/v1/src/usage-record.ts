import type { Exact } from './exact.js';
import { refusal, type RatingRefusal, type RatingStep } from './rating-step.js';
import type { UsageType } from './tariff-terms.js';

/** What was used, once. */
export interface UsageRecord {
  readonly id: string;
  readonly type: UsageType;
  readonly account?: string;
  readonly subject?: string;
  readonly category?: string;
  /** An E.164 number with or without its plus, or a name where the deck goes by names. */
  readonly destination?: string;
  readonly startedMs: number;
  readonly lengthMs?: number;
  readonly quantity?: Exact;
  /** What a percentile takes of it in place of the quantity: the rate at which it flowed, where the quantity is what flowed. */
  readonly sample?: Exact;
}

/** More than three years: whatever lasts longer is a fault of a meter. */
export const MAX_LENGTH_MS = 100_000_000_000;

export interface TaxedAmount {
  readonly id: string;
  readonly percent: Exact;
  readonly amount: Exact;
}

/** A record's charge, or why it has none. Where the tariff rounds on the invoice, the amounts are exact. */
export interface RatedRecord {
  readonly id: string;
  readonly account: string;
  /** What was rated; of a month of samples, the time from its first to its last. */
  readonly usage: UsageRecord;
  readonly chargeId?: string;
  readonly currency: string;
  readonly charge: Exact;
  readonly steps: readonly RatingStep[];
  readonly taxes: readonly TaxedAmount[];
  readonly refusal?: RatingRefusal;
  readonly disconnectAfterSeconds?: number;
  /** The statement of the month that this record is a sample of. */
  readonly statement?: string;
}

export function usageProblem({ startedMs, lengthMs, quantity }: UsageRecord): RatingRefusal | undefined {
  if (!Number.isSafeInteger(startedMs)) return refusal('invalid-usage', `a start is a whole number of milliseconds, not ${startedMs}`);
  if (lengthMs !== undefined && !(Number.isSafeInteger(lengthMs) && lengthMs >= 0 && lengthMs <= MAX_LENGTH_MS))
    return refusal('invalid-usage', `a length is from 0 to ${MAX_LENGTH_MS / 1000} seconds, not ${lengthMs / 1000}`);
  if (quantity !== undefined && quantity.numerator < 0n) return refusal('invalid-usage', 'a quantity is a number from 0');
  return undefined;
}
