import { OperationalError } from '@carriermesh/platform-errors';
import {
  decimal, formatScaled, lengthBy, parseExact, prorate, recurringLines, roundExact, ROUNDING_MODES, showExact, UTC_TABLE,
  type Exact, type Proration, type ProrationTerms, type RoundingTerms, type Span, type ZoneTable,
} from '@carriermesh/tariff-v1';
import { formatMs } from './result-line.js';
import { readTariffFile } from './tariff-file.js';
import { readMoment, readSpan } from './span-text.js';
import { zoneTable } from './zone-source.js';

export interface ProrateFlags {
  /** Of a whole period, in major units; or a tariff and one of its recurring charges. */
  readonly amount?: string;
  readonly currency?: string;
  readonly used?: string;
  readonly by?: string;
  readonly month?: string;
  readonly zone?: string;
  readonly mode?: string;
  readonly decimals?: string;
  readonly tariff?: string;
  readonly charge?: string;
  readonly serviceFrom?: string;
  readonly serviceUntil?: string;
  readonly period: string;
  readonly json?: boolean;
}

interface Step {
  readonly step: string;
  readonly text: string;
}

/** One period: what was used of it, and how its figure came about. */
interface ProratedLine {
  readonly period: { readonly from: string; readonly to: string };
  readonly used: { readonly from: string; readonly to: string };
  readonly share?: { readonly unit: string; readonly part: string; readonly whole: string };
  readonly charge: string;
  readonly currency: string;
  readonly steps: readonly Step[];
}

const EXIT_DONE = 0;
/** What only one of the two ways takes: a flag of the other would be passed over in silence. */
const FREE_HAND_ONLY = ['amount', 'used', 'by', 'month', 'zone', 'currency', 'mode', 'decimals'] as const;
const TARIFF_ONLY = ['charge', 'serviceFrom', 'serviceUntil'] as const;
const DEFAULT_ROUNDING = { mode: 'half-away-from-zero', decimals: 2 } as const;
type Figure = Pick<RoundingTerms, 'mode' | 'decimals'>;

/** The share of a recurring amount: the figure, and every step on the way to it. */
export async function prorateCommand(flags: ProrateFlags, write: (text: string) => Promise<void>): Promise<number> {
  const isFreeHand = flags.tariff === undefined;
  const foreign = (isFreeHand ? TARIFF_ONLY : FREE_HAND_ONLY).filter((name) => flags[name] !== undefined).map(flagOf);
  if (foreign.length > 0) throw wrong(isFreeHand ? `${foreign.join(', ')}: only with --tariff` : `${foreign.join(', ')}: not with --tariff, which says it itself`);
  const lines = isFreeHand ? [freeHand(flags)] : ofTariff(flags);
  if (flags.json === true) await write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  else await write(lines.map(lineText).join(''));
  return EXIT_DONE;
}

function freeHand(flags: ProrateFlags): ProratedLine {
  const amount = flags.amount === undefined ? undefined : parseExact(flags.amount);
  if (!amount) throw wrong(`--amount is a decimal such as 100.00, with at most 15 digits before and 12 after its point (or name a --tariff and its --charge), not ${flags.amount ?? 'absent'}`);
  const zone = flags.zone === undefined ? UTC_TABLE : zoneTable(flags.zone);
  const period = readSpan(flags.period, zone, '--period');
  const used = flags.used === undefined ? period : readSpan(flags.used, zone, '--used');
  if (period.fromMs === period.untilMs) throw wrong('--period lasts no time');
  if (used.fromMs < period.fromMs || used.untilMs > period.untilMs) throw wrong(`--used ${flags.used} is no part of --period ${flags.period}`);
  const by = oneOf('--by', flags.by ?? 'day', ['day', 'second', 'none'] as const);
  const month = oneOf('--month', flags.month ?? 'real', ['real', 'thirty-days'] as const);
  if (by !== 'none' && lengthBy({ by, month, zone }, period) === 0n) throw wrong(`--period ${flags.period} is of a 31st, which in thirty-day months lasts no time`);
  const rounding = { mode: oneOf('--mode', flags.mode ?? DEFAULT_ROUNDING.mode, ROUNDING_MODES), decimals: readDecimals(flags.decimals) };
  const proration = prorate({ amount, period, used, by, month, zone });
  return prorated({ period, used, proration, amount: proration.amount, whole: amount }, { currency: readCurrency(flags.currency), rounding, month, zone });
}

