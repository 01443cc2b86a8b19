// What `npm test` consists of. A step resolves to `{ passed, failed, skipped, failures }`, or throws, which is a failure of its own.
import { dirname, delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ensureBuilt } from '../bootstrap/build.mjs';
import { runProgram } from './child.mjs';
import { runSpecs } from './jest-step.mjs';

const MINUTE_MS = 60_000;
const LIMIT_MS = { schema: MINUTE_MS, tidy: 5 * MINUTE_MS, lint: 10 * MINUTE_MS, unit: 15 * MINUTE_MS, int: 30 * MINUTE_MS, scenario: 30 * MINUTE_MS };

const PASSED = { passed: 1, failed: 0, skipped: 0, failures: [] };

async function program(args, { root, limitMs }) {
  const { code, signal, ended } = await runProgram(args, { cwd: root, limitMs });
  if (ended) throw new Error(ended);
  if (code !== 0) throw new Error(signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
  return PASSED;
}

/**
 * Suites start servers of their own, from programs that the machine must have: nats-server is installed where it is missing.
 * @returns the environment in which they find it
 */
async function withNatsServer({ root, say }) {
  const home = pathToFileURL(join(root, 'libs/operator/home/dist/index.js'));
  const { findNatsServer } = await import(home);
  const { path, version } = await findNatsServer({ say });
  say(`nats-server ${version} at ${path}`);
  return { ...process.env, PATH: `${process.env.PATH}${delimiter}${dirname(path)}` };
}

/** Name → step. */
export const STEP_OF = {
  build: async ({ root }) => {
    await ensureBuilt({ root });
    return PASSED;
  },
  schema: ({ root }) => program([join('node_modules', '@bufbuild', 'buf', 'bin', 'buf'), 'lint', 'proto'], { root, limitMs: LIMIT_MS.schema }),
  tidy: ({ root }) => program([join('tools', 'tidy', 'main.mjs')], { root, limitMs: LIMIT_MS.tidy }),
  lint: ({ root, paths }) => program([join('tools', 'tidy', 'lint', 'main.mjs'), ...paths], { root, limitMs: LIMIT_MS.lint }),
  unit: ({ root, paths }) => runSpecs('unit', { root, paths, limitMs: LIMIT_MS.unit, env: process.env }),
  int: async ({ root, paths, say }) => runSpecs('int', { root, paths, limitMs: LIMIT_MS.int, env: await withNatsServer({ root, say }) }),
  scenario: async ({ root, paths, say }) => runSpecs('scenario', { root, paths, limitMs: LIMIT_MS.scenario, env: await withNatsServer({ root, say }) }),
};
