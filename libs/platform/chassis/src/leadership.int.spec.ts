import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { lead, type Leadership } from './leadership.js';

const LOCK = 4_711;
const log = createLogger({ service: 'leadership', level: 'silent' });

describe('leadership', () => {
  let postgres: TestPostgres;
  let stop: AbortController;
  const held: Leadership[] = [];
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 30_000);
  afterEach(async () => {
    stop.abort();
    for (const leadership of held.splice(0)) await leadership.release();
  });
  afterAll(() => postgres.stop());

  const compete = async (lock = LOCK): Promise<Leadership | undefined> => {
    const leadership = await lead(postgres.url, lock, log, stop.signal);
    if (leadership) held.push(leadership);
    return leadership;
  };
  const sessions = async (query: string): Promise<number> => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rowCount } = await client.query(`select ${query} from pg_stat_activity where application_name = 'carriermesh-leadership'`);
    await client.end();
    return rowCount ?? 0;
  };

  it('is of one at a time, and passes on when it is given up', async () => {
    stop = new AbortController();
    const first = await compete();
    let second: Leadership | undefined;
    const waiting = compete().then((leadership) => (second = leadership));
    await compete(LOCK + 1);
    expect(second).toBeUndefined();
    expect(first?.lost.aborted).toBe(false);
    await first?.release();
    expect(await waiting).toBeDefined();
    expect(first?.lost.aborted).toBe(true);
  });

  it('is lost with the session, and another takes it', async () => {
    stop = new AbortController();
    const first = await compete();
    const second = compete();
    await sessions('pg_terminate_backend(pid)');
    expect(await second).toBeDefined();
    expect(first?.lost.aborted).toBe(true);
  });

  it('is waited for only until somebody says stop, and no session is left of that', async () => {
    stop = new AbortController();
    await compete();
    const second = compete();
    stop.abort();
    expect(await second).toBeUndefined();
    expect(await sessions('pid')).toBe(1);
  });
});
