import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';

/** What a start says of a setting: a value; that there is none any more; or nothing, so that what an earlier start said holds. */
export type Said<T> = T | 'none' | undefined;

/**
 * A setting of a demonstration that outlives its process: the next start in the same home goes on by it, so that no order is priced otherwise because
 * a flag was left out.
 * @throws OperationalError `misconfigured` naming the file, where it was spoilt
 */
export function keptSetting<T>(file: string, said: Said<T>): { readonly value: T; readonly isKept: boolean } | undefined {
  if (said === 'none') rmSync(file, { force: true });
  else if (said !== undefined) {
    writeFileSync(file, `${JSON.stringify(said, null, 2)}\n`);
    return { value: said, isKept: false };
  }
  if (!existsSync(file)) return undefined;
  try {
    return { value: JSON.parse(readFileSync(file, 'utf8')) as T, isKept: true };
  } catch (error) {
    throw new OperationalError('misconfigured', `${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}
