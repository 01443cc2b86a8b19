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

// A plan begins at a number of eight octets: from there, upwards, tier for tier the amount that the tier's line starts from and the amount
// of a block; and downwards, in whole numbers of four octets, the seconds of both increments in one, and for each tier the last block in
// it. So most plans are one line of the processor's cache. What can't be counted in doubles has nothing but 0 for its seconds.
const NUMBERS_OF_TIER = 2;
const OCTETS_OF_LINE = 64;
const INCREMENT_BITS = 16;
const MAX_INCREMENT_SECONDS = 2 ** INCREMENT_BITS - 1;
const LAST_BLOCK = 2 ** 31 - 1;

/** A plan as it is packed. */
interface PackedPlan {
  readonly whole: readonly number[];
  readonly amounts: readonly number[];
}

const EXACTLY: PackedPlan = { whole: [0], amounts: [] };

/**
 * The fast way to rate calls that no time window and no limit of cost concerns: whole numbers in doubles, all of one scale,
 * where a bound that is checked for every plan beforehand keeps each sum under 2^53. It answers with the charge as a count
 * of 10^-decimals, and gives the same figure as `rateCall` in every case.
 */
export class VoiceMeter {
  readonly #table = new PrefixTable();
  readonly #planAt = new Map<number, VoicePlan>();
  readonly #amounts: Float64Array;
  /** The same octets. */
  readonly #whole: Int32Array;
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
    const packed = plans.map((plan) => packedPlan(plan, 10n ** BigInt(scale)));
    const { places, octets } = placed(packed);
    this.#amounts = new Float64Array(octets);
    this.#whole = new Int32Array(octets);
    for (const [index, place] of places.entries()) {
      const { whole, amounts } = packed[index] as PackedPlan;
      this.#amounts.set(amounts, place);
      whole.forEach((number, behind) => (this.#whole[2 * place - 1 - behind] = number));
      for (const prefix of destinations[index]?.prefixes ?? []) this.#table.set(prefix, place);
      this.#planAt.set(place, plans[index] as VoicePlan);
    }
  }

  /** `digits` is an E.164 number without its plus. @returns the charge in units of 10^-decimals, or one of `METERED` */
  rate(digits: string, seconds: number): number {
    const at = this.#table.longest(digits);
    if (at < 0) return UNKNOWN;
    const whole = this.#whole;
    const sizes = whole[2 * at - 1] as number;
    if (sizes === 0 || seconds > MAX_FAST_SECONDS) return this.#slowly(digits, seconds);
    if (seconds <= 0) return 0;
    const over = seconds - (sizes >>> INCREMENT_BITS);
    // A call that ends within the initial increment has no block, and ends in the first tier.
    const blocks = over > 0 ? Math.ceil(over / (sizes & MAX_INCREMENT_SECONDS)) : 0;
    let tier = 0;
    while (blocks > (whole[2 * (at - 1) - tier] as number)) tier += 1;
    const line = at + tier * NUMBERS_OF_TIER;
    let sum = (this.#amounts[line] as number) + blocks * (this.#amounts[line + 1] as number);
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

/** Where in the array each plan is: none begins on one line of the processor's cache and ends on the next that fits one. */
function placed(plans: readonly PackedPlan[]): { readonly places: readonly number[]; readonly octets: ArrayBuffer } {
  const line = OCTETS_OF_LINE / Float64Array.BYTES_PER_ELEMENT;
  let end = 0;
  const places = plans.map(({ whole, amounts }) => {
    const before = Math.ceil(whole.length / 2);
    const size = before + amounts.length;
    if (size > line - (end % line)) end = Math.ceil(end / line) * line;
    const place = end + before;
    end += size;
    return place;
  });
  return { places, octets: new ArrayBuffer(end * Float64Array.BYTES_PER_ELEMENT) };
}

/** Not counted in doubles: what is blocked, and where a sum of ten days might not be exact. */
function packedPlan(plan: VoicePlan, scale: bigint): PackedPlan {
  const [rate] = plan.rates;
  const { initialSeconds, incrementSeconds } = plan;
  if (plan.blocked || !rate || Math.max(initialSeconds, incrementSeconds) > MAX_INCREMENT_SECONDS) return EXACTLY;
  const scaled = ({ numerator, denominator }: Exact, times: number): bigint => (numerator * scale * BigInt(times)) / denominator;
  const first = rate.initialPerMinute ?? rate.tiers[0]?.perMinute;
  const base = (plan.connectFee ? scaled(plan.connectFee, 60) : 0n) + (first ? scaled(first, initialSeconds) : 0n);
  const mostBlocks = Math.ceil(MAX_FAST_SECONDS / incrementSeconds);
  const whole = [initialSeconds * 2 ** INCREMENT_BITS + incrementSeconds];
  const amounts: number[] = [];
  let [blocks, amount] = [0, base];
  for (const { untilSeconds, perMinute } of rate.tiers) {
    const slope = scaled(perMinute, incrementSeconds);
    const start = amount - BigInt(blocks) * slope;
    // A tier that ends within the initial increment has no block, and none is searched in it.
    const until = Math.max(blocks, Math.ceil((untilSeconds - initialSeconds) / incrementSeconds));
    const most = slope * BigInt(mostBlocks) + (start < 0n ? -start : start);
    if (2n * most > BigInt(Number.MAX_SAFE_INTEGER)) return EXACTLY;
    whole.push(Math.min(until, LAST_BLOCK));
    amounts.push(Number(start), Number(slope));
    if (Number.isFinite(until)) [amount, blocks] = [amount + BigInt(until - blocks) * slope, until];
  }
  return { whole, amounts };
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
