import { setImmediate as turn } from 'node:timers/promises';

/**
 * How code waits. Time that passes is told apart from the time of day, which is a `Clock`: nobody sets this one back. A port, so
 * that whoever holds the world in hand (a simulation) decides when a wait is over.
 */
export interface Timers {
  /** Milliseconds since some moment in the past. */
  elapsedMs(): number;
  /** Calls once when so long has passed, not before, perhaps later; never after the returned function was called. */
  after(ms: number, work: () => void): () => void;
  /** Resolves when others had a turn on this thread. */
  breathe(): Promise<void>;
}

/** The machine's. */
export const realTimers: Timers = {
  elapsedMs: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  breathe: () => turn(),
};

/** Resolves when so long has passed, or at once when the signal is aborted. Never rejects: look at the signal. */
export function sleep(timers: Timers, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const wake = (): void => {
      cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = timers.after(ms, wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
}

/** Calls again and again, each time so long after the last call was made, until the returned function is called. */
export function every(timers: Timers, ms: number, work: () => void): () => void {
  let cancel = timers.after(ms, again);
  function again(): void {
    cancel = timers.after(ms, again);
    work();
  }
  return () => cancel();
}
