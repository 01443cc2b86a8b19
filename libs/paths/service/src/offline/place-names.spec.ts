import { describe, expect, it } from '@jest/globals';
import { describeGraph } from './description.js';
import { OfflinePaths } from './offline-paths.js';
import { placeNames } from './place-names.js';
import { ask } from './testing/small-graphs.js';
import { UnLocodes } from './un-locodes.js';

const rows = (...lines: string[]) => [new TextEncoder().encode(lines.join('\r\n'))];
const LIST = rows(
  'Change,Country,Location,Name,NameWoDiacritics,Subdivision,Status,Function,Date,IATA,Coordinates,Remarks',
  ',"BR",,".BRAZIL",,,,,,,,',
  ',"BR","SAO","São Paulo","Sao Paulo","SP","--345---","AI","0001","","2332S 04637W",""',
  ',"GB","LON","London","London","LND","12345---","AI","0001","","5130N 00008W",""',
  '"=","DZ",,"Algiers = Alger","Algiers = Alger",,,,,,,',
  ',"AF","KBL","Kabul","Kabul",,"--345---","AI","9601",,,',
);

/** One node in the middle of each, one 15 km from it and one 40 km; the two cities are joined. */
function between(names = placeNames()): OfflinePaths {
  const around = (id: string, lat: number, lon: number) => [0, 15, 40].map((km) => ({ id: `${id}${km}`, provider: 'p', lat: lat + km / 111.2, lon }));
  const nodes = [...around('l', 51.50853, -0.12574), ...around('s', -23.5475, -46.63611)];
  const links = [0, 15, 40].map((km) => ({ id: `${km}`, from: `l${km}`, to: `s${km}`, latencyNs: 100 - km }));
  return new OfflinePaths(describeGraph({ nodes, links }, 1), { names });
}

describe('S2-7 a city', () => {
  // Cities are read once.
  const names = placeNames();
  const from = (place: object, to: object = { city: 'sao paulo', country: 'br' }) => ask(between(names), { from: place, to });
  const refusal = (place: object) => from(place).refusal;

  it('is all that stands within 30 km of it, or as far as is said, whatever its case and accents', () => {
    expect(from({ city: 'LONDON', country: 'gb' }).paths[0].nodes).toEqual(['l15', 's15']);
    expect(from({ city: 'London', country: 'GB', withinKm: 41 }, { city: 'São Paulo', country: 'BR', withinKm: 41 }).paths[0].nodes).toEqual(['l40', 's40']);
    expect(from({ city: 'London', country: 'GB', withinKm: 0 }).paths[0].nodes).toEqual(['l0', 's0']);
  });

  it('that several may be is refused with those, and answered with its region or country', () => {
    const ambiguous = refusal({ city: 'London' });
    expect(ambiguous).toMatchObject({ code: 'unknown-place', end: 'from', place: 'London', reason: 'ambiguous' });
    expect(ambiguous.candidates).toContainEqual({ name: 'London', lat: 51.50853, lon: -0.12574, region: 'England', country: 'GB' });
    expect(ambiguous.candidates.map(({ country }: { country: string }) => country)).toContain('CA');
    expect(from({ city: 'London', country: 'GB', region: 'england' }).paths).toHaveLength(1);
    expect(refusal({ city: 'London', country: 'CA', region: 'Ontario' })).toMatchObject({ place: 'London, Ontario, CA (42.98339, -81.23304 within 30 km)', nearest: { node: 'l40' } });
  });

  it('that is on record by a longer name, or in another country, is refused with what may have been meant', () => {
    const meant = (place: object) => refusal(place).candidates.map(({ name, country }: { name: string; country: string }) => `${name}, ${country}`);
    expect(meant({ city: 'Frankfurt', country: 'DE' })).toEqual(['Frankfurt (Oder), DE', 'Frankfurt am Main, DE']);
    expect(meant({ city: 'Johannesburg', country: 'DE' })).toContain('Johannesburg, ZA');
    expect(refusal({ city: 'No City Has This Name' })).toMatchObject({ reason: 'unknown', candidates: [] });
  });

  it.each([
    [{ city: '' }, 'from.city'],
    [{ city: 'London', country: 'England' }, 'from.country'],
    [{ city: 'London', withinKm: -1 }, 'from.withinKm'],
    [{ city: 'London', lat: 51 }, 'from.lat'],
    [{ unlocode: 'London' }, 'from.unlocode'],
    [{ unlocode: 'GBLON' }, 'from.unlocode'],
  ])('%j is an error in its field', (place, field) => {
    expect(from(place).field).toBe(field);
  });
});

describe('S2-7 a UN/LOCODE', () => {
  const refusal = (unlocode: string) => ask(between(placeNames(LIST)), { from: { unlocode }, to: 's0' }).refusal;

  it('is all that stands within 30 km of its coordinates, to the minute of arc', () => {
    expect(ask(between(placeNames(LIST)), { from: { unlocode: 'gb lon' }, to: { unlocode: 'BRSAO', withinKm: 3 } }).paths[0].nodes).toEqual(['l0', 's0']);
  });

  it('that is unknown, or listed without coordinates, is refused so', () => {
    expect(refusal('GBXXX')).toEqual({ code: 'unknown-place', end: 'from', place: 'GBXXX', reason: 'unknown' });
    expect(refusal('AFKBL')).toEqual({ code: 'unknown-place', end: 'from', place: 'AFKBL', reason: 'no-coordinates' });
  });

  it.each([
    ['5130N 00008W', { lat: 51.5, lon: -0.133333 }],
    ['2332S 04637W', { lat: -23.533333, lon: -46.616667 }],
    ['9000S 18000E', { lat: -90, lon: 180 }],
    ['9001S 00000E', undefined],
    ['3313N 06883E', undefined],
    ['4204N 20251E', undefined],
    ['51.5N 0.1W', undefined],
  ])('at %s is read as %j', (coordinates, spot) => {
    const found = UnLocodes.read(rows(`,XX,YYY,Name,Name,,,,,,${coordinates},`))!.locate('XXYYY');
    expect(found).toEqual(spot ? { name: 'Name', ...spot } : { reason: 'no-coordinates' });
  });

  it('has its name read in Windows-1252 too, and a file without codes is no list', () => {
    const old = Uint8Array.from(',BR,SAO,S\u00e3o Paulo,Sao Paulo,,,,,,2332S 04637W,', (char) => char.charCodeAt(0));
    expect(UnLocodes.read([old])!.locate('BRSAO')).toMatchObject({ name: 'São Paulo' });
    expect(UnLocodes.read(rows('{"nodes":[]}'))).toBeUndefined();
  });
});
