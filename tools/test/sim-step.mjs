// The simulator as a step: each seed is a test of the whole mesh under faults.
import { simulateSeeds } from '../simulate/pool.mjs';

const SEEDS = 2_000;
/** As many as the machine that the budget is for has cores. */
const JOBS = 2;
const TELL_EVERY = 500;
/** One line a failure is enough to find it again; a broken program fails at every seed. */
const MAX_NAMED = 20;

export async function runSeeds({ say, seeds = SEEDS, simulate = simulateSeeds }) {
  const failures = [];
  let passed = 0;
  const onOutcome = ({ ok, line, seed }) => {
    if (ok) passed += 1;
    else {
      failures.push(`sim › ${line}`);
      say(line);
    }
    if (seed % TELL_EVERY === 0) say(`${seed} seeds, ${failures.length} failed`);
  };
  await simulate({ from: 1, count: seeds, jobs: JOBS, onOutcome });
  return { passed, failed: failures.length, skipped: 0, failures: failures.slice(0, MAX_NAMED) };
}
