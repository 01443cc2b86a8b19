import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { listingOf } from './parked.command.js';

const parked = { service: 'billing', reader: 'bills', stream: 'period-con_1-1', parkedAt: instant(1_772_323_200_000_000_000n), eventId: 'e-1', error: 'no such column' };

describe('M7 the list of parked streams', () => {
  it('says that nothing is parked only when every service said so', () => {
    expect(listingOf([], { parkedCount: 0, isWhole: true })).toEqual(['Nothing is parked.']);
    expect(listingOf([], { parkedCount: 0, isWhole: false })).toEqual([]);
  });

  it('names each stream with its event and error, and how many more there are', () => {
    expect(listingOf([parked], { parkedCount: 3, isWhole: true })).toEqual(['billing/bills/period-con_1-1\n  since 2026-03-01T00:00:00Z, at event e-1: no such column', '… and 2 more']);
  });
});
