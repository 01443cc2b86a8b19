import { type FormatFigures, carriedMbps, formatFigures, formatMonthly, type FormatPart } from '@carriermesh/tariff-v1';
import type { contracting, paths } from '@carriermesh/wire';
import { invariant, MAX_ORDER_MBPS, money } from '@carriermesh/kernel';
import { milliseconds } from './wording.js';

/** More than a quote weighs, and a question may ask for. */
export const MAX_FORMATS = 16;

/** What an order may be carried in. */
export interface QuotedFormat {
  readonly service: contracting.ServiceFormat;
  readonly figures: FormatFigures;
}

export interface FormatsTried {
  /** In the order of their choices; a way names the one that it carries by its place, from 1. */
  readonly tried: readonly QuotedFormat[];
  /** What was not even asked for, and why. */
  readonly lost: readonly contracting.FormatLoss[];
}

const KINDS = [
  { one: 'codec', all: 'codecs' },
  { one: 'resolution', all: 'resolutions' },
  { one: 'encapsulation', all: 'encapsulations' },
] as const;
type Kind = (typeof KINDS)[number];

export const FORMAT_KINDS = KINDS.map(({ all }) => all);
export const NO_FORMATS: contracting.FormatTerms = { codecs: [], resolutions: [], encapsulations: [] };
/** How many formats a statement makes: one of each kind that it states. */
export const formatsIn = (stated: contracting.FormatTerms): number => FORMAT_KINDS.reduce((count, kind) => count * Math.max(1, stated[kind].length), 1);

/** Every codec with every resolution with every encapsulation that the device accepts (S4-6). Nothing where the order is carried as it is. */
export function formatsFor({ device, mbps, maxLatencyNs }: contracting.ServiceTerms, stated: contracting.FormatTerms = NO_FORMATS): FormatsTried | undefined {
  if (!device) return undefined;
  const lost: contracting.FormatLoss[] = [];
  const choices = KINDS.map((kind) => acceptedOf(kind, { stated, device }, lost));
  if (lost.length === 0 && choices.every((each) => each.length === 1 && each[0] === AS_ORDERED)) return undefined;
  const [codecs = [], resolutions = [], encapsulations = []] = choices;
  const all = codecs.flatMap((codec) => resolutions.flatMap((resolution) => encapsulations.map((encapsulation) => formatOf([codec, resolution, encapsulation], mbps))));
  const tried = all.filter((format) => {
    const why = whyNotTried(format, maxLatencyNs);
    if (why) lost.push({ format: format.figures.id, lost: why });
    return !why;
  });
  return { tried, lost };
}

/** Of a format that was chosen before, by what was stated of its choices then. */
export function figuresOf(service: contracting.ServiceFormat, stated: contracting.FormatTerms = NO_FORMATS): FormatFigures {
  const parts = KINDS.flatMap(({ one, all }) => (service[one] === undefined ? [] : [stated[all].find(({ id }) => id === service[one])]));
  return formatFigures(formatName(service), parts.map((part) => {
    invariant(part, `of the format ${formatName(service)} not every choice was stated: what travels in it can't be known`);
    return partOf(part);
  }));
}

const AS_ORDERED = undefined;
type Choice = contracting.FormatChoice | typeof AS_ORDERED;

function acceptedOf({ one, all }: Kind, { stated, device }: { readonly stated: contracting.FormatTerms; readonly device: contracting.DeviceTerms }, lost: contracting.FormatLoss[]): readonly Choice[] {
  const accepts = device[all]?.ids;
  const refuses = (format: string, message: string): void => void lost.push({ format, lost: { code: 'device-refuses', message } });
  if (!accepts) return stated[all].length > 0 ? stated[all] : [AS_ORDERED];
  if (stated[all].length === 0) refuses('as it is', `The device accepts ${accepts.join(', ')}, and the seller states no ${one}.`);
  return stated[all].filter(({ id }) => {
    if (!accepts.includes(id)) refuses(id, `The device accepts the ${one} ${accepts.join(', ')}.`);
    return accepts.includes(id);
  });
}

function formatOf(choices: readonly Choice[], mbps: number): QuotedFormat {
  const figures = formatFigures(choices.flatMap((choice) => choice?.id ?? []).join(' + '), choices.flatMap((choice) => (choice ? [partOf(choice)] : [])));
  const named = Object.fromEntries(KINDS.flatMap(({ one }, index) => (choices[index] ? [[one, choices[index].id]] : [])));
  return { figures, service: { ...named, carriedMbps: carriedMbps(mbps, figures.bandwidth), addsNs: BigInt(figures.addsNs) } };
}

const partOf = ({ monthly, monthlyPerMbps, setup, addsNs, ...part }: contracting.FormatChoice): FormatPart => ({
  ...part, monthly: monthly.microMinor, monthlyPerMbps: monthlyPerMbps.microMinor, setup: setup.microMinor, addsNs: Number(addsNs),
});

function whyNotTried({ service: { carriedMbps: mbps, addsNs } }: QuotedFormat, maxLatencyNs: bigint | undefined): contracting.ScenarioLoss | undefined {
  if (mbps > MAX_ORDER_MBPS) return { code: 'bandwidth-out-of-range', message: `It would carry ${mbps} Mbit/s, more than ${MAX_ORDER_MBPS}.` };
  if (maxLatencyNs !== undefined && addsNs > maxLatencyNs) return { code: 'latency-above-limit', message: `It alone takes ${milliseconds(addsNs)}, ${milliseconds(addsNs - maxLatencyNs)} above the limit of ${milliseconds(maxLatencyNs)}.` };
  return undefined;
}

/** What the path search is asked about each of them. */
export const carriagesOf = ({ tried }: FormatsTried, maxLatencyNs: bigint | undefined): readonly paths.Carriage[] =>
  tried.map(({ service: { carriedMbps: mbps, addsNs } }) => ({ mbps, ...(maxLatencyNs !== undefined && { maxLatencyNs: maxLatencyNs - addsNs }) }));

/** What the seller pays and asks for it. */
export const scenarioFormat = ({ service, figures }: QuotedFormat, { mbps, currency }: Pick<contracting.ServiceTerms, 'mbps' | 'currency'>): contracting.ScenarioFormat => ({
  service, pricePpm: figures.pricePpm, monthly: money(currency, formatMonthly(figures, mbps)), setup: money(currency, figures.setup),
});

/** The ids of its choices, as a person reads them. */
export const formatName = ({ codec, resolution, encapsulation }: contracting.ServiceFormat): string => [codec, resolution, encapsulation].filter((id) => id !== undefined).join(' + ');

/** A way in its format takes as long as both. */
export const latencyOf = ({ path, format }: Pick<contracting.Scenario, 'path' | 'format'>): bigint => path.latencyNs + (format?.service.addsNs ?? 0n);

/** What travels on each resource: all that was ordered, or what a format makes of it, and of several lines a part of that. */
export const scenarioMbps = ({ path, format }: Pick<contracting.Scenario, 'path' | 'format'>, { mbps }: { readonly mbps: number }): number =>
  path.split?.memberMbps ?? format?.service.carriedMbps ?? mbps;
