// Path searches on synthetic graphs of 1,000 to 100,000 nodes with three links a node, and on the merged Topology Zoo where its
// files are: least latency, eight loopless paths, least cost under a latency limit, a disjoint pair (P1, P2, P3). The engine
// and its peers (one in C++ with its own algorithms, one with the textbook's, libraries) answer the same questions in turns of one
// run, and their totals are compared. Then questions while links change.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figureOf, findPair, findRoutes } from '../../libs/paths/domain/dist/index.js';
import { graphOf, mergedZoo, randomFrom, synthetic } from './paths/networks.mjs';
import { peersIn } from './paths/peers.mjs';
import { percentile } from './paths/percentile.mjs';
import { whileUpdated } from './paths/updates.mjs';

const EFFORT = { maxLabels: 1_000_000, maxSpurs: 20_000 };
const SEED = 20260601;
const ROUNDS = 3;
/** Questions of each kind before any is measured: a service answers millions, and its compiler is done long before. */
const warmUp = (nodes) => (nodes > 10_000 ? 600 : 3_000);
/** Questions to a peer that takes a hundred times as long. */
const FEW = 10;
/** A limit that leaves a choice: this much longer than the least latency. */
const SLACK = 1.3;
/** A pair has no goal of its own; what it takes is told all the same. */
const GOALS = { single: 'P3', k8: 'P1', constrained: 'P2' };
const NAMES = { single: 'least latency', k8: '8 loopless paths', constrained: 'least cost under a latency limit', pair: 'link-disjoint pair' };

export async function run({ quick }) {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-paths-'));
  try {
    const peers = peersIn(directory, Object.keys(NAMES));
    const nets = (quick ? [1_000, 10_000] : [1_000, 10_000, 100_000]).map(synthetic);
    const zoo = await mergedZoo();
    if (zoo) nets.push(zoo);
    const rows = nets.flatMap((net) => measured(net, { peers, directory, questions: questionCount(net.nodes, quick) }));
    return [...rows, ...whileUpdatedRows(quick)];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function whileUpdatedRows(quick) {
  const net = synthetic(10_000);
  const graph = graphOf(net);
  const questions = questionsOn(net, graph, 200);
  return whileUpdated({ graph, ask: (index) => ask(graph, 'single', questions[index % questions.length]), random: randomFrom(SEED), quick });
}

const questionCount = (nodes, quick) => Math.max(20, Math.min(quick ? 50 : 200, Math.round(2_000_000 / nodes)));

function measured(net, { peers, directory, questions: count }) {
  const graph = graphOf(net);
  const questions = questionsOn(net, graph, count);
  const few = questions.slice(0, FEW);
  const files = { ...written(net, { questions, few }, directory), net };
  const rows = [];
  for (const kind of Object.keys(NAMES)) {
    for (let asked = 0; asked < warmUp(net.nodes); asked += count) for (const question of questions) ask(graph, kind, question);
    const able = peers.filter(({ kinds, mostNodes = {} }) => kinds.includes(kind) && net.nodes <= (mostNodes[kind] ?? Infinity));
    const own = questions.map(() => []);
    const theirs = Object.fromEntries(able.map(({ name, isSlow }) => [name, { count: isSlow ? few.length : count, micros: [] }]));
    for (let round = 0; round <= ROUNDS; round++) {
      // A compiled peer has its graph in the processor's caches, for it was built a moment ago; here others worked since the last turn.
      for (const question of questions) ask(graph, kind, question);
      const answers = questions.map((question) => timed(() => ask(graph, kind, question)));
      // The first round warms up, and is where the answers are compared. What takes long is asked a few questions in it, and no more.
      for (const peer of able.filter(({ isSlow }) => round === 0 || !isSlow)) {
        const replies = peer.ask(peer.isSlow ? { ...files, questions: files.few, asked: few } : { ...files, asked: questions }, kind);
        if (round === 0) compare({ net, graph, kind, peer }, answers, replies);
        if (round > 0 || peer.isSlow) theirs[peer.name].micros.push(...replies.map(({ micros }) => micros));
      }
      if (round > 0) answers.forEach(({ micros }, index) => own[index].push(micros));
    }
    rows.push(...rowsOf(net, kind, own, theirs));
  }
  return rows;
}

function rowsOf(net, kind, own, theirs) {
  const metric = `${NAMES[kind]}, ${net.name}`;
  const [value, p99] = [percentile(own.flat(), 0.5), percentile(own.flat(), 0.99)];
  const rows = Object.entries(theirs).map(([peer, { count, micros }]) => {
    const peerValue = percentile(micros, 0.5);
    // Over the same questions, which need not be all.
    const ratio = Math.round((percentile(own.slice(0, count).flat(), 0.5) / peerValue) * 10_000) / 10_000;
    const target = targetOver(peer, kind, net);
    return { ...goalOf(kind), metric: `${metric}: p50 over ${peer} (${peerValue} µs)`, value: ratio, unit: '×', peer, peerValue, ratio, ...(target === undefined ? {} : { target, met: ratio <= target }) };
  });
  const targets = { 'k8 100000': 6_000, 'constrained 10000': 100 };
  const target = net.isSynthetic ? targets[`${kind} ${net.nodes}`] : undefined;
  const p99Target = kind === 'constrained' && net.isSynthetic && net.nodes === 10_000 ? 2_000 : undefined;
  return [
    { ...goalOf(kind), metric: `${metric}: p50`, value, unit: 'µs', ...(target ? { target, met: value <= target } : {}) },
    { ...goalOf(kind), metric: `${metric}: p99`, value: p99, unit: 'µs', ...(p99Target ? { target: p99Target, met: p99 <= p99Target } : {}) },
    ...rows,
  ];
}

const goalOf = (kind) => (GOALS[kind] === undefined ? {} : { goal: GOALS[kind] });

/** The most that the engine may take for each microsecond of a peer. */
function targetOver(peer, kind, { isSynthetic, nodes }) {
  if (peer === 'C++') return { single: 1.25, k8: 1.25 }[kind];
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
  replies.forEach(({ total }, index) => {
    const { result } = answers[index];
    const own = result.kind === 'refused' ? -1 : result.paths.reduce((sum, path) => sum + figureOf(graph, figure, path), 0);
    if (own !== total) throw new Error(`${NAMES[kind]}, ${net.name}, question ${index}: the engine says ${own}, ${peer.name} ${total}`);
  });
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

function written({ nodes, a, b, latency, cost }, asked, directory) {
  const bytes = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  const graph = join(directory, `${nodes}.graph`);
  writeFileSync(graph, Buffer.concat([bytes(Int32Array.of(nodes, a.length)), ...[a, b, latency, cost].map(bytes)]));
  const files = Object.entries(asked).map(([name, questions]) => {
    const file = join(directory, `${nodes}.${name}`);
    writeFileSync(file, bytes(Float64Array.from(questions.flatMap(({ from, to, limit }) => [from, to, limit]))));
    return [name, file];
  });
  return { graph, ...Object.fromEntries(files) };
}
