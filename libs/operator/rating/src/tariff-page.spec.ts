import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TARIFF_SCHEMA } from '@carriermesh/tariff-v1';
import { jsonLines, runCommand } from './testing/run-command.js';

const docs = join(import.meta.dirname, '..', '..', '..', '..', 'docs');
const page = readFileSync(join(docs, 'tariffs.md'), 'utf8');

/** The fenced blocks of one section: what each is, and its text. */
const blocksOf = (section: string): readonly (readonly [string, string])[] =>
  [...section.matchAll(/^```\w+ (\w+)\n([\s\S]*?)^```$/gm)].map(([, name = '', text = '']) => [name, text] as const);

describe('the page about tariffs', () => {
  const sections = page.split(/^## /m).slice(1).map((section) => ({ title: section.split('\n')[0] ?? '', blocks: blocksOf(section) }));

  for (const { title, blocks } of sections.filter((section) => section.blocks.some(([name]) => name === 'usage'))) {
    it(`rates as it says under "${title}"`, async () => {
      const block = new Map(blocks);
      const files = { 't.json': block.get('tariff') ?? '', 'u.jsonl': block.get('usage') ?? '', ...(block.has('deck') ? { 'd.csv': block.get('deck') ?? '' } : {}) };
      const { out } = await runCommand(`carriermesh rate --tariff t.json --usage u.jsonl ${block.has('deck') ? '--deck d.csv' : ''} --json`, files);
      const [results, expected] = [jsonLines(out), jsonLines(block.get('results') ?? '')];
      expect(expected.length).toBeGreaterThan(0);
      expect(results).toHaveLength(expected.length);
      results.forEach((result, index) => expect(result).toMatchObject(expected[index] ?? {}));
    });
  }

  it('prorates as it says', async () => {
    const blocks = sections.flatMap((section) => section.blocks.some(([name]) => name === 'prorate') ? section.blocks : []);
    const tariff = blocks.find(([name]) => name === 'tariff')?.[1] ?? '';
    const commands = blocks.filter(([name]) => name === 'prorate').map(([, text]) => text);
    const expected = blocks.filter(([name]) => name === 'results').map(([, text]) => text);
    expect(commands).toHaveLength(2);
    for (const [index, command] of commands.entries()) {
      const { out } = await runCommand(command, { 't.json': tariff });
      expect(out.split('\n').filter((line) => /^\d/.test(line))).toEqual(expected[index]?.trim().split('\n'));
    }
  });

  it('previews a bill as it says', async () => {
    const block = new Map(sections.flatMap((section) => section.blocks.some(([name]) => name === 'preview') ? section.blocks : []));
    const files = { 't.json': block.get('tariff') ?? '', 'u.jsonl': block.get('month') ?? '' };
    const { out, exit } = await runCommand(block.get('preview') ?? '', files);
    expect([exit, out]).toEqual([0, block.get('bill')]);
  });

  it('points at the schema that tariffs are read by', () => {
    expect(JSON.parse(readFileSync(join(docs, 'tariff.schema.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(TARIFF_SCHEMA)));
  });
});
