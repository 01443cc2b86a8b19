// The networks that paths are searched on, as columns: synthetic ones, and the merged Topology Zoo.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTopologyZoo } from '../../../libs/exchange/dist/index.js';
import { Graph } from '../../../libs/paths/domain/dist/index.js';

const SEED = 20260601;
const LINKS_PER_NODE = 3;

export function graphOf({ ids, providers, a, b, latency, cost }) {
  const pops = ids.map((popId, index) => ({ popId, providerId: providers[index], latitudeMicrodegrees: 0, longitudeMicrodegrees: 0, city: '', country: '' }));
  const width = String(a.length).length;
  const edges = Array.from(a, (from, index) => {
    const edgeId = `l${String(index).padStart(width, '0')}`;
    return {
      edgeId, popA: ids[from], popB: ids[b[index]], resources: [edgeId], handover: providers[from] !== providers[b[index]],
      latencyNs: latency[index], pricePerMbps: cost[index], availableMbps: 1_000, narrowest: edgeId, srlgs: [],
      validFromMs: -Infinity, validUntilMs: Infinity, visibleTo: [], up: true,
    };
  });
  return new Graph(pops, edges);
}

/** Every node has a link to an earlier one, so that all are joined, and two to any: lengths and prices are independent. */
export function synthetic(nodes) {
  const random = randomFrom(SEED + nodes);
  const links = LINKS_PER_NODE * (nodes - 1);
  const [a, b] = [new Int32Array(links), new Int32Array(links)];
  const [latency, cost] = [new Float64Array(links), new Float64Array(links)];
  for (let link = 0; link < links; link++) {
    a[link] = 1 + Math.floor(link / LINKS_PER_NODE);
    const other = Math.floor(random() * (link % LINKS_PER_NODE === 0 ? a[link] : nodes));
    b[link] = other === a[link] ? 0 : other;
    latency[link] = 10_000 + Math.floor(random() * 10_000_000);
    cost[link] = 1 + Math.floor(random() * 1_000_000);
  }
  const width = String(nodes).length;
  const ids = Array.from({ length: nodes }, (_, index) => `n${String(index).padStart(width, '0')}`);
  return { name: `${nodes.toLocaleString('en-US')} nodes`, isSynthetic: true, nodes, ids, providers: ids.map(() => 'p'), a, b, latency, cost };
}

export async function mergedZoo() {
  const folder = join(process.env.CARRIERMESH_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url)), 'topologyzoo', 'graphml');
  if (!existsSync(folder)) {
    process.stderr.write(`No Topology Zoo in ${folder}: its rows are left out.\n`);
    return undefined;
  }
  const { providers } = await readTopologyZoo(folder, { model: 'm1', pathFactor: 1 });
  const pops = providers.flatMap(({ id, pops: own }) => own.map((pop) => ({ id: pop.id, provider: id }))).sort((x, y) => (x.id < y.id ? -1 : 1));
  const at = new Map(pops.map(({ id }, index) => [id, index]));
  const halves = new Map(providers.flatMap(({ interconnects }) => interconnects.map((half) => [half.id, half])));
  const links = providers.flatMap(({ links: own }) => own.map((link) => [link.fromPopId, link.toPopId, link.latencyNs, link.monthlyPricePerMbps.microMinor]));
  for (const half of halves.values()) {
    if (half.popId > half.peerPopId) continue;
    const other = halves.get(`${half.peerPopId}~${half.popId}`);
    links.push([half.popId, half.peerPopId, half.latencyNs, half.monthlyPricePerMbps.microMinor + other.monthlyPricePerMbps.microMinor]);
  }
  const column = (index, of) => links.map((link) => of(link[index]));
  return {
    name: 'merged Topology Zoo', isSynthetic: false, nodes: pops.length, ids: pops.map(({ id }) => id), providers: pops.map(({ provider }) => provider),
    a: Int32Array.from(column(0, (id) => at.get(id))), b: Int32Array.from(column(1, (id) => at.get(id))),
    latency: Float64Array.from(column(2, Number)), cost: Float64Array.from(column(3, Number)),
  };
}

/** A linear congruential generator (Numerical Recipes): the same graphs on every machine. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
