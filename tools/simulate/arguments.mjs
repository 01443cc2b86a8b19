// `npm run simulate -- --seed 7 --seeds 100 --jobs 2`

export class UsageError extends Error {
  name = 'UsageError';
}

export const USAGE = `usage: npm run simulate -- [--seed N] [--seeds K] [--jobs J] [--trace]
  --seed N    the seed to run, or the first of them; a whole number from 0, default 1
  --seeds K   how many seeds to run, from N on; default 1
  --jobs J    seeds at once; default 2
  --trace     print the history of the run, line by line (one seed alone)
  --help      print this

Each seed is one whole life of a mesh under faults. Its last line is the same whenever the seed is, as long as the program is.
Exit code 0 when every seed is ok, 1 when one failed, 2 for a mistake in the flags.`;

const MAX_SEED = Number.MAX_SAFE_INTEGER;
const MAX_SEEDS = 1_000_000;
const MAX_JOBS = 64;

const LIMITS = { seed: [0, MAX_SEED], seeds: [1, MAX_SEEDS], jobs: [1, MAX_JOBS] };

/** @returns `{ seed, seeds, jobs, trace, help }` @throws UsageError naming the flag, the value and the limit */
export function readArguments(args) {
  const wanted = { seed: 1, seeds: 1, jobs: 2, trace: false, help: false };
  for (let index = 0; index < args.length; index++) {
    const [flag, inline] = args[index].split(/=(.*)/s);
    const name = flag.replace(/^--/, '');
    if (flag === '--trace' || flag === '--help') wanted[name] = true;
    else if (flag.startsWith('--') && name in LIMITS) wanted[name] = wholeNumber(flag, inline ?? args[++index], LIMITS[name]);
    else throw new UsageError(`${JSON.stringify(args[index])} is no flag of this command\n${USAGE}`);
  }
  if (wanted.trace && wanted.seeds > 1) throw new UsageError(`--trace prints the history of one seed, not of ${wanted.seeds}`);
  if (wanted.seed > MAX_SEED - wanted.seeds + 1) throw new UsageError(`the last of ${wanted.seeds} seeds from ${wanted.seed} on is more than ${MAX_SEED}`);
  return wanted;
}

function wholeNumber(flag, text, [least, most]) {
  const value = Number(text);
  if (/^\d+$/.test(text ?? '') && value >= least && value <= most) return value;
  throw new UsageError(`${flag} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text ?? '')}`);
}
