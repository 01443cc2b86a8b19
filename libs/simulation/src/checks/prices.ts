import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { advertising, contracting } from '@carriermesh/wire';
import { onEach, reckoned } from './formats.js';

type Scenario = contracting.Scenario;

/** A part of a whole, in fractions that are compared crosswise. */
type Fraction = readonly [part: bigint, whole: bigint];

interface Offered {
  readonly capacity: bigint;
  readonly perMbps: bigint;
  readonly perGigabyte: bigint;
  /** Each month and once, whatever the bandwidth; 0 where there is none. */
  readonly monthlyFee: bigint;
  readonly setupFee: bigint;
}

const UNSOLD: ReadonlySet<string> = new Set(['latency-above-limit', 'below-floor', 'price-above-limit']);

/** What a figure has been from each position on. */
type Course = { readonly position: bigint; readonly figure: bigint }[];

/**
 * I3, I8 of firm prices: each scenario's price is worked out anew, by arithmetic that shares nothing with the seller's, from the policy and what
 * was stated, with how full each resource was and what the buyer's contracts came to, by the checker's own books of both.
 */
export class Prices implements Check {
  /** By offer. */
  private readonly offered = new Map<string, Offered>();
  private readonly used = new Map<string, Course>();
  /** Of `buyer …` and `supplier …`. */
  private readonly spent = new Map<string, Course>();
  /** By contract: its own segments, and what each side's newest version comes to. */
  private readonly contracts = new Map<string, { readonly own: Set<string>; readonly monthly: Map<string, bigint> }>();
  private readonly stated = new Set<string>();
  /** `<stream> <request>` of each statement. */
  private readonly statements = new Set<string>();

  take({ type, data, position, stream }: AnyStoredEvent): void {
    switch (type) {
      case 'advertising.v1.ResourceAdvertised':
        this.offered.set(hex(data.offerSha256), offeredBy(advertising.ResourceOffer.decode(data.signedOffer.offer)));
        return;
      case 'advertising.v1.CapacityHeld':
        return add(this.used, data.resourceId, BigInt(data.mbps), position);
      case 'advertising.v1.CapacityResized':
        return add(this.used, data.resourceId, BigInt(data.mbps - data.beforeMbps), position);
      case 'advertising.v1.CapacityReleased':
        return add(this.used, data.resourceId, BigInt(-data.mbps), position);
      case 'contracting.v1.SupplyContractSigned':
        this.statesFees(contracting.SupplyContract.decode(data.contract.body));
        return this.owes(data.contractId, `supplier ${data.providerId}`, contracting.SupplyContract.decode(data.contract.body), position);
      case 'contracting.v1.ContractSigned':
        return this.owes(data.contractId, `buyer ${data.buyerId}`, contracting.Contract.decode(data.contract.body), position);
      case 'contracting.v1.SupplyContractAmended':
        return this.amended(data.contractId, `supplier ${data.providerId}`, contracting.SupplyContractAmendment.decode(data.amendment.body), position);
      case 'contracting.v1.ContractAmended':
        return this.amended(data.contractId, `buyer ${data.buyerId}`, contracting.ContractAmendment.decode(data.amendment.body), position);
      case 'contracting.v1.ContractVoided':
      case 'contracting.v1.ContractTerminated':
        for (const side of this.contracts.get(data.contractId)?.monthly.keys() ?? []) this.counts(data.contractId, side, { prices: [], position });
        return;
      case 'contracting.v1.TermsStated':
        holds(!this.statements.has(`${stream} ${data.requestId}`), 'I7', () => `${stream} is stated by the request "${data.requestId}" once more`);
        this.statements.add(`${stream} ${data.requestId}`);
        this.stated.add(hex(contracting.StatedTerms.encode(data.terms)));
        return;
      case 'contracting.v1.QuoteOffered':
        return this.quoted(contracting.Quote.decode(data.quote));
      default:
        return;
    }
  }

