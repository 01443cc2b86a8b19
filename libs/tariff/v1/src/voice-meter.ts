import type { Deck } from './deck.js';
import { roundExact, type Exact } from './exact.js';
import { PrefixTable } from './prefix-table.js';
import { amountOf } from './rating-step.js';
import type { DestinationTerms, RoundingTerms, VoiceTerms } from './tariff-terms.js';
import { rateCall } from './voice.js';
import { voicePlan, type VoicePlan } from './voice-plan.js';
import { TimeWindows } from './windows.js';
import { UTC_TABLE } from './zone-table.js';

const UNKNOWN = -1;
/** What a meter answers instead of a charge. */
export const METERED = { unknownDestination: UNKNOWN, blockedDestination: -2 } as const;

/** Calls up to ten days are counted in doubles; a longer one takes the exact way, to the same figure. */
const MAX_FAST_SECONDS = 864_000;

// A plan in the array: seconds of the initial increment, seconds of a following one, amount of a call that needs no following
// one; then for each tier the last block in it, the amount that its line starts from, and the amount of a block. What can't be
// counted in doubles has 0 for the initial seconds. Plans begin at multiples of eight numbers, so that most calls, which end in
// the first tier, cost one cache line.
const INCREMENT_SECONDS = 1;
const BASE_AMOUNT = 2;
const FIRST_TIER = 3;
const TIER_START = 1;
const TIER_SLOPE = 2;
const TIER_FIELDS = 3;
const ALIGNMENT = 8;

/**
 * The fast way to rate calls that no time window and no limit of cost concerns: whole numbers in doubles, all of one scale,
 * where a bound that is checked for every plan beforehand keeps each sum under 2^53. It answers with the charge as a count
 * of 10^-decimals, and gives the same figure as `rateCall` in every case.
 */
export class VoiceMeter {
  readonly #table = new PrefixTable();
  readonly #planAt = new Map<number, VoicePlan>();
  readonly #fields: Float64Array;
  readonly #divisor: number;
  /** Half of the divisor for the rules that round halves up, which is most invoices' rule; 0 for the others. */
  readonly #half: number;
  readonly #windows = new TimeWindows({}, UTC_TABLE);

  /** @returns `undefined` where the charge can't be metered fast: windows, limits, or rounding elsewhere than on the line */
  static of(terms: VoiceTerms, rounding: RoundingTerms, deck?: Deck): VoiceMeter | undefined {
    const destinations = [...(terms.deck === true && deck ? deck.destinations : []), ...(terms.destinations ?? [])];
    const hasWindows = destinations.some(({ rates = [] }) => rates.some(({ window }) => window !== undefined));
    if (hasWindows || terms.minimum !== undefined || terms.maximum !== undefined || rounding.place !== 'line') return undefined;
    return new VoiceMeter(terms, rounding, destinations);
  }

  private constructor(
    readonly terms: VoiceTerms,
    readonly rounding: RoundingTerms,
    destinations: readonly DestinationTerms[],
  ) {
    const plans = destinations.map((destination) => voicePlan(terms, destination));
    const scale = finest(plans, rounding.decimals);
    this.#divisor = 60 * 10 ** (scale - rounding.decimals);
    // Of what is not negative, both rules round alike.
    this.#half = rounding.mode === 'half-away-from-zero' || rounding.mode === 'half-up' ? this.#divisor / 2 : 0;
    const fields: number[] = [];
    for (const [index, plan] of plans.entries()) {
      for (const prefix of destinations[index]?.prefixes ?? []) this.#table.set(prefix, fields.length);
      this.#planAt.set(fields.length, plan);
      fields.push(...packed(plan, 10n ** BigInt(scale)));
      while (fields.length % ALIGNMENT !== 0) fields.push(0);
    }
    this.#fields = Float64Array.from(fields);
  }

