import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '@carriermesh/kernel';
import { readLocalIds } from './local-ids-file.js';
import { fileOnPage } from './testing/agent-page.js';

function read(text: string): ReturnType<typeof readLocalIds> {
  const folder = mkdtempSync(join(tmpdir(), 'carriermesh-ids-'));
  try {
    writeFileSync(join(folder, 'ids.yaml'), text);
    return readLocalIds(join(folder, 'ids.yaml'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a provider’s file of its own ids', () => {
  it('has segments and customers, each with a name, and the times of a segment’s where they are stated', () => {
    const rows = read('segments:\n  - { localId: CID/1, segment: seg_1, from: 2026-05-01T00:00:00Z }\ncustomers:\n  - { localId: KD-1, contract: con_1 }\n');
    expect(rows).toEqual({ segments: [{ localId: 'CID/1', target: 'seg_1', from: parseInstant('2026-05-01T00:00:00Z') }], customers: [{ localId: 'KD-1', target: 'con_1' }] });
    expect(read('{}')).toEqual({ segments: [], customers: [] });
  });

  it('is shown whole by the agent’s page', () => {
    const { segments, customers } = read(fileOnPage('local-ids.yaml'));
    expect(segments).toEqual([expect.objectContaining({ localId: 'CID/4711', until: parseInstant('2026-08-01T00:00:00Z') })]);
    expect(customers).toEqual([expect.objectContaining({ localId: 'KD-17' })]);
  });

  it.each([
    ['segments: [{ localId: a b, segment: s }]', 'segments[0].localId has to be 1 to 64 visible characters of ASCII, and is "a b"'],
    ['segments: [{ localId: a }]', 'segments[0].segment has to be text that is not empty, and is absent'],
    ['segments: [{ localId: a, segment: s, until: May }]', 'segments[0].until has to be an instant such as 2026-05-01T00:00:00Z, and is "May"'],
    ['customers: [{ localId: a, contract: c, until: 2026-05-01T00:00:00Z }]', 'customers[0].until has to be left out'],
    ['lines: []', 'lines has to be left out'],
  ])('names what is wrong: %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('has at most 2,000 segments', () => {
    const rows = (count: number): string => `segments: [${'{ localId: a, segment: s },'.repeat(count)}]`;
    expect(read(rows(2_000)).segments).toHaveLength(2_000);
    expect(() => read(rows(2_001))).toThrow('segments has to be a list of at most 2000');
  });
});
