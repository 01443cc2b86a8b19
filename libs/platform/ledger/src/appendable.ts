import { invariant } from '@carriermesh/kernel';
import { MAX_BATCH_EVENTS } from './append-queue.js';
import type { StreamAppend } from './ledger.port.js';

/** What one append may carry: more than a batch, so that one big document passes, less than what chokes the database. */
export const MAX_APPEND_BYTES = 64 * 1024 * 1024;
export const MAX_STREAM_NAME_LENGTH = 512;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Finds what could only be a bug of the caller before it costs the others of its batch a second try.
 * @throws InvariantViolation naming the stream or event, the value and the limit
 */
export function assertAppendable(appends: readonly StreamAppend[]): { eventCount: number; payloadBytes: number } {
  invariant(appends.length > 0, 'an append must name at least one stream');
  const streams = new Set<string>();
  const eventIds = new Set<string>();
  let eventCount = 0;
  let payloadBytes = 0;
  for (const { stream, expected, events } of appends) {
    assertStream(stream);
    invariant(!streams.has(stream), `stream ${stream} stands twice in one append`);
    streams.add(stream);
    invariant(events.length > 0, `an append to stream ${stream} must bring at least one event`);
    invariant(
      typeof expected === 'string' || (Number.isInteger(expected) && expected >= 0),
      `the expected revision of stream ${stream} must be a whole number from 0, not ${expected}`,
    );
    for (const { eventId, type, payload } of events) {
      invariant(type.length > 0, `event ${eventId} for stream ${stream} has no type`);
      invariant(UUID.test(eventId), `event id ${JSON.stringify(eventId)} for stream ${stream} is not a UUID in lower case`);
      eventIds.add(eventId);
      payloadBytes += payload.length;
    }
    eventCount += events.length;
  }
  invariant(eventIds.size === eventCount, `an event id stands twice in one append to ${[...streams].join(', ')}`);
  invariant(eventCount <= MAX_BATCH_EVENTS, `an append carries at most ${MAX_BATCH_EVENTS} events, not ${eventCount}`);
  invariant(payloadBytes <= MAX_APPEND_BYTES, `an append carries at most ${MAX_APPEND_BYTES} bytes of payload, not ${payloadBytes}`);
  return { eventCount, payloadBytes };
}

function assertStream(stream: string): void {
  const { length } = stream;
  invariant(length > 0 && length <= MAX_STREAM_NAME_LENGTH, `a stream's name has 1 to ${MAX_STREAM_NAME_LENGTH} characters, not ${length}`);
}
