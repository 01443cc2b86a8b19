/** Names that sources use and the Unicode CLDR does not. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['Czech Republic', 'CZ'],
  ['Hong Kong', 'HK'],
  ['Ivory Coast', 'CI'],
  ['Macau', 'MO'],
  ['Macedonia', 'MK'],
  ['Turkey', 'TR'],
]);

let codes: ReadonlyMap<string, string> | undefined;

/** ISO 3166-1 alpha-2 of a country's English name; empty where it is not known, as an offer allows. */
export function countryCode(englishName: string): string {
  codes ??= new Map([...cldrCodes(), ...OTHER_NAMES]);
  return codes.get(englishName) ?? '';
}

function* cldrCodes(): Iterable<readonly [string, string]> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  for (let first = 65; first <= 90; first++) {
    for (let second = 65; second <= 90; second++) {
      const code = String.fromCharCode(first, second);
      const name = names.of(code);
      // Withdrawn codes bear their successors' names: UK is GB, FX is FR.
      if (name !== undefined && new Intl.Locale(`und-${code}`).region === code) yield [name, code];
    }
  }
}
