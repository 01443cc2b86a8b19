import { unreachable } from '@carriermesh/kernel';
import type { Pop } from './elements.js';

/** Where a path starts or ends: every PoP that the place names, at no cost between them. */
export type Place =
  | { readonly kind: 'pop'; readonly popId: string }
  | {
      readonly kind: 'coordinates';
      readonly latitudeMicrodegrees: number;
      readonly longitudeMicrodegrees: number;
      /** On the ground; 0 means exactly there. */
      readonly withinM: number;
    }
  /** The advertised city, whatever its case and accents, with or without its country: "São Paulo", "sao paulo, br". */
  | { readonly kind: 'city'; readonly name: string };

export interface Neighbour {
  readonly popId: string;
  readonly distanceM: number;
}

export function describePlace(place: Place): string {
  switch (place.kind) {
    case 'pop':
      return `PoP ${place.popId}`;
    case 'city':
      return place.name;
    case 'coordinates':
      return `${place.latitudeMicrodegrees / MICRO}, ${place.longitudeMicrodegrees / MICRO}${place.withinM > 0 ? ` within ${place.withinM} m` : ''}`;
    default:
      return unreachable(place);
  }
}

const MICRO = 1_000_000;
const EARTH_RADIUS_M = 6_371_000;
const RADIANS = Math.PI / 180 / MICRO;

/** Finds the PoPs of a place, as positions in ascending order. */
export class Gazetteer {
  private cities: Map<string, number[]> | undefined;

  constructor(
    private readonly pops: readonly Pop[],
    private readonly positionOfPop: ReadonlyMap<string, number>,
  ) {}

  /** Empty when nobody is there. */
  resolve(place: Place): readonly number[] {
    switch (place.kind) {
      case 'pop': {
        const position = this.positionOfPop.get(place.popId);
        return position === undefined ? [] : [position];
      }
      case 'city':
        return (this.cities ??= this.indexCities()).get(folded(place.name)) ?? [];
      case 'coordinates':
        return this.positionsWhere((pop) => isWithin(pop, place));
      default:
        return unreachable(place);
    }
  }

  /** The PoP closest to a coordinate at which nobody is; `undefined` in an empty mesh. */
  nearest(place: Coordinates): Neighbour | undefined {
    let nearest: Neighbour | undefined;
    for (const pop of this.pops) {
      const distanceM = groundDistanceM(pop, place);
      if (!nearest || distanceM < nearest.distanceM) nearest = { popId: pop.popId, distanceM };
    }
    return nearest;
  }

  private positionsWhere(matches: (pop: Pop) => boolean): number[] {
    const positions: number[] = [];
    this.pops.forEach((pop, position) => {
      if (matches(pop)) positions.push(position);
    });
    return positions;
  }

  private indexCities(): Map<string, number[]> {
    const cities = new Map<string, number[]>();
    this.pops.forEach(({ city, country }, position) => {
      if (folded(city) === '') return;
      for (const name of country === '' ? [city] : [city, `${city}, ${country}`]) {
        const positions = cities.get(folded(name));
        if (positions) positions.push(position);
        else cities.set(folded(name), [position]);
      }
    });
    return cities;
  }
}

type Coordinates = Pick<Pop, 'latitudeMicrodegrees' | 'longitudeMicrodegrees'>;

function isWithin(pop: Coordinates, place: Coordinates & { readonly withinM: number }): boolean {
  const apart = Math.abs(pop.latitudeMicrodegrees - place.latitudeMicrodegrees);
  if (place.withinM === 0) return apart === 0 && pop.longitudeMicrodegrees === place.longitudeMicrodegrees;
  // A degree of latitude is a sure lower bound and far cheaper than the great circle.
  return apart * RADIANS * EARTH_RADIUS_M <= place.withinM + 1 && groundDistanceM(pop, place) <= place.withinM;
}

/** The great circle's length by the haversine formula, on a sphere of 6,371.0 km. */
export function groundDistanceM(a: Coordinates, b: Coordinates): number {
  const [latitudeA, latitudeB] = [a.latitudeMicrodegrees * RADIANS, b.latitudeMicrodegrees * RADIANS];
  const overLatitude = Math.sin((latitudeB - latitudeA) / 2);
  const overLongitude = Math.sin(((b.longitudeMicrodegrees - a.longitudeMicrodegrees) * RADIANS) / 2);
  const chord = overLatitude ** 2 + Math.cos(latitudeA) * Math.cos(latitudeB) * overLongitude ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** People type "Sao Paulo" and providers advertise "São Paulo": case, accents and spacing do not tell cities apart. */
export const folded = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').replace(/ ?, ?/g, ', ').trim();
