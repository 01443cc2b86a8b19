import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { eventCodecs } from './gen/registry.js';
import { codecOf, isWhatWasWritten, nextSamples, releasedSamples, type GoldenSample } from './testing/golden.js';

const next = nextSamples();
const released = releasedSamples();
const named = (samples: readonly GoldenSample[]) => samples.map((sample) => [sample.type, sample.sample, sample] as const);

describe('the golden corpus of this schema', () => {
  it('has samples of every event', () => {
    const sampled = new Set(next.map(({ type }) => type));
    expect(Object.keys(eventCodecs).filter((type) => !sampled.has(type))).toEqual([]);
  });

  it('has samples of what is signed or stored as bytes', () => {
    const sampled = new Set(next.map(({ type }) => type));
    const documents = [
      'advertising.v1.AdvertBatch', 'advertising.v1.ResourceOffer', 'agent.v1.ActivationReceipt', 'agent.v1.UsageBatch', 'agent.v1.MeasurementBatch',
      'billing.v1.Invoice', 'billing.v1.Settlement', 'common.v1.Receipt', 'contracting.v1.Contract', 'contracting.v1.Quote',
      'contracting.v1.SupplyContract', 'ledger.v1.LedgerEvent', 'ledger.v1.TreeHead',
    ];
    expect(documents.filter((type) => !sampled.has(type))).toEqual([]);
  });

  it.each(named(next))('means the same and is written as the same bytes: %s, %s', (type, _, { bytes, value }) => {
    const codec = codecOf(type);
    const message = codec?.decode(bytes);
    expect(message).toEqual(value);
    expect(codec?.encode(message as object)).toEqual(bytes);
  });
});

describe('the golden corpus of a release', () => {
  const versions = [...released];
  if (versions.length === 0) {
    it('is empty: there is no release yet, and nothing older to be read', () => expect(released.size).toBe(0));
    return;
  }
  describe.each(versions)('%s', (_version, samples) => {
    it.each(named(samples))('means what it meant, and is written as the same bytes: %s, %s', (type, _, { bytes, value }) => {
      const codec = codecOf(type);
      if (codec === undefined) throw new Error(`${type} was released and can't be read any more`);
      const message = codec.decode(bytes);
      if (!isWhatWasWritten(value, message)) expect(message).toEqual(value);
      expect(codec.encode(message)).toEqual(bytes);
    });
  });
});

describe('what an older build wrote', () => {
  const written = { name: 'a', list: [{ n: 1n }], bytes: Uint8Array.of(1) };
  it('is found again beside fields that were added since', () => {
    expect(isWhatWasWritten(written, { ...written, list: [{ n: 1n, added: '' }], more: 0, some: [], inner: { at: 0n } })).toBe(true);
  });

  const others: [string, unknown][] = [
    ['another value', { ...written, name: 'b' }],
    ['a value more', { ...written, list: [{ n: 1n }, { n: 2n }] }],
    ['a value less', { ...written, list: [] }],
    ['another number', { ...written, list: [{ n: 1 }] }],
    ['other bytes', { ...written, bytes: Uint8Array.of(1, 0) }],
    ['a field less', { list: written.list, bytes: written.bytes }],
    ['a field more that says something', { ...written, more: 1 }],
    ['nothing', undefined],
  ];
  it.each(others)('is not taken for %s', (_, read) => expect(isWhatWasWritten(written, read)).toBe(false));

  it('is itself, whatever it is', () => {
    fc.assert(fc.property(fc.anything(), (value) => isWhatWasWritten(value, structuredClone(value))), { examples: [[{ length: {} }]] });
  });
});
