import { compareExact, type Exact } from '@carriermesh/tariff-v1';
import type { Combination } from './combination.js';
import { boundOf, type Figures, figuresOf, openVolume, whyNotSold } from './figures.js';
import { apartKeys, leastFixed, type LegOptions, type Listing, type Option } from './options.js';
import { compareScenarios } from './ranking.js';
import type { Loss } from './request.js';
import { type Market, ownLines, type Part, type Scenario, scenarioOf } from './scenario.js';
import { linkOf } from './ways.js';

/** Ways that are given to parts for one list of ways; where a search ends there, its answer says so. */
export const MAX_STEPS = 100_000;
/** Of a service that goes one way, so many ways are priced even where they can't win, so that the seller sees what they lose by. */
export const LEAST_PRICED = 4;
/** Scenarios that are kept of a combination beside its best. */
export const MAX_KEPT = 8;

/** Assigns a way to each leg, depth first, and leaves out what even at its optimistic price is strictly worse than the best so far. */
export class Search {
  best: Scenario | undefined;
  priced = 0;
  /** It ended at its limit: what was not tried may be better. */
  cut = false;
  private steps = 0;
  private kept: Scenario[] = [];
  private readonly loads = new Map<string, number>();
  private readonly rest: readonly bigint[];
  private readonly parts: Part[] = [];
  private leastSpreadNs: number | undefined;
  private metTooClose = false;
  /** Where the equal members end. */
  private readonly membersEnd: number;
  private readonly leastLatencyNs: number;
  private readonly base: { readonly monthly: bigint; readonly setup: bigint };

  constructor(
    private readonly market: Market,
    private readonly combination: Combination,
    private readonly listing: Listing,
    /** Nothing is sought but whether there is a scenario that can be sold. */
    private readonly anyWillDo = false,
  ) {
    const rest = [0n];
    for (const { leg, options } of [...listing.legs].reverse()) rest.unshift(rest[0]! + options[0]!.unit * BigInt(leg.mbps));
    this.rest = rest;
    this.membersEnd = listing.legs.filter(({ leg }) => leg.role === 'member').length;
    this.leastLatencyNs = Math.max(0, ...listing.legs.map((legOptions) => legOptions.leastLatencyNs));
    const fixed = leastFixed(market, combination);
    const own = ownLines(market.request, combination);
    // A supplier's bill is rounded at both of its ends, so that an order may add one unit less than its exact share.
    const slack = BigInt(market.request.deals.size);
    this.base = {
      monthly: own.reduce((total, { monthly }) => total + monthly, fixed.monthly - slack),
      setup: own.reduce((total, { setup }) => total + setup, fixed.setup),
    };
  }

  run(): void {
    this.assign(0, 0n, 0);
  }

  /** Nothing is known of ways that would have had to be listed. */
  get undecided(): boolean {
    return this.listing.legs.some(({ undecided }) => undecided);
  }

  /** The best first; what is barred comes last. */
  get scenarios(): readonly Scenario[] {
    return this.kept.sort(compareScenarios).slice(0, MAX_KEPT + 1);
  }

  /** No scenario is better than these figures whose ways cost at least this, and are not faster. */
  figuresAt(ways: bigint, latencyNs: number): Figures {
    const { request } = this.market;
    const { format, rejoin } = this.combination;
    const monthly = this.base.monthly + ways;
    const costMonthly = monthly > 0n ? monthly : 0n;
    const adds = format.addsNs + (rejoin?.addsNs ?? 0);
    return figuresOf(request, { costMonthly, setup: this.base.setup, volume: openVolume(request), latencyNs: latencyNs + adds, format });
  }

  /** What the ways cost at least, all together, and how fast the slowest part is at best. */
  get least(): { readonly ways: bigint; readonly latencyNs: number } {
    const { legs, leastTogether } = this.listing;
    const flow = leastTogether === undefined ? 0n : leastTogether * BigInt(legs[0]!.leg.mbps) + this.rest[this.membersEnd]!;
    return { ways: flow > this.rest[0]! ? flow : this.rest[0]!, latencyNs: this.leastLatencyNs };
  }

  /** The same where one part goes a way that was not listed; nothing where all were. */
  get beyond(): readonly { readonly ways: bigint; readonly latencyNs: number }[] {
    const { ways: least, latencyNs } = this.least;
    return this.listing.legs.flatMap(({ leg, options, beyond }) =>
      beyond.map((unlisted) => {
        const ways = this.rest[0]! + (unlisted.unit - options[0]!.unit) * BigInt(leg.mbps);
        return { ways: ways > least ? ways : least, latencyNs: Math.max(latencyNs, unlisted.latencyNs) };
      }),
    );
  }

