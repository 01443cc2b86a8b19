import { compareExact, type Exact } from '@carriermesh/tariff-v1';
import { type Combination, combinationsOf } from './combination.js';
import { boundOf } from './figures.js';
import { listed, UNDECIDED } from './options.js';
import { compareScenarios, whyLost } from './ranking.js';
import type { Loss } from './request.js';
import type { Market, Scenario } from './scenario.js';
import { Search } from './search.js';
import type { Ways } from './ways.js';

/** How many ways of a leg are listed, again and again while an unlisted one could still be the best. */
export const PAGES = [4, 16, 64, 256] as const;
/** From this page on it is enough that nothing unlisted is better: among scenarios of the very same value the first found stays. */
const ENOUGH_OF_EQUALS = 64;

/** What came of one combination. */
export interface Solved {
  readonly combination: Combination;
  /** Priced scenarios, the best first, barred ones last; each but the winner of all with why it lost. */
  readonly scenarios: readonly Ranked[];
  /** Why there is none. */
  readonly lost?: Loss;
  /** How many whole assignments were priced in the last list of ways. */
  readonly priced: number;
  /** No scenario that is not listed is worth more; absent where there is none, or none could be sold. */
  readonly othersAtMost?: Exact;
  /** Whether its best scenario, or that there is none, is beyond doubt. */
  readonly proven: boolean;
}

export interface Ranked extends Scenario {
  readonly lost?: Loss;
}

export interface BestValue {
  readonly winner?: Ranked;
  /** In the order of the request's choices. */
  readonly combinations: readonly Solved[];
  /** Nothing that was left out can be worth more than the winner. */
  readonly proven: boolean;
}

/** The scenario that is worth most of all that can be sold, and of every other choice why it lost, with its own best figures. */
export function bestValue(market: Market, ways: Ways): BestValue {
  const solved = combinationsOf(market.request).map((combination) => solve(market, combination, ways));
  const winner = solved
    .flatMap(({ scenarios }) => scenarios)
    .filter(({ barred }) => !barred)
    .sort(compareScenarios)[0];
  const combinations = solved.map((one) => ({ ...one, scenarios: one.scenarios.map((scenario) => ranked(scenario, winner, market.snapshot.currency)) }));
  const isSettled = ({ proven, othersAtMost }: Solved): boolean => proven || (winner !== undefined && othersAtMost !== undefined && compareExact(othersAtMost, winner.value) <= 0);
  return { ...(winner ? { winner } : {}), combinations, proven: solved.every(isSettled) };
}

function ranked(scenario: Scenario, winner: Scenario | undefined, currency: string): Ranked {
  if (scenario === winner) return scenario;
  const lost = winner ? whyLost(scenario, winner, currency) : scenario.barred;
  return lost ? { ...scenario, lost } : scenario;
}

function solve(market: Market, combination: Combination, ways: Ways): Solved {
  if (combination.lost) return { combination, scenarios: [], lost: combination.lost, priced: 0, proven: true };
  let solved: Solved | undefined;
  for (const page of PAGES) {
    const found = listed(market, combination, ways, page);
    if (found.kind === 'none') return { combination, scenarios: [], lost: found.lost, priced: 0, proven: found.lost.code !== UNDECIDED };
    const search = new Search(market, combination, found.listing);
    search.run();
    solved = verdictOn(market, combination, search, page);
    if (solved.proven) return solved;
  }
  return solved!;
}

/** Whether what was listed is enough: the figures of whatever was not are compared to the best that was found. */
function verdictOn(market: Market, combination: Combination, search: Search, page: number): Solved {
  const open = (search.cut ? [search.least] : search.beyond).map(({ ways, latencyNs }) => search.figuresAt(ways, latencyNs));
  const verdicts = open.map((figures) => search.compareToBest(figures));
  const enough = page >= ENOUGH_OF_EQUALS && search.best ? 0 : -1;
  const bounds = open.filter((_, index) => verdicts[index]! > -1).map((figures) => boundOf(figures, market.request));
  const { scenarios } = search;
  return {
    combination,
    scenarios,
    ...(scenarios.length === 0 ? { lost: search.whyNone } : {}),
    priced: search.priced,
    ...(bounds.length > 0 && !search.undecided ? { othersAtMost: bounds.reduce((a, b) => (compareExact(a, b) >= 0 ? a : b)) } : {}),
    proven: !search.undecided && verdicts.every((verdict) => verdict <= enough),
  };
}
