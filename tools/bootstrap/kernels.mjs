// Compiles the path searches (AssemblyScript, libs/paths/domain/assembly) to WebAssembly, as a module that holds its bytes: so
// that whoever imports it needs neither a file system nor a loader. Plain JavaScript for Node 18.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOM = join('libs', 'paths', 'domain');
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--enable', 'threads'];

const moduleIn = (root) => join(root, ROOM, 'dist', 'assembly.js');

/** A checkout without the sources has nothing to build. */
export const areKernelsBuilt = (root) => !existsSync(join(root, ROOM, 'assembly')) || existsSync(moduleIn(root));

/** @param run starts Node with arguments in a folder @returns its code, and what it said */
export async function buildKernels(root, run) {
  if (!existsSync(join(root, ROOM, 'assembly'))) return { code: 0, output: '' };
  const compiler = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
  const binary = join(root, ROOM, 'dist', 'assembly.wasm');
  mkdirSync(join(root, ROOM, 'dist'), { recursive: true });
  const result = await run([compiler, join('assembly', 'index.ts'), '--outFile', binary, ...FLAGS], join(root, ROOM));
  if (result.code === 0) writeFileSync(moduleIn(root), `export const bytes = new Uint8Array([${readFileSync(binary).join(',')}]);\n`);
  return result;
}
