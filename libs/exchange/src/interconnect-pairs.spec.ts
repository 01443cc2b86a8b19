import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distanceKm } from './geometry.js';
import { METRO_RADIUS_KM, pairPlaces, type Place, type PlacePair } from './interconnect-pairs.js';

const place = (providerId: string, node: number, latitude: number, longitude: number): Place => ({
  providerId,
  popId: `${providerId}/${node}`,
  at: { latitude, longitude },
});

const names = (pairs: readonly PlacePair[]): readonly string[] => pairs.map(({ a, b }) => [a.popId, b.popId].sort().join('~')).sort();

describe('pairPlaces under m1', () => {
  it('joins equal coordinates of different providers, once each, and never a provider with itself', () => {
    const here = [place('A', 1, 10, 20), place('A', 2, 10, 20), place('B', 1, 10, 20), place('C', 1, 10, 20)];
    const places = [...here, place('C', 2, 10, 20.00001)];
    expect(names(pairPlaces(places, 'm1'))).toEqual(['A/1~B/1', 'A/1~C/1', 'A/2~B/1', 'A/2~C/1', 'B/1~C/1']);
  });

  it('compares the stated numbers and not their microdegrees', () => {
    expect(pairPlaces([place('A', 1, 10, 20), place('B', 1, 10, 20.0000001)], 'm1')).toEqual([]);
  });
});

describe('pairPlaces under m2', () => {
  const kmPerDegree = distanceKm({ latitude: 0, longitude: 0 }, { latitude: 1, longitude: 0 });

  it('joins places 29.99 km apart with their distance, and not places 30.01 km apart', () => {
    const pairs = pairPlaces([place('A', 1, 0, 0), place('B', 1, 29.99 / kmPerDegree, 0), place('C', 1, -30.01 / kmPerDegree, 0)], 'm2');
    expect(names(pairs)).toEqual(['A/1~B/1']);
    expect(pairs[0]?.km).toBeCloseTo(29.99, 9);
  });

  it('joins neighbours over the date line and around the pole', () => {
    expect(pairPlaces([place('A', 1, 60, 179.9), place('B', 1, 60, -179.9)], 'm2')).toHaveLength(1);
    expect(pairPlaces([place('A', 1, 89.9, 0), place('B', 1, 89.9, 180)], 'm2')).toHaveLength(1);
  });

  it('finds what comparing all with all finds', () => {
    const near = fc.record({
      providerId: fc.constantFrom('A', 'B', 'C'),
      // Three patches of a few cubes each: the ordinary one, the date line and a pole.
      at: fc.oneof(
        fc.record({ latitude: fc.double({ min: 48, max: 49, noNaN: true }), longitude: fc.double({ min: 2, max: 3, noNaN: true }) }),
        fc.record({ latitude: fc.double({ min: -0.4, max: 0.4, noNaN: true }), longitude: fc.constantFrom(179.8, 180, -180, -179.9) }),
        fc.record({ latitude: fc.double({ min: 89.5, max: 90, noNaN: true }), longitude: fc.double({ min: -180, max: 180, noNaN: true }) }),
      ),
    });
    fc.assert(
      fc.property(fc.array(near, { maxLength: 40 }), (drawn) => {
        const places = drawn.map(({ providerId, at }, index) => ({ providerId, popId: `${providerId}/${index}`, at }));
        const all = places.flatMap((b, index) => places.slice(0, index).map((a) => ({ a, b, km: distanceKm(a.at, b.at) })));
        const expected = all.filter(({ a, b, km }) => a.providerId !== b.providerId && km <= METRO_RADIUS_KM);
        expect(names(pairPlaces(places, 'm2'))).toEqual(names(expected));
      }),
    );
  });

  it('stops at a million pairs: crafted files may not fill the memory', () => {
    const crowd = Array.from({ length: 1500 }, (_, index) => place(`P${index}`, 0, 1, 1));
    expect(() => pairPlaces(crowd, 'm2')).toThrow('the exchange has more than 1000000 interconnect pairs under model m2');
  });
});
