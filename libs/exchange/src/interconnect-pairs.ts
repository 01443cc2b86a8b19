import { ExchangeError } from './exchange-error.js';
import { type Coordinates, distanceKm, EARTH_RADIUS_KM, radians } from './geometry.js';

/** `m1`: PoPs at equal coordinates meet. `m2`: PoPs within 30 km of each other meet. */
export type InterconnectModel = 'm1' | 'm2';

/** As far as a metropolitan cross-connect is worth its trench. */
export const METRO_RADIUS_KM = 30;

/** Pairs grow with the square of the PoPs at one place, so a folder of crafted files could fill the memory. */
export const MAX_INTERCONNECT_PAIRS = 1_000_000;

export interface Place {
  readonly providerId: string;
  readonly popId: string;
  readonly at: Coordinates;
}

/** Two PoPs of different providers that meet. The order of the two means nothing. */
export interface PlacePair {
  readonly a: Place;
  readonly b: Place;
  readonly km: number;
}

/**
 * Every pair of different providers' PoPs that meet under the model, each pair once.
 * @throws ExchangeError beyond a million pairs
 */
export function pairPlaces(places: readonly Place[], model: InterconnectModel): readonly PlacePair[] {
  const { cellOf, cellsAround, reachKm } = MODELS[model];
  const earlier = new Map<string, Place[]>();
  const pairs: PlacePair[] = [];
  for (const b of places) {
    for (const cell of cellsAround(b.at)) {
      for (const a of earlier.get(cell) ?? []) {
        const km = distanceKm(a.at, b.at);
        if (a.providerId !== b.providerId && km <= reachKm) pairs.push({ a, b, km });
      }
    }
    if (pairs.length > MAX_INTERCONNECT_PAIRS) {
      throw new ExchangeError(`the exchange has more than ${MAX_INTERCONNECT_PAIRS} interconnect pairs under model ${model}`);
    }
    const cell = cellOf(b.at);
    const inCell = earlier.get(cell);
    if (inCell) inCell.push(b);
    else earlier.set(cell, [b]);
  }
  return pairs;
}

/** A PoP is compared with those in the cells around it alone, so that the work grows with the pairs and not with all pairs. */
interface PairingModel {
  readonly cellOf: (at: Coordinates) => string;
  readonly cellsAround: (at: Coordinates) => readonly string[];
  readonly reachKm: number;
}

const MODELS: Readonly<Record<InterconnectModel, PairingModel>> = {
  m1: { cellOf: exactCell, cellsAround: (at) => [exactCell(at)], reachKm: 0 },
  m2: { cellOf: (at) => cubeName(cubeOf(at)), cellsAround: cubesAround, reachKm: METRO_RADIUS_KM },
};

/** Equality of the stated numbers: rounding first could make neighbours equal. */
function exactCell({ latitude, longitude }: Coordinates): string {
  return `${latitude},${longitude}`;
}

type Cube = readonly [x: number, y: number, z: number];

/**
 * The earth cut into cubes as wide as the radius. A chord is never longer than its arc, so two places within the radius
 * lie in the same cube or in touching ones; a grid of degrees would have to treat poles and the date line apart.
 */
function cubeOf(at: Coordinates): Cube {
  const [latitude, longitude] = [radians(at.latitude), radians(at.longitude)];
  const across = Math.cos(latitude);
  const index = (unit: number): number => Math.floor((unit * EARTH_RADIUS_KM) / METRO_RADIUS_KM);
  return [index(across * Math.cos(longitude)), index(across * Math.sin(longitude)), index(Math.sin(latitude))];
}

const cubeName = ([x, y, z]: Cube): string => `${x},${y},${z}`;

const STEPS = [-1, 0, 1];

function cubesAround(at: Coordinates): readonly string[] {
  const [x, y, z] = cubeOf(at);
  return STEPS.flatMap((dx) => STEPS.flatMap((dy) => STEPS.map((dz) => cubeName([x + dx, y + dy, z + dz]))));
}
