import { describe, expect, it } from '@jest/globals';
import { readTariff } from './index.js';

const flat = { kind: 'flat', id: 'unit', price: '0.01' };
const valid = { form: 'carriermesh.tariff.v1', id: 't', currency: 'EUR', rounding: { mode: 'half-even', decimals: 2, place: 'line' }, charges: [flat] };
const problems = (changes: object): readonly string[] => {
  const reading = readTariff({ ...valid, ...changes });
  return 'problems' in reading ? reading.problems.map(({ at, problem }) => `${at} ${problem}`) : [];
};
const voice = (destination: object, more: object = {}): object => ({ charges: [{ kind: 'voice', id: 'v', initialSeconds: 1, incrementSeconds: 1, destinations: [{ name: 'D', prefixes: ['49'], ...destination }], ...more }] });
const rates = [{ tiers: [{ perMinute: '1' }] }];

describe('reading a tariff', () => {
  it('gives back what was written, when nothing is wrong', () => {
    expect(readTariff(valid)).toEqual({ tariff: valid });
  });

  it('names every place that does not fit the schema', () => {
    expect(problems({ id: '', currency: 'Euro', rounding: { mode: 'bankers', decimals: 13, place: 'line' } }).map((text) => text.split(' ')[0])).toEqual(['/id', '/currency', '/rounding/mode', '/rounding/decimals']);
    expect(problems({ charges: [{ ...flat, price: 0.01 }] })).toEqual(['/charges/0/price must be a text in quotes, not 0.01']);
    expect(problems({ charges: [{ ...flat, prize: '1' }] })).toEqual(['/charges/0/prize is no field that is known here']);
    expect(problems({ charges: [{ kind: 'flat', id: 'x' }] })).toEqual(['/charges/0/price is missing']);
    expect(problems({ charges: [{ kind: 'fancy', id: 'x' }] })[0]).toContain('/charges/0/kind must be one of non-recurring');
    expect(problems({ charges: [] })).toEqual(['/charges must have at least 1 entries']);
    expect(readTariff(null)).toEqual({ problems: [{ at: '/', problem: 'must be an object, not null' }] });
    expect(problems(JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}') as object)).toContain('/constructor is no field that is known here');
  });

  it.each<[string, object, string]>([
    ['two charges of one id', { charges: [flat, flat] }, 'two charges have the id "unit"'],
    ['a window that is not there', { charges: [{ ...flat, match: { windows: ['night'] } }] }, 'the tariff has no window "night"'],
    ['a window over midnight', { windows: { night: { from: '22:00', until: '06:00' } } }, 'write a window over midnight as two'],
    ['a window for holidays that nobody names', { windows: { feast: { holidays: 'only' } } }, 'the tariff has none'],
    ['a 30th of February', { holidays: ['2026-02-30'] }, '2026-02-30 is not in the calendar'],
    ['allowances that end together, and only one of them', { charges: [{ kind: 'percentage', id: 'x', percent: '1', freeRecords: 3, freeTogether: true }] }, 'needs freeRecords and freeVolume'],
    ['a tier without an end before the last', { charges: [{ kind: 'volume', id: 'x', over: 'record', tiers: [{ price: '1' }, { price: '2' }] }] }, 'is not the last'],
    ['a last tier with an end', { charges: [{ kind: 'volume', id: 'x', over: 'record', tiers: [{ upTo: '5', price: '1' }] }] }, 'nothing says what more costs'],
    ['a tier that does not rise', { charges: [{ kind: 'volume', id: 'x', over: 'record', tiers: [{ upTo: '5', price: '1' }, { upTo: '5.0', price: '1' }, { price: '2' }] }] }, 'not above the tier before'],
    ['a minimum above the maximum', { charges: [{ ...flat, minimum: '2', maximum: '1' }] }, 'the minimum 2 is above the maximum 1'],
    ['a blocked destination with rates', voice({ blocked: true, rates }), 'is blocked, and has rates'],
    ['a destination without rates', voice({}), 'has no rates, and is not blocked'],
    ['a prefix twice', voice({ rates, prefixes: ['49', '49'] }), 'two destinations have the prefix 49'],
    ['an end without a maximum', voice({ rates }, { atMaximum: 'free' }), 'needs a maximum'],
    ['a tax on top of a later one', { taxes: [{ id: 'a', percent: '1', onTopOf: ['b'] }, { id: 'b', percent: '1' }] }, 'no tax before it is called "b"'],
  ])('refuses %s', (_, changes, problem) => {
    expect(problems(changes).join()).toContain(problem);
  });
});
