import { invariant } from '@carriermesh/kernel';

/** A fraction of whole numbers: what an amount is until a rule of rounding turns it into a figure. The denominator is positive. */
export interface Exact {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** `half-up` and `ceiling` look towards plus infinity; `up` and `half-away-from-zero` look away from zero. */
export const ROUNDING_MODES = ['half-away-from-zero', 'half-even', 'half-up', 'half-down', 'up', 'down', 'ceiling', 'floor'] as const;
export type RoundingMode = (typeof ROUNDING_MODES)[number];

/** Decimals that a price, a quantity or a result may have. */
export const MAX_DECIMALS = 12;

export const exact = (numerator: bigint, denominator = 1n): Exact => {
  invariant(denominator > 0n, `a denominator is positive, not ${denominator}`);
  return { numerator, denominator };
};

export const NOTHING = exact(0n);

export function addExact(a: Exact, b: Exact): Exact {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  if (b.numerator === 0n) return a;
  if (a.numerator === 0n) return b;
  return reduced(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export const negateExact = ({ numerator, denominator }: Exact): Exact => ({ numerator: -numerator, denominator });
export const subtractExact = (a: Exact, b: Exact): Exact => addExact(a, negateExact(b));
export const multiplyExact = (a: Exact, b: Exact): Exact => reduced(a.numerator * b.numerator, a.denominator * b.denominator);

export function divideExact(a: Exact, b: Exact): Exact {
  invariant(b.numerator > 0n, 'a divisor is positive');
  return reduced(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compareExact(a: Exact, b: Exact): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const leastExact = (a: Exact, b: Exact): Exact => (compareExact(a, b) <= 0 ? a : b);
export const greatestExact = (a: Exact, b: Exact): Exact => (compareExact(a, b) >= 0 ? a : b);

/** Reads "12.34" or "-0.5"; `undefined` when the text is no decimal of at most 15 digits before and 12 after the point. */
export function parseExact(text: string): Exact | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return undefined;
  const fraction = match[3] ?? '';
  const magnitude = BigInt(`${match[2]}${fraction}`);
  return { numerator: match[1] === '-' ? -magnitude : magnitude, denominator: 10n ** BigInt(fraction.length) };
}

/** Reads a number as JSON writes it, 1.50 or 1.5e-7, within the same limits. */
export function parseNumber(source: string): Exact | undefined {
  const match = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(source);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const point = whole.length + Number(exponent);
  const digits = `${whole}${fraction}`.padEnd(point, '0').padStart(whole.length + fraction.length - Math.min(point, 0), '0');
  const [before, after] = [digits.slice(0, Math.max(point, 0)), digits.slice(Math.max(point, 0))];
  return parseExact(`${sign}${before.replace(/^0+(?=\d)/, '') || '0'}.${after.replace(/0+$/, '') || '0'}`);
}

/** A decimal that a schema has checked already. */
export function decimal(text: string): Exact {
  const value = parseExact(text);
  invariant(value !== undefined, `"${text}" is no decimal`);
  return value;
}

/** The nearest multiple of 10^-decimals by the rule, as a count of them: 1.005 at 2 decimals half-even is 100n. */
export function roundExact({ numerator, denominator }: Exact, mode: RoundingMode, decimals: number): bigint {
  const scaled = numerator * 10n ** BigInt(decimals);
  const magnitude = scaled < 0n ? -scaled : scaled;
  const [quotient, remainder] = [magnitude / denominator, magnitude % denominator];
  const twice = 2n * remainder;
  const half = twice < denominator ? -1 : twice > denominator ? 1 : 0;
  const grow = remainder !== 0n && growsMagnitude({ mode, half, negative: scaled < 0n, odd: quotient % 2n === 1n });
  const rounded = grow ? quotient + 1n : quotient;
  return scaled < 0n ? -rounded : rounded;
}

function growsMagnitude({ mode, half, negative, odd }: { mode: RoundingMode; half: number; negative: boolean; odd: boolean }): boolean {
  switch (mode) {
    case 'half-away-from-zero': return half >= 0;
    case 'half-even': return half > 0 || (half === 0 && odd);
    case 'half-up': return negative ? half > 0 : half >= 0;
    case 'half-down': return negative ? half >= 0 : half > 0;
    case 'up': return true;
    case 'down': return false;
    case 'ceiling': return !negative;
    case 'floor': return negative;
  }
}

/** The rounded figure as a fraction again, so that it can be added up. */
export const roundedTo = (value: Exact, mode: RoundingMode, decimals: number): Exact =>
  exact(roundExact(value, mode, decimals), 10n ** BigInt(decimals));

/** The least whole number that is not below the value. */
export const ceilExact = (value: Exact): bigint => roundExact(value, 'ceiling', 0);

/** `1234n` at 2 decimals is "12.34". */
export function formatScaled(scaled: bigint, decimals: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, point)}${decimals === 0 ? '' : `.${digits.slice(point)}`}`;
}

/** As many decimals as the value needs, at most 12: a longer one is shown rounded, half to even, and never counted with. */
export function showExact(value: Exact): string {
  const text = formatScaled(roundExact(value, 'half-even', MAX_DECIMALS), MAX_DECIMALS);
  const shown = text.replace(/\.?0+$/, '');
  return shown === '-0' ? '0' : shown;
}

function reduced(numerator: bigint, denominator: bigint): Exact {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return a > 1n ? { numerator: numerator / a, denominator: denominator / a } : { numerator, denominator };
}
