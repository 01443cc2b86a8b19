/** A bug in this program, as opposed to a refusal (returned) or an operational failure (thrown with a kind). */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/**
 * States what must hold. Only an edge catches the error: it parks the message and goes on with the others.
 * @param message a function where a figure would be made text each time that all is well
 * @throws InvariantViolation with the stated message
 */
export function invariant(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantViolation(typeof message === 'string' ? message : message());
}

/** Makes the compiler prove that a union was handled whole. */
export function unreachable(value: never): never {
  throw new InvariantViolation(`unhandled case: ${JSON.stringify(value)}`);
}
