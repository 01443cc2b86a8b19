import { fold, type DomainEvent, type Process } from '@carriermesh/decider';
import type { CallContext } from '@carriermesh/platform-bus';
import type { ExpectedRevision } from '@carriermesh/platform-ledger';
import type { Cause } from './cause.js';
import type { StepLedger } from './process-surroundings.js';

/** What is known of a process's stream. */
export interface Loaded {
  readonly state: unknown;
  readonly revision: ExpectedRevision;
  readonly context: CallContext;
}

/** The first events of a process, which were just committed, and on whose behalf. */
export interface Begun {
  readonly events: readonly DomainEvent[];
  readonly context: CallContext;
}

type AnyProcess = Process<any, any, any, any>;

/** In whose name a process writes. */
export const actorOf = ({ name }: Pick<AnyProcess, 'name'>): string => `process:${name}`;

/** What its stream says. */
export function loadedFrom(process: AnyProcess, id: string, { events, revision }: Awaited<ReturnType<StepLedger['load']>>): Loaded {
  const first = events.at(0);
  return {
    state: fold(process, events as readonly DomainEvent[]),
    revision,
    context: {
      actor: actorOf(process),
      correlationId: first?.metadata.correlationId ?? id,
      causationId: events.at(-1)?.eventId ?? id,
      ...(first?.metadata.traceparent === undefined ? {} : { traceparent: first.metadata.traceparent }),
    },
  };
}

/** What it is before its first event. */
export const unbegun = (process: AnyProcess, id: string): Loaded => loadedFrom(process, id, { events: [], revision: 'none' });

export const begunBy = (process: AnyProcess, { events, context }: Begun): Loaded => ({
  state: fold(process, events),
  revision: events.length - 1,
  context: { ...context, actor: actorOf(process) },
});

/** In whose name a step is written. */
export function causedBy({ context, revision }: Loaded, cause: Cause | undefined): CallContext {
  if (cause === undefined) return context;
  return revision === 'none' ? { actor: context.actor, ...cause } : { ...context, causationId: cause.causationId };
}
