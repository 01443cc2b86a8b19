import type { Writable } from 'node:stream';
import type { common } from '@carriermesh/wire';

/** Talk for people goes to standard error, so that standard output holds results alone. */
export type Say = (line: string) => void;

export const sayOnStderr: Say = (line) => process.stderr.write(`${line}\n`);

/** How a command ends (the same for every command): done, an error, refused by the business, a comparison that differs. */
export const EXIT = { done: 0, error: 1, refused: 2, different: 3 } as const;

/** What the business does not want, in its own words. */
export function tellRefusal(refusal: common.Refusal, json: boolean | undefined): number {
  const { code, message, facts } = refusal;
  process.stdout.write(json ? `${JSON.stringify({ refusal: { code, message, facts } })}\n` : `Refused (${code}): ${message}\n`);
  return EXIT.refused;
}

/** Seconds with one decimal, for a person. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export const count = (n: number): string => n.toLocaleString('en-US');

/** So many of what has its plural by an s. */
export const counted = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`;

/**
 * Once everything that was written has been taken, or can be taken no more since the reader went away. A process that exits before
 * loses what a slow reader of a pipe has not read yet.
 */
export const flushed = (stream: Writable): Promise<void> => new Promise((resolve) => void stream.write('', () => resolve()));
