// `npm run golden` writes the samples of the present, unreleased schema. `--check` writes nothing and exits 1 when they are stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { corpusOf } from './corpus.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROTO = join(ROOT, 'proto');
export const NEXT_CORPUS = 'libs/wire/golden/next.json';

/** The text that the file has to have, when it has another. */
export function staleCorpus(file = join(ROOT, NEXT_CORPUS)) {
  const wanted = corpusOf(PROTO);
  return existsSync(file) && readFileSync(file, 'utf8') === wanted ? undefined : wanted;
}

function main(args) {
  if (args.some((arg) => arg !== '--check')) throw new Error(`usage: golden [--check], not ${args.join(' ')}`);
  const text = staleCorpus();
  if (text === undefined) return;
  if (args.includes('--check')) {
    process.stderr.write(`stale: ${NEXT_CORPUS} (run: npm run golden)\n`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(join(ROOT, NEXT_CORPUS)), { recursive: true });
  writeFileSync(join(ROOT, NEXT_CORPUS), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
