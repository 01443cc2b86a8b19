import { writeFileSync } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';

/** @throws OperationalError `misconfigured` */
export function writePdf(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    throw new OperationalError('misconfigured', `${file} can't be written: ${(error as Error).message}`, { cause: error });
  }
}
