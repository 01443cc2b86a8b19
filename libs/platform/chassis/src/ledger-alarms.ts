import { WATCH_INTERVAL_MS, type LedgerAlarm } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { Timers } from '@carriermesh/platform-time';

/** The ledger says it again with each look, as long as it is so; nobody says that it is over. */
const STANDS_FOR_MS = 3 * WATCH_INTERVAL_MS;

const SENTENCES: Readonly<Record<LedgerAlarm['kind'], string>> = {
  'long-transaction': 'a long transaction holds the ledger’s readers back',
  'watch-failed': 'whether a long transaction holds the ledger’s readers back could not be seen',
};

type LongTransaction = Extract<LedgerAlarm, { readonly kind: 'long-transaction' }>;

/** What the ledger alarms of: each time in the log; and a long transaction, as long as it stands, for whoever asks. */
export class LedgerAlarms {
  private last: { readonly alarm: LongTransaction; readonly atMs: number } | undefined;

  constructor(
    private readonly log: Pick<Logger, 'warn'>,
    private readonly timers: Pick<Timers, 'elapsedMs'>,
  ) {}

  readonly take = (alarm: LedgerAlarm): void => {
    if (alarm.kind === 'long-transaction') this.last = { alarm, atMs: this.timers.elapsedMs() };
    this.log.warn({ alarm }, SENTENCES[alarm.kind]);
  };

  /** A sentence for an operator, or none. */
  get alarms(): readonly string[] {
    const alarm = this.standing;
    return alarm ? [`a transaction of ${alarm.owner}, open for ${Math.round(alarm.ageMs / 1000)} s, holds back everybody who reads the ledger: end it`] : [];
  }

  /** Age of the transaction that holds readers back, as it was last seen; 0 without one. */
  get heldBackMs(): number {
    return Math.round(this.standing?.ageMs ?? 0);
  }

  private get standing(): LongTransaction | undefined {
    return this.last && this.timers.elapsedMs() - this.last.atMs < STANDS_FOR_MS ? this.last.alarm : undefined;
  }
}
