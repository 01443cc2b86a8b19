import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { instant, parseInstant } from '@carriermesh/kernel';
import { readPeriod } from './settlement-period.js';
import { readStatement } from './statement-csv.js';

const directory = mkdtempSync(join(tmpdir(), 'carriermesh-statement-'));
afterAll(() => rmSync(directory, { recursive: true }));

function read(text: string): ReturnType<typeof readStatement> {
  const file = join(directory, 'statement.csv');
  writeFileSync(file, text);
  return readStatement(file);
}

const HEADING = 'settlement_id,line_id,currency,amount,quantity';

describe('S3-6 a supplier’s statement in CSV', () => {
  it('is read by its heading, whatever order its columns have and whatever else it holds', async () => {
    const { lines, unreadable } = await read('\uFEFFamount;Line_ID;remark;settlement_id;currency\r\n-12.340;seg-1/usage;"one; ""two""";set-1;EUR\r\n');
    expect(unreadable).toEqual([]);
    expect(lines).toEqual([{ settlementId: 'set-1', lineId: 'seg-1/usage', fields: { currency: 'EUR', amount: '-12.34' }, line: 2 }]);
  });

  it('tells each line that it can’t read by its number, and reads the others', async () => {
    const { lines, unreadable } = await read([HEADING, 's,a,EUR,1.00,5', '', 's,b,EUR,1,00,5', 's,c,euro,1.00,5', 's,d,EUR,1.0e3,5', 's,e,EUR,1.00,-5', ',f,EUR,1.00,5', 's,g,EUR,,5', 's,h,JPY,100,'].join('\n'));
    expect(lines.map(({ lineId, line }) => [lineId, line])).toEqual([['a', 2], ['h', 10]]);
    expect(unreadable.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(unreadable[0]?.problem).toBe('has 6 fields, and the first line names 5');
    expect(unreadable[2]?.problem).toBe('amount is a decimal such as -12.34, not "1.0e3"');
  });

  it('tells of a quote that nobody closed, and keeps what stood before it', async () => {
    const { lines, unreadable } = await read(`${HEADING}\ns,a,EUR,1.00,5\n"s,b,EUR,1.00,5\ns,c,EUR,1.00,5\n`);
    expect([lines.map(({ lineId }) => lineId), unreadable.length]).toEqual([['a'], 1]);
  });

  it('is refused as a whole where its heading lacks a column or names one twice, and where there is none', async () => {
    await expect(read('settlement_id,amount\ns,1\n')).rejects.toThrow('does not name line_id, currency');
    await expect(read(`${HEADING},amount\n`)).rejects.toThrow('names amount twice');
    await expect(read('')).rejects.toThrow('is empty');
    await expect(readStatement(join(directory, 'nowhere.csv'))).rejects.toThrow("nowhere.csv can't be read");
  });
});

describe('a period of settlements', () => {
  it('is a month of the calendar, or two instants', () => {
    expect(readPeriod('2026-12')).toEqual({ from: parseInstant('2026-12-01T00:00:00Z'), until: parseInstant('2027-01-01T00:00:00Z') });
    expect(readPeriod('1970-01-01T00:00:00Z..1970-01-01T00:00:00.000000001Z')).toEqual({ from: instant(0n), until: instant(1n) });
    for (const text of ['2026-13', '2026', '2026-12-02T00:00:00Z..2026-12-01T00:00:00Z', '', 'x..y']) expect(() => readPeriod(text)).toThrow('a period is a month');
  });
});
