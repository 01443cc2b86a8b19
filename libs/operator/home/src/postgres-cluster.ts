import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OperationalError } from '@carriermesh/platform-errors';
import { messageOf, readIfThere } from './files.js';
import { commandLine, endProcess, identify, type EndStep } from './processes.js';
import type { SystemUser } from './postgres-user.js';

const run = promisify(execFile);
const INITDB_TIMEOUT_MS = 120_000;

/** Fast shutdown, then immediate shutdown, which a restart recovers from. Never SIGKILL: it leaves shared memory and children behind. */
export const POSTGRES_END_STEPS: readonly EndStep[] = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
];

export interface Cluster {
  readonly directory: string;
  readonly superuser: string;
  readonly password: string;
  readonly initdb: string;
  readonly runAs: SystemUser | undefined;
}

export function isInitialised(directory: string): boolean {
  return existsSync(join(directory, 'PG_VERSION'));
}

/**
 * Makes the cluster beside its place and then moves it there: a kill half-way leaves no half cluster that would be
 * taken for a whole one. The builtin locale sorts by code point on every machine, so that a replay elsewhere reads
 * rows in the same order.
 */
export async function initialiseCluster({ directory, superuser, password, initdb, runAs }: Cluster): Promise<void> {
  const draft = `${directory}.new`;
  const passwordFile = `${directory}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
    if (runAs) for (const path of [draft, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
    const settings = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    await run(initdb, ['-D', draft, `--username=${superuser}`, `--pwfile=${passwordFile}`, ...settings], {
      ...runAs,
      cwd: '/',
      env: postgresEnvironment(),
      timeout: INITDB_TIMEOUT_MS,
    });
    renameSync(draft, directory);
  } catch (error) {
    throw new OperationalError('misconfigured', `PostgreSQL could not make its files in ${directory}: ${messageOf(error).trim()}`, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What `postmaster.pid` says: line 1 the process id, line 8 its state. */
export function postmaster(directory: string): { readonly pid: number; readonly ready: boolean } | undefined {
  const lines = readIfThere(join(directory, 'postmaster.pid'))?.split('\n');
  if (lines === undefined) return undefined;
  return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Ends a server that outlived the process which had started it. A lock whose process id has since gone to another
 * program is removed: PostgreSQL cannot tell the two apart and would refuse to start for ever.
 */
export async function endOrphanedPostmaster(directory: string, say: (line: string) => void): Promise<void> {
  const pid = postmaster(directory)?.pid;
  const identity = pid === undefined ? undefined : identify(pid);
  const command = identity && commandLine(identity.pid);
  if (!identity || command === undefined) return;
  if (!(command.includes('postgres') && command.includes(directory))) return rmSync(join(directory, 'postmaster.pid'), { force: true });
  say(`PostgreSQL was left running by an earlier start (process ${identity.pid}): stopping it`);
  if (await endProcess(identity, POSTGRES_END_STEPS)) return;
  throw new OperationalError('misconfigured', `PostgreSQL of an earlier start (process ${identity.pid}) does not stop: end it, then start again`);
}

/** Nothing of ours: PG* variables of the caller would change how the server and its tools behave. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
