import type { AnyStoredEvent } from '@carriermesh/platform-processes';

/** Something that must hold did not. */
export class Violation extends Error {
  override readonly name = 'Violation';

  constructor(
    readonly invariantId: string,
    text: string,
  ) {
    super(`${invariantId} ${text}`);
  }
}

/** @throws Violation */
export function holds(condition: boolean, invariantId: string, text: () => string): asserts condition {
  if (!condition) throw new Violation(invariantId, text());
}

/** Looks at every event of the ledger once, in its order, as soon as a reader can see it. */
export interface Check {
  take(event: AnyStoredEvent): void;
}
