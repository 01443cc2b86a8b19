import { describe, expect, it } from '@jest/globals';
import { formatInstant, instant } from '@carriermesh/kernel';
import fc from 'fast-check';
import { eventIn } from './event-row.js';

/** A row as a binary copy brings it. */
function row(metadata: string): Parameters<typeof eventIn>[0] {
  const fields = [int64(7n << 20n), Buffer.from('order-1'), int32(3), Buffer.from('0198c0de000070008000000000000001', 'hex'), Buffer.from('a.v1.B'), Buffer.of(1, 2), Buffer.from(metadata), int64(123_456n)];
  const bounds: number[] = [];
  let offset = 0;
  for (const { length } of fields) {
    bounds.push(offset, offset + length);
    offset += length;
  }
  return { bytes: Buffer.concat(fields), bounds };
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const written = (occurredAt: string, rest: Record<string, unknown> = {}): string => JSON.stringify({ correlationId: 'c', causationId: 'd', actor: 'e', occurredAt, ...rest });

describe('M7 an event as the verifier reads it from a row', () => {
  it('has every column, the database’s own time to the microsecond', () => {
    expect(eventIn(row(written('2026-03-01T00:00:00.000000001Z', { traceparent: 't' })))).toEqual({
      position: 7n << 20n, stream: 'order-1', revision: 3, eventId: '0198c0de-0000-7000-8000-000000000001', type: 'a.v1.B', payload: Buffer.of(1, 2),
      metadata: { correlationId: 'c', causationId: 'd', actor: 'e', occurredAt: 1_772_323_200_000_000_001n, traceparent: 't' },
      recordedAt: (946_684_800_000_000n + 123_456n) * 1_000n,
    });
  });

  it('has the instant that was written, whatever instant that was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 4_102_444_800_000_000_000n }), (nanos) => {
        expect(eventIn(row(written(formatInstant(instant(nanos)))))?.metadata.occurredAt).toBe(nanos);
      }),
    );
  });

  it.each([
    ['a key more', written('2026-03-01T00:00:00Z', { note: 1 })],
    ['a key twice', written('2026-03-01T00:00:00Z').replace('"actor":"e"', '"actor":"x","actor":"e"')],
    ['a space', written('2026-03-01T00:00:00Z').replace(',', ', ')],
    ['an escape that says the same', written('2026-03-01T00:00:00Z').replace('"e"', '"\\u0065"')],
    ['a decimal that says nothing', written('2026-03-01T00:00:00.000Z')],
    ['decimals cut to two', written('2026-03-01T00:00:00.01Z')],
    ['a day that does not exist', written('2026-02-30T00:00:00Z')],
    ['another zone', written('2026-03-01T00:00:00+00:00')],
    ['a number for a text', written('2026-03-01T00:00:00Z').replace('"e"', '5')],
    ['an empty trace context', written('2026-03-01T00:00:00Z', { traceparent: '' })],
    ['no JSON', '{'],
  ])('is none any more when its metadata has %s', (_, metadata) => {
    expect(eventIn(row(metadata))).toBeUndefined();
  });
});
