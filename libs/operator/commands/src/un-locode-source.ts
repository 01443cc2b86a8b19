import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UnLocodes } from '@carriermesh/paths-service';
import { OperationalError } from '@carriermesh/platform-errors';

/**
 * The files that UNECE publishes the list of UN/LOCODEs in: one CSV, or a folder of them.
 * @throws OperationalError `misconfigured` when they can't be read, or hold no code
 */
export async function readUnLocodes(path: string): Promise<readonly Uint8Array[]> {
  let lists: readonly Uint8Array[];
  try {
    const files = (await stat(path)).isDirectory() ? (await readdir(path)).filter((name) => name.toLowerCase().endsWith('.csv')).map((name) => join(path, name)) : [path];
    lists = await Promise.all(files.map((file) => readFile(file)));
  } catch (error) {
    throw new OperationalError('misconfigured', `the UN/LOCODEs in ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (!UnLocodes.read(lists)) throw new OperationalError('misconfigured', `${path} holds no UN/LOCODE: it takes the CSV of UNECE's code list`);
  return lists;
}
