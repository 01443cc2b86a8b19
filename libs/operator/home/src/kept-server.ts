import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from './files.js';
import type { OnProcessEvent } from './process-event.js';
import { endProcess, identify, type EndStep } from './processes.js';
import { RestartBudget } from './restart-budget.js';

export interface KeptServerOptions {
  readonly name: string;
  /** Starts the server and resolves when it answers; rejects, with no process left behind, when it does not. */
  readonly launch: () => Promise<ChildProcess>;
  /** How it is asked to end, more and more firmly. */
  readonly endSteps: readonly EndStep[];
  readonly onEvent?: OnProcessEvent | undefined;
}

/** A server that is not ours to write (PostgreSQL, NATS), started again at the same address when it ends unasked. */
export class KeptServer {
  readonly #budget = new RestartBudget();
  readonly #abandonRestart = new AbortController();
  #restarting: Promise<void> = Promise.resolve();
  #process: ChildProcess;

  private constructor(
    private readonly options: KeptServerOptions,
    first: ChildProcess,
  ) {
    this.#process = first;
    this.#watch(first);
  }

  static async start(options: KeptServerOptions): Promise<KeptServer> {
    return new KeptServer(options, await options.launch());
  }

  /** Of the process that runs now, or that ran last. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async stop(): Promise<void> {
    this.#abandonRestart.abort();
    await this.#restarting;
    const identity = identify(this.pid);
    if (identity && !hasEnded(this.#process)) await endProcess(identity, this.options.endSteps);
  }

  #watch(child: ChildProcess): void {
    const ended = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (this.#abandonRestart.signal.aborted) return;
      this.options.onEvent?.({ type: 'exit', name: this.options.name, pid: child.pid ?? 0, code, signal });
      this.#restarting = this.#startAgain();
    };
    // A server may end between its launch and this line; its event has then been emitted to nobody.
    if (hasEnded(child)) ended(child.exitCode, child.signalCode);
    else child.once('exit', ended);
  }

  async #startAgain(): Promise<void> {
    const { name, launch, onEvent } = this.options;
    const { signal } = this.#abandonRestart;
    for (;;) {
      const inMs = this.#budget.nextDelayMs(performance.now());
      if (inMs === undefined) return onEvent?.({ type: 'gave-up', name, message: `${name} ended too often within a minute` });
      onEvent?.({ type: 'restart', name, inMs });
      await sleep(inMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        this.#process = await launch();
      } catch (error) {
        onEvent?.({ type: 'failed', name, message: messageOf(error) });
        continue;
      }
      onEvent?.({ type: 'ready', name, pid: this.pid });
      return this.#watch(this.#process);
    }
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
