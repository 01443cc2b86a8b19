import { WireError } from '@carriermesh/wire';

/** A thousand places that differ say no more than a hundred. */
export const MAX_DIFFERENCES = 100;

/** One place of a document where the recorded one is not what follows from the evidence. */
export interface Difference {
  /** `scenarios[0].costs[1].monthly.amount`: where in the document. */
  readonly at: string;
  readonly recorded: string;
  readonly recomputed: string;
}

/** Every leaf in which two documents, as JSON, are not the same. */
export function differencesBetween(recorded: unknown, recomputed: unknown, at: string): readonly Difference[] {
  if (isTree(recorded) && isTree(recomputed)) {
    const names = [...new Set([...Object.keys(recorded), ...Object.keys(recomputed)])];
    return names.flatMap((name) => differencesBetween(recorded[name], recomputed[name], Array.isArray(recorded) ? `${at}[${name}]` : at === '' ? name : `${at}.${name}`));
  }
  const [a, b] = [textOf(recorded), textOf(recomputed)];
  return a === b ? [] : [{ at, recorded: a, recomputed: b }];
}

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string => (value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value));

/** Bytes that are no such message any more are something to report. */
export function decoded<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
