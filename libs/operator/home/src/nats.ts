import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { OperationalError } from '@carriermesh/platform-errors';
import { messageOf, readIfThere, writeWhole } from './files.js';
import type { Home } from './home.js';
import { hasEnded, KeptServer } from './kept-server.js';
import { LogFile } from './log-file.js';
import { natsConfig, type BusAccounts } from './nats-config.js';
import { findNatsServer, type NatsServerProgram } from './nats-server.js';
import { LOOPBACK, onSomePort, PortTaken } from './ports.js';
import type { OnProcessEvent } from './process-event.js';
import { commandLine, endProcess, identify, type EndStep } from './processes.js';

const run = promisify(execFile);
const NAME = 'nats';
/** A stream of many gigabytes is checked before the server answers. */
const READY_TIMEOUT_MS = 60_000;
const RELOAD_TIMEOUT_MS = 10_000;
const CHECK_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

/**
 * The broker shares its machine with the database and a dozen processes. Left alone its runtime takes every processor, where its threads look
 * for work and wake one another, and collects a heap of few megabytes again and again: a third of its time. What the environment says counts.
 */
export const BROKER_THRIFT: Readonly<Record<string, string>> = { GOMAXPROCS: String(Math.max(1, Math.floor(availableParallelism() / 2))), GOGC: '400' };

/** Losing what is not synced is allowed: the bus follows the ledger, and the relay fills it again. */
const END_STEPS: readonly EndStep[] = [
  { signal: 'SIGTERM', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];

export interface NatsServer {
  /** `nats://127.0.0.1:4222` */
  readonly url: string;
  /** Changes when the server had to be started again. */
  readonly pid: number;
  /**
   * Makes the server know other accounts; connections of accounts that stay are kept.
   * @throws OperationalError 'misconfigured' when the server refuses, and it goes on with what it had
   */
  reload(accounts: BusAccounts): Promise<void>;
  stop(): Promise<void>;
}

export interface StartNatsOptions {
  readonly port?: number | undefined;
  /** Default: what `findNatsServer` finds. */
  readonly program?: NatsServerProgram;
  readonly say?: (line: string) => void;
  readonly onEvent?: OnProcessEvent;
}

/**
 * The bus of a home, started again when it dies. What an earlier start left running is stopped first.
 * @throws OperationalError 'misconfigured' with one sentence that says what a person has to do
 */
export async function startNats(home: Home, accounts: BusAccounts, options: StartNatsOptions = {}): Promise<NatsServer> {
  const { say = () => undefined, onEvent } = options;
  const program = options.program ?? (await findNatsServer({ say }));
  if (program.notice !== undefined) say(program.notice);
  const configFile = join(home.natsDirectory, 'server.conf');
  const pidFile = join(home.natsDirectory, 'server.pid');
  await endOrphan(pidFile, configFile, say);

  const log = new LogFile(home.logFile(NAME));
  return onSomePort(options.port, 'NATS', async (port) => {
    const write = (to: string, next: BusAccounts): void => writeWhole(to, natsConfig({ port, storeDir: home.natsDirectory, ...next }));
    write(configFile, accounts);
    const launch = (): Promise<ChildProcess> => launchOnce({ program: program.path, configFile, pidFile, port, log });
    const server = await KeptServer.start({ name: NAME, launch, endSteps: END_STEPS, onEvent });
    return {
      url: `nats://${LOOPBACK}:${port}`,
      get pid() {
        return server.pid;
      },
      async reload(next) {
        const draft = `${configFile}.next`;
        write(draft, next);
        await check(program.path, draft);
        renameSync(draft, configFile);
        // Server 2.9 ties a new account's import to CORE as it was before the reload, where nobody answers it ("no
        // responders"); reloading once more ties it to CORE as it is.
        await reloadRunning(server.pid, log);
        await reloadRunning(server.pid, log);
      },
      async stop() {
        await server.stop();
        rmSync(pidFile, { force: true });
      },
    };
  });
}

interface Launch {
  readonly program: string;
  readonly configFile: string;
  readonly pidFile: string;
  readonly port: number;
  readonly log: LogFile;
}

/** Its own session keeps a terminal's Ctrl-C from stopping it before the services. */
async function launchOnce({ program, configFile, pidFile, port, log }: Launch): Promise<ChildProcess> {
  const descriptor = log.open();
  const child = spawn(program, ['-c', configFile, '-P', pidFile], { env: { ...BROKER_THRIFT, ...process.env }, stdio: ['ignore', descriptor, descriptor], detached: true });
  closeSync(descriptor);
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    throw new OperationalError('misconfigured', `${program} cannot be run: ${error.message}`, { cause: error });
  }
  const giveUpAt = performance.now() + READY_TIMEOUT_MS;
  while (!hasEnded(child)) {
    // The port alone proves nothing: another server may have taken it while ours was starting, and ours then ends.
    if (log.sinceOpened().includes('Server is ready') && (await greets(port))) return child;
    if (performance.now() > giveUpAt) child.kill('SIGKILL');
    await sleep(POLL_MS);
  }
  const said = log.lastLines();
  if (/address already in use/i.test(said)) throw new PortTaken(port, 'NATS');
  throw new OperationalError('misconfigured', `nats-server did not start; it said:\n${said || '(nothing)'}\nThe log is ${log.path}`);
}

/** A NATS server speaks first: `INFO {…}`. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: LOOPBACK, timeout: 1_000 });
    const answer = (greeted: boolean): void => {
      socket.destroy();
      resolve(greeted);
    };
    socket.once('data', (bytes) => answer(bytes.subarray(0, 5).toString() === 'INFO '));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}

async function check(program: string, configFile: string): Promise<void> {
  try {
    await run(program, ['-t', '-c', configFile], { timeout: CHECK_TIMEOUT_MS });
  } catch (error) {
    throw new OperationalError('misconfigured', `nats-server refuses the new configuration: ${messageOf(error).trim()}`, { cause: error });
  }
}

/** The server answers a reload only in its log. */
async function reloadRunning(pid: number, log: LogFile): Promise<void> {
  const mark = log.size;
  process.kill(pid, 'SIGHUP');
  const giveUpAt = performance.now() + RELOAD_TIMEOUT_MS;
  while (performance.now() < giveUpAt) {
    const said = log.since(mark);
    if (said.includes('Reloaded server configuration')) return;
    const refusal = /Failed to reload server configuration: (.*)/.exec(said)?.[1];
    if (refusal !== undefined) throw new OperationalError('misconfigured', `nats-server did not take the new configuration: ${refusal}`);
    await sleep(POLL_MS);
  }
  throw new OperationalError('timeout', `nats-server did not say within ${RELOAD_TIMEOUT_MS} ms that it took the new configuration; the log is ${log.path}`);
}

/** The command line proves that the process is the server of this home and not a stranger that got its id later. */
async function endOrphan(pidFile: string, configFile: string, say: (line: string) => void): Promise<void> {
  const identity = identify(Number(readIfThere(pidFile)));
  if (!identity || !commandLine(identity.pid)?.includes(configFile)) return;
  say(`nats-server was left running by an earlier start (process ${identity.pid}): stopping it`);
  if (await endProcess(identity, END_STEPS)) return;
  throw new OperationalError('misconfigured', `nats-server of an earlier start (process ${identity.pid}) does not stop: end it, then start again`);
}
