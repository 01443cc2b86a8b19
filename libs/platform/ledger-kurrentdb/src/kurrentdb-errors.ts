import { OperationalError, type OperationalKind } from '@carriermesh/platform-errors';
import { ErrorType } from '@kurrent/kurrentdb-client';

/** What the client recognised. What is missing here it did not, and the code of the call decides. */
const KIND_OF_TYPE: Readonly<Partial<Record<string, OperationalKind>>> = {
  [ErrorType.TIMEOUT]: 'timeout',
  [ErrorType.DEADLINE_EXCEEDED]: 'timeout',
  [ErrorType.UNAVAILABLE]: 'unavailable',
  [ErrorType.CANCELLED]: 'unavailable',
  [ErrorType.NOT_LEADER]: 'unavailable',
  [ErrorType.ACCESS_DENIED]: 'denied',
  [ErrorType.UNSUPPORTED]: 'misconfigured',
  [ErrorType.INVALID_ARGUMENT]: 'malformed',
  // Limits that the server's operator has set below what the ledger allows.
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: 'misconfigured',
  [ErrorType.TRANSACTION_MAX_SIZE_EXCEEDED]: 'misconfigured',
  [ErrorType.APPEND_RECORD_SIZE_EXCEEDED]: 'misconfigured',
  // Somebody has deleted what may never be deleted.
  [ErrorType.STREAM_DELETED]: 'misconfigured',
  [ErrorType.STREAM_TOMBSTONED]: 'misconfigured',
};

/** Status codes of gRPC (google.rpc.Code). */
const KIND_OF_CODE: Readonly<Partial<Record<number, OperationalKind>>> = {
  3: 'malformed',
  4: 'timeout',
  7: 'denied',
  8: 'overloaded',
  // The servers of version 2 of the protocol say so of a node that does not lead, and the client of 1.3 does not recognise it.
  9: 'unavailable',
  12: 'misconfigured',
  16: 'denied',
};

const NOT_LEADING = 9;
const NO_CODE = -1;

/**
 * What a caller may do about a failure. What nobody recognises is `unavailable`: the outcome is unknown, and the same append
 * may be tried again without harm.
 */
export function operationalErrorOf(error: unknown, doing: string): OperationalError {
  if (error instanceof OperationalError) return error;
  const { type, code, message } = fieldsOf(error);
  const kind = KIND_OF_TYPE[type] ?? KIND_OF_CODE[code] ?? 'unavailable';
  return new OperationalError(kind, `${doing}: ${message}`, { cause: error });
}

/** The node that was asked leads no longer. The client stays with it, so another client has to be made. */
export function saysNotLeading(error: unknown): boolean {
  const { type, code } = fieldsOf(error);
  return type === ErrorType.NOT_LEADER || (code === NOT_LEADING && KIND_OF_TYPE[type] === undefined && type !== ErrorType.WRONG_EXPECTED_VERSION);
}

export const saysNoStream = (error: unknown): boolean => fieldsOf(error).type === ErrorType.STREAM_NOT_FOUND;

function fieldsOf(error: unknown): { type: string; code: number; message: string } {
  const { type, code, message } = (error ?? {}) as { type?: unknown; code?: unknown; message?: unknown };
  return {
    type: typeof type === 'string' ? type : '',
    code: typeof code === 'number' ? code : NO_CODE,
    message: typeof message === 'string' && message !== '' ? message : String(error),
  };
}
