// Runs Jest as this project needs it (ES modules). Arguments are Jest's own: `node tools/test/jest.mjs libs/kernel`.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const jest = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));

/** What Node has to be given to run Jest with these arguments. */
export const jestCommand = (args) => ['--experimental-vm-modules', '--no-warnings', jest, ...args];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const child = spawn(process.execPath, jestCommand(process.argv.slice(2)), { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
