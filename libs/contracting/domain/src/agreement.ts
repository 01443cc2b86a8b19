import { type Instant, invariant, LINE_ORDINALS, type Money, sum } from '@carriermesh/kernel';
import type { common, contracting, paths } from '@carriermesh/wire';
import type { ResourceFee } from '@carriermesh/tariff-v1';
import { feesOf } from './costing.js';
import { segmentIdOf, splitIdOf } from './ids.js';
import { alternativesOf } from './pricing.js';
import { accumulated } from './service-level.js';

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
  /** Of a split service, which of its lines it is part of. */
  readonly member?: number | undefined;
  /** For what of it is kept free. */
  readonly monthlyCost: Money;
  /** Beside that, of those of its resources that no segment before it goes over. */
  readonly fees: readonly ResourceFee[];
  readonly perGigabyteCost: Money;
  readonly serviceLevels: readonly common.ServiceLevel[];
}

export function winnerOf({ quoteId, scenarios }: Pick<contracting.Quote, 'quoteId' | 'scenarios'>): contracting.Scenario {
  const [winner] = scenarios;
  invariant(winner && !winner.lost, `the quote ${quoteId} offers no scenario`);
  return winner;
}

/** A path that may stand in for the contracted one, cut into its providers' parts. */
export interface AgreedStandby {
  readonly scenario: contracting.Scenario;
  readonly segments: readonly AgreedSegment[];
  /** Of which of the contract's paths it is one once more: 0 is the contracted one. */
  readonly againOf?: number;
}

/** So often a service may go back to the path that was contracted first: a link that flaps costs its customer no more moves. */
const MAX_RETURNS = 3;

/** In the order of the path. A path that enters a provider twice has two segments of it. */
export const agreedSegments = (agreement: Agreement): readonly AgreedSegment[] => agreedRoute(agreement, winnerOf(agreement.quote), 1);

/** Best first. Their segments go on counting after those of the contracted path, so that each has a name of its own. */
export function agreedStandbys(agreement: Agreement): readonly AgreedStandby[] {
  let ordinal = winnerOf(agreement.quote).path.segments.length + 1;
  return [...standbyPaths(agreement.quote), ...returnPaths(agreement.quote)].map((standby) => {
    const segments = agreedRoute(agreement, standby.scenario, ordinal);
    ordinal += segments.length;
    return { ...standby, segments };
  });
}

type StandbyPath = Omit<AgreedStandby, 'segments'>;

const standbyPaths = ({ scenarios }: contracting.Quote): readonly StandbyPath[] => alternativesOf(scenarios).map((scenario) => ({ scenario }));

/**
 * What was released never comes back under its name, so that a service which goes back needs names of its own for it: for each time the contracted
 * path, and what stands in for that from then on. Without a path that shares nothing with the contracted one there is nothing to go back from.
 */
function returnPaths(quote: contracting.Quote): readonly StandbyPath[] {
  if (!quote.terms.revert) return [];
  const contracted = winnerOf(quote);
  const taken = new Set(resourcesOf(contracted));
  const apart = alternativesOf(quote.scenarios).findIndex((scenario) => !resourcesOf(scenario).some((id) => taken.has(id)));
  const beside = alternativesOf(quote.scenarios)[apart];
  if (!beside) return [];
  return Array.from({ length: MAX_RETURNS }, () => [{ scenario: contracted, againOf: 0 }, { scenario: beside, againOf: apart + 1 }]).flat();
}

const resourcesOf = ({ path }: contracting.Scenario): readonly string[] => path.segments.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId));

function agreedRoute({ quote, serviceLevels }: Agreement, { path, costs }: contracting.Scenario, firstOrdinal: number): readonly AgreedSegment[] {
  // Where a resource is passed twice, it costs the same both times, and its fees stand with the first.
  const costOf = new Map(costs.toReversed().map((cost) => [cost.resourceId, cost]));
  const passed = new Set<string>();
  const isFirst = ({ resourceId }: contracting.ResourceCost): boolean => passed.size < passed.add(resourceId).size;
  return path.segments.map((run, index) => {
    const known = run.resources.map(({ resourceId }) => {
      const [cost, level] = [costOf.get(resourceId), serviceLevels.get(resourceId)];
      invariant(cost && level, `${resourceId} of the quote ${quote.quoteId} has no cost or no service level`);
      return { cost, level };
    });
    const levels = known.map(({ level }) => level);
    return {
      segment: { ...contractSegment(run, segmentIdOf(quote.orderId, firstOrdinal + ordinalOf(path, index)), accumulated(levels)), ...splitAt(quote, path, index) },
      member: run.member,
      monthlyCost: sum(quote.terms.currency, known.map(({ cost }) => cost.monthly)),
      fees: known.filter(({ cost }) => isFirst(cost)).map(({ cost }) => feesOf(cost)).filter(({ monthly, setup }) => monthly ?? setup),
      perGigabyteCost: sum(quote.terms.currency, known.map(({ cost }) => cost.perGigabyte)),
      serviceLevels: levels,
    };
  });
}

/** Counts from 0, and for each line anew. */
function ordinalOf({ segments }: paths.PathCandidate, index: number): number {
  const member = segments[index]?.member;
  return member === undefined ? index : (member - 1) * LINE_ORDINALS + index - segments.findIndex((each) => each.member === member);
}

/** What a segment at one of the customer's ends is to a split service. */
function splitAt({ orderId, terms }: contracting.Quote, { segments, split }: paths.PathCandidate, index: number): Pick<contracting.ContractSegment, 'split'> {
  const ordinal = segments[index]?.member;
  if (!split || !terms.split || ordinal === undefined) return {};
  if (segments[index - 1]?.member === ordinal && segments[index + 1]?.member === ordinal) return {};
  const { members } = split;
  return { split: { splitId: splitIdOf(orderId), ordinal, members, maxDifferentialDelayNs: terms.split.maxDifferentialDelayNs, leastMembers: members } };
}

const contractSegment = (
  { providerId, fromPopId, toPopId, resources, latencyNs }: paths.PathSegment,
  segmentId: string,
  { jitterNs, lossPpm }: common.ServiceLevel,
): contracting.ContractSegment => ({ segmentId, providerId, fromPopId, toPopId, resources, objective: { latencyNs, jitterNs, lossPpm } });
