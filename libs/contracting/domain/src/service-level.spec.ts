import { describe, expect, it } from '@jest/globals';
import { accumulated } from './service-level.js';
import { level } from './spec/market.js';

describe('the service level of resources in a row', () => {
  it('is a single resource’s own', () => {
    expect(accumulated([level])).toEqual(level);
  });

  it('multiplies availability and adds up loss, delay variation; repairs like the slowest, credits like the least', () => {
    const other = { availabilityPpm: 999_500, lossPpm: 500, jitterNs: 3_000_000n, mttrMinutes: 480, creditBasisPoints: 250 };
    expect(accumulated([level, other])).toEqual({
      availabilityPpm: 999_400, // 0.9999 × 0.9995 = 0.99940005
      lossPpm: 600, // 1 − 0.9999 × 0.9995 = 0.00059995, promised as 0.0006
      jitterNs: 4_000_000n,
      mttrMinutes: 480,
      creditBasisPoints: 250,
    });
  });

  it('rounds once over a hundred resources, and never in the seller’s favour', () => {
    const hundred = accumulated(Array.from({ length: 100 }, () => level));
    expect(hundred.availabilityPpm).toBe(990_049); // 0.9999^100 = 0.99004933…
    expect(hundred.lossPpm).toBe(9_951); // 1 − 0.9999^100 = 0.00995066…
  });

  it('promises nothing where one resource promises nothing', () => {
    expect(accumulated([level, { ...level, availabilityPpm: 0, lossPpm: 1_000_000 }])).toMatchObject({ availabilityPpm: 0, lossPpm: 1_000_000 });
  });
});
