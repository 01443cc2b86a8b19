/** A fraction: numerator, and a positive denominator. */
export type Ratio = readonly [numerator: bigint, denominator: bigint];

export const whole = (value: bigint): Ratio => [value, 1n];
export const ZERO = whole(0n);

/** "0.0125", as it was written. */
export function written(text: string): Ratio {
  const [digits = '', fraction = ''] = text.split('.');
  return [BigInt(digits + fraction), 10n ** BigInt(fraction.length)];
}

export function plus([a, b]: Ratio, [c, d]: Ratio): Ratio {
  const [numerator, denominator] = [a * d + c * b, b * d];
  const common = divisor(numerator < 0n ? -numerator : numerator, denominator);
  return [numerator / common, denominator / common];
}

export const less = (a: Ratio, [c, d]: Ratio): Ratio => plus(a, [-c, d]);
export const times = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * c, b * d];
export const over = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * d, b * c];
export const isMore = ([a, b]: Ratio, [c, d]: Ratio): boolean => a * d > c * b;
export const least = (a: Ratio, b: Ratio): Ratio => (isMore(a, b) ? b : a);
export const most = (a: Ratio, b: Ratio): Ratio => (isMore(a, b) ? a : b);
export const total = (ratios: readonly Ratio[]): Ratio => ratios.reduce(plus, ZERO);

/** How many begun wholes a value that is not negative has. */
export const begun = ([a, b]: Ratio): bigint => (a + b - 1n) / b;

/** To so many decimals, as a count of the last of them; from the floor of the value, and whether its rest lifts it. */
export function rounded([a, b]: Ratio, mode: string, decimals: number): bigint {
  const scaled = a * 10n ** BigInt(decimals);
  const floor = scaled >= 0n ? scaled / b : -((-scaled + b - 1n) / b);
  const rest = scaled - floor * b;
  return rest === 0n || !lifts(mode, 2n * rest - b, floor) ? floor : floor + 1n;
}

/** @param beyond of twice the rest over the whole: from 0 on it is a half or more */
function lifts(mode: string, beyond: bigint, floor: bigint): boolean {
  const isNegative = floor < 0n;
  const lifted: Record<string, boolean> = {
    'half-away-from-zero': isNegative ? beyond > 0n : beyond >= 0n,
    'half-even': beyond > 0n || (beyond === 0n && floor % 2n !== 0n),
    'half-up': beyond >= 0n,
    'half-down': beyond > 0n,
    up: !isNegative,
    down: isNegative,
    ceiling: true,
    floor: false,
  };
  return lifted[mode] === true;
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a || 1n : divisor(b, a % b);
}
