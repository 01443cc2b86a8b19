// `npm run faults`: the fault table of the design at its figures, with what was seen. Exit code 1 when a row is not met.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../bootstrap/build.mjs';
import { endAll } from '../test/child.mjs';
import { runChaosPart } from './chaos-part.mjs';
import { ROWS } from './rows.mjs';
import { runSeedsPart } from './seeds-part.mjs';
import { runSuite } from './suites.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USAGE = 'npm run faults -- [--only ROW]… [--quick] [--json] | --list\n';
const MAX_TOLD = 10;

const say = (line) => process.stderr.write(`${line.split('\n')[0]}\n`);

function given() {
  const options = { only: { type: 'string', multiple: true }, list: { type: 'boolean' }, quick: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } };
  try {
    const { values } = parseArgs({ options });
    const unknown = (values.only ?? []).filter((id) => !ROWS.some((row) => row.id === id));
    if (unknown.length > 0) throw new Error(`there is no row ${unknown.join(', ')}; the rows are ${ROWS.map(({ id }) => id).join(', ')}`);
    return values;
  } catch (error) {
    say(`${error.message}`);
    process.stdout.write(USAGE);
    process.exit(1);
  }
}

async function runRow(row, { size, interrupted }) {
  const beganMs = performance.now();
  const result = { seen: [], failures: [], passed: 0 };
  const parts = [...(row.chaos ? [() => runChaosPart(row, { size, say, interrupted })] : []), ...(row.seeds ? [() => runSeedsPart(row, { size, say, interrupted })] : []), ...(row.suites ?? []).map((suite) => () => runSuite(suite, { root: ROOT, size }))];
  for (const part of parts) {
    if (interrupted.aborted) break;
    const { seen, failures, passed = 0 } = await part().catch((error) => ({ seen: [], failures: [error.message] }));
    result.seen.push(...seen);
    result.failures.push(...failures);
    result.passed += passed;
  }
  const met = result.failures.length === 0 && !interrupted.aborted;
  const seen = [...result.seen, ...(result.passed > 0 ? [`${result.passed} tests passed`] : []), ...(row.remark ? [row.remark] : [])];
  return { id: row.id, component: row.component, fault: row.fault, expected: row.expected, seen, failures: result.failures, met, seconds: Math.round((performance.now() - beganMs) / 1_000) };
}

function told({ id, component, fault, expected, seen, failures, met, seconds }) {
  const lines = [`${met ? 'met    ' : 'NOT MET'} ${id} (${component}, ${seconds} s): ${fault}`, `        expected: ${expected}`];
  for (const what of seen) lines.push(`        seen: ${what}`);
  for (const what of failures.slice(0, MAX_TOLD)) lines.push(`        failed: ${what}`);
  if (failures.length > MAX_TOLD) lines.push(`        and ${failures.length - MAX_TOLD} more`);
  return `${lines.join('\n')}\n`;
}

const { only, list, quick, json, help } = given();
if (help || list) {
  process.stdout.write(help ? USAGE : ROWS.map(({ id, component, fault }) => `${id.padEnd(12)} ${component}: ${fault}\n`).join(''));
  process.exit(0);
}
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted.abort(new Error(`ended by ${signal}`));
    void endAll();
  });
}
await ensureBuilt();
const size = quick ? 'quick' : 'full';
if (quick) process.stdout.write('Quick: smaller sizes than the table states, for a look.\n');
const results = [];
for (const row of ROWS.filter(({ id }) => !only || only.includes(id))) {
  if (interrupted.signal.aborted) break;
  say(`== ${row.id}: ${row.fault}`);
  results.push(await runRow(row, { size, interrupted: interrupted.signal }));
  process.stdout.write(told(results.at(-1)));
}
const met = results.filter((result) => result.met).length;
process.stdout.write(`${met} of ${results.length} rows met${quick ? ', at smaller sizes than stated' : ''}\n`);
if (json) process.stdout.write(`${JSON.stringify({ size, rows: results })}\n`);
process.exit(met === results.length && !interrupted.signal.aborted ? 0 : 1);
