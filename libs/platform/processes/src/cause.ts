import type { CallContext } from '@carriermesh/platform-bus';
import type { ExpectedRevision } from '@carriermesh/platform-ledger';

/** What an input came from: an event, with the order and the trace that it belongs to. */
export type Cause = Omit<CallContext, 'actor'>;

/** What is known of a process's stream. */
export interface Loaded {
  readonly state: unknown;
  readonly revision: ExpectedRevision;
  readonly context: CallContext;
}

/** In whose name a step is written. */
export function causedBy({ context, revision }: Loaded, cause: Cause | undefined): CallContext {
  if (cause === undefined) return context;
  return revision === 'none' ? { actor: context.actor, ...cause } : { ...context, causationId: cause.causationId };
}
