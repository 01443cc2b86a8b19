import type { MsgHdrs } from '@nats-io/transport-node';
import { formatInstant, parseInstant, type Instant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import { eventSubject, type EventType } from '@carriermesh/wire';
import { writtenHeaders, type WrittenHeaders } from './headers.js';

/** The stream that holds a copy of the ledger. Written by the relay alone. */
export const EVENT_STREAM = 'EVENTS';
export const EVENT_SUBJECTS = 'cm.evt.>';

const POSITION = 'cm-position';

/** An event on the bus: a CloudEvent in binary mode, with its place in the ledger and the place of the event before it. */
export interface EventMessage {
  readonly event: RecordedEvent;
  /** The position of the event that the ledger holds just before this one: a reader that is not there has missed something. */
  readonly previous: Position;
  /** What it takes of memory; default: what its payload does. */
  readonly bytes?: number;
}

export const subjectOf = (event: RecordedEvent): string => eventSubject(event.type as EventType, event.stream);

/**
 * @param follows the sequence that the stream must end with, or it does not take the event
 * @throws OperationalError `malformed` for a line break in what a header would say
 */
export function eventHeaders({ event, previous }: EventMessage, follows?: number): WrittenHeaders {
  const { metadata } = event;
  return writtenHeaders({
    'ce-specversion': '1.0',
    'ce-id': event.eventId,
    'ce-type': event.type,
    'ce-source': 'carriermesh',
    'ce-subject': event.stream,
    'ce-time': formatInstant(metadata.occurredAt),
    'ce-datacontenttype': 'application/protobuf',
    [POSITION]: event.position.toString(),
    'cm-previous': previous.toString(),
    'cm-revision': event.revision.toString(),
    'cm-recorded-at': formatInstant(event.recordedAt),
    'cm-actor': metadata.actor,
    'cm-correlation': metadata.correlationId,
    'cm-causation': metadata.causationId,
    ...(metadata.traceparent !== undefined && { traceparent: metadata.traceparent }),
    ...(follows !== undefined && { 'Nats-Expected-Last-Sequence': follows.toString() }),
  });
}

export const positionIn = (received: MsgHdrs | undefined): Position => BigInt(received?.get(POSITION) || '0');

/** @throws OperationalError `malformed` when a header that every event has is missing: the ledger has the event itself */
export function eventFromMessage(received: MsgHdrs | undefined, payload: Uint8Array): EventMessage {
  const header = (name: string): string => {
    const value = received?.get(name);
    if (!value) throw new OperationalError('malformed', `a message on ${EVENT_SUBJECTS} lacks its header ${name}`);
    return value;
  };
  const at = (name: string): Instant => {
    const value = parseInstant(header(name));
    if (value === undefined) throw new OperationalError('malformed', `the header ${name} of a message is no instant: "${header(name)}"`);
    return value;
  };
  const traceparent = received?.get('traceparent');
  return {
    previous: BigInt(header('cm-previous')),
    event: {
      eventId: header('ce-id'),
      type: header('ce-type'),
      stream: header('ce-subject'),
      revision: Number(header('cm-revision')),
      position: BigInt(header(POSITION)),
      recordedAt: at('cm-recorded-at'),
      payload: Uint8Array.from(payload),
      metadata: {
        actor: header('cm-actor'),
        correlationId: header('cm-correlation'),
        causationId: header('cm-causation'),
        occurredAt: at('ce-time'),
        ...(traceparent ? { traceparent } : {}),
      },
    },
  };
}
