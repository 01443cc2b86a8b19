import { type Instant, invariant, type Money, sum } from '@carriermesh/kernel';
import type { common, contracting, paths } from '@carriermesh/wire';
import { segmentIdOf } from './ids.js';

/** All that the contracts of one order are written from. */
export interface Agreement {
  readonly contractId: string;
  readonly sellerId: string;
  readonly quote: contracting.Quote;
  readonly quoteSha256: Uint8Array;
  readonly termsSha256: Uint8Array;
  readonly acceptedAt: Instant;
  readonly signedAt: Instant;
  /** What each resource's offer promises, by resource id. */
  readonly serviceLevels: ReadonlyMap<string, common.ServiceLevel>;
}

/** One provider's run of the contracted path, with what it costs the seller. */
export interface AgreedSegment {
  readonly segment: contracting.ContractSegment;
  readonly monthlyCost: Money;
  readonly perGigabyteCost: Money;
  readonly serviceLevels: readonly common.ServiceLevel[];
}

export function winnerOf({ quoteId, scenarios }: contracting.Quote): contracting.Scenario {
  const [winner] = scenarios;
  invariant(winner && !winner.lost, `the quote ${quoteId} offers no scenario`);
  return winner;
}

/** In the order of the path. A path that enters a provider twice has two segments of it. */
export function agreedSegments({ quote, serviceLevels }: Agreement): readonly AgreedSegment[] {
  const { path, costs } = winnerOf(quote);
  const costOf = new Map(costs.map((cost) => [cost.resourceId, cost]));
  return path.segments.map((run, index) => {
    const segment = contractSegment(run, segmentIdOf(quote.orderId, index + 1));
    const resources = segment.resources.map(({ resourceId }) => ({ cost: costOf.get(resourceId), level: serviceLevels.get(resourceId), resourceId }));
    const known = resources.map(({ cost, level, resourceId }) => {
      invariant(cost && level, `${resourceId} of the quote ${quote.quoteId} has no cost or no service level`);
      return { cost, level };
    });
    return {
      segment,
      monthlyCost: sum(quote.terms.currency, known.map(({ cost }) => cost.monthly)),
      perGigabyteCost: sum(quote.terms.currency, known.map(({ cost }) => cost.perGigabyte)),
      serviceLevels: known.map(({ level }) => level),
    };
  });
}

const contractSegment = ({ providerId, fromPopId, toPopId, resources }: paths.PathSegment, segmentId: string): contracting.ContractSegment => ({
  segmentId,
  providerId,
  fromPopId,
  toPopId,
  resources,
});
