import { passingEventOfBytes, placeOfBytes, sharedEventBytes, type EventMetadata, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { Instant } from '@carriermesh/kernel';
import { ledger } from '@carriermesh/wire';
import type { EventMessage } from './event-messages.js';

/** Where whoever follows the ledger hears what was just copied: many events in one message, and nothing that the server has to keep. */
export const COPIED_SUBJECT = 'cm.sys.copied';
/**
 * Where the relay is told, in messages without a body, that something was committed, and that somebody waits for it. To be told by the database
 * (LISTEN/NOTIFY) takes a transaction; a relay that is not told looks by itself, and where there is no bus it has nobody to copy to.
 */
export const COMMITTED_SUBJECT = 'cm.sys.committed';
export const AWAITED_SUBJECT = 'cm.sys.awaited';
/** A message is cut here: larger ones would keep everything else on the connection waiting. */
const MAX_RUN_BYTES = 256 * 1024;
/** What its tag, position, type and lengths add to an event in a run, and the run to all of them: a type has at most some hundred letters. */
const FRAME_BYTES = 256;

/**
 * The messages that tell of these events. What no message can carry is left out: the position of the next run shows the gap.
 * @param after the position of the event that the ledger holds just before them
 * @param maxPayloadBytes what the server takes at most
 */
export function* copiedRuns(events: readonly RecordedEvent[], after: Position, maxPayloadBytes: number): Generator<Uint8Array> {
  const limit = Math.min(MAX_RUN_BYTES, maxPayloadBytes) - FRAME_BYTES;
  let run = { after, bytes: 0, events: [] as ledger.CopiedEvent[] };
  for (const event of events) {
    const told = event.payload.length < limit ? sharedEventBytes(event) : undefined;
    const bytes = FRAME_BYTES + (told?.length ?? limit);
    if (run.bytes + bytes > limit) {
      if (run.events.length > 0) yield ledger.CopiedRun.encode(run);
      run = { after, bytes: 0, events: [] };
    }
    after = event.position;
    if (told && bytes <= limit) run.events.push({ position: after, type: event.type, event: told });
    else run.after = after;
    run.bytes += bytes;
  }
  if (run.events.length > 0) yield ledger.CopiedRun.encode(run);
}

/** @throws WireError `malformed` for a body that is no run */
export function messagesIn(body: Uint8Array): readonly EventMessage[] {
  const { after, events } = ledger.CopiedRun.decodePassing(body);
  return events.map((event, index) => ({ event: new ToldEvent(event), previous: events[index - 1]?.position ?? after, bytes: event.event.length }));
}

/**
 * An event of a run. Most readers want few of those that pass: of the others no more is read than position and type, or where it stands. Nothing is
 * copied, so that each keeps all of its run in memory: it is not for keeping. What is asked of one whose bytes are no event throws WireError `malformed`.
 */
class ToldEvent implements RecordedEvent {
  readonly position: Position;
  readonly type: string;
  /** Decoded by whoever did so first; all others want the same. */
  data: unknown = undefined;
  /** A part of the run. */
  private readonly bytes: Uint8Array;
  private known: RecordedEvent | undefined;
  private knownPlace: Pick<RecordedEvent, 'stream' | 'revision'> | undefined;

  constructor({ position, type, event }: ledger.CopiedEvent) {
    this.position = position;
    this.type = type;
    this.bytes = event;
  }

  get eventId(): string {
    return this.whole.eventId;
  }

  get stream(): string {
    return this.place.stream;
  }

  get revision(): number {
    return this.place.revision;
  }

  get payload(): Uint8Array {
    return this.whole.payload;
  }

  get metadata(): EventMetadata {
    return this.whole.metadata;
  }

  get recordedAt(): Instant {
    return this.whole.recordedAt;
  }

  private get place(): Pick<RecordedEvent, 'stream' | 'revision'> {
    return this.known ?? (this.knownPlace ??= placeOfBytes(this.bytes));
  }

  private get whole(): RecordedEvent {
    return (this.known ??= passingEventOfBytes(this.bytes));
  }
}
