// `npm run tidy`: the house rules that no parser of TypeScript can check. It builds, since services are read from what was built.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureBuilt } from '../bootstrap/build.mjs';
import { derivedFiles, workspacePackages } from '../generators/sync.mjs';
import { NEXT_CORPUS, staleCorpus } from '../golden/main.mjs';
import { editedReleases } from '../release/releases.mjs';
import { staleFiles, TARGETS } from '../wire-gen/main.mjs';
import { unprovenClaims } from './checks/capabilities.mjs';
import { misplacedFailpoints } from './checks/failpoints.mjs';
import { staleDerived, staleWire } from './checks/fresh.mjs';
import { messageBreaches } from './checks/messages.mjs';
import { untaggedPackages } from './checks/packages.mjs';
import { eventTypes, uncommented } from './checks/schema.mjs';
import { focusedTests, lockedAddresses, machinePaths, misplacedHandlers } from './checks/texts.mjs';
import { serviceDefinitions } from './definitions.mjs';
import { EXTERNAL_EVENTS } from './external-events.mjs';
import { projectFiles, ROOT } from './tree.mjs';

const PROTO = join(ROOT, 'proto');
const CAPABILITIES = 'docs/capabilities.md';

/** Name of the rule → its check of this tree, which answers with one sentence per breach. */
const CHECKS = {
  'no test is focused or skipped': ({ files }) => focusedTests(files),
  'no path of one machine': ({ files }) => machinePaths(files, { checkout: ROOT, home: homedir() }),
  'handlers lie in files of their suffix': ({ files }) => misplacedHandlers(files),
  'failpoints stand where they are listed': ({ files }) => misplacedFailpoints(files),
  'the lock names no registry': ({ files }) => lockedAddresses(files),
  'packages are tagged as their folders say': ({ packages }) => untaggedPackages(packages),
  'derived tsconfigs are fresh': () => staleDerived(derivedFiles(), read),
  'generated wire code is fresh': () => staleWire(TARGETS.flatMap(staleFiles).map(({ path }) => relative(ROOT, path))),
  'golden samples are fresh': () => (staleCorpus() === undefined ? [] : [`${NEXT_CORPUS}: is stale (run: npm run golden)`]),
  'releases are never edited': () => editedReleases(ROOT),
  'the schema explains itself': () => uncommented(PROTO),
  'events are said once and heard': async ({ packages }) => {
    await ensureBuilt();
    const definitions = await serviceDefinitions({ root: ROOT, packages });
    return messageBreaches({ definitions, events: eventTypes(PROTO), external: EXTERNAL_EVENTS });
  },
  'capabilities have tests': ({ files }) => unprovenClaims(read(CAPABILITIES) ?? '', files),
};

function read(file) {
  const path = join(ROOT, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function firstLines(message) {
  return message.split('\n').slice(0, 3).join('\n    ');
}

/** Runs every check; a check that breaks down is a breach of its rule and does not hide the others. */
export async function breaches() {
  const tree = { files: projectFiles(), packages: workspacePackages() };
  const found = [];
  for (const [rule, check] of Object.entries(CHECKS)) {
    try {
      found.push(...(await check(tree)).map((breach) => ({ rule, breach })));
    } catch (error) {
      found.push({ rule, breach: `could not be checked: ${firstLines(error.message)}` });
    }
  }
  return found;
}

async function main() {
  const found = await breaches();
  for (const rule of new Set(found.map(({ rule }) => rule))) {
    process.stdout.write(`${rule}:\n${found.filter((one) => one.rule === rule).map(({ breach }) => `  ${breach}\n`).join('')}`);
  }
  process.stderr.write(`tidy: ${Object.keys(CHECKS).length} rules, ${found.length} breaches\n`);
  if (found.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
