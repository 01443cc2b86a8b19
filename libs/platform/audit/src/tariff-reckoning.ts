import { minorDigits } from '@carriermesh/kernel';
import type { tariff } from '@carriermesh/wire';
import { holds } from './check.js';
import { isMore, least, most, plus, rounded, times, total, whole, written, ZERO, type Ratio } from './ratio.js';
import { partsOf, type Used } from './tariff-charges.js';

const NANOS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;
const MICRO_DIGITS = 6;
const WEEKDAYS = ['th', 'fr', 'sa', 'su', 'mo', 'tu', 'we'] as const;

/** A record of what entered a service. */
export interface Entered {
  readonly from: bigint;
  readonly until: bigint;
  readonly octets: bigint;
  /** As its provider signed them. */
  readonly subject?: string;
  readonly category?: string;
}

/** What a charge comes to, in millionths of the minor unit: exactly, and as it is paid. */
export interface Reckoned {
  readonly exact: bigint;
  readonly paid: bigint;
}

interface Sample extends Used {
  readonly at: bigint;
  readonly subject: string;
}

/**
 * What a tariff comes to for one month of a service, by charge: with fractions, clocks and a choice of charges of its own, which share no line with
 * those that bills are made by.
 * @param idleFrom where nothing was used: from when on what was committed to is due; absent for a month of no time
 */
export function reckonMonth({ tariff: terms, offsets }: tariff.PinnedTariff, buyerId: string, used: readonly Entered[], idleFrom?: bigint): ReadonlyMap<string, Reckoned> {
  const isIdle = used.length === 0;
  if (isIdle && idleFrom === undefined) return new Map();
  const samples = isIdle ? [{ at: idleFrom ?? 0n, length: 0n, octets: ZERO, mbps: ZERO, subject: '', category: '' }] : samplesOf(used);
  const rated = Map.groupBy(samples, (sample) => chargeAt(terms, { buyerId, ...sample }, wallClock(sample.at, offsets)));
  const amounts = new Map<string, Ratio>();
  for (const [charge, own] of rated) if (!isIdle || charge.charge.kind === 'percentile') amounts.set(charge.id, amountOf(terms, charge, own));
  return paidOf(terms, amounts);
}

/** What several records say of one interval under the same labels is one sample; in the order of time, then of subjects, then of categories. */
function samplesOf(used: readonly Entered[]): readonly Sample[] {
  const told = used.map(({ from, until, octets, subject = '', category = '' }) => ({ from, until, octets, subject, category }));
  const apart = [...Map.groupBy(told, ({ from, until, subject, category }) => JSON.stringify([String(from), String(until), subject, category])).values()].map((same) => {
    const octets = same.reduce((sum, each) => sum + each.octets, 0n);
    return { ...(same[0] as (typeof told)[number]), octets };
  });
  const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
  apart.sort((a, b) => Number(a.from - b.from || a.until - b.until) || byText(a.subject, b.subject) || byText(a.category, b.category));
  return apart.map(({ from, until, octets, subject, category }) => ({ at: from, length: until - from, octets: whole(octets), mbps: [octets * 8_000n, until - from], subject, category }));
}

/** Whole seconds since 1970 as a clock on the wall shows them. */
function wallClock(at: bigint, offsets: readonly tariff.ZoneOffset[]): bigint {
  const second = at / NANOS_PER_SECOND;
  const shown = offsets.findLast(({ fromS }) => fromS <= second) ?? offsets[0];
  return second + BigInt(shown?.offsetS ?? 0);
}

function chargeAt(terms: tariff.Tariff, { buyerId, subject, category }: { readonly buyerId: string } & Pick<Sample, 'subject' | 'category'>, wall: bigint): tariff.Charge {
  const isNamed = (names: readonly string[], name: string): boolean => names.length === 0 || names.includes(name);
  const isFor = ({ accounts, subjects, categories, windows }: tariff.Match): boolean =>
    isNamed(accounts, buyerId) && isNamed(subjects, subject) && isNamed(categories, category) && (windows.length === 0 || windows.some((name) => isOpen(terms, name, wall)));
  const fits = ({ match }: tariff.Charge): boolean => !match || isFor(match);
  const fitting = terms.charges.filter(fits);
  const heaviest = Math.max(...fitting.map(({ weight = 0 }) => weight));
  const charge = fitting.find(({ weight = 0 }) => weight === heaviest);
  holds(charge !== undefined, 'I3', () => `the tariff ${terms.id} has no charge for usage of ${buyerId} (${subject}, ${category}) at ${wall} on its clocks`);
  return charge;
}

function isOpen({ windows, holidays }: tariff.Tariff, name: string, wall: bigint): boolean {
  const window = windows[name];
  if (!window) return false;
  const [day, second] = [wall / SECONDS_PER_DAY, wall % SECONDS_PER_DAY];
  const date = new Date(Number(day * SECONDS_PER_DAY) * 1_000).toISOString().slice(0, 10);
  const seconds = (text: string): bigint => text.split(':').reduce((sum, part, index) => sum + BigInt(part) * [3_600n, 60n, 1n][index]!, 0n);
  return (
    (window.weekdays.length === 0 || window.weekdays.includes(WEEKDAYS[Number(day % 7n)]!)) &&
    (window.dates.length === 0 || window.dates.includes(date)) &&
    (window.holidays === undefined || (window.holidays === 'only') === holidays.includes(date)) &&
    seconds(window.from ?? '00:00') <= second && second < seconds(window.until ?? '24:00')
  );
}

function amountOf({ rounding, conversion }: tariff.Tariff, charge: tariff.Charge, own: readonly Sample[]): Ratio {
  const { mode, decimals, place } = rounding;
  const toDecimals = (value: Ratio): Ratio => [rounded(value, mode, decimals), 10n ** BigInt(decimals)];
  const { minimum, maximum } = charge.charge.kind === 'percentile' ? {} : charge;
  return total(
    partsOf(charge, own).map((parts) => {
      const sum = total(place === 'increment' ? parts.map(toDecimals) : parts);
      const raised = minimum === undefined ? sum : most(sum, written(minimum));
      const kept = maximum !== undefined && isMore(raised, written(maximum)) ? least(raised, written(maximum)) : raised;
      const converted = conversion ? times(kept, written(conversion.rate)) : kept;
      return place === 'invoice' ? converted : toDecimals(converted);
    }),
  );
}

/** The sum is rounded once, and laid on the charges in the order of the tariff as it grows. */
function paidOf({ charges, rounding, conversion, currency: own }: tariff.Tariff, amounts: ReadonlyMap<string, Ratio>): ReadonlyMap<string, Reckoned> {
  const digits = minorDigits(conversion?.to ?? own);
  const decimals = Math.min(digits, rounding.decimals);
  const unit = 10n ** BigInt(digits - decimals + MICRO_DIGITS);
  const reckoned = new Map<string, Reckoned>();
  let [sum, paid] = [ZERO, 0n];
  for (const { id } of charges) {
    const amount = amounts.get(id);
    if (!amount) continue;
    sum = plus(sum, amount);
    const now = rounded(sum, rounding.mode, decimals) * unit;
    reckoned.set(id, { exact: rounded(amount, 'half-away-from-zero', digits + MICRO_DIGITS), paid: now - paid });
    paid = now;
  }
  return reckoned;
}
