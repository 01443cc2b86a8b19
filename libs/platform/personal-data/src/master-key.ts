import { readFileSync } from 'node:fs';
import { fromHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { KEY_BYTES } from './cipher.js';

/**
 * The key that wraps every party's key.
 * @throws OperationalError `misconfigured` when the file can't be read, or holds anything but 64 hexadecimal digits
 */
export function readMasterKey(file: string): Uint8Array {
  const key = fromHex(readText(file).trim().toLowerCase());
  if (key?.length === KEY_BYTES) return key;
  // What stands there is not shown: it may be a key with a slip of the pen.
  throw new OperationalError('misconfigured', `${file} holds no master key: that is ${KEY_BYTES * 2} hexadecimal digits`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OperationalError('misconfigured', `the master key ${file} can't be read: ${(cause as Error).message}`, { cause });
  }
}
