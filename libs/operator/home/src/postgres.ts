import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { OperationalError } from '@carriermesh/platform-errors';
import { messageOf } from './files.js';
import type { Home } from './home.js';
import { hasEnded, KeptServer } from './kept-server.js';
import { ensurePassword } from './keys.js';
import { LogFile } from './log-file.js';
import { LOOPBACK, onSomePort, PortTaken } from './ports.js';
import { postgresBinaries } from './postgres-binaries.js';
import { endOrphanedPostmaster, initialiseCluster, isInitialised, POSTGRES_END_STEPS, postgresEnvironment, postmaster } from './postgres-cluster.js';
import { assertReachable, postgresUser, type SystemUser } from './postgres-user.js';
import type { OnProcessEvent } from './process-event.js';

const NAME = 'postgres';
const DATABASE = 'carriermesh';
const SUPERUSER = 'carriermesh';
/** How long a start is tried while the remains of a killed server (its lock, its children) go away. */
const START_RETRY_MS = 10_000;
const RECOVERY_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;
const POLL_MS = 20;

/** Durability is stated, not assumed: a setting in postgresql.conf or the environment cannot switch it off. */
const SETTINGS = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  logging_collector: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

export interface PostgresServer {
  /** `postgres://…` with its password: for the operator's own processes alone, never for a log. */
  readonly url: string;
  /** Changes when the server had to be started again; `undefined` for a server that `DATABASE_URL` names. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export interface StartPostgresOptions {
  readonly port?: number | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly say?: (line: string) => void;
  readonly onEvent?: OnProcessEvent;
}

/**
 * The database of a home: the server that `DATABASE_URL` names, or else one of our own over the home's data, which is
 * started again when it dies. What an earlier start left running is stopped first.
 * @throws OperationalError 'misconfigured' with one sentence that says what a person has to do
 */
export async function startPostgres(home: Home, options: StartPostgresOptions = {}): Promise<PostgresServer> {
  const { port, env = process.env, say = () => undefined, onEvent } = options;
  const external = env['DATABASE_URL'];
  if (external) return useExternal(external);

  const { initdb, postgres } = await postgresBinaries();
  const directory = home.postgresDirectory;
  const runAs = postgresUser(directory);
  assertReachable(postgres, runAs, "PostgreSQL's program");
  assertReachable(directory, runAs, "the home's data");
  await endOrphanedPostmaster(directory, say);

  const password = clusterPassword(home);
  if (!isInitialised(directory)) await initialiseCluster({ directory, superuser: SUPERUSER, password, initdb, runAs });

  const log = new LogFile(home.logFile(NAME));
  return onSomePort(port, 'PostgreSQL', async (listenOn) => {
    const launch = (): Promise<ChildProcess> => launchPatiently({ program: postgres, directory, port: listenOn, runAs, log });
    const server = await KeptServer.start({ name: NAME, launch, endSteps: POSTGRES_END_STEPS, onEvent });
    return withDatabase(server, `postgres://${SUPERUSER}:${password}@${LOOPBACK}:${listenOn}`);
  });
}

async function withDatabase(server: KeptServer, address: string): Promise<PostgresServer> {
  try {
    await ensureDatabase(`${address}/postgres`);
  } catch (error) {
    await server.stop();
    throw new OperationalError('misconfigured', `PostgreSQL runs, but the database ${DATABASE} could not be opened: ${messageOf(error)}`, { cause: error });
  }
  return {
    url: `${address}/${DATABASE}`,
    get pid() {
      return server.pid;
    },
    stop: () => server.stop(),
  };
}

interface Launch {
  readonly program: string;
  readonly directory: string;
  readonly port: number;
  readonly runAs: SystemUser | undefined;
  readonly log: LogFile;
}

/** The remains of a killed server keep the lock or the shared memory for a moment; anything else is final at once. */
async function launchPatiently(launch: Launch): Promise<ChildProcess> {
  const giveUpAt = performance.now() + START_RETRY_MS;
  for (;;) {
    const child = await launchOnce(launch);
    if (child) return child;
    const said = launch.log.lastLines();
    if (/Address already in use/i.test(said)) throw new PortTaken(launch.port, 'PostgreSQL');
    const passing = /lock file .* already exists|pre-existing shared memory block/i.test(said);
    if (!passing || performance.now() > giveUpAt) {
      throw new OperationalError('misconfigured', `PostgreSQL did not start; it said:\n${said || '(nothing)'}\nThe log is ${launch.log.path}`);
    }
    await sleep(250);
  }
}

/** Resolves to `undefined` when the server ended before it was ready. Its own session keeps a terminal's Ctrl-C from stopping it before the services. */
async function launchOnce({ program, directory, port, runAs, log }: Launch): Promise<ChildProcess | undefined> {
  const descriptor = log.open();
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(program, ['-D', directory, '-p', String(port), ...settings], {
    ...runAs,
    cwd: '/',
    env: postgresEnvironment(),
    stdio: ['ignore', descriptor, descriptor],
    detached: true,
  });
  closeSync(descriptor);
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    throw new OperationalError('misconfigured', `PostgreSQL's program ${program} cannot be run: ${error.message}`, { cause: error });
  }
  const giveUpAt = performance.now() + RECOVERY_TIMEOUT_MS;
  while (!hasEnded(child)) {
    const state = postmaster(directory);
    if (state?.pid === child.pid && state.ready) return child;
    if (performance.now() > giveUpAt) child.kill('SIGQUIT');
    await sleep(POLL_MS);
  }
  return undefined;
}

function clusterPassword(home: Home): string {
  if (isInitialised(home.postgresDirectory) && !existsSync(home.postgresPasswordFile)) {
    throw new OperationalError(
      'misconfigured',
      `${home.postgresPasswordFile} is missing, and without it the database in ${home.postgresDirectory} cannot be opened: put the file back, or choose another home`,
    );
  }
  return ensurePassword(home.postgresPasswordFile);
}

async function ensureDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function useExternal(url: string): Promise<PostgresServer> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
  } catch (error) {
    // The URL holds a password: only its host may be said.
    const host = URL.canParse(url) ? new URL(url).host : 'an address that is not a URL';
    throw new OperationalError('misconfigured', `DATABASE_URL names a PostgreSQL server (${host}) that cannot be used: ${messageOf(error)}`, { cause: error });
  }
  return { url, pid: undefined, stop: () => Promise.resolve() };
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks later reports itself by an event, which without a listener would end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
