import { setTimeout as sleep } from 'node:timers/promises';
import { fold, type DomainEvent } from '@carriermesh/decider';
import type { Instant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import type { ExpectedRevision } from '@carriermesh/platform-ledger';
import { inSpan } from '@carriermesh/platform-telemetry';
import type { ProcessSurroundings } from './process-engine.js';
import type { ProcessRunner } from './process-runner.js';

/** How often a step is decided again because another instance wrote first. */
const CONFLICT_RETRIES = 8;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

interface Loaded {
  readonly state: unknown;
  readonly revision: ExpectedRevision;
  readonly context: CallContext;
}

/**
 * One living process. Its inputs are taken one after the other; its effects run beside them. All that it knows it can read
 * again from its stream, so it may be dropped at any time.
 */
export class ProcessActor {
  private loaded: Loaded | undefined;
  private queue: Promise<void> = Promise.resolve();
  private readonly underWay = new Set<string>();

  constructor(
    private readonly runner: ProcessRunner<any, any, any, any>,
    readonly id: string,
    private readonly surroundings: ProcessSurroundings,
  ) {}

  get stream(): string {
    return `${this.runner.category}-${this.id}`;
  }

  /** When it has to be woken; `undefined` while it is not loaded, or waits for no time. */
  get deadline(): Instant | undefined {
    return this.loaded && this.runner.process.deadline(this.loaded.state);
  }

  get ended(): boolean {
    return this.loaded !== undefined && this.runner.process.ended(this.loaded.state) !== undefined;
  }

  /** It has ended and owes nothing: it can be forgotten. */
  get done(): boolean {
    return this.ended && this.underWay.size === 0 && this.runner.process.outstanding(this.loaded?.state).length === 0;
  }

  /** Reads the stream if need be, and does what is owed. */
  pursue(): Promise<void> {
    return this.inTurn(async () => {
      await this.load();
      this.performOutstanding();
    });
  }

  deliver(input: unknown): Promise<void> {
    return this.inTurn(async () => {
      await this.take(input);
      this.performOutstanding();
    });
  }

  /** The deadline has passed; an input that came first may have moved it. */
  wake(now: Instant): Promise<void> {
    return this.inTurn(async () => {
      const { state } = await this.load();
      const deadline = this.runner.process.deadline(state);
      if (deadline === undefined || deadline > now) return;
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
    const { events, revision } = await this.surroundings.ledger.load(this.stream);
    const first = events.at(0);
    this.loaded = {
      state: fold(this.runner.process, events as readonly DomainEvent[]),
      revision,
      context: {
        actor: `process:${this.runner.process.name}`,
        correlationId: first?.metadata.correlationId ?? this.id,
        causationId: events.at(-1)?.eventId ?? this.id,
        ...(first?.metadata.traceparent === undefined ? {} : { traceparent: first.metadata.traceparent }),
      },
    };
    return this.loaded;
  }

  private async take(input: unknown): Promise<void> {
    for (let attempt = 0; attempt < CONFLICT_RETRIES; attempt += 1) {
      const before = await this.load();
      const { events, postings = [] } = this.runner.process.react(before.state, input, this.surroundings.clock.now());
      if (events.length === 0) return;
      const own = { stream: this.stream, expected: before.revision, events };
      let result;
      try {
        result = await this.surroundings.ledger.commit([own, ...postings], before.context);
      } catch (error) {
        // The outcome is unknown: what the stream says counts.
        this.loaded = undefined;
        throw error;
      }
      if (result.kind === 'appended') {
        const state = events.reduce((known: unknown, event: DomainEvent) => this.runner.process.evolve(known, event), before.state);
        this.loaded = { ...before, state, revision: result.revisions.get(this.stream) ?? before.revision };
        return;
      }
      this.loaded = undefined;
    }
    throw new OperationalError('overloaded', `${this.stream} could not be written: others wrote first ${CONFLICT_RETRIES} times in a row`);
  }

  private performOutstanding(): void {
    for (const effect of this.owed()) {
      if (this.underWay.has(effect.key)) continue;
      this.underWay.add(effect.key);
      void this.perform(effect);
    }
    this.surroundings.settled(this);
  }

  private owed(): readonly { readonly key: string }[] {
    return this.loaded ? this.runner.process.outstanding(this.loaded.state) : [];
  }

  /**
   * Tries until it is done, is owed no more, or the service stops. A bug ends the attempts: the effect stays marked as under
   * way, so that it is not tried again before the next start.
   */
  private async perform(effect: { readonly key: string }): Promise<void> {
    const { signal, log } = this.surroundings;
    for (let waitMs = FIRST_RETRY_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS)) {
      try {
        await this.performOnce(effect);
      } catch (error) {
        const facts = { error, process: this.runner.process.name, id: this.id, effect: effect.key };
        if (!(error instanceof OperationalError) || !error.retryable) {
          log.error(facts, 'an effect failed for good; an operator has to look, the next start tries it again');
          return;
        }
        log.warn(facts, 'an effect failed and is tried again');
      }
      if (await this.isSettled(effect.key)) break;
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
    // Nothing is begun any more; the next start asks again what is owed.
    if (signal.aborted) return;
    this.underWay.delete(effect.key);
    this.performOutstanding();
  }

  private async performOnce(effect: { readonly key: string }): Promise<void> {
    const { context } = await this.inTurn(() => this.load());
    const { signal, service } = this.surroundings;
    const span = { traceparent: context.traceparent, attributes: { 'cm.process.id': this.id, 'cm.effect': effect.key }, service };
    await inSpan(`${this.runner.process.name} ${effect.key}`, span, async () => {
      const input: unknown = await this.runner.perform(effect, { processId: this.id, context, signal });
      await this.deliver(input);
    });
  }

  /** True when the state owes the effect no more. Unknown while the ledger is away, and then it is tried again. */
  private async isSettled(key: string): Promise<boolean> {
    try {
      await this.inTurn(() => this.load());
      return !this.owed().some((effect) => effect.key === key);
    } catch {
      return false;
    }
  }
}
