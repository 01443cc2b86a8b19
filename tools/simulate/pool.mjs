// Seeds on several threads at once. A seed's outcome depends on nothing but the seed, so it does not matter which thread runs it.
import { Worker } from 'node:worker_threads';

const WORKER = new URL('./worker.mjs', import.meta.url);

/**
 * Runs seeds `from` to `from + count - 1`; `onOutcome` hears of each in the order of the seeds. Resolves when all were run, rejects
 * when a thread died. With `signal` no further seed is begun once it is aborted.
 */
export async function simulateSeeds({ from, count, jobs, onOutcome, signal }) {
  const waiting = new Map();
  let next = from;
  let told = from;
  const take = () => (next < from + count && !signal?.aborted ? next++ : undefined);
  const tell = (outcome) => {
    waiting.set(outcome.seed, outcome);
    for (; waiting.has(told); told++) {
      onOutcome(waiting.get(told));
      waiting.delete(told);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, count) }, () => runThread(take, tell)));
}

function runThread(take, tell) {
  const worker = new Worker(WORKER);
  return new Promise((resolve, reject) => {
    worker.on('message', (message) => {
      if (message !== 'ready') tell(message);
      const seed = take();
      if (seed === undefined) void worker.terminate();
      else worker.postMessage(seed);
    });
    worker.once('error', reject);
    worker.once('exit', resolve);
  });
}
