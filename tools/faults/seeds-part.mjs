// Seeds of the simulator as a part of a row.
import { availableParallelism } from 'node:os';
import { simulateSeeds } from '../simulate/pool.mjs';

const TELL_EVERY = 500;

/** Resolves to `{ failures, seen }`. A seed is a whole run, so an interruption waits for those that are under way. */
export async function runSeedsPart(row, { size, say, interrupted }) {
  const count = row.seeds(size === 'quick');
  const failures = [];
  let events = 0;
  let run = 0;
  const onOutcome = ({ line, ok }) => {
    run += 1;
    events += Number(/events=(\d+)/.exec(line)?.[1] ?? 0);
    if (!ok) {
      failures.push(line);
      say(`   ${line}`);
    }
    if (run % TELL_EVERY === 0) say(`   ${run} of ${count} seeds, ${failures.length} failed`);
  };
  await simulateSeeds({ from: 1, count, jobs: availableParallelism(), onOutcome, signal: interrupted });
  if (run < count && !interrupted.aborted) failures.push(`only ${run} of ${count} seeds were run`);
  return { failures, seen: [`${run} seeds, ${events} events, ${failures.length} failed`] };
}
