import { writeFileSync } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';

/** @throws OperationalError `misconfigured`, naming the file that can't be written */
export function writeFile(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new OperationalError('misconfigured', `${file} can't be written: ${(error as Error).message}`, { cause: error });
  }
}
