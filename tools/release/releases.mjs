// What every release leaves behind for all later builds: its schema and its golden samples, never edited afterwards.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'libs/wire/released';
const DIGESTS = `${FOLDER}/digests.json`;
const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** Versions of all releases, the newest last. */
export function releases(root) {
  const folder = join(root, FOLDER);
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return versions.map(({ name }) => name).sort(byVersion);
}

/** The folder of the newest release's schema, relative to the root; `undefined` when there is no release yet. */
export function baseline(root) {
  const newest = releases(root).at(-1);
  return newest === undefined ? undefined : `${FOLDER}/${newest}/proto`;
}

/**
 * Keeps schema and samples of a version for ever.
 * @param corpus file of the samples, relative to the root, which have to be those of the schema
 */
export function freeze({ root, version, corpus }) {
  const newest = releases(root).at(-1);
  if (!VERSION.test(version)) throw new Error(`a release is called by three numbers, not "${version}"`);
  if (newest !== undefined && byVersion(newest, version) >= 0) throw new Error(`${newest} is released, and ${version} is not newer: raise the version in package.json`);
  const folder = join(root, FOLDER, version);
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'proto'), join(folder, 'proto'), { recursive: true });
  cpSync(join(root, corpus), join(folder, 'golden.json'));
  writeFileSync(join(root, DIGESTS), `${JSON.stringify({ ...digestsOf(root), [version]: digest(root, version) }, null, 2)}\n`);
}

/** One sentence for each release that is not as it was frozen. */
export function editedReleases(root) {
  const digests = digestsOf(root);
  const present = releases(root);
  return [
    ...present.filter((version) => digests[version] !== digest(root, version)).map((version) => `${FOLDER}/${version}: is not as it was released; a released version is never edited`),
    ...Object.keys(digests).filter((version) => !present.includes(version)).map((version) => `${FOLDER}/${version}: was released and is gone`),
  ];
}

function digestsOf(root) {
  const file = join(root, DIGESTS);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Over the names and the bytes of all files, in the order of their names. */
function digest(root, version) {
  const folder = join(root, FOLDER, version);
  const hash = createHash('sha256');
  for (const { parentPath, name } of globSync('**/*', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile()).sort(byPath)) {
    const bytes = readFileSync(join(parentPath, name));
    hash.update(`${join(parentPath, name).slice(folder.length)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

const byPath = (a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1);

function byVersion(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const index = left.findIndex((part, place) => part !== right[place]);
  return index === -1 ? 0 : left[index] - right[index];
}
