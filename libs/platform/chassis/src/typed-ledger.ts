import { eventCodec, isEventType, type Codec } from '@carriermesh/wire';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { fold, type Decider, type Decision, type DomainEvent, type Refused } from '@carriermesh/decider';
import type { CallContext } from '@carriermesh/platform-bus';
import type { AppendResult, ExpectedRevision, Ledger, NewEvent, RecordedEvent, StreamAppend } from '@carriermesh/platform-ledger';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { invariant, type Instant } from '@carriermesh/kernel';
import { activeTraceparent } from '@carriermesh/platform-telemetry';
import { realTimers, sleep, type Timers } from '@carriermesh/platform-time';
import type { Clock, Ids } from './ports.js';

/** A stream as a decider needs it. `revision` is what an append must expect. */
export interface LoadedStream {
  readonly events: readonly AnyStoredEvent[];
  readonly revision: ExpectedRevision;
}

export interface TypedAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision | 'any';
  readonly events: readonly DomainEvent[];
}

/** How often an append with an unknown outcome is tried again, with the same event ids, before the caller hears of it. */
const UNKNOWN_OUTCOME_RETRIES = 4;
/** How often a command is decided again because somebody else wrote first. */
const CONFLICT_RETRIES = 8;

/**
 * @throws InvariantViolation for a type that this build does not know: readers pass such events over by not listening to them, and
 * nobody may decide on a stream of which a part can't be read
 */
export function decodeEvent(event: RecordedEvent): AnyStoredEvent {
  const { type } = event;
  invariant(isEventType(type), `the ledger holds an event of the unknown type ${type} at position ${event.position}`);
  if (!('data' in event)) return { ...event, data: eventCodec(type).decode(event.payload) } as AnyStoredEvent;
  // An event that makes its fields when they are asked for keeps what it is decoded to: a copy of it would ask for all of them.
  event.data ??= eventCodec(type).decode(event.payload);
  return event as RecordedEvent as AnyStoredEvent;
}

/** The ledger, in terms of the schema's events. */
export class TypedLedger {
  constructor(
    readonly raw: Ledger,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly timers: Timers = realTimers,
    /** Hears of what this instance has written, once it is durable. */
    private readonly onWritten: (appends: readonly StreamAppend[], result: Extract<AppendResult, { kind: 'appended' }>) => void = () => undefined,
  ) {}

  async load(stream: string): Promise<LoadedStream> {
    return asLoaded(await this.raw.readStream(stream));
  }

  /** Streams that do not exist are there with no events and revision `none`. */
  async loadMany(streams: readonly string[]): Promise<ReadonlyMap<string, LoadedStream>> {
    const found = await this.raw.readStreams(streams);
    return new Map(streams.map((stream) => [stream, asLoaded(found.get(stream) ?? [])]));
  }

  /**
   * All streams in one commit, or none. A commit whose outcome is unknown is tried again with the same event ids.
   * @param decidedAt when it was decided, where the events say so themselves: the ledger as of then has them
   * @throws OperationalError `unavailable` or `timeout` when the database stays away: the outcome is unknown, load again
   */
  async commit(appends: readonly TypedAppend[], context: CallContext, decidedAt?: Instant): Promise<AppendResult> {
    const encoded = appends.map(({ stream, expected, events }) => ({
      stream,
      expected,
      events: events.map((event) => this.encode(event, context, decidedAt)),
    }));
    for (let attempt = 0; ; attempt += 1) {
      try {
        failpoint('append-before-commit');
        const result = await this.raw.append(encoded);
        if (result.kind !== 'appended') return result;
        failpoint('append-after-commit');
        this.onWritten(encoded, result);
        return result;
      } catch (error) {
        const retry = error instanceof OperationalError && error.kind === 'unavailable' && attempt < UNKNOWN_OUTCOME_RETRIES;
        if (!retry) throw error;
        await sleep(this.timers, 50 * 2 ** attempt);
      }
    }
  }

  /** Loads one stream, decides, and commits what was accepted; decides again when somebody else wrote first. */
  async decide<C, S, E extends DomainEvent, R extends Refused>(
    decider: Decider<C, S, E, R>,
    stream: string,
    command: C,
    context: CallContext,
  ): Promise<Decision<E, R>> {
    for (let attempt = 0; attempt < CONFLICT_RETRIES; attempt += 1) {
      const { events, revision } = await this.load(stream);
      const decision = decider.decide(command, fold(decider, events as unknown as readonly E[]));
      if (decision.kind !== 'accepted') return decision;
      const result = await this.commit([{ stream, expected: revision, events: decision.events }], context);
      if (result.kind === 'appended') return decision;
    }
    throw new OperationalError('overloaded', `the stream ${stream} was written by others ${CONFLICT_RETRIES} times in a row`);
  }

  private encode({ type, data }: DomainEvent, context: CallContext, decidedAt?: Instant): NewEvent {
    invariant(isEventType(type), `no schema has an event of the type ${type}`);
    const codec = eventCodec(type) as Codec<any>;
    const traceparent = activeTraceparent() ?? context.traceparent;
    return {
      eventId: this.ids.next(),
      type,
      payload: codec.encode(data),
      metadata: {
        correlationId: context.correlationId,
        causationId: context.causationId,
        actor: context.actor,
        occurredAt: decidedAt ?? this.clock.now(),
        ...(traceparent === undefined ? {} : { traceparent }),
      },
    };
  }
}

function asLoaded(events: readonly RecordedEvent[]): LoadedStream {
  return { events: events.map(decodeEvent), revision: events.at(-1)?.revision ?? 'none' };
}
