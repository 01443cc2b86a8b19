import { describe, expect, it } from '@jest/globals';
import { instant, type Instant } from '@carriermesh/kernel';
import { MAX_OFFERS_PER_BATCH, nextRenewal, planAdverts } from './advert-plan.js';
import type { OfferOnRecord } from './book.js';

const statements = (count: number) => Array.from({ length: count }, (_, index) => ({ resourceId: `alfa/${index}`, fingerprint: `f${index}` }));
const onRecord = (fingerprint: string): OfferOnRecord => ({ fingerprint, validFrom: instant(1_000n), validUntil: instant(2_000n) });
const at = (now: bigint, refused: readonly string[] = []) => ({ now: instant(now), refused: new Set(refused) });
const sizes = (drafts: ReturnType<typeof planAdverts>) => drafts.map(({ resourceIds, withdrawnResourceIds }) => [resourceIds.length, withdrawnResourceIds.length]);

describe('planning advertisements', () => {
  it('S0-2 says everything at first, in batches of at most 256 offers, in the order of the inventory', () => {
    expect(sizes(planAdverts({ offered: new Map() }, statements(256), at(0n)))).toEqual([[256, 0]]);
    const drafts = planAdverts({ offered: new Map() }, statements(257), at(0n));
    expect(sizes(drafts)).toEqual([[MAX_OFFERS_PER_BATCH, 0], [1, 0]]);
    expect(drafts[1]?.resourceIds).toEqual(['alfa/256']);
  });

  it('says nothing while nothing has changed', () => {
    const offered = new Map([['alfa/0', onRecord('f0')]]);
    expect(planAdverts({ offered }, statements(1), at(1_499n))).toEqual([]);
  });

  it('renews an offer once it has run for half of its validity, to the nanosecond', () => {
    const offered = new Map([['alfa/0', onRecord('f0')]]);
    expect(sizes(planAdverts({ offered }, statements(1), at(1_500n)))).toEqual([[1, 0]]);
    expect(nextRenewal({ offered })).toBe(1_500n);
    expect(nextRenewal({ offered: new Map() })).toBeUndefined();
  });

  it('falls due with the first of its offers', () => {
    const later: OfferOnRecord = { fingerprint: 'x', validFrom: instant(1_100n), validUntil: instant(9_000n) };
    expect(nextRenewal({ offered: new Map([['a', later], ['b', onRecord('f')]]) })).toBe(1_500n as Instant);
  });

  it('S0-2 advertises what changed and withdraws what is gone, and leaves the rest alone', () => {
    const offered = new Map([
      ['alfa/0', onRecord('f0')],
      ['alfa/1', onRecord('another price')],
      ['alfa/sold', onRecord('f')],
    ]);
    expect(planAdverts({ offered }, statements(2), at(1_100n))).toEqual([{ resourceIds: ['alfa/1'], withdrawnResourceIds: ['alfa/sold'] }]);
  });

  it('withdraws in batches of at most 256 too', () => {
    const offered = new Map(statements(300).map(({ resourceId, fingerprint }) => [resourceId, onRecord(fingerprint)]));
    expect(sizes(planAdverts({ offered }, [], at(1_000n)))).toEqual([[0, 256], [0, 44]]);
  });

  it('does not repeat what the mesh has refused since the start', () => {
    expect(planAdverts({ offered: new Map() }, statements(2), at(0n, ['alfa/0']))).toEqual([{ resourceIds: ['alfa/1'], withdrawnResourceIds: [] }]);
  });
});
