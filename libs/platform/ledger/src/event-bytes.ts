import { ledger } from '@carriermesh/wire';
import type { RecordedEvent } from './ledger.port.js';

/** An event as bytes that are the same for whoever holds the same event. */
export function eventBytes({ position, stream, revision, eventId, type, payload, metadata, recordedAt }: RecordedEvent): Uint8Array {
  const { correlationId, causationId, actor, occurredAt, traceparent = '' } = metadata;
  return ledger.LedgerEvent.encode({
    position, stream, revision, eventId, type, payload, correlationId, causationId, actor, occurredAt, recordedAt, traceparent,
  });
}

const shared = new WeakMap<RecordedEvent, Uint8Array>();

/** The same for an event that another reader of the process asks too: they are made once, and stay as long as the event does. */
export function sharedEventBytes(event: RecordedEvent): Uint8Array {
  const known = shared.get(event);
  if (known !== undefined) return known;
  const bytes = eventBytes(event);
  shared.set(event, bytes);
  return bytes;
}

/**
 * Where an event stands, read out of its bytes without the rest of it.
 * @throws WireError `malformed` for bytes that are no event
 */
export const placeOfBytes = (bytes: Uint8Array): Pick<RecordedEvent, 'stream' | 'revision'> => ledger.LedgerEventPlace.decodePassing(bytes);

/**
 * An event with a payload that is no copy but a part of `bytes`.
 * @throws WireError `malformed` for bytes that are no event
 */
export const passingEventOfBytes = (bytes: Uint8Array): RecordedEvent => recorded(ledger.LedgerEvent.decodePassing(bytes));

function recorded({ correlationId, causationId, actor, occurredAt, traceparent, ...rest }: ledger.LedgerEvent): RecordedEvent {
  return { ...rest, metadata: { correlationId, causationId, actor, occurredAt, ...(traceparent === '' ? {} : { traceparent }) } };
}
