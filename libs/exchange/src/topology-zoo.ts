import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isToken } from '@carriermesh/kernel';
import { assembleExchange } from './assemble.js';
import type { Exchange, RefusedFile } from './exchange.js';
import { ExchangeError } from './exchange-error.js';
import { checkPathFactor } from './geometry.js';
import { parseGraphml, UnusableFile } from './graphml.js';
import { compareText, popIdOf } from './identifiers.js';
import { type InterconnectModel, pairPlaces } from './interconnect-pairs.js';
import { EXTENSION, latestSnapshots, type Snapshot, snapshotOf } from './snapshot.js';
import { zooProvider } from './zoo-provider.js';
import { halfTerms } from './zoo-rules.js';

export interface TopologyZooOptions {
  readonly model: InterconnectModel;
  /** How much longer the cable is than the great circle: 1 is the lower bound, 1.5 a sensible default. */
  readonly pathFactor: number;
}

/** The largest file of the Topology Zoo has a third of a megabyte. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** The Topology Zoo has 276; a folder with many more is another folder. */
export const MAX_FILES = 5000;

/**
 * Reads a folder of Topology Zoo GraphML files as one exchange: a provider per network, of its latest snapshot; an
 * interconnect wherever two providers meet under the model. A file that cannot be used is reported in `refused`; an older
 * snapshot of a network is not a refusal. Capacities, prices and promises follow RULES.md.
 * @throws ExchangeError when the folder is missing, has no `.graphml` file or too many, or an option is out of range
 */
export async function readTopologyZoo(dir: string, { model, pathFactor }: TopologyZooOptions): Promise<Exchange> {
  checkPathFactor(pathFactor);
  const snapshots: Snapshot[] = [];
  const refused: RefusedFile[] = [];
  for (const file of await graphmlFiles(dir)) {
    const result = await readSnapshot(dir, file);
    if ('reason' in result) refused.push(result);
    else snapshots.push(result);
  }
  const latest = latestSnapshots(snapshots);
  const places = latest.flatMap(({ id, nodes }) => nodes.map((node) => ({ providerId: id, popId: popIdOf(id, node.id), at: node.at })));
  return assembleExchange({
    name: 'Topology Zoo',
    providers: latest.map((snapshot) => zooProvider(snapshot, pathFactor)),
    pairs: pairPlaces(places, model),
    pathFactor,
    refused,
    termsOf: halfTerms,
  });
}

/** In the order of their names, which no file system promises. */
async function graphmlFiles(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch((error: unknown) => {
    throw new ExchangeError(`the folder ${dir} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  const files = names.filter((name) => name.endsWith(EXTENSION)).sort(compareText);
  if (files.length === 0) throw new ExchangeError(`the folder ${dir} has no ${EXTENSION} file`);
  if (files.length > MAX_FILES) throw new ExchangeError(`the folder ${dir} has ${files.length} ${EXTENSION} files, more than ${MAX_FILES}`);
  return files;
}

async function readSnapshot(dir: string, file: string): Promise<Snapshot | RefusedFile> {
  const id = file.slice(0, -EXTENSION.length);
  if (!isToken(id)) return { file, reason: `would name its provider "${id}", which is not 1 to 64 letters, digits, _ and -` };
  const text = await readText(join(dir, file));
  if (typeof text !== 'string') return { file, reason: text.reason };
  try {
    return snapshotOf(id, parseGraphml(text));
  } catch (error) {
    if (error instanceof UnusableFile) return { file, reason: error.message };
    throw error;
  }
}

async function readText(path: string): Promise<string | { readonly reason: string }> {
  try {
    const status = await stat(path);
    if (!status.isFile()) return { reason: 'is not a regular file' };
    if (status.size > MAX_FILE_BYTES) return { reason: `has ${status.size} bytes, more than ${MAX_FILE_BYTES}` };
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    return { reason: `cannot be read as UTF-8 text: ${messageOf(error)}` };
  }
}

/** Not by `instanceof`: Node's own errors may come from another realm. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
