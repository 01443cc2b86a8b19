import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { appendQuery } from './append-statement.js';
import { BindMessage } from './bind-message.js';
import { anEvent, waitUntil } from './ledger.fixture.js';
import { LEDGER_START, type Ledger, type NewEvent } from './ledger.port.js';
import { PostgresLedger } from './postgres-ledger.js';
import { submit } from './submission.js';
import { TransactionWatch, type LedgerAlarm } from './transaction-watch.js';

const WRITERS = 20;
const LONGEST_DELAY_MS = 40;
/** Smaller than what is written meanwhile. */
const PAGE_EVENTS = 7;
const CATCH_UP_LIMIT_MS = 50_000;

export interface OrderTrial {
  readonly connectionString: string;
  /** How long one transaction stays open after its write while the others go on. */
  readonly holdMs: number;
  /** The age at which a transaction raises the alarm; less than `holdMs`. */
  readonly alarmAfterMs: number;
}

/** What a reader made of all committed events; the three counts of a right one are 0. */
export interface Reading {
  readonly skipped: number;
  readonly repeated: number;
  readonly outOfOrder: number;
}

export interface OrderTrialResult {
  readonly committed: number;
  /** By `readAll`. */
  readonly reading: Reading;
  /** By a reader that takes whatever is beyond the last position that it saw: what the trial has to be able to catch. */
  readonly naive: Reading;
  readonly alarms: readonly LedgerAlarm[];
}

/**
 * Twenty writers in sessions of their own that commit late, out of turn or not at all, beside quick appends, while one transaction
 * is held open from before the first to after the last of them; a tailing reader must see each committed event once and in order.
 */
export async function tryCommitOrder({ connectionString, holdMs, alarmAfterMs }: OrderTrial): Promise<OrderTrialResult> {
  const ledger = await PostgresLedger.open({ connectionString, applicationName: 'order-trial' });
  const pool = new pg.Pool({ connectionString, max: WRITERS + 3, application_name: 'order-trial' });
  const alarms: LedgerAlarm[] = [];
  const watch = new TransactionWatch(pool, (alarm) => alarms.push(alarm), alarmAfterMs, Math.ceil(alarmAfterMs / 4));
  try {
    const committed = new Set<string>();
    let isOver = false;
    const readings = [follow(readerOf(ledger), () => isOver), follow(naiveReaderOf(pool), () => isOver)] as const;
    const held = anEvent();
    const writing = writeSlowly(pool, 'held', held, holdMs, 'commit');
    const endAt = Date.now() + holdMs;
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => writeUntil(endAt, { pool, ledger, writer, committed })));
    await writing;
    committed.add(held.eventId);
    isOver = true;
    const [seen, seenNaively] = await Promise.all(readings);
    return { committed: committed.size, reading: judge(seen, committed), naive: judge(seenNaively, committed), alarms };
  } finally {
    watch.stop();
    await Promise.all([ledger.close(), pool.end()]);
  }
}

interface Writing {
  readonly pool: pg.Pool;
  readonly ledger: Ledger;
  readonly writer: number;
  readonly committed: Set<string>;
}

async function writeUntil(endAt: number, { pool, ledger, writer, committed }: Writing): Promise<void> {
  for (let round = 0; Date.now() < endAt; round++) {
    const [slow, quick] = [anEvent(), anEvent()];
    const end = (writer + round) % 4 === 0 ? 'rollback' : 'commit';
    await writeSlowly(pool, `slow-${writer}`, slow, (writer * 7 + round * 13) % LONGEST_DELAY_MS, end);
    if (end === 'commit') committed.add(slow.eventId);
    await ledger.append([{ stream: `quick-${(writer + round) % 5}`, expected: 'any', events: [quick] }]);
    committed.add(quick.eventId);
  }
}

/** A writer in another process that takes its time between its write and its commit or rollback. */
async function writeSlowly(pool: pg.Pool, stream: string, event: NewEvent, delayMs: number, end: 'commit' | 'rollback'): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await submit(client, appendQuery([[{ stream, expected: 'any', events: [event] }]]), new BindMessage());
    await sleep(delayMs);
    await client.query(end);
  } finally {
    client.release();
  }
}

interface Seen {
  readonly eventId: string;
  readonly position: bigint;
}

type Reader = (after: bigint) => Promise<readonly Seen[]>;

const readerOf =
  (ledger: Ledger): Reader =>
  (after) =>
    ledger.readAll(after, PAGE_EVENTS);

const naiveReaderOf =
  (pool: pg.Pool): Reader =>
  async (after) => {
    const { rows } = await pool.query<{ eventId: string; position: string }>(
      `select event_id as "eventId", position from ledger.event where position > $1 order by position limit ${PAGE_EVENTS}`,
      [after],
    );
    return rows.map(({ eventId, position }) => ({ eventId, position: BigInt(position) }));
  };

/** Reads on until all is over and nothing more comes. */
async function follow(read: Reader, isOver: () => boolean): Promise<Seen[]> {
  const seen: Seen[] = [];
  await waitUntil(async () => {
    const wasOver = isOver();
    const page = await read(seen.at(-1)?.position ?? LEDGER_START);
    seen.push(...page);
    return wasOver && page.length === 0;
  }, CATCH_UP_LIMIT_MS);
  return seen;
}

function judge(seen: readonly Seen[], committed: ReadonlySet<string>): Reading {
  const ids = new Set(seen.map(({ eventId }) => eventId));
  return {
    skipped: [...committed].filter((eventId) => !ids.has(eventId)).length,
    repeated: seen.length - ids.size,
    outOfOrder: seen.filter(({ position }, index) => index > 0 && position <= (seen[index - 1]?.position ?? 0n)).length,
  };
}
