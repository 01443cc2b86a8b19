// `npm run release:history` records the history of one order, from the offers to the bill, as that of the version in package.json: the
// scenario of the whole way keeps it. Every later build replays it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureBuilt } from '../bootstrap/build.mjs';
import { STEP_OF } from '../test/steps.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCENARIO = 'libs/scenarios/src/whole-way.scenario.spec.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const file = `libs/scenarios/histories/${version}.json.gz`;
if (existsSync(join(ROOT, file))) {
  process.stderr.write(`${file} is recorded already, and a recorded history is never replaced: raise the version in package.json\n`);
  process.exitCode = 1;
} else {
  process.env.CARRIERMESH_HISTORY = join(ROOT, file);
  await ensureBuilt({ root: ROOT });
  const { passed, failed, failures } = await STEP_OF.scenario({ root: ROOT, paths: [SCENARIO], say: (line) => process.stderr.write(`${line}\n`) });
  process.stderr.write(failures.map((failure) => `${failure}\n`).join(''));
  process.stdout.write(`${passed} passed, ${failed} failed; ${existsSync(join(ROOT, file)) ? `the history is in ${file}` : 'no history was recorded'}\n`);
  if (failed > 0) process.exitCode = 1;
}
