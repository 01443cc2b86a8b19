import { describe, expect, it } from '@jest/globals';
import { accept, specify } from '@carriermesh/decider';
import { provider, type AcceptBatch, type EnrolProvider, type ProviderEvent } from './provider.decider.js';
import { START } from './testing/offers.js';

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const enrol: EnrolProvider = { kind: 'enrol', providerId: 'Ai3', name: 'AI3', publicKey: key(1), isFullOrderKey: true, now: START };
const enrolled: ProviderEvent = { type: 'advertising.v1.ProviderEnrolled', data: { providerId: 'Ai3', name: 'AI3', publicKey: key(1), enrolledAt: START } };

const facts = (sequence: bigint, body: number) => ({ batchId: `b${sequence}`, sequence, bodySha256: key(body), offers: 3, withdrawals: 1, refusedItems: [] });
const batch = (sequence: bigint, body = Number(sequence)): AcceptBatch => ({ kind: 'accept-batch', ...facts(sequence, body), now: START });
const accepted = (sequence: bigint): ProviderEvent => ({
  type: 'advertising.v1.AdvertBatchAccepted',
  data: { ...facts(sequence, Number(sequence)), providerId: 'Ai3', acceptedAt: START },
});

describe('enrolment of a provider', () => {
  const given = specify(provider).given;

  it('S0-2 records the key that speaks for it', () => {
    expect(given().when(enrol)).toEqual(accept(enrolled));
  });

  it('is the same for the same key sent twice', () => {
    expect(given(enrolled).when(enrol)).toEqual({ kind: 'ignored', reason: 'already enrolled with this key' });
  });

  it('S0-2 is refused with another key for a known provider', () => {
    expect(given(enrolled).when({ ...enrol, publicKey: key(2) })).toEqual({ kind: 'refused', refusal: { code: 'provider-known-with-another-key', providerId: 'Ai3' } });
  });

  it('S0-2 is refused with a key of small order or of the wrong size', () => {
    expect(given().when({ ...enrol, publicKey: new Uint8Array(31), isFullOrderKey: false })).toEqual({
      kind: 'refused',
      refusal: { code: 'provider-key-weak', bytes: 31, publicKey: '00'.repeat(31) },
    });
  });

  it.each(['', 'a.b', 'a b', 'x'.repeat(65)])('is refused for the id %j, which is no token', (providerId) => {
    expect(given().when({ ...enrol, providerId })).toMatchObject({ kind: 'refused', refusal: { code: 'provider-id-invalid' } });
  });

  it('takes a name of 200 characters and refuses one of 201, an empty one, and one with a line break', () => {
    expect(given().when({ ...enrol, name: 'x'.repeat(200) }).kind).toBe('accepted');
    for (const name of ['x'.repeat(201), '', 'a\nb']) expect(given().when({ ...enrol, name })).toMatchObject({ refusal: { code: 'provider-name-invalid' } });
  });

  it('goes on under a replaced key', () => {
    const replaced: ProviderEvent = { type: 'advertising.v1.ProviderKeyReplaced', data: { providerId: 'Ai3', publicKey: key(2), replacedAt: START } };
    expect(given(enrolled, replaced).when({ ...enrol, publicKey: key(2) }).kind).toBe('ignored');
    expect(given(enrolled, replaced).when(enrol).kind).toBe('refused');
  });
});

describe('the sequence of a provider’s batches', () => {
  const given = (...batches: ProviderEvent[]) => specify(provider).given(enrolled, ...batches);

  it('S0-2 begins with 1 and goes on without a gap', () => {
    expect(given().when(batch(1n))).toEqual(accept(accepted(1n)));
    expect(given(accepted(1n)).when(batch(2n))).toEqual(accept(accepted(2n)));
  });

  it.each([0n, 2n, 3n, 2n ** 64n - 1n])('S0-2 refuses %s as the first sequence', (sequence) => {
    expect(given().when(batch(sequence))).toEqual({ kind: 'refused', refusal: { code: 'sequence-out-of-order', expected: 1n, presented: sequence } });
  });

  it('S0-2 refuses a batch that was rolled back below the last one', () => {
    const rolledBack = { ...batch(1n, 9), batchId: 'again' };
    expect(given(accepted(1n), accepted(2n)).when(rolledBack)).toEqual({ kind: 'refused', refusal: { code: 'sequence-out-of-order', expected: 3n, presented: 1n } });
  });

  it('S0-2 takes a replayed batch for the one on record, however old', () => {
    const replayed = given(accepted(1n), accepted(2n), accepted(3n)).when(batch(1n));
    expect(replayed).toEqual({ kind: 'ignored', reason: 'already on record: the receipt is the same' });
  });

  it('S0-2 refuses other bytes under a batch id on record, whatever their sequence', () => {
    const forged = { ...batch(3n, 9), batchId: 'b1' };
    expect(given(accepted(1n), accepted(2n)).when(forged)).toEqual({
      kind: 'refused',
      refusal: { code: 'batch-id-reused', batchId: 'b1', sequence: 3n, recordedBatchId: 'b1', recordedSequence: 1n },
    });
  });

  it('S0-2 refuses other bytes under the last sequence', () => {
    const forged = { ...batch(2n, 9), batchId: 'other' };
    expect(given(accepted(1n), accepted(2n)).when(forged)).toMatchObject({ refusal: { code: 'batch-id-reused', recordedBatchId: 'b2', recordedSequence: 2n } });
  });

  it('is not begun for who is not enrolled', () => {
    expect(specify(provider).given().when(batch(1n))).toEqual({ kind: 'refused', refusal: { code: 'provider-unknown' } });
  });

  it('remembers at which revision each batch was accepted', () => {
    const state = [enrolled, accepted(1n), accepted(2n)].reduce(provider.evolve, provider.initial);
    expect(state).toMatchObject({ latest: { batchId: 'b2', revision: 2, before: { batchId: 'b1', revision: 1 } } });
  });
});
