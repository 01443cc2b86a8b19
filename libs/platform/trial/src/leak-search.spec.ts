import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LeakSearch } from './leak-search.js';

const NAME = 'Zoë Müller-Lüdenscheidt';
const search = new LeakSearch([NAME, 'zoe@example.com']);

describe('a search for leaks', () => {
  it.each([
    ['as it is', NAME],
    ['in JSON', JSON.stringify({ name: NAME })],
    ['in escaped JSON', '{"name":"Zo\\u00eb M\\u00fcller-L\\u00fcdenscheidt"}'],
    ['in hexadecimal digits', `\\x${Buffer.from(`..${NAME}..`).toString('hex')}`],
    ...[0, 1, 2].map((offset) => [`in base64 after ${offset} bytes`, Buffer.from(`${'.'.repeat(offset)}${NAME}...`).toString('base64')] as const),
  ])('finds a text %s', (_, text) => expect(search.in(Buffer.from(text))).toEqual([NAME]));

  it('finds it wide, in the depth of a directory, and nothing in a stranger’s text', () => {
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-leaks-'));
    mkdirSync(join(directory, 'a', 'b'), { recursive: true });
    writeFileSync(join(directory, 'a', 'b', 'wide'), Buffer.from(`x${NAME}`, 'utf16le'));
    writeFileSync(join(directory, 'a', 'other'), 'Zoe Mueller, zoe@example.org');
    expect(search.inFiles(directory)).toEqual([`${join(directory, 'a', 'b', 'wide')}: ${NAME}`]);
    rmSync(directory, { recursive: true });
  });

  it('looks for nothing that would be met by chance', () => {
    expect(() => new LeakSearch(['Zoë'])).toThrow('"Zoë" would be found by chance');
  });
});
