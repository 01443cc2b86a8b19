/** What was wrong: `malformed` bytes came in, or an `invalid` message was about to go out. */
export type WireErrorKind = 'malformed' | 'invalid';

/**
 * Bytes that are no such message, or a message that cannot be written without changing it. Never retryable: the same
 * input fails the same way for ever.
 */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly field?: string;

  constructor(
    readonly kind: WireErrorKind,
    /** `contracting.v1.QuoteOffered`. */
    readonly typeName: string,
    message: string,
    options: { readonly field?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    if (options.field !== undefined) this.field = options.field;
  }
}

/** The full name of a field, `<context>.v1.<Message>.<field>`: one constant in generated code instead of two arguments. */
export type FieldPath = string;

/** A field's value that the schema has no room for. The value is shown shortened: it may be megabytes, or personal. */
export function invalidField(path: FieldPath, value: unknown, expected: string): WireError {
  return new WireError('invalid', typeOf(path), `${path} must be ${expected}, not ${show(value)}`, { field: fieldOf(path) });
}

export function malformedField(path: FieldPath, problem: string): WireError {
  return new WireError('malformed', typeOf(path), `${path} ${problem}`, { field: fieldOf(path) });
}

const typeOf = (path: FieldPath): string => path.slice(0, path.lastIndexOf('.'));
const fieldOf = (path: FieldPath): string => path.slice(path.lastIndexOf('.') + 1);

const MAX_SHOWN_CHARACTERS = 60;

function show(value: unknown): string {
  if (typeof value === 'string') {
    const text = JSON.stringify(value.slice(0, MAX_SHOWN_CHARACTERS));
    return value.length > MAX_SHOWN_CHARACTERS ? `${text} and ${value.length - MAX_SHOWN_CHARACTERS} characters more` : text;
  }
  if (typeof value === 'bigint' || typeof value === 'number') return `${value} (${typeof value})`;
  if (value === null || value === undefined || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
