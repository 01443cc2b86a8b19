import { describe, expect, it } from '@jest/globals';
import { advertising } from '@carriermesh/advertising-service';
import { billing } from '@carriermesh/billing-service';
import { contracting } from '@carriermesh/contracting-service';
import { withoutThese } from './mesh/injector.js';
import { ABSENT, REPLACED } from './mesh/mesh-services.js';
import { simulate } from './simulate.js';

/** At these the mesh was wrong once; what was wrong has a spec of its own beside what was mended. */
const KEPT_SEEDS = [
  // A success that came after the end of an activation stayed up in its provider's network when nobody confirmed its release.
  52, 64, 77,
  // An instance that remembered less than the ledger let the word of an activation pass by, and the order waited for ever.
  1_255,
  // The success of a segment that had made way for a move was told again by another instance, and counted as if it were up.
  1_121,
  // An instance that lagged behind told of an alarm that was over by then, and the service was found impaired and moved by it.
  1_715,
  // A change began of a service of which everything had made way for a move that failed: nobody was asked for it, and it never ended.
  1_138,
  // A heartbeat that was held up made an agent's former session look like the latest one, and the agent was not heard any more.
  8_974,
  // A copy of the request that opened a dispute came when that was withdrawn, and opened another.
  4_852,
];

describe('a run', () => {
  it('ends with the same line for the same seed, whatever ran before it, and with another for another', async () => {
    const first = await simulate(11);
    const other = await simulate(12);
    const again = await simulate(11);
    expect(first.line).toMatch(/^seed 11 ok events=\d+ trace=[0-9a-f]{64}$/);
    expect(again).toEqual(first);
    expect(other.line.split(' ').at(-1)).not.toBe(first.line.split(' ').at(-1));
  }, 60_000);

  it('shows its history without becoming another one', async () => {
    const history: string[] = [];
    const shown = await simulate(13, { show: (line) => history.push(line) });
    expect(history.length).toBeGreaterThan(300);
    expect(shown).toEqual(await simulate(13));
  }, 60_000);

  it.each(KEPT_SEEDS)('I5 I13 of the seed %i ends well', async (seed) => {
    expect(await simulate(seed)).toMatchObject({ ok: true });
  }, 60_000);
});

describe('the part of a service that is simulated', () => {
  it('is all of it but what answers people from rows, and what knows of people', () => {
    const namesOf = (types: readonly { readonly name: string }[] = []): string[] => types.map(({ name }) => name);
    const simulated = [advertising, contracting, billing].map((definition) => withoutThese(definition, ABSENT, REPLACED));
    expect(simulated.flatMap(({ handlers }, index) => namesOf([advertising, contracting, billing][index]?.handlers).filter((name) => !namesOf(handlers).includes(name)))).toEqual([
      'ListServiceRequestsHandler', 'ListQuotesHandler', 'RegisterPartyHandler', 'UpdatePartyHandler', 'ForgetPartyHandler', 'GetPartyHandler',
      'GetInvoiceHandler', 'ListInvoicesHandler', 'GetSettlementHandler', 'ListSettlementsHandler', 'GetPeriodStatementHandler', 'ListQuarantinedUsageHandler', 'ListDisputesHandler', 'MergePartiesHandler', 'GetPartyIdsHandler',
    ]);
    expect(simulated.flatMap(({ views }) => namesOf(views))).toEqual(['ProviderKeys', 'SessionsView', 'PopPlaces', 'BuyerKeys', 'ProviderKeys', 'SellerTerms', 'MonthlySpending', 'InMemoryAgreements', 'ProviderKeys', 'UsageAlarms', 'SupplierSpending', 'LedgerProgress']);
    expect(simulated.flatMap(({ processes }) => namesOf(processes))).toEqual(['HoldExpiryRunner', 'OrderFulfilmentRunner', 'TerminationRunner', 'BillingCycleRunner', 'SupplierCycleRunner']);
    expect(simulated.flatMap(({ reactions }) => namesOf(reactions))).toEqual(['ServiceChangeEnding', 'AccountOpening', 'ServiceCourse', 'AccountEnding', 'LocalIdRelease']);
  });
});
