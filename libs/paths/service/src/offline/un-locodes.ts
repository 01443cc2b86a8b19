import { parseCsv } from '@carriermesh/tariff-v1';
import type { Spot, Unlocated } from './place-names.js';

/** In the list's columns: country, place, name, coordinates. */
const [COUNTRY, LOCATION, NAME, COORDINATES] = [1, 2, 3, 10] as const;
const CODE = /^[A-Z]{2}[A-Z0-9]{3}$/;
/** Degrees and minutes, as UN/CEFACT Recommendation 16 has them: `5130N 00007W`. */
const DEGREES = /^(\d{2})([0-5]\d)([NS]) (\d{3})([0-5]\d)([EW])$/;

/** The United Nations' codes for places of trade and transport, as UNECE publishes them: to the minute of arc, and not of all places. */
export class UnLocodes {
  private constructor(private readonly places: ReadonlyMap<string, Spot | 'no-coordinates'>) {}

  /**
   * @param lists the files that the list comes in, as CSV, in UTF-8 or Windows-1252
   * @returns the codes, or `undefined` where there is none in them
   */
  static read(lists: readonly Uint8Array[]): UnLocodes | undefined {
    const places = new Map<string, Spot | 'no-coordinates'>();
    for (const { fields } of lists.flatMap((list) => parseCsv(textOf(list)).records)) {
      const code = `${fields[COUNTRY] ?? ''}${fields[LOCATION] ?? ''}`;
      // Headings, names of countries and references from one name to another are no places.
      if (!CODE.test(code)) continue;
      const spot = spotOf(fields[NAME] ?? '', fields[COORDINATES] ?? '');
      if (spot || !places.has(code)) places.set(code, spot ?? 'no-coordinates');
    }
    return places.size > 0 ? new UnLocodes(places) : undefined;
  }

  get count(): number {
    return this.places.size;
  }

  locate(code: string): Spot | Unlocated {
    const found = this.places.get(code);
    if (found === undefined) return { reason: 'unknown' };
    return found === 'no-coordinates' ? { reason: found } : found;
  }
}

function spotOf(name: string, coordinates: string): Spot | undefined {
  const parts = DEGREES.exec(coordinates.trim());
  if (!parts) return undefined;
  const [, latitude, latitudeMinutes, north, longitude, longitudeMinutes, east] = parts;
  const [lat, lon] = [degrees(latitude!, latitudeMinutes!, north === 'N'), degrees(longitude!, longitudeMinutes!, east === 'E')];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { name, lat, lon } : undefined;
}

/** To the microdegree. */
const degrees = (whole: string, minutes: string, isPositive: boolean): number =>
  ((isPositive ? 1 : -1) * Math.round((Number(whole) + Number(minutes) / MINUTES) * MICRO)) / MICRO;

const MINUTES = 60;
const MICRO = 1_000_000;

/** Editions differ: older ones are in Windows-1252, which is no UTF-8 wherever a name has an accent. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
