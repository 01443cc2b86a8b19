import { describe, expect, it } from '@jest/globals';
import { Gazetteer, type Place, groundDistanceM } from './places.js';
import { pop } from './spec/mesh.js';

const LONDON = { latitudeMicrodegrees: 51_508_530, longitudeMicrodegrees: -125_740 };
const NEW_YORK = { latitudeMicrodegrees: 40_714_270, longitudeMicrodegrees: -74_005_970 };

const pops = [
  pop('a:ldn', { ...LONDON, city: 'London', country: 'GB' }),
  pop('a:ont', { latitudeMicrodegrees: 42_983_390, longitudeMicrodegrees: -81_233_040, city: 'London', country: 'CA' }),
  pop('a:sao', { latitudeMicrodegrees: -23_547_500, longitudeMicrodegrees: -46_636_110, city: 'São Paulo', country: 'BR' }),
  pop('a:was', { city: 'Washington, DC', country: 'US' }),
  pop('b:ldn', { ...LONDON, latitudeMicrodegrees: LONDON.latitudeMicrodegrees + 1 }),
];
const gazetteer = new Gazetteer(pops, new Map(pops.map(({ popId }, position) => [popId, position])));
const idsAt = (place: Place) => gazetteer.resolve(place).map((position) => pops[position]!.popId);
const city = (name: string) => idsAt({ kind: 'city', name });

describe('a city', () => {
  it('is every PoP that advertises it, and with its country only those there', () => {
    expect(city('London')).toEqual(['a:ldn', 'a:ont']);
    expect(city('london, ca')).toEqual(['a:ont']);
    expect(city('LONDON,GB')).toEqual(['a:ldn']);
    expect(city('London, US')).toEqual([]);
  });

  it('is found without its accents and with a comma of its own', () => {
    expect([city('sao  paulo'), city('SÃO PAULO, br'), city('washington, dc'), city('Washington, DC, US')]).toEqual([
      ['a:sao'],
      ['a:sao'],
      ['a:was'],
      ['a:was'],
    ]);
  });

  it('without a name is nowhere, although some PoPs state no city', () => {
    expect([city(''), city(' '), city(',')]).toEqual([[], [], []]);
  });
});

describe('coordinates', () => {
  it('within 0 m are exactly there, and a microdegree away is not', () => {
    expect(idsAt({ kind: 'coordinates', ...LONDON, withinM: 0 })).toEqual(['a:ldn']);
    expect(idsAt({ kind: 'coordinates', ...LONDON, withinM: 1 })).toEqual(['a:ldn', 'b:ldn']);
  });

  it('take in every PoP up to the distance on the ground', () => {
    const distanceM = groundDistanceM(LONDON, NEW_YORK);
    expect(idsAt({ kind: 'coordinates', ...NEW_YORK, withinM: Math.floor(distanceM) })).toEqual(['a:ont']);
    expect(idsAt({ kind: 'coordinates', ...NEW_YORK, withinM: Math.ceil(distanceM) })).toContain('a:ldn');
  });
});

describe('the distance on the ground', () => {
  it('is 5,570.2 km from London to New York, a quarter of the meridian to the pole, and 0 to itself', () => {
    expect(groundDistanceM(LONDON, NEW_YORK)).toBeCloseTo(5_570_214, -1);
    expect(
      groundDistanceM(
        { latitudeMicrodegrees: 0, longitudeMicrodegrees: 0 },
        { latitudeMicrodegrees: 90_000_000, longitudeMicrodegrees: 0 },
      ),
    ).toBeCloseTo((6_371_000 * Math.PI) / 2, 3);
    expect(groundDistanceM(LONDON, LONDON)).toBe(0);
  });
});
