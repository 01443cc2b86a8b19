// Orders one after the other, and 64 at once, on a mesh of real processes with PostgreSQL and NATS (P11): from the buyer's request on
// the bus to the event that says that the service is active. Beside it, in turns of one run: a twin of the usual parts that does the same job
// (docs/decisions/0052), a bare one that takes the same steps and leaves little behind, and the floor that the order's own requests, events,
// commits and path queries add up to.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchMesh } from '../../libs/operator/commands/dist/index.js';
import { tracesDirectory } from '../../libs/operator/commands/dist/mesh-launcher.js';
import { readRun } from '../../libs/operator/home/dist/index.js';
import { MeshBuyer, TwinBuyer } from './order/buyers.mjs';
import { countsOf } from './order/counts.mjs';
import { floorMs, primitives } from './order/floor.mjs';
import { compilingMs, processorMs } from './order/processor.mjs';
import { pathMicros } from './order/topology.mjs';

const IN_FLIGHT = 64;
const TARGET = { timesFloor: 1.6, timesBareTwin: 3.5, timesWholeTwin: 2, aloneOverWholeTwin: 1 };
/** What an order leaves to be done when it is active, as opening its account, is over by then. */
const AFTERWARDS_MS = 500;
const WARM_UP_ALONE = 20;

export async function run({ quick }) {
  // A compiler that is still at work would be measured with the order, the mesh's and the twins'. V8 optimizes what an order calls once after some ten thousand
  // orders, in all services at once.
  const sizes = quick ? { rounds: 2, alone: 30, together: 200, warmUp: 400 } : { rounds: 9, alone: 40, together: 400, warmUp: 12_000 };
  const [home, directory] = ['home', 'floor'].map((name) => mkdtempSync(join(tmpdir(), `carriermesh-bench-${name}-`)));
  const undo = [home, directory].map((made) => () => rmSync(made, { recursive: true, force: true }));
  try {
    const mesh = await launchMesh({ homeDirectory: home, source: { kind: 'sample' }, say: (line) => process.stderr.write(`${line}\n`) });
    undo.push(() => mesh.stop());
    const floor = await primitives(directory, percentile);
    undo.push(() => floor.stop());
    const buyers = { mesh: new MeshBuyer(mesh.bus) };
    for (const name of ['whole', 'bare']) {
      buyers[name] = await TwinBuyer.start(name, mesh.postgresUrl);
      undo.push(() => buyers[name].stop());
    }
    for (const buyer of Object.values(buyers)) {
      await together(buyer, sizes.warmUp);
      await alone(buyer, WARM_UP_ALONE);
    }
    const counts = await countsOf(await buyers.mesh.take(true), { postgresUrl: mesh.postgresUrl, tracesDirectory: tracesDirectory(mesh.home) });
    const path = await pathMicros(mesh.postgresUrl, percentile);
    const rounds = [];
    for (let round = 0; round < sizes.rounds; round += 1) rounds.push(await measured(buyers, { floor, sizes, home: mesh.home }));
    return [...startRows(mesh), ...countRows(counts), ...rowsOf(rounds, { counts, path, sizes }), ...processorRows(rounds, sizes), ...memoryRows(mesh.home)];
  } finally {
    for (const each of undo.reverse()) await each();
  }
}

async function measured({ mesh, whole, bare }, { floor: { hopMicros, syncMicros }, sizes, home }) {
  const [hop, sync] = [hopMicros?.(), syncMicros()];
  const oneByOne = await alone(mesh, sizes.alone);
  const [before, compiledBefore] = [processorMs(home), compilingMs(home)];
  const many = await together(mesh, sizes.together);
  await sleep(AFTERWARDS_MS);
  const [after, compiledAfter] = [processorMs(home), compilingMs(home)];
  return {
    hop, sync,
    compiling: (compiledAfter - compiledBefore) / sizes.together,
    processor: new Map([...after].map(([name, ms]) => [name, (ms - (before.get(name) ?? 0)) / sizes.together])),
    mesh: { alone: oneByOne, together: many },
    whole: { alone: await alone(whole, sizes.alone), together: await together(whole, sizes.together) },
    bare: { alone: await alone(bare, sizes.alone), together: await together(bare, sizes.together) },
  };
}

async function alone(buyer, count) {
  const tookMs = [];
  for (let at = 0; at < count; at += 1) tookMs.push(await buyer.order());
  return tookMs;
}

