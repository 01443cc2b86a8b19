// ESLint with Nx's project graph under it: the graph is built first, and a rule that is skipped nevertheless is an error.
import { fileURLToPath } from 'node:url';

import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

import { failingWhenSkipped } from './skip-guard.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** An ESLint for this tree. `overrideConfig` comes after eslint.config.mjs. */
export const linter = (overrideConfig = []) => new ESLint({ cwd: ROOT, overrideConfig });

/** Resolves to what `work` makes of an ESLint for this tree. @throws BoundariesSkipped when the boundary rule did not run */
export async function withLinter(work) {
  process.env.NX_DAEMON = 'false';
  await createProjectGraphAsync({ exitOnError: false });
  return failingWhenSkipped(() => work(linter()));
}
