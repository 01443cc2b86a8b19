import type pg from 'pg';
import { AS_TEXT } from './event-rows.js';

/** An older transaction that has written something holds back every reader of the whole cluster: somebody has to look. */
export const LONG_TRANSACTION_MS = 10_000;
export const WATCH_INTERVAL_MS = 5_000;

export type LedgerAlarm =
  | {
      readonly kind: 'long-transaction';
      readonly ageMs: number;
      readonly limitMs: number;
      /** Whose it is: `application_name (pid)`, or the name of a prepared transaction. */
      readonly owner: string;
    }
  | { readonly kind: 'watch-failed'; readonly error: unknown };

/**
 * Only transactions with an id of their own hold readers back, in whatever database of the cluster they run. Seeing those
 * of other roles needs `pg_read_all_stats`.
 */
const OLDEST = `
  select extract(epoch from clock_timestamp() - began) * 1000, owner from (
    select xact_start as began, coalesce(nullif(application_name, ''), 'unnamed') || ' (pid ' || pid || ')' as owner
      from pg_stat_activity where backend_xid is not null and xact_start is not null
    union all
    select prepared, 'prepared transaction ' || gid from pg_prepared_xacts
  ) running order by began limit 1`;

export interface RunningTransaction {
  readonly ageMs: number;
  readonly owner: string;
}

export async function oldestTransaction(reads: pg.Pool): Promise<RunningTransaction | undefined> {
  const { rows } = await reads.query<[string, string]>({ text: OLDEST, rowMode: 'array', types: AS_TEXT } as pg.QueryArrayConfig);
  const [oldest] = rows;
  return oldest && { ageMs: Number(oldest[0]), owner: oldest[1] };
}

/** Looks every so often and alarms each time that it sees one beyond the limit. */
export class TransactionWatch {
  private readonly timer: NodeJS.Timeout;
  private looking = false;

  constructor(
    private readonly reads: pg.Pool,
    private readonly onAlarm: (alarm: LedgerAlarm) => void,
    private readonly limitMs: number = LONG_TRANSACTION_MS,
    intervalMs: number = WATCH_INTERVAL_MS,
  ) {
    this.timer = setInterval(() => void this.look(), intervalMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const oldest = await oldestTransaction(this.reads);
      if (oldest && oldest.ageMs > this.limitMs) this.onAlarm({ kind: 'long-transaction', ...oldest, limitMs: this.limitMs });
    } catch (error) {
      this.onAlarm({ kind: 'watch-failed', error });
    } finally {
      this.looking = false;
    }
  }
}
