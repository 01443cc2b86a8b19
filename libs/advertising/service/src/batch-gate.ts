import pLimit from 'p-limit';
import { OperationalError } from '@carriermesh/platform-errors';

/** More at once would not be faster on the one thread that verifies, but starve the reads of everybody else. */
const BATCHES_AT_ONCE = 4;
/** What may lie in memory meanwhile. A provider that is told to come later sends the same batch again. */
export const MAX_WAITING_BYTES = 256 * 1024 * 1024;

/** Lets few batches be worked on at once, and not too much wait for it. */
export class BatchGate {
  private readonly limit = pLimit(BATCHES_AT_ONCE);
  private heldBytes = 0;

  /**
   * @param work is given `enter`, by which it does the part that is dear
   * @throws OperationalError `overloaded` when too much waits already
   */
  async pass<T>(bytes: number, work: (enter: (dear: () => Promise<T>) => Promise<T>) => Promise<T>): Promise<T> {
    if (this.heldBytes + bytes > MAX_WAITING_BYTES)
      throw new OperationalError('overloaded', `advertisements of ${this.heldBytes} bytes wait to be taken; the limit is ${MAX_WAITING_BYTES}`);
    this.heldBytes += bytes;
    try {
      return await work((dear) => this.limit(dear));
    } finally {
      this.heldBytes -= bytes;
    }
  }
}
