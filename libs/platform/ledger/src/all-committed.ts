import { setTimeout as sleep } from 'node:timers/promises';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Ledger } from './ledger.port.js';

const POLL_MS = 20;

/**
 * Resolves when `readAll` returns everything that had been committed when this was called. Streams are read as committed and the whole only up to the oldest
 * running transaction: whoever compares the two without this may miss the cause of what he sees.
 * @throws OperationalError `unavailable` when a transaction holds readers back for longer than `withinMs`
 */
export async function allCommittedIsReadable(ledger: Pick<Ledger, 'head' | 'tip'>, withinMs: number): Promise<void> {
  const untilMs = performance.now() + withinMs;
  const tip = await ledger.tip();
  for (;;) {
    const head = await ledger.head();
    if (head >= tip) return;
    if (performance.now() >= untilMs) throw new OperationalError('unavailable', `the ledger is committed up to ${tip}, and a running transaction has held its readers at ${head} for ${withinMs} ms`);
    await sleep(POLL_MS);
  }
}
