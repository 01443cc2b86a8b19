import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { type Line, MAX_LINE_CHARS, MAX_WORKERS, OfflinePaths, PathPool, placeNames } from '@carriermesh/paths-service';
import { OperationalError } from '@carriermesh/platform-errors';
import { readUnLocodes } from './un-locode-source.js';
import { type PathTopologyFlags, readPathTopology } from './path-topology.js';
import { EXIT, count, sayOnStderr } from './say.js';

export interface PathFlags extends PathTopologyFlags {
  readonly timings?: boolean;
  readonly workers?: string;
  readonly unlocode?: string;
}

/** Reads a topology and answers the queries on standard input, with neither database nor bus. A refusal is an answer, not a failure. */
export async function pathCommand({ workers = '1', timings = false, unlocode, ...flags }: PathFlags): Promise<number> {
  const threads = Number(workers);
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_WORKERS)
    throw new OperationalError('misconfigured', `--workers is a whole number from 1 to ${MAX_WORKERS}, not "${workers}"`);
  const description = await readPathTopology(flags);
  const lists = unlocode === undefined ? undefined : await readUnLocodes(unlocode);
  const said = `${count(description.nodes.length)} nodes, ${count(description.links.length)} links`;
  if (threads === 1) {
    const paths = new OfflinePaths(description, { names: placeNames(lists) });
    sayOnStderr(said);
    await answerLines({ answer: (lines) => alone(paths, timings, lines), input: process.stdin, output: process.stdout });
    return EXIT.done;
  }
  const pool = await PathPool.start(description, { workers: threads, timings, ...(lists ? { lists } : {}) });
  try {
    sayOnStderr(`${said}, ${threads} threads`);
    await answerLines({ answer: (lines) => pool.answer(lines), input: process.stdin, output: process.stdout });
  } finally {
    await pool.stop();
  }
  return EXIT.done;
}

/** In this thread, one after the other. */
export function* alone(paths: OfflinePaths, timings: boolean, lines: readonly Line[]): Generator<string, void> {
  for (const { line, lineNumber } of lines) yield timings ? paths.timedLine(line, lineNumber) : paths.answerLine(line, lineNumber);
}

export interface Lines {
  /** One answer a line, in order. */
  readonly answer: (lines: readonly Line[]) => Iterable<string> | AsyncIterable<string>;
  readonly input: Readable;
  readonly output: Writable;
}

/** One answer a line, in order. Answers go out with every piece of input, so that a person or a program may wait for them. */
export async function answerLines({ answer, input, output }: Lines): Promise<void> {
  let lineNumber = 0;
  let rest = '';
  const answered = async (texts: readonly string[]) => {
    const lines = texts.map((line) => ({ line, lineNumber: (lineNumber += 1) })).filter(({ line }) => line.trim() !== '');
    if (lines.length === 0) return;
    for await (const text of answer(lines)) if (!output.write(`${text}\n`)) await once(output, 'drain');
  };
  input.setEncoding('utf8');
  for await (const piece of input) {
    const lines = `${rest}${piece as string}`.split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE_CHARS) throw new OperationalError('misconfigured', `line ${lineNumber + lines.length + 1} is longer than ${MAX_LINE_CHARS} characters`);
    await answered(lines);
  }
  await answered([rest]);
}
