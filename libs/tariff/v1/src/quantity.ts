import { addExact, ceilExact, compareExact, decimal, divideExact, exact, greatestExact, leastExact, multiplyExact, NOTHING, subtractExact, type Exact } from './exact.js';
import type { StepKind } from './rating-step.js';
import type { FlatTerms, PackageTerms, PercentageTerms, QuantityTerms, TieredTerms, TierTerms } from './tariff-terms.js';

/** A step before it has a time. */
export type Part = { readonly kind: StepKind; readonly rate: Exact; readonly quantity: Exact; readonly amount: Exact };

/** What a record finds that came before it in its month, by the time of the event and then by its id. */
export interface Standing {
  readonly volume: Exact;
  readonly records: number;
  /** Of the whole month: what a volume tier is chosen by. */
  readonly periodVolume: Exact;
}

export const NO_STANDING = (quantity: Exact): Standing => ({ volume: NOTHING, records: 0, periodVolume: quantity });

/**
 * Rates one quantity on top of what stands already. Counted over a period, a charge is the difference of two points of one
 * curve, so however the volume is split into records, they add up to the same figure.
 */
export function rateQuantity(terms: QuantityTerms, quantity: Exact, standing: Standing): readonly Part[] {
  switch (terms.kind) {
    case 'flat': return flat(terms, quantity);
    case 'graduated': return graduated(terms, quantity, standing);
    case 'volume': return volume(terms, quantity, standing);
    case 'package': return packages(terms, quantity, standing);
    case 'percentage': return percentage(terms, quantity, standing);
  }
}

/** Whether the charge has to wait for the whole period to be known. */
export const countsOverPeriod = (terms: QuantityTerms): boolean =>
  terms.kind === 'percentage' ? terms.freeRecords !== undefined || terms.freeVolume !== undefined : terms.kind !== 'flat' && terms.over === 'period';

const perOf = (per: string | undefined): Exact => (per === undefined ? exact(1n) : decimal(per));

function flat({ price, per }: FlatTerms, quantity: Exact): readonly Part[] {
  return [priced('unit', decimal(price), { quantity, per: perOf(per) })];
}

function priced(kind: StepKind, rate: Exact, { quantity, per }: { quantity: Exact; per: Exact }): Part {
  return { kind, rate, quantity, amount: divideExact(multiplyExact(rate, quantity), per) };
}

const once = (kind: StepKind, rate: Exact): Part => ({ kind, rate, quantity: exact(1n), amount: rate });

function graduated({ tiers, per }: TieredTerms, quantity: Exact, { volume: before }: Standing): readonly Part[] {
  const after = addExact(before, quantity);
  let lower = NOTHING;
  const parts: Part[] = [];
  for (const tier of tiers) {
    const upper = tier.upTo === undefined ? undefined : decimal(tier.upTo);
    const from = greatestExact(before, lower);
    const until = upper ? leastExact(after, upper) : after;
    if (compareExact(from, until) < 0) {
      // A tier is reached by the record that crosses its lower end, and by no later one.
      if (tier.fixed !== undefined && compareExact(from, lower) === 0) parts.push(once('tier-fixed', decimal(tier.fixed)));
      parts.push(priced('tier', decimal(tier.price), { quantity: subtractExact(until, from), per: perOf(per) }));
    }
    if (!upper) break;
    lower = upper;
  }
  return parts;
}

function volume({ tiers, per }: TieredTerms, quantity: Exact, { periodVolume, volume: before }: Standing): readonly Part[] {
  const tier = tierOf(tiers, periodVolume);
  if (!tier || compareExact(quantity, NOTHING) === 0) return [];
  const part = priced('tier', decimal(tier.price), { quantity, per: perOf(per) });
  return tier.fixed !== undefined && compareExact(before, NOTHING) === 0 ? [once('tier-fixed', decimal(tier.fixed)), part] : [part];
}

/** The last unit of a tier is still in it. */
export const tierOf = (tiers: readonly TierTerms[], total: Exact): TierTerms | undefined =>
  tiers.find(({ upTo }) => upTo === undefined || compareExact(total, decimal(upTo)) <= 0);

function packages({ size, price, free }: PackageTerms, quantity: Exact, { volume: before }: Standing): readonly Part[] {
  const allowance = free === undefined ? NOTHING : decimal(free);
  const begun = (volume: Exact): bigint => ceilExact(divideExact(greatestExact(subtractExact(volume, allowance), NOTHING), decimal(size)));
  const after = addExact(before, quantity);
  const freeQuantity = subtractExact(leastExact(after, allowance), leastExact(before, allowance));
  const opened = begun(after) - begun(before);
  return [
    ...(compareExact(freeQuantity, NOTHING) > 0 ? [{ kind: 'free' as const, rate: NOTHING, quantity: freeQuantity, amount: NOTHING }] : []),
    ...(opened > 0n ? [priced('package', decimal(price), { quantity: exact(opened), per: exact(1n) })] : []),
  ];
}

function percentage({ percent, fixed, freeRecords, freeVolume, freeTogether = false }: PercentageTerms, quantity: Exact, standing: Standing): readonly Part[] {
  const allowance = freeVolume === undefined ? NOTHING : decimal(freeVolume);
  const after = addExact(standing.volume, quantity);
  const isBeyondRecords = standing.records >= (freeRecords ?? 0);
  const isBeyondVolume = compareExact(after, allowance) > 0;
  const freeQuantity = freeTogether && isBeyondRecords ? NOTHING : subtractExact(leastExact(after, allowance), leastExact(standing.volume, allowance));
  const chargeable = subtractExact(quantity, freeQuantity);
  const paysFixed = fixed !== undefined && (isBeyondRecords || (freeTogether && isBeyondVolume));
  return [
    ...(compareExact(freeQuantity, NOTHING) > 0 ? [{ kind: 'free' as const, rate: NOTHING, quantity: freeQuantity, amount: NOTHING }] : []),
    ...(compareExact(chargeable, NOTHING) > 0 ? [priced('percent', decimal(percent), { quantity: chargeable, per: exact(100n) })] : []),
    ...(paysFixed ? [once('fixed', decimal(fixed))] : []),
  ];
}

/** Lifts a record's charge to its minimum, or cuts it at its maximum. */
export function limited(parts: readonly Part[], { minimum, maximum }: { minimum?: string; maximum?: string }): readonly Part[] {
  const total = parts.reduce((sum, { amount }) => addExact(sum, amount), NOTHING);
  const limit = (kind: 'minimum' | 'maximum', text: string): Part => ({ ...once(kind, decimal(text)), amount: subtractExact(decimal(text), total) });
  if (minimum !== undefined && compareExact(total, decimal(minimum)) < 0) return [...parts, limit('minimum', minimum)];
  if (maximum !== undefined && compareExact(total, decimal(maximum)) > 0) return [...parts, limit('maximum', maximum)];
  return parts;
}
