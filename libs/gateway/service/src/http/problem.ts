import type { OperationalKind } from '@carriermesh/platform-errors';
import type { common } from '@carriermesh/wire';

/** The largest request body that is read, 256 KiB: an order is a few hundred bytes. */
export const MAX_BODY_BYTES = 256 * 1024;

/** One field of a request that is not as it has to be. */
export interface FieldProblem {
  /** Where it stands: `from.latitude`. */
  readonly field: string;
  /** What was sent, shortened; absent when nothing was. */
  readonly value?: string;
  /** What it has to be. */
  readonly limit: string;
}

/** Problem details for HTTP APIs (RFC 9457), with the mesh's own `code`, `facts` and `errors`. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldProblem[];
}

type ProblemParts = Omit<ProblemDetails, 'type'>;

/** An answer that is none of what was asked for. Thrown in controllers and guards; the filter sends it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly details: ProblemDetails;

  constructor(
    parts: ProblemParts,
    readonly headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(parts.detail, options);
    this.details = { type: `urn:problem-type:carriermesh:${parts.code}`, ...parts };
  }
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** One body for everything that its asker can't see, so that nobody learns what belongs to others. */
export const notFound = (): Problem =>
  new Problem({ status: 404, title: 'Not found', code: 'not-found', detail: 'There is nothing under this address that the bearer of this token may see.' });

/** The address is there, and is for something else (RFC 9110 §15.5.6). */
export const methodNotAllowed = (method: string, allowed: readonly string[]): Problem =>
  new Problem(
    { status: 405, title: 'Method not allowed', code: 'method-not-allowed', detail: `This address does not take ${method}; it takes ${allowed.join(' and ')}.` },
    { allow: allowed.join(', ') },
  );

export const unauthorized = (whose: 'buyer' | 'supplier'): Problem =>
  new Problem(
    { status: 401, title: 'Unauthorized', code: 'token-required', detail: `This address needs the token of a ${whose}: Authorization: Bearer <token>.` },
    { 'www-authenticate': 'Bearer realm="carriermesh"' },
  );

/** A request with more wrong fields than this is told of the first ones only: the answer stays small whatever was sent. */
const MAX_FIELD_PROBLEMS = 20;

export function invalidRequest(found: readonly FieldProblem[]): Problem {
  const errors = found.slice(0, MAX_FIELD_PROBLEMS);
  const detail = errors.map(({ field, value, limit }) => `${field} is ${value ?? 'missing'}; it has to be ${limit}.`).join(' ');
  return new Problem({ status: 400, title: 'Bad request', code: 'request-invalid', detail, errors });
}

export const notAcceptable = (offered: readonly string[]): Problem =>
  new Problem({ status: 406, title: 'Not acceptable', code: 'media-type-not-acceptable', detail: `This is to be had as ${offered.join(' or ')}, and the Accept header takes neither.` });

/** A limit of the gateway's own was met. */
export const tooMany = (detail: string): Problem =>
  new Problem({ status: 429, title: 'Too many requests', code: 'overloaded', detail }, { 'retry-after': '5' });

/** A request id that stands for something else. */
const CONFLICTS: ReadonlySet<string> = new Set(['request-id-reused', 'amendment-request-reused', 'dispute-request-reused']);

/** The business said no. What is unknown, and what belongs to another buyer, is answered alike and without the refusal's own words. */
export function refusalProblem({ code, message, facts }: common.Refusal): Problem {
  if (code.endsWith('-unknown')) return notFound();
  const conflict = CONFLICTS.has(code);
  return new Problem({ status: conflict ? 409 : 422, title: conflict ? 'Conflict' : 'Refused', code, detail: message, facts });
}

const OPERATIONAL: Readonly<Record<OperationalKind, ProblemParts & { readonly retryAfter?: string }>> = {
  unavailable: {
    status: 503,
    title: 'Service unavailable',
    code: 'unavailable',
    detail: 'The mesh can not answer this now. The same request can be sent again: it does nothing twice.',
    retryAfter: '2',
  },
  rebuilding: {
    status: 503,
    title: 'Service unavailable',
    code: 'rebuilding',
    detail: 'What this is answered from is rebuilding. The same request can be sent again when it is whole.',
    retryAfter: '5',
  },
  timeout: {
    status: 503,
    title: 'Service unavailable',
    code: 'timeout',
    detail: 'The mesh did not answer in time. The same request can be sent again: it does nothing twice.',
    retryAfter: '2',
  },
  overloaded: {
    status: 429,
    title: 'Too many requests',
    code: 'overloaded',
    detail: 'The mesh has more to do than it can do now. The same request can be sent again later.',
    retryAfter: '5',
  },
  malformed: { status: 502, title: 'Bad gateway', code: 'malformed', detail: 'The answer from inside the mesh could not be read.' },
  denied: { status: 403, title: 'Forbidden', code: 'denied', detail: 'This buyer may not do this.' },
  misconfigured: { status: 500, title: 'Internal error', code: 'internal-error', detail: 'The gateway can not answer this. The error was logged.' },
};

/** What a stranger learns of a failure: its kind and what to do about it. What happened inside stays in the log. */
export function operationalProblem(kind: OperationalKind): Problem {
  // The kind comes over the bus, from a service that may be newer than this gateway.
  const { retryAfter, ...parts } = OPERATIONAL[kind] ?? OPERATIONAL.unavailable;
  return new Problem(parts, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
}

export const internalProblem = (): Problem => operationalProblem('misconfigured');

const UNREADABLE: Readonly<Record<number, readonly [title: string, code: string, detail: string]>> = {
  400: ['Bad request', 'request-unreadable', 'The request can not be read: a body has to be JSON, and an address percent-encoded UTF-8.'],
  413: ['Content too large', 'body-too-large', `The body of the request is larger than ${MAX_BODY_BYTES} bytes.`],
  414: ['URI too long', 'address-too-long', 'A part of the address is longer than any id.'],
  415: ['Unsupported media type', 'media-type-unsupported', 'The body of a request has to be application/json.'],
};

/** What the HTTP server itself did not take. */
export function unreadable(status: number): Problem {
  const [title, code, detail] = UNREADABLE[status] ?? ['Bad request', 'request-unreadable', 'The request can not be read.'];
  return new Problem({ status, title, code, detail });
}
