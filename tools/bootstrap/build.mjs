// Builds all TypeScript when a source differs from what was built last: `node tools/bootstrap/build.mjs`, or `ensureBuilt()`.
// Plain JavaScript for Node 18. A fresh build is recognised without starting the compiler, by path, time and size of every source.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { areKernelsBuilt, buildKernels } from './kernels.mjs';
import { withLock } from './lock.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOT_SOURCES = new Set(['dist', 'node_modules', '.nx', '.build', '.carriermesh', 'coverage']);
const MAX_OUTPUT_LINES = 40;

/** A build that failed for a reason that a person has to mend; the message is the whole story. */
export class BuildFailed extends Error {}

/**
 * Resolves when everything under apps/ and libs/ is built; builds at most once at a time over all processes.
 * @throws BuildFailed with the compiler's first lines
 */
export async function ensureBuilt({ root = ROOT, say = (line) => process.stderr.write(`${line}\n`) } = {}) {
  const stampFile = join(root, '.build', 'stamp');
  if (isFresh(root, stampFile)) return;
  const onWait = (pid) => say(`another build runs (process ${pid}): waiting for it`);
  await withLock(join(root, '.build', 'build.lock'), () => buildIfStale({ root, stampFile, say }), onWait);
}

async function buildIfStale({ root, stampFile, say }) {
  if (isFresh(root, stampFile)) return;
  const compiler = join(root, 'node_modules', 'typescript', 'lib', 'tsc.js');
  if (!existsSync(compiler)) throw new BuildFailed('the TypeScript compiler is not installed: run "npm ci" first');
  const startedAt = Date.now();
  say('building …');
  // Taken before the compiler reads: a source that changes meanwhile makes the next start build again.
  const fingerprint = fingerprintOf(root);
  for (const step of [() => buildKernels(root, run), () => run([compiler, '-b', 'tsconfig.json'], root)]) {
    const { code, output } = await step();
    if (code !== 0) throw new BuildFailed(`the build failed:\n${firstLines(output)}`);
  }
  mkdirSync(join(root, '.build'), { recursive: true });
  writeFileSync(stampFile, fingerprint);
  say(`built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

function isFresh(root, stampFile) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprintOf(root) && everyPackageIsBuilt(root);
}

/** Someone may have removed a dist/ by hand: the sources say nothing about that. */
function everyPackageIsBuilt(root) {
  const { references = [] } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return areKernelsBuilt(root) && references.every(({ path }) => existsSync(join(root, path, 'dist', '.tsbuildinfo')));
}

/** A hash over path, time of change and size of every file that the compiler may read. */
function fingerprintOf(root) {
  const hash = createHash('sha256');
  const sources = ['apps', 'libs'].flatMap((directory) => sourcesUnder(join(root, directory)));
  for (const file of [join(root, 'tsconfig.json'), join(root, 'tsconfig.base.json'), ...sources]) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

function sourcesUnder(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return NOT_SOURCES.has(entry.name) ? [] : sourcesUnder(path);
      return isSource(entry.name) ? [path] : [];
    });
}

function isSource(name) {
  return name.endsWith('.ts') || name === 'package.json' || /^tsconfig.*\.json$/.test(name);
}

/** In a process of its own: the compiler takes some hundred megabytes, which the mesh's own process shall not keep. */
function run(args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: signal ? 1 : code, output: signal ? `${output}\nended by ${signal}` : output }));
  });
}

function firstLines(output) {
  const lines = output.trimEnd().split('\n');
  const left = lines.length - MAX_OUTPUT_LINES;
  return [...lines.slice(0, MAX_OUTPUT_LINES), ...(left > 0 ? [`… and ${left} more lines`] : [])].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureBuilt();
  } catch (error) {
    process.stderr.write(`${error instanceof BuildFailed ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
