import type { Buffer } from 'node:buffer';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const REPLACEMENT_CHARACTER = '\uFFFD';

/** What `toString` comes to for UTF-8, without first finding out which encoding is meant: that costs a fifth of a short text. */
type Utf8Buffer = Buffer & { utf8Slice(start: number, end: number): string };

/**
 * Node's own decoder is twice as fast as a strict one but puts U+FFFD where bytes are not UTF-8. A text that holds one is read
 * again strictly, which tells a U+FFFD that was sent from one that was put.
 * @throws TypeError for bytes that are not UTF-8
 */
export function textOf(buf: Buffer, start: number, size: number): string {
  const short = size <= SHORT_BYTES ? shortTexts[size]?.(buf, start) : undefined;
  if (short !== undefined) return short;
  const text = (buf as Utf8Buffer).utf8Slice(start, start + size);
  return text.includes(REPLACEMENT_CHARACTER) ? strict.decode(buf.subarray(start, start + size)) : text;
}

const SHORT_BYTES = 24;
const ASCII = 0x80;

type ShortText = (buf: Buffer, start: number) => string | undefined;

/**
 * Most texts on the wire are names, codes and amounts of a few letters. To call Node's decoder for one costs 50 ns whatever its length;
 * one call with each letter as an argument costs 10 to 40 ns, but only where their number stands in the code: an array of them doubles it.
 * So the code for each number is put together here, of nothing but that number.
 */
const shortTexts: readonly ShortText[] = Array.from({ length: SHORT_BYTES + 1 }, (_, size) => (size === 0 ? () => '' : shortTextOf(size)));

/** @returns a function that reads so many bytes once, and gives their text, or `undefined` where one of them is not ASCII */
function shortTextOf(size: number): ShortText {
  const letters = Array.from({ length: size }, (_, at) => `c${at}`);
  const reads = letters.map((letter, at) => `${letter} = buf[start + ${at}]`);
  return new Function('buf', 'start', `const ${reads.join(', ')}; if ((${letters.join(' | ')}) < ${ASCII}) return String.fromCharCode(${letters.join(', ')});`) as ShortText;
}
