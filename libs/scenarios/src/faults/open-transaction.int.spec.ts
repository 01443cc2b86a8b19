import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LEDGER_START, PostgresLedger, type NewEvent } from '@carriermesh/platform-ledger';
import { instantFromMs } from '@carriermesh/kernel';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import pg from 'pg';
import { v7 } from 'uuid';
import { eventually } from '../support/patience.js';
import { figure, saw } from './figures.js';

const WRITERS = 20;
/** How long the transaction stays open, and how much is written meanwhile. */
const { heldOpenMs, perWriter } = figure({
  sample: { heldOpenMs: 300, perWriter: 20 },
  quick: { heldOpenMs: 5_000, perWriter: 200 },
  full: { heldOpenMs: 60_000, perWriter: 2_000 },
});
/** Every so many writes of a writer it leaves one uncommitted for a while, and rolls it back. */
const UNDONE_EVERY = 4;
const LONGEST_UNDOING_MS = 40;
/** The ledger's watch looks every 5 s and alarms about what is older than 10 s. */
const ALARM_IS_DUE_MS = 20_000;
const PAGE = 500;
const LIMIT_MS = 300_000;

const someEvent = (): NewEvent => ({
  eventId: v7(), type: 'provisioning.v1.ServiceActivated', payload: new Uint8Array(), metadata: { correlationId: 'c', causationId: 'c', actor: 'writer', occurredAt: instantFromMs(1) },
});

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

/** An event of a transaction that stays open; its place is before all that others commit from now on. */
async function beginWriting(client: pg.Client, stream: string): Promise<void> {
  await client.query('begin');
  await client.query(
    `insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
     select (pg_current_xact_id()::text::bigint + o.xid_offset) << 20, $1, 0, $2, type, payload, metadata from ledger.event, ledger.origin o where stream = 'first'`,
    [stream, v7()],
  );
}

describe('readers of the ledger while a transaction is held open', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.stop(), 60_000);

  it(`I9 skip nothing and read in order what ${WRITERS} writers commit in the ${heldOpenMs} ms, beside what they roll back, before and after it commits itself`, async () => {
    const connectionString = await postgres.createDatabase();
    const alarms: string[] = [];
    const onAlarm = ({ kind }: { readonly kind: string }): unknown => alarms.push(kind);
    const open = (name: string): Promise<PostgresLedger> => PostgresLedger.open({ connectionString, applicationName: name, onAlarm });
    const ledgers = await Promise.all(Array.from({ length: WRITERS }, (_, index) => open(`writer-${index}`)));
    const reader = await open('reader');
    const [holder, ...undoing] = (await Promise.all(Array.from({ length: 1 + WRITERS }, () => connected(connectionString)))) as [pg.Client, ...pg.Client[]];
    try {
      await ledgers[0]?.append([{ stream: 'first', expected: 'none', events: [someEvent()] }]);
      // It has written, so that its place is before all that others commit meanwhile; its event becomes visible after theirs.
      await beginWriting(holder, 'held');
      const beganMs = performance.now();
      const written = Promise.all(ledgers.map((ledger, index) => write(ledger, { stream: `stream-${index}`, everyMs: heldOpenMs / perWriter, undoing: undoing[index] as pg.Client })));
      const seen: { readonly stream: string; readonly position: bigint }[] = [];
      const total = WRITERS * perWriter + 2;
      let [ageMs, committed] = [0, false];
      await eventually('every event', async () => {
        if (!committed && performance.now() - beganMs > heldOpenMs) {
          committed = true;
          ageMs = await reader.oldestTransactionAgeMs();
          await holder.query('commit');
        }
        for (;;) {
          const page = await reader.readAll(seen.at(-1)?.position ?? LEDGER_START, PAGE);
          seen.push(...page);
          if (page.length < PAGE) return seen.length >= total ? true : undefined;
        }
      }, LIMIT_MS);
      await written;
      const outOfOrder = seen.filter(({ position }, index) => index > 0 && position <= (seen[index - 1]?.position ?? 0n)).length;
      const places = seen.map(({ position, stream }) => `${position} ${stream}`);
      saw(`${WRITERS} writers, ${total} events and ${WRITERS * Math.floor(perWriter / UNDONE_EVERY)} rollbacks, a transaction open for ${heldOpenMs} ms: ${total - new Set(places).size} skipped, ${outOfOrder} out of order; its age was told as ${Math.round(ageMs)} ms, ${alarms.length} alarms`);
      expect([new Set(places).size, seen.length, outOfOrder]).toEqual([total, total, 0]);
      expect(ageMs).toBeGreaterThan(heldOpenMs / 2);
      expect(new Set(alarms)).toEqual(new Set(heldOpenMs > ALARM_IS_DUE_MS ? ['long-transaction'] : []));
    } finally {
      await Promise.all([holder, ...undoing].map((client) => client.end()));
      await Promise.all([reader, ...ledgers].map((ledger) => ledger.close()));
    }
  }, LIMIT_MS);

  /** Between its appends it takes its time, and now and then writes what it takes back after a while. */
  async function write(ledger: PostgresLedger, { stream, everyMs, undoing }: { readonly stream: string; readonly everyMs: number; readonly undoing: pg.Client }): Promise<void> {
    for (let written = 0; written < perWriter; written += 1) {
      if (written % UNDONE_EVERY === UNDONE_EVERY - 1) {
        await beginWriting(undoing, `${stream}-undone`);
        await sleep((written * 7) % LONGEST_UNDOING_MS);
        await undoing.query('rollback');
      }
      await ledger.append([{ stream, expected: 'any', events: [someEvent()] }]);
      await sleep(everyMs);
    }
  }
});
