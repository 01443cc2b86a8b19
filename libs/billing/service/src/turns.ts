import { OperationalError } from '@carriermesh/platform-errors';

/** A megabyte each at worst: more than that is not a burst but a ledger that can't follow. */
const MAX_WAITING = 256;

/**
 * Lets batches about the same contracts go one after the other, and all others at once: together they would decide on the same
 * revision of a month, and all but one of them in vain. Between instances the ledger's expected revision does the same.
 */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();
  private waiting = 0;

  /**
   * Waits for everybody who came before and wants any of the keys. All keys are asked for at once, so that no two wait for one
   * another.
   * @throws OperationalError `overloaded` when too many wait already
   */
  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    if (this.waiting >= MAX_WAITING) throw new OperationalError('overloaded', `${this.waiting} usage batches wait for their turn; the limit is ${MAX_WAITING}`);
    this.waiting += 1;
    const before = keys.flatMap((key) => this.last.get(key) ?? []);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    for (const key of keys) this.last.set(key, ended);
    try {
      await Promise.all(before);
      return await work();
    } finally {
      this.waiting -= 1;
      for (const key of keys) if (this.last.get(key) === ended) this.last.delete(key);
      end();
    }
  }
}
