import { parseCsv } from './csv.js';
import { deckColumns } from './deck-columns.js';
import { isRowRefusal, readDeckRow, type DeckRow } from './deck-row.js';
import type { DestinationTerms, VoiceRateTerms } from './tariff-terms.js';

export type RowRefusalCode =
  | 'wrong-field-count' | 'no-code' | 'damaged-code' | 'pseudo-code' | 'no-name' | 'unreadable-rate' | 'no-rate'
  | 'unreadable-increment' | 'unknown-slot' | 'repeated' | 'conflicting' | 'unclosed-quote' | 'not-utf-8';

/** A row that was left out; `line` is its line in the file, from 1. */
export interface RefusedRow {
  readonly line: number;
  readonly code: RowRefusalCode;
  readonly message: string;
  readonly text: string;
}

/** A row that was taken, and about which a person should know. */
export interface RowNote {
  readonly line: number;
  readonly note: 'partly-blocked' | 'free-of-charge' | 'slot-taken-as-always';
  readonly message: string;
}

export interface DeckReport {
  readonly rows: number;
  readonly accepted: number;
  readonly blocked: number;
  readonly refused: readonly RefusedRow[];
  readonly notes: readonly RowNote[];
}

/** A rate deck: by E.164 prefix, or, where the file has no codes, by the destination's name. */
export interface Deck {
  readonly keyedBy: 'prefix' | 'name';
  readonly destinations: readonly DestinationTerms[];
  readonly report: DeckReport;
}

export interface DeckOptions {
  /** Names of the tariff's windows: what a row's time slot may be. */
  readonly windows: readonly string[];
}

/** What decks call a slot that is always open. */
const ALWAYS = new Set(['', 'flat', 'any', 'all', 'always', '24h', '24x7']);

/** Reads a deck from CSV with a heading. A row that can't be read whole is refused and reported; it never becomes a guess. */
export function importDeck(text: string, { windows }: DeckOptions): Deck | { readonly problem: string } {
  const { records, unclosedLine } = parseCsv(text.replace(/^\uFEFF/, ''));
  const [heading, ...rest] = records;
  const columns = heading ? deckColumns(heading.fields) : { problem: 'the file is empty' };
  if ('problem' in columns) return columns;
  const refused: RefusedRow[] = [];
  const notes: RowNote[] = [];
  const rows: DeckRow[] = [];
  for (const { fields, line } of rest) {
    const row = readDeckRow({ fields, line, columns, isUnclosed: line === unclosedLine, width: heading?.fields.length ?? 0 });
    if (isRowRefusal(row)) refused.push(row);
    else rows.push(row);
  }
  const destinations = new DeckRows({ windows: new Map(windows.map((name) => [name.toLowerCase(), name])), refused, notes }).gather(rows, columns.code !== undefined);
  refused.sort((a, b) => a.line - b.line);
  const refusedLines = new Set(refused.map(({ line }) => line)).size;
  const blocked = destinations.filter((destination) => destination.blocked).length;
  return {
    keyedBy: columns.code === undefined ? 'name' : 'prefix',
    destinations,
    report: { rows: rest.length, accepted: rest.length - refusedLines, blocked, refused, notes },
  };
}

interface Reporting {
  /** The tariff's windows by their names in lower case, as decks' slots are read. */
  readonly windows: ReadonlyMap<string, string>;
  readonly refused: RefusedRow[];
  readonly notes: RowNote[];
}

/** Puts the rows of one code together: one for each time slot, and the first that says something. */
class DeckRows {
  constructor(private readonly reporting: Reporting) {}

  gather(rows: readonly DeckRow[], byPrefix: boolean): readonly DestinationTerms[] {
    const byKey = new Map<string, DeckRow[]>();
    for (const row of rows) {
      const key = byPrefix ? row.code : row.name.toLowerCase();
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
    }
    return [...byKey.values()].flatMap((group) => this.#destination(this.#distinct(group), byPrefix));
  }

  #distinct(group: readonly DeckRow[]): readonly DeckRow[] {
    const kept: DeckRow[] = [];
    for (const row of group) {
      const earlier = kept.find((other) => other.slot === row.slot || other.blocked || row.blocked);
      if (!earlier) kept.push(row);
      else if (sameTerms(earlier, row)) this.#refuse(row, 'repeated', `says what line ${earlier.line} says`);
      else this.#refuse(row, 'conflicting', `says otherwise than line ${earlier.line}, which stands`);
    }
    return kept;
  }

  #destination(group: readonly DeckRow[], byPrefix: boolean): readonly DestinationTerms[] {
    const [first] = group;
    if (!first) return [];
    const base = { name: first.name, prefixes: byPrefix ? [first.code] : [], ...first.terms };
    for (const row of group) this.#note(row);
    if (first.blocked) return [{ ...base, blocked: true }];
    const rates = group.flatMap((row) => this.#rate(row, group.length === 1));
    // A rate without a window hides what stands behind it, so it comes last.
    rates.sort((a, b) => Number(a.window === undefined) - Number(b.window === undefined));
    return rates.length === 0 ? [] : [{ ...base, rates }];
  }

  #rate({ slot, rate, line, text, name }: DeckRow, isAlone: boolean): readonly VoiceRateTerms[] {
    if (ALWAYS.has(slot)) return [rate];
    const window = this.reporting.windows.get(slot);
    if (window !== undefined) return [{ window, ...rate }];
    if (isAlone) {
      this.reporting.notes.push({ line, note: 'slot-taken-as-always', message: `${name}: the tariff has no window "${slot}", and the row is alone: it holds at all times` });
      return [rate];
    }
    this.#refuse({ line, text }, 'unknown-slot', `the tariff has no window "${slot}", and ${name} has rows for several slots`);
    return [];
  }

  #note({ line, name, isPartlyBlocked, isFree }: DeckRow): void {
    if (isPartlyBlocked) this.reporting.notes.push({ line, note: 'partly-blocked', message: `${name}: one rate is blocked and one is a price: taken as blocked` });
    if (isFree) this.reporting.notes.push({ line, note: 'free-of-charge', message: `${name}: costs nothing` });
  }

  #refuse({ line, text }: Pick<DeckRow, 'line' | 'text'>, code: RowRefusalCode, message: string): void {
    this.reporting.refused.push({ line, code, message, text });
  }
}

const sameTerms = (a: DeckRow, b: DeckRow): boolean =>
  a.blocked === b.blocked && JSON.stringify([a.rate, a.terms]) === JSON.stringify([b.rate, b.terms]);
