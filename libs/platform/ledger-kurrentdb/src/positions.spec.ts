import { InvariantViolation } from '@carriermesh/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { logPositionOf, positionOf } from './positions.js';

const LAST = (1n << 43n) - 1n;
const place = fc.bigInt({ min: 0n, max: LAST });

describe('the position of an event in KurrentDB’s log', () => {
  it('leads back to its place in the log, and keeps the order', () => {
    fc.assert(
      fc.property(place, place, (a, b) => logPositionOf(positionOf(a)) === a && a < b === positionOf(a) < positionOf(b)),
    );
  });

  it('fits into 63 bits up to the last byte of 8 TiB, and is refused beyond', () => {
    expect(positionOf(LAST)).toBeLessThan(1n << 63n);
    expect(() => positionOf(LAST + 1n)).toThrow(InvariantViolation);
    expect(() => positionOf(-1n)).toThrow(InvariantViolation);
  });

  it('shares its upper bits with no other event, so that none is taken for the rest of another’s commit', () => {
    expect(positionOf(4_711n) >> 20n).not.toBe(positionOf(4_712n) >> 20n);
  });
});
