import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BuildFailed, ensureBuilt } from './build.mjs';
import { withLock } from './lock.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
let root;
let said;
const source = () => join(root, 'libs/one/src/index.ts');
const built = () => readFileSync(join(root, 'libs/one/dist/index.js'), 'utf8');
const build = () => ensureBuilt({ root, say: (line) => said.push(line) });
const builds = () => said.filter((line) => line.startsWith('built')).length;

beforeEach(() => {
  said = [];
  root = mkdtempSync(join(tmpdir(), 'carriermesh-build-'));
  mkdirSync(join(root, 'libs/one/src'), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  const options = { composite: true, types: [], rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' };
  writeFileSync(join(root, 'tsconfig.base.json'), '{}');
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ files: [], references: [{ path: 'libs/one' }] }));
  writeFileSync(join(root, 'libs/one/tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['src'] }));
  writeFileSync(source(), 'export const one: number = 1;\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the build before a start', () => {
  it('builds once, and again only when a source has changed or a result is gone', async () => {
    await build();
    await build();
    expect(builds()).toBe(1);
    writeFileSync(source(), 'export const one: number = 11;\n');
    await build();
    expect([builds(), built()]).toEqual([2, expect.stringContaining('one = 11')]);
    rmSync(join(root, 'libs/one/dist'), { recursive: true });
    await build();
    expect([builds(), built()]).toEqual([3, expect.stringContaining('one = 11')]);
  }, 60_000);

  it('builds once when two start at the same time', async () => {
    await Promise.all([build(), build()]);
    expect(builds()).toBe(1);
  }, 60_000);

  it('gives the error of the compiler, and tries again the next time', async () => {
    writeFileSync(source(), 'export const one: number = "x";\n');
    await expect(build()).rejects.toThrow(/^the build failed:\nlibs\/one\/src\/index\.ts\(1,14\): error TS2322/);
    await expect(build()).rejects.toBeInstanceOf(BuildFailed);
    writeFileSync(source(), 'export const one: number = 1;\n');
    await build();
    expect(builds()).toBe(1);
  }, 60_000);
});

describe('the lock', () => {
  it('lets one in after the other and takes over from a holder that died', async () => {
    const file = join(root, '.build/test.lock');
    mkdirSync(join(root, '.build'));
    writeFileSync(file, '999999 1\n');
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(file, work)));
    expect(most).toBe(1);
  });

  it('is free again after work that failed', async () => {
    const file = join(root, '.build/test.lock');
    const failing = withLock(file, () => Promise.reject(new Error('work failed')));
    await expect(failing).rejects.toThrow('work failed');
    await expect(withLock(file, () => Promise.resolve('done'))).resolves.toBe('done');
  });
});
