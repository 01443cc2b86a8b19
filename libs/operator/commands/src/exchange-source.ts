import { resolve } from 'node:path';
import { readTopologyZoo, sampleExchange, type Exchange } from '@carriermesh/exchange';
import { OperationalError } from '@carriermesh/platform-errors';

/** Where the providers of a demonstration come from. */
export type ExchangeSource =
  | { readonly kind: 'sample' }
  | { readonly kind: 'topology-zoo'; readonly directory: string; readonly model: 'm1' | 'm2'; readonly pathFactor: number };

export interface TopologyFlags {
  readonly topology?: string;
  readonly model: string;
  readonly pathFactor: string;
}

/** Measured round trips are about 1.75 times the great circle; 1.5 is a sensible default for a demonstration. */
export const DEFAULT_PATH_FACTOR = '1.5';

/** @throws OperationalError `misconfigured`, naming the flag and the value */
export function exchangeSource({ topology, model, pathFactor }: TopologyFlags): ExchangeSource {
  if (model !== 'm1' && model !== 'm2') throw new OperationalError('misconfigured', `--model is m1 or m2, not "${model}"`);
  const factor = Number(pathFactor);
  if (!(factor >= 1 && factor <= 10)) throw new OperationalError('misconfigured', `--path-factor is a number from 1 to 10, not "${pathFactor}"`);
  if (topology === undefined) return { kind: 'sample' };
  return { kind: 'topology-zoo', directory: resolve(topology), model, pathFactor: factor };
}

export async function readExchange(source: ExchangeSource): Promise<Exchange> {
  if (source.kind === 'sample') return sampleExchange();
  try {
    return await readTopologyZoo(source.directory, source);
  } catch (error) {
    throw new OperationalError('misconfigured', (error as Error).message, { cause: error });
  }
}
