import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { advertising, contracting } from '@carriermesh/wire';

type Scenario = contracting.Scenario;

/** A part of a whole, in fractions that are compared crosswise. */
type Fraction = readonly [part: bigint, whole: bigint];

/** What a figure has been from each position on. */
type Course = { readonly position: bigint; readonly figure: bigint }[];

/**
 * I3, I8 of firm prices: each scenario's price is worked out anew, by arithmetic that shares nothing with the seller's, from the policy and what
 * was stated, with how full each resource was and what the buyer's contracts came to, by the checker's own books of both.
 */
export class Prices implements Check {
  readonly met = { quoted: 0, ruled: 0, changed: 0, paired: 0 };
  /** By offer. */
  private readonly capacities = new Map<string, bigint>();
  private readonly used = new Map<string, Course>();
  /** Of buyers. */
  private readonly spent = new Map<string, Course>();
  private readonly contracts = new Map<string, contracting.Contract>();
  private readonly monthly = new Map<string, bigint>();
  private readonly stated = new Set<string>();

  take({ type, data, position }: AnyStoredEvent): void {
    switch (type) {
      case 'advertising.v1.ResourceAdvertised':
        this.capacities.set(hex(data.offerSha256), capacityOf(advertising.ResourceOffer.decode(data.signedOffer.offer)));
        return;
      case 'advertising.v1.CapacityHeld':
        return add(this.used, data.resourceId, BigInt(data.mbps), position);
      case 'advertising.v1.CapacityResized':
        return add(this.used, data.resourceId, BigInt(data.mbps - data.beforeMbps), position);
      case 'advertising.v1.CapacityReleased':
        return add(this.used, data.resourceId, BigInt(-data.mbps), position);
      case 'contracting.v1.ContractSigned': {
        const contract = contracting.Contract.decode(data.contract.body);
        this.contracts.set(data.contractId, contract);
        return this.owes(data.contractId, contract.prices, position);
      }
      case 'contracting.v1.ContractAmended': {
        const { change } = contracting.ContractAmendment.decode(data.amendment.body);
        return change.kind === 'bandwidth' ? this.owes(data.contractId, change.bandwidth.prices, position) : undefined;
      }
      case 'contracting.v1.ContractVoided':
      case 'contracting.v1.ContractTerminated':
        return this.owes(data.contractId, [], position);
      case 'contracting.v1.TermsStated':
        this.stated.add(hex(contracting.StatedTerms.encode(data.terms)));
        return;
      case 'contracting.v1.QuoteOffered':
        return this.quoted(contracting.Quote.decode(data.quote));
      default:
        return;
    }
  }

  /** From here on the prices of its own segments are what a contract comes to each month. */
  private owes(contractId: string, prices: readonly contracting.PriceRule[], position: bigint): void {
    const contract = this.contracts.get(contractId);
    if (!contract) return;
    const own = prices.filter(({ segmentId }) => contract.segments.some((segment) => segment.segmentId === segmentId));
    const monthly = own.reduce((sum, { monthlyRecurring }) => sum + monthlyRecurring.microMinor, 0n);
    add(this.spent, contract.buyerId, monthly - (this.monthly.get(contractId) ?? 0n), position);
    this.monthly.set(contractId, monthly);
  }

  private quoted(quote: contracting.Quote): void {
    const { quoteId, scenarios, utilisation, buyerTerms } = quote;
    this.met.quoted += 1;
    if (utilisation) this.isStated(quoteId, { terms: { kind: 'utilisation', utilisation: utilisation.rule } });
    if (buyerTerms) this.isStated(quoteId, { terms: { kind: 'buyer', buyer: buyerTerms.terms } });
    this.met.ruled += utilisation ? 1 : 0;
    this.met.paired += buyerTerms ? 1 : 0;
    const factor = this.factorOf(quote);
    if (factor !== 10_000n) this.met.changed += 1;
    const ask = (begin: bigint): bigint => this.paired(rounded(begin * factor, 10_000n), quote);
    const listed = ask(listOf(quote));
    const within = scenarios.filter((scenario) => isWithin(quote, scenario));
    const lowest = within.map((scenario) => floorOf(quote, scenario)).reduce((least, floor) => (floor < least ? floor : least), within[0] ? floorOf(quote, within[0]) : 0n);
    for (const scenario of scenarios) {
      const floor = floorOf(quote, scenario);
      const { objective } = quote.terms;
      const price = objective === 'cost' ? most(floor, ask(floor)) : most(listed, objective === 'latency' ? floor : lowest);
      holds(scenario.monthlyPrice.microMinor === price, 'I3', () => `scenario ${scenario.scenarioId} of ${quoteId} is priced at ${scenario.monthlyPrice.microMinor}, and comes to ${price}`);
    }
  }

