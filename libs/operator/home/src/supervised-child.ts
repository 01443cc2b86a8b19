import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperationalError } from '@carriermesh/platform-errors';
import { FAILPOINT_VARIABLE } from '@carriermesh/platform-failpoints';
import { withOwnFailpoint } from './child-failpoint.js';
import { messageOf } from './files.js';
import { hasEnded } from './kept-server.js';
import type { LogFile } from './log-file.js';
import type { OnProcessEvent } from './process-event.js';
import { identify, type ProcessIdentity } from './processes.js';
import { RestartBudget } from './restart-budget.js';
import type { ServiceRecord } from './run-file.js';

/** A mesh's. */
const PROCESSES = 12;
/**
 * How a heap is collected. As a whole, when it has grown by twice its size: by itself V8 does so when it has grown by a tenth, where a process makes
 * little that lasts, and counts the messages that pass through it, which lie outside the heap, as growth of it. Room for what is young, in MiB, of
 * which V8 would take twice as much on a large machine, and gain nothing by it. What is young is collected by several threads, unless it
 * is said otherwise: where there are fewer processors than processes they wait for one another behind those of the others.
 */
export const COLLECTING: readonly string[] = ['--heap-growing-percent=200', '--max-semi-space-size=32', ...(availableParallelism() < PROCESSES ? ['--no-parallel-scavenge'] : [])];

export interface ChildSpec {
  readonly name: string;
  /** Absolute path of the JavaScript to run. */
  readonly entry: string;
  /** The whole environment of the child: see `childEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Whether it is started again when it ends unasked. Default: yes. */
  readonly restart?: boolean;
}

export interface ChildSurroundings {
  readonly log: LogFile;
  readonly readyTimeoutMs: number;
  readonly onEvent: OnProcessEvent;
  /** Called whenever `record` has become another. */
  readonly onChange: () => void;
}

/** One program, run as a process of its own, and run again when it ends unasked. */
export class SupervisedChild {
  readonly #budget = new RestartBudget();
  readonly #stopping = new AbortController();
  #process: ChildProcess | undefined;
  #identity: ProcessIdentity | undefined;
  #healthUrl: string | undefined;
  #life = 0;

  constructor(
    readonly spec: ChildSpec,
    private readonly around: ChildSurroundings,
  ) {}

  /** The process that runs now; `undefined` between two of them. */
  get record(): ServiceRecord | undefined {
    if (!this.#identity) return undefined;
    const { name, entry } = this.spec;
    return { name, entry, ...this.#identity, ...(this.#healthUrl !== undefined && { healthUrl: this.#healthUrl }) };
  }

  /** Resolves when the child has said that it is ready. @throws OperationalError with its last log lines when it does not */
  async start(): Promise<void> {
    const child = this.#spawn();
    try {
      await this.#ready(child);
    } catch (error) {
      if (!this.#endedByFailpoint(child)) throw error;
      this.#tellEnd(child);
      return this.start();
    }
    this.around.onEvent({ type: 'ready', name: this.spec.name, pid: child.pid ?? 0 });
    if (hasEnded(child)) this.#ended(child);
    else child.once('exit', () => this.#ended(child));
  }

  /** From now on an end is no surprise. Resolves when the process has ended, by SIGKILL if `graceMs` were not enough for it. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    const child = this.#process;
    if (!child || hasEnded(child)) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const forceful = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(forceful);
  }

  /** Its own session keeps a terminal's Ctrl-C from ending every child at once, in no order. */
  #spawn(): ChildProcess {
    const { name, entry, args = [] } = this.spec;
    this.#life += 1;
    const env = withOwnFailpoint(this.spec.env, { name, life: this.#life });
    const descriptor = this.around.log.open();
    const child = spawn(process.execPath, [...COLLECTING, entry, ...args], { env: { ...env }, stdio: ['ignore', descriptor, descriptor, 'ipc'], detached: true });
    closeSync(descriptor);
    // A process that cannot be started, or ends while a message is under way, reports so here; `#ready` and `exit` say the rest.
    child.on('error', () => undefined);
    this.#process = child;
    this.#become(child.pid === undefined ? undefined : identify(child.pid), undefined);
    child.once('exit', () => {
      if (this.#process === child) this.#become(undefined, undefined);
    });
    return child;
  }

  async #ready(child: ChildProcess): Promise<void> {
    const { readyTimeoutMs, log } = this.around;
    const outcome = await new Promise<'ready' | 'ended' | 'late'>((resolve) => {
      const late = setTimeout(() => resolve('late'), readyTimeoutMs);
      const settle = (how: 'ready' | 'ended'): void => {
        clearTimeout(late);
        resolve(how);
      };
      child.on('message', (message) => {
        if (!isReady(message)) return;
        if (!hasEnded(child)) this.#become(this.#identity, message.healthUrl);
        settle('ready');
      });
      child.once('exit', () => settle('ended'));
      child.once('error', () => settle('ended'));
    });
    if (outcome === 'ready') return;
    const how = outcome === 'late' ? `was not ready within ${readyTimeoutMs} ms` : `ended before it was ready (${describeEnd(child)})`;
    if (outcome === 'late') await endNow(child);
    throw new OperationalError('unavailable', `${this.spec.name} ${how}; its last words:\n${log.lastLines() || '(none)'}\nThe log is ${log.path}`);
  }

  #ended(child: ChildProcess): void {
    if (this.#stopping.signal.aborted) return;
    this.#tellEnd(child);
    if (this.spec.restart ?? true) void this.#startAgain();
  }

  #tellEnd(child: ChildProcess): void {
    this.around.onEvent({ type: 'exit', name: this.spec.name, pid: child.pid ?? 0, code: child.exitCode, signal: child.signalCode });
  }

  /** It was told to kill itself, and did so before it was ready; the next life is told nothing. */
  #endedByFailpoint(child: ChildProcess): boolean {
    return this.#life === 1 && child.signalCode === 'SIGKILL' && FAILPOINT_VARIABLE in withOwnFailpoint(this.spec.env, { name: this.spec.name, life: 1 });
  }

  async #startAgain(): Promise<void> {
    const { onEvent, log } = this.around;
    const { name } = this.spec;
    const { signal } = this.#stopping;
    const inMs = this.#budget.nextDelayMs(performance.now());
    if (inMs === undefined) {
      return onEvent({ type: 'gave-up', name, message: `${name} ended too often within a minute; its last words:\n${log.lastLines()}` });
    }
    onEvent({ type: 'restart', name, inMs });
    await sleep(inMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      await this.start();
    } catch (error) {
      if (signal.aborted) return;
      onEvent({ type: 'failed', name, message: messageOf(error) });
      await this.#startAgain();
    }
  }

  #become(identity: ProcessIdentity | undefined, healthUrl: string | undefined): void {
    this.#identity = identity;
    this.#healthUrl = healthUrl;
    this.around.onChange();
  }
}

function isReady(message: unknown): message is { readonly type: 'ready'; readonly healthUrl?: string } {
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'ready') return false;
  return !('healthUrl' in message) || message.healthUrl === undefined || typeof message.healthUrl === 'string';
}

function endNow(child: ChildProcess): Promise<unknown> {
  if (hasEnded(child)) return Promise.resolve();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return ended;
}

function describeEnd(child: ChildProcess): string {
  if (child.pid === undefined) return 'the process could not be started';
  return child.signalCode === null ? `exit code ${child.exitCode}` : `signal ${child.signalCode}`;
}
