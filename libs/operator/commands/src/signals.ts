/** npm hands Ctrl-C on, so that one press may arrive twice: a second signal counts only after this. */
const SAME_PRESS_MS = 1_000;

/** Resolves at the first signal that asks this process to end. One more, later, ends it at once. */
export function endPromise(): Promise<void> {
  return new Promise((resolve) => {
    let askedAtMs: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (askedAtMs !== undefined && Date.now() - askedAtMs > SAME_PRESS_MS) process.exit(1);
        askedAtMs ??= Date.now();
        resolve();
      });
    }
  });
}
