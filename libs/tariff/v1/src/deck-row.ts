import type { DeckColumns } from './deck-columns.js';
import { parseExact, showExact } from './exact.js';
import type { RefusedRow, RowRefusalCode } from './deck.js';
import { isE164Prefix } from './prefix-table.js';
import type { DestinationTerms, VoiceRateTerms } from './tariff-terms.js';

export interface DeckRow {
  readonly line: number;
  readonly text: string;
  readonly name: string;
  /** Empty in a deck that goes by name. */
  readonly code: string;
  readonly slot: string;
  readonly blocked: boolean;
  readonly isPartlyBlocked: boolean;
  readonly isFree: boolean;
  readonly rate: VoiceRateTerms;
  readonly terms: Pick<DestinationTerms, 'connectFee' | 'initialSeconds' | 'incrementSeconds'>;
}

export interface DeckRowInput {
  readonly fields: readonly string[];
  readonly line: number;
  readonly columns: DeckColumns;
  readonly isUnclosed: boolean;
  readonly width: number;
}

const BLOCKED = /^(blocked|block|barred|not allowed)$/i;
/** Spreadsheets turn a long code into 5.41144E+11, and its last digits are gone. */
const SCIENTIFIC = /^[0-9]+([.,][0-9]+)?E\+?[0-9]+$/i;
/** An amount may carry a sign of its currency; which currency it is, the tariff says. */
const CURRENCY_SIGN = /^[$€£]\s*/;
const MAX_INCREMENT_SECONDS = 86_400;

export const isRowRefusal = (row: DeckRow | RefusedRow): row is RefusedRow => 'message' in row;

/** Reads one row, or says why it can't be read. */
export function readDeckRow({ fields, line, columns, isUnclosed, width }: DeckRowInput): DeckRow | RefusedRow {
  const text = fields.join(',');
  const refuse = (code: RowRefusalCode, message: string): RefusedRow => ({ line, code, message, text });
  const field = (at: number | undefined): string => (at === undefined ? '' : (fields[at] ?? '').trim());
  if (isUnclosed) return refuse('unclosed-quote', 'a quote is opened and never closed');
  // What a decoder puts in the place of octets that it can't read; a name with it is nobody's.
  if (text.includes('\uFFFD')) return refuse('not-utf-8', 'has octets that are not UTF-8');
  if (fields.length !== width) return refuse('wrong-field-count', `has ${fields.length} fields, and the heading has ${width}`);
  const name = field(columns.name);
  const code = field(columns.code).replace(/^\+/, '');
  const codeProblem = columns.code === undefined ? undefined : problemOfCode(code);
  if (codeProblem) return refuse(...codeProblem);
  if (name === '' && columns.code === undefined) return refuse('no-name', 'has neither a code nor a name');
  const initial = readRate(field(columns.initialRate ?? columns.rate));
  const following = readRate(field(columns.rate));
  const unread = [initial, following].find((rate) => 'problem' in rate);
  if (unread && 'problem' in unread) return refuse(...unread.problem);
  const terms = readTerms(field, columns);
  if ('problem' in terms) return refuse('unreadable-increment', terms.problem);
  const blocked = [initial, following].some((rate) => 'blocked' in rate);
  return {
    line, text, code, blocked, terms,
    name: name === '' ? code : name,
    slot: field(columns.slot).toLowerCase(),
    isPartlyBlocked: blocked && [initial, following].some((rate) => 'price' in rate),
    isFree: !blocked && priceOf(initial) === '0' && priceOf(following) === '0',
    rate: { ...(priceOf(initial) === priceOf(following) ? {} : { initialPerMinute: priceOf(initial) }), tiers: [{ perMinute: priceOf(following) }] },
  };
}

function problemOfCode(code: string): [RowRefusalCode, string] | undefined {
  if (code === '') return ['no-code', 'has no code'];
  if (isE164Prefix(code)) return undefined;
  if (SCIENTIFIC.test(code)) return ['damaged-code', `"${code}" was a longer code before a spreadsheet rounded it`];
  return ['pseudo-code', `"${code}" is no E.164 prefix: 1 to 15 digits`];
}

type Rate = { readonly price: string } | { readonly blocked: true } | { readonly problem: [RowRefusalCode, string] };

function readRate(text: string): Rate {
  if (text === '') return { problem: ['no-rate', 'has no rate'] };
  if (BLOCKED.test(text)) return { blocked: true };
  const price = parseExact(text.replace(CURRENCY_SIGN, ''));
  if (!price || price.numerator < 0n) return { problem: ['unreadable-rate', `"${text}" is no rate: a decimal from 0, with a point, or "Blocked"`] };
  return { price: showExact(price) };
}

const priceOf = (rate: Rate): string => ('price' in rate ? rate.price : '0');

function readTerms(field: (at: number | undefined) => string, columns: DeckColumns): DeckRow['terms'] | { readonly problem: string } {
  const [initial, increment, connect] = [field(columns.initialSeconds), field(columns.incrementSeconds), field(columns.connectFee)];
  for (const seconds of [initial, increment])
    if (seconds !== '' && !(/^[1-9][0-9]{0,4}$/.test(seconds) && Number(seconds) <= MAX_INCREMENT_SECONDS))
      return { problem: `"${seconds}" is no increment: whole seconds from 1 to ${MAX_INCREMENT_SECONDS}` };
  const fee = connect === '' ? undefined : parseExact(connect.replace(CURRENCY_SIGN, ''));
  if (connect !== '' && (!fee || fee.numerator < 0n)) return { problem: `"${connect}" is no connect fee: a decimal from 0` };
  return {
    ...(initial === '' ? {} : { initialSeconds: Number(initial) }),
    ...(increment === '' ? {} : { incrementSeconds: Number(increment) }),
    ...(fee ? { connectFee: showExact(fee) } : {}),
  };
}
