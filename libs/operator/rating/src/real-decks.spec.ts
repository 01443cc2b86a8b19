import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { importDeck, Rater, type Deck, type RatedRecord } from '@carriermesh/tariff-v1';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const dir = join(process.env['CARRIERMESH_DATA'] ?? join(root, '..', 'shared', 'data'), 'ratedecks');
/** Price lists of real carriers are not part of the project. */
const onRealData = existsSync(dir) ? it : it.skip;

function deckOf(file: string, windows: readonly string[] = []): Deck {
  const deck = importDeck(readFileSync(join(dir, file), 'utf8'), { windows });
  if ('problem' in deck) throw new Error(deck.problem);
  return deck;
}

function call(deck: Deck, destination: string, seconds = 60, startedAt = '2026-03-02T12:00:00Z'): RatedRecord | undefined {
  const rater = new Rater({
    form: 'carriermesh.tariff.v1', id: 'real', currency: 'USD', rounding: { mode: 'half-away-from-zero', decimals: 4, place: 'line' },
    windows: { peak: { from: '08:00', until: '18:00' }, off_peak: {} },
    charges: [{ kind: 'voice', id: 'calls', initialSeconds: 60, incrementSeconds: 60, deck: true }],
  }, { deck });
  return rater.rate({ id: '1', type: 'voice', destination, startedMs: Date.parse(startedAt), lengthMs: seconds * 1000 });
}

const counts = ({ report }: Deck): Readonly<Record<string, number>> => {
  const byCode: Record<string, number> = {};
  for (const { code } of report.refused) byCode[code] = (byCode[code] ?? 0) + 1;
  return byCode;
};

describe('a real rate deck', () => {
  onRealData('with codes: one damaged by a spreadsheet and sixteen pseudo codes are refused, the blocked are refused by name', () => {
    const deck = deckOf('caribbeano_2018.csv');
    expect(deck.report).toMatchObject({ rows: 874, accepted: 857 });
    expect(counts(deck)).toEqual({ 'damaged-code': 1, 'pseudo-code': 16 });
    expect(deck.report.refused[0]).toMatchObject({ line: 37, code: 'damaged-code', text: 'Argentina Emergency Numbers,5.41144E+11,0.04,0.04,peak' });
    expect(deck.report.notes.filter(({ note }) => note === 'partly-blocked').map(({ line }) => line)).toEqual([553]);
    expect(call(deck, '+3314412345')?.refusal).toMatchObject({ code: 'blocked-destination', facts: { name: 'France-Paris' } });
    expect(call(deck, '93712345678')?.charge).toEqual({ numerator: 4_500n, denominator: 10_000n });
    expect(call(deck, '3554123456', 61)?.charge).toEqual({ numerator: 3_000n, denominator: 10_000n });
    expect(call(deck, '0012345678')?.refusal?.code).toBe('unknown-destination');
  });

  onRealData('with names and slots: peak and off-peak prices of one name stand beside each other', () => {
    const deck = deckOf('interconn_it_2014.csv', ['peak', 'off_peak']);
    expect(deck.keyedBy).toBe('name');
    expect(deck.report.rows).toBe(1_162);
    expect(call(deck, 'Italy, 848')?.charge).toEqual({ numerator: 408n, denominator: 10_000n });
    expect(call(deck, 'italy, 848', 60, '2026-03-02T20:00:00Z')?.charge).toEqual({ numerator: 235n, denominator: 10_000n });
    expect(call(deck, 'Alaska')?.charge).toEqual({ numerator: 480n, denominator: 10_000n });
  });

  onRealData('with names and dollar signs: every row is taken or has its reason', () => {
    const deck = deckOf('owtel_2017_old.csv');
    expect(deck.report.rows).toBe(420);
    expect(deck.report.accepted + deck.report.refused.length).toBe(420);
    expect(call(deck, 'Ascension Island')?.charge).toEqual({ numerator: 15_300n, denominator: 10_000n });
  });
});
