import { firstCorrected, periodStream, termOf, type Account, type BillName } from '@carriermesh/billing-domain';
import type { TypedLedger } from '@carriermesh/platform-chassis';
import type { billing } from '@carriermesh/wire';

/**
 * All usage that a month took, and all that closed months took of those that it corrects: what the contract's tariff charges on its bill. Empty where the
 * contract has none: then each record has its charge, and no bill needs to read them again.
 */
export async function usageTakenUntil(ledger: TypedLedger, account: Account, periodNumber: number): Promise<readonly billing.UsageRated[]> {
  if (!account.usageTariff) return [];
  const own = await usageIn(ledger, account, [periodNumber]);
  const first = firstCorrected(own) ?? periodNumber;
  return [...(await usageIn(ledger, account, range(first, periodNumber - 1))), ...own];
}

/** What was taken of a month by any bill, when all months of the service are closed. */
export function usageTakenOf(ledger: TypedLedger, account: Account, { periodNumber }: Pick<BillName, 'periodNumber'>): Promise<readonly billing.UsageRated[]> {
  return usageIn(ledger, account, range(periodNumber, termOf(account).months.length));
}

async function usageIn(ledger: TypedLedger, { contractId }: Account, months: readonly number[]): Promise<readonly billing.UsageRated[]> {
  const streams = months.map((month) => periodStream(contractId, month));
  const loaded = await ledger.loadMany(streams);
  return streams.flatMap((stream) => (loaded.get(stream)?.events ?? []).flatMap((event) => (event.type === 'billing.v1.UsageRated' ? [event.data] : [])));
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
