// `npm run simulate`: the mesh under faults, from a seed. Talk goes to stderr; stdout has one line a seed, and again at its end one that failed.
import { fileURLToPath } from 'node:url';

import { BuildFailed, ensureBuilt } from '../bootstrap/build.mjs';
import { readArguments, USAGE, UsageError } from './arguments.mjs';
import { simulateSeeds } from './pool.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const say = (line) => process.stderr.write(`${line}\n`);
const print = (line) => process.stdout.write(`${line}\n`);

function report({ seed, ok, line, failure }) {
  print(line);
  if (ok) return;
  say(`\n${failure}\n\nits history: npm run simulate -- --seed ${seed} --trace\n`);
  process.exitCode = 1;
}

async function traceOne(seed) {
  const { simulate } = await import('../../libs/simulation/dist/index.js');
  const history = [];
  const outcome = await simulate(seed, { show: (line) => history.push(line) });
  process.stdout.write(history.join(''));
  report(outcome);
}

async function runMany({ seed, seeds, jobs }) {
  const failed = [];
  const onOutcome = (outcome) => {
    report(outcome);
    if (!outcome.ok) failed.push(outcome);
  };
  await simulateSeeds({ from: seed, count: seeds, jobs, onOutcome });
  if (seeds === 1) return;
  const list = failed.length === 0 ? '' : `: ${failed.slice(0, 20).map((each) => each.seed).join(', ')}${failed.length > 20 ? ', …' : ''}`;
  // The last line is a seed's, and says that something failed if anything did.
  if (failed.length > 0) print(failed.at(-1).line);
  say(`seeds ${seed} to ${seed + seeds - 1}: ${seeds - failed.length} ok, ${failed.length} failed${list}`);
}

try {
  const wanted = readArguments(process.argv.slice(2));
  if (wanted.help) print(USAGE);
  else {
    await ensureBuilt({ root: ROOT });
    await (wanted.trace ? traceOne(wanted.seed) : runMany(wanted));
  }
} catch (error) {
  say(error instanceof UsageError || error instanceof BuildFailed ? error.message : error.stack);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
