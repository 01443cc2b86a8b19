import type { RoundingMode } from './exact.js';
import type { WEEKDAYS } from './windows.js';

/** A decimal number as text, "0.0125": a binary fraction would not be the price that was signed. */
export type DecimalText = string;

/** A tariff as it is written, signed and stored. Its JSON schema is `TARIFF_SCHEMA`; `readTariff` checks the rest. */
export interface TariffTerms {
  readonly form: 'carriermesh.tariff.v1';
  readonly id: string;
  /** ISO 4217; every price is in major units of it. */
  readonly currency: string;
  /** IANA zone whose clocks windows, months and days follow; UTC where it is absent. */
  readonly zone?: string;
  readonly rounding: RoundingTerms;
  readonly windows?: Readonly<Record<string, WindowTerms>>;
  /** Dates, "2026-12-25", that windows may ask for: pinned, because a law may change after signature. */
  readonly holidays?: readonly string[];
  /** A calendar to take further holidays from; who rates has to resolve it to dates. */
  readonly holidayCalendar?: { readonly country: string; readonly state?: string; readonly region?: string };
  readonly charges: readonly ChargeTerms[];
  readonly conversion?: ConversionTerms;
  readonly taxes?: readonly TaxTerms[];
}

export interface RoundingTerms {
  readonly mode: RoundingMode;
  readonly decimals: number;
  readonly place: 'increment' | 'line' | 'invoice';
}

export interface WindowTerms {
  readonly weekdays?: readonly (typeof WEEKDAYS)[number][];
  readonly dates?: readonly string[];
  readonly holidays?: 'only' | 'never';
  readonly from?: string;
  readonly until?: string;
}

/** One unit of `from` the tariff's currency costs `rate` of `to`; pinned at signature. */
export interface ConversionTerms {
  readonly to: string;
  readonly rate: DecimalText;
  readonly pinnedAt: string;
}

export interface TaxTerms {
  readonly id: string;
  readonly percent: DecimalText;
  readonly match?: MatchTerms;
  readonly exemptAccounts?: readonly string[];
  /** Taxes named earlier whose amounts are taxed too. */
  readonly onTopOf?: readonly string[];
}

/** Every list that is present has to contain the usage's value. */
export interface MatchTerms {
  readonly types?: readonly UsageType[];
  readonly accounts?: readonly string[];
  readonly subjects?: readonly string[];
  readonly categories?: readonly string[];
  readonly windows?: readonly string[];
}

export const USAGE_TYPES = ['voice', 'data', 'message', 'event'] as const;
export type UsageType = (typeof USAGE_TYPES)[number];

export type ChargeTerms = NonRecurringTerms | RecurringTerms | UsageChargeTerms;
export type UsageChargeTerms = VoiceTerms | QuantityTerms | PercentileTerms;
export type QuantityTerms = FlatTerms | TieredTerms | PackageTerms | PercentageTerms;

export interface NonRecurringTerms {
  readonly kind: 'non-recurring';
  readonly id: string;
  readonly amount: DecimalText;
  readonly at: 'start' | 'end';
}

export interface RecurringTerms {
  readonly kind: 'recurring';
  readonly id: string;
  readonly amount: DecimalText;
  readonly everyMonths: number;
  readonly alignment: 'anniversary' | 'calendar';
  readonly proration: ProrationTerms;
}

export interface ProrationTerms {
  readonly by: 'day' | 'second' | 'none';
  /** Days of a month: those that it has, or thirty for every month. */
  readonly month: 'real' | 'thirty-days';
  /** What a period costs that began before the service, or ended after it. */
  readonly leading: PartTerms;
  readonly trailing: PartTerms;
}

export type PartTerms = 'prorate' | 'full' | 'free';

interface UsageCharge {
  readonly id: string;
  readonly match?: MatchTerms;
  /** Of the charges that match, the heaviest is asked first; at equal weights the one that stands first. */
  readonly weight?: number;
  /** The least and the most that one record costs. */
  readonly minimum?: DecimalText;
  readonly maximum?: DecimalText;
}

export interface FlatTerms extends UsageCharge {
  readonly kind: 'flat';
  readonly price: DecimalText;
  /** How many units the price is for; 1 where it is absent. */
  readonly per?: DecimalText;
}

export interface TieredTerms extends UsageCharge {
  readonly kind: 'graduated' | 'volume';
  readonly over: 'record' | 'period';
  readonly per?: DecimalText;
  readonly tiers: readonly TierTerms[];
}

export interface TierTerms {
  /** The last unit of the tier; the last tier has none. */
  readonly upTo?: DecimalText;
  readonly price: DecimalText;
  /** Charged once when the tier is reached. */
  readonly fixed?: DecimalText;
}

export interface PackageTerms extends UsageCharge {
  readonly kind: 'package';
  readonly over: 'record' | 'period';
  readonly size: DecimalText;
  readonly price: DecimalText;
  readonly free?: DecimalText;
}

export interface PercentageTerms extends UsageCharge {
  readonly kind: 'percentage';
  readonly percent: DecimalText;
  readonly fixed?: DecimalText;
  /** The allowances of a month: so many records, and so much volume, cost nothing. */
  readonly freeRecords?: number;
  readonly freeVolume?: DecimalText;
  /** Whether both end with the record that goes beyond one of them; otherwise each is used up by itself. */
  readonly freeTogether?: boolean;
}

export interface PercentileTerms extends UsageCharge {
  readonly kind: 'percentile';
  readonly percentile: number;
  readonly commit: DecimalText;
  readonly commitPrice: DecimalText;
  readonly burstPrice: DecimalText;
  /** Take the percentile of each category (in, out) by itself, and bill the greatest. */
  readonly perCategory?: boolean;
}

export interface VoiceTerms extends UsageCharge {
  readonly kind: 'voice';
  readonly initialSeconds: number;
  readonly incrementSeconds: number;
  readonly connectFee?: DecimalText;
  readonly atMaximum?: 'free' | 'disconnect';
  /** Take the destinations of the rate deck too. */
  readonly deck?: boolean;
  readonly destinations?: readonly DestinationTerms[];
}

export interface DestinationTerms {
  readonly name: string;
  /** E.164 prefixes without the plus. */
  readonly prefixes: readonly string[];
  readonly blocked?: boolean;
  readonly connectFee?: DecimalText;
  readonly initialSeconds?: number;
  readonly incrementSeconds?: number;
  /** The first rate whose window is open is in force; one without a window always is. */
  readonly rates?: readonly VoiceRateTerms[];
}

export interface VoiceRateTerms {
  readonly window?: string;
  /** For the initial increment, where it differs. */
  readonly initialPerMinute?: DecimalText;
  readonly tiers: readonly { readonly upToSeconds?: number; readonly perMinute: DecimalText }[];
}
