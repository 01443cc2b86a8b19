import { readTariff, type TariffReading } from './read-tariff.js';
import type { ChargeTerms, DestinationTerms, MatchTerms, TariffTerms, TaxTerms, TierTerms, VoiceRateTerms, VoiceTerms, WindowTerms } from './tariff-terms.js';

// The same tariff in the shape of the message carriermesh.tariff.v1.Tariff: lists are there also when they are empty, and what
// only one kind of charge says stands under that kind. This room does not know the wire; the shapes fit by their structure.

/** What the codec of the message encodes. */
export function tariffRecord({ id, currency, zone, rounding, windows = {}, holidays = [], holidayCalendar, charges, conversion, taxes = [] }: TariffTerms) {
  return {
    id, currency, rounding, holidays,
    ...present({ zone, holidayCalendar, conversion }),
    windows: Object.fromEntries(Object.entries(windows).map(([name, window]) => [name, windowRecord(window)])),
    charges: charges.map(chargeRecord),
    taxes: taxes.map(taxRecord),
  };
}

const windowRecord = ({ weekdays = [], dates = [], ...rest }: WindowTerms) => ({ weekdays, dates, ...rest });

const matchRecord = ({ types = [], accounts = [], subjects = [], categories = [], windows = [] }: MatchTerms) =>
  ({ types, accounts, subjects, categories, windows });

const taxRecord = ({ match, exemptAccounts = [], onTopOf = [], ...rest }: TaxTerms) =>
  ({ ...rest, exemptAccounts, onTopOf, ...(match ? { match: matchRecord(match) } : {}) });

function chargeRecord(terms: ChargeTerms) {
  if (terms.kind === 'non-recurring' || terms.kind === 'recurring') return { id: terms.id, charge: kindRecord(terms) };
  const { id, match, weight, minimum, maximum } = terms;
  return { id, ...present({ weight, minimum, maximum }), ...(match ? { match: matchRecord(match) } : {}), charge: kindRecord(terms) };
}

function kindRecord(terms: ChargeTerms) {
  switch (terms.kind) {
    case 'non-recurring': return { kind: terms.kind, nonRecurring: { amount: terms.amount, at: terms.at } };
    case 'recurring': {
      const { amount, everyMonths, alignment, proration } = terms;
      return { kind: terms.kind, recurring: { amount, everyMonths, alignment, proration } };
    }
    case 'flat': return { kind: terms.kind, flat: { price: terms.price, ...present({ per: terms.per }) } };
    case 'graduated': return { kind: terms.kind, graduated: tieredRecord(terms) };
    case 'volume': return { kind: terms.kind, volume: tieredRecord(terms) };
    case 'package': {
      const { over, size, price, free } = terms;
      return { kind: terms.kind, package: { over, size, price, ...present({ free }) } };
    }
    case 'percentage': {
      const { percent, fixed, freeRecords, freeVolume, freeTogether } = terms;
      return { kind: terms.kind, percentage: { percent, ...present({ fixed, freeRecords, freeVolume, freeTogether }) } };
    }
    case 'percentile': {
      const { percentile, commit, commitPrice, burstPrice, perCategory } = terms;
      return { kind: terms.kind, percentile: { percentile, commit, commitPrice, burstPrice, ...present({ perCategory }) } };
    }
    case 'voice': return { kind: terms.kind, voice: voiceRecord(terms) };
  }
}

const tieredRecord = ({ over, per, tiers }: { over: 'record' | 'period'; per?: string; tiers: readonly TierTerms[] }) => ({ over, tiers, ...present({ per }) });

const voiceRecord = ({ initialSeconds, incrementSeconds, connectFee, atMaximum, deck, destinations = [] }: VoiceTerms) =>
  ({ initialSeconds, incrementSeconds, ...present({ connectFee, atMaximum, deck }), destinations: destinations.map(destinationRecord) });

const destinationRecord = ({ rates = [], ...rest }: DestinationTerms) => ({ ...rest, rates: rates.map((rate: VoiceRateTerms) => ({ ...rate })) });

/** Without the properties that are undefined: an absent field and an undefined one are not the same to a codec. */
function present<T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Reads what the codec of the message decoded, with every check that the JSON form has. */
export function readTariffRecord(record: { readonly windows: object; readonly charges: readonly object[] }): TariffReading {
  const { charges, windows, ...rest } = record;
  return readTariff({
    form: 'carriermesh.tariff.v1',
    ...(withoutEmpty(rest) as object),
    ...(Object.keys(windows).length === 0 ? {} : { windows: withoutEmpty(windows) }),
    charges: charges.map(chargeOf),
  });
}

function chargeOf(record: object): unknown {
  const { charge, ...rest } = record as { readonly charge: { readonly kind: string; readonly [member: string]: unknown } };
  const { kind, ...members } = charge;
  const [body] = Object.values(members);
  return { kind, ...(withoutEmpty(rest) as object), ...(withoutEmpty(body) as object) };
}

/** An empty list is how the message says that there is none. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, entry]) => entry !== undefined && !(Array.isArray(entry) && entry.length === 0));
  return Object.fromEntries(kept.map(([name, entry]) => [name, withoutEmpty(entry)]));
}
