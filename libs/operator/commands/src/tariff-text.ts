import { readPinnedTariff, type ChargeTerms, type MatchTerms, type TariffTerms, type TaxTerms, type TierTerms } from '@carriermesh/tariff-v1';
import type { tariff } from '@carriermesh/wire';

/** A contract's tariff, a line for what it is and one for each of its charges and taxes. */
export function tariffLines(pinned: tariff.PinnedTariff): readonly string[] {
  const reading = readPinnedTariff(pinned);
  if ('problems' in reading) return [`by the tariff ${pinned.tariff.id}, which can't be read: ${reading.problems.map(({ at, problem }) => `${at} ${problem}`).join('; ')}`];
  return termsLines(reading.tariff);
}

export const termsLines = (terms: TariffTerms): readonly string[] => [headOf(terms), ...terms.charges.map(chargeText), ...(terms.taxes ?? []).map(taxText)];

function headOf({ id, currency, zone = 'UTC', rounding: { mode, decimals, place }, conversion }: TariffTerms): string {
  const converted = conversion ? `, at ${conversion.rate} ${conversion.to} of ${conversion.pinnedAt} for each ${currency}` : '';
  return `by the tariff ${id} in ${currency}${converted}, counted where it enters the service, by the clocks of ${zone}, rounded ${mode} to ${decimals} decimals by the ${place}`;
}

function chargeText(charge: ChargeTerms): string {
  const { id } = charge;
  switch (charge.kind) {
    case 'flat':
      return `${id}: ${charge.price} for ${units(charge.per)}${limits(charge)}`;
    case 'graduated':
    case 'volume':
      return `${id}: ${charge.kind} over the ${over(charge.over)}, for ${units(charge.per)} ${charge.tiers.map(tierText).join(', ')}${limits(charge)}`;
    case 'package':
      return `${id}: ${charge.price} for each begun ${charge.size} octets of ${charge.over === 'period' ? 'a month' : 'an interval'}${charge.free === undefined ? '' : `, after ${charge.free} free`}${limits(charge)}`;
    case 'percentage':
      return `${id}: ${charge.percent} % of the octets${charge.fixed === undefined ? '' : ` and ${charge.fixed} for each interval`}${limits(charge)}`;
    case 'percentile':
      return `${id}: the ${charge.percentile}th percentile in Mbit/s, ${charge.commit} committed at ${charge.commitPrice}, ${charge.burstPrice} above${charge.perCategory ? ', of each category by itself the greatest' : ''}${whom(charge.match)}`;
    default:
      return `${id}: ${charge.kind}`;
  }
}

const units = (per: string | undefined): string => (per === undefined ? 'each octet' : `${per} octets`);
const over = (counted: 'record' | 'period'): string => (counted === 'period' ? 'month' : 'interval');
const tierText = ({ upTo, price, fixed }: TierTerms): string => `${price}${upTo === undefined ? ' above' : ` up to ${upTo}`}${fixed === undefined ? '' : ` and ${fixed} once`}`;

function limits({ minimum, maximum, match }: { readonly minimum?: string; readonly maximum?: string; readonly match?: MatchTerms }): string {
  return `${minimum === undefined ? '' : `, at least ${minimum} an interval`}${maximum === undefined ? '' : `, at most ${maximum} an interval`}${whom(match)}`;
}

function whom({ windows, accounts, subjects, categories }: MatchTerms = {}): string {
  const named = (words: string, names: readonly string[] | undefined): string => (names ? `, ${words} ${names.join(' or ')}` : '');
  return `${named('in', windows)}${named('of', accounts)}${named('subject', subjects)}${named('category', categories)}`;
}

const taxText = ({ id, percent, match, onTopOf }: TaxTerms): string => `tax ${id}: ${percent} %${match?.types ? ' on usage' : ''}${whom(match)}${onTopOf ? `, on top of ${onTopOf.join(' and ')}` : ''}`;
