import { randomUUID } from 'node:crypto';
import { formatInstant, instantFromMs, parseInstant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { EventMetadata, NewEvent, RecordedEvent } from '@carriermesh/platform-ledger';
import type { AppendStreamRequest, EventData, EventType, RecordedEvent as StoredEvent, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { plainType, storedType, type StreamNames } from './names.js';
import { positionOf } from './positions.js';

const BYTES = 'application/octet-stream';
const ID_TAKEN = 'carriermesh.EventIdTaken';
const METADATA: readonly string[] = ['eventId', 'correlationId', 'causationId', 'actor', 'occurredAt'];

/**
 * The server knows an event by an id of its own, new at every attempt, and ours travels in the metadata. With our ids it would
 * recognise some retries and not others, without comparing what is in them, and drop those that come too soon.
 */
export function dataOf({ eventId, type, payload, metadata }: NewEvent): EventData {
  const { correlationId, causationId, actor, occurredAt, traceparent } = metadata;
  const stored = { eventId, correlationId, causationId, actor, occurredAt: formatInstant(occurredAt) };
  return {
    id: randomUUID(),
    type: storedType(type),
    contentType: BYTES,
    data: payload,
    metadata: traceparent === undefined ? stored : { ...stored, traceparent },
  };
}

/** Takes an event id for a stream. The stream of the id may not exist before, so the commit fails when the id is taken. */
export function takingOf(names: StreamNames, eventId: string, stream: string): AppendStreamRequest {
  const data = Buffer.from(names.stored(stream));
  return { streamName: names.ofId(eventId), expectedState: 'no_stream', events: [{ id: randomUUID(), type: ID_TAKEN, contentType: BYTES, data, metadata: {} }] };
}

/** For which stream an event id was taken. */
export const takenFor = (names: StreamNames, { event }: ResolvedEvent): string => names.plain(Buffer.from(storedBytes(event)).toString());

/** @throws OperationalError `misconfigured` when the database holds what this ledger did not write */
export function eventOf(names: StreamNames, { event }: ResolvedEvent<EventType>): RecordedEvent {
  const { position } = event ?? {};
  if (event === undefined || position === undefined || position.commit !== position.prepare) throw foreign(event, 'has no place in the log');
  const { eventId, metadata } = metadataOf(event);
  return {
    position: positionOf(position.commit),
    stream: names.plain(event.streamId),
    revision: Number(event.revision),
    eventId,
    type: plainType(event.type),
    payload: storedBytes(event),
    metadata,
    recordedAt: instantFromMs(event.created.getTime()),
  };
}

function storedBytes(event: StoredEvent | undefined): Uint8Array {
  if (event?.data instanceof Uint8Array) return event.data;
  throw foreign(event, 'does not hold bytes');
}

function metadataOf(event: StoredEvent): { eventId: string; metadata: EventMetadata } {
  const stored = (event.metadata ?? {}) as Record<string, unknown>;
  const missing = METADATA.find((name) => typeof stored[name] !== 'string');
  if (missing !== undefined) throw foreign(event, `has no ${missing} in its metadata`);
  const { eventId, correlationId, causationId, actor, occurredAt, traceparent } = stored as Record<string, string>;
  const at = parseInstant(occurredAt ?? '');
  if (at === undefined) throw foreign(event, `occurred at ${occurredAt}, which is no RFC 3339 instant`);
  const metadata = { correlationId, causationId, actor, occurredAt: at, ...(traceparent === undefined ? {} : { traceparent }) };
  return { eventId: eventId ?? '', metadata: metadata as EventMetadata };
}

function foreign(event: StoredEvent | undefined, what: string): OperationalError {
  const which = event === undefined ? 'an event that cannot be resolved' : `event ${event.revision} of stream ${event.streamId}`;
  return new OperationalError('misconfigured', `KurrentDB holds ${which}, which ${what}: somebody else has written there`);
}
