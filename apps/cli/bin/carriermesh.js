#!/usr/bin/env node
// The door to the command. Plain JavaScript for Node 18: it sees to it that the packages are installed, that Node 24
// runs, and that the sources are built, and then steps aside.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BuildFailed, ensureBuilt } from '../../../tools/bootstrap/build.mjs';
import { ensureInstalled, InstallFailed } from '../../../tools/bootstrap/ensure-installed.mjs';

const NODE_MAJOR = 24;
const NODE_24 = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));

try {
  await ensureInstalled();
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR && existsSync(NODE_24)) await becomeNode24();
  else {
    await ensureBuilt();
    await import('../dist/main.js');
  }
} catch (error) {
  const known = error instanceof BuildFailed || error instanceof InstallFailed;
  process.stderr.write(`carriermesh: ${known ? error.message : (error?.stack ?? error)}\n`);
  process.exitCode = 1;
}

/** Runs this file again under Node 24 and ends as that process ends. */
async function becomeNode24() {
  const child = spawn(NODE_24, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
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
