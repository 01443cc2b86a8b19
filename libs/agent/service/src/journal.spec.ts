import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '@carriermesh/agent-domain';
import { parseInstant, type Instant } from '@carriermesh/kernel';
import { Journal } from './journal.js';
import { ProviderBooks } from './provider-books.js';

const at = (text: string): Instant => parseInstant(text) as Instant;
const advert: JournalEntry = {
  type: 'advert-sent', batchId: 'adv_1', sequence: 12_345_678_901_234_567_890n, bodySha256: 'ab', validFrom: at('2026-01-01T00:00:00.000000001Z'),
  validUntil: at('2027-01-01T00:00:00Z'), offers: [{ resourceId: 'alfa/validUntil', fingerprint: '2026' }, { resourceId: '__proto__', fingerprint: 'f' }], withdrawnResourceIds: ['alfa/z'],
};
const entries: readonly JournalEntry[] = [
  advert,
  { type: 'usage-sent', batchId: 'usg_1', bodySha256: 'cd', segments: [{ segmentId: 'seg_1', records: 3, reportedUntil: at('2026-02-01T00:00:00Z') }] },
  {
    type: 'activated', activatedAt: at('2026-01-02T00:00:00Z'), receiptBase64: 'YQ==',
    segment: {
      segmentId: 'seg_1', contractId: 'con_1', contractSha256: 'ef', fromPopId: 'alfa/a', toPopId: 'alfa/b', resourceIds: ['alfa/a-b'], mbps: 5,
      serviceStartAt: at('2026-01-03T00:00:00Z'),
    },
  },
  { type: 'released', segmentId: 'seg_1', contractSha256: 'ef', releasedAt: at('2026-01-04T00:00:00Z'), receiptBase64: 'Yg==' },
  { type: 'advert-abandoned', batchId: 'adv_1', nextSequence: 7n },
  { type: 'receipted', batchId: 'usg_1', refusedItemIds: ['x'], receiptBase64: 'Yw==' },
];

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'carriermesh-journal-'));
  file = join(directory, 'journal.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function written(...toWrite: readonly JournalEntry[]): Promise<void> {
  const { journal } = await Journal.open(directory);
  await Promise.all(toWrite.map((entry) => journal.append(entry)));
  await journal.close();
}

async function read(): Promise<readonly JournalEntry[]> {
  const { journal, entries: found } = await Journal.open(directory);
  await journal.close();
  return found;
}

describe('a journal', () => {
  it('gives back every kind of entry as it was written, in the order of writing', async () => {
    await written(...entries);
    expect(await read()).toEqual(entries);
    expect(readFileSync(file, 'utf8').split('\n')[0]).toContain('"validFrom":"2026-01-01T00:00:00.000000001Z"');
  });

  it('has every line in the order of writing when more come at once than go to the disk together', async () => {
    const many = Array.from({ length: 600 }, (_, number): JournalEntry => ({ type: 'advert-abandoned', batchId: `adv_${number}`, nextSequence: BigInt(number) }));
    await written(...many);
    expect(await read()).toEqual(many);
  });

  it('takes the next line from whoever was just told that his is on the disk', async () => {
    const { journal } = await Journal.open(directory);
    for (const entry of entries) await journal.append(entry);
    await journal.close();
    expect(await read()).toEqual(entries);
  });

  it('goes on behind what was written before', async () => {
    await written(entries[0] as JournalEntry);
    await written(entries[1] as JournalEntry);
    expect(await read()).toEqual(entries.slice(0, 2));
  });

  it.each([1, 10, 60])('cuts away a line that a crash broke off after %i bytes, and writes the next one in its place', async (bytes) => {
    await written(entries[0] as JournalEntry);
    appendFileSync(file, readFileSync(file).subarray(0, bytes));
    await written(entries[1] as JournalEntry);
    expect(await read()).toEqual(entries.slice(0, 2));
  });

  it('does not start on a damaged line before the end, and names file and line', async () => {
    await written(...entries.slice(0, 3));
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const damage of ['{"type":', '"text"', '{"batchId":"adv_1"}', (lines[1] ?? '').replace('2026-02-01', '2026-02-31')]) {
      writeFileSync(file, [lines[0], damage, ...lines.slice(2)].join('\n'));
      await expect(read()).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining(`line 2 of the journal ${file}`) });
    }
  });
});

describe('the books of a provider', () => {
  it('hold the bytes of a batch until it is receipted, over a restart', async () => {
    const books = await ProviderBooks.open(join(directory, 'alfa'));
    await books.recordBatch({ ...advert, sequence: 1n }, Uint8Array.of(1, 2, 3));
    await books.close();
    const again = await ProviderBooks.open(join(directory, 'alfa'));
    expect(again.book.pendingAdverts).toHaveLength(1);
    expect([...(await again.bytesOf('adv_1'))]).toEqual([1, 2, 3]);
    await again.close();
  });

  it('drop bytes that a crash left without an entry: they were never sent', async () => {
    await (await ProviderBooks.open(join(directory, 'alfa'))).close();
    writeFileSync(join(directory, 'alfa', 'outbox', 'adv_9.bin'), 'never sent');
    await (await ProviderBooks.open(join(directory, 'alfa'))).close();
    expect(() => readFileSync(join(directory, 'alfa', 'outbox', 'adv_9.bin'))).toThrow('ENOENT');
  });

  it('do not open when the bytes of a batch that was sent are gone', async () => {
    const books = await ProviderBooks.open(join(directory, 'alfa'));
    await books.recordBatch(advert, Uint8Array.of(1));
    await books.close();
    rmSync(join(directory, 'alfa', 'outbox', 'adv_1.bin'));
    await expect(ProviderBooks.open(join(directory, 'alfa'))).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('batch adv_1 was sent') });
  });
});
