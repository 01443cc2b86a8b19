// How a command's door opens. Plain JavaScript for Node 18: it sees to it that the packages are installed, that Node 24
// runs, and that the sources are built, and then steps aside.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BuildFailed, ensureBuilt } from './build.mjs';
import { keepCompiledCode } from './compiled-code.mjs';
import { ensureInstalled, InstallFailed } from './ensure-installed.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NODE_MAJOR = 24;
const NODE_24 = join(ROOT, 'node_modules', 'node', 'bin', 'node');

/** Opens the command of `name` whose door stands at the URL `door`; `enter` imports what was built. */
export async function open({ name, door, enter }) {
  try {
    await ensureInstalled();
    if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR && existsSync(NODE_24)) await becomeNode24(fileURLToPath(door));
    else {
      await ensureBuilt();
      keepCompiledCode(ROOT);
      await enter();
    }
  } catch (error) {
    const known = error instanceof BuildFailed || error instanceof InstallFailed;
    process.stderr.write(`${name}: ${known ? error.message : (error?.stack ?? error)}\n`);
    process.exitCode = 1;
  }
}

/** Runs the door again under Node 24 and ends as that process ends. */
async function becomeNode24(door) {
  const child = spawn(NODE_24, [...process.execArgv, door, ...process.argv.slice(2)], { stdio: 'inherit' });
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  const [code, endedBy] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...end) => resolve(end));
  });
  for (const signal of signals) process.off(signal, forward);
  if (endedBy) process.kill(process.pid, endedBy);
  else process.exitCode = code;
}