  /** `digits` is an E.164 number without its plus. @returns the charge in units of 10^-decimals, or one of `METERED` */
  rate(digits: string, seconds: number): number {
    const at = this.#table.longest(digits);
    if (at < 0) return UNKNOWN;
    const fields = this.#fields;
    const initialSeconds = fields[at] as number;
    if (initialSeconds === 0 || seconds > MAX_FAST_SECONDS) return this.#slowly(digits, seconds);
    if (seconds <= 0) return 0;
    let sum = fields[at + BASE_AMOUNT] as number;
    if (seconds > initialSeconds) {
      const blocks = Math.ceil((seconds - initialSeconds) / (fields[at + INCREMENT_SECONDS] as number));
      let tier = at + FIRST_TIER;
      while (blocks > (fields[tier] as number)) tier += TIER_FIELDS;
      sum = (fields[tier + TIER_START] as number) + blocks * (fields[tier + TIER_SLOPE] as number);
    }
    // Of what is not negative, halves are rounded up by adding a half: no branch, which the processor would guess wrongly.
    sum += this.#half;
    const quotient = Math.floor(sum / this.#divisor);
    const remainder = sum - quotient * this.#divisor;
    // The division itself rounds: at a quotient near a whole number it may be one too high.
    if (remainder < 0) return this.#rounded(quotient - 1, remainder + this.#divisor);
    return this.#half > 0 ? quotient : this.#rounded(quotient, remainder);
  }

  #rounded(quotient: number, remainder: number): number {
    const divisor = this.#divisor;
    const twice = remainder * 2;
    switch (this.rounding.mode) {
      case 'half-away-from-zero':
      case 'half-up': return quotient;
      case 'half-down': return twice > divisor ? quotient + 1 : quotient;
      case 'half-even': return twice > divisor || (twice === divisor && quotient % 2 === 1) ? quotient + 1 : quotient;
      case 'up':
      case 'ceiling': return remainder > 0 ? quotient + 1 : quotient;
      case 'down':
      case 'floor': return quotient;
    }
  }

  #slowly(digits: string, seconds: number): number {
    const at = this.#table.longest(digits);
    const plan = this.#planAt.get(at);
    if (!plan || plan.blocked) return METERED.blockedDestination;
    const outcome = rateCall(this.terms, plan, { startedMs: 0, lengthMs: seconds * 1000 }, this.#windows, this.rounding);
    return 'code' in outcome ? METERED.unknownDestination : Number(roundExact(amountOf(outcome.steps), this.rounding.mode, this.rounding.decimals));
  }
}

/** No tiers and 0 initial seconds for a blocked destination, and where a sum of ten days might not be exact in a double. */
function packed(plan: VoicePlan, scale: bigint): readonly number[] {
  const exactly = [0, 0, 0];
  const [rate] = plan.rates;
  if (plan.blocked || !rate) return exactly;
  const { initialSeconds, incrementSeconds } = plan;
  const scaled = ({ numerator, denominator }: Exact, times: number): bigint => (numerator * scale * BigInt(times)) / denominator;
  const first = rate.initialPerMinute ?? rate.tiers[0]?.perMinute;
  const base = (plan.connectFee ? scaled(plan.connectFee, 60) : 0n) + (first ? scaled(first, initialSeconds) : 0n);
  const mostBlocks = Math.ceil(MAX_FAST_SECONDS / incrementSeconds);
  const fields = [initialSeconds, incrementSeconds, Number(base)];
  let [blocks, amount] = [0, base];
  for (const { untilSeconds, perMinute } of rate.tiers) {
    const slope = scaled(perMinute, incrementSeconds);
    const start = amount - BigInt(blocks) * slope;
    // A tier that ends within the initial increment has no block, and none is searched in it.
    const until = Math.max(blocks, Math.ceil((untilSeconds - initialSeconds) / incrementSeconds));
    const most = slope * BigInt(mostBlocks) + (start < 0n ? -start : start);
    if (2n * most > BigInt(Number.MAX_SAFE_INTEGER)) return exactly;
    fields.push(until, Number(start), Number(slope));
    if (Number.isFinite(until)) [amount, blocks] = [amount + BigInt(until - blocks) * slope, until];
  }
  return fields;
}

/** The most decimals that any price of any plan has, and no fewer than `least`. */
function finest(plans: readonly VoicePlan[], least: number): number {
  let most = least;
  for (const { connectFee, rates } of plans) {
    const prices = [connectFee, ...rates.flatMap(({ initialPerMinute, tiers }) => [initialPerMinute, ...tiers.map(({ perMinute }) => perMinute)])];
    for (const price of prices) if (price) most = Math.max(most, price.denominator.toString().length - 1);
  }
  return most;
}