async function together(buyer, count) {
  const tookMs = [];
  let left = count;
  const beginMs = performance.now();
  const worker = async () => {
    while (left-- > 0) tookMs.push(await buyer.order());
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return { tookMs, perSecond: (count * 1_000) / (performance.now() - beginMs) };
}

const row = (metric, value, unit, more = {}) => ({ goal: 'P11', metric, value, unit, ...more });

const startRows = ({ timings: { readyMs, advertiseMs } }) => [
  row('start until ready', round(readyMs / 1_000), 's'),
  row('start until all is advertised', round((readyMs + advertiseMs) / 1_000), 's'),
];

function countRows({ requests, events, commits, segments, pathQueries, asked, heard, commitsOf }) {
  process.stderr.write(`requests: RequestService, ${asked.join(', ')}\nevents: ${heard.join(', ')}, ServiceRequestCompleted\ncommits: ${commitsOf.join(' | ')}, and ${segments} of the agents at once\n`);
  return [
    row('requests of an order, one after the other', requests, ''),
    row('events of an order, one after the other', events, ''),
    row('durable commits of an order, one after the other', commits, ''),
    row('path queries of an order', pathQueries, ''),
  ];
}

function rowsOf(rounds, { counts, path, sizes }) {
  const p50 = (who) => median(rounds.map((each) => percentile(each[who].alone, 0.5)));
  const all = (who) => rounds.flatMap((each) => each[who].alone);
  const perSecond = (who) => median(rounds.map((each) => each[who].together.perSecond));
  const many = `${sizes.together} orders, ${IN_FLIGHT} in flight, ${rounds.length} times`;
  return [
    row(`order to active, 1 in flight, ${all('mesh').length} orders, p50`, round(p50('mesh')), 'ms'),
    row('the same, p99', round(percentile(all('mesh'), 0.99)), 'ms'),
    row(`orders completed, ${many}`, round(perSecond('mesh')), '1/s'),
    row('the same, p50 of an order', round(percentile(rounds.flatMap(({ mesh }) => mesh.together.tookMs), 0.5)), 'ms'),
    ...twinRows(rounds, { name: 'whole', what: 'the twin that does the same job', times: TARGET.timesWholeTwin, alone: TARGET.aloneOverWholeTwin, p50, all, perSecond }),
    ...twinRows(rounds, { name: 'bare', what: 'the bare twin', times: TARGET.timesBareTwin, p50, all, perSecond }),
    ...(rounds[0].hop === undefined ? [] : floorRows(rounds, { counts, path, p50: p50('mesh') })),
  ];
}

function twinRows(rounds, { name, what, times, alone: aloneTarget, p50, all, perSecond }) {
  const ratio = round(median(rounds.map((each) => each.mesh.together.perSecond / each[name].together.perSecond)));
  const over = round(p50('mesh') / p50(name));
  return [
    row(`${what}, 1 in flight, p50`, round(p50(name)), 'ms'),
    row('the same, p99', round(percentile(all(name), 0.99)), 'ms'),
    ...(aloneTarget === undefined ? [] : [row(`order to active, 1 in flight, over ${what}`, over, '×', { peer: 'Nest + pg', peerValue: round(p50(name)), ratio: over, target: aloneTarget, met: over <= aloneTarget })]),
    row(`${what}, orders completed`, round(perSecond(name)), '1/s'),
    row(`orders completed, times ${what}`, ratio, '×', { peer: 'Nest + pg', peerValue: round(perSecond(name)), ratio, target: times, met: ratio >= times }),
  ];
}

function floorRows(rounds, { counts, path, p50 }) {
  const hopMicros = median(rounds.map(({ hop }) => hop));
  const syncMicros = median(rounds.map(({ sync }) => sync));
  const floor = floorMs(counts, { hopMicros, syncMicros, pathMicros: path });
  const ratio = round(p50 / floor);
  return [
    row('floor: one way through the broker, C++, p50', round(hopMicros), 'µs'),
    row('floor: 2 KB on the disk by fdatasync, p50', round(syncMicros), 'µs'),
    row('floor: a path search by itself, p50', round(path), 'µs'),
    row('floor of an order, from its own counts', round(floor), 'ms'),
    row('order to active, 1 in flight, over its floor', ratio, '×', { peer: 'floor', peerValue: round(floor), ratio, target: TARGET.timesFloor, met: ratio <= TARGET.timesFloor }),
  ];
}

/** Of all that an order makes the mesh do, with what follows it. On a machine that is not idle this holds where orders a second do not. */
function processorRows(rounds, { together: count }) {
  const of = (name) => median(rounds.map(({ processor }) => processor.get(name) ?? 0));
  const names = [...rounds[0].processor.keys()].toSorted((a, b) => of(b) - of(a));
  const all = median(rounds.map(({ processor }) => [...processor.values()].reduce((sum, ms) => sum + ms, 0)));
  return [
    row(`processor time of an order, ${count} of them with ${IN_FLIGHT} in flight, all processes`, round(all), 'ms'),
    ...names.map((name) => row(`of it, ${name}`, round(of(name)), 'ms')),
    row("of the services', V8's own threads, which compile and collect", round(median(rounds.map(({ compiling }) => compiling))), 'ms'),
  ];
}

/** Resident memory of every process, from the kernel. Shared pages of PostgreSQL's many processes are not added up here. */
function memoryRows(home) {
  const { services } = readRun(home) ?? { services: [] };
  const rows = services.map(({ name, pid }) => [name, residentMebibytes(pid)]);
  return [...rows, ['all services together', rows.reduce((sum, [, value]) => sum + value, 0)]].map(([name, value]) => row(`resident memory, ${name}`, value, 'MiB'));
}

function residentMebibytes(pid) {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

const round = (value) => Math.round(value * 100) / 100;
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
