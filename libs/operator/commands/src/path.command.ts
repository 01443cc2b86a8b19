import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { MAX_LINE_CHARS, OfflinePaths } from '@carriermesh/paths-service';
import { OperationalError } from '@carriermesh/platform-errors';
import { type PathTopologyFlags, readPathTopology } from './path-topology.js';
import { EXIT, count, sayOnStderr } from './say.js';

export interface PathFlags extends PathTopologyFlags {
  readonly timings?: boolean;
}

/** Reads a topology and answers the queries on standard input, with neither database nor bus. A refusal is an answer, not a failure. */
export async function pathCommand(flags: PathFlags): Promise<number> {
  const description = await readPathTopology(flags);
  const paths = new OfflinePaths(description);
  sayOnStderr(`${count(description.nodes.length)} nodes, ${count(description.links.length)} links`);
  await answerLines({ paths, timings: flags.timings ?? false, input: process.stdin, output: process.stdout });
  return EXIT.done;
}

export interface Lines {
  readonly paths: OfflinePaths;
  readonly timings: boolean;
  readonly input: Readable;
  readonly output: Writable;
}

/** One answer a line, in order. Answers go out with every piece of input, so that a person or a program may wait for them. */
export async function answerLines({ paths, timings, input, output }: Lines): Promise<void> {
  let lineNumber = 0;
  let rest = '';
  const answer = (line: string): string => {
    lineNumber += 1;
    if (line.trim() === '') return '';
    return `${timings ? timed(paths, line, lineNumber) : paths.answerLine(line, lineNumber)}\n`;
  };
  const write = async (text: string) => {
    if (text !== '' && !output.write(text)) await once(output, 'drain');
  };
  input.setEncoding('utf8');
  for await (const piece of input) {
    const lines = `${rest}${piece as string}`.split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE_CHARS) throw new OperationalError('misconfigured', `line ${lineNumber + lines.length + 1} is longer than ${MAX_LINE_CHARS} characters`);
    for (const line of lines) await write(answer(line));
  }
  await write(answer(rest));
}

/** @returns the answer with the time that it took, from text to text */
function timed(paths: OfflinePaths, line: string, lineNumber: number): string {
  const beginMs = performance.now();
  const answer = paths.answerLine(line, lineNumber);
  const micros = Math.round((performance.now() - beginMs) * 1000);
  return `${answer.slice(0, -1)},"micros":${micros}}`;
}
