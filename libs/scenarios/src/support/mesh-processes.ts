import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRun, type Home } from '@carriermesh/operator-home';
import { eventually } from './patience.js';

/** The servers that are not ours write their own process id down, in files of their own. */
const PID_FILES: Readonly<Record<string, (home: Home) => string>> = {
  nats: ({ natsDirectory }) => join(natsDirectory, 'server.pid'),
  postgres: ({ postgresDirectory }) => join(postgresDirectory, 'postmaster.pid'),
};

/** The process of this name that runs now; `undefined` between two of them. */
export function pidOf(home: Home, name: string): number | undefined {
  const file = PID_FILES[name]?.(home);
  if (file !== undefined) return pidIn(file);
  return readRun(home)?.services.find((service) => service.name === name && service.healthUrl !== undefined)?.pid;
}

/** Kills a process as a power cut would, and resolves when another one answers in its place. */
export async function killAndAwaitNext(home: Home, name: string): Promise<void> {
  const pid = await eventually(`a process ${name} to kill`, async () => pidOf(home, name));
  process.kill(pid, 'SIGKILL');
  await eventually(`the next ${name}`, async () => {
    const next = pidOf(home, name);
    return next !== undefined && next !== pid && isAlive(next) ? next : undefined;
  });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** Whether the process stands still; what is sent to it before that is lost. */
export const isStopped = (pid: number | undefined): boolean => pid !== undefined && hasState(pid, 'T');

/** A process that has ended stays in the list until its parent has looked. */
const isZombie = (pid: number): boolean => hasState(pid, 'Z');

function hasState(pid: number, state: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith(state);
  } catch {
    return false;
  }
}

function pidIn(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
