/** What a caller may do about a failure. The kind decides the retry; the message is for people. */
export type OperationalKind =
  /** The other side could not be reached or the outcome is unknown: retry with the same ids. */
  | 'unavailable'
  /** What would be asked is being made whole again: retry later; nobody answers from a part of it. */
  | 'rebuilding'
  /** Nobody answered in time: retry with the same ids. */
  | 'timeout'
  /** A limit was met: retry later and slower. */
  | 'overloaded'
  /** The other side could not read what was sent: do not retry. */
  | 'malformed'
  /** The caller may not do this: do not retry. */
  | 'denied'
  /** The machine, a file or a setting is not as it must be: a person has to act. */
  | 'misconfigured';

const RETRYABLE: ReadonlySet<OperationalKind> = new Set<OperationalKind>(['unavailable', 'rebuilding', 'timeout', 'overloaded']);

/** Thrown only in platform, ports and edges. A refusal of the business is returned, never thrown. */
export class OperationalError extends Error {
  override readonly name = 'OperationalError';

  constructor(
    readonly kind: OperationalKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.kind);
  }
}
