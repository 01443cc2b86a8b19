// Requests over NATS between two processes (P5): as the product asks and answers, typed and with its headers, and the same with its
// layers taken off one by one; beside it the client's own `request`, Nest's own transport, and a C++ floor. All take turns in short
// slices of one run: what a wake-up costs on a machine changes from second to second, and only what stands side by side compares.
import { execFileSync, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNats } from '../../libs/platform/testing/dist/index.js';
import { ANSWER_BYTES } from './peers/bus-ways.mjs';
import { against } from './scaled.mjs';

const PEERS = fileURLToPath(new URL('./peers', import.meta.url));
const MANY = 64;
/** Calls at the beginning of a slice of single calls that do not count. */
const SETTLING = 200;
const TARGET = { timesFloor: 1.25, perSecond: 100_000, timesNest: 2.8 };
/** Nest's transport, where the targets were measured: calls a second with 64 in flight, and microseconds of a call alone. */
const NEST_THEN = { perSecond: 35_000, micros: 200 };
/** What 1.25 times the floor came to there, where it was 106 µs. */
const ALONE_TARGET_MICROS = 132.5;
const NAMES = {
  product: 'a typed request, as the product sends it',
  spans: 'the same with every span written to a file',
  untyped: 'the same without codec and handler',
  bare: 'the same without headers as well',
  socket: "the same bytes over Node's own sockets, without any client",
  request: "nats.js request()",
  nest: "Nest's own NATS transport",
};

