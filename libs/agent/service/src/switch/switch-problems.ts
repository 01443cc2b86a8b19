import type { SwitchRefusal } from '@carriermesh/agent-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import type { FastifyError } from 'fastify';

/** Problem details (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly retryAfterS?: number;
}

export const TOKEN_REQUIRED: Problem = { status: 401, code: 'token-required', detail: 'This address needs the token of an administrator: Authorization: Bearer <token>.' };
export const NO_SUCH_ADDRESS: Problem = { status: 404, code: 'not-found', detail: 'There is nothing under this address.' };

export const tooFast = (waitMs: number): Problem => ({ status: 429, code: 'too-many-requests', detail: `More was asked for than may be; in ${Math.ceil(waitMs / 1000)} s it may be asked for again.`, retryAfterS: Math.ceil(waitMs / 1000) });

/** What is not the asker's is forbidden; what the asker named among its own and is not there is not found. */
export function problemOf({ code, message, facts }: SwitchRefusal): Problem {
  if (code === 'not-yours') return { status: 403, code, detail: message };
  return { status: ['unknown-element', 'unknown-instance', 'unknown-administrator'].includes(code) ? 404 : 422, code, detail: message, facts };
}

/** @param error of the HTTP server, of a check of the request, or of the disk */
export function problemOfError(error: FastifyError | Error): Problem {
  if (error instanceof OperationalError) {
    const busy = error.kind === 'overloaded';
    return { status: busy ? 429 : 503, code: error.kind, detail: 'This can not be done now. The same request can be sent again: it does nothing twice.', retryAfterS: 2 };
  }
  const { validation, statusCode = 500, message } = error as Partial<FastifyError> & Error;
  if (validation || statusCode < 500) return { status: validation ? 400 : statusCode, code: 'request-invalid', detail: message };
  return { status: 500, code: 'internal', detail: 'Something is wrong here; the log says what.' };
}
