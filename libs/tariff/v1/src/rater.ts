import type { Deck } from './deck.js';
import { exact, NOTHING, roundedTo } from './exact.js';
import { AccountTotals, LineFigures, matches, type AccountTotal } from './line-figures.js';
import { PeriodBook } from './period-book.js';
import { countsOverPeriod, limited, NO_STANDING, rateQuantity, type Part } from './quantity.js';
import { amountOf, refusal, type RatingRefusal, type RatingStep } from './rating-step.js';
import type { PercentileTerms, QuantityTerms, TariffTerms, UsageChargeTerms } from './tariff-terms.js';
import { usageProblem, type RatedRecord, type UsageRecord } from './usage-record.js';
import { rateCall } from './voice.js';
import { VoiceIndex } from './voice-index.js';
import { TimeWindows } from './windows.js';
import { formatDay, UTC_TABLE, type ZoneTable } from './zone-table.js';

export interface RaterData {
  /** The table of the tariff's zone, for every instant that will be rated; UTC where the tariff names no zone. */
  readonly zone?: ZoneTable;
  /** Dates beyond those in the tariff: what its calendar was resolved to. */
  readonly holidays?: readonly string[];
  readonly deck?: Deck;
  /** The month that a record counts in; that of the calendar on the zone's clocks where it is absent. */
  readonly monthOf?: (usage: UsageRecord) => string;
  /** Whether samples of the same time are one: where an interval's usage is told apart, no part of it is the rate of the interval. Otherwise each is one by itself. */
  readonly addsSamples?: boolean;
}

type Asked = { readonly terms: UsageChargeTerms; readonly voice: VoiceIndex | undefined };

/**
 * Rates usage by one tariff. A record is answered at once, unless its charge counts over a month: then `finish` answers it.
 * The same records give the same figures in whatever order they come.
 */
export class Rater {
  readonly windows: TimeWindows;
  readonly #charges: readonly Asked[];
  readonly #monthOf: (usage: UsageRecord) => string;
  readonly #figures: LineFigures;
  readonly #totals: AccountTotals;
  readonly #book: PeriodBook;

