import { Inject, Injectable } from '@nestjs/common';
import { TIMERS, type MemoryView } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { sleep, type Timers } from '@carriermesh/platform-time';

const POLL_MS = 20;
/** Shorter than a provider waits for its answer, so that it hears the reason. */
const PATIENCE_MS = 3_000;

/** How far this instance has read the ledger: whether "not known" means that there is none, or that it was not read yet. */
@Injectable()
export class LedgerProgress implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'ledger-progress';
  readonly listens = [];
  private position = 0n;

  constructor(@Inject(TIMERS) private readonly timers: Timers) {}

  apply(): void {}

  advancedTo(position: bigint): void {
    this.position = position;
  }

  /**
   * Resolves when the views hold everything up to the position: they are filled before this one.
   * @throws OperationalError `unavailable` when that takes longer than a caller waits
   */
  async reached(position: bigint): Promise<void> {
    for (let waitedMs = 0; this.position < position; waitedMs += POLL_MS) {
      if (waitedMs >= PATIENCE_MS)
        throw new OperationalError('unavailable', `this instance has read the ledger up to ${this.position} and not yet up to ${position}`);
      await sleep(this.timers, POLL_MS);
    }
  }
}
