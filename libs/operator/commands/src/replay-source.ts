import { publicHolidays, raterOf, readTariffFile } from '@carriermesh/operator-rating';
import { futureRefusal, openLedger, readMeshTime } from '@carriermesh/platform-chassis';
import { allCommittedIsReadable, pastLedger, type AsOf, type Ledger, type LedgerReading, type PastLedger } from '@carriermesh/platform-ledger';
import type { Rater } from '@carriermesh/tariff-v1';
import { asOfIn, type AsOfFlags } from './as-of.js';
import { databaseUrl, ledgerUrl } from './ledger-source.js';
import { tellRefusal } from './say.js';

/** A transaction of the mesh takes milliseconds, and one of a person's at the database longer than anybody would wait here. */
const READABLE_WITHIN_MS = 10_000;

export interface ReplayFlags extends AsOfFlags {
  readonly home?: string;
  readonly ledger?: string;
  readonly whatIf?: string;
  readonly json?: boolean;
}

/** Opens the ledger that is to be read, as it stands or as it stood, and lets go of it again. */
export async function withReplayedLedger(flags: ReplayFlags, work: (ledger: LedgerReading) => Promise<number>): Promise<number> {
  const asOf = asOfIn(flags);
  if (asOf) return withPastLedger(flags, asOf, (past) => work(past.ledger));
  return withLedger(flags, async (ledger) => {
    await allCommittedIsReadable(ledger, READABLE_WITHIN_MS);
    return work(ledger);
  });
}

/** The same as of an earlier time. What is still to come is refused. */
export function withPastLedger(flags: ReplayFlags, asOf: AsOf, work: (past: PastLedger) => Promise<number>): Promise<number> {
  return withLedger(flags, async (ledger) => {
    const past = await pastLedger(ledger, asOf, () => readMeshTime(databaseUrl(flags)));
    return 'code' in past ? tellRefusal(futureRefusal(past), flags.json) : work(past);
  });
}

async function withLedger(flags: ReplayFlags, work: (ledger: Ledger) => Promise<number>): Promise<number> {
  const ledger = await openLedger({ url: ledgerUrl(flags), applicationName: 'carriermesh-replay' });
  try {
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