  constructor(
    readonly tariff: TariffTerms,
    private readonly data: RaterData = {},
  ) {
    const { zone = UTC_TABLE, holidays = [], deck, monthOf, addsSamples = false } = data;
    this.#book = new PeriodBook((parts) => this.#rounded(parts), addsSamples);
    this.windows = new TimeWindows(tariff.windows ?? {}, zone, new Set([...(tariff.holidays ?? []), ...holidays]));
    this.#charges = tariff.charges
      .filter((charge) => charge.kind !== 'recurring' && charge.kind !== 'non-recurring')
      .toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0))
      .map((terms) => ({ terms, voice: terms.kind === 'voice' ? new VoiceIndex(terms, deck) : undefined }));
    this.#monthOf = monthOf ?? (({ startedMs }) => formatDay(this.windows.localDay(startedMs)).slice(0, 7));
    this.#figures = new LineFigures(tariff);
    this.#totals = new AccountTotals(this.#figures);
  }

  /** A new rater by the same tariff whose charges are exact: a price of one unit is shown as it is, also where a bill's line would round it to nothing. */
  unrounded(): Rater {
    return new Rater({ ...this.tariff, rounding: { ...this.tariff.rounding, place: 'invoice' } }, this.data);
  }

  /** Records that wait for `finish`. */
  get held(): number {
    return this.#book.held;
  }

  /** @returns the charge or the refusal; `undefined` while the record's month is open */
  rate(usage: UsageRecord): RatedRecord | undefined {
    const problem = usageProblem(usage) ?? this.#outsideZone(usage);
    if (problem) return this.#refused(usage, problem);
    const open = this.windows.openAt(usage.startedMs);
    const asked = this.#charges.filter(({ terms }) => matches(terms.match, usage, open));
    let unknown: RatingRefusal | undefined;
    for (const { terms, voice } of asked) {
      if (!voice) return this.#rateMeasured(terms as QuantityTerms | PercentileTerms, usage, open);
      const answer = this.#rateVoice(voice, usage, open);
      // A charge with fewer destinations stands before the general one; what it does not know, the next may.
      if (answer.refusal?.code !== 'unknown-destination') return answer;
      unknown ??= answer.refusal;
    }
    return this.#refused(usage, unknown ?? refusal('no-rate', `no charge of the tariff ${this.tariff.id} is for this usage`, { tariff: this.tariff.id, type: usage.type }));
  }

  /** Answers the records that waited, month by month, and the months of samples. */
  *finish(): Generator<RatedRecord> {
    for (const { terms, usage, parts } of this.#book.close()) {
      yield this.#charged(terms.id, usage, this.#timed(parts, usage), this.windows.openAt(usage.startedMs));
    }
  }

  totals(): readonly AccountTotal[] {
    return this.#totals.totals();
  }

  #outsideZone({ startedMs, lengthMs = 0 }: UsageRecord): RatingRefusal | undefined {
    if (this.windows.covers(startedMs, startedMs + lengthMs)) return undefined;
    return refusal('invalid-usage', `nothing is known of the clocks of ${this.windows.zone.zone} at that time`, { zone: this.windows.zone.zone });
  }

  #rateVoice(voice: VoiceIndex, usage: UsageRecord, open: ReadonlySet<string>): RatedRecord {
    const { destination, lengthMs } = usage;
    if (destination === undefined) return this.#refused(usage, refusal('invalid-usage', 'a call needs a destination'));
    if (lengthMs === undefined) return this.#refused(usage, refusal('invalid-usage', 'a call needs its seconds'));
    const plan = voice.find(destination);
    if ('code' in plan) return this.#refused(usage, plan);
    const outcome = rateCall(voice.terms, plan, { startedMs: usage.startedMs, lengthMs }, this.windows, this.tariff.rounding);
    if ('code' in outcome) return this.#refused(usage, outcome);
    const rated = this.#charged(voice.terms.id, usage, outcome.steps, open);
    return outcome.disconnectAfterSeconds === undefined ? rated : { ...rated, disconnectAfterSeconds: outcome.disconnectAfterSeconds };
  }

  #rateMeasured(terms: QuantityTerms | PercentileTerms, usage: UsageRecord, open: ReadonlySet<string>): RatedRecord | undefined {
    const sample = terms.kind === 'percentile' ? usage.sample : undefined;
    const quantity = sample ?? usage.quantity ?? (usage.lengthMs === undefined ? undefined : exact(BigInt(usage.lengthMs), 1000n));
    if (!quantity) return this.#refused(usage, refusal('invalid-usage', `the charge ${terms.id} needs a quantity`, { charge: terms.id }));
    const month = this.#monthOf(usage);
    if (terms.kind === 'percentile') {
      const statement = this.#book.keep(terms, { usage, quantity, month });
      return { ...this.#blank(usage), chargeId: terms.id, statement };
    }
    if (countsOverPeriod(terms)) {
      this.#book.keep(terms, { usage, quantity, month });
      return undefined;
    }
    const parts = limited(this.#rounded(rateQuantity(terms, quantity, NO_STANDING(quantity))), terms);
    return this.#charged(terms.id, usage, this.#timed(parts, usage), open);
  }

  #timed(parts: readonly Part[], { startedMs, lengthMs = 0 }: UsageRecord): readonly RatingStep[] {
    return parts.map((part) => ({ ...part, fromMs: startedMs, untilMs: startedMs + lengthMs }));
  }

  /** Before a minimum or a maximum is held against their sum, which then comes to it exactly. */
  #rounded(parts: readonly Part[]): readonly Part[] {
    const { mode, decimals, place } = this.tariff.rounding;
    return place === 'increment' ? parts.map((part) => ({ ...part, amount: roundedTo(part.amount, mode, decimals) })) : parts;
  }

  #charged(chargeId: string, usage: UsageRecord, steps: readonly RatingStep[], open: ReadonlySet<string>): RatedRecord {
    const charge = this.#figures.charge(amountOf(steps));
    const taxes = this.#figures.taxesOn(charge, usage, open);
    this.#totals.add(usage.account ?? '', charge, taxes);
    return { ...this.#blank(usage), chargeId, charge, steps, taxes };
  }

  #refused(usage: UsageRecord, refused: RatingRefusal): RatedRecord {
    return { ...this.#blank(usage), refusal: refused };
  }

  #blank(usage: UsageRecord): RatedRecord {
    const { id, account = '' } = usage;
    return { id, account, usage, currency: this.#figures.currency, charge: NOTHING, steps: [], taxes: [] };
  }
}
