import { OperationalError, type OperationalKind } from '@carriermesh/platform-errors';

/** SQLSTATE (PostgreSQL, appendix A) by its first characters, the first match wins; node's own codes beside them. */
const KIND_OF_CODE: readonly (readonly [prefix: string, kind: OperationalKind])[] = [
  ['57014', 'timeout'],
  ['42501', 'denied'],
  ['42', 'misconfigured'], // a table or column that is not there: no retry and no other data would help
  ['25006', 'unavailable'], // read-only: a standby that was promoted away from under us
  ['25P03', 'unavailable'], // the transaction stood still for too long, and the database ended it: nothing was written
  ['55P03', 'unavailable'],
  ['40', 'unavailable'], // serialization failure, deadlock: nothing was written, the same again may pass
  ['53', 'overloaded'], // disk full, out of memory, too many connections
  ['58', 'unavailable'],
  ['57P', 'unavailable'], // shut down, crashed, not yet started, idle too long
  ['08', 'unavailable'],
  ['28', 'denied'],
  ['3D', 'misconfigured'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONN', 'unavailable'],
  ['EHOSTUNREACH', 'unavailable'],
  ['ENETUNREACH', 'unavailable'],
  ['EPIPE', 'unavailable'],
  ['EAI_AGAIN', 'unavailable'],
  ['ENOTFOUND', 'misconfigured'],
];

/** The driver gives these no code. */
const KIND_OF_MESSAGE: readonly (readonly [pattern: RegExp, kind: OperationalKind])[] = [
  [/read timeout|timeout expired|timeout exceeded/i, 'timeout'],
  [/connection terminated|connection error|not queryable|client was closed|connection ended|pool after calling end/i, 'unavailable'],
];

/** PostgreSQL has a code for a full disk, and calls every other reason why a file can't grow, such as a limit on its size, an internal error. */
const NO_ROOM = /^could not (?:extend|write to) file /;

const UNIQUE_VIOLATION = '23505';

/**
 * What a caller may do about a failure of the database; `undefined` when the failure is not the database's but in what
 * was asked of it (a constraint, bad data, bad SQL).
 */
export function operationalErrorOf(error: unknown, doing: string): OperationalError | undefined {
  if (error instanceof OperationalError) return error;
  const code = codeOf(error);
  const message = messageOf(error);
  const kind =
    (NO_ROOM.test(message) ? 'overloaded' : undefined) ??
    KIND_OF_CODE.find(([prefix]) => code?.startsWith(prefix))?.[1] ??
    (code === undefined ? KIND_OF_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] : undefined);
  if (kind === undefined) return undefined;
  return new OperationalError(kind, `${doing}: ${message || code}`, { cause: error });
}

export const isUniqueViolation = (error: unknown): boolean => codeOf(error) === UNIQUE_VIOLATION;

/** Runs `work` and gives its failure a kind, where it has one. */
export async function operational<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw operationalErrorOf(error, doing) ?? error;
  }
}

// Not `instanceof Error`: an error that node itself makes belongs to another realm wherever code runs in a vm context.
function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : String(error);
}
