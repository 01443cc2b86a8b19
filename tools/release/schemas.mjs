// `npm run release:schemas` keeps the schema and its golden samples as those of the version in package.json. Done once for each release.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { NEXT_CORPUS, staleCorpus } from '../golden/main.mjs';
import { freeze } from './releases.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

try {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  if (staleCorpus() !== undefined) throw new Error(`${NEXT_CORPUS} is stale (run: npm run golden)`);
  freeze({ root: ROOT, version, corpus: NEXT_CORPUS });
  process.stdout.write(`libs/wire/released/${version} holds the schema and the samples that every later build reads\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
