import { formatInstant, parseInstant, type Instant } from '@carriermesh/kernel';

/** The house's rule for names of instants; a whole number under any other name is a count. */
const NAMES_INSTANT = /(At|Until|From|By)$/;

/** One entry as one line that a person can read: instants as RFC 3339, other bigints as decimal text. */
export function entryToLine(entry: { readonly type: string }): string {
  return `${JSON.stringify(entry, (key, value: unknown) => {
    if (typeof value !== 'bigint') return value;
    return NAMES_INSTANT.test(key) ? formatInstant(value as Instant) : value.toString();
  })}\n`;
}

/** @throws SyntaxError when the line is no entry of a journal */
export function entryFromLine<Entry extends { readonly type: string }>(line: string): Entry {
  const entry: unknown = JSON.parse(line, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (key === 'sequence' || key === 'nextSequence') return BigInt(value);
    return NAMES_INSTANT.test(key) ? readInstant(key, value) : value;
  });
  if (typeof entry !== 'object' || entry === null || !('type' in entry)) throw new SyntaxError('it has no type');
  return entry as Entry;
}

function readInstant(key: string, text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new SyntaxError(`${key} is no instant: "${text}"`);
  return at;
}
