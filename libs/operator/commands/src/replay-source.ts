import { parseInstant } from '@carriermesh/kernel';
import { publicHolidays, raterOf, readTariffFile } from '@carriermesh/operator-rating';
import { openLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { allCommittedIsReadable, ledgerAsOf, type LedgerReading } from '@carriermesh/platform-ledger';
import type { Rater } from '@carriermesh/tariff-v1';
import { ledgerUrl } from './ledger-source.js';

/** A transaction of the mesh takes milliseconds, and one of a person's at the database longer than anybody would wait here. */
const READABLE_WITHIN_MS = 10_000;

export interface ReplayFlags {
  readonly home?: string;
  readonly ledger?: string;
  readonly asOf?: string;
  readonly whatIf?: string;
  readonly json?: boolean;
}

/** Opens the ledger that is to be replayed, as it stands or as it stood, and lets go of it again. */
export async function withReplayedLedger<T>(flags: ReplayFlags, work: (ledger: LedgerReading) => Promise<T>): Promise<T> {
  const at = flags.asOf === undefined ? undefined : parseInstant(flags.asOf);
  if (flags.asOf !== undefined && at === undefined) throw new OperationalError('misconfigured', `--as-of is an instant such as 2026-05-01T00:00:00Z, not "${flags.asOf.slice(0, 80)}"`);
  const ledger = await openLedger({ url: ledgerUrl(flags), applicationName: 'carriermesh-replay' });
  try {
    if (at !== undefined) return await work(await ledgerAsOf(ledger, at));
    await allCommittedIsReadable(ledger, READABLE_WITHIN_MS);
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** @throws OperationalError `malformed` with every fault of the tariff */
export function whatIfOf({ whatIf: file }: ReplayFlags): { readonly whatIf?: () => Rater } {
  if (file === undefined) return {};
  const tariff = readTariffFile(file);
  return { whatIf: () => raterOf(tariff, undefined, publicHolidays) };
}