  private isStated(quoteId: string, terms: contracting.StatedTerms): void {
    holds(this.stated.has(hex(contracting.StatedTerms.encode(terms))), 'I8', () => `${quoteId} was priced by what nobody stated of ${terms.terms.kind}`);
  }

  /** Less what was agreed with the buyer, by the checker's own book of its contracts. */
  private paired(price: bigint, { quoteId, buyerId, buyerTerms }: contracting.Quote): bigint {
    if (!buyerTerms) return price;
    const { terms, spentMonthly, knownRevision } = buyerTerms;
    const spent = asOf(this.spent, buyerId, knownRevision);
    holds(terms.buyerId === buyerId && spentMonthly.microMinor === spent, 'I8', () => `${quoteId} says that ${terms.buyerId} spends ${spentMonthly.microMinor} a month at ${knownRevision}, and it is ${spent}`);
    const agreed = rounded(price * BigInt(10_000 - terms.discountBasisPoints), 10_000n);
    const tier = terms.tiers.findLast(({ fromMonthly }) => fromMonthly.microMinor <= spent + agreed);
    return rounded(agreed * BigInt(10_000 - (tier?.discountBasisPoints ?? 0)), 10_000n);
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
    const used = asOf(this.used, resourceId, topologyRevision);
    const capacity = this.capacities.get(hex(offerSha256)) ?? 0n;
    const stated = utilisation?.uses.find((use) => use.resourceId === resourceId);
    holds(stated?.usedMbps === Number(used) && stated.capacityMbps === Number(capacity), 'I8', () => `${quoteId} says that ${stated?.usedMbps} of ${stated?.capacityMbps} Mbit/s of ${resourceId} are in use at ${topologyRevision}, and ${used} of ${capacity} are`);
    return [used, capacity];
  }
}

function add(courses: Map<string, Course>, name: string, change: bigint, position: bigint): void {
  const course = courses.get(name) ?? [];
  courses.set(name, course);
  course.push({ position, figure: (course.at(-1)?.figure ?? 0n) + change });
}

const asOf = (courses: ReadonlyMap<string, Course>, name: string, revision: bigint): bigint =>
  courses.get(name)?.findLast(({ position }) => position <= revision)?.figure ?? 0n;

const isWithin = ({ terms }: contracting.Quote, { path }: Scenario): boolean => path.latencyNs <= (terms.maxLatencyNs ?? path.latencyNs);

function listOf({ policy, terms, distanceM }: contracting.Quote): bigint {
  const mbps = BigInt(terms.mbps);
  return policy.listBasePerMbps.microMinor * mbps + rounded(policy.listPerMbpsPerMegameter.microMinor * mbps * BigInt(distanceM), 1_000_000n);
}

/** A weighed order's floor is counted over its term and never rounded down. */
function floorOf({ policy, terms, buyerTerms }: contracting.Quote, { monthlyCost }: Scenario): bigint {
  const whole = monthlyCost.microMinor * (10_000n + BigInt(policy.minimumMarginBasisPoints));
  const least = terms.objective === 'value' ? whole / 10_000n + (whole % 10_000n === 0n ? 0n : 1n) : rounded(whole, 10_000n);
  return most(least, buyerTerms?.terms.floorMonthly?.microMinor ?? 0n);
}

const rounded = (part: bigint, whole: bigint): bigint => (2n * part + whole) / (2n * whole);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const byFullness = (a: Fraction, b: Fraction): number => Number(a[0] * b[1] - b[0] * a[1]);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function capacityOf({ resource }: advertising.ResourceOffer): bigint {
  if (resource.kind === 'link') return BigInt(resource.link.capacityMbps);
  return BigInt(resource.kind === 'interconnect' ? resource.interconnect.capacityMbps : 0);
}
