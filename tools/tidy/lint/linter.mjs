// ESLint with Nx's project graph under it. Without a graph, @nx/enforce-module-boundaries says on stdout that it "will be skipped"
// and lets everything pass, so the graph is built first and that sentence is an error.
import { fileURLToPath } from 'node:url';

import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SKIPPED = 'will be skipped';

export class BoundariesSkipped extends Error {
  name = 'BoundariesSkipped';
}

/** Resolves to what `work` makes of an ESLint for this tree. @throws BoundariesSkipped when the boundary rule did not run */
export async function withLinter(work) {
  process.env.NX_DAEMON = 'false';
  await createProjectGraphAsync({ exitOnError: false, resetDaemonClient: true });
  return failingWhenSkipped(() => work(new ESLint({ cwd: ROOT, errorOnUnmatchedPattern: true })));
}

/** The rule warns by process.stdout.write and through nothing else. */
export async function failingWhenSkipped(work) {
  const write = process.stdout.write;
  let skipped = false;
  process.stdout.write = (text, ...rest) => {
    skipped ||= String(text).includes(SKIPPED);
    return write.call(process.stdout, text, ...rest);
  };
  try {
    const result = await work();
    if (skipped) throw new BoundariesSkipped(`the linter said that a rule "${SKIPPED}": Nx's project graph is missing, and nothing was checked against it`);
    return result;
  } finally {
    process.stdout.write = write;
  }
}
