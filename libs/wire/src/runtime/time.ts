import { type Instant, NANOS_PER_SECOND } from '@carriermesh/kernel';

import { type FieldPath, invalidField, malformedField } from '../wire-error.js';
import { HIGH, LOW, halves, signed } from './integers64.js';
import type { Reader } from './reader.js';
import type { Writer } from './writer.js';

const NANOS = 1_000_000_000;

/** google.protobuf.Timestamp: from 0001-01-01T00:00:00Z to the last nanosecond of 9999. */
const MIN_TIMESTAMP_SECONDS = -62_135_596_800;
const MAX_TIMESTAMP_SECONDS = 253_402_300_799;

/** google.protobuf.Duration: ten thousand years to either side, and not a nanosecond more. */
const MAX_DURATION_SECONDS = 315_576_000_000;

export function instant(w: Writer, value: Instant, path: FieldPath): void {
  if (typeof value !== 'bigint') throw invalidField(path, value, 'an instant (a bigint of nanoseconds)');
  split(value);
  if (wholeSeconds < MIN_TIMESTAMP_SECONDS || wholeSeconds > MAX_TIMESTAMP_SECONDS)
    throw invalidField(path, value, 'an instant of the years 1 to 9999');
  writeSecondsAndNanos(w, wholeSeconds, restNanos);
}

export function duration(w: Writer, value: bigint, path: FieldPath): void {
  if (typeof value !== 'bigint') throw invalidField(path, value, 'a duration (a bigint of nanoseconds)');
  split(value);
  // The division rounded down, but a duration's seconds and nanoseconds bear the same sign on the wire.
  const isRoundedDown = wholeSeconds < 0 && restNanos > 0;
  const seconds = isRoundedDown ? wholeSeconds + 1 : wholeSeconds;
  const nanos = isRoundedDown ? restNanos - NANOS : restNanos;
  if (Math.abs(seconds) > MAX_DURATION_SECONDS || (Math.abs(seconds) === MAX_DURATION_SECONDS && nanos !== 0))
    throw invalidField(path, value, `a duration of at most ${MAX_DURATION_SECONDS} seconds`);
  writeSecondsAndNanos(w, seconds, nanos);
}

export function readInstant(r: Reader, path: FieldPath): Instant {
  readSecondsAndNanos(r);
  if (wholeSeconds < MIN_TIMESTAMP_SECONDS || wholeSeconds > MAX_TIMESTAMP_SECONDS)
    throw malformedField(path, `is ${wholeSeconds} s after 1970, outside the years 1 to 9999`);
  if (restNanos < 0 || restNanos >= NANOS) throw malformedField(path, `has ${restNanos} ns beside its seconds, not 0 to 999999999`);
  return join(wholeSeconds, restNanos) as Instant;
}

export function readDuration(r: Reader, path: FieldPath): bigint {
  readSecondsAndNanos(r);
  if (Math.abs(wholeSeconds) > MAX_DURATION_SECONDS || (Math.abs(wholeSeconds) === MAX_DURATION_SECONDS && restNanos !== 0))
    throw malformedField(path, `is ${wholeSeconds} s, more than ${MAX_DURATION_SECONDS} s`);
  if (Math.abs(restNanos) >= NANOS || wholeSeconds * restNanos < 0)
    throw malformedField(path, `has ${restNanos} ns beside ${wholeSeconds} s: below one second, with the same sign, is allowed`);
  return join(wholeSeconds, restNanos);
}

/** `"1.5s"`, as protobuf's own JSON has it: whole seconds, or 3, 6 or 9 decimals. */
export function durationJson(value: bigint): string {
  const magnitude = value < 0n ? -value : value;
  const nanos = magnitude % NANOS_PER_SECOND;
  const fraction = nanos === 0n ? '' : `.${nanos.toString().padStart(9, '0').replace(/(000)+$/, '')}`;
  return `${value < 0n ? '-' : ''}${magnitude / NANOS_PER_SECOND}${fraction}s`;
}

// The two parts of the value under work. Module variables instead of a returned pair: an object per instant costs more
// than the arithmetic, and nothing here can be interrupted.
let wholeSeconds = 0;
let restNanos = 0;

const TWO_32 = 4_294_967_296;

/**
 * Floor division by a thousand million without bigint division, which would cost four times as much. The quotient from
 * doubles is at most one off; the rest is exact modulo 2³², and lies within [-10⁹, 2 × 10⁹), so it tells which.
 */
function split(nanos: bigint): void {
  signed[0] = nanos;
  if (signed[0] !== nanos) return splitBeyond64Bits(nanos);
  const low = halves[LOW] as number;
  const high = (halves[HIGH] as number) | 0;
  let seconds = Math.floor((high * TWO_32 + low) / NANOS);
  let rest = (low - Math.imul(seconds, NANOS)) | 0;
  if (rest < 0) {
    seconds -= 1;
    rest += NANOS;
  } else if (rest >= NANOS) {
    seconds += 1;
    rest -= NANOS;
  }
  wholeSeconds = seconds;
  restNanos = rest;
}

/** Instants before 1677 and after 2262, which 64 bits of nanoseconds do not reach. */
function splitBeyond64Bits(nanos: bigint): void {
  const rest = ((nanos % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  wholeSeconds = Number((nanos - rest) / NANOS_PER_SECOND);
  restNanos = Number(rest);
}

const TWO_16 = 65_536;
/** Below this, the years 1684 to 2255, an instant fits 64 bits, and every product of `join` is exact in a double. */
const SECONDS_OF_64_BITS = 9_000_000_000;

/** The inverse of `split`: multiplies 16 bits of the seconds at a time and makes one bigint at the end. */
function join(seconds: number, nanos: number): bigint {
  if (Math.abs(seconds) > SECONDS_OF_64_BITS) return BigInt(seconds) * NANOS_PER_SECOND + BigInt(nanos);
  const upper = Math.floor(seconds / TWO_16);
  const product = upper * NANOS;
  const productUpper = Math.floor(product / TWO_16);
  const rest = (product - productUpper * TWO_16) * TWO_16 + (seconds - upper * TWO_16) * NANOS + nanos;
  halves[LOW] = rest;
  halves[HIGH] = productUpper + Math.floor(rest / TWO_32);
  return signed[0] as bigint;
}

const SECONDS_TAG = 8;
const NANOS_TAG = 16;

function writeSecondsAndNanos(w: Writer, seconds: number, nanos: number): void {
  const start = w.open();
  if (seconds !== 0) w.tag(SECONDS_TAG).putWholeNumber(seconds);
  if (nanos !== 0) w.tag(NANOS_TAG).putWholeNumber(nanos);
  w.close(start);
}

function readSecondsAndNanos(r: Reader): void {
  const outerEnd = r.enter();
  wholeSeconds = 0;
  restNanos = 0;
  while (r.pos < r.end) {
    const tag = r.tag();
    // Beyond 2⁵³ a double is inexact, and the callers refuse it as far too large.
    if (tag === SECONDS_TAG) wholeSeconds = r.int64AsNumber();
    else if (tag === NANOS_TAG) restNanos = r.int32();
    else r.skip(tag, 0);
  }
  r.end = outerEnd;
}

