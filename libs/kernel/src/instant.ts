import { invariant } from './invariant.js';

/** A point in time: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX). */
export type Instant = bigint & { readonly __instant: true };

export const NANOS_PER_MS = 1_000_000n;
export const NANOS_PER_SECOND = 1_000_000_000n;
export const NANOS_PER_HOUR = 3_600n * NANOS_PER_SECOND;
export const NANOS_PER_DAY = 24n * NANOS_PER_HOUR;

export const instant = (nanos: bigint): Instant => nanos as Instant;
export const instantFromMs = (ms: number): Instant => (BigInt(Math.trunc(ms)) * NANOS_PER_MS) as Instant;
export const instantToMs = (at: Instant): number => Number(at / NANOS_PER_MS);
export const plus = (at: Instant, nanos: bigint): Instant => (at + nanos) as Instant;

/** The second that was printed last: most instants are now, and a calendar date costs more than all the rest. */
let printed = { seconds: 0, text: '1970-01-01T00:00:00' };

/** RFC 3339 in UTC, with the fraction that the instant has: `2026-03-01T00:00:00.000000001Z`. */
export function formatInstant(at: Instant): string {
  const whole = floorDivide(at, NANOS_PER_SECOND);
  const seconds = Number(whole);
  if (seconds !== printed.seconds) printed = { seconds, text: new Date(seconds * 1000).toISOString().slice(0, 19) };
  const nanos = Number(at - whole * NANOS_PER_SECOND);
  if (nanos === 0) return `${printed.text}Z`;
  const digits = nanos % 1_000_000 === 0 ? 3 : nanos % 1_000 === 0 ? 6 : 9;
  return `${printed.text}.${String(nanos).padStart(9, '0').slice(0, digits)}Z`;
}

/** The second that was read last, for the same reason: what is read together was mostly written together. */
let read = { text: '1970-01-01T00:00:00', nanos: 0n };

/** Reads RFC 3339 in UTC (`…Z`) with up to nine decimals; `undefined` when the text is no such instant. */
export function parseInstant(text: string): Instant | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/.exec(text);
  if (!match) return undefined;
  const [, day = '', fraction = ''] = match;
  if (day !== read.text) {
    const ms = Date.parse(`${day}Z`);
    if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== day) return undefined;
    read = { text: day, nanos: BigInt(ms) * NANOS_PER_MS };
  }
  return (fraction === '' ? read.nanos : read.nanos + BigInt(Number(fraction.padEnd(9, '0')))) as Instant;
}

/** The same day and time `months` later in the UTC calendar; a day that the month lacks becomes its last day. */
export function addMonths(at: Instant, months: number): Instant {
  invariant(Number.isInteger(months), `months must be whole, not ${months}`);
  const dayNanos = ((at % NANOS_PER_DAY) + NANOS_PER_DAY) % NANOS_PER_DAY;
  const day = new Date(instantToMs((at - dayNanos) as Instant));
  const lastOfTarget = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months + 1, 0));
  const target = Date.UTC(
    lastOfTarget.getUTCFullYear(),
    lastOfTarget.getUTCMonth(),
    Math.min(day.getUTCDate(), lastOfTarget.getUTCDate()),
  );
  return (BigInt(target) * NANOS_PER_MS + dayNanos) as Instant;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
