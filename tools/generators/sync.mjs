// Writes what can be derived from each package.json, so that nobody keeps it by hand: a package's tsconfig.json with its
// project references, and the root tsconfig.json that builds them all. `npm run tidy` fails when they are stale.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Every workspace package that has sources: `{ dir, name, dependencies }`, directories relative to the root. */
export function workspacePackages() {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return workspaces
    .flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: root }))
    .map((file) => ({ dir: dirname(file), ...JSON.parse(readFileSync(join(root, file), 'utf8')) }))
    .filter(({ dir }) => existsSync(join(root, dir, 'src')))
    .sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

/** The derived files: path relative to the root → text. */
export function derivedFiles() {
  const packages = workspacePackages();
  const dirOf = new Map(packages.map(({ name, dir }) => [name, dir]));
  const files = new Map();
  for (const { dir, dependencies = {}, devDependencies = {} } of packages) {
    const references = Object.keys({ ...dependencies, ...devDependencies })
      .filter((name) => dirOf.has(name))
      .map((name) => ({ path: relative(dir, dirOf.get(name)) }));
    const config = {
      extends: relative(dir, 'tsconfig.base.json'),
      compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
      include: ['src'],
      references,
    };
    files.set(join(dir, 'tsconfig.json'), `${JSON.stringify(config, null, 2)}\n`);
  }
  const all = { files: [], references: packages.map(({ dir }) => ({ path: dir })) };
  files.set('tsconfig.json', `${JSON.stringify(all, null, 2)}\n`);
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of derivedFiles()) writeFileSync(join(root, file), text);
}
