import { compareFullness, type Fullness } from '@carriermesh/tariff-v1';
import { PAGES } from './best-value.js';
import { type Combination, combinationsOf } from './combination.js';
import { listed, UNDECIDED } from './options.js';
import type { ValueObjective } from './request.js';
import type { Market, Scenario } from './scenario.js';
import { Search } from './search.js';
import { linkOf, type Snapshot, type ValueLink, type Ways } from './ways.js';

/** The fullest link of the least full of all scenarios. */
export interface LeastFull extends Fullness {
  readonly link: string;
  /** No search for one that is less full ended at its limit. */
  readonly proven: boolean;
}

export const fullnessOf = ({ mbps, usedMbps = 0 }: ValueLink): Fullness => ({ usedMbps, capacityMbps: mbps + usedMbps });

/** The fullest of a scenario's links; of several that are as full, the first one by its id. */
export function fullestLink(snapshot: Snapshot, { parts }: Pick<Scenario, 'parts'>): Fullness & { readonly link: string } {
  const links = [...new Set(parts.flatMap(({ way }) => way.links))].sort();
  return links.map((link) => ({ link, ...fullnessOf(linkOf(snapshot, link)) })).reduce((most, one) => (compareFullness(one, most) > 0 ? one : most));
}

/**
 * How full is what a buyer can't avoid: of every scenario that carries the order in time the fullest link, and of those the least full. What it
 * costs or leaves is not asked. Exact: a scenario less full than the answer would be found over links less full than the answer.
 */
export function leastFull(market: Market, ways: Ways): LeastFull | undefined {
  const carrying: Market = { ...market, request: { ...market.request, objective: WHATEVER_IT_COSTS } };
  const levels = new Levels(market.snapshot, ways);
  let [least, proven]: [Scenario | undefined, boolean] = [undefined, true];
  for (const combination of combinationsOf(market.request)) {
    let [low, high]: [number, number] = [0, least ? levels.of(least) - 1 : levels.highest];
    // First whether it is less full at all than what was found: of many combinations few are.
    for (let level = high; low <= high; level = Math.floor((low + high) / 2)) {
      const found = anyScenario(carrying, combination, levels.upTo(level));
      proven &&= found !== UNDECIDED;
      if (typeof found === 'string') low = level + 1;
      else [least, high] = [found, levels.of(found) - 1];
    }
  }
  return least && { ...fullestLink(market.snapshot, least), proven };
}

const WHATEVER_IT_COSTS: ValueObjective = { pricing: 'list', weights: {}, limits: {}, belowFloor: true };

/** The network in steps of how full its links are, from those that nobody uses. */
class Levels {
  private readonly fullnesses: readonly Fullness[];
  /** From the fullest. */
  private readonly used: readonly (readonly [string, Fullness])[];
  private readonly known = new Map<number, Ways>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly ways: Ways,
  ) {
    const used = [...snapshot.links].flatMap(([id, link]) => (link.usedMbps ? [[id, fullnessOf(link)] as const] : []));
    this.used = used.sort(([, a], [, b]) => compareFullness(b, a));
    const above = this.used.map(([, fullness]) => fullness).filter((each, index, all) => index === 0 || compareFullness(each, all[index - 1]!) !== 0);
    this.fullnesses = [{ usedMbps: 0, capacityMbps: 1 }, ...above.reverse()];
  }

  get highest(): number {
    return this.fullnesses.length - 1;
  }

  of(scenario: Scenario): number {
    const fullest = fullestLink(this.snapshot, scenario);
    return this.fullnesses.findIndex((each) => compareFullness(each, fullest) === 0);
  }

  /** Over nothing fuller than that. */
  upTo(level: number): Ways {
    const limit = this.fullnesses[level]!;
    const fuller = this.used.filter(([, fullness]) => compareFullness(fullness, limit) > 0).map(([id]) => id);
    const ways = this.known.get(level) ?? (fuller.length === 0 ? this.ways : this.ways.without(fuller));
    this.known.set(level, ways);
    return ways;
  }
}

function anyScenario(market: Market, combination: Combination, ways: Ways): Scenario | 'none' | typeof UNDECIDED {
  if (combination.lost) return 'none';
  for (const page of PAGES) {
    const found = listed(market, combination, ways, page);
    if (found.kind === 'none') return found.lost.code === UNDECIDED ? UNDECIDED : 'none';
    const search = new Search(market, combination, found.listing, true);
    search.run();
    if (search.best) return search.best;
    if (search.cut || search.undecided) return UNDECIDED;
    if (search.beyond.length === 0) return 'none';
  }
  return UNDECIDED;
}
