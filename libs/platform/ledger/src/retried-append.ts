import { InvariantViolation, bytesEqual } from '@carriermesh/kernel';
import type { AppendResult, NewEvent, RecordedEvent, StreamAppend } from './ledger.port.js';

/** What has to be known of a recorded event to tell whether an append of the same id is the same append. */
export type RecordedId = Pick<RecordedEvent, 'stream' | 'type' | 'payload' | 'position' | 'revision' | 'recordedAt'>;

/**
 * The result of the same append made earlier, when its caller retries after an unknown outcome; `undefined` when none of
 * its events is recorded.
 * @param recorded by event id
 * @throws InvariantViolation when an event id is recorded with other content, or only some of the ids are: an append is
 * all or nothing, so these are not a retry but one id used twice
 */
export function answerToRetry(append: readonly StreamAppend[], recorded: ReadonlyMap<string, RecordedId>): AppendResult | undefined {
  if (recorded.size === 0) return undefined;
  const revisions = new Map<string, number>();
  let newest: RecordedId | undefined;
  for (const { stream, events } of append) {
    for (const event of events) {
      const same = assertSame(event, stream, recorded.get(event.eventId));
      revisions.set(stream, same.revision);
      if (newest === undefined || same.position > newest.position) newest = same;
    }
  }
  return newest && { kind: 'appended', position: newest.position, revisions, recordedAt: newest.recordedAt };
}

function assertSame(event: NewEvent, stream: string, recorded: RecordedId | undefined): RecordedId {
  if (recorded === undefined) {
    throw new InvariantViolation(`event ${event.eventId} is not recorded, but others of its append are: an event id was used twice`);
  }
  if (recorded.stream === stream && recorded.type === event.type && bytesEqual(recorded.payload, event.payload)) return recorded;
  throw new InvariantViolation(
    `event ${event.eventId} (${event.type}, ${event.payload.length} bytes, for ${stream}) is already recorded with other content: ` +
      `${recorded.type}, ${recorded.payload.length} bytes, in ${recorded.stream} at revision ${recorded.revision}`,
  );
}
