import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperationalError } from '@carriermesh/platform-errors';

const SECRET_MODE = 0o600;

/** Replaces a file whole: a reader sees the old text or the new one, never a half. The mode is 0600 unless told otherwise. */
export function writeWhole(path: string, text: string, mode: number = SECRET_MODE): void {
  const draft = draftBeside(path);
  try {
    writeFileSync(draft, text, { mode, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw unwritable(path, error);
  }
}

/**
 * Creates a file whole if nobody has yet; answers whether it was created here.
 * A link, unlike a rename, fails on an existing name: of two processes at once exactly one succeeds.
 */
export function createWhole(path: string, text: string): boolean {
  const draft = draftBeside(path);
  try {
    writeFileSync(draft, text, { mode: SECRET_MODE, flag: 'wx' });
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw unwritable(path, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The secret kept in a file, made and written there (0600) at the first call. Two callers at once get the same secret. */
export function ensureSecret(path: string, make: () => string): string {
  makeDirectory(dirname(path), 0o700);
  if (!existsSync(path)) createWhole(path, make());
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new OperationalError('misconfigured', `the key file ${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Makes a directory and its parents; `mode` is the last one's, whatever the umask says and whatever it was before.
 * @throws OperationalError 'misconfigured' that names the directory which may not be written
 */
export function makeDirectory(path: string, mode: number): void {
  try {
    mkdirSync(path, { recursive: true });
    chmodSync(path, mode);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** What a text file says, or `undefined` when there is none or it may not be read. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The system's code for an error, such as `ENOENT`. Told by shape, since an error of another realm is no instance of our `Error`. */
export function codeOf(error: unknown): string | undefined {
  return textIn(error, 'code');
}

export function messageOf(error: unknown): string {
  // A connection tried on several addresses fails with an AggregateError, which has no words of its own.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return textIn(error, 'message') ?? String(error);
}

function textIn(error: unknown, property: string): string | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, property) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function draftBeside(path: string): string {
  return `${path}.${process.pid}.${randomBytes(4).toString('hex')}.draft`;
}

function unwritable(path: string, error: unknown): OperationalError {
  const reason = ['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '') ? 'this user may not write there' : messageOf(error);
  return new OperationalError('misconfigured', `${path} cannot be written: ${reason}; choose another home with --home DIR or CARRIERMESH_HOME`, {
    cause: error,
  });
}
