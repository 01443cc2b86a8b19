// `npm run chaos -- --seed N --minutes M`: a mesh of real processes under load, to which faults happen as the seed says, and an offline
// check of what is left. Exit code 1 when an invariant does not hold.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../bootstrap/build.mjs';
import { chaosTable, checksTable } from './report.mjs';

const USAGE = `npm run chaos -- [--seed N] [--minutes M] [--kills K] [--rate EVENTS_PER_SECOND] [--keep] [--json]
npm run chaos -- --check DIR      holds what a kept run left against the invariants once more
`;
const KILLS_PER_MINUTE = 10;

/** A process that could not start brings its last words; they are in its log. */
const say = (line) => process.stderr.write(`${line}\n`);
const sayBriefly = (line) => say(line.split('\n')[0]);

function numberOf(flag, text, [least, most]) {
  const value = Number(text);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  say(`--${flag} is a number from ${least} to ${most}, not "${text}"\n${USAGE}`);
  process.exit(1);
}

function flags() {
  const options = { seed: { type: 'string', default: '1' }, minutes: { type: 'string', default: '5' }, kills: { type: 'string' }, rate: { type: 'string', default: '300' } };
  try {
    return parseArgs({ options: { ...options, keep: { type: 'boolean' }, json: { type: 'boolean' }, check: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    say(`${error.message}\n${USAGE}`);
    process.exit(1);
  }
}

async function check(directory) {
  const { readHistory, checkHistory } = await import('../../libs/scenarios/dist/index.js');
  const checks = checkHistory(await readHistory(directory));
  process.stdout.write(checksTable(checks));
  return checks.every(({ findings }) => findings.length === 0);
}

async function run({ seed, minutes, kills, rate, keep, json }) {
  const { runChaos, planFaults, DOUBLED, TARGETS } = await import('../../libs/scenarios/dist/index.js');
  const length = numberOf('minutes', minutes, [0.1, 120]);
  const homeDirectory = mkdtempSync(join(tmpdir(), 'carriermesh-chaos-'));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupted.abort(new Error(`the run was ended by ${signal}`)));
  let ok = false;
  try {
    const durationMs = length * 60_000;
    const drawn = { seed: numberOf('seed', seed, [0, 2 ** 32 - 1]), kills: numberOf('kills', kills ?? Math.round(length * KILLS_PER_MINUTE), [0, 10_000]) };
    const report = await runChaos({
      seed: drawn.seed,
      durationMs,
      plan: planFaults({ ...drawn, durationMs, services: TARGETS }),
      instances: DOUBLED,
      eventsPerSecond: numberOf('rate', rate, [1, 100_000]),
      homeDirectory,
      say: sayBriefly,
      interrupted: interrupted.signal,
    });
    ok = report.ok;
    process.stdout.write(chaosTable(report));
    if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
    return ok;
  } finally {
    if (keep || (!ok && !interrupted.signal.aborted)) say(`What is left of the run is in ${homeDirectory}; look at it again with: npm run chaos -- --check ${homeDirectory}`);
    else rmSync(homeDirectory, { recursive: true, force: true });
  }
}

const given = flags();
if (given.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
await ensureBuilt();
try {
  process.exitCode = (await (given.check === undefined ? run(given) : check(given.check))) ? 0 : 1;
} catch (error) {
  say(`chaos: ${error.message}`);
  process.exitCode = 1;
}
