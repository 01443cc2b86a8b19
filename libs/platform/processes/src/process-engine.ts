import { invariant, type Instant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import { every, realTimers, sleep, type Timers } from '@carriermesh/platform-time';
import type { Cause } from './cause.js';
import { Deadlines } from './deadlines.js';
import type { Begun } from './loaded.js';
import { ProcessActor } from './process-actor.js';
import type { Processes, ProcessRunner } from './process-runner.js';
import type { ProcessIndex, StepLedger } from './process-surroundings.js';
import { RememberedActors } from './remembered-actors.js';
import type { AnyStoredEvent } from './stored-event.js';

/** How often deadlines are compared with the clock. */
const TICK_MS = 100;
/** After a step that the ledger did not take: when the process is looked after again. */
const RETRY_MS = 500;
/** The same after a failure that looks like a bug: often enough to recover by itself, seldom enough not to fill the log. */
const FAILED_RETRY_MS = 60_000;
/** How often the list of open processes is looked through for those that nobody here knows. */
const SURVEY_MS = 20_000;
/** What an instance had begun that is gone for good is taken up by another one within this: it is open at one look, and still at the next. */
export const TAKEN_UP_WITHIN_MS = 2 * SURVEY_MS;
/** Processes that are resumed together after a start. */
const RESUME_TOGETHER = 64;

type Named = Awaited<ReturnType<ProcessIndex['open']>>[number];

export interface ProcessEngineOptions {
  readonly service: string;
  readonly ledger: StepLedger;
  readonly clock: { now(): Instant };
  readonly log: Logger;
  readonly index: ProcessIndex;
  /** Default: the machine's. */
  readonly timers?: Timers;
}

/** Keeps the promises of one service: resumes what a crash interrupted, routes events, performs effects, watches deadlines. */
export class ProcessEngine implements Processes {
  private readonly runners = new Map<string, ProcessRunner<any, any, any, any>>();
  private readonly actors = new Map<string, ProcessActor>();
  /** That have ended, and may be called upon again: what they know spares a look at the ledger. */
  private readonly remembered = new RememberedActors();
  private readonly stopping = new AbortController();
  private readonly deadlines = new Deadlines<ProcessActor>();
  /** Those whose deadline's step is under way, and those that failed and are looked after again in a while. */
  private readonly waking = new Set<ProcessActor>();
  private readonly resting = new Set<ProcessActor>();
  private readonly timers: Timers;
  /** Open ones that this instance did not know when it looked last. */
  private unknown: ReadonlySet<string> = new Set();
  private stopTicking: () => void = () => undefined;

  constructor(private readonly options: ProcessEngineOptions) {
    this.timers = options.timers ?? realTimers;
  }

  /** How many processes are alive in this instance. */
  get alive(): number {
    return this.actors.size;
  }

  register(runners: readonly ProcessRunner<any, any, any, any>[]): void {
    for (const runner of runners) this.runners.set(runner.process.name, runner);
  }

  /** Effects that failed for a reason that no retry mends, and wait for an operator. */
  get failedEffects(): number {
    return [...this.actors.values()].reduce((sum, { failedEffects }) => sum + failedEffects, 0);
  }

  /** What waits for an operator, a sentence each. A process that needs one stays on the list, and so over restarts too. */
  get alarms(): readonly string[] {
    return [...this.actors.values()].flatMap(({ alarms }) => alarms);
  }

  /**
   * Takes up every process that has not ended. Call it when the service has read the ledger to its head. A process that can't
   * be taken up keeps nobody else from it.
   */
  async start(): Promise<void> {
    await this.takeUp(await this.open());
    if (this.stopping.signal.aborted) return;
    this.stopTicking = every(this.timers, TICK_MS, () => this.tick());
    void this.survey();
  }

  stop(): void {
    this.stopTicking();
    this.stopping.abort();
  }

  pursue(processName: string, id: string, begun?: Begun): void {
    void this.lookAfter(this.actor(processName, id), (actor) => actor.pursue(begun));
  }

  async deliver(processName: string, id: string, input: unknown, cause?: Cause): Promise<boolean> {
    const actor = this.actor(processName, id);
    try {
      return await actor.deliver(input, cause);
    } catch (error) {
      // Its state is unknown now, and with it its deadline: who delivered may not come back.
      this.pursueLater(actor, error);
      throw error;
    }
  }

  /** Event types that some process of this service waits for. */
  get listens(): ReadonlySet<string> {
    return new Set([...this.runners.values()].flatMap(({ listens }) => listens));
  }

  /** Which processes an event concerns. */
  targets(event: AnyStoredEvent): readonly string[] {
    const concerned = [...this.runners.values()].filter(({ listens }) => listens.includes(event.type));
    return concerned.flatMap((runner) => {
      const target = runner.route(event);
      return target ? [keyOf({ name: runner.process.name, id: target.id })] : [];
    });
  }

  /** Gives an event to the processes that it concerns. Resolves when their steps are durable, with whether there was any. */
  async route(event: AnyStoredEvent): Promise<boolean> {
    let isTaken = false;
    for (const runner of this.runners.values()) {
      if (!runner.listens.includes(event.type)) continue;
      const target = runner.route(event);
      if (target && (await this.deliver(runner.process.name, target.id, target.input, causeOf(event)))) isTaken = true;
    }
    return isTaken;
  }

  private async open(): Promise<readonly Named[]> {
    return (await this.options.index.open()).filter(({ name }) => this.runners.has(name));
  }

  private async takeUp(open: readonly Named[]): Promise<void> {
    for (let rest = open; rest.length > 0; rest = rest.slice(RESUME_TOGETHER)) {
      const together = rest.slice(0, RESUME_TOGETHER);
      await Promise.all(together.map(({ name, id }) => this.lookAfter(this.actor(name, id), (actor) => actor.pursue())));
    }
  }

  /**
   * Whoever began a process may be gone for good: one that is open at the second look is taken up here too.
   */
  private async survey(): Promise<void> {
    const { signal } = this.stopping;
    for (await sleep(this.timers, SURVEY_MS, signal); !signal.aborted; await sleep(this.timers, SURVEY_MS, signal)) {
      try {
        const strange = (await this.open()).filter((each) => !this.actors.has(keyOf(each)));
        await this.takeUp(strange.filter((each) => this.unknown.has(keyOf(each))));
        this.unknown = new Set(strange.map(keyOf));
      } catch (error) {
        this.options.log.warn({ error }, 'the open processes could not be looked through; it is tried again');
      }
    }
  }

  private actor(processName: string, id: string): ProcessActor {
    const runner = this.runners.get(processName);
    invariant(runner, `the service ${this.options.service} has no process named ${processName}`);
    const key = keyOf({ name: processName, id });
    let actor = this.actors.get(key) ?? this.remembered.take(key);
    if (!actor) {
      actor = new ProcessActor(runner, id, {
        service: this.options.service,
        ledger: this.options.ledger,
        clock: this.options.clock,
        timers: this.timers,
        log: this.options.log,
        signal: this.stopping.signal,
        settled: (settled) => this.settled(key, processName, settled),
        reopen: (revision, until) => this.options.index.reopen(processName, id, revision, until),
      });
    }
    this.actors.set(key, actor);
    return actor;
  }

  private settled(key: string, processName: string, actor: ProcessActor): void {
    if (!actor.done) {
      // A late input came to one that was forgotten: its deadline has to be watched again.
      if (!this.actors.has(key)) this.actors.set(key, actor);
      this.watch(actor);
      return;
    }
    if (this.actors.get(key) !== actor) return;
    this.actors.delete(key);
    this.deadlines.set(actor, undefined);
    if (!actor.ended) return;
    this.remembered.keep(key, actor);
    // A row that stays costs one look at the next start, and nothing else.
    this.options.index.close(processName, actor.id, actor.revision).catch((error: unknown) => {
      this.options.log.warn({ error, process: processName, id: actor.id }, 'an ended process could not be taken off the index');
    });
  }

  /** One whose state is being looked up is looked at again with the next tick. */
  private watch(actor: ProcessActor): void {
    if (this.actors.get(keyOf(actor)) === actor) this.deadlines.set(actor, actor.isLoaded ? actor.deadline : this.options.clock.now());
  }

  private tick(): void {
    const now = this.options.clock.now();
    for (const actor of this.deadlines.takeDue(now)) {
      // A ledger that is away keeps one wake waiting for each process, not one for each tick. Both are watched again after it.
      if (this.waking.has(actor) || this.resting.has(actor)) continue;
      if (actor.deadline === undefined || actor.deadline > now) {
        this.watch(actor);
        continue;
      }
      this.waking.add(actor);
      void this.lookAfter(actor, () => actor.wake(now)).finally(() => {
        this.waking.delete(actor);
        this.watch(actor);
      });
    }
  }

  /** Steps that nobody waits for; never rejects. */
  private async lookAfter(actor: ProcessActor, step: (actor: ProcessActor) => Promise<void>): Promise<void> {
    try {
      await step(actor);
    } catch (error) {
      this.pursueLater(actor, error);
    }
  }

  /** A step that the ledger did not take is taken again until it does, since the stream says what is owed. */
  private pursueLater(actor: ProcessActor, error: unknown): void {
    const { signal } = this.stopping;
    if (signal.aborted || this.resting.has(actor)) return;
    const passes = error instanceof OperationalError && error.retryable;
    const facts = { error, stream: actor.stream };
    if (passes) this.options.log.warn(facts, 'a process could not take its step; it is tried again');
    else this.options.log.error(facts, 'a process failed at its step; an operator has to look, it is tried again now and then');
    this.resting.add(actor);
    void sleep(this.timers, passes ? RETRY_MS : FAILED_RETRY_MS, signal).then(() => {
      if (signal.aborted) return undefined;
      this.resting.delete(actor);
      return this.lookAfter(actor, () => actor.pursue());
    });
  }
}

const keyOf = ({ name, id }: Named): string => `${name}/${id}`;

function causeOf({ eventId, metadata: { correlationId, traceparent } }: AnyStoredEvent): Cause {
  return { correlationId, causationId: eventId, ...(traceparent === undefined ? {} : { traceparent }) };
}
