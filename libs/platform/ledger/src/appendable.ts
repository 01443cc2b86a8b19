import { InvariantViolation } from '@carriermesh/kernel';
import { MAX_BATCH_EVENTS } from './append-queue.js';
import type { StreamAppend } from './ledger.port.js';

/** What one append may carry: more than a batch, so that one big document passes, less than what chokes the database. */
export const MAX_APPEND_BYTES = 64 * 1024 * 1024;
export const MAX_STREAM_NAME_LENGTH = 512;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Not `invariant`: what it says when it fails would be put together for every event that is well. */
function refuse(message: string): never {
  throw new InvariantViolation(message);
}

/**
 * Finds what could only be a bug of the caller before it costs the others of its batch a second try.
 * @throws InvariantViolation naming the stream or event, the value and the limit
 */
export function assertAppendable(appends: readonly StreamAppend[]): { eventCount: number; payloadBytes: number } {
  if (appends.length === 0) refuse('an append must name at least one stream');
  let eventCount = 0;
  let payloadBytes = 0;
  for (const { stream, expected, events } of appends) {
    assertStream(stream);
    if (events.length === 0) refuse(`an append to stream ${stream} must bring at least one event`);
    if (typeof expected !== 'string' && !(Number.isInteger(expected) && expected >= 0)) {
      refuse(`the expected revision of stream ${stream} must be a whole number from 0, not ${expected}`);
    }
    for (const { eventId, type, payload } of events) {
      if (type.length === 0) refuse(`event ${eventId} for stream ${stream} has no type`);
      if (!UUID.test(eventId)) refuse(`event id ${JSON.stringify(eventId)} for stream ${stream} is not a UUID in lower case`);
      payloadBytes += payload.length;
    }
    eventCount += events.length;
  }
  if (appends.length > 1) assertStreamsDiffer(appends);
  if (eventCount > 1) assertEventIdsDiffer(appends, eventCount);
  if (eventCount > MAX_BATCH_EVENTS) refuse(`an append carries at most ${MAX_BATCH_EVENTS} events, not ${eventCount}`);
  if (payloadBytes > MAX_APPEND_BYTES) refuse(`an append carries at most ${MAX_APPEND_BYTES} bytes of payload, not ${payloadBytes}`);
  return { eventCount, payloadBytes };
}

function assertStream({ length }: string): void {
  if (length === 0 || length > MAX_STREAM_NAME_LENGTH) refuse(`a stream's name has 1 to ${MAX_STREAM_NAME_LENGTH} characters, not ${length}`);
}

function assertStreamsDiffer(appends: readonly StreamAppend[]): void {
  const streams = new Set<string>();
  for (const { stream } of appends) {
    if (streams.has(stream)) refuse(`stream ${stream} stands twice in one append`);
    streams.add(stream);
  }
}

function assertEventIdsDiffer(appends: readonly StreamAppend[], eventCount: number): void {
  const eventIds = new Set<string>();
  for (const { events } of appends) for (const { eventId } of events) eventIds.add(eventId);
  if (eventIds.size < eventCount) refuse(`an event id stands twice in one append to ${appends.map(({ stream }) => stream).join(', ')}`);
}
