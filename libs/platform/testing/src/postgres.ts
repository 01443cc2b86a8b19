import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { OperationalError } from '@carriermesh/platform-errors';
import { freePort } from './free-port.js';
import { postgresBinaries, type PostgresBinaries, type PostgresPrograms } from './postgres-binaries.js';
import { ServerProcess } from './server-process.js';

const run = promisify(execFile);

/** The children of a killed server notice only after a moment that it is dead, and hold its shared memory until then. */
const PASSING_TROUBLE = /shared memory|lock file|already in use/;
const START_ATTEMPTS = 10;
const START_RETRY_MS = 300;

export interface PostgresOptions {
  /** Server settings that differ from the defaults: `{ fsync: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Another server than npm's: the paths of its two programs. */
  readonly programs?: PostgresPrograms;
}

/** A PostgreSQL of the suite's own, on 127.0.0.1, with fsync on unless the test says otherwise. */
export class TestPostgres {
  private server: ServerProcess | undefined;
  private databases = 0;

  private constructor(
    private readonly binaries: PostgresBinaries,
    readonly directory: string,
    readonly port: number,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async create(options: PostgresOptions): Promise<TestPostgres> {
    const binaries = await postgresBinaries(options.programs);
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-postgres-'));
    if (binaries.user) chownSync(directory, binaries.user.uid, binaries.user.gid);
    const postgres = new TestPostgres(binaries, directory, await freePort(), options.settings ?? {});
    try {
      await postgres.initialise();
      await postgres.start();
      return postgres;
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** The server's first database. */
  get url(): string {
    return this.urlOf('postgres');
  }

  get pid(): number {
    return this.running().pid;
  }

  /** The same server behind another port: a proxy that cuts, delays or halts. */
  urlOf(database: string, port: number = this.port): string {
    return `postgres://postgres:postgres@127.0.0.1:${port}/${database}`;
  }

  /** A new empty database; answers its URL. */
  async createDatabase(): Promise<string> {
    const name = `test_${++this.databases}`;
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      await client.query(`create database ${name}`);
    } finally {
      await client.end();
    }
    return this.urlOf(name);
  }

  /** Starts the server again after `kill9` or `halt`, on the same data and port. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        this.server = await ServerProcess.start(this.command(), (pid) => this.isReady(pid));
        return;
      } catch (error) {
        if (attempt === START_ATTEMPTS || !(error instanceof OperationalError) || !PASSING_TROUBLE.test(error.message)) throw error;
        await sleep(START_RETRY_MS);
      }
    }
  }

  /** Kills the server with all its backends, in mid-statement: nothing is flushed, the data stays. */
  async kill9(): Promise<void> {
    await this.running().killFamily();
  }

  /** Shuts the server down in order and keeps its data. */
  async halt(): Promise<void> {
    await this.running().kill('SIGINT');
  }

  /** SIGSTOP and SIGCONT reach the main process alone: new connections hang, open ones go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.running().signal(signal);
  }

  /** Ends the server and deletes its data, which is why the checkpoint of an orderly shutdown would be a waste. */
  async stop(): Promise<void> {
    this.server?.signal('SIGCONT');
    await this.server?.kill('SIGQUIT');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async initialise(): Promise<void> {
    const passwordFile = join(this.directory, 'password');
    writeFileSync(passwordFile, 'postgres\n');
    const flags = ['--auth=password', '--username=postgres', '--encoding=UTF8', '--no-locale', '--no-sync'];
    await run(this.binaries.initdb, [`--pgdata=${this.dataDirectory}`, `--pwfile=${passwordFile}`, ...flags], {
      ...this.binaries.user,
      cwd: this.directory,
      env: { ...process.env, LC_ALL: 'C' },
    });
  }

  private command() {
    // A unix socket would be one more name to collide on between test files that run at once.
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', ...this.settings };
    return {
      name: 'PostgreSQL',
      file: this.binaries.postgres,
      args: ['-D', this.dataDirectory, '-p', String(this.port), ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      ...(this.binaries.user && { user: this.binaries.user }),
      logFile: join(this.directory, 'server.log'),
      directory: this.directory,
    };
  }

  private running(): ServerProcess {
    if (this.server === undefined || this.server.hasExited) throw new Error('the test PostgreSQL is not running');
    return this.server;
  }

  private get dataDirectory(): string {
    return join(this.directory, 'data');
  }

  /** PostgreSQL writes its state into the eighth line of this file; one that a killed server left has another pid in its first. */
  private isReady(pid: number): boolean {
    const file = join(this.dataDirectory, 'postmaster.pid');
    if (!existsSync(file)) return false;
    const lines = readFileSync(file, 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  }
}

/**
 * Starts a PostgreSQL on a free port, in a folder of its own under the system's temporary one (about 0.7 s).
 * @throws OperationalError `misconfigured` when this machine can't run it, saying why
 */
export const startPostgres = (options: PostgresOptions = {}): Promise<TestPostgres> => TestPostgres.create(options);
