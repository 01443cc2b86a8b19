import { MAX_LENGTH_MS, parseExact, parseNumber, USAGE_TYPES, type Exact, type UsageRecord, type UsageType } from '@carriermesh/tariff-v1';

/** A line that is no usage: what is wrong, and its id if that much could be read. */
export interface UsageFault {
  readonly id?: string;
  readonly fault: string;
}

const MAX_TEXT_LENGTH = 128;
const MAX_SHOWN_LENGTH = 40;
const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** Reads one line of usage. Times are kept to the millisecond, finer ones cut. */
export function readUsageLine(text: string): UsageRecord | UsageFault {
  // What a decoder puts in the place of octets that it can't read would make one id of two.
  if (text.includes('\uFFFD')) return { fault: 'is not UTF-8' };
  const value = parsed(text);
  if (!value) return { fault: 'is no JSON object' };
  const { id, type, startedAt, seconds, quantity } = value;
  if (typeof id !== 'string' || id === '' || id.length > MAX_TEXT_LENGTH) return { fault: `needs an "id" of 1 to ${MAX_TEXT_LENGTH} characters, not ${shown(id)}` };
  const texts: Record<string, string> = {};
  for (const name of ['account', 'subject', 'category', 'destination']) {
    const part = value[name];
    if (part === undefined || part === null) continue;
    if (typeof part !== 'string' || part === '' || part.length > MAX_TEXT_LENGTH) return { id, fault: `"${name}" must be a text of 1 to ${MAX_TEXT_LENGTH} characters, not ${shown(part)}` };
    texts[name] = part;
  }
  if (!USAGE_TYPES.includes(type as UsageType)) return { id, fault: `"type" must be one of ${USAGE_TYPES.join(', ')}, not ${shown(type)}` };
  const startedMs = typeof startedAt === 'string' ? readInstantMs(startedAt) : undefined;
  if (startedMs === undefined) return { id, fault: `"startedAt" must be a time such as 2026-03-29T00:59:30Z (RFC 3339), not ${shown(startedAt)}` };
  const lengthMs = seconds === undefined ? undefined : readLengthMs(seconds);
  if (seconds !== undefined && lengthMs === undefined) return { id, fault: `"seconds" must be a number from 0 to ${MAX_LENGTH_MS / 1000}, to the millisecond, not ${shown(seconds)}` };
  const read = quantity === undefined ? undefined : readDecimal(quantity);
  if (quantity !== undefined && read === undefined) return { id, fault: `"quantity" must be a decimal from 0 with at most 15 digits before and 12 after its point, not ${shown(quantity)}` };
  return {
    id, type: type as UsageType, startedMs, ...texts,
    ...(lengthMs === undefined ? {} : { lengthMs }),
    ...(read === undefined ? {} : { quantity: read }),
  };
}

export const isUsageFault = (line: UsageRecord | UsageFault): line is UsageFault => 'fault' in line;

/** A number as it stands in the line: as a double, the last digits of a long one would be others. */
class JsonNumber {
  constructor(readonly source: string) {}

  toJSON(): number {
    return Number(this.source);
  }
}

type Reviver = (name: string, value: unknown, context: { readonly source: string }) => unknown;
const parseWithSources = JSON.parse as (text: string, reviver: Reviver) => unknown;

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseWithSources(text, (_, part, { source }) => (typeof part === 'number' ? new JsonNumber(source) : part));
    return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds since 1970; `undefined` when the text is no time or no such day is in the calendar. */
export function readInstantMs(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (!match) return undefined;
  const wallMs = Date.parse(`${match[1]}Z`);
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 19) !== match[1]) return undefined;
  const [hours = 0, minutes = 0] = match[3] === 'Z' ? [] : (match[3] ?? '').slice(1).split(':').map(Number);
  if (hours > 23 || minutes > 59) return undefined;
  const offsetMs = (hours * 60 + minutes) * 60_000 * (match[3]?.startsWith('-') ? -1 : 1);
  return wallMs - offsetMs + Number((match[2] ?? '').padEnd(3, '0').slice(0, 3));
}

const shown = (value: unknown): string =>
  value === undefined ? 'absent' : (value instanceof JsonNumber ? value.source : JSON.stringify(value)).slice(0, MAX_SHOWN_LENGTH);

/** Read digit by digit: 0.1 is a tenth, and of a long number no digit is lost. */
function readDecimal(value: unknown): Exact | undefined {
  const exact = value instanceof JsonNumber ? parseNumber(value.source) : typeof value === 'string' ? parseExact(value) : undefined;
  return exact && exact.numerator >= 0n ? exact : undefined;
}

function readLengthMs(value: unknown): number | undefined {
  const exact = readDecimal(value);
  if (!exact || (exact.numerator * 1000n) % exact.denominator !== 0n) return undefined;
  const lengthMs = (exact.numerator * 1000n) / exact.denominator;
  return lengthMs <= BigInt(MAX_LENGTH_MS) ? Number(lengthMs) : undefined;
}