  /** Each resource's fees as it offers them: of the contracted way once, and of what stands by with each way that it is on. */
  private statesFees({ supplyContractId, segments, prices, standbySegments, standbyPrices }: contracting.SupplyContract): void {
    const asked = (own: readonly contracting.ContractSegment[]): readonly string[] => [...new Set(own.flatMap(({ resources }) => resources).flatMap(({ resourceId, offerSha256 }) => {
      const { monthlyFee = 0n, setupFee = 0n } = this.offered.get(hex(offerSha256)) ?? {};
      return monthlyFee + setupFee === 0n ? [] : [`${resourceId} ${monthlyFee} ${setupFee}`];
    }))].sort();
    const stated = (rules: readonly contracting.PriceRule[]): readonly string[] =>
      rules.flatMap(({ fees }) => (fees?.fees ?? []).map(({ resourceId, monthly, setup }) => `${resourceId} ${monthly?.microMinor ?? 0n} ${setup?.microMinor ?? 0n}`)).sort();
    const [first, standby] = [stated(prices), [...new Set(stated(standbyPrices))]];
    const isRight = first.join() === asked(segments).join() && standby.join() === asked(standbySegments).join();
    holds(isRight, 'I3', () => `${supplyContractId} states the fees ${[...first, ...standby].join()}, and offered are ${[...asked(segments), ...asked(standbySegments)].join()}`);
  }

  private owes(contractId: string, side: string, { segments, prices }: Pick<contracting.SupplyContract, 'segments' | 'prices'>, position: bigint): void {
    const contract = this.contracts.get(contractId) ?? { own: new Set(), monthly: new Map() };
    this.contracts.set(contractId, contract);
    for (const { segmentId } of segments) contract.own.add(segmentId);
    this.counts(contractId, side, { prices, position });
  }

  private amended(contractId: string, side: string, { change }: Pick<contracting.SupplyContractAmendment, 'change'>, position: bigint): void {
    if (change.kind === 'bandwidth') this.counts(contractId, side, { prices: change.bandwidth.prices, position });
  }

  /** From here on the prices of its own segments are what a contract comes to each month. */
  private counts(contractId: string, side: string, { prices, position }: { readonly prices: readonly contracting.PriceRule[]; readonly position: bigint }): void {
    const contract = this.contracts.get(contractId);
    if (!contract) return;
    const monthly = prices.filter(({ segmentId }) => contract.own.has(segmentId)).reduce((sum, { monthlyRecurring, fees }) => sum + monthlyRecurring.microMinor + (fees?.fees ?? []).reduce((all, fee) => all + (fee.monthly?.microMinor ?? 0n), 0n), 0n);
    add(this.spent, side, monthly - (contract.monthly.get(side) ?? 0n), position);
    contract.monthly.set(side, monthly);
  }

  private quoted(quote: contracting.Quote): void {
    const { quoteId, scenarios, utilisation, buyerTerms, supplierTerms, formats } = quote;
    if (formats) this.isStated(quoteId, { terms: { kind: 'formats', formats: formats.terms } });
    if (utilisation) this.isStated(quoteId, { terms: { kind: 'utilisation', utilisation: utilisation.rule } });
    if (buyerTerms) this.isStated(quoteId, { terms: { kind: 'buyer', buyer: buyerTerms.terms } });
    for (const { terms } of supplierTerms) this.isStated(quoteId, { terms: { kind: 'supplier', supplier: terms } });
    const factor = this.factorOf(quote);
    const ask = (begin: bigint): bigint => this.paired(rounded(begin * factor, 10_000n), quote);
    for (const scenario of scenarios) {
      this.isCosted(scenario, quote);
      const listed = ask(rounded(listOf(quote) * reckoned(quote, scenario.format?.service).pricePpm, 1_000_000n));
      const within = scenarios.filter((each) => isWithin(quote, each) && each.path.carriage === scenario.path.carriage);
      const lowest = within.map((each) => floorOf(quote, each)).reduce((least, floor) => (floor < least ? floor : least), within[0] ? floorOf(quote, within[0]) : 0n);
      const floor = floorOf(quote, scenario);
      const { objective } = quote.terms;
      const price = objective === 'cost' ? most(floor, ask(floor)) : most(listed, objective === 'latency' ? floor : lowest);
      holds(scenario.monthlyPrice.microMinor === price, 'I3', () => `scenario ${scenario.scenarioId} of ${quoteId} is priced at ${scenario.monthlyPrice.microMinor}, and comes to ${price}`);
    }
    if (quote.terms.objective === 'profit') this.paysMost(quote);
  }

