import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '@carriermesh/platform-telemetry';

const RETRY_MS = 1_000;
/** A session whose other end vanished looks open for minutes: it is asked, and counts as lost when it does not answer in time. */
const PROBE_MS = 2_000;
const ANSWER_LIMIT_MS = 5_000;
/** An instance that stands still keeps its session open and asks nothing: the database ends it then, and the lock passes on. */
const SILENCE_LIMIT_MS = 8_000;

/** The one instance among many that may do something. The lock lives as long as its session with the database. */
export interface Leadership {
  /** Aborted when the session is lost: another instance may lead from that moment on. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Waits until this instance leads; `undefined` when it was stopped first. What it writes as the leader must say what it expects to
 * follow, so that it is refused when another one has written since: a database that lost sight of this session, or heard nothing
 * from it while it stood still, has given the lock away before it knows.
 * @param lockId the same number for all who compete
 */
export async function lead(databaseUrl: string, lockId: number, log: Logger, stop: AbortSignal): Promise<Leadership | undefined> {
  while (!stop.aborted) {
    const leadership = await ask(databaseUrl, lockId).catch((error: unknown) => {
      log.warn({ error }, 'leadership could not be asked for; it is tried again');
      return undefined;
    });
    if (leadership) return leadership;
    await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => undefined);
  }
  return undefined;
}

async function ask(databaseUrl: string, lockId: number): Promise<Leadership | undefined> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'carriermesh-leadership',
    connectionTimeoutMillis: ANSWER_LIMIT_MS,
    query_timeout: ANSWER_LIMIT_MS,
    keepAlive: true,
  });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  try {
    await client.connect();
    await client.query(`set idle_session_timeout to ${SILENCE_LIMIT_MS}`);
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockId]);
    if (rows[0]?.held) return { lost: probed(client, lost), release: () => ended(client) };
  } catch (error) {
    void client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
  return undefined;
}

/** A session whose other end vanished does not end in any time that one could wait for. */
async function ended(client: pg.Client): Promise<void> {
  await Promise.race([client.end(), sleep(ANSWER_LIMIT_MS, undefined, { ref: false })]);
}

function probed(client: pg.Client, lost: AbortController): AbortSignal {
  const timer = setInterval(() => client.query('select 1').catch(() => lost.abort()), PROBE_MS);
  lost.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  return lost.signal;
}
