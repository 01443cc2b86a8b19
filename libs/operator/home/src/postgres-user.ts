import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperationalError } from '@carriermesh/platform-errors';
import { messageOf } from './files.js';
import { isRoot } from './home.js';

/** Whom PostgreSQL runs as, when it cannot run as us. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root. As root it runs as whoever owns the data, or else as the system's user `postgres`,
 * who is created when there is none. `undefined` says that it runs as the user we are.
 * @throws OperationalError 'misconfigured' when the data belong to somebody else, or the user cannot be created
 */
export function postgresUser(dataDirectory: string): SystemUser | undefined {
  const owner = existsSync(dataDirectory) ? statSync(dataDirectory) : undefined;
  if (isRoot()) return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : systemPostgresUser();
  const self = process.getuid?.();
  if (owner && self !== undefined && owner.uid !== self) {
    throw new OperationalError(
      'misconfigured',
      `${dataDirectory} belongs to user id ${owner.uid}, not to ${self}: start the mesh as the user who made this home, or choose another with --home DIR`,
    );
  }
  return undefined;
}

/**
 * @throws OperationalError 'misconfigured' that names the first directory on the way to `path` which `user` may not pass
 */
export function assertReachable(path: string, user: SystemUser | undefined, what: string): void {
  const closed = user && directoriesDownTo(path).find((directory) => !mayPass(directory, user));
  if (!closed) return;
  throw new OperationalError(
    'misconfigured',
    `PostgreSQL does not run as root but as user id ${user.uid}, who may not pass through ${closed} to ${what} (${path}): ` +
      `run "chmod o+x ${closed}", or put ${what} elsewhere, or start as an ordinary user`,
  );
}

function mayPass(directory: string, user: SystemUser): boolean {
  const { mode, uid, gid } = statSync(directory);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  return (mode & (gid === user.gid ? 0o010 : 0o001)) !== 0;
}

/** `/`, `/var`, `/var/lib` … for `/var/lib/x`. */
function directoriesDownTo(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...directoriesDownTo(parent), parent];
}

function systemPostgresUser(): SystemUser {
  try {
    return idsOfPostgres() ?? createPostgresUser();
  } catch (error) {
    throw new OperationalError(
      'misconfigured',
      `PostgreSQL does not run as root, and a system user "postgres" could not be made: ${messageOf(error)}; create one, start as an ordinary user, or set DATABASE_URL`,
      { cause: error },
    );
  }
}

function createPostgresUser(): SystemUser {
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', 'postgres'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const user = idsOfPostgres();
  if (!user) throw new Error('useradd ended well, but "id postgres" finds nobody');
  return user;
}

function idsOfPostgres(): SystemUser | undefined {
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
