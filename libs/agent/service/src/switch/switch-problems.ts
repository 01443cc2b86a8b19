import type { SwitchRefusal } from '@carriermesh/agent-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import type { FastifyError, FastifySchemaValidationError } from 'fastify';
import type { Wait } from './pace.js';

/** Problem details (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly retryAfterS?: number;
  /** The methods that the address takes. */
  readonly allow?: readonly string[];
}

export const TOKEN_REQUIRED: Problem = { status: 401, code: 'token-required', detail: 'This address needs the token of an administrator: Authorization: Bearer <token>.' };
export const MAX_BODY_BYTES = 256 * 1024;

/** What the server says of these by itself names no limit. */
const UNREADABLE: Readonly<Record<number, string>> = {
  413: `The body is larger than ${MAX_BODY_BYTES} bytes.`,
  414: 'A part of the address is longer than any name.',
  415: 'A body has to be JSON, and its content-type application/json.',
};

export const NO_SUCH_ADDRESS: Problem = { status: 404, code: 'not-found', detail: 'There is nothing under this address.' };

export const methodNotAllowed = (method: string, allow: readonly string[]): Problem => ({
  status: 405,
  code: 'method-not-allowed',
  detail: `This address does not take ${method}; it takes ${allow.join(' and ')}.`,
  allow,
});

export function tooFast({ waitMs, limit }: Wait): Problem {
  const retryAfterS = Math.ceil(waitMs / 1000);
  return { status: 429, code: 'too-many-requests', detail: `At most ${limit}; in ${retryAfterS} s it may be asked for again.`, retryAfterS };
}

/** What is not the asker's is forbidden; what the asker named among its own and is not there is not found. */
export function problemOf({ code, message, facts }: SwitchRefusal): Problem {
  if (code === 'not-yours') return { status: 403, code, detail: message };
  return { status: ['unknown-element', 'unknown-instance', 'unknown-administrator'].includes(code) ? 404 : 422, code, detail: message, facts };
}

/** What the validator found, as one sentence that names the field, its value and what it has to be. Its schema says that last part, as `description`. */
export function unlikeSchema([first]: readonly FastifySchemaValidationError[], part: string): Error {
  const { instancePath, keyword, params, data, parentSchema } = first as SchemaError;
  const { missingProperty, additionalProperty } = params;
  const inner = missingProperty ?? additionalProperty;
  const field = [...instancePath.split('/').slice(1), ...(inner === undefined ? [] : [inner])].map(shortened).join('.') || `the ${part}`;
  if (keyword === 'additionalProperties') {
    return new Error(`${field} is ${shownValue((data as Record<string, unknown>)[additionalProperty ?? ''])}; it has to be left out: known are ${Object.keys(parentSchema.properties ?? {}).join(', ')}.`);
  }
  if (keyword === 'required') return new Error(`${field} is missing; it has to be ${parentSchema.properties?.[missingProperty ?? '']?.description}.`);
  return new Error(`${field} is ${data === undefined ? 'missing' : shownValue(data)}; it has to be ${parentSchema.description}.`);
}

type SchemaError = FastifySchemaValidationError & {
  readonly params: { readonly missingProperty?: string; readonly additionalProperty?: string };
  /** The value, and the schema that it had to fit: the validator adds them when it is `verbose`. */
  readonly data: unknown;
  readonly parentSchema: { readonly description?: string; readonly properties?: Readonly<Record<string, { readonly description?: string }>> };
};

const MAX_SHOWN_CHARACTERS = 64;
const shortened = (text: string): string => (text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}…`);
const shownValue = (value: unknown): string => shortened(typeof value === 'number' ? String(value) : JSON.stringify(value));

/** @param error of the HTTP server, of a check of the request, or of the disk */
export function problemOfError(error: FastifyError | Error): Problem {
  if (error instanceof OperationalError) {
    const busy = error.kind === 'overloaded';
    return { status: busy ? 429 : 503, code: error.kind, detail: 'This can not be done now. The same request can be sent again: it does nothing twice.', retryAfterS: 2 };
  }
  const { validation, statusCode = 500, message } = error as Partial<FastifyError> & Error;
  if (validation || statusCode < 500) return { status: validation ? 400 : statusCode, code: 'request-invalid', detail: UNREADABLE[statusCode] ?? message };
  return { status: 500, code: 'internal', detail: 'Something is wrong here; the log says what.' };
}