  /** Below zero where nothing of these figures can be the winner, zero where it could be worth the same. */
  compareToBest(figures: Figures): number {
    if (whyNotSold(figures, this.market.request)) return -1;
    return this.best ? compareExact(boundOf(figures, this.market.request), this.best.value) : 1;
  }

  boundAt(figures: Figures): Exact {
    return boundOf(figures, this.market.request);
  }

  /** Why no assignment came to an end. */
  get whyNone(): Loss {
    const { rejoin, legs } = this.combination;
    if (this.leastSpreadNs !== undefined && rejoin)
      return { code: 'spread-above-buffer', message: `Its members arrive ${this.leastSpreadNs} ns apart at best, ${this.leastSpreadNs - rejoin.bufferNs} ns more than ${rejoin.id} can wait.` };
    if (this.metTooClose) return { code: 'not-apart', message: `No ${legs.length} ways were found of which no two share what they may not share.` };
    return { code: 'no-room-together', message: `No ways were found that have room for all ${legs.length} parts together.` };
  }

  private assign(position: number, ways: bigint, firstOption: number): void {
    const at = this.listing.legs[position];
    if (!at) return this.price();
    const { leg, options } = at;
    for (let index = firstOption; index < options.length && !this.isOver; index++) {
      const option = options[index]!;
      const cost = ways + option.unit * BigInt(leg.mbps);
      if (this.isHopeless(cost + this.leastAfter(position, option))) return;
      this.steps += 1;
      this.cut ||= this.steps > MAX_STEPS;
      if (!this.fits(option, at)) continue;
      this.take(option, at, 1);
      this.assign(position + 1, cost, this.listing.legs[position + 1]?.leg.role === 'member' ? index : 0);
      this.take(option, at, -1);
    }
  }

  private get isOver(): boolean {
    return this.cut || (this.anyWillDo && this.best !== undefined);
  }

  /** Whatever members follow take this way or one after it. */
  private leastAfter(position: number, { unit }: Option): bigint {
    const { legs } = this.listing;
    if (position >= this.membersEnd) return this.rest[position + 1]!;
    return BigInt(this.membersEnd - position - 1) * unit * BigInt(legs[position]!.leg.mbps) + this.rest[this.membersEnd]!;
  }

  /** Ways come in ascending order of their prices, so whatever follows is hopeless too. */
  private isHopeless(ways: bigint): boolean {
    if (this.kept.length < (this.listing.legs.length === 1 ? LEAST_PRICED : 1)) return false;
    return this.compareToBest(this.figuresAt(ways, this.leastLatencyNs)) < 0;
  }

  private fits({ way }: Option, { leg }: LegOptions): boolean {
    for (const id of way.links) if ((this.loads.get(id) ?? 0) + leg.mbps > linkOf(this.market.snapshot, id).mbps) return false;
    if (leg.apart && this.parts.length > 0) {
      const { apart } = leg;
      const own = new Set(apartKeys(this.market, way, apart));
      const isTooClose = this.parts.some((part) => apartKeys(this.market, part.way, apart).some((key) => own.has(key)));
      this.metTooClose ||= isTooClose;
      if (isTooClose) return false;
    }
    return leg.role !== 'member' || this.arrivesInTime(way.latencyNs);
  }

  private arrivesInTime(latencyNs: number): boolean {
    const latencies = [...this.parts.map(({ way }) => way.latencyNs), latencyNs];
    const spreadNs = Math.max(...latencies) - Math.min(...latencies);
    if (spreadNs <= (this.combination.rejoin?.bufferNs ?? Infinity)) return true;
    this.leastSpreadNs = Math.min(this.leastSpreadNs ?? Infinity, spreadNs);
    return false;
  }

  private take({ way }: Option, { leg }: LegOptions, sign: 1 | -1): void {
    for (const id of way.links) this.loads.set(id, (this.loads.get(id) ?? 0) + sign * leg.mbps);
    if (sign === 1) this.parts.push({ leg, way });
    else this.parts.pop();
  }

  private price(): void {
    this.priced += 1;
    const scenario = scenarioOf(this.market, this.combination, this.parts);
    if (!scenario.barred && (!this.best || compareScenarios(scenario, this.best) < 0)) this.best = scenario;
    this.kept.push(scenario);
    if (this.kept.length > 8 * MAX_KEPT) this.kept = this.kept.sort(compareScenarios).slice(0, MAX_KEPT + 1);
  }
}
