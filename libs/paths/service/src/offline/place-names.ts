import { Cities } from './cities.js';
import { FieldFault } from './fields.js';
import { UnLocodes } from './un-locodes.js';

/** Where a name is: one point, in degrees. */
export interface Spot {
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

/** A city by its name; what it stands for may take its country, and its region there. */
export interface CityName {
  readonly city: string;
  /** ISO 3166-1, two letters. */
  readonly country?: string;
  /** The first administrative division, by its name or its GeoNames code. */
  readonly region?: string;
  readonly withinKm: number;
}

export interface CodedPlace {
  /** Two letters of the country and three characters of the place. */
  readonly unlocode: string;
  readonly withinKm: number;
}

export type Named = CityName | CodedPlace;

/** No such name, several of it, or one that the list gives no coordinates of. */
export interface Unlocated {
  readonly reason: 'unknown' | 'ambiguous' | 'no-coordinates';
  /** What may have been meant, the likeliest first. */
  readonly candidates?: readonly Candidate[];
}

export type Candidate = Spot & { readonly country: string; readonly region: string };

/** Where named places are. Nothing is read before somebody asks for it. */
export class PlaceNames {
  private cities: Cities | undefined;

  /** @param unLocodes the list of codes, where one is given */
  constructor(private readonly unLocodes?: UnLocodes) {}

  /** @throws FieldFault where a code is asked for and there is no list of them */
  locate(field: string, place: Named): Spot | Unlocated {
    if ('city' in place) return (this.cities ??= Cities.read()).locate(place);
    if (!this.unLocodes) throw new FieldFault(`${field}.unlocode`, 'is asked for, and no list of UN/LOCODEs is given (--unlocode)');
    return this.unLocodes.locate(place.unlocode);
  }
}

/** @param lists the files of the list of UN/LOCODEs; without them no code is known */
export const placeNames = (lists?: readonly Uint8Array[]): PlaceNames => new PlaceNames(lists && UnLocodes.read(lists));

export const nameOf = (place: Named): string => ('city' in place ? [place.city, place.region, place.country].filter((part) => part !== undefined).join(', ') : place.unlocode);
