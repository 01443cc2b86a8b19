import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '@carriermesh/kernel';

import { decodeEvent, encodeEvent, eventCodec, isEventType } from './events.js';
import { eventCodecs as fixtureCodecs, sample } from './fixture/index.js';
import { eventCodecs, rpcs } from './gen/registry.js';

describe('the registry', () => {
  it('holds every message of an events.proto, and nothing else', () => {
    expect(Object.keys(fixtureCodecs)).toEqual(['sample.v1.QuoteOffered', 'sample.v1.QuoteWithdrawn']);
  });

  it('files each event of the mesh under its own name', () => {
    const entries = Object.entries(eventCodecs);
    expect(entries.length).toBeGreaterThan(0);
    for (const [type, codec] of entries) expect(codec.typeName).toBe(type);
  });

  it('gives each request of the mesh a subject of its own', () => {
    const subjects = rpcs.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  it('refuses a type that it does not know, and the names of Object', () => {
    for (const type of ['moon.v1.Landed', 'constructor', '__proto__', '']) {
      expect(isEventType(type)).toBe(false);
      expect(() => decodeEvent(type, new Uint8Array(0))).toThrow('this version knows no event of type');
    }
  });

  it('reads an event by its type alone', () => {
    const [type] = Object.keys(eventCodecs) as [keyof typeof eventCodecs];
    expect(eventCodec(type).typeName).toBe(type);
    expect(() => encodeEvent({ type, data: undefined } as never)).toThrow('must be an object, not undefined');
  });
});

describe('toJson', () => {
  it('is plain JSON for people: instants in RFC 3339, money in major units, no bigint', () => {
    const quote: sample.QuoteOffered = {
      quoteId: 'quo_1',
      orderId: 'ord_1',
      buyerId: 'acme',
      objective: 'least-latency',
      latencyNs: -5n,
      capacityMbps: 100,
      topologyRevision: 18_446_744_073_709_551_615n,
      price: { currency: 'EUR', microMinor: 1_234_000_000n },
      validUntil: parseInstant('2026-03-01T00:00:00.5Z')!,
      holdFor: -1_500_000_000n,
      firm: true,
      termsSha256: Uint8Array.of(0, 255),
    };
    expect(JSON.parse(JSON.stringify(sample.QuoteOffered.toJson(quote)))).toEqual({
      quoteId: 'quo_1',
      orderId: 'ord_1',
      buyerId: 'acme',
      objective: 'least-latency',
      latencyNs: '-5',
      capacityMbps: 100,
      topologyRevision: '18446744073709551615',
      price: { currency: 'EUR', amount: '12.34' },
      validUntil: '2026-03-01T00:00:00.500Z',
      holdFor: '-1.500s',
      firm: true,
      termsSha256: '00ff',
    });
  });

  it('names the member of a oneof, leaves absent fields out and follows lists and maps', () => {
    const tree = { label: 'oak', branches: [{ label: 'twig', branches: [] }] };
    expect(sample.Choice.toJson({ before: 'a', between: 'b', somePlace: { kind: 'tree', tree } })).toEqual({
      before: 'a',
      between: 'b',
      somePlace: { kind: 'tree', tree },
    });
    expect(sample.OptionalScalars.toJson({ aUint64: 0n })).toEqual({ aUint64: '0' });
    expect(sample.Maps.toJson({ facts: {}, byNumber: { 1: 2n }, byBigNumber: {}, byTruth: {}, prices: { p: { currency: 'JPY', microMinor: 5_000_000n } } })).toEqual({
      facts: {},
      byNumber: { 1: '2' },
      byBigNumber: {},
      byTruth: {},
      prices: { p: { currency: 'JPY', amount: '5' } },
    });
  });
});
