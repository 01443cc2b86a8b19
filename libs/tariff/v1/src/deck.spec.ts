import { describe, expect, it } from '@jest/globals';
import { importDeck, type Deck } from './index.js';

function deckOf(lines: readonly string[], windows: readonly string[] = []): Deck {
  const deck = importDeck(lines.join('\n'), { windows });
  if ('problem' in deck) throw new Error(deck.problem);
  return deck;
}

const refusals = ({ report }: Deck): readonly string[] => report.refused.map(({ line, code }) => `${line} ${code}`);
const HEADING = 'country,code,initial_rate_per_minute,increment_rate_per_minute';

describe('a rate deck', () => {
  it('refuses each row that can’t be read whole, with its line and why, and takes the others', () => {
    const deck = deckOf([
      HEADING,
      'Germany,49,0.02,0.01',
      'Damaged by a spreadsheet,5.41144E+11,0.04,0.04',
      'On-net,*1003,0,0',
      'Too long,1234567890123456,0.1,0.1',
      'No code,,0.1,0.1',
      'No rate,33,,0.1',
      'Comma,34,"0,10",0.1',
      'Negative,35,-0.1,0.1',
      'Short,36,0.1',
      'Dollars,37,$0.79,$0.79',
    ]);
    expect(refusals(deck)).toEqual([
      '3 damaged-code', '4 pseudo-code', '5 pseudo-code', '6 no-code', '7 no-rate', '8 unreadable-rate', '9 unreadable-rate', '10 wrong-field-count',
    ]);
    expect(deck.report).toMatchObject({ rows: 10, accepted: 2, blocked: 0 });
    expect(deck.destinations).toEqual([
      { name: 'Germany', prefixes: ['49'], rates: [{ initialPerMinute: '0.02', tiers: [{ perMinute: '0.01' }] }] },
      { name: 'Dollars', prefixes: ['37'], rates: [{ tiers: [{ perMinute: '0.79' }] }] },
    ]);
  });

  it('keeps a blocked destination as blocked, also where one of its rates is a price, and says so', () => {
    const deck = deckOf([HEADING, 'France,33,Blocked,Blocked', 'Antilles,59951,Blocked,0.2', 'Gift,1787,0,0']);
    expect(deck.destinations.map(({ name, blocked }) => [name, blocked])).toEqual([['France', true], ['Antilles', true], ['Gift', undefined]]);
    expect(deck.report.notes.map(({ line, note }) => `${line} ${note}`)).toEqual(['3 partly-blocked', '4 free-of-charge']);
  });

  it('lets the first of two rows for one code stand, and says whether the second agrees', () => {
    expect(refusals(deckOf([HEADING, 'A,49,1,1', 'A,49,1,1', 'B,49,2,2', 'C,49,Blocked,Blocked']))).toEqual(['3 repeated', '4 conflicting', '5 conflicting']);
  });

  it('goes by name where it has no codes, and by the tariff’s windows where it has slots', () => {
    const rows = ['traffic_direction,rate,time_slot', '"Italy, 848",0.040800,peak', '"Italy, 848",0.023520,off_peak', 'Alaska,0.048,flat', 'Chad,0.5,weekend'];
    const deck = deckOf(rows, ['Peak', 'off_peak']);
    expect(deck.keyedBy).toBe('name');
    expect(deck.destinations[0]).toEqual({ name: 'Italy, 848', prefixes: [], rates: [{ window: 'Peak', tiers: [{ perMinute: '0.0408' }] }, { window: 'off_peak', tiers: [{ perMinute: '0.02352' }] }] });
    expect(deck.report.notes.map(({ line, note }) => `${line} ${note}`)).toEqual(['5 slot-taken-as-always']);
    expect(refusals(deckOf(rows))).toEqual(['2 unknown-slot', '3 unknown-slot']);
  });

  it('reads increments and fees of its own, quotes, doubled quotes, a byte order mark and CRLF', () => {
    const deck = deckOf(['\uFEFFName,Prefix,Rate,Initial Seconds,Increment Seconds,Connect Fee\r', '"The ""Big"" one",+491,0.1,60,1,0.05\r', 'Bad,492,0.1,0,1,\r', '', '"open,493,0.1,1,1,0']);
    expect(deck.destinations).toEqual([{ name: 'The "Big" one', prefixes: ['491'], initialSeconds: 60, incrementSeconds: 1, connectFee: '0.05', rates: [{ tiers: [{ perMinute: '0.1' }] }] }]);
    expect(refusals(deck)).toEqual(['3 unreadable-increment', '5 unclosed-quote']);
  });

  it('refuses a row with octets that are not UTF-8, as of a name in Latin-1, and takes the others', () => {
    const deck = deckOf([HEADING, 'Cura\uFFFDao,599,0.1,0.1', 'Chad,235,0.5,0.5']);
    expect([refusals(deck), deck.report.accepted]).toEqual([['2 not-utf-8'], 1]);
  });

  it('is none without a rate, without anything to know a destination by, or with two columns for one thing', () => {
    for (const heading of ['', 'code,name', 'rate', 'code,prefix,rate']) expect(importDeck(heading, { windows: [] })).toHaveProperty('problem');
  });
});