export async function run({ quick }) {
  const sizes = quick
    ? { rounds: 5, alone: 300, together: 10_000, warmUp: 20_000 }
    : { rounds: 15, alone: 500, together: 40_000, warmUp: 60_000 };
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-bus-'));
  const nats = await startNats();
  const ways = new Map();
  try {
    const floor = compiledFloor(directory, nats.port);
    for (const name of Object.keys(NAMES)) ways.set(name, await Way.start(name, nats.url));
    for (const way of ways.values()) {
      await way.ask({ calls: sizes.warmUp, inFlight: MANY });
      await way.ask({ calls: sizes.warmUp / 20, inFlight: 1 });
    }
    return rowsOf(await interleaved(ways, floor, sizes), floor !== undefined);
  } finally {
    for (const way of ways.values()) way.end();
    await nats.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Both ends of one way to ask, each in a process of its own. */
class Way {
  #asking;
  #serving;

  static async start(name, url) {
    const way = new Way();
    way.#serving = await childThatIsReady(name, 'serve', url);
    way.#asking = await childThatIsReady(name, 'ask', url);
    return way;
  }

  /** @returns `{ micros, seconds }` of `calls`, of which `inFlight` wait at a time */
  async ask(order) {
    this.#asking.send(order);
    return heardFrom(this.#asking);
  }

  end() {
    this.#asking.disconnect();
    this.#serving.disconnect();
  }
}

async function childThatIsReady(name, role, url) {
  const child = fork(join(PEERS, 'bus-end.mjs'), [name, role, url]);
  await heardFrom(child);
  return child;
}

const heardFrom = (child) =>
  new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`a process of the benchmark ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });

/**
 * In each round everybody asks alone, and then everybody asks for many, each time in another order: what ran just before decides how
 * awake the machine is and on which processors the ends of a way stand. For the same reason the first calls of a slice do not count.
 */
async function interleaved(ways, floor, { rounds, alone, together }) {
  const rounded = [];
  for (let round = 0; round < rounds; round += 1) {
    const figures = { ways: Object.fromEntries([...ways.keys()].map((name) => [name, {}])) };
    const one = [...ways].map(([name, way]) => async () => (figures.ways[name].alone = settled(await way.ask({ calls: alone + SETTLING, inFlight: 1 }))));
    const many = [...ways].map(([name, way]) => async () => (figures.ways[name].together = await way.ask({ calls: together, inFlight: MANY })));
    if (floor) {
      one.push(() => (figures.hop = settled(floor('hop', alone + SETTLING))), () => (figures.pair = settled(floor('pair', alone + SETTLING, 1))));
      many.push(() => (figures.pairs = floor('pair', together, MANY)));
    }
    for (const slice of [...shuffled(one), ...shuffled(many)]) await slice();
    rounded.push(figures);
  }
  return rounded;
}

const settled = ({ micros, seconds }) => ({ micros: micros.slice(SETTLING), seconds });

function shuffled(list) {
  const left = [...list];
  return list.map(() => left.splice(Math.floor(Math.random() * left.length), 1)[0]);
}

function rowsOf(rounds, hasFloor) {
  const row = (metric, value, unit, more = {}) => ({ goal: 'P5', metric, value, unit, ...more });
  const own = rounds.map(({ ways }) => ways.product);
  const perSecond = median(own.map(({ together }) => rateOf(together)));
  const nest = Math.round(median(rounds.map(({ ways }) => rateOf(ways.nest.together))));
  const peer = { name: 'Nest', unit: '1/s', then: NEST_THEN.perSecond, now: nest };
  const overNest = median(rounds.map(({ ways }) => rateOf(ways.product.together) / rateOf(ways.nest.together)));
  const aloneIn = ({ ways }, name) => percentile(ways[name].alone.micros, 0.5);
  const alone = (name) => median(rounds.map((round) => aloneIn(round, name)));
  const overSocket = median(rounds.map((round) => aloneIn(round, 'product') / aloneIn(round, 'socket')));
  const nestAlone = { name: 'Nest', unit: 'µs', then: NEST_THEN.micros, now: alone('nest') };
  return [
    ...(hasFloor ? floorRows(rounds, row) : []),
    ...Object.entries(NAMES).flatMap(([name, what]) => wayRows(name, what, rounds, row)),
    row(`${NAMES.product}, 1 in flight, over ${NAMES.socket}`, round2(overSocket), '×', {
      peer: 'Node', peerValue: alone('socket'), ratio: round2(overSocket),
      target: TARGET.timesFloor, met: overSocket <= TARGET.timesFloor,
    }),
    row(`${NAMES.product}, 1 in flight`, alone('product'), 'µs', against({ value: alone('product'), unit: 'µs', target: ALONE_TARGET_MICROS, peer: nestAlone })),
    row(`${NAMES.product}, ${MANY} in flight`, Math.round(perSecond), '1/s', against({ value: perSecond, unit: '1/s', target: TARGET.perSecond, peer })),
    row(`${MANY} in flight, times ${NAMES.nest}`, round2(overNest), '×', {
      peer: 'Nest', peerValue: nest, ratio: round2(overNest),
      target: TARGET.timesNest, met: overNest >= TARGET.timesNest,
    }),
  ];
}

function wayRows(name, what, rounds, row) {
  const alone = rounds.flatMap(({ ways }) => ways[name].alone.micros);
  const together = rounds.flatMap(({ ways }) => ways[name].together.micros);
  return [
    row(`${what}, 1 in flight: p50`, percentile(alone, 0.5), 'µs'),
    row(`${what}, 1 in flight: p99`, percentile(alone, 0.99), 'µs'),
    row(`${what}, ${MANY} in flight: p99`, percentile(together, 0.99), 'µs'),
    row(`${what}, ${MANY} in flight: calls`, Math.round(median(rounds.map(({ ways }) => rateOf(ways[name].together)))), '1/s'),
  ];
}

function floorRows(rounds, row) {
  const hop = median(rounds.map((figures) => 2 * percentile(figures.hop.micros, 0.5)));
  const over = median(rounds.map(({ ways, hop: once }) => percentile(ways.product.alone.micros, 0.5) / (2 * percentile(once.micros, 0.5))));
  const pair = median(rounds.map((figures) => percentile(figures.pair.micros, 0.5)));
  const overPair = median(rounds.map(({ ways, pair: once }) => percentile(ways.product.alone.micros, 0.5) / percentile(once.micros, 0.5)));
  return [
    row('floor: twice one way through the broker in C++: p50', round2(hop), 'µs'),
    row(`${NAMES.product}, 1 in flight, over that floor`, round2(over), '×', {
      peer: 'C++ × 2', peerValue: round2(hop), ratio: round2(over), target: TARGET.timesFloor, met: over <= TARGET.timesFloor,
    }),
    row('request and reply between two C++ connections: p50', round2(pair), 'µs', { peer: 'C++', peerValue: round2(pair), ratio: round2(overPair) }),
    row(`${NAMES.product}, 1 in flight, over that`, round2(overPair), '×'),
    row(`between two C++ connections, ${MANY} in flight`, Math.round(median(rounds.map(({ pairs }) => rateOf(pairs)))), '1/s'),
  ];
}

/** @returns a function that runs one slice of the C++ peer, or `undefined` without a compiler */
function compiledFloor(directory, port) {
  const program = join(directory, 'bus');
  const built = spawnSync('g++', ['-std=c++17', '-O2', '-pthread', '-o', program, join(PEERS, 'bus.cpp')], { encoding: 'utf8' });
  if (built.status !== 0) {
    process.stderr.write('Left out: the C++ floor, because it can not be compiled (Debian: g++).\n');
    return undefined;
  }
  return (kind, calls, ...rest) => {
    const output = execFileSync(program, [port, kind, calls, ANSWER_BYTES.length, ...rest].map(String), { encoding: 'utf8', maxBuffer: 1 << 26 });
    const values = output.trim().split('\n').map(Number);
    return { micros: values.slice(0, -1), seconds: values.at(-1) };
  };
}

const rateOf = ({ micros, seconds }) => micros.length / seconds;
const round2 = (value) => Math.round(value * 100) / 100;
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return round2(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
