import { describeGraph } from '../description.js';
import { OfflinePaths } from '../offline-paths.js';

const LATENCY = 1_000;

/** `a-b 3` is a link between a and b of 3 µs; its cost is what stands behind a slash, and its capacity behind an @. */
function linkOf(text: string) {
  const [, from, arrow, to, latency, cost = '1', mbps] = /^(\w+)(-|>)(\w+) (\d+)(?:\/(\d+))?(?:@(\d+))?$/.exec(text)!;
  const figures = { latencyNs: Number(latency) * LATENCY, cost: Number(cost), ...(mbps ? { mbps: Number(mbps) } : {}) };
  return { id: `${from}${to}`, from, to, ...figures, ...(arrow === '>' ? { directed: true } : {}) };
}

export function pathsOver(texts: readonly string[], changes: Record<string, object> = {}): OfflinePaths {
  const links = texts.map(linkOf).map((link) => ({ ...link, ...changes[link.id] }));
  const ids = [...new Set(links.flatMap(({ from, to }) => [from!, to!]))];
  const nodes = ids.map((id) => ({ id, provider: changes[id] && 'provider' in changes[id] ? changes[id].provider : 'p', ...changes[id] }));
  return new OfflinePaths(describeGraph({ nodes, links }, 1));
}

export const ask = (paths: OfflinePaths, query: object) => JSON.parse(paths.answerLine(JSON.stringify(query), 1));
export const routesOf = (answer: { paths: { nodes: string[] }[] }) => answer.paths.map(({ nodes }) => nodes.join(''));
