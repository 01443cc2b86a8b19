import { createReadStream, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fromHex, toHex } from '@carriermesh/kernel';
import { Home } from '@carriermesh/operator-home';
import { eventBytes, LEDGER_START, PostgresLedger } from '@carriermesh/platform-ledger';
import { common } from '@carriermesh/wire';
import { historyEvent, receiptIn, type AnsweredOrder, type ChaosHistory, type HistoryEvent, type JournalLine, type SentBatch } from './check/history.js';
import type { Head } from './heads.js';
import { journalOf, providersWithJournals } from './journals.js';

const PAGE_EVENTS = 5_000;
const KEPT_FILE = 'kept.json';
const EXPORT_FILE = 'export.txt';

/** What clients were handed in a run; written down before the mesh stops, and all that is read afterwards beside the export and the journals. */
export interface Kept {
  readonly operatorKey: Uint8Array;
  readonly heads: readonly Head[];
  readonly batches: readonly SentBatch[];
  readonly unequalReceipts: readonly string[];
  readonly orders: readonly AnsweredOrder[];
  readonly replays: ChaosHistory['replays'];
}

const recordsOf = (homeDirectory: string): string => join(homeDirectory, 'chaos');
const base64Of = (envelope: Head): string => Buffer.from(common.SignedEnvelope.encode(envelope)).toString('base64');

export function recordsDirectory(homeDirectory: string): string {
  const directory = recordsOf(homeDirectory);
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** Writes the whole ledger down, an event a line, in the bytes that docs/evidence.md describes. @returns how many there were */
export async function exportLedger(postgresUrl: string, homeDirectory: string): Promise<number> {
  const ledger = await PostgresLedger.open({ connectionString: postgresUrl, applicationName: 'chaos-export' });
  const file = createWriteStream(join(recordsDirectory(homeDirectory), EXPORT_FILE));
  let written = 0;
  try {
    for (let after = LEDGER_START; ; ) {
      const page = await ledger.readAll(after, PAGE_EVENTS);
      const last = page.at(-1);
      if (!last) break;
      const text = page.map((event) => `${Buffer.from(eventBytes(event)).toString('base64')}\n`).join('');
      if (!file.write(text)) await once(file, 'drain');
      written += page.length;
      after = last.position;
    }
  } finally {
    await ledger.close();
    file.end();
    await once(file, 'close');
  }
  return written;
}

export function writeKept(homeDirectory: string, { operatorKey, heads, batches, ...rest }: Kept): void {
  const text = {
    ...rest,
    operatorKey: toHex(operatorKey),
    heads: heads.map(base64Of),
    batches: batches.map(({ receipt, ...batch }) => ({ ...batch, ...(receipt ? { receipt: base64Of(receipt) } : {}) })),
  };
  writeFileSync(join(recordsDirectory(homeDirectory), KEPT_FILE), JSON.stringify(text));
}

/** Reads what a run left in its home; no mesh has to be there any more. */
export async function readHistory(homeDirectory: string): Promise<ChaosHistory> {
  const home = new Home(homeDirectory);
  const kept = JSON.parse(readFileSync(join(recordsOf(homeDirectory), KEPT_FILE), 'utf8')) as Omit<Kept, 'operatorKey' | 'heads' | 'batches'> & {
    operatorKey: string;
    heads: readonly string[];
    batches: readonly (Omit<SentBatch, 'receipt'> & { receipt?: string })[];
  };
  const operatorKey = fromHex(kept.operatorKey);
  if (!operatorKey) throw new Error(`${KEPT_FILE} names no operator key`);
  const events: HistoryEvent[] = [];
  for await (const line of createInterface({ input: createReadStream(join(recordsOf(homeDirectory), EXPORT_FILE)) })) events.push(historyEvent(Buffer.from(line, 'base64')));
  return {
    ...kept,
    operatorKey,
    events,
    heads: kept.heads.map(receiptIn),
    batches: kept.batches.map(({ receipt, ...batch }) => ({ ...batch, ...(receipt === undefined ? {} : { receipt: receiptIn(receipt) }) })),
    journals: new Map(providersWithJournals(home).map((id) => [id, journalOf(home, id) as unknown as readonly JournalLine[]])),
  };
}
