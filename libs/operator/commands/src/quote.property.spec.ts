import { describe, expect, it, jest } from '@jest/globals';
import { readQuoteDocument } from '@carriermesh/contracting-service';
import { type BruteGraph, bruteQuote } from './testing/brute-quote.js';
import { topologyOf } from './testing/quote-graph.js';
import { answerQuote } from './quote.command.js';
import { randomExchange } from './testing/random-exchange.js';

jest.setTimeout(60_000);

const EXCHANGES = 1_000;

describe('the best value', () => {
  it(`S0-21 S4-9 M1 is what trying every scenario finds, to the unit, on ${EXCHANGES} random exchanges`, () => {
    const seen = { won: 0, refused: 0, split: 0, delivered: 0, pages: 0, raised: 0, lowered: 0, utilisedSplit: 0 };
    for (let seed = 1; seed <= EXCHANGES; seed++) {
      const { graph, request } = randomExchange(seed);
      const reading = readQuoteDocument(request);
      if (!('document' in reading)) throw new Error(`seed ${seed}: ${JSON.stringify(reading.problems)}`);
      const answer = answerQuote(topologyOf(graph), reading.document, true) as any;
      const expected = bruteQuote(graph as BruteGraph, request);
      expect({ seed, ...summaryOf(answer) }).toEqual({ seed, proven: true, winner: expected && winnerText(expected) });
      seen.won += Number(expected !== undefined);
      seen.refused += Number(expected === undefined);
      seen.split += Number((expected?.parts.length ?? 0) > 1);
      seen.delivered += Number(expected !== undefined && 'deliveries' in request);
      const points = answer.utilisation?.priceBasisPoints ?? 10_000;
      seen.raised += Number(expected !== undefined && points > 10_000);
      seen.lowered += Number(expected !== undefined && points < 10_000);
      seen.utilisedSplit += Number(points !== 10_000 && (expected?.parts.length ?? 0) > 1);
      seen.pages += Number(answer.combinations.some(({ priced }: { priced: number }) => priced > 4));
    }
    // Each shape of answer was met often, so that none is claimed unseen.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
  });
});

const winnerText = ({ profit, price, cost, latencyNs, parts, leastFull }: NonNullable<ReturnType<typeof bruteQuote>>) => ({
  profit: money(profit),
  price: money(price),
  cost: money(cost),
  latencyNs,
  parts,
  leastFull,
});

/** Major units with the two decimals that a euro has, and more where they are needed. */
function money(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(9, '0');
  const fraction = digits.slice(-8).replace(/0{1,6}$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -8)}.${fraction}`;
}

function summaryOf({ proven, winner, utilisation }: any) {
  if (!winner) return { proven, winner: undefined };
  const { term, monthly, latencyNs, parts } = winner;
  return {
    proven,
    winner: {
      profit: term.profit,
      price: monthly.price,
      cost: term.cost,
      latencyNs,
      leastFull: utilisation && utilisation.usedMbps / utilisation.capacityMbps,
      parts: parts.map(({ links }: { links: string[] }) => links.filter((id) => !id.includes('@')).join(' ')),
    },
  };
}