function ofTariff(flags: ProrateFlags): readonly ProratedLine[] {
  const tariff = readTariffFile(flags.tariff ?? '');
  const terms = tariff.charges.find(({ id }) => id === flags.charge);
  const recurring = tariff.charges.filter(({ kind }) => kind === 'recurring').map(({ id }) => id);
  if (terms?.kind !== 'recurring') throw wrong(`--charge names a recurring charge of ${tariff.id} (${recurring.join(', ') || 'it has none'}), not ${flags.charge ?? 'absent'}`);
  const zone = tariff.zone === undefined ? UTC_TABLE : zoneTable(tariff.zone);
  const billed = readSpan(flags.period, zone, '--period');
  if (flags.serviceFrom === undefined) throw wrong('--service-from says when the service began');
  const service = {
    fromMs: readMoment(flags.serviceFrom, zone, '--service-from'),
    ...(flags.serviceUntil === undefined ? {} : { untilMs: readMoment(flags.serviceUntil, zone, '--service-until') }),
  };
  const context = { currency: tariff.currency, rounding: tariff.rounding, month: terms.proration.month, zone };
  return recurringLines(terms, service, billed, zone).map((line) => prorated({ ...line, whole: decimal(terms.amount) }, context));
}

interface Context {
  readonly currency: string;
  readonly rounding: Figure;
  readonly month: ProrationTerms['month'];
  readonly zone: ZoneTable;
}

interface Outcome {
  readonly period: Span;
  readonly used: Span;
  /** What is charged of the period: more than was used, where the tariff charges a part in full. */
  readonly counted?: Span;
  readonly proration?: Proration;
  readonly amount: Exact;
  readonly whole: Exact;
}

function prorated({ period, used, counted = used, proration, amount, whole }: Outcome, { currency, rounding, month, zone }: Context): ProratedLine {
  const { mode, decimals } = rounding;
  const charge = formatScaled(roundExact(amount, mode, decimals), decimals);
  const [part, all] = proration ? [showExact(proration.part), showExact(proration.whole)] : ['0', '1'];
  const unit = proration?.unit ?? 'period';
  const steps = [
    { step: 'period', text: `${spanText(period)} on the clocks of ${zone.zone}${unit === 'period' ? '' : `: ${unitsText(all, unit)} (${month} months)`}` },
    { step: 'used', text: `${spanText(used)}${countedText({ period, used, counted, proration })}` },
    { step: 'share', text: proration ? `${showExact(whole)} × ${part} / ${all} = ${showExact(amount)}` : 'the rule for a part of a period makes it free' },
    { step: 'rounding', text: `${mode} to ${decimals} decimals: ${charge} ${currency}` },
  ];
  return {
    period: spanJson(period), used: spanJson(used), charge, currency, steps,
    ...(proration ? { share: { unit, part, whole: all } } : {}),
  };
}

/** How much of the period is charged, and why it is more than was used where it is. */
function countedText({ period, used, counted, proration }: { readonly period: Span; readonly used: Span; readonly counted: Span; readonly proration: Proration | undefined }): string {
  if (!proration) return '';
  const full = [...(counted.fromMs < used.fromMs ? ['leading'] : []), ...(counted.untilMs > used.untilMs ? ['trailing'] : [])];
  const units = proration.unit === 'period' ? '' : `: ${unitsText(showExact(proration.part), proration.unit)}`;
  if (full.length === 0) return units;
  const isWhole = counted.fromMs === period.fromMs && counted.untilMs === period.untilMs;
  return `, charged ${isWhole ? 'as the whole period' : `as ${spanText(counted)}`}${units} (a ${full.join(' and a ')} part is charged in full)`;
}

const unitsText = (count: string, unit: string): string => `${count} ${unit}${count === '1' ? '' : 's'}`;
const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const spanJson = ({ fromMs, untilMs }: Span): { from: string; to: string } => ({ from: formatMs(fromMs), to: formatMs(untilMs) });
const spanText = (span: Span): string => `${formatMs(span.fromMs)} to ${formatMs(span.untilMs)}`;
const lineText = ({ charge, currency, steps }: ProratedLine): string => `${charge} ${currency}\n${steps.map(({ step, text }) => `    ${step.padEnd(9)} ${text}\n`).join('')}`;

const wrong = (message: string): OperationalError => new OperationalError('misconfigured', message);

function oneOf<T extends string>(flag: string, text: string, known: readonly T[]): T {
  const found = known.find((value) => value === text);
  if (found === undefined) throw wrong(`${flag} is one of ${known.join(', ')}, not ${text}`);
  return found;
}

function readDecimals(text: string | undefined): number {
  if (text === undefined) return DEFAULT_ROUNDING.decimals;
  if (!/^(\d|1[0-2])$/.test(text)) throw wrong(`--decimals is a whole number from 0 to 12, not ${text}`);
  return Number(text);
}

function readCurrency(text = 'EUR'): string {
  if (!/^[A-Z]{3}$/.test(text)) throw wrong(`--currency is three capital letters (ISO 4217), not ${text}`);
  return text;
}

