import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { OperationalError } from '@carriermesh/platform-errors';

/** How long a server may take from its start until it answers. */
const READY_LIMIT_MS = 15_000;
const READY_POLL_MS = 10;
/** How long an orderly stop may take before the process is killed. */
const STOP_LIMIT_MS = 10_000;
const LOG_TAIL_CHARACTERS = 2_000;

export interface ServerCommand {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Beside what this process has. */
  readonly env?: Readonly<Record<string, string>>;
  /** The user to run as, where the server refuses to be root. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly logFile: string;
  /** Deleted by the watchdog when the test run dies without stopping its servers. */
  readonly directory: string;
}

/** One running server. It never outlives the process that started it, however that process ends. */
export class ServerProcess {
  private readonly exited: Promise<void>;

  private constructor(
    private readonly command: ServerCommand,
    private readonly child: ChildProcess,
    private readonly watchdog: ChildProcess,
  ) {
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /**
   * Starts the server and waits until `ready` says so.
   * @throws OperationalError `unavailable`, with the end of the server's log, when it ends or stays silent instead
   */
  static async start(command: ServerCommand, ready: (pid: number) => boolean | Promise<boolean>): Promise<ServerProcess> {
    const child = await spawned(command);
    const server = new ServerProcess(command, child, watchdogOf(child, command.directory));
    const giveUpAt = Date.now() + READY_LIMIT_MS;
    while (!(await ready(server.pid))) {
      if (server.hasExited || Date.now() > giveUpAt) {
        await server.kill('SIGKILL');
        throw new OperationalError('unavailable', `${command.name} did not start; its log ends with:\n${logTail(command.logFile)}`);
      }
      await sleep(READY_POLL_MS);
    }
    return server;
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Sends the signal (SIGSTOP and SIGCONT too) without waiting for what follows. */
  signal(signal: NodeJS.Signals): void {
    if (!this.hasExited) this.child.kill(signal);
  }

  /** Kills the server and every process that it started: they would go on for a while, and even answer. */
  async killFamily(): Promise<void> {
    // Stopped first, so that it starts no further child while its children are listed.
    this.signal('SIGSTOP');
    const children = await childrenOf(this.pid);
    const family = this.kill('SIGKILL');
    for (const child of children) killIfAlive(child);
    await family;
    const giveUpAt = Date.now() + STOP_LIMIT_MS;
    while (children.some(isAlive)) {
      if (Date.now() > giveUpAt) throw new OperationalError('timeout', `children of ${this.command.name} outlived SIGKILL by ${STOP_LIMIT_MS} ms: ${children.join(', ')}`);
      await sleep(READY_POLL_MS);
    }
  }

  /** Ends the server and returns when it is gone; a server that ignores the signal is killed after 10 s. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    this.signal(signal);
    const killer = setTimeout(() => this.signal('SIGKILL'), STOP_LIMIT_MS);
    await this.exited;
    clearTimeout(killer);
    this.watchdog.stdin?.end('stopped\n');
  }
}

async function spawned(command: ServerCommand): Promise<ChildProcess> {
  // The log is a file, not a pipe: a server must neither block on a busy test nor die of a broken pipe.
  const log = openSync(command.logFile, 'a');
  try {
    const child = spawn(command.file, command.args, { ...command.user, env: { ...command.env, ...process.env }, cwd: command.directory, stdio: ['ignore', log, log] });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) =>
        reject(new OperationalError('misconfigured', `${command.name} can't be run as ${command.file}: ${cause.message}`, { cause })),
      );
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/**
 * A shell that waits for its input to end, which happens whenever this process ends, be it by kill -9: exit hooks do not
 * run then, and Jest does not run them inside a test's sandbox at all.
 */
function watchdogOf(child: ChildProcess, directory: string): ChildProcess {
  const script = 'read -r line && exit 0; kill -KILL "$1" 2>/dev/null; sleep 1; rm -rf "$2"';
  const watchdog = spawn('/bin/sh', ['-c', script, 'watchdog', String(child.pid), directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.unref();
  // The pipe must not keep a finished test run alive; the type hides that it is a socket.
  (watchdog.stdin as unknown as { unref(): void }).unref();
  watchdog.stdin?.on('error', () => undefined);
  return watchdog;
}

async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []));
}

function killIfAlive(pid: number): void {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** Signal 0 asks whether there is such a process and sends nothing. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function logTail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-LOG_TAIL_CHARACTERS) : '(no log)';
}
