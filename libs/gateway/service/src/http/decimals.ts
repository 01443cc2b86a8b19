const PLAIN_DECIMAL = /^(-?)(\d{1,15})(?:\.(\d+))?$/;

/**
 * Reads a decimal as a whole number of units of 10^-digits: "12.345678" with six digits is 12345678. A JSON number is read by
 * its shortest decimal form, which is what its sender wrote, so nothing is multiplied in floating point.
 * @returns `undefined` for what is no plain decimal, or finer than a unit
 */
export function scaledDecimal(value: unknown, digits: number): bigint | undefined {
  const match = PLAIN_DECIMAL.exec(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > digits) return undefined;
  const magnitude = BigInt(`${match[2]}${fraction.padEnd(digits, '0')}`);
  return match[1] === '-' ? -magnitude : magnitude;
}

/** The same backwards, without zeros that say nothing: 12340000 with six digits is "12.34". */
export function formatScaled(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const magnitude = value < 0n ? -value : value;
  const fraction = (magnitude % unit).toString().padStart(digits, '0').replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${magnitude / unit}${fraction === '' ? '' : `.${fraction}`}`;
}

/** One millisecond has a million nanoseconds. */
export const MS_DIGITS = 6;
/** A millionth of a degree, 0.11 m on the equator. */
export const DEGREE_DIGITS = 6;
/** Kilometres to the metre. */
export const KM_DIGITS = 3;

export const formatMs = (latencyNs: bigint): string => formatScaled(latencyNs, MS_DIGITS);
