import { setTimeout as sleep } from 'node:timers/promises';
import { OperationalError } from '@carriermesh/platform-errors';

const POLL_MS = 50;
/** Generous: a busy machine is no failure. */
const PATIENCE_MS = 150_000;

/** Looks again until what follows in its own time is there. @throws Error naming what did not come */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, limitMs = PATIENCE_MS): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${limitMs / 1000} s`);
    await sleep(POLL_MS);
  }
}

/** Tries again what failed for a reason that passes, such as a process that is being started again. @throws the last failure */
export async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof OperationalError) || !error.retryable || performance.now() > deadline) throw error;
      await sleep(POLL_MS);
    }
  }
}
