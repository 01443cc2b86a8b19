import type { Deck } from './deck.js';
import { isE164Prefix, PrefixTable } from './prefix-table.js';
import { refusal, type RatingRefusal } from './rating-step.js';
import type { VoiceTerms } from './tariff-terms.js';
import { voicePlan, type VoicePlan } from './voice-plan.js';

/** A charge's destinations, ready to be found by a number or, where the deck goes by names, by a name. */
export class VoiceIndex {
  readonly #byPrefix = new PrefixTable();
  readonly #byName = new Map<string, VoicePlan>();
  readonly #plans: VoicePlan[] = [];

  constructor(
    readonly terms: VoiceTerms,
    deck: Deck | undefined,
  ) {
    const fromDeck = terms.deck === true && deck ? deck.destinations : [];
    // What the tariff says itself comes last, and so stands above the deck.
    for (const destination of [...fromDeck, ...(terms.destinations ?? [])]) {
      const plan = voicePlan(terms, destination);
      this.#plans.push(plan);
      for (const prefix of destination.prefixes) this.#byPrefix.set(prefix, this.#plans.length - 1);
      if (destination.prefixes.length === 0) this.#byName.set(destination.name.toLowerCase(), plan);
    }
  }

  /** The plan of the longest prefix; a refusal when the destination is blocked or unknown, or is no number. */
  find(destination: string): VoicePlan | RatingRefusal {
    const digits = destination.startsWith('+') ? destination.slice(1) : destination;
    const facts = { destination, charge: this.terms.id };
    const isNumber = isE164Prefix(digits);
    if (!isNumber && this.#byName.size === 0) return refusal('invalid-usage', `"${destination.slice(0, 40)}" is no E.164 number: at most 15 digits`, facts);
    const plan = isNumber ? this.#plans[this.#byPrefix.longest(digits)] : this.#byName.get(destination.toLowerCase());
    if (!plan) return refusal('unknown-destination', `nothing is known of the destination ${destination.slice(0, 128)}`, facts);
    if (plan.blocked) return refusal('blocked-destination', `calls to ${plan.name} are blocked`, { ...facts, name: plan.name });
    return plan;
  }
}
