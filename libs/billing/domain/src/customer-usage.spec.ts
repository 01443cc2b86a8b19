import { describe, expect, it } from '@jest/globals';
import type { Account } from './account.decider.js';
import { CHARLIE_SEGMENT, learning, moved } from './testing/courses.js';
import { account, ALFA_SEGMENT, at, batchOf, CONTRACT, situation, usage } from './testing/fixtures.js';
import { waitingUsage } from './usage-events.js';
import { decideUsage } from './usage.decider.js';

/** What becomes of an hour that a provider reports under its id for the customer of the contract. */
function decided(from: string, { providerId = 'alfa', service = account, contractId = CONTRACT }: { readonly providerId?: string; readonly service?: Account; readonly contractId?: string } = {}) {
  const record = { ...usage('r1', from, 5n), segmentId: '' };
  const batch = { ...batchOf([]), providerId, records: [{ record, sha256: new Uint8Array(), localId: 'KD-17', contractId }] };
  return decideUsage(batch, situation({ accounts: new Map([[CONTRACT, service]]) }));
}
const ends = (...asked: Parameters<typeof decided>) => decided(...asked).outcomes.map((outcome) => (outcome.kind === 'accepted' ? outcome.segmentId : 'refusal' in outcome ? outcome.refusal.code : outcome.kind));

describe('usage under a provider’s id for its customer', () => {
  it('S3-20 is of the segment by which the provider carried the contract’s service then, and charged by its prices', () => {
    const { outcomes, rated } = decided('2027-02-10T12:00:00Z');
    expect(outcomes).toMatchObject([{ kind: 'accepted', segmentId: ALFA_SEGMENT, contractId: CONTRACT, rated: { segmentId: ALFA_SEGMENT, octets: 5n } }]);
    expect(rated.map(({ periodNumber }) => periodNumber)).toEqual([1]);
  });

  it('S3-20 follows the service to where it moved: from the hour after it, the segment that it left carries nothing of the customer', () => {
    const service = learning([moved(at('2027-02-10T12:30:00Z'))]);
    expect(['2027-02-10T11:00:00Z', '2027-02-10T12:00:00Z', '2027-02-10T13:00:00Z'].map((from) => ends(from, { service }))).toEqual([[ALFA_SEGMENT], [ALFA_SEGMENT], ['local-id-of-no-service']]);
    expect(['2027-02-10T11:00:00Z', '2027-02-10T12:00:00Z', '2027-02-10T13:00:00Z'].map((from) => ends(from, { service, providerId: 'charlie' }))).toEqual([['local-id-of-no-service'], [CHARLIE_SEGMENT], [CHARLIE_SEGMENT]]);
  });

  it('S3-20 is put aside where the provider carried two segments of it at once, and names both', () => {
    const twice = { ...account, tariffs: account.tariffs.map((tariff) => ({ ...tariff, providerId: 'alfa' })) };
    expect(ends('2027-02-10T12:00:00Z', { service: twice })).toEqual(['local-id-ambiguous']);
    const [outcome] = decided('2027-02-10T12:00:00Z', { service: twice }).outcomes;
    expect(outcome && 'refusal' in outcome && outcome.refusal.facts['segment_ids']).toBe(twice.tariffs.map(({ segmentId }) => segmentId).join(' and '));
  });

  it('is said to be of no time of the service where it reaches out of it, as under any other name', () => {
    expect(ends('2027-01-31T11:59:59Z')).toEqual(['interval-outside-service']);
  });

  it('I6 I10 is nobody’s under a contract that the provider has no part in, which it learns nothing of, and waits for no statement', () => {
    expect([ends('2027-02-10T12:00:00Z', { providerId: 'mallory' }), ends('2027-02-10T12:00:00Z', { contractId: 'con_of-nobody' })]).toEqual([['local-id-of-no-service'], ['local-id-of-no-service']]);
    expect(waitingUsage(decided('2027-02-10T12:00:00Z', { providerId: 'mallory' }))).toEqual([]);
  });
});