  /** No way that could be sold leaves more than the one that was offered. */
  private paysMost(quote: contracting.Quote): void {
    const { quoteId, scenarios, terms } = quote;
    const gain = ({ monthlyPrice, monthlyCost, addedMonthly, format, costs }: Scenario): bigint =>
      (monthlyPrice.microMinor - (addedMonthly ?? monthlyCost).microMinor) * BigInt(terms.termMonths) - reckoned(quote, format?.service).setup - setupOf(costs);
    const better = scenarios.find((scenario) => !UNSOLD.has(scenario.lost?.code ?? '') && gain(scenario) > gain(scenarios[0]!));
    holds(better === undefined, 'I3', () => `scenario ${better?.scenarioId} of ${quoteId} leaves more than what was offered`);
  }

  /** Each resource at its supplier's price less what was agreed, and what the seller's bills grow by with all of them. */
  private isCosted({ scenarioId, path, costs, monthlyCost, addedMonthly, format }: Scenario, quote: contracting.Quote): void {
    const { quoteId, supplierTerms } = quote;
    const carried = reckoned(quote, format?.service);
    const stated = { mbps: format?.service.carriedMbps, addsNs: format?.service.addsNs, pricePpm: format && BigInt(format.pricePpm), monthly: format?.monthly.microMinor, setup: format?.setup.microMinor };
    const wrong = format && Object.entries(stated).find(([figure, value]) => value !== carried[figure as keyof typeof carried]);
    holds(!wrong, 'I3', () => `the format of scenario ${scenarioId} of ${quoteId} has ${wrong?.join(' ')}, and comes to ${carried[wrong?.[0] as keyof typeof carried]}`);
    const mbps = BigInt(onEach(carried.mbps, path.split));
    const ordered = new Map<string, bigint>();
    const passed = new Set<string>();
    for (const { resourceId, providerId, offerSha256, monthly, perGigabyte, monthlyFee, setupFee } of costs) {
      const less = BigInt(10_000 - (supplierTerms.find((each) => each.terms.providerId === providerId)?.terms.discountBasisPoints ?? 0));
      const { perMbps = 0n, perGigabyte: advertised = 0n, monthlyFee: eachMonth = 0n, setupFee: once = 0n } = this.offered.get(hex(offerSha256)) ?? {};
      const [asksMonthly, asksOnce] = passed.has(resourceId) ? [0n, 0n] : [eachMonth, once];
      passed.add(resourceId);
      const asked = [monthlyFee?.microMinor ?? 0n, setupFee?.microMinor ?? 0n];
      holds(asked.join() === [asksMonthly, asksOnce].join(), 'I3', () => `${resourceId} has the fees ${asked.join()} in scenario ${scenarioId} of ${quoteId}, and asks ${asksMonthly} a month and ${asksOnce} once`);
      const isRight = monthly.microMinor === rounded(perMbps * less, 10_000n) * mbps && perGigabyte.microMinor === rounded(advertised * less, 10_000n);
      holds(isRight, 'I3', () => `${resourceId} costs ${monthly.microMinor} a month in scenario ${scenarioId} of ${quoteId}, and is offered for ${perMbps} a Mbit/s`);
      ordered.set(providerId, (ordered.get(providerId) ?? 0n) + monthly.microMinor + asksMonthly);
    }
    const all = [...ordered.values()].reduce((sum, each) => sum + each, 0n);
    holds(monthlyCost.microMinor === all + carried.monthly, 'I3', () => `scenario ${scenarioId} of ${quoteId} costs ${monthlyCost.microMinor}, and its resources ${all}`);
    const own = supplierTerms.filter((each) => ordered.has(each.terms.providerId) && (each.terms.tiers.length > 0 || each.terms.commitmentMonthly));
    const grows = own.reduce((sum, each) => {
      const order = ordered.get(each.terms.providerId) ?? 0n;
      const spent = this.spentWith(each, quoteId);
      return sum - order + billOf(each.terms, spent + order) - billOf(each.terms, spent);
    }, all + carried.monthly);
    holds(addedMonthly?.microMinor === (own.length > 0 ? grows : undefined), 'I3', () => `scenario ${scenarioId} of ${quoteId} adds ${addedMonthly?.microMinor} to the suppliers' bills, and comes to ${grows}`);
  }

