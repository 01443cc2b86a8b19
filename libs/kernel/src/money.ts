import { divideHalfAwayFromZero } from './integers.js';
import { invariant } from './invariant.js';

/**
 * An amount of one currency, in millionths of its minor unit: 1 EUR = 100 cents = 100,000,000 microMinor. Fine enough for
 * a price per megabyte, and never a float.
 */
export interface Money {
  readonly currency: string;
  readonly microMinor: bigint;
}

const MICRO = 1_000_000n;

/** ISO 4217 currencies whose minor unit is not a hundredth (source: ISO 4217 list one, 2024). */
const MINOR_DIGITS: ReadonlyMap<string, number> = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF']
    .map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ...['CLF', 'UYW'].map((code) => [code, 4] as const),
]);

export function isCurrencyCode(text: string): boolean {
  return /^[A-Z]{3}$/.test(text);
}

/** How many decimals a price list prints for this currency. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS.get(currency) ?? 2;
}

export function money(currency: string, microMinor: bigint): Money {
  invariant(isCurrencyCode(currency), `a currency is three capital letters (ISO 4217), not "${currency}"`);
  return { currency, microMinor };
}

export const zero = (currency: string): Money => money(currency, 0n);

export function add(a: Money, b: Money): Money {
  invariant(a.currency === b.currency, `cannot add ${b.currency} to ${a.currency} without a rate`);
  return { currency: a.currency, microMinor: a.microMinor + b.microMinor };
}

export function subtract(a: Money, b: Money): Money {
  return add(a, negate(b));
}

export function negate(a: Money): Money {
  return { currency: a.currency, microMinor: -a.microMinor };
}

export function sum(currency: string, amounts: Iterable<Money>): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

/** Rounds to whole minor units (cents), halves away from zero. */
export function roundToMinorHalfAwayFromZero(amount: Money): Money {
  return { currency: amount.currency, microMinor: divideHalfAwayFromZero(amount.microMinor, MICRO) * MICRO };
}

/**
 * Major units as text, "12.34": at least the currency's minor digits, and as many more as the amount needs, so that
 * printing never rounds.
 */
export function formatMoney(amount: Money): string {
  const digits = minorDigits(amount.currency);
  const unit = MICRO * 10n ** BigInt(digits);
  const magnitude = amount.microMinor < 0n ? -amount.microMinor : amount.microMinor;
  const fraction = (magnitude % unit).toString().padStart(digits + 6, '0');
  const kept = fraction.slice(0, digits) + fraction.slice(digits).replace(/0+$/, '');
  return `${amount.microMinor < 0n ? '-' : ''}${magnitude / unit}${kept === '' ? '' : `.${kept}`}`;
}

/** Reads major units, "12.34"; `undefined` when the text is no amount or is finer than a millionth of a minor unit. */
export function parseMoney(currency: string, text: string): Money | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
  const digits = minorDigits(currency) + 6;
  if (!match || !isCurrencyCode(currency) || (match[3] ?? '').length > digits) return undefined;
  const magnitude = BigInt(`${match[2]}${(match[3] ?? '').padEnd(digits, '0')}`);
  return money(currency, match[1] === '-' ? -magnitude : magnitude);
}
