// A program that runs as a step: it talks on our stderr, ends within its limit, and never outlives us.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { familyOf, stillRuns } from './family.mjs';

/** How long a program that was asked to end may take before it and all that it started are killed. */
const END_GRACE_MS = 10_000;
/** The same for its servers, of whose data nothing is kept. */
const SERVER_GRACE_MS = 3_000;
const LOOK_MS = 50;

/** Child → promise of its end. */
const running = new Map();

/**
 * Resolves to `{ code, signal }`, and to `{ code, signal, ended }` with the reason when it had to be ended.
 * @param endWhen resolves, if ever, to a reason to end the program before its limit
 */
export async function runProgram(args, { cwd, limitMs, env = process.env, endWhen = new Promise(() => undefined) }) {
  // A group of its own, so that what it started can be ended with it. Its stdout is talk too: ours is for results.
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', process.stderr, process.stderr] });
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  running.set(child, exited);
  let limit;
  try {
    const overdue = new Promise((resolve) => (limit = setTimeout(resolve, limitMs, `did not end within ${limitMs / 60_000} minutes`)));
    const end = await Promise.race([exited, overdue, endWhen]);
    if (typeof end !== 'string') return end;
    await endChild(child, exited);
    return { ...(await exited), ended: end };
  } finally {
    clearTimeout(limit);
    running.delete(child);
  }
}

async function endChild(child, exited) {
  const family = familyOf(child.pid);
  child.kill('SIGTERM');
  const grace = setTimeout(() => killGroup(child), END_GRACE_MS);
  await exited;
  clearTimeout(grace);
  // A worker in an endless loop does not notice that its parent is gone.
  killGroup(child);
  await endAllOf(family);
}

/** A server that is asked first leaves nothing behind. */
async function endAllOf(family) {
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    for (const { pid } of family.filter(stillRuns)) kill(pid, signal);
    for (const askedAtMs = performance.now(); performance.now() - askedAtMs < SERVER_GRACE_MS && family.some(stillRuns); ) await sleep(LOOK_MS);
  }
}

const killGroup = ({ pid }) => kill(-pid, 'SIGKILL');

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Ends every program that runs; for the case that we are told to end ourselves. */
export async function endAll() {
  await Promise.all([...running].map(([child, exited]) => endChild(child, exited)));
}
