// Path searches on synthetic graphs of 1,000 to 100,000 nodes with three links a node, and on the merged Topology Zoo where its
// files are: least latency, eight loopless paths, least cost under a latency limit, a disjoint pair (P1, P2, P3). The engine
// and its C++ peer answer the same questions in turns of one run, and their totals are compared.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTopologyZoo } from '../../libs/exchange/dist/index.js';
import { Graph, figureOf, findPair, findRoutes } from '../../libs/paths/domain/dist/index.js';

const PEERS = fileURLToPath(new URL('./peers', import.meta.url));
const EFFORT = { maxLabels: 1_000_000, maxSpurs: 20_000 };
const SEED = 20260601;
const ROUNDS = 3;
/** Questions of each kind before any is measured: a service answers millions, and its compiler is done long before. */
const WARM_UP = 600;
const LINKS_PER_NODE = 3;
/** A limit that leaves a choice: this much longer than the least latency. */
const SLACK = 1.3;
const GOALS = { single: 'P3', k8: 'P1', constrained: 'P2', pair: 'P1' };
const NAMES = { single: 'least latency', k8: '8 loopless paths', constrained: 'least cost under a latency limit', pair: 'link-disjoint pair' };

export async function run({ quick }) {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-paths-'));
  try {
    const peers = peersIn(directory);
    const nets = (quick ? [1_000, 10_000] : [1_000, 10_000, 100_000]).map(synthetic);
    const zoo = await mergedZoo();
    if (zoo) nets.push(zoo);
    return nets.flatMap((net) => measured(net, { peers, directory, questions: questionCount(net.nodes, quick) }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const questionCount = (nodes, quick) => Math.max(20, Math.min(quick ? 50 : 200, Math.round(2_000_000 / nodes)));

function measured(net, { peers, directory, questions: count }) {
  const graph = graphOf(net);
  const questions = questionsOn(net, graph, count);
  const files = written(net, questions, directory);
  const rows = [];
  for (const kind of Object.keys(NAMES)) {
    for (let asked = 0; asked < WARM_UP; asked += count) for (const question of questions) ask(graph, kind, question);
    const own = [];
    const theirs = Object.fromEntries(peers.map(({ name }) => [name, []]));
    for (let round = 0; round <= ROUNDS; round++) {
      const answers = questions.map((question) => timed(() => ask(graph, kind, question)));
      // The first round warms up, and is where the answers are compared.
      for (const peer of peers.filter(({ kinds }) => kinds.includes(kind))) {
        const replies = peer.ask(files, kind);
        if (round === 0) compare({ net, graph, kind, peer }, answers, replies);
        else theirs[peer.name].push(...replies.map(({ micros }) => micros));
      }
      if (round > 0) own.push(...answers.map(({ micros }) => micros));
    }
    rows.push(...rowsOf(net, kind, own, theirs));
  }
  return rows;
}

function rowsOf(net, kind, own, theirs) {
  const metric = `${NAMES[kind]}, ${net.name}`;
  const value = percentile(own, 0.5);
  const rows = Object.entries(theirs)
    .filter(([, micros]) => micros.length > 0)
    .map(([peer, micros]) => {
      const peerValue = percentile(micros, 0.5);
      const ratio = Math.round((value / peerValue) * 1000) / 1000;
      const target = targetOver(peer, kind, net);
      return { goal: GOALS[kind], metric: `${metric}: p50 over ${peer} (${peerValue} µs)`, value: ratio, unit: '×', peer, peerValue, ratio, ...(target === undefined ? {} : { target, met: value / peerValue <= target }) };
    });
  const targets = { 'k8 100000': 6_000, 'constrained 10000': 100 };
  const target = net.isSynthetic ? targets[`${kind} ${net.nodes}`] : undefined;
  const p99Target = kind === 'constrained' && net.isSynthetic && net.nodes === 10_000 ? 2_000 : undefined;
  const p99 = percentile(own, 0.99);
  return [
    { goal: GOALS[kind], metric: `${metric}: p50`, value, unit: 'µs', ...(target ? { target, met: value <= target } : {}) },
    { goal: GOALS[kind], metric: `${metric}: p99`, value: p99, unit: 'µs', ...(p99Target ? { target: p99Target, met: p99 <= p99Target } : {}) },
    ...rows,
  ];
}

/** The most that the engine may take for each microsecond of a peer. */
function targetOver(peer, kind, { isSynthetic, nodes }) {
  if (peer === 'C++' && (kind === 'single' || kind === 'k8')) return 1.25;
  if (!isSynthetic) return undefined;
  if (peer === 'igraph' && kind === 'k8') return { 1000: 1 / 100, 10000: 1 / 200 }[nodes];
  return peer === 'Boost' && nodes === 10_000 ? 1 / 10 : undefined;
}

function ask(graph, kind, { from, to, limit }) {
  const demand = { from: [from], to: [to], objective: 'latency', limits: {}, mbps: 0 };
  switch (kind) {
    case 'single':
      return findRoutes(graph, demand, EFFORT);
    case 'k8':
      return findRoutes(graph, { ...demand, k: 8 }, EFFORT);
    case 'constrained':
      return findRoutes(graph, { ...demand, objective: 'cost', limits: { latency: limit } }, EFFORT);
    default:
      return findPair(graph, demand, 'link', EFFORT);
  }
}

function timed(action) {
  const beginMs = performance.now();
  const result = action();
  return { micros: (performance.now() - beginMs) * 1000, result };
}

function compare({ net, graph, kind, peer }, answers, replies) {
  const figure = kind === 'constrained' ? 'cost' : 'latency';
  answers.forEach(({ result }, index) => {
    const own = result.kind === 'refused' ? -1 : result.paths.reduce((sum, path) => sum + figureOf(graph, figure, path), 0);
    const { total } = replies[index];
    if (own !== total) throw new Error(`${NAMES[kind]}, ${net.name}, question ${index}: the engine says ${own}, ${peer.name} ${total}`);
  });
}

function graphOf({ ids, providers, a, b, latency, cost }) {
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
function synthetic(nodes) {
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

async function mergedZoo() {
  const folder = join(process.env.CARRIERMESH_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url)), 'topologyzoo', 'graphml');
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

/** Pairs of different nodes that a path joins, with a latency limit for each. */
function questionsOn(net, graph, count) {
  const random = randomFrom(SEED);
  const questions = [];
  while (questions.length < count) {
    const [from, to] = [Math.floor(random() * net.nodes), Math.floor(random() * net.nodes)];
    if (from === to) continue;
    const answer = ask(graph, 'single', { from, to });
    if (answer.kind === 'found') questions.push({ from, to, limit: Math.ceil(figureOf(graph, 'latency', answer.paths[0]) * SLACK) });
  }
  return questions;
}

function written({ nodes, a, b, latency, cost }, questions, directory) {
  const files = { graph: join(directory, `${nodes}.graph`), questions: join(directory, `${nodes}.questions`) };
  const bytes = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  writeFileSync(files.graph, Buffer.concat([bytes(Int32Array.of(nodes, a.length)), ...[a, b, latency, cost].map(bytes)]));
  writeFileSync(files.questions, bytes(Float64Array.from(questions.flatMap(({ from, to, limit }) => [from, to, limit]))));
  return files;
}

function peersIn(directory) {
  return [
    cppPeer(directory, 'C++', 'paths.cpp', Object.keys(NAMES)),
    cppPeer(directory, 'Boost', 'boost.cpp', ['constrained'], 'Debian: libboost-graph-dev'),
    igraphPeer(),
  ].filter(Boolean);
}

function cppPeer(directory, name, source, kinds, needs = 'Debian: g++') {
  const program = join(directory, source.replace('.cpp', ''));
  const built = spawnSync('g++', ['-std=c++17', '-O3', '-march=native', '-o', program, join(PEERS, source)], { encoding: 'utf8' });
  if (built.status !== 0) return absent(`${name} (${needs})`);
  return { name, kinds, ask: ({ graph, questions }, kind) => repliesOf(execFileSync(program, [graph, questions, kind], { encoding: 'utf8', maxBuffer: 1 << 26 })) };
}

function igraphPeer() {
  const isThere = spawnSync('python3', ['-c', 'import igraph']).status === 0;
  if (!isThere) return absent('igraph (Debian: python3-igraph)');
  const script = join(PEERS, 'igraph_peer.py');
  return { name: 'igraph', kinds: ['single', 'k8'], ask: ({ graph, questions }, kind) => repliesOf(execFileSync('python3', [script, graph, questions, kind], { encoding: 'utf8', maxBuffer: 1 << 26 })) };
}

function absent(name) {
  process.stderr.write(`Absent, its rows are left out: ${name}.\n`);
  return undefined;
}

const repliesOf = (text) =>
  text.trim().split('\n').map((line) => {
    const [micros, total] = line.split(' ').map(Number);
    return { micros, total };
  });

/** A linear congruential generator (Numerical Recipes): the same graphs on every machine. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function percentile(values, share) {
  const sorted = values.toSorted((x, y) => x - y);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}
