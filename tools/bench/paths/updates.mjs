// Questions while 10,000 updates a second change latencies, capacities and states of links: what that adds to their p99, and
// whether memory grows.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { percentile } from './percentile.mjs';

const UPDATES_PER_MS = 10;
const UPDATES = 100_000;
const MAX_RATIO = 2;
/** What a heap differs by from one full collection to the next. */
const MAX_GROWTH_KB = 1_024;

export function whileUpdated({ graph, ask, random, quick }) {
  const updates = quick ? UPDATES / 5 : UPDATES;
  const changes = changesOn(graph, random);
  // Compilers are done, and every array is as long as it gets, before anything is measured.
  run(ask, changes, updates / 5, UPDATES_PER_MS);
  const alone = run(ask, changes, updates, 0);
  const before = memory(graph);
  const updated = run(ask, changes, updates, UPDATES_PER_MS);
  const after = memory(graph);
  const [p99Alone, p99] = [alone.p99, updated.p99];
  const growth = (of) => Math.round((after[of] - before[of]) / 1024);
  const perSecond = Math.round(updated.applied / updated.seconds);
  const what = `least latency while ${perSecond.toLocaleString('en-US')} updates a second are taken in, 10,000 nodes`;
  const kept = `after ${updated.applied.toLocaleString('en-US')} updates`;
  const ratio = Math.round((p99 / p99Alone) * 1000) / 1000;
  return [
    { goal: 'P1', metric: `${what}: p99 over that without (${p99Alone} µs)`, value: ratio, unit: '×', target: MAX_RATIO, met: ratio <= MAX_RATIO },
    { goal: 'P1', metric: `heap ${kept}: more than before`, value: growth('heapUsed'), unit: 'KiB', target: MAX_GROWTH_KB, met: growth('heapUsed') <= MAX_GROWTH_KB },
    { goal: 'P1', metric: `the graph and its searches ${kept}: more than before`, value: growth('takenBytes'), unit: 'KiB', target: MAX_GROWTH_KB, met: growth('takenBytes') <= MAX_GROWTH_KB },
    { goal: 'P1', metric: `array buffers ${kept}: more than before`, value: growth('arrayBuffers'), unit: 'KiB', target: MAX_GROWTH_KB, met: growth('arrayBuffers') <= MAX_GROWTH_KB },
  ];
}

/** One question after the other, each behind the updates that came before it, whose time counts as its own. */
function run(ask, change, updates, perMs) {
  const micros = [];
  const beginMs = performance.now();
  const durationMs = updates / UPDATES_PER_MS;
  let applied = 0;
  for (let index = 0; performance.now() - beginMs < durationMs; index++) {
    const askedMs = performance.now();
    for (const due = Math.floor((askedMs - beginMs) * perMs); applied < due; applied++) change();
    ask(index);
    micros.push((performance.now() - askedMs) * 1000);
  }
  // The times themselves are not kept: they would count as memory that updates take.
  return { p99: percentile(micros, 0.99), applied, seconds: (performance.now() - beginMs) / 1000 };
}

/** In turn another latency, another capacity, down, and up again: the network stays what it was on the whole. */
function changesOn(graph, random) {
  let [count, failed] = [0, 0];
  const linkAtRandom = () => Math.floor(random() * graph.edgeCount);
  const changed = (link, change) => graph.write(graph.edgeAt(link).edgeId, { ...graph.edgeAt(link), ...change });
  return () => {
    switch (count++ % 4) {
      case 0:
        return changed(linkAtRandom(), { latencyNs: 10_000 + Math.floor(random() * 10_000_000) });
      case 1:
        return changed(linkAtRandom(), { availableMbps: Math.floor(random() * 1_000) });
      case 2:
        return changed((failed = linkAtRandom()), { up: false });
      default:
        return changed(failed, { up: true });
    }
  };
}

function memory({ takenBytes }) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let times = 0; times < 3; times++) collect();
  return { ...process.memoryUsage(), takenBytes };
}
