import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '@carriermesh/platform-telemetry';
import { MAX_BEARERS } from './bearers.js';
import { Buyers } from './buyers.js';
import { Suppliers } from './suppliers.js';

const directory = mkdtempSync(join(tmpdir(), 'carriermesh-buyers-'));
afterAll(() => rmSync(directory, { recursive: true }));

const log = createLogger({ service: 'spec', level: 'silent' });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const entry = (id: string, token: string) => ({ id, name: id, tokenSha256: sha256(token) });

let files = 0;
function fileOf(contents: unknown): string {
  const file = join(directory, `${files++}.json`);
  writeFileSync(file, typeof contents === 'string' ? contents : JSON.stringify(contents));
  return file;
}

describe('the buyers', () => {
  it('are known by the SHA-256 of their tokens, in either case of hex', async () => {
    const file = fileOf({ buyers: [entry('acme', 'a'), { ...entry('globex', 'b'), tokenSha256: sha256('b').toUpperCase() }] });
    const buyers = await Buyers.open(file, log);
    expect(await buyers.bearerOf('a')).toMatchObject({ id: 'acme' });
    expect(await buyers.bearerOf('b')).toMatchObject({ id: 'globex' });
    for (const wrong of ['', 'A', 'a ', 'ab', sha256('a')]) expect(await buyers.bearerOf(wrong)).toBeUndefined();
  });

  it('change when the file does: a token that was taken away is nobody’s', async () => {
    const file = fileOf({ buyers: [entry('acme', 'a')] });
    const buyers = await Buyers.open(file, log);
    const before = (await buyers.bearerOf('a'))!;
    writeFileSync(file, JSON.stringify({ buyers: [entry('acme', 'a2'), entry('globex', 'b')] }));
    expect(await buyers.bearerOf('a')).toBeUndefined();
    expect(await buyers.bearerOf('b')).toMatchObject({ id: 'globex' });
    expect(buyers.knows(before)).toBe(false);
    expect(buyers.knows((await buyers.bearerOf('a2'))!)).toBe(true);
  });

  it('stay as they were while the file is broken or away, and change again when it is whole', async () => {
    const file = fileOf({ buyers: [entry('acme', 'a')] });
    const buyers = await Buyers.open(file, log);
    writeFileSync(file, '{"buyers":[');
    expect(await buyers.bearerOf('a')).toMatchObject({ id: 'acme' });
    rmSync(file);
    expect(await buyers.bearerOf('a')).toMatchObject({ id: 'acme' });
    writeFileSync(file, JSON.stringify({ buyers: [] }));
    expect(await buyers.bearerOf('a')).toBeUndefined();
  });

  it.each([
    ['no JSON', 'buyers', 'is not JSON of the form {"buyers":[…]}'],
    ['no list', { buyers: {} }, 'is not JSON of the form {"buyers":[…]}'],
    ['null', 'null', 'is not JSON of the form {"buyers":[…]}'],
    ['an id that is no token', { buyers: [entry('a.b', 'a')] }, 'in entry 0'],
    ['a token in the clear', { buyers: [entry('acme', 'a'), { id: 'globex', name: 'G', tokenSha256: 'secret' }] }, 'in entry 1'],
    ['an entry that is null', { buyers: [null] }, 'in entry 0'],
    ['two buyers of one id', { buyers: [entry('acme', 'a'), entry('acme', 'b')] }, 'has two entries with the same id'],
    ['two buyers of one token', { buyers: [entry('acme', 'a'), entry('globex', 'a')] }, 'has two entries with the same tokenSha256'],
    [`more than ${MAX_BEARERS}`, { buyers: Array.from({ length: MAX_BEARERS + 1 }, (_, index) => entry(`b${index}`, `${index}`)) }, `lists ${MAX_BEARERS + 1} buyers, more than ${MAX_BEARERS}`],
  ])('are refused at the start from a file with %s', async (_, contents, message) => {
    await expect(Buyers.open(fileOf(contents), log)).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining(message) });
  });

  it('are refused at the start without a file', async () => {
    await expect(Buyers.open(join(directory, 'none.json'), log)).rejects.toMatchObject({ kind: 'misconfigured' });
  });
});

describe('the suppliers', () => {
  it('are a list of their own: a buyer’s token is no supplier’s, also where one file has both', async () => {
    const file = fileOf({ buyers: [entry('acme', 'a')], suppliers: [entry('alfa', 's')] });
    const [buyers, suppliers] = await Promise.all([Buyers.open(file, log), Suppliers.open(file, log)]);
    expect(await suppliers.bearerOf('s')).toMatchObject({ id: 'alfa' });
    expect([await suppliers.bearerOf('a'), await buyers.bearerOf('s')]).toEqual([undefined, undefined]);
  });

  it('are nobody where no file is named, and are refused at the start from one that has none', async () => {
    expect(await (await Suppliers.open(undefined, log)).bearerOf('s')).toBeUndefined();
    await expect(Suppliers.open(fileOf({ buyers: [] }), log)).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('{"suppliers":[…]}') });
  });
});
