import { describe, expect, it } from '@jest/globals';
import { MAX_LINE_LENGTH } from './lines.js';
import { jsonLines, runCommand } from './testing/run-command.js';

const tariff = (changes: object = {}): string => JSON.stringify({
  form: 'carriermesh.tariff.v1', id: 't', currency: 'EUR', rounding: { mode: 'half-even', decimals: 2, place: 'line' },
  charges: [{ kind: 'flat', id: 'unit', price: '0.015' }], ...changes,
});
const usage = (id: string, quantity: unknown, more: object = {}): string => JSON.stringify({ id, type: 'event', startedAt: '2026-03-01T00:00:00Z', quantity, ...more });
const LINE = 'carriermesh rate --tariff t.json --usage u.jsonl';
const rate = (lines: readonly string[], flags = '--json', terms = tariff()): ReturnType<typeof runCommand> => runCommand(`${LINE} ${flags}`, { 't.json': terms, 'u.jsonl': lines.join('\n') });

describe('carriermesh rate', () => {
  it('gives every record its charge, and the steps that make it', async () => {
    const { out, exit } = await rate([usage('a', 100)]);
    expect(exit).toBe(0);
    expect(jsonLines(out)).toEqual([{
      id: 'a', chargeId: 'unit', charge: '1.50', currency: 'EUR',
      steps: [{ kind: 'unit', rate: '0.015', quantity: '100', amount: '1.5', from: '2026-03-01T00:00:00Z', to: '2026-03-01T00:00:00Z' }],
    }]);
  });

  it('reports a bad line with its number, and goes on', async () => {
    const bad = ['{', '[]', 'null', usage('', 1), usage('neg', -1), usage('exp', 1e21), usage('text', 'x'), usage('type', 1, { type: 'fax' }), usage('when', 1, { startedAt: '2026-02-30T00:00:00Z' }), usage('zone', 1, { startedAt: '2026-03-01T00:00:00' }), usage('sub', 1, { seconds: 0.0001 })];
    const { out, said, exit } = await rate(['', usage('first', 1), ...bad, usage('last', 1)]);
    const results = jsonLines(out);
    expect(exit).toBe(0);
    expect([results[0]?.['id'], results.at(-1)?.['id'], results.length]).toEqual(['first', 'last', bad.length + 2]);
    expect(results.slice(1, -1).map(({ line, refusal }) => [line, (refusal as { code: string }).code])).toEqual(bad.map((_, index) => [index + 3, 'invalid-usage']));
    expect(said).toHaveLength(bad.length + 1);
    expect(said[0]).toMatch(/^line 3: invalid-usage: /);
    expect(said.at(-1)).toBe(`2 rated, ${bad.length} refused`);
  });

  it('reads a number digit by digit, however it is written: no digit of 15 before and 12 after the point is lost', async () => {
    const terms = tariff({ rounding: { mode: 'half-even', decimals: 12, place: 'line' }, charges: [{ kind: 'flat', id: 'unit', price: '1' }] });
    const numbers = ['123456789012345.123456789012', '1e-12', '1.50E+1', '12.5e-1', '0.10', '-0', '999999999999999', '1e15', '1e-13', '0.1234567890123', '-1', '1e999'];
    const { out, said } = await rate(numbers.map((number, at) => usage(`${at}`, 'here').replace('"here"', number)), '--json', terms);
    expect(jsonLines(out).map(({ charge, refusal }) => (refusal ? 'refused' : charge))).toEqual([
      '123456789012345.123456789012', '0.000000000001', '15.000000000000', '1.250000000000', '0.100000000000', '0.000000000000', '999999999999999.000000000000',
      'refused', 'refused', 'refused', 'refused', 'refused',
    ]);
    expect(said[0]).toBe('line 8: 7: invalid-usage: "quantity" must be a decimal from 0 with at most 15 digits before and 12 after its point, not 1e15');
  });

  it('names the value of what it refuses', async () => {
    const { said } = await rate([usage('a', [1]), usage('b', 1, { type: 'fax' }), usage('c', 1, { seconds: 1e9 }), usage('d', 1, { startedAt: 'noon' }), usage('e', 1, { account: '' }), '{"id":7}', '{}']);
    const values = ['[1]', '"fax"', '1000000000', '"noon"', '""', '7', 'absent'];
    expect(said.slice(0, -1).map((line) => line.replace(/^.*, not /, ''))).toEqual(values);
  });

  it('passes over a byte order mark, and refuses a line that is not UTF-8 rather than make one id of two', async () => {
    const octets = Buffer.concat([Buffer.from(`\uFEFF${usage('first', 1)}\n`), Buffer.from(usage('Zürich', 1), 'latin1'), Buffer.from(`\n${usage('Zürich', 1)}`)]);
    const stdin = (async function* () {
      yield octets;
    })();
    const { out } = await runCommand('carriermesh rate --tariff t.json --usage - --json', { 't.json': tariff() }, { stdin });
    expect(jsonLines(out).map(({ id, line, refusal }) => [id, line, (refusal as { message: string } | undefined)?.message])).toEqual([
      ['first', undefined, undefined], ['', 2, 'is not UTF-8'], ['Zürich', undefined, undefined],
    ]);
  });

  it('ends with 2 for refused lines only where it is asked to', async () => {
    expect((await rate(['oops'])).exit).toBe(0);
    expect((await rate(['oops'], '--strict')).exit).toBe(2);
    expect((await rate([usage('a', 1)], '--strict')).exit).toBe(0);
  });

  it('takes a line of the longest length, passes over one that is longer, and needs no line end at the end', async () => {
    const padded = (length: number): string => usage('a', 1).padEnd(length, ' ');
    const results = jsonLines((await rate([padded(MAX_LINE_LENGTH), padded(MAX_LINE_LENGTH + 1), padded(300_000), `${usage('z', 1)}\r`])).out);
    expect(results.map(({ id, line }) => [id, line])).toEqual([['a', undefined], ['', 2], ['', 3], ['z', undefined]]);
  });

  it('answers from a stream as lines come, before the stream ends', async () => {
    const seen: string[] = [];
    const asWritten: number[] = [];
    const stdin = (async function* () {
      for (const id of ['a', 'b', 'c']) {
        yield Buffer.from(`${usage(id, 1)}\n`);
        asWritten.push(seen.length);
      }
    })();
    await runCommand('carriermesh rate --tariff t.json --usage - --json', { 't.json': tariff() }, { stdin, write: async (text) => void seen.push(text) });
    expect(asWritten).toEqual([1, 2, 3]);
  });

  it('keeps letters of several octets whole where a chunk ends within one', async () => {
    const octets = Buffer.from(`${usage('é', 1)}\n`);
    const stdin = (async function* () {
      for (const octet of octets) yield Buffer.from([octet]);
    })();
    const { out } = await runCommand('carriermesh rate --tariff t.json --usage - --json', { 't.json': tariff() }, { stdin });
    expect(jsonLines(out)[0]?.['id']).toBe('é');
  });

  it('shows progress on a terminal alone', async () => {
    const written: string[] = [];
    const terminal = (isTTY: boolean): { isTTY: boolean; write: (text: string) => void } => ({ isTTY, write: (text) => void written.push(text) });
    const files = { 't.json': tariff(), 'u.jsonl': usage('a', 1) };
    await runCommand(LINE, files, { terminal: terminal(false) });
    expect(written).toEqual([]);
    await runCommand(LINE, files, { terminal: terminal(true) });
    expect(written.join('')).toContain('1 records');
  });

  it('says what each account owes, rounded once where the tariff rounds on the invoice', async () => {
    const terms = tariff({ rounding: { mode: 'half-even', decimals: 2, place: 'invoice' }, charges: [{ kind: 'flat', id: 'third', price: '1', per: '3' }], taxes: [{ id: 'vat', percent: '19' }] });
    const { out } = await rate([usage('a', 1, { account: 'acme' }), usage('b', 1, { account: 'acme' }), usage('c', 1)], '--json --totals', terms);
    const [first, , , totals] = jsonLines(out);
    expect(first).toMatchObject({ charge: '0.333333333333', exact: '1/3' });
    expect(totals).toEqual({ totals: [
      { account: '', currency: 'EUR', records: 1, charge: '0.33', taxes: [{ id: 'vat', amount: '0.06' }], total: '0.39' },
      { account: 'acme', currency: 'EUR', records: 2, charge: '0.67', taxes: [{ id: 'vat', amount: '0.13' }], total: '0.80' },
    ] });
  });

  it('prints text for a person', async () => {
    const { out } = await rate([usage('a', 100), 'oops'], '--totals');
    expect(out).toBe('a  1.50 EUR\n    unit       100 at 0.015 = 1.5   2026-03-01T00:00:00Z to 2026-03-01T00:00:00Z\n  refused: invalid-usage, is no JSON object (line 2)\ntotal (no account): 1 records, 1.50 = 1.50 EUR\n');
  });

  it('takes holidays from a calendar, and says so where none can be had', async () => {
    const terms = tariff({ holidayCalendar: { country: 'DE', state: 'BY' }, windows: { feast: { holidays: 'only' } }, charges: [{ kind: 'flat', id: 'feast', price: '2', match: { windows: ['feast'] }, weight: 1 }, { kind: 'flat', id: 'day', price: '1' }] });
    const files = { 't.json': terms, 'u.jsonl': [usage('a', 1, { startedAt: '2026-01-06T12:00:00Z' }), usage('b', 1)].join('\n') };
    const asked: unknown[] = [];
    const { out } = await runCommand(`${LINE} --json`, files, { holidays: { datesOf: (calendar) => (asked.push(calendar), ['2026-01-06']) } });
    expect(asked).toEqual([{ country: 'DE', state: 'BY' }]);
    expect(jsonLines(out).map(({ charge }) => charge)).toEqual(['2.00', '1.00']);
  });

  it('passes over a byte order mark before a tariff', async () => {
    expect((await rate([usage('a', 100)], '--json', `\uFEFF${tariff()}`)).exit).toBe(0);
  });

  it('refuses a deck that no charge takes, and a charge that takes one where there is none', async () => {
    await expect(runCommand(`${LINE} --deck d.csv`, { 't.json': tariff(), 'u.jsonl': '', 'd.csv': 'prefix,rate\n49,0.01\n' })).rejects.toThrow(/--deck .*d\.csv: no charge of the tariff t takes a deck/);
    const calls = tariff({ charges: [{ kind: 'voice', id: 'calls', initialSeconds: 1, incrementSeconds: 1, deck: true }] });
    await expect(rate([], '', calls)).rejects.toThrow('the charge calls of the tariff t takes the rates of a deck, and no --deck is given');
  });

  it('names every fault of a tariff, and what file can’t be read', async () => {
    await expect(rate([], '', tariff({ currency: 'euro' }))).rejects.toThrow('/currency "euro" does not fit');
    await expect(rate([], '', '{')).rejects.toThrow('is no JSON');
    await expect(runCommand('carriermesh rate --tariff missing.json --usage u', {})).rejects.toThrow('missing.json can\'t be read');
    await expect(runCommand('carriermesh rate --tariff t.json --usage missing.jsonl', { 't.json': tariff() })).rejects.toThrow('missing.jsonl can\'t be read');
    await expect(runCommand('carriermesh rate --tariff t.json --usage u --deck d.csv', { 't.json': tariff(), 'd.csv': 'a,b' })).rejects.toThrow('is no rate deck');
  });
});

