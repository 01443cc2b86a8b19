import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphDescription } from './description.js';
import { OfflinePaths } from './offline-paths.js';
import { PathPool } from './path-pool.js';

const NODES = 400;
const QUESTIONS = 600;

/** Numerical Recipes' generator: the same network and the same questions each time. */
function below(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

function network(): GraphDescription {
  const random = below(7);
  const nodes = Array.from({ length: NODES }, (_, id) => ({ id: `n${id}`, provider: `p${id % 5}`, converts: id % 3 === 0 }));
  const links = Array.from({ length: 3 * NODES }, (_, id) => {
    const figures = { latencyNs: 1_000 + random(9_000), cost: random(100), mbps: 10 + random(90), lossPpm: random(50), units: [random(40), random(40)] };
    return { id: `l${id}`, from: `n${random(NODES)}`, to: `n${random(NODES)}`, ...figures };
  });
  return { nodes, links };
}

/** Queries of every kind with updates among them, and looks back at what was before. */
function lines(): string[] {
  const random = below(11);
  const node = () => `n${random(NODES)}`;
  let updates = 0;
  return Array.from({ length: QUESTIONS }, (_, id) => {
    const query = { id, from: node(), to: node() };
    switch (random(9)) {
      case 0:
        updates += 1;
        return JSON.stringify({ id, update: { link: `l${random(3 * NODES)}`, latencyNs: random(20_000), up: random(3) > 0, cost: random(50), units: [random(40)] } });
      case 1:
        return JSON.stringify({ ...query, asOf: random(updates + 1), explain: true });
      case 2:
        return JSON.stringify({ ...query, objective: 'cost', maxLatencyNs: 40_000, maxLossPpm: 300 });
      case 3:
        return JSON.stringify({ ...query, disjoint: 'node' });
      case 4:
        return JSON.stringify({ ...query, k: 4, explain: true });
      case 5:
        return JSON.stringify({ ...query, continuity: true });
      case 6:
        return `{"id":${id},"\\u0075pdate":{"link":"l${random(3 * NODES)}","mbps":${random(100)}}}`.replace('update":', () => ((updates += 1), 'update":'));
      case 7:
        return '{"from":';
      default:
        return JSON.stringify({ ...query, objective: { latency: 1, cost: 90 }, mbps: 20 });
    }
  });
}

describe('threads over one graph', () => {
  let pool: PathPool | undefined;
  // Threads run what was built: a test's own compiler is in no other thread.
  beforeAll(async () => void (pool = await PathPool.start(network(), { workers: 3, timings: false, entry: new URL('../../dist/offline/path-worker.js', import.meta.url) })));
  afterAll(() => pool?.stop());

  it('answer with the bytes and in the order of one alone, while links change and earlier revisions are asked for', async () => {
    const numbered = lines().map((line, index) => ({ line, lineNumber: index + 1 }));
    const alone = new OfflinePaths(network());
    const answers: string[] = [];
    for await (const answer of pool!.answer(numbered)) answers.push(answer);
    expect(answers).toEqual(numbered.map(({ line, lineNumber }) => alone.answerLine(line, lineNumber)));
    expect(answers.filter((answer) => answer.includes('"revision"')).length).toBeGreaterThan(100);
    expect(answers.filter((answer) => answer.includes('"latencyNs"')).length).toBeGreaterThan(200);
  });
});
