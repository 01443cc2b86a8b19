import { setTimeout as sleep } from 'node:timers/promises';
import { InvariantViolation } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { anEvent, eventIds, readEverything, someEvents, waitUntil } from './ledger.fixture.js';
import { LEDGER_START, type AppendResult, type StreamAppend } from './ledger.port.js';
import { PostgresLedger } from './postgres-ledger.js';
import { ORDINAL_BITS } from './schema.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 60_000);

const APPLICATION = 'ledger-faults';

async function withLedger(use: (ledger: PostgresLedger) => Promise<void>): Promise<void> {
  const ledger = await PostgresLedger.open({ connectionString: await postgres.createDatabase(), applicationName: APPLICATION });
  try {
    await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** What a caller does about an unknown outcome: the same append again. Answers how often that was necessary. */
async function appendUntilKnown(ledger: PostgresLedger, append: StreamAppend): Promise<{ result: AppendResult; retries: number }> {
  for (let retries = 0; ; retries++) {
    try {
      return { result: await ledger.append([append]), retries };
    } catch (error) {
      if (!(error instanceof OperationalError) || !error.retryable || retries > 1_000) throw error;
      await sleep(10);
    }
  }
}

describe('group commit', () => {
  it('writes 64 appends that come at once in two commits, one on each lane, each with its own outcome', async () => {
    await withLedger(async (ledger) => {
      const results = await Promise.all(Array.from({ length: 64 }, (_, n) => ledger.append([{ stream: `s-${n}`, expected: 'none', events: someEvents(1 + (n % 3)) }])));
      const positions = results.map((result) => (result.kind === 'appended' ? result.position : -1n));
      expect(new Set(positions.map((position) => position >> ORDINAL_BITS)).size).toBe(2);
      const all = await readEverything(ledger, 50);
      expect(all).toHaveLength(64 + 63);
      for (const [n, position] of positions.entries()) {
        expect(all.filter(({ stream }) => stream === `s-${n}`).at(-1)?.position).toBe(position);
      }
    });
  }, 60_000);

  it('tells a conflict, a reused id and data that PostgreSQL refuses to their own callers alone', async () => {
    await withLedger(async (ledger) => {
      const known = anEvent();
      await ledger.append([{ stream: 'taken', expected: 'none', events: [known] }]);
      const good = (n: number) => ledger.append([{ stream: `good-${n}`, expected: 'none', events: someEvents(1) }]);
      const conflict = () => ledger.append([{ stream: 'taken', expected: 'none', events: someEvents(1) }]);
      const [first, refused, second] = await Promise.all([good(1), conflict(), good(2)]);
      expect([first.kind, second.kind]).toEqual(['appended', 'appended']);
      expect(refused).toEqual({ kind: 'revision-conflict', stream: 'taken', expected: 'none', actual: 0 });

      const reused = ledger.append([{ stream: 'reused', expected: 'none', events: [{ ...known, payload: Uint8Array.of(1) }] }]);
      const unstorable = ledger.append([{ stream: 'nul', expected: 'none', events: [anEvent({ type: 'a\u0000b' })] }]);
      const answers = await Promise.allSettled([good(3), reused, good(4), unstorable, good(5)]);
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
      await expect(reused).rejects.toThrow(InvariantViolation);
      await expect(unstorable).rejects.toThrow('invalid byte sequence');
      expect((await readEverything(ledger, 100)).map(({ stream }) => stream)).toEqual(['taken', 'good-1', 'good-2', 'good-3', 'good-4', 'good-5']);
    });
  }, 60_000);
});

describe('a head that this process knows', () => {
  const round = (ledger: PostgresLedger, expected: 'any' | 'none' | number) =>
    Promise.all(Array.from({ length: 8 }, (_, n) => ledger.append([{ stream: `known-${n}`, expected, events: someEvents(1) }])));

  it('may have been moved by another one: that is a conflict for its own caller alone', async () => {
    const connectionString = await postgres.createDatabase();
    const [ledger, other] = await Promise.all([1, 2].map(() => PostgresLedger.open({ connectionString, applicationName: APPLICATION })));
    try {
      if (!ledger || !other) throw new Error('two ledgers were opened');
      await round(ledger, 'none');
      await other.append([{ stream: 'known-3', expected: 0, events: someEvents(1) }]);
      const answers = await round(ledger, 0);
      expect(answers.map(({ kind }) => kind)).toEqual(answers.map((_, n) => (n === 3 ? 'revision-conflict' : 'appended')));
      expect(answers[3]).toEqual({ kind: 'revision-conflict', stream: 'known-3', expected: 0, actual: 1 });
      await other.append([{ stream: 'known-5', expected: 1, events: someEvents(1) }]);
      const alone = await ledger.append([{ stream: 'known-5', expected: 1, events: someEvents(1) }]);
      expect(alone).toEqual({ kind: 'revision-conflict', stream: 'known-5', expected: 1, actual: 2 });
      const revisions = async (stream: string) => (await ledger.readStream(stream)).map(({ revision }) => revision);
      expect([await revisions('known-3'), await revisions('known-5')]).toEqual([[0, 1], [0, 1, 2]]);
    } finally {
      await Promise.all([ledger?.close(), other?.close()]);
    }
  }, 60_000);

  it('may have been moved by another one: who expects nothing comes after him, alone and among others', async () => {
    const connectionString = await postgres.createDatabase();
    const [ledger, other] = await Promise.all([1, 2].map(() => PostgresLedger.open({ connectionString, applicationName: APPLICATION })));
    try {
      if (!ledger || !other) throw new Error('two ledgers were opened');
      const revisionsOf = (answers: readonly AppendResult[]) => answers.map((answer, n) => answer.kind === 'appended' && answer.revisions.get(`known-${n}`));
      await round(ledger, 'any');
      expect(revisionsOf(await round(ledger, 'any'))).toEqual(new Array<number>(8).fill(1));
      await other.append([{ stream: 'known-0', expected: 1, events: someEvents(1) }]);
      expect(revisionsOf([await ledger.append([{ stream: 'known-0', expected: 'any', events: someEvents(1) }])])).toEqual([3]);
      await other.append([{ stream: 'known-0', expected: 3, events: someEvents(1) }]);
      expect(revisionsOf(await round(ledger, 'any'))).toEqual([5, 2, 2, 2, 2, 2, 2, 2]);
    } finally {
      await Promise.all([ledger?.close(), other?.close()]);
    }
  }, 60_000);

  it('is forgotten with its connection: a database that came back from an older copy gets no gap', async () => {
    await withLedger(async (ledger) => {
      await round(ledger, 'none');
      const restorer = new pg.Client({ connectionString: postgres.url });
      await restorer.connect();
      const { rows } = await restorer.query<{ database: string }>('select datname as database from pg_stat_activity where application_name = $1 limit 1', [APPLICATION]);
      const inside = new pg.Client({ connectionString: postgres.urlOf(rows[0]?.database ?? '') });
      await inside.connect();
      await inside.query(`delete from ledger.event where stream <> 'known-0'`);
      await inside.end();
      const ended = await restorer.query<{ pid: number }>('select pid, pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [APPLICATION]);
      const pids = ended.rows.map(({ pid }) => pid);
      // A backend ends when it next looks, and until then writes on as if nothing had come back from anywhere.
      for (let left = pids.length; left > 0; ) left = (await restorer.query('select from pg_stat_activity where pid = any($1)', [pids])).rowCount ?? 0;
      await restorer.end();
      await appendUntilKnown(ledger, { stream: 'reconnected', expected: 'any', events: someEvents(1) });
      const answers = await round(ledger, 0);
      expect(answers.map((answer) => (answer.kind === 'appended' ? 'appended' : answer.actual))).toEqual(['appended', ...new Array<string>(7).fill('none')]);
    });
  }, 60_000);
});

describe('a lost connection', () => {
  it('is "unavailable" to writers, and the retry with the same ids records every event once', async () => {
    await withLedger(async (ledger) => {
      const killer = new pg.Client({ connectionString: postgres.url });
      await killer.connect();
      let isOver = false;
      const killing = (async () => {
        while (!isOver) {
          await killer.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`, [APPLICATION]);
          await sleep(15);
        }
      })();
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, async (_, writer) => {
          const retries: number[] = [];
          for (let revision = 0; revision < 30; revision++) {
            const append = { stream: `cut-${writer}`, expected: revision === 0 ? ('none' as const) : revision - 1, events: someEvents(1) };
            const outcome = await appendUntilKnown(ledger, append);
            expect(outcome.result).toMatchObject({ kind: 'appended', revisions: new Map([[append.stream, revision]]) });
            retries.push(outcome.retries);
          }
          return retries;
        }),
      );
      isOver = true;
      await killing;
      await killer.end();
      expect(outcomes.flat().some((retries) => retries > 0)).toBe(true);
      const streams = await ledger.readStreams(Array.from({ length: 16 }, (_, writer) => `cut-${writer}`));
      expect([...streams.values()].map(({ length }) => length)).toEqual(new Array(16).fill(30));
    });
  }, 60_000);

  it('does not silence the commit signal for good', async () => {
    await withLedger(async (ledger) => {
      let wakes = 0;
      ledger.onCommit(() => wakes++);
      await ledger.append([{ stream: 'heard', expected: 'any', events: someEvents(1) }]);
      await waitUntil(() => wakes > 0);
      const killer = new pg.Client({ connectionString: postgres.url });
      await killer.connect();
      await killer.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`, [APPLICATION]);
      await killer.end();
      const before = wakes;
      // The listener wakes everybody once it is back, since nobody knows what it missed.
      await waitUntil(() => wakes > before);
    });
  }, 60_000);

  it('keeps what was acknowledged when the server is killed, and goes on when it is back', async () => {
    await withLedger(async (ledger) => {
      const acknowledged: string[] = [];
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; n < 40; n++) {
          const events = [anEvent()];
          await appendUntilKnown(ledger, { stream: `power-${writer}`, expected: 'any', events });
          acknowledged.push(...eventIds(events));
        }
      });
      await waitUntil(() => acknowledged.length > 40);
      await postgres.kill9();
      const before = [...acknowledged];
      await expect(ledger.append([{ stream: 'down', expected: 'any', events: someEvents(1) }])).rejects.toMatchObject({ kind: 'unavailable' });
      await expect(ledger.readAll(LEDGER_START, 1)).rejects.toMatchObject({ kind: 'unavailable' });
      await postgres.start();
      await Promise.all(writers);
      const recorded = eventIds(await readEverything(ledger, 100));
      expect(recorded.filter((eventId) => before.includes(eventId))).toHaveLength(before.length);
      expect([...recorded].sort()).toEqual([...acknowledged].sort());
    });
  }, 60_000);
});

describe('a database that would lose commits', () => {
  it.each(['fsync', 'synchronous_commit', 'full_page_writes'])('is refused at the start when %s is off', async (setting) => {
    const careless = await startPostgres({ settings: { [setting]: 'off' } });
    try {
      const opening = PostgresLedger.open({ connectionString: careless.url, applicationName: APPLICATION });
      await expect(opening).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining(`${setting} = off`) });
    } finally {
      await careless.stop();
    }
  }, 60_000);

  it('is refused as "unavailable" when it is not there, and as "denied" to a wrong password', async () => {
    const nobody = PostgresLedger.open({ connectionString: postgres.urlOf('postgres', 1), applicationName: APPLICATION });
    await expect(nobody).rejects.toMatchObject({ kind: 'unavailable' });
    const stranger = PostgresLedger.open({ connectionString: postgres.url.replace(':postgres@', ':guess@'), applicationName: APPLICATION });
    await expect(stranger).rejects.toMatchObject({ kind: 'denied' });
  }, 60_000);
});
