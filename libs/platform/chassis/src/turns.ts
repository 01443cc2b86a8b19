import { OperationalError } from '@carriermesh/platform-errors';

/**
 * Lets those who want the same things go one after the other, and all others at once. Without it, many requests about one thing
 * would decide on the same revision, and all but one of them in vain. It is a courtesy within one instance: what keeps
 * instances apart is the ledger's expected revision.
 */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();
  private waiting = 0;

  /** @param what those who wait are called in the message: `usage batches` */
  constructor(
    private readonly maxWaiting: number,
    private readonly what: string,
  ) {}

  /**
   * Waits for everybody who came before and wants any of the keys. All keys are asked for at once, so that no two can wait for
   * one another.
   * @throws OperationalError `overloaded` when too many wait already
   */
  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    if (this.waiting >= this.maxWaiting) {
      throw new OperationalError('overloaded', `${this.waiting} ${this.what} wait for their turn; the limit is ${this.maxWaiting}`);
    }
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
