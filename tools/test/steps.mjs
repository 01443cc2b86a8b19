// What `npm test` consists of. A step resolves to `{ passed, failed, skipped, failures }`, or throws, which is a failure of its own.
import { dirname, delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ensureBuilt } from '../bootstrap/build.mjs';
import { breakingCommand, bufProgram } from '../release/breaking.mjs';
import { runProgram } from './child.mjs';
import { runSpecs } from './jest-step.mjs';
import { runSeeds } from './sim-step.mjs';

const MINUTE_MS = 60_000;
const LIMIT_MS = { schema: MINUTE_MS, tidy: 5 * MINUTE_MS, lint: 10 * MINUTE_MS, unit: 15 * MINUTE_MS, int: 30 * MINUTE_MS, scenario: 30 * MINUTE_MS };

const PASSED = { passed: 1, failed: 0, skipped: 0, failures: [] };

async function program(args, { root, limitMs }) {
  const { code, signal, ended } = await runProgram(args, { cwd: root, limitMs });
  if (ended) throw new Error(ended);
  if (code !== 0) throw new Error(signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
  return PASSED;
}

/** The schema keeps its own rules, and reads what the last release wrote. */
async function schemaHolds({ root, say }) {
  const linted = await program([bufProgram(root), 'lint', 'proto'], { root, limitMs: LIMIT_MS.schema });
  const compare = breakingCommand(root);
  if (compare === undefined) {
    say('there is no release yet: the schema has nothing to be compared with');
    return linted;
  }
  const compared = await program(compare, { root, limitMs: LIMIT_MS.schema });
  return { ...linted, passed: linted.passed + compared.passed };
}

/**
 * Suites start servers of their own, from programs that the machine must have: nats-server is installed where it is missing.
 * Resolves to the environment in which they find it.
 */
async function environmentWithNats({ root, say }) {
  const { findNatsServer } = await import(pathToFileURL(join(root, 'libs/operator/home/dist/index.js')));
  const { path, version } = await findNatsServer({ say });
  say(`nats-server ${version} at ${path}`);
  return { ...process.env, PATH: `${process.env.PATH}${delimiter}${dirname(path)}` };
}

/** Suites that need no nats-server say what they have to say even where none can be had. */
async function specsWithServers(kind, { root, paths, say }) {
  const missing = [];
  const env = await environmentWithNats({ root, say }).catch((error) => {
    say(error.message);
    missing.push(`${kind} › no nats-server: ${error.message.split('\n')[0]}`);
    return process.env;
  });
  const counts = await runSpecs(kind, { root, paths, limitMs: LIMIT_MS[kind], env });
  return { ...counts, failed: counts.failed + missing.length, failures: [...missing, ...counts.failures] };
}

/** Name → step. */
export const STEP_OF = {
  build: async ({ root }) => {
    await ensureBuilt({ root });
    return PASSED;
  },
  schema: schemaHolds,
  tidy: ({ root }) => program([join('tools', 'tidy', 'main.mjs')], { root, limitMs: LIMIT_MS.tidy }),
  lint: ({ root, paths }) => program([join('tools', 'tidy', 'lint', 'main.mjs'), ...paths], { root, limitMs: LIMIT_MS.lint }),
  unit: ({ root, paths }) => runSpecs('unit', { root, paths, limitMs: LIMIT_MS.unit, env: process.env }),
  sim: ({ say }) => runSeeds({ say }),
  int: (run) => specsWithServers('int', run),
  scenario: (run) => specsWithServers('scenario', run),
};
