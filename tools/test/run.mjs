// `npm test`: everything that has to hold, one step after the other; a step that fails does not hide the others. Talk goes to stderr; the
// last line on stdout is the result.
import { fileURLToPath } from 'node:url';

import { BuildFailed } from '../bootstrap/build.mjs';
import { keepCompiledCode } from '../bootstrap/compiled-code.mjs';
import { readArguments, UsageError } from './arguments.mjs';
import { endAll } from './child.mjs';
import { STEP_OF } from './steps.mjs';
import { lastLine, outcome, summarize, table } from './summary.mjs';

/**
 * Steps that only compute: at the lowest priority they take what the others leave of the processors, which wait for servers and processes
 * half of their time. Whoever waits for an answer does not notice them.
 */
const BESIDE = new Set(['lint', 'sim']);

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXIT_CODE_OF = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

const say = (line) => process.stderr.write(`${line}\n`);

async function runStep(step, paths) {
  const startedAt = performance.now();
  say(`\n== ${step} ==`);
  const result = await STEP_OF[step]({ root: ROOT, paths, say }).catch((error) => brokenStep(step, error));
  const seconds = (performance.now() - startedAt) / 1000;
  say(`== ${step}: ${outcome(result)} in ${seconds.toFixed(1)} s`);
  return { step, seconds, ...result };
}

function brokenStep(step, error) {
  const message = error.message.split('\n')[0];
  if (error instanceof BuildFailed) say(error.message);
  return { passed: 0, failed: 1, skipped: 0, failures: [`${step} › ${message}`] };
}

function report(results) {
  const summary = summarize(results);
  say(`\n${table(results).join('\n')}`);
  // Who reads that all passed is to know what was not tried here.
  if (summary.skips.length > 0) say(`\nskipped:\n${summary.skips.map((skip) => `  ${skip}`).join('\n')}`);
  if (summary.failures.length > 0) say(`\nfailed:\n${summary.failures.map((failure) => `  ${failure}`).join('\n')}`);
  say('');
  process.stdout.write(`${lastLine(summary)}\n`);
  process.exitCode = summary.ok ? 0 : 1;
}

async function runInTurn(steps, paths) {
  const results = [];
  for (const step of steps) results.push(await runStep(step, paths));
  return results;
}

async function main() {
  const { steps, paths } = readArguments(process.argv.slice(2));
  // All of them stand on the build.
  const [build, ...others] = steps;
  const built = await runStep(build, paths);
  const lanes = [others.filter((step) => !BESIDE.has(step)), others.filter((step) => BESIDE.has(step))];
  const results = [built, ...(await Promise.all(lanes.map((lane) => runInTurn(lane, paths)))).flat()];
  report(steps.map((step) => results.find((result) => result.step === step)));
}

for (const [signal, code] of Object.entries(EXIT_CODE_OF)) {
  process.once(signal, async () => {
    say(`\n${signal}: ending what runs`);
    await endAll();
    process.exit(code);
  });
}

keepCompiledCode(ROOT);
try {
  await main();
} catch (error) {
  say(error instanceof UsageError ? error.message : error.stack);
  process.exitCode = 1;
}
