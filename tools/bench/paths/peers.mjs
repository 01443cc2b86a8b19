// Who else answers the questions: programs in C++ and Python that are built or found on this machine, and libraries of npm.
// What is absent is named, and its rows are left out.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UndirectedGraph } from 'graphology';
import { dijkstra } from 'graphology-shortest-path';
import createGraph from 'ngraph.graph';
import { nba } from 'ngraph.path';

const PEERS = fileURLToPath(new URL('../peers', import.meta.url));
/** Debian's packages belong to Debian's interpreter, which need not be the first one on the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];

export function peersIn(directory, kinds) {
  return [
    cppPeer(directory, 'C++', 'paths.cpp', kinds),
    cppPeer(directory, 'textbook C++', 'textbook.cpp', kinds),
    slow(cppPeer(directory, 'Boost', 'boost.cpp', ['constrained'], 'Debian: libboost-graph-dev')),
    slow(igraphPeer()),
    npmPeer('ngraph.path', ngraph),
    npmPeer('graphology', graphology),
  ].filter(Boolean);
}

/** Takes so long that it is asked a few questions, once. */
const slow = (peer) => peer && { ...peer, isSlow: true };

function cppPeer(directory, name, source, kinds, needs = 'Debian: g++') {
  const program = join(directory, source.replace('.cpp', ''));
  const built = spawnSync('g++', ['-std=c++17', '-O3', '-march=native', '-o', program, join(PEERS, source)], { encoding: 'utf8' });
  if (built.status !== 0) return absent(`${name} (${needs})`);
  return { name, kinds, ask: ({ graph, questions }, kind) => repliesOf(execFileSync(program, [graph, questions, kind], { encoding: 'utf8', maxBuffer: 1 << 26 })) };
}

function igraphPeer() {
  const python = PYTHONS.find((each) => spawnSync(each, ['-c', 'import igraph']).status === 0);
  if (!python) return absent(`igraph (Debian: python3-igraph, for one of ${PYTHONS.join(', ')})`);
  const script = join(PEERS, 'igraph_peer.py');
  // On 100,000 nodes it takes seconds for each question.
  return { name: 'igraph', kinds: ['single', 'k8'], mostNodes: { k8: 10_000 }, ask: ({ graph, questions }, kind) => repliesOf(execFileSync(python, [script, graph, questions, kind], { encoding: 'utf8', maxBuffer: 1 << 26 })) };
}

/** A library in this process, warm from the rounds before. Its graphs are built once, outside of what is measured. */
function npmPeer(name, build) {
  const built = new WeakMap();
  const ask = ({ net, asked }) => {
    if (!built.has(net)) built.set(net, build(net, leastLinks(net)));
    const pathFrom = built.get(net);
    for (const { from, to } of asked) pathFrom(from, to);
    return asked.map(({ from, to }) => {
      const beginMs = performance.now();
      const nodes = pathFrom(from, to);
      return { micros: (performance.now() - beginMs) * 1000, total: totalOf(nodes, leastLinks(net)) };
    });
  };
  return { name, kinds: ['single'], ask };
}

/** Bidirectional A* (NBA*); without coordinates to guess from, it is led by nothing. */
function ngraph({ nodes }, links) {
  const graph = createGraph();
  for (let node = 0; node < nodes; node++) graph.addNode(node);
  for (const [a, b, latency] of links.values()) graph.addLink(a, b, latency);
  const finder = nba(graph, { distance: (_from, _to, { data }) => data });
  return (from, to) => finder.find(from, to).map(({ id }) => id);
}

/** Bidirectional Dijkstra. */
function graphology({ nodes }, links) {
  const graph = new UndirectedGraph();
  for (let node = 0; node < nodes; node++) graph.addNode(node);
  for (const [a, b, latency] of links.values()) graph.addEdge(a, b, { latency });
  return (from, to) => (dijkstra.bidirectional(graph, from, to, 'latency') ?? []).map(Number);
}

const leastOf = new WeakMap();

/** Neither library's graph has parallel links: of each two nodes, the fastest one. */
function leastLinks(net) {
  const known = leastOf.get(net);
  if (known) return known;
  const links = new Map();
  for (let link = 0; link < net.a.length; link++) {
    const [a, b, latency] = [net.a[link], net.b[link], net.latency[link]];
    const key = keyOf(a, b);
    if (a !== b && !(links.get(key)?.[2] <= latency)) links.set(key, [a, b, latency]);
  }
  leastOf.set(net, links);
  return links;
}

const keyOf = (a, b) => Math.min(a, b) * 2 ** 24 + Math.max(a, b);

function totalOf(nodes, links) {
  if (nodes.length === 0) return -1;
  return nodes.slice(1).reduce((sum, node, index) => sum + links.get(keyOf(nodes[index], node))[2], 0);
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
