import { InvariantViolation, instant } from '@carriermesh/kernel';
import type { NewEvent, StreamAppend } from '@carriermesh/platform-ledger';
import { describe, expect, it } from '@jest/globals';
import { StreamNames } from './names.js';
import { requestsOf, revisionsOf } from './stream-writer.js';

const names = new StreamNames();
const event = (eventId: string): NewEvent => ({
  eventId, type: 'contracting.v1.QuoteOffered', payload: Uint8Array.of(1), metadata: { correlationId: 'c', causationId: 'c', actor: 'a', occurredAt: instant(0n) },
});
const APPENDS: StreamAppend[] = [
  { stream: 'Z', expected: 'none', events: [event('1'), event('2')] },
  { stream: 'a', expected: 'any', events: [event('3')] },
  { stream: 'b', expected: 4, events: [event('4')] },
];

describe('an append to KurrentDB', () => {
  it('takes the ids of all events before it writes the streams, in the order given', () => {
    expect(requestsOf(names, APPENDS).map(({ streamName, expectedState, events }) => [streamName, expectedState, events.length])).toEqual([
      ['!mesh.1', 'no_stream', 1], ['!mesh.2', 'no_stream', 1], ['!mesh.3', 'no_stream', 1], ['!mesh.4', 'no_stream', 1],
      ['mesh.:5a:', 'no_stream', 2], ['mesh.a', 'any', 1], ['mesh.b', 4n, 1],
    ]);
  });

  it('is answered with the revision of each stream by the name that the mesh gave it', () => {
    const responses = requestsOf(names, APPENDS).map(({ streamName }, index) => ({ streamName, revision: BigInt(index) }));
    expect([...revisionsOf(names, APPENDS, responses)]).toEqual([['Z', 4], ['a', 5], ['b', 6]]);
  });

  it('is taken for a bug when a stream is missing in the answer', () => {
    expect(() => revisionsOf(names, APPENDS, [])).toThrow(InvariantViolation);
  });
});
