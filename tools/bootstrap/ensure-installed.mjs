// Brings node_modules to what package-lock.json says, before `npm start`, `npm test` and the like, and at each run of the command.
// Plain JavaScript for Node 18, without any import from npm: it runs on a bare machine. When nothing has changed it costs some milliseconds.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativePartsAreReady, repairNativeParts } from './native-parts.mjs';
import { withLock } from './lock.mjs';
import { lastLines, runQuietly } from './run-quietly.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** An install that failed for a reason that a person has to mend; the message is the whole story. */
export class InstallFailed extends Error {}

/**
 * Resolves when the packages of the lock are installed and the programs that come as packages can run.
 * @throws InstallFailed with one sentence and npm's last lines
 */
export async function ensureInstalled({ root = ROOT, say = (line) => process.stderr.write(`${line}\n`) } = {}) {
  if (isReady(root)) return;
  const onWait = (pid) => say(`another install runs (process ${pid}): waiting for it`);
  // The lock lies outside node_modules, which npm ci empties.
  await withLock(join(root, '.build', 'install.lock'), () => install({ root, say }), onWait);
}

async function install({ root, say }) {
  if (isReady(root)) return;
  if (!isStamped(root) && !installedAsLocked(root)) await npmCi({ root, say });
  try {
    await repairNativeParts({ root, say });
  } catch (error) {
    throw new InstallFailed(error.message);
  }
  try {
    writeFileSync(stampFile(root), lockHash(root));
  } catch {
    // A tree that this user may not write is used as it is; the next start looks again.
  }
}

async function npmCi({ root, say }) {
  const startedAt = Date.now();
  say('installing what package-lock.json names (npm ci; about half a minute) …');
  // Builds need the compiler, which NODE_ENV=production or an omit setting would leave out. Under `npm --silent` npm would keep its reason to itself.
  const { code, output } = await runQuietly(...npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']), { cwd: root });
  if (code !== 0) throw new InstallFailed(`the packages could not be installed: "npm ci" ended with exit code ${code}. Its last lines:\n${lastLines(withoutUsage(output))}`);
  say(`installed in ${seconds(startedAt)} s`);
}

/** npm follows a lock that does not fit with a page about its own options, which would push the reason out of the last lines. */
function withoutUsage(output) {
  return output.split(/^npm (?:error|ERR!) (?:Clean install a project|Usage:)/m)[0];
}

/** The npm that started us, under the Node that runs us; else the one on the PATH. Another package manager's program is of no use. */
function npm(args) {
  const started = process.env.npm_execpath;
  return started && basename(started) === 'npm-cli.js' && existsSync(started) ? [process.execPath, [started, ...args]] : ['npm', args];
}

function isReady(root) {
  return isStamped(root) && nativePartsAreReady(root);
}

function isStamped(root) {
  const stamp = stampFile(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root);
}

/**
 * Whether npm's own record of what it installed agrees with the lock: so after a plain `npm ci` nothing is installed
 * a second time. A package that npm left out has to be one that this platform does not need.
 */
function installedAsLocked(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const { packages: installed } = JSON.parse(readFileSync(record, 'utf8'));
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(locked)
    .filter(([path]) => path.startsWith('node_modules/') || path.includes('/node_modules/'))
    .every(([path, { version, integrity, optional, link }]) => {
      const entry = installed[path];
      if (entry === undefined) return optional === true;
      return link ? existsSync(join(root, path)) : entry.version === version && entry.integrity === integrity;
    });
}

function stampFile(root) {
  return join(root, 'node_modules', '.carriermesh-lock');
}

function lockHash(root) {
  return createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureInstalled();
  } catch (error) {
    process.stderr.write(`${error instanceof InstallFailed ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
