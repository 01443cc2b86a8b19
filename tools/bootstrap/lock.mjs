// One process at a time, over a file. Plain JavaScript for Node 18: it runs before anything is installed or built.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_LIMIT_MS = 15 * 60_000;
const POLL_MS = 100;

/**
 * Runs `work` while no other process runs under the same lock file; a lock whose holder has died is taken over.
 * `onWait` is told the holder's process id, once, when there is one to wait for.
 */
export async function withLock(file, work, onWait = () => undefined) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${process.pid} ${startToken(process.pid)}\n`;
  const giveUpAt = Date.now() + WAIT_LIMIT_MS;
  let told = false;
  while (!create(file, mine)) {
    const holder = read(file);
    if (holder === undefined) continue;
    if (!isHeld(holder)) {
      putAside(file, holder);
      continue;
    }
    if (!told) onWait(Number.parseInt(holder, 10));
    told = true;
    if (Date.now() > giveUpAt) throw new Error(`${file} is held by process ${Number.parseInt(holder, 10)} for more than ${WAIT_LIMIT_MS / 60_000} minutes: end that process`);
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    if (read(file) === mine) rmSync(file, { force: true });
  }
}

/** Whole or not at all: a link fails on an existing name, and what it links has been written to the end. */
function create(file, text) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A rival may have taken the dead holder's lock over a moment ago; what was moved is then its lock, and is put back. */
function putAside(file, judged) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  if (moved !== undefined && moved !== judged) create(file, moved);
  rmSync(aside, { force: true });
}

function isHeld(holder) {
  const [pid, token] = holder.trim().split(' ');
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return startToken(Number(pid)) === token;
}

/** A process id alone is reused by the system. Field 22 of /proc/<pid>/stat is the start, in ticks since boot; elsewhere the id has to do. */
function startToken(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat === undefined ? '-' : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
