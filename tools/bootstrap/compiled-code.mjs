// Plain JavaScript for Node 18, which keeps nothing and goes without.
import module from 'node:module';
import { join } from 'node:path';

/**
 * Keeps what Node compiles beside the build, for this process and all that it starts: the dozen processes of a mesh compile the same two thousand
 * modules, at each start again. What was changed is compiled anew. A folder that can't be written is done without.
 */
export function keepCompiledCode(root) {
  process.env.NODE_COMPILE_CACHE ??= join(root, '.build', 'compiled');
  if (process.env.NODE_COMPILE_CACHE !== '') module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
}
