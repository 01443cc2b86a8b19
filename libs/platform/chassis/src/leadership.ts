import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '@carriermesh/platform-telemetry';

const RETRY_MS = 1_000;

/** The one instance among many that may do something. The lock lives as long as its session with the database. */
export interface Leadership {
  /** Aborted when the session is lost: another instance may lead from that moment on. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Waits until this instance leads. @param lockId the same number for all who compete */
export async function lead(databaseUrl: string, lockId: number, log: Logger, stop: AbortSignal): Promise<Leadership | undefined> {
  while (!stop.aborted) {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'carriermesh-leadership', keepAlive: true });
    const lost = new AbortController();
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    try {
      await client.connect();
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockId]);
      if (rows[0]?.held) return { lost: lost.signal, release: () => client.end() };
    } catch (error) {
      log.warn({ error }, 'leadership could not be asked for; it is tried again');
    }
    await client.end().catch(() => undefined);
    await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => undefined);
  }
  return undefined;
}