describe('carriermesh prorate', () => {
  it('gives the figure and every step to it', async () => {
    const { out } = await runCommand('carriermesh prorate --amount 100 --period 2028-02-01..2028-03-01 --used 2028-02-15..2028-03-01 --json', {});
    expect(jsonLines(out)[0]).toMatchObject({ charge: '51.72', currency: 'EUR', share: { unit: 'day', part: '15', whole: '29' } });
  });

  it('says that a part of a period is charged in full, and what of it was used', async () => {
    const charges = [{ kind: 'recurring', id: 'rent', amount: '100', everyMonths: 1, alignment: 'calendar', proration: { by: 'day', month: 'real', leading: 'prorate', trailing: 'full' } }];
    const { out } = await runCommand('carriermesh prorate --tariff t.json --charge rent --service-from 2026-04-10 --service-until 2026-05-02 --period 2026-04-01..2026-07-01', { 't.json': tariff({ charges }) });
    expect(out.split('\n').filter((line) => line.includes(' used '))).toEqual([
      '    used      2026-04-10T00:00:00Z to 2026-05-01T00:00:00Z: 21 days',
      '    used      2026-05-01T00:00:00Z to 2026-05-02T00:00:00Z, charged as the whole period: 31 days (a trailing part is charged in full)',
    ]);
  });

  it.each([
    ['--amount ten --period 2028-02-01..2028-03-01', '--amount is a decimal'],
    ['--amount 10 --period 2028-02-01', '--period is two moments'],
    ['--amount 10 --period 2028-02-30..2028-03-01', '--period is a day'],
    ['--amount 10 --period 2028-03-01..2028-02-01', 'ends before it begins'],
    ['--amount 10 --period 2028-03-01..2028-03-01', 'lasts no time'],
    ['--amount 10 --period 2028-01-31..2028-02-01 --month thirty-days', '--period 2028-01-31..2028-02-01 is of a 31st, which in thirty-day months lasts no time'],
    ['--amount 10 --period 2028-02-01..2028-03-01 --used 2028-01-01..2028-02-02', 'is no part of --period'],
    ['--amount 10 --period 2028-02-01..2028-03-01 --by week', '--by is one of day, second, none'],
    ['--amount 10 --period 2028-02-01..2028-03-01 --decimals 13', '--decimals is a whole number from 0 to 12'],
    ['--period 2028-02-01..2028-03-01 --tariff t.json --charge unit', '--charge names a recurring charge of t (it has none)'],
    ['--period 2028-02-01..2028-03-01 --tariff t.json --charge unit --amount 10 --by day --decimals 2', '--amount, --by, --decimals: not with --tariff, which says it itself'],
    ['--amount 10 --period 2028-02-01..2028-03-01 --charge rent --service-from 2028-02-15 --service-until 2028-02-16', '--charge, --service-from, --service-until: only with --tariff'],
  ])('refuses %s', async (flags, message) => {
    await expect(runCommand(`carriermesh prorate ${flags}`, { 't.json': tariff() })).rejects.toThrow(message);
  });
});
