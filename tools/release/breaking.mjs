// Whether the schema still reads what the last release wrote.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { baseline } from './releases.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const bufProgram = (from = ROOT) => join(from, 'node_modules', '@bufbuild', 'buf', 'bin', 'buf');

/** The program and its arguments that compare the schema with the last release's; `undefined` when there is no release yet. */
export function breakingCommand(root, { from = root } = {}) {
  const against = baseline(root);
  return against === undefined ? undefined : [bufProgram(from), 'breaking', 'proto', '--against', against];
}
