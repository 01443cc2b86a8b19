import { StringDecoder } from 'node:string_decoder';

/** A line of usage is a few hundred characters; what is longer is no usage. */
export const MAX_LINE_LENGTH = 65_536;

export interface Line {
  readonly number: number;
  /** Absent where the line was longer than the limit: it was passed over and never held whole. */
  readonly text: string | undefined;
}

/** The lines of a stream, one chunk's at a time, so that memory does not depend on its length. A byte order mark before the first is no part of it. */
export async function* linesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<readonly Line[]> {
  const decoder = new StringDecoder('utf8');
  let [rest, number, isTooLong] = ['', 0, false];
  const line = (text: string): Line => {
    number += 1;
    const whole = !isTooLong && text.length <= MAX_LINE_LENGTH;
    isTooLong = false;
    return { number, text: whole ? text.replace(number === 1 ? /^\uFEFF|\r$/g : /\r$/, '') : undefined };
  };
  for await (const chunk of stream) {
    const pieces = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk as Buffer))).split('\n');
    rest = pieces.pop() ?? '';
    const lines = pieces.map(line);
    if (rest.length > MAX_LINE_LENGTH) [rest, isTooLong] = ['', true];
    if (lines.length > 0) yield lines;
  }
  rest += decoder.end();
  if (rest !== '' || isTooLong) yield [line(rest)];
}
