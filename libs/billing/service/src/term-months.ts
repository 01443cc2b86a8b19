import { billingPeriod, periodStream, termOf, type Account, type BillingPeriodEvent, type BillingPeriodState } from '@carriermesh/billing-domain';
import type { LoadedStream, TypedLedger } from '@carriermesh/platform-chassis';

/** A month of a service as its stream stands in the ledger. */
export interface TermMonth extends LoadedStream {
  readonly number: number;
  readonly stream: string;
  readonly state: BillingPeriodState;
}

/** Every month of the term, whether anything was booked to it or not. */
export async function termMonths(ledger: TypedLedger, account: Account): Promise<readonly TermMonth[]> {
  const streams = termOf(account).months.map((_, index) => periodStream(account.contractId, index + 1));
  const loaded = await ledger.loadMany(streams);
  return streams.map((stream, index) => {
    const { events, revision } = loaded.get(stream) ?? { events: [], revision: 'none' as const };
    const state = (events as unknown as readonly BillingPeriodEvent[]).reduce(billingPeriod.evolve, billingPeriod.initial);
    return { number: index + 1, stream, events, revision, state };
  });
}
