import type { DomainEvent, ProcessEnd } from '@carriermesh/decider';
import type { Instant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { inSpan } from '@carriermesh/platform-telemetry';
import { sleep } from '@carriermesh/platform-time';
import type { Cause } from './cause.js';
import { begunBy, causedBy, loadedFrom, unbegun, type Begun, type Loaded } from './loaded.js';
import type { ProcessSurroundings, StepLedger } from './process-surroundings.js';
import type { ProcessRunner } from './process-runner.js';

/** How often a step is decided again because another instance wrote first. */
const CONFLICT_RETRIES = 8;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

interface Effect {
  readonly key: string;
}

/**
 * One living process. Its inputs are taken one after the other; its effects run beside them. All that it knows it can read
 * again from its stream, so it may be dropped at any time.
 */
export class ProcessActor {
  private loaded: Loaded | undefined;
  private queue: Promise<void> = Promise.resolve();
  private readonly underWay = new Set<string>();
  /** By key, why. */
  private readonly failedForGood = new Map<string, string>();
  /** Under way since the last step, until it is handed to whoever delivered that. */
  private listing: Promise<void> | undefined;

  constructor(
    private readonly runner: ProcessRunner<any, any, any, any>,
    readonly id: string,
    private readonly surroundings: ProcessSurroundings,
  ) {}

  get name(): string {
    return this.runner.process.name;
  }

  get stream(): string {
    return `${this.runner.category}-${this.id}`;
  }

  get isLoaded(): boolean {
    return this.loaded !== undefined;
  }

  /** When it has to be woken; `undefined` while it is not loaded, or waits for no time. */
  get deadline(): Instant | undefined {
    return this.loaded && this.runner.process.deadline(this.loaded.state);
  }

  get ended(): boolean {
    return this.end !== undefined;
  }

  private get end(): ProcessEnd | undefined {
    return this.loaded && this.runner.process.ended(this.loaded.state);
  }

  /** Of the last event that it knows; -1 when there is none. */
  get revision(): number {
    return typeof this.loaded?.revision === 'number' ? this.loaded.revision : -1;
  }

  /** Effects that will not be tried again before the next start. */
  get failedEffects(): number {
    return this.failedForGood.size;
  }

  /** What waits for an operator, a sentence each. */
  get alarms(): readonly string[] {
    if (this.failedForGood.size === 0 && this.end !== 'needs-operator') return [];
    const name = `${this.name} ${this.id}`;
    const failed = [...this.failedForGood].map(([key, why]) => `${name}: the effect ${key} failed for good, and the next start tries it again: ${why}`);
    return this.end === 'needs-operator' ? [`${name} needs an operator`, ...failed] : failed;
  }

  /** It has ended, owes nothing and calls for nobody, or was asked about and never begun: it can be forgotten. */
  get done(): boolean {
    if (this.loaded === undefined || this.underWay.size > 0) return false;
    return this.loaded.revision === 'none' || (this.ended && this.end !== 'needs-operator' && this.owed().length === 0);
  }

  /**
   * Does what is owed.
   * @param begun what was just committed as the stream's first events; without it the stream is read, which somebody else may have written to
   */
  pursue(begun?: Begun): Promise<void> {
    return this.inTurn(async () => {
      if (this.loaded === undefined && begun) this.loaded = begunBy(this.runner.process, begun);
      else this.loaded = undefined;
      await this.load();
      this.performOutstanding();
    });
  }

  /** @param cause whose order it belongs to, if the input came as an event: a process that begins with it takes that over */
  async deliver(input: unknown, cause?: Cause): Promise<boolean> {
    const { isStep, listing } = await this.inTurn(async () => {
      const isStep = await this.take(input, cause);
      this.performOutstanding();
      const { listing } = this;
      this.listing = undefined;
      return { isStep, listing };
    });
    // Waited for by the event's bookmark, and by no effect.
    await listing;
    return isStep;
  }

  /** The deadline has passed; an input that came first may have moved it. */
  wake(now: Instant): Promise<void> {
    return this.inTurn(async () => {
      const { state } = await this.load();
      const deadline = this.runner.process.deadline(state);
      if (deadline === undefined || deadline > now) return;
      failpoint('process-at-deadline');
      await this.take(this.runner.process.timeout(state));
      this.performOutstanding();
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  private async load(): Promise<Loaded> {
    if (this.loaded) return this.loaded;
    this.loaded = loadedFrom(this.runner.process, this.id, await this.surroundings.ledger.load(this.stream));
    return this.loaded;
  }

  /**
   * Most events that come to a process which nobody here knows begin it: the ledger is not looked at before that, and refuses the step
   * where there is one.
   * @returns whether it led to a step
   */
  private async take(input: unknown, cause?: Cause): Promise<boolean> {
    for (let attempt = 0; attempt < CONFLICT_RETRIES; attempt += 1) {
      const isRemembered = this.loaded !== undefined;
      const isGuessed = !isRemembered && cause !== undefined && attempt === 0;
      const before = isGuessed ? unbegun(this.runner.process, this.id) : await this.load();
      const context = causedBy(before, cause);
      const { events, postings = [] } = this.runner.process.react(before.state, input, this.surroundings.clock.now());
      if (events.length === 0 && isGuessed) continue;
      if (events.length === 0 && !isRemembered) {
        // Its step is on record, and whoever took it may have died before the process was listed for it.
        if (cause && !this.ended && before.revision !== 'none') await this.surroundings.reopen(this.revision, 'ordered');
        return false;
      }
      if (events.length === 0) {
        // Good enough to act on, since the append proves the revision, but not to stay on: another instance may have brought the
        // process to where it waits for this very input, and nobody says it twice.
        this.loaded = undefined;
        continue;
      }
      const own = { stream: this.stream, expected: before.revision, events };
      const state = events.reduce((known: unknown, event: DomainEvent) => this.runner.process.evolve(known, event), before.state);
      // What it asks of others leaves before this thread makes the bytes of the commit.
      if (this.prepare(state, context)) await Promise.resolve();
      let result;
      try {
        result = await this.commit([own, ...postings], { context, isRepeated: cause !== undefined });
      } catch (error) {
        // The outcome is unknown: what the stream says counts.
        this.loaded = undefined;
        throw error;
      }
      if (result.kind === 'appended') {
        this.loaded = { context, state, revision: result.revisions.get(this.stream) ?? before.revision };
        failpoint('process-after-input');
        return true;
      }
      this.loaded = undefined;
    }
    throw new OperationalError('overloaded', `${this.stream} could not be written: others wrote first ${CONFLICT_RETRIES} times in a row`);
  }

  /**
   * A late input may leave an ended process with something to do, which the next start has to find. An event that was lost in between
   * comes again, and finds the step done; nothing else does, and waits until the process is listed.
   */
  private async commit(appends: Parameters<StepLedger['commit']>[0], { context, isRepeated }: { readonly context: CallContext; readonly isRepeated: boolean }) {
    const { ledger, reopen } = this.surroundings;
    const { ended, revision } = this;
    if (ended && !isRepeated) await reopen(revision, 'durable');
    const result = await ledger.commit(appends, context);
    if (ended && isRepeated && result.kind === 'appended') {
      this.listing = reopen(revision, 'ordered');
      // Whoever delivered the event hears of it.
      this.listing.catch(() => undefined);
    }
    return result;
  }

  /** Of what the next state owes, what may be asked for beside the record of it. */
  private prepare(next: unknown, context: CallContext): boolean {
    const { runner, underWay } = this;
    const { signal } = this.surroundings;
    if (runner.prepare === undefined || signal.aborted) return false;
    const effects: readonly Effect[] = runner.process.outstanding(next).filter(({ key }: Effect) => !underWay.has(key));
    for (const effect of effects) runner.prepare(effect, { processId: this.id, context, signal });
    return effects.length > 0;
  }

  private performOutstanding(): void {
    const { signal } = this.surroundings;
    for (const { key } of signal.aborted ? [] : this.owed()) {
      if (this.underWay.has(key)) continue;
      this.underWay.add(key);
      void this.perform(key);
    }
    this.surroundings.settled(this);
  }

  private owed(): readonly Effect[] {
    return this.loaded ? this.runner.process.outstanding(this.loaded.state) : [];
  }

  /**
   * Tries until it is done, is owed no more, or the service stops; never rejects, since nobody waits for it. A bug ends the
   * attempts: the effect stays marked as under way, so that it is not tried again before the next start.
   */
  private async perform(key: string): Promise<void> {
    const { signal, log, timers } = this.surroundings;
    const facts = { process: this.runner.process.name, id: this.id, effect: key };
    try {
      for (let waitMs = FIRST_RETRY_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS)) {
        if (await this.isPerformed(key, facts)) break;
        await sleep(timers, waitMs, signal);
      }
      this.underWay.delete(key);
      this.performOutstanding();
    } catch (error) {
      this.failedForGood.set(key, (error as Error).message);
      log.error({ ...facts, error }, 'an effect failed for good; an operator has to look, the next start tries it again');
    }
  }

  /** One attempt, if the effect is still owed. True when it is owed no more. Throws when another attempt would be of no use. */
  private async isPerformed(key: string, facts: object): Promise<boolean> {
    try {
      const effect = await this.stillOwed(key);
      if (effect === undefined) return true;
      await this.performOnce(effect);
      return (await this.stillOwed(key)) === undefined;
    } catch (error) {
      if (!(error instanceof OperationalError) || !error.retryable) throw error;
      if (!this.surroundings.signal.aborted) this.surroundings.log.warn({ ...facts, error }, 'an effect failed and is tried again');
      return false;
    }
  }

  private async performOnce(effect: Effect): Promise<void> {
    const { context } = await this.inTurn(() => this.load());
    const { signal, service } = this.surroundings;
    const span = { traceparent: context.traceparent, attributes: { 'cm.process.id': this.id, 'cm.effect': effect.key }, service };
    await inSpan(`${this.runner.process.name} ${effect.key}`, span, async () => {
      const input: unknown = await this.runner.perform(effect, { processId: this.id, context, signal });
      failpoint('process-after-effect');
      await this.deliver(input);
    });
  }

  /** The effect as the present state owes it: what it was when it was first tried may have changed. */
  private async stillOwed(key: string): Promise<Effect | undefined> {
    await this.inTurn(() => this.load());
    return this.owed().find((effect) => effect.key === key);
  }
}
