// Turns proto/ into the types and codecs of libs/wire. `--check` writes nothing, lists what is stale and exits 1 if anything is.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { generate } from './generate.mjs';
import { SchemaRefusal } from './refusal.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The schema itself, and the one that the codecs are tested with: every type of field, which no real context has. */
export const TARGETS = [
  { from: join(root, 'proto'), to: join(root, 'libs/wire/src/gen') },
  { from: join(root, 'tools/wire-gen/fixtures'), to: join(root, 'libs/wire/src/fixture') },
];

/** Files that `write` would change, add or remove: `{ path, text }`, without a text where the file has to go. */
export function staleFiles({ from, to }) {
  const wanted = generate(from);
  const present = existsSync(to) ? readdirSync(to) : [];
  const changed = [...wanted].filter(([name, text]) => !present.includes(name) || readFileSync(join(to, name), 'utf8') !== text);
  const orphaned = present.filter((name) => !wanted.has(name));
  return [...changed.map(([name, text]) => ({ path: join(to, name), text })), ...orphaned.map((name) => ({ path: join(to, name) }))];
}

export function write(target) {
  mkdirSync(target.to, { recursive: true });
  for (const { path, text } of staleFiles(target)) text === undefined ? rmSync(path) : writeFileSync(path, text);
}

function main(args) {
  if (args.some((arg) => arg !== '--check')) throw new SchemaRefusal(`usage: wire-gen [--check], not ${args.join(' ')}`);
  if (!args.includes('--check')) return TARGETS.forEach(write);
  const stale = TARGETS.flatMap(staleFiles);
  for (const { path } of stale) console.error(`stale: ${relative(root, path)} (run: npm run wire)`);
  if (stale.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof SchemaRefusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
