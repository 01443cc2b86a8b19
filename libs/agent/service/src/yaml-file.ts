import { readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { OperationalError } from '@carriermesh/platform-errors';

/** An inventory of 100,000 links takes about 20 MB. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * The value that stands in a YAML file, or in a JSON one, which is YAML too.
 * @throws OperationalError `misconfigured`, naming the file and the line
 */
export function readYaml(file: string, what: string): unknown {
  try {
    const { size } = statSync(file);
    if (size > MAX_FILE_BYTES) throw new Error(`it has ${size} bytes, and at most ${MAX_FILE_BYTES} are read`);
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new OperationalError('misconfigured', `${what} ${file} can't be read: ${(error as Error).message.trim()}`, { cause: error });
  }
}
