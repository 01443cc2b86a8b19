import { invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Home } from './home.js';
import { LogFile } from './log-file.js';
import type { OnProcessEvent } from './process-event.js';
import type { RunFile, ServiceRecord } from './run-file.js';
import { SupervisedChild, type ChildSpec } from './supervised-child.js';

export const READY_TIMEOUT_MS = 60_000;
export const STOP_GRACE_MS = 10_000;
/** How many children start at once: more would share the cores until none is ready in time. */
export const STARTS_AT_ONCE = 8;

export interface SupervisorOptions {
  readonly home: Home;
  /** Where who runs is written down, so that a later start finds what a kill of this process leaves behind. */
  readonly run?: RunFile;
  readonly onEvent?: OnProcessEvent;
  readonly readyTimeoutMs?: number;
}

/**
 * Runs the mesh's programs as processes of their own and keeps them running. Signals are the caller's business: it
 * calls `stop`.
 */
export class Supervisor {
  readonly #children: SupervisedChild[] = [];
  readonly #options: SupervisorOptions;
  #stopped: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /**
   * Starts a child and resolves when it has said `{ type: 'ready', healthUrl }` over its IPC channel.
   * @throws OperationalError 'unavailable' with its last log lines, when it ends first or takes longer than the limit
   */
  async start(spec: ChildSpec): Promise<ServiceRecord> {
    if (this.#stopped) throw new OperationalError('unavailable', `${spec.name} was not started: the mesh is stopping`);
    const child = this.#add(spec);
    try {
      await child.start();
    } catch (error) {
      this.#children.splice(this.#children.indexOf(child), 1);
      throw error;
    }
    const { record } = child;
    if (!record) throw new OperationalError('unavailable', `${spec.name} ended right after it was ready; the log is ${this.#options.home.logFile(spec.name)}`);
    return record;
  }

  /** Starts all, some at once, and keeps their order in `services`. After the first failure no further one is started. */
  async startAll(specs: readonly ChildSpec[], atOnce: number = STARTS_AT_ONCE): Promise<readonly ServiceRecord[]> {
    const started: ServiceRecord[] = [];
    const failures: unknown[] = [];
    const waiting = specs.entries();
    const starter = async (): Promise<void> => {
      for (const [index, spec] of waiting) {
        try {
          started[index] = await this.start(spec);
        } catch (error) {
          failures.push(error);
        }
        if (failures.length > 0) return;
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, specs.length) }, starter));
    if (failures.length > 0) throw failures[0];
    return started;
  }

  /** Who runs now, in the order of the starts. */
  get services(): readonly ServiceRecord[] {
    return this.#children.flatMap(({ record }) => record ?? []);
  }

  /** Asks all to end, the last started first, and resolves when all have. */
  stop(graceMs: number = STOP_GRACE_MS): Promise<void> {
    this.#stopped ??= Promise.all(this.#children.toReversed().map((child) => child.stop(graceMs))).then(() => undefined);
    return this.#stopped;
  }

  #add(spec: ChildSpec): SupervisedChild {
    invariant(!this.#children.some((child) => child.spec.name === spec.name), `two children are called ${spec.name}`);
    const { home, run, onEvent = () => undefined, readyTimeoutMs = READY_TIMEOUT_MS } = this.#options;
    const child = new SupervisedChild(spec, {
      log: new LogFile(home.logFile(spec.name)),
      readyTimeoutMs,
      onEvent,
      onChange: () => run?.update({ services: this.services }),
    });
    this.#children.push(child);
    return child;
  }
}
