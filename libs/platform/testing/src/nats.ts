import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperationalError } from '@carriermesh/platform-errors';
import { freePort } from './free-port.js';
import { ServerProcess } from './server-process.js';

/** A start can meet a port that somebody took meanwhile. */
const START_ATTEMPTS = 3;
const PROBE_LIMIT_MS = 1_000;

export interface NatsOptions {
  /** Further text of the server's configuration: accounts, users, limits. `listen` and `jetstream` are given already. */
  readonly config?: string;
  /** Of the server's process, beside what this one has. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A nats-server of the suite's own, on 127.0.0.1, with JetStream. */
export class TestNats {
  private server: ServerProcess | undefined;

  private constructor(
    readonly directory: string,
    readonly port: number,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {}

  static async create(options: NatsOptions): Promise<TestNats> {
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-nats-'));
    try {
      for (let attempt = 1; ; attempt++) {
        const nats = new TestNats(directory, await freePort(), options.env);
        writeFileSync(nats.configFile, nats.configuration(options.config ?? ''));
        try {
          await nats.start();
          return nats;
        } catch (error) {
          if (attempt === START_ATTEMPTS || !(error instanceof OperationalError) || !error.retryable) throw error;
        }
      }
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.running().pid;
  }

  /** Starts the server again after `kill9` or `halt`, on the same store and port. */
  async start(): Promise<void> {
    const command = {
      name: 'nats-server',
      file: 'nats-server',
      args: ['-c', this.configFile],
      env: this.env,
      logFile: join(this.directory, 'server.log'),
      directory: this.directory,
    };
    this.server = await ServerProcess.start(command, () => greets(this.port));
  }

  async kill9(): Promise<void> {
    await this.running().kill('SIGKILL');
  }

  /** Shuts the server down in order and keeps its store. */
  async halt(): Promise<void> {
    await this.running().kill('SIGTERM');
  }

  /** Loses everything that JetStream held. Only while the server is down. */
  wipeStore(): void {
    if (this.server !== undefined && !this.server.hasExited) throw new Error("the test nats-server's store can't be wiped while it runs");
    rmSync(this.storeDirectory, { recursive: true, force: true });
    mkdirSync(this.storeDirectory);
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGHUP'): void {
    this.running().signal(signal);
  }

  /** Ends the server and deletes its store. */
  async stop(): Promise<void> {
    this.server?.signal('SIGCONT');
    await this.server?.kill('SIGTERM');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private configuration(extra: string): string {
    return `listen: "127.0.0.1:${this.port}"\njetstream { store_dir: ${JSON.stringify(this.storeDirectory)} }\n${extra}\n`;
  }

  private get configFile(): string {
    return join(this.directory, 'nats.conf');
  }

  private get storeDirectory(): string {
    return join(this.directory, 'store');
  }

  private running(): ServerProcess {
    if (this.server === undefined || this.server.hasExited) throw new Error('the test nats-server is not running');
    return this.server;
  }
}

/** A NATS server speaks first: `INFO {…}`. A port that merely accepts connections may be somebody else's. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: PROBE_LIMIT_MS });
    const answer = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.once('data', (bytes) => answer(bytes.toString('latin1').startsWith('INFO ')));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
    socket.once('close', () => answer(false));
  });
}

/**
 * Starts the `nats-server` on the PATH, with JetStream in a folder of its own under the system's temporary one.
 * @throws OperationalError `misconfigured` when there is none, `unavailable` when it refuses its configuration
 */
export const startNats = (options: NatsOptions = {}): Promise<TestNats> => TestNats.create(options);
