import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { ledger, WireError } from '@carriermesh/wire';
import { copiedRuns, messagesIn } from './copied-runs.js';
import type { EventMessage } from './event-messages.js';

const MAX_PAYLOAD_BYTES = 1_048_576;

const eventAt = (position: bigint, payloadBytes = 3, traceparent?: string): RecordedEvent => ({
  eventId: '0198f3c0-0000-7000-8000-000000000001',
  type: 'provisioning.v1.ServiceActivated',
  stream: 'activation-con_1',
  revision: 3,
  position,
  recordedAt: instant(1_800_000_000_123_456_000n),
  payload: new Uint8Array(payloadBytes).fill(7),
  metadata: {
    actor: 'process:activation',
    correlationId: 'ord_1',
    causationId: 'evt',
    occurredAt: instant(1_800_000_000_123_456_789n),
    ...(traceparent !== undefined && { traceparent }),
  },
});

const runsOf = (events: readonly RecordedEvent[], maxPayloadBytes = MAX_PAYLOAD_BYTES): Uint8Array[] => [...copiedRuns(events, 1n, maxPayloadBytes)];
const heard = (runs: readonly Uint8Array[]): EventMessage[] => runs.flatMap((run) => [...messagesIn(run)]);
const placesOf = (messages: readonly EventMessage[]): readonly (readonly [bigint, bigint])[] => messages.map(({ event, previous }) => [previous, event.position]);
const fieldsOf = ({ position, type, stream, revision, eventId, payload, metadata, recordedAt }: RecordedEvent) => ({ position, type, stream, revision, eventId, payload: [...payload], metadata, recordedAt });

describe('a run of events on the bus', () => {
  it('is what the ledger holds, to the nanosecond and the byte, each event with the place of the one before it', () => {
    const events = [eventAt(17n), eventAt(9_007_199_254_740_993n, 3, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')];
    const messages = heard(runsOf(events));
    expect(messages.map(({ event }) => fieldsOf(event))).toEqual(events.map(fieldsOf));
    expect(placesOf(messages)).toEqual([[1n, 17n], [17n, 9_007_199_254_740_993n]]);
  });

  it('is cut where it would be larger than a message, and goes on in the next without a gap', () => {
    const events = Array.from({ length: 40 }, (_, index) => eventAt(BigInt(index + 2), 20_000));
    const runs = runsOf(events);
    expect(runs.length).toBeGreaterThan(2);
    expect(Math.max(...runs.map(({ length }) => length))).toBeLessThanOrEqual(256 * 1024);
    expect(placesOf(heard(runs))).toEqual(events.map(({ position }) => [position - 1n, position]));
  });

  it.each([['first', 0], ['in the middle', 1], ['last', 2]] as const)('leaves an event out that no message can carry, and shows the gap: %s', (_, large) => {
    const events = [2n, 3n, 4n].map((position, index) => eventAt(position, index === large ? 64_000 : 3));
    const runs = runsOf(events, 65_536 - 1_536);
    expect(runs.every(({ length }) => length <= 64_000)).toBe(true);
    expect(placesOf(heard(runs))).toEqual(events.filter((_event, index) => index !== large).map(({ position }) => [position - 1n, position]));
  });

  it('says nothing of no events', () => {
    expect(runsOf([])).toEqual([]);
  });

  it('is none when its bytes are none, and of an event whose bytes are none no more than place and type can be had', () => {
    expect(() => messagesIn(Uint8Array.of(0xff))).toThrow(WireError);
    const [{ event }] = messagesIn(ledger.CopiedRun.encode({ after: 1n, events: [{ position: 2n, type: 'a.v1.B', event: Uint8Array.of(0xff) }] })) as [EventMessage];
    expect([event.position, event.type]).toEqual([2n, 'a.v1.B']);
    expect(() => event.stream).toThrow(WireError);
    expect(() => event.payload).toThrow(WireError);
  });

  it('tells where an event stands before the rest of it is read, and after', () => {
    const [{ event }] = heard(runsOf([eventAt(17n)])) as [EventMessage];
    const placeOf = ({ stream, revision }: RecordedEvent) => ({ stream, revision });
    expect(placeOf(event)).toEqual({ stream: 'activation-con_1', revision: 3 });
    expect(event.payload).toHaveLength(3);
    expect(placeOf(event)).toEqual({ stream: 'activation-con_1', revision: 3 });
  });
});
