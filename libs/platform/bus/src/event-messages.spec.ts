import { describe, expect, it } from '@jest/globals';
import { MsgHdrsImpl, type MsgHdrs } from '@nats-io/transport-node';
import { instant } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { eventFromMessage, eventHeaders, positionIn, subjectOf, type EventMessage } from './event-messages.js';

const event: RecordedEvent = {
  eventId: '0198f3c0-0000-7000-8000-000000000001',
  type: 'provisioning.v1.ServiceActivated',
  stream: 'activation-con_1',
  revision: 3,
  position: 9_007_199_254_740_993n,
  recordedAt: instant(1_800_000_000_123_456_000n),
  payload: Uint8Array.of(1, 2, 3),
  metadata: { actor: 'process:activation', correlationId: 'ord_1', causationId: 'evt', occurredAt: instant(1_800_000_000_123_456_789n) },
};

/** As whoever receives them reads them. */
const received = (message: EventMessage, follows?: number): MsgHdrs => MsgHdrsImpl.decode(eventHeaders(message, follows).encode());

describe('an event on the bus', () => {
  it('is what the ledger holds, to the nanosecond and the byte, with the place of the one before it', () => {
    const message = { event, previous: 17n };
    expect(eventFromMessage(received(message), event.payload)).toEqual(message);
    expect(positionIn(received(message))).toBe(event.position);
    expect(subjectOf(event)).toBe('cm.evt.provisioning.v1.ServiceActivated.activation-con_1');
  });

  it('says which sequence of the stream it must follow, where it is told to', () => {
    expect(received({ event, previous: 17n }, 41).get('Nats-Expected-Last-Sequence')).toBe('41');
    expect(received({ event, previous: 17n }).has('Nats-Expected-Last-Sequence')).toBe(false);
  });

  it('has no header that a line break in the ledger would make', () => {
    const torn = { ...event, metadata: { ...event.metadata, correlationId: 'a\r\ncm-actor: operator' } };
    expect(() => eventHeaders({ event: torn, previous: 17n })).toThrow('the header cm-correlation can\'t hold a line break');
  });

  it('takes its trace along', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const traced = { ...event, metadata: { ...event.metadata, traceparent } };
    expect(eventFromMessage(received({ event: traced, previous: 0n }), event.payload).event.metadata.traceparent).toBe(traceparent);
  });

  it.each(['ce-id', 'ce-type', 'ce-subject', 'ce-time', 'cm-position', 'cm-previous', 'cm-revision', 'cm-recorded-at', 'cm-actor'])('is none without %s', (name) => {
    const incomplete = received({ event, previous: 17n });
    incomplete.delete(name);
    expect(() => eventFromMessage(incomplete, event.payload)).toThrow(name);
  });

  it('is none with a time that is no instant', () => {
    const wrong = received({ event, previous: 17n });
    wrong.set('ce-time', 'yesterday');
    expect(() => eventFromMessage(wrong, event.payload)).toThrow('the header ce-time of a message is no instant: "yesterday"');
  });
});
