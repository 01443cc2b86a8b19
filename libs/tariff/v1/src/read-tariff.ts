import { compareExact, decimal } from './exact.js';
import { schemaProblems, type Problem } from './schema-check.js';
import { TARIFF_SCHEMA } from './tariff-schema.js';
import type { ChargeTerms, DestinationTerms, MatchTerms, TariffTerms, TierTerms, VoiceTerms } from './tariff-terms.js';
import { secondsOfDay } from './windows.js';
import { dayNumber, formatDay } from './zone-table.js';

export type TariffReading = { readonly tariff: TariffTerms } | { readonly problems: readonly Problem[] };

/** Reads a tariff from parsed JSON: the schema first, then what a schema can't say. Nothing is repaired or guessed. */
export function readTariff(value: unknown): TariffReading {
  const byShape = schemaProblems(value, TARIFF_SCHEMA);
  if (byShape.length > 0) return { problems: byShape };
  const tariff = value as TariffTerms;
  const problems = [
    ...windowProblems(tariff),
    ...taxProblems(tariff),
    ...tariff.charges.flatMap((charge, index) => chargeProblems(tariff, charge, `/charges/${index}`)),
    ...repeats(tariff.charges.map(({ id }) => id)).map((id) => ({ at: '/charges', problem: `two charges have the id "${id}"` })),
  ];
  return problems.length > 0 ? { problems } : { tariff };
}

function windowProblems({ windows = {}, holidays, holidayCalendar }: TariffTerms): readonly Problem[] {
  const dates = [...(holidays ?? []).map((date, index) => ({ date, at: `/holidays/${index}` })), ...Object.entries(windows).flatMap(([name, window]) =>
    (window.dates ?? []).map((date, index) => ({ date, at: `/windows/${name}/dates/${index}` })))];
  const known = holidays !== undefined || holidayCalendar !== undefined;
  return [
    ...dates.filter(({ date }) => !isDate(date)).map(({ date, at }) => ({ at, problem: `${date} is not in the calendar` })),
    ...Object.entries(windows).flatMap(([name, { from = '00:00', until = '24:00', holidays: asks }]) => [
      ...(secondsOfDay(from) < secondsOfDay(until) ? [] : [{ at: `/windows/${name}`, problem: `closes at ${until}, before it opens at ${from}: write a window over midnight as two` }]),
      ...(asks === undefined || known ? [] : [{ at: `/windows/${name}/holidays`, problem: 'asks for holidays, and the tariff has none' }]),
    ]),
  ];
}

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return month >= 1 && month <= 12 && formatDay(dayNumber({ year, month, day })) === text;
}

function taxProblems(tariff: TariffTerms): readonly Problem[] {
  const { taxes = [] } = tariff;
  return [
    ...repeats(taxes.map(({ id }) => id)).map((id) => ({ at: '/taxes', problem: `two taxes have the id "${id}"` })),
    ...taxes.flatMap((tax, index) => [
      ...matchProblems(tariff, tax.match, `/taxes/${index}`),
      ...(tax.onTopOf ?? [])
        .filter((id) => !taxes.slice(0, index).some((earlier) => earlier.id === id))
        .map((id) => ({ at: `/taxes/${index}/onTopOf`, problem: `no tax before it is called "${id}"` })),
    ]),
  ];
}

function chargeProblems(tariff: TariffTerms, charge: ChargeTerms, at: string): readonly Problem[] {
  if (charge.kind === 'non-recurring' || charge.kind === 'recurring') return [];
  const { minimum, maximum } = charge;
  const crossed = minimum !== undefined && maximum !== undefined && compareExact(decimal(minimum), decimal(maximum)) > 0;
  return [
    ...matchProblems(tariff, charge.match, at),
    ...(crossed ? [{ at, problem: `the minimum ${minimum} is above the maximum ${maximum}` }] : []),
    ...(charge.kind === 'graduated' || charge.kind === 'volume' ? tierProblems(charge.tiers, `${at}/tiers`) : []),
    ...(charge.kind === 'percentage' && charge.freeTogether === true && (charge.freeRecords === undefined || charge.freeVolume === undefined)
      ? [{ at: `${at}/freeTogether`, problem: 'needs freeRecords and freeVolume' }]
      : []),
    ...(charge.kind === 'voice' ? voiceProblems(tariff, charge, at) : []),
  ];
}

function matchProblems({ windows = {} }: TariffTerms, match: MatchTerms | undefined, at: string): readonly Problem[] {
  return (match?.windows ?? [])
    .filter((name) => !Object.hasOwn(windows, name))
    .map((name) => ({ at: `${at}/match/windows`, problem: `the tariff has no window "${name}"` }));
}

function tierProblems(tiers: readonly TierTerms[], at: string): readonly Problem[] {
  return tiers.flatMap(({ upTo }, index) => {
    const isLast = index === tiers.length - 1;
    const before = tiers[index - 1]?.upTo;
    if (isLast) return upTo === undefined ? [] : [{ at: `${at}/${index}`, problem: `ends at ${upTo}, and nothing says what more costs` }];
    if (upTo === undefined) return [{ at: `${at}/${index}`, problem: 'has no end, and is not the last' }];
    const rises = before === undefined || compareExact(decimal(before), decimal(upTo)) < 0;
    return rises ? [] : [{ at: `${at}/${index}`, problem: `ends at ${upTo}, not above the tier before` }];
  });
}

function voiceProblems(tariff: TariffTerms, charge: VoiceTerms, at: string): readonly Problem[] {
  const { destinations = [], deck = false, atMaximum, maximum } = charge;
  const prefixes = destinations.flatMap((destination) => destination.prefixes);
  return [
    ...(destinations.length === 0 && !deck ? [{ at, problem: 'has neither destinations nor a deck' }] : []),
    ...(atMaximum !== undefined && maximum === undefined ? [{ at: `${at}/atMaximum`, problem: 'needs a maximum' }] : []),
    ...repeats(prefixes).map((prefix) => ({ at: `${at}/destinations`, problem: `two destinations have the prefix ${prefix}` })),
    ...destinations.flatMap((destination, index) => destinationProblems(tariff, destination, `${at}/destinations/${index}`)),
  ];
}

function destinationProblems({ windows = {} }: TariffTerms, { blocked = false, rates = [] }: DestinationTerms, at: string): readonly Problem[] {
  if (blocked) return rates.length === 0 ? [] : [{ at, problem: 'is blocked, and has rates' }];
  if (rates.length === 0) return [{ at, problem: 'has no rates, and is not blocked' }];
  return rates.flatMap(({ window, tiers }, index) => [
    ...(window === undefined || Object.hasOwn(windows, window) ? [] : [{ at: `${at}/rates/${index}/window`, problem: `the tariff has no window "${window}"` }]),
    ...tierProblems(
      tiers.map(({ upToSeconds, perMinute }) => ({ price: perMinute, ...(upToSeconds === undefined ? {} : { upTo: String(upToSeconds) }) })),
      `${at}/rates/${index}/tiers`,
    ),
  ]);
}

const repeats = (texts: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  return texts.filter((text) => seen.size === seen.add(text).size);
};
