import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { advertising, contracting } from '@carriermesh/wire';

type Scenario = contracting.Scenario;

/** A part of a whole, in fractions that are compared crosswise. */
type Fraction = readonly [part: bigint, whole: bigint];

/**
 * I3, I8 of firm prices: each scenario's price is worked out anew, by arithmetic that shares nothing with the seller's, from the policy, the rule
 * that was stated and how full each resource was at the quote's revision, by the checker's own book of what was held until then.
 */
export class Prices implements Check {
  readonly met = { quoted: 0, ruled: 0, changed: 0 };
  /** By offer. */
  private readonly capacities = new Map<string, bigint>();
  private readonly used = new Map<string, { readonly position: bigint; readonly mbps: bigint }[]>();
  private readonly rules = new Set<string>();

  take({ type, data, position }: AnyStoredEvent): void {
    switch (type) {
      case 'advertising.v1.ResourceAdvertised':
        this.capacities.set(hex(data.offerSha256), capacityOf(advertising.ResourceOffer.decode(data.signedOffer.offer)));
        return;
      case 'advertising.v1.CapacityHeld':
        return this.change(data.resourceId, data.mbps, position);
      case 'advertising.v1.CapacityResized':
        return this.change(data.resourceId, data.mbps - data.beforeMbps, position);
      case 'advertising.v1.CapacityReleased':
        return this.change(data.resourceId, -data.mbps, position);
      case 'contracting.v1.TermsStated':
        this.rules.add(hex(contracting.UtilisationRule.encode(data.terms.terms.utilisation)));
        return;
      case 'contracting.v1.QuoteOffered':
        return this.quoted(contracting.Quote.decode(data.quote));
      default:
        return;
    }
  }

  private change(resourceId: string, mbps: number, position: bigint): void {
    const course = this.used.get(resourceId) ?? [];
    this.used.set(resourceId, course);
    course.push({ position, mbps: (course.at(-1)?.mbps ?? 0n) + BigInt(mbps) });
  }

  private quoted(quote: contracting.Quote): void {
    const { quoteId, scenarios, utilisation } = quote;
    this.met.quoted += 1;
    if (utilisation) {
      this.met.ruled += 1;
      holds(this.rules.has(hex(contracting.UtilisationRule.encode(utilisation.rule))), 'I8', () => `${quoteId} was priced by a rule that nobody stated`);
    }
    const factor = this.factorOf(quote);
    if (factor !== 10_000n) this.met.changed += 1;
    const listed = rounded(listOf(quote) * factor, 10_000n);
    const within = scenarios.filter((scenario) => isWithin(quote, scenario));
    const lowest = within.map((scenario) => floorOf(quote, scenario)).reduce((least, floor) => (floor < least ? floor : least), within[0] ? floorOf(quote, within[0]) : 0n);
    for (const scenario of scenarios) {
      const floor = floorOf(quote, scenario);
      const { objective } = quote.terms;
      const price = objective === 'cost' ? most(floor, rounded(floor * factor, 10_000n)) : most(listed, objective === 'latency' ? floor : lowest);
      holds(scenario.monthlyPrice.microMinor === price, 'I3', () => `scenario ${scenario.scenarioId} of ${quoteId} is priced at ${scenario.monthlyPrice.microMinor}, and comes to ${price}`);
    }
  }

  /** In ten-thousandths. */
  private factorOf(quote: contracting.Quote): bigint {
    const { utilisation, scenarios } = quote;
    if (!utilisation) return 10_000n;
    const ways = scenarios.filter((scenario) => isWithin(quote, scenario)).map((scenario) => scenario.costs.map((cost) => this.fullness(cost, quote)).sort(byFullness).at(-1));
    const [scarce] = ways.filter((fullest) => fullest !== undefined).sort(byFullness);
    if (!scarce) return 10_000n;
    const reached = utilisation.rule.steps.filter(({ fromBasisPoints }) => scarce[0] * 10_000n >= BigInt(fromBasisPoints) * scarce[1]);
    return BigInt(reached.at(-1)?.priceBasisPoints ?? 10_000);
  }

  private fullness({ resourceId, offerSha256 }: contracting.ResourceCost, { quoteId, topologyRevision, utilisation }: contracting.Quote): Fraction {
    const used = (this.used.get(resourceId) ?? []).findLast(({ position }) => position <= topologyRevision)?.mbps ?? 0n;
    const capacity = this.capacities.get(hex(offerSha256)) ?? 0n;
    const stated = utilisation?.uses.find((use) => use.resourceId === resourceId);
    holds(stated?.usedMbps === Number(used) && stated.capacityMbps === Number(capacity), 'I8', () => `${quoteId} says that ${stated?.usedMbps} of ${stated?.capacityMbps} Mbit/s of ${resourceId} are in use at ${topologyRevision}, and ${used} of ${capacity} are`);
    return [used, capacity];
  }
}

const isWithin = ({ terms }: contracting.Quote, { path }: Scenario): boolean => path.latencyNs <= (terms.maxLatencyNs ?? path.latencyNs);

function listOf({ policy, terms, distanceM }: contracting.Quote): bigint {
  const mbps = BigInt(terms.mbps);
  return policy.listBasePerMbps.microMinor * mbps + rounded(policy.listPerMbpsPerMegameter.microMinor * mbps * BigInt(distanceM), 1_000_000n);
}

/** A weighed order's floor is counted over its term and never rounded down. */
function floorOf({ policy, terms }: contracting.Quote, { monthlyCost }: Scenario): bigint {
  const whole = monthlyCost.microMinor * (10_000n + BigInt(policy.minimumMarginBasisPoints));
  return terms.objective === 'value' ? whole / 10_000n + (whole % 10_000n === 0n ? 0n : 1n) : rounded(whole, 10_000n);
}

const rounded = (part: bigint, whole: bigint): bigint => (2n * part + whole) / (2n * whole);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const byFullness = (a: Fraction, b: Fraction): number => Number(a[0] * b[1] - b[0] * a[1]);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function capacityOf({ resource }: advertising.ResourceOffer): bigint {
  if (resource.kind === 'link') return BigInt(resource.link.capacityMbps);
  return BigInt(resource.kind === 'interconnect' ? resource.interconnect.capacityMbps : 0);
}
