import { OperationalError } from '@carriermesh/platform-errors';
import { PostgresLedger, type Ledger, type LedgerAlarm } from '@carriermesh/platform-ledger';

const POSTGRES = /^postgres(ql)?:\/\//;
const KURRENTDB = /^kurrentdb(\+discover)?:\/\//;
const SCHEME = /^[a-z+]{1,40}:\/\//i;

export const isPostgres = (url: string): boolean => POSTGRES.test(url);

export interface OpenLedgerOptions {
  /** `postgres://…` or `kurrentdb://…`: the scheme says which database keeps the ledger. */
  readonly url: string;
  /** How the process is called where the database lists who is connected. */
  readonly applicationName: string;
  readonly onAlarm?: (alarm: LedgerAlarm) => void;
  /** How commits are announced to the relay; default: as the database does it. */
  readonly announce?: () => void;
}

/**
 * The ledger that a connection string names.
 * @throws OperationalError `misconfigured` for a scheme that no adapter has; else what the adapter throws
 */
export async function openLedger({ url, ...options }: OpenLedgerOptions): Promise<Ledger> {
  if (isPostgres(url)) return PostgresLedger.open({ connectionString: url, ...options });
  if (KURRENTDB.test(url)) {
    // Loaded only by who needs it: the client is large, and partly native code.
    const { KurrentDbLedger } = await import('@carriermesh/platform-ledger-kurrentdb');
    return KurrentDbLedger.open({ connectionString: url });
  }
  // Only the scheme is repeated: what follows may hold a password.
  const scheme = SCHEME.exec(url)?.[0];
  throw new OperationalError('misconfigured', `a ledger's address begins with postgres:// or kurrentdb://, ${scheme ? `not with ${scheme}` : 'and this one with no scheme at all'}`);
}
