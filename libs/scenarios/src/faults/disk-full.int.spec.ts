import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantFromMs } from '@carriermesh/kernel';
import { LEDGER_START, PostgresLedger, type NewEvent } from '@carriermesh/platform-ledger';
import { OperationalError } from '@carriermesh/platform-errors';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { v7 } from 'uuid';
import { eventually } from '../support/patience.js';
import { childrenOf } from '../support/process-family.js';
import { figure, saw } from './figures.js';

/*
 * A file system that is really full would need one of its own, and so root. A limit on the size of files (setrlimit(2)) refuses the
 * same system calls: the table's file can't grow. It lies above the 16 MiB of the write-ahead log's files, which have their size.
 */
const FILE_LIMIT_BYTES = 17 * 1024 * 1024;
const PAYLOAD_BYTES = 256 * 1024;
const WRITERS = 16;
const fullForMs = figure({ sample: 500, quick: 3_000, full: 20_000 });
const RETRY_MS = 50;
const LIMIT_MS = 180_000;
const canLimit = process.platform === 'linux' && hasPrlimit();

describe('a ledger whose disk is full', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.stop(), 60_000);

  // Without prlimit(1) of Linux a limit can't be put on a process that runs.
  (canLimit ? it : it.skip)('I7 refuses writes as "overloaded" or "unavailable", keeps what it acknowledged, and goes on by itself when there is room', async () => {
    const ledger = await PostgresLedger.open({ connectionString: await postgres.createDatabase(), applicationName: 'disk-full' });
    const acknowledged = new Set<string>();
    const kinds = new Map<string, number>();
    let [over, wereFull] = [false, 0];
    const writer = async (index: number): Promise<void> => {
      while (!over) {
        const event = someEvent();
        // The same event until it is acknowledged, as a client does whose outcome is unknown.
        while (!acknowledged.has(event.eventId)) {
          try {
            await ledger.append([{ stream: `writer-${index}`, expected: 'any', events: [event] }]);
            acknowledged.add(event.eventId);
          } catch (error) {
            const kind = error instanceof OperationalError ? error.kind : `untyped: ${(error as Error).message}`;
            kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
            wereFull += 1;
            await sleep(RETRY_MS);
          }
        }
      }
    };
    try {
      limitFiles(postgres.pid, FILE_LIMIT_BYTES);
      const writers = Promise.all(Array.from({ length: WRITERS }, (_, index) => writer(index)));
      await eventually('a refusal', async () => (wereFull > 0 ? true : undefined), LIMIT_MS);
      await sleep(fullForMs);
      const before = acknowledged.size;
      limitFiles(postgres.pid, 'unlimited');
      await eventually('the first write after there was room', async () => (acknowledged.size > before ? true : undefined), LIMIT_MS);
      over = true;
      await writers;
      const recorded = await eventIds(ledger);
      saw(`full for ${fullForMs} ms with ${WRITERS} writers: ${[...kinds].map(([kind, count]) => `${count} × ${kind}`).join(', ')}; ${acknowledged.size} acknowledged, ${recorded.length} recorded, ${recorded.length - new Set(recorded).size} twice`);
      expect(new Set(recorded)).toEqual(acknowledged);
      expect(recorded).toHaveLength(acknowledged.size);
      expect([...kinds.keys()].filter((kind) => kind !== 'overloaded' && kind !== 'unavailable')).toEqual([]);
    } finally {
      over = true;
      limitFiles(postgres.pid, 'unlimited');
      await ledger.close();
    }
  }, LIMIT_MS);
});

/** Random, since PostgreSQL would make a large payload of zeros small. */
function someEvent(): NewEvent {
  const metadata = { correlationId: 'c', causationId: 'c', actor: 'writer', occurredAt: instantFromMs(1) };
  return { eventId: v7(), type: 'provisioning.v1.ServiceActivated', payload: randomBytes(PAYLOAD_BYTES), metadata };
}

async function eventIds(ledger: PostgresLedger): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after = LEDGER_START; ; ) {
    const page = await ledger.readAll(after, 20);
    const last = page.at(-1);
    if (!last) return ids;
    ids.push(...page.map(({ eventId }) => eventId));
    after = last.position;
  }
}

/**
 * Of the server and of all that it has started: what it starts later inherits the limit from it. The hard limit stays, so that the soft
 * one can be lifted again. Done as the server's own user: root may change the limits of others only with a capability of its own.
 */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  for (const process of [pid, ...childrenOf(pid)]) {
    try {
      execFileSync('prlimit', ['--pid', String(process), `--fsize=${bytes}:`], { stdio: 'ignore', ...ownerOf(process) });
    } catch (error) {
      // A child may have ended meanwhile; the server itself may not.
      if (process === pid) throw error;
    }
  }
}

/** The real ids, which are the ones that count for limits. */
function ownerOf(pid: number): { readonly uid: number; readonly gid: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const id = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { uid: id('Uid'), gid: id('Gid') };
}

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
