import type { DomainEvent } from '@carriermesh/decider';
import { invariant, type Instant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import type { AppendResult, ExpectedRevision } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { ProcessActor } from './process-actor.js';
import type { Processes, ProcessRunner } from './process-runner.js';
import type { AnyStoredEvent } from './stored-event.js';

/** How often deadlines are compared with the clock. */
const TICK_MS = 100;
/** After a step that the ledger did not take: when the process is looked after again. */
const RETRY_MS = 500;
/** Processes that are resumed together after a start. */
const RESUME_TOGETHER = 64;

/** What the engine needs of the ledger; the chassis's TypedLedger is it. */
export interface StepLedger {
  load(stream: string): Promise<{ readonly events: readonly AnyStoredEvent[]; readonly revision: ExpectedRevision }>;
  commit(
    appends: readonly { stream: string; expected: ExpectedRevision | 'any'; events: readonly DomainEvent[] }[],
    context: CallContext,
  ): Promise<AppendResult>;
}

/** Which processes were begun and have not been seen to end. An accelerator: the streams are the truth. */
export interface ProcessIndex {
  open(): Promise<readonly { readonly name: string; readonly id: string }[]>;
  close(name: string, id: string): Promise<void>;
}

/** What an actor may touch. */
export interface ProcessSurroundings {
  readonly service: string;
  readonly ledger: StepLedger;
  readonly clock: { now(): Instant };
  readonly log: Logger;
  readonly signal: AbortSignal;
  settled(actor: ProcessActor): void;
}

export interface ProcessEngineOptions {
  readonly service: string;
  readonly ledger: StepLedger;
  readonly clock: { now(): Instant };
  readonly log: Logger;
  readonly index: ProcessIndex;
}

/** Keeps the promises of one service: resumes what a crash interrupted, routes events, performs effects, watches deadlines. */
export class ProcessEngine implements Processes {
  private readonly runners = new Map<string, ProcessRunner<any, any, any, any>>();
  private readonly actors = new Map<string, ProcessActor>();
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ProcessEngineOptions) {}

  /** How many processes are alive in this instance. */
  get alive(): number {
    return this.actors.size;
  }

  register(runners: readonly ProcessRunner<any, any, any, any>[]): void {
    for (const runner of runners) this.runners.set(runner.process.name, runner);
  }

  /** Takes up every process that has not ended. Call it when the service has read the ledger to its head. */
  async start(): Promise<void> {
    const open = (await this.options.index.open()).filter(({ name }) => this.runners.has(name));
    for (let begin = 0; begin < open.length; begin += RESUME_TOGETHER) {
      const together = open.slice(begin, begin + RESUME_TOGETHER);
      await Promise.all(together.map(({ name, id }) => this.actor(name, id).pursue()));
    }
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopping.abort();
  }

  pursue(processName: string, id: string): void {
    this.lookAfter(this.actor(processName, id), (actor) => actor.pursue());
  }

  deliver(processName: string, id: string, input: unknown): Promise<void> {
    return this.actor(processName, id).deliver(input);
  }

  /** Event types that some process of this service waits for. */
  get listens(): ReadonlySet<string> {
    return new Set([...this.runners.values()].flatMap(({ listens }) => listens));
  }

  /** Gives an event to the processes that it concerns. Resolves when their steps are durable. */
  async route(event: AnyStoredEvent): Promise<void> {
    for (const runner of this.runners.values()) {
      if (!runner.listens.includes(event.type)) continue;
      const target = runner.route(event);
      if (target) await this.deliver(runner.process.name, target.id, target.input);
    }
  }

  private actor(processName: string, id: string): ProcessActor {
    const runner = this.runners.get(processName);
    invariant(runner, `the service ${this.options.service} has no process named ${processName}`);
    const key = `${processName}/${id}`;
    let actor = this.actors.get(key);
    if (!actor) {
      actor = new ProcessActor(runner, id, {
        service: this.options.service,
        ledger: this.options.ledger,
        clock: this.options.clock,
        log: this.options.log,
        signal: this.stopping.signal,
        settled: (settled) => this.forgetIfDone(key, processName, settled),
      });
      this.actors.set(key, actor);
    }
    return actor;
  }

  private forgetIfDone(key: string, processName: string, actor: ProcessActor): void {
    if (!actor.done || this.actors.get(key) !== actor) return;
    this.actors.delete(key);
    // A row that stays costs one look at the next start, and nothing else.
    this.options.index.close(processName, actor.id).catch((error: unknown) => {
      this.options.log.warn({ error, process: processName, id: actor.id }, 'an ended process could not be taken off the index');
    });
  }

  private tick(): void {
    const now = this.options.clock.now();
    for (const actor of this.actors.values()) {
      const { deadline } = actor;
      if (deadline !== undefined && deadline <= now) this.lookAfter(actor, () => actor.wake(now));
    }
  }

  /** Steps that nobody waits for: one that fails is taken again until the ledger takes it, since the stream says what is owed. */
  private lookAfter(actor: ProcessActor, step: (actor: ProcessActor) => Promise<void>): void {
    step(actor).catch((error: unknown) => {
      if (this.stopping.signal.aborted) return;
      this.options.log.warn({ error, stream: actor.stream }, 'a process could not take its step; it is tried again');
      setTimeout(() => {
        if (!this.stopping.signal.aborted) this.lookAfter(actor, () => actor.pursue());
      }, RETRY_MS);
    });
  }
}
