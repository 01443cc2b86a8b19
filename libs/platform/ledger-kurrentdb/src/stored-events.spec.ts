import { instant } from '@carriermesh/kernel';
import type { NewEvent } from '@carriermesh/platform-ledger';
import type { EventData, RecordedEvent as StoredEvent } from '@kurrent/kurrentdb-client';
import { describe, expect, it } from '@jest/globals';
import { StreamNames } from './names.js';
import { dataOf, eventOf, takenFor, takingOf } from './stored-events.js';

const names = new StreamNames();
const EVENT: NewEvent = {
  eventId: '0198c0de-0000-7000-8000-00000000beef',
  type: 'contracting.v1."Quoted", {Offered}',
  payload: Uint8Array.from({ length: 256 }, (_, byte) => byte),
  metadata: { correlationId: 'a "b" \\ {c}', causationId: '', actor: 'buyer:ö', occurredAt: instant(-1n), traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
};

/** As the client gives an event back; the server adds what begins with a dollar sign. */
function stored({ id, type, data, metadata }: EventData, changes: Partial<StoredEvent> = {}): StoredEvent {
  const added = { ...(metadata as object), '$schema.format': 'Bytes' };
  return {
    id, type, data, metadata: added, isJson: false, streamId: names.stored('content-Zürich'), revision: 7n,
    created: new Date('2026-03-01T00:00:00.123Z'), position: { commit: 4_711n, prepare: 4_711n }, ...changes,
  } as StoredEvent;
}

describe('an event in KurrentDB', () => {
  it('comes back with every byte, name and nanosecond', () => {
    expect(eventOf(names, { event: stored(dataOf(EVENT)) })).toEqual({
      ...EVENT, stream: 'content-Zürich', revision: 7, position: 4_711n << 20n, recordedAt: 1_772_323_200_123_000_000n,
    });
  });

  it('keeps an absent trace context absent', () => {
    const { traceparent: _, ...metadata } = EVENT.metadata;
    const event = eventOf(names, { event: stored(dataOf({ ...EVENT, metadata })) });
    expect(Object.keys(event.metadata).sort()).toEqual(['actor', 'causationId', 'correlationId', 'occurredAt']);
  });

  it('has another id of the server’s at each attempt, so that the server takes none for known', () => {
    expect(dataOf(EVENT).id).not.toBe(dataOf(EVENT).id);
    expect(takingOf(names, EVENT.eventId, 's').events[0]?.id).not.toBe(takingOf(names, EVENT.eventId, 's').events[0]?.id);
  });

  it('has its id taken by a stream that must not exist, and that says for which stream', () => {
    const { streamName, expectedState, events } = takingOf(names, EVENT.eventId, 'usage-Ai3-R1');
    expect([streamName, expectedState, events.length]).toEqual(['!mesh.0198c0de-0000-7000-8000-00000000beef', 'no_stream', 1]);
    expect(takenFor(names, { event: stored(events[0] as EventData) })).toBe('usage-Ai3-R1');
  });

  const foreign: [string, Partial<StoredEvent>, string][] = [
    ['JSON', { data: { a: 1 } as never, isJson: true as never }, 'does not hold bytes'],
    ['no metadata', { metadata: undefined as never }, 'has no eventId'],
    ['metadata that is no text', { metadata: { eventId: 7 } as never }, 'has no eventId'],
    ['no place', { position: undefined as never }, 'has no place in the log'],
    ['an end of a transaction elsewhere', { position: { commit: 9n, prepare: 8n } }, 'has no place in the log'],
  ];
  it.each(foreign)('is refused with %s: somebody else wrote it', (_, changes, why) => {
    expect(() => eventOf(names, { event: stored(dataOf(EVENT), changes) })).toThrow(expect.objectContaining({ kind: 'misconfigured', message: expect.stringContaining(why) }));
  });

  it('is refused when its time is none, and when it can’t be resolved', () => {
    const metadata = { ...(dataOf(EVENT).metadata as object), occurredAt: 'yesterday' };
    expect(() => eventOf(names, { event: stored(dataOf(EVENT), { metadata: metadata as never }) })).toThrow('yesterday');
    expect(() => eventOf(names, {})).toThrow(expect.objectContaining({ kind: 'misconfigured' }));
  });
});
