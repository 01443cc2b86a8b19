import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { codeOf } from './files.js';

export const LOG_ROTATION_BYTES = 16 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;

/** A process's log: appended to by the process itself through an inherited descriptor, so that its last words survive it and us. */
export class LogFile {
  #startedAtByte = 0;

  constructor(readonly path: string) {}

  /** Opens for appending; a log past the limit is put aside as `….1` first, replacing the one before. The caller closes the descriptor. */
  open(): number {
    if (sizeOf(this.path) > LOG_ROTATION_BYTES) renameSync(this.path, `${this.path}.1`);
    const descriptor = openSync(this.path, 'a', 0o600);
    this.#startedAtByte = fstatSync(descriptor).size;
    return descriptor;
  }

  /** What was written since the last `open`, its last 16 KiB at most. */
  sinceOpened(): string {
    const size = sizeOf(this.path);
    return readFrom(this.path, Math.max(this.#startedAtByte, size - TAIL_BYTES));
  }

  /** Bytes written so far: a mark for `since`. */
  get size(): number {
    return sizeOf(this.path);
  }

  since(mark: number): string {
    return readFrom(this.path, mark);
  }

  /** The last lines since the last `open`, for an error's message. */
  lastLines(count = 12): string {
    return this.sinceOpened().trimEnd().split('\n').slice(-count).join('\n');
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

function readFrom(path: string, from: number): string {
  const length = sizeOf(path) - from;
  if (length <= 0) return '';
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, from)).toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
