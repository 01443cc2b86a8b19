import type { CallContext } from '@carriermesh/platform-bus';

/** What an input came from: an event, with the order and the trace that it belongs to. */
export type Cause = Omit<CallContext, 'actor'>;
