import { MAX_LENGTH_MS, parseExact, USAGE_TYPES, type Exact, type UsageRecord, type UsageType } from '@carriermesh/tariff-v1';

/** A line that is no usage: what is wrong, and its id if that much could be read. */
export interface UsageFault {
  readonly id?: string;
  readonly fault: string;
}

const MAX_TEXT_LENGTH = 128;
const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** Reads one line of usage. Times are kept to the millisecond, finer ones cut. */
export function readUsageLine(text: string): UsageRecord | UsageFault {
  const value = parsed(text);
  if (!value) return { fault: 'is no JSON object' };
  const { id, type, startedAt, seconds, quantity } = value;
  if (typeof id !== 'string' || id === '' || id.length > MAX_TEXT_LENGTH) return { fault: `needs an "id" of 1 to ${MAX_TEXT_LENGTH} characters` };
  const texts: Record<string, string> = {};
  for (const name of ['account', 'subject', 'category', 'destination']) {
    const part = value[name];
    if (part === undefined || part === null) continue;
    if (typeof part !== 'string' || part === '' || part.length > MAX_TEXT_LENGTH) return { id, fault: `"${name}" must be a text of 1 to ${MAX_TEXT_LENGTH} characters` };
    texts[name] = part;
  }
  if (!USAGE_TYPES.includes(type as UsageType)) return { id, fault: `"type" must be one of ${USAGE_TYPES.join(', ')}` };
  const startedMs = typeof startedAt === 'string' ? readInstantMs(startedAt) : undefined;
  if (startedMs === undefined) return { id, fault: '"startedAt" must be a time such as 2026-03-29T00:59:30Z (RFC 3339)' };
  const lengthMs = seconds === undefined ? undefined : readLengthMs(seconds);
  if (seconds !== undefined && lengthMs === undefined) return { id, fault: `"seconds" must be a number from 0 to ${MAX_LENGTH_MS / 1000}, to the millisecond` };
  const read = quantity === undefined ? undefined : readDecimal(quantity);
  if (quantity !== undefined && read === undefined) return { id, fault: '"quantity" must be a decimal from 0 with at most 15 digits before and 12 after its point' };
  return {
    id, type: type as UsageType, startedMs, ...texts,
    ...(lengthMs === undefined ? {} : { lengthMs }),
    ...(read === undefined ? {} : { quantity: read }),
  };
}

export const isUsageFault = (line: UsageRecord | UsageFault): line is UsageFault => 'fault' in line;

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
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

/** A number as JSON writes it is read digit by digit: 0.1 is a tenth. */
function readDecimal(value: unknown): Exact | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const exact = parseExact(String(value));
  return exact && exact.numerator >= 0n ? exact : undefined;
}

function readLengthMs(value: unknown): number | undefined {
  const exact = readDecimal(value);
  if (!exact || (exact.numerator * 1000n) % exact.denominator !== 0n) return undefined;
  const lengthMs = (exact.numerator * 1000n) / exact.denominator;
  return lengthMs <= BigInt(MAX_LENGTH_MS) ? Number(lengthMs) : undefined;
}
