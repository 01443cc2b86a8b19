import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readIfThere } from './files.js';

const POLL_MS = 20;

/** A process and when it began. A process id alone is reused by the system, and ending a stranger's process would be worse than an orphan. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: equal for as long as it is the same process, different after a reboot. */
  readonly startToken: string;
}

/** Who has this process id now; `undefined` when nobody does, or only a process that has ended and waits for its parent. */
export function identify(pid: number): ProcessIdentity | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const startToken = process.platform === 'linux' ? linuxStartToken(pid) : psField(pid, 'lstart');
  return startToken === undefined ? undefined : { pid, startToken };
}

export function isSameAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startToken === identity.startToken;
}

/** The command with its arguments, or `undefined` when the process is gone or the system does not say. */
export function commandLine(pid: number): string | undefined {
  if (process.platform !== 'linux') return psField(pid, 'command');
  const text = readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
  return text === '' ? undefined : text;
}

/** A step of ending a process: the signal, and how long to wait for it to work. */
export interface EndStep {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}

/** Signals one process, more and more firmly, until it has ended; answers whether it has. */
export async function endProcess(identity: ProcessIdentity, steps: readonly EndStep[]): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    if (!signalIfSame(identity, signal)) return true;
    const deadline = performance.now() + waitMs;
    while (performance.now() < deadline) {
      if (!isSameAlive(identity)) return true;
      await sleep(POLL_MS);
    }
  }
  return !isSameAlive(identity);
}

/** Sends a signal unless the process has ended; answers whether it was sent. */
export function signalIfSame(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isSameAlive(identity)) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Field 3 is the state, field 22 the start in ticks since boot (proc_pid_stat(5)); the command before them may hold spaces and brackets. */
function linuxStartToken(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ended = fields[0] === 'Z' || fields[0] === 'X';
  return ended || fields[19] === undefined ? undefined : `${bootId()}:${fields[19]}`;
}

let knownBootId: string | undefined;
function bootId(): string {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return knownBootId;
}

function psField(pid: number, field: 'lstart' | 'command'): string | undefined {
  try {
    return ps(pid, 'stat').startsWith('Z') ? undefined : ps(pid, field) || undefined;
  } catch {
    return undefined;
  }
}

function ps(pid: number, field: string): string {
  return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