  private spentWith({ terms, spentMonthly, knownRevision }: contracting.SupplierBasis, quoteId: string): bigint {
    const spent = asOf(this.spent, `supplier ${terms.providerId}`, knownRevision);
    holds(spentMonthly.microMinor === spent, 'I8', () => `${quoteId} says that ${spentMonthly.microMinor} a month are spent with ${terms.providerId} at ${knownRevision}, and it is ${spent}`);
    return spent;
  }

  private isStated(quoteId: string, terms: contracting.StatedTerms): void {
    holds(this.stated.has(hex(contracting.StatedTerms.encode(terms))), 'I8', () => `${quoteId} was priced by what nobody stated of ${terms.terms.kind}`);
  }

  /** Less what was agreed with the buyer, by the checker's own book of its contracts. */
  private paired(price: bigint, { quoteId, buyerId, buyerTerms }: contracting.Quote): bigint {
    if (!buyerTerms) return price;
    const { terms, spentMonthly, knownRevision } = buyerTerms;
    const spent = asOf(this.spent, `buyer ${buyerId}`, knownRevision);
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
    const capacity = this.offered.get(hex(offerSha256))?.capacity ?? 0n;
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

function isWithin(quote: contracting.Quote, { path, format }: Scenario): boolean {
  const latencyNs = path.latencyNs + reckoned(quote, format?.service).addsNs;
  return latencyNs <= (quote.terms.maxLatencyNs ?? latencyNs);
}

function listOf({ policy, terms, distanceM }: contracting.Quote): bigint {
  const mbps = BigInt(terms.mbps);
  return policy.listBasePerMbps.microMinor * mbps + rounded(policy.listPerMbpsPerMegameter.microMinor * mbps * BigInt(distanceM), 1_000_000n);
}

/** The floor of what is weighed, or paid for once, is counted over its term and never rounded down. */
function floorOf(quote: contracting.Quote, { monthlyCost, format, costs }: Scenario): bigint {
  const { policy, terms, buyerTerms } = quote;
  const [months, setup] = [BigInt(terms.termMonths), reckoned(quote, format?.service).setup + setupOf(costs)];
  const whole = (monthlyCost.microMinor * months + setup) * (10_000n + BigInt(policy.minimumMarginBasisPoints));
  const of = 10_000n * months;
  const least = terms.objective === 'value' || setup > 0n ? whole / of + (whole % of === 0n ? 0n : 1n) : rounded(whole, of);
  return most(least, buyerTerms?.terms.floorMonthly?.microMinor ?? 0n);
}

/** As was found of them to be what their offers ask. */
export const setupOf = (costs: readonly contracting.ResourceCost[]): bigint => costs.reduce((sum, { setupFee }) => sum + (setupFee?.microMinor ?? 0n), 0n);

const rounded = (part: bigint, whole: bigint): bigint => (2n * part + whole) / (2n * whole);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const byFullness = (a: Fraction, b: Fraction): number => Number(a[0] * b[1] - b[0] * a[1]);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A month's bill: each part of what is spent at the discount of the tier that it lies in, and no less than what is committed to. */
function billOf({ tiers, commitmentMonthly }: contracting.SupplierTerms, spent: bigint): bigint {
  const starts = tiers.map(({ fromMonthly }) => fromMonthly.microMinor);
  const saved = tiers.reduce((sum, { discountBasisPoints }, index) => {
    const [from, to] = [starts[index]!, starts[index + 1] ?? spent].map((edge) => (edge < spent ? edge : spent)) as [bigint, bigint];
    return sum + (to - from) * BigInt(discountBasisPoints);
  }, 0n);
  return most(rounded(spent * 10_000n - saved, 10_000n), commitmentMonthly?.microMinor ?? 0n);
}

function offeredBy({ resource }: advertising.ResourceOffer): Offered {
  const sold = resource.kind === 'link' ? resource.link : resource.kind === 'interconnect' ? resource.interconnect : undefined;
  const [perMbps, perGigabyte, monthlyFee, setupFee] = [sold?.price.monthlyPerMbps, sold?.price.perGigabyte, sold?.price.monthlyFee, sold?.price.setupFee].map((amount) => amount?.microMinor ?? 0n) as [bigint, bigint, bigint, bigint];
  return { capacity: BigInt(sold?.capacityMbps ?? 0), perMbps, perGigabyte, monthlyFee, setupFee };
}
