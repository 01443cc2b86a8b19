import { money } from '@carriermesh/kernel';
import { compareExact, showExact } from '@carriermesh/tariff-v1';
import { amount, milliseconds } from '../wording.js';
import { valueDifference } from './figures.js';
import type { Loss } from './request.js';
import { compareTexts, type Scenario } from './scenario.js';

/**
 * The better first: what may be sold, then the value, the profit, least latency, fewest handovers, fewest parts, the order of the
 * request's choices, and the links' ids. The order is total, so that nothing depends on what was found first.
 */
export function compareScenarios(a: Scenario, b: Scenario): number {
  return (
    Number(a.barred !== undefined) - Number(b.barred !== undefined) ||
    compareExact(b.value, a.value) ||
    Number(b.figures.profit > a.figures.profit) - Number(b.figures.profit < a.figures.profit) ||
    a.latencyNs - b.latencyNs ||
    a.handovers - b.handovers ||
    a.parts.length - b.parts.length ||
    a.combination.number - b.combination.number ||
    compareTexts(linksOf(a), linksOf(b))
  );
}

/** Each part's links, and a mark that no id is between them. */
const linksOf = ({ parts }: Scenario): readonly string[] => parts.flatMap(({ way }) => [...way.links, '']);

/** Why a scenario that may be sold is not the one that is. */
export function whyLost(loser: Scenario, winner: Scenario, currency: string): Loss {
  if (loser.barred) return loser.barred;
  const difference = valueDifference(winner.value, loser.value);
  const profit = winner.figures.profit - loser.figures.profit;
  const beside = profit === 0n ? 'the same profit' : `${amount(money(currency, profit < 0n ? -profit : profit))} ${profit < 0n ? 'more' : 'less'} profit over the term`;
  if (difference.numerator > 0n) return { code: 'lower-value', message: `Its value is ${showExact(loser.value)}, ${showExact(difference)} less than the winner’s, with ${beside}.` };
  if (profit > 0n) return { code: 'lower-profit', message: `Its value is the same, with ${beside}.` };
  if (loser.latencyNs > winner.latencyNs) return { code: 'higher-latency', message: `It is worth the same and takes ${milliseconds(BigInt(loser.latencyNs - winner.latencyNs))} longer.` };
  if (loser.handovers > winner.handovers) return { code: 'more-handovers', message: `It is worth the same and has ${loser.handovers - winner.handovers} handovers more.` };
  if (loser.parts.length > winner.parts.length) return { code: 'more-parts', message: `It is worth the same and has ${loser.parts.length - winner.parts.length} parts more.` };
  return { code: 'later-in-order', message: 'It equals the winner in everything that counts, and comes after it.' };
}
