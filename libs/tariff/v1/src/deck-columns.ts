/** Where in a row each thing stands. */
export interface DeckColumns {
  readonly name?: number;
  readonly code?: number;
  readonly rate: number;
  readonly initialRate?: number;
  readonly slot?: number;
  readonly initialSeconds?: number;
  readonly incrementSeconds?: number;
  readonly connectFee?: number;
}

/** What carriers head their columns with; lower case, words joined by one underscore. */
const HEADINGS: Readonly<Record<keyof DeckColumns, readonly string[]>> = {
  name: ['name', 'destination', 'country', 'traffic_direction', 'description', 'destination_name'],
  code: ['code', 'prefix', 'dial_code', 'dialcode', 'dialing_code', 'area_code', 'destination_code'],
  rate: ['rate', 'rate_per_minute', 'increment_rate_per_minute', 'price', 'price_per_minute', 'per_minute'],
  initialRate: ['initial_rate_per_minute', 'initial_rate'],
  slot: ['time_of_day', 'time_slot', 'slot', 'period', 'window'],
  initialSeconds: ['initial_seconds', 'initial_increment', 'minimum_seconds'],
  incrementSeconds: ['increment_seconds', 'following_increment', 'increment'],
  connectFee: ['connect_fee', 'connection_fee', 'setup_fee'],
};

/** Finds the columns by the heading, or says what is missing or there twice. */
export function deckColumns(heading: readonly string[]): DeckColumns | { readonly problem: string } {
  const names = heading.map((field) => field.trim().toLowerCase().replace(/[\s-]+/g, '_'));
  const columns: Partial<Record<keyof DeckColumns, number>> = {};
  for (const [column, known] of Object.entries(HEADINGS) as [keyof DeckColumns, readonly string[]][]) {
    const places = names.flatMap((name, at) => (known.includes(name) ? [at] : []));
    if (places.length > 1) return { problem: `the columns ${places.map((at) => `"${heading[at]}"`).join(' and ')} say the same thing` };
    if (places[0] !== undefined) columns[column] = places[0];
  }
  const { rate } = columns;
  if (rate === undefined) return { problem: `no column is headed ${HEADINGS.rate.join(', ')}` };
  if (columns.code === undefined && columns.name === undefined) return { problem: `no column is headed ${[...HEADINGS.code, ...HEADINGS.name].join(', ')}` };
  return { ...columns, rate };
}
