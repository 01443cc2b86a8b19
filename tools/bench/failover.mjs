// A failover on a mesh of real processes with simulated networks that answer at once: from the notice that a segment is impaired to the
// last provider's word that its segment of the alternative is up, step by step, beside round trips over the same bus in the same run. And
// P4: a link is cut, and for every service on it an alternative is chosen and journalled, beside a fresh search for each.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { launchMesh } from '../../libs/operator/commands/dist/index.js';
import { COLLECTING, readRun } from '../../libs/operator/home/dist/index.js';
import { connectBus, contextToHeaders } from '../../libs/platform/bus/dist/index.js';
import { sealEnvelope, SIGNED_AS, signingKey } from '../../libs/platform/signing/dist/index.js';
import { agent, agentInboundSubject, common, contracting, provisioning } from '../../libs/wire/dist/index.js';
import { STEPS, Timeline } from './failover/timeline.mjs';
import { traceOf } from './order/terms.mjs';

const TARGET_ROUND_TRIPS = 25;
const CUT = fileURLToPath(new URL('./failover/cut-main.mjs', import.meta.url));
const PINGS = 40;
const WAIT_LIMIT_MS = 30_000;
/** Longer than a line stays suspected: each failover finds the exchange as the first one did. */
const APART_NS = 2n * 3_600n * 1_000_000_000n;
/** What the hours that passed make the providers report is over by then. */
const SETTLE_MS = 1_500;
const NANOS_PER_MS = 1e6;
const CORRELATION = { actor: 'operator', correlationId: 'bench', causationId: 'bench' };

export async function run({ quick }) {
  const sizes = quick ? { failovers: 8, cuts: 4 } : { failovers: 16, cuts: 12 };
  const cut = await cutRows(sizes);
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-bench-'));
  const mesh = await launchMesh({ homeDirectory: directory, source: { kind: 'sample' }, say: (line) => process.stderr.write(`${line}\n`) });
  try {
    return [...(await failoverRows(mesh, sizes)), ...cut];
  } finally {
    await mesh.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** In a process that collects its heap as a service's does. */
async function cutRows({ cuts }) {
  const child = fork(CUT, [String(cuts)], { execArgv: COLLECTING });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process of the cuts ended with the code ${code}`);
  });
  const [rows] = await Promise.race([once(child, 'message'), ended]);
  return rows;
}

async function failoverRows(mesh, { failovers }) {
  const { natsUrl } = readRun(mesh.home);
  const pinger = await Pinger.start(natsUrl, mesh.home.meshNkeyFile);
  const timeline = await Timeline.start(natsUrl, mesh.home.meshNkeyFile);
  const listener = new Listener(mesh.bus);
  const [roundTrips, moves] = [[], []];
  try {
    for (let number = 0; number <= failovers; number += 1) {
      const contract = await ordered(mesh.bus, listener, number);
      await mesh.hands.advance(APART_NS);
      await sleep(SETTLE_MS);
      const pings = [];
      for (let ping = 0; ping < PINGS; ping += 1) pings.push(await pinger.ping());
      await timeline.taken();
      const saidMs = await failover({ mesh, natsUrl, listener, contract, number });
      const moments = { said: saidMs, ...(await timeline.taken()) };
      // The first of each warms up.
      if (number === 0) continue;
      roundTrips.push(percentile(pings, 0.5));
      moves.push(moments);
    }
  } finally {
    await timeline.close();
    await pinger.close();
  }
  return rowsOf(moves, percentile(roundTrips, 0.5));
}

function rowsOf(moves, roundTrip) {
  const between = (from, to, share) => round(percentile(moves.map((moments) => moments[to] - moments[from]), share));
  const p50 = between('notice', 'segmentActive', 0.5);
  const ratio = round(p50 / roundTrip);
  const inRoundTrips = (ms) => round(ms / roundTrip);
  return [
    { goal: 'P4', metric: 'one round trip over NATS between two connections, p50', value: round(roundTrip), unit: 'ms' },
    { goal: 'P4', metric: `impairment notice → all segments of the alternative re-activated, ${moves.length} services, p50`, value: p50, unit: 'ms' },
    { goal: 'P4', metric: 'the same, p99', value: between('notice', 'segmentActive', 0.99), unit: 'ms' },
    { goal: 'P4', metric: 'the same, p50, in round trips', value: ratio, unit: '×', peer: 'NATS round trip', peerValue: round(roundTrip), ratio, target: TARGET_ROUND_TRIPS, met: ratio <= TARGET_ROUND_TRIPS },
    ...STEPS.map(([from, to, what]) => ({ goal: 'P4', metric: `  ${what}, p50 (${inRoundTrips(between(from, to, 0.5))} round trips)`, value: between(from, to, 0.5), unit: 'ms' })),
    { goal: 'P4', metric: 'impairment notice → the word on the bus that the service has moved, p50', value: between('notice', 'moved', 0.5), unit: 'ms' },
    { goal: 'P4', metric: 'a provider’s signed report → the same, p50', value: between('said', 'moved', 0.5), unit: 'ms' },
  ];
}

async function ordered(bus, listener, number) {
  const city = (name) => ({ place: { kind: 'city', city: name } });
  const terms = { from: city('London'), to: city('New York'), mbps: 1, termMonths: 12, objective: 'latency', currency: 'EUR', acceptance: 'automatic' };
  const context = { ...CORRELATION, actor: 'buyer:bench', traceparent: traceOf(number + 1, false) };
  const { outcome } = await bus.request(contracting.RequestService, { buyerId: 'bench', requestId: `failover-${number}`, terms }, { context });
  if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
  const contractId = outcome.acknowledged.orderId.replace('ord_', 'con_');
  await listener.heard(`up ${contractId}`);
  const answer = await bus.request(contracting.GetContract, { buyerId: 'bench', contractId }, { context });
  if (answer.outcome.kind === 'refused') throw new Error(answer.outcome.refused.message);
  return contracting.Contract.decode(answer.outcome.contract.envelope.body);
}

/** The provider of the first segment says that nothing comes through it, as its agent would. */
async function failover({ mesh, natsUrl, listener, contract, number }) {
  const { segmentId, providerId } = contract.segments[0];
  const connection = await connectBus({ url: natsUrl, name: 'bench', nkeySeedFile: mesh.home.providerNkeyFile(providerId) });
  try {
    const batchId = `mea_${randomUUID()}`;
    const measuredAt = listener.meshNow();
    const body = agent.MeasurementBatch.encode({ providerId, batchId, measurements: [{ segmentId, measuredAt, latencyNs: 0n, lossPpm: 1_000_000 }] });
    const envelope = sealEnvelope(signingKey(readFileSync(mesh.home.providerKeyFile(providerId), 'utf8')), SIGNED_AS.measurementBatch, body);
    const headers = contextToHeaders({ actor: `provider:${providerId}`, correlationId: batchId, causationId: batchId, traceparent: traceOf(number + 1, false) });
    await connection.flush();
    const saidMs = Number(process.hrtime.bigint()) / NANOS_PER_MS;
    const reply = await connection.request(agentInboundSubject('measure'), common.SignedEnvelope.encode(envelope), { timeout: 10_000, headers });
    const { outcome } = agent.BatchReply.decode(reply.data);
    if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
    await listener.heard(`moved ${contract.contractId}`);
    return saidMs;
  } finally {
    await connection.close();
  }
}

/** What was said on the bus of each contract, and to whoever waits for it. */
class Listener {
  #words = new Map();
  #offsetNs = 0n;

  constructor(bus) {
    const hear = (subject, codec, word) => bus.hear(subject, (_, body) => this.#entry(`${word} ${codec.decode(body).contractId}`).resolve());
    hear('cm.evt.provisioning.v1.ServiceRerouted.*', provisioning.ServiceRerouted, 'moved');
    hear('cm.evt.provisioning.v1.AlternativesExhausted.*', provisioning.AlternativesExhausted, 'exhausted');
    bus.hear('cm.evt.provisioning.v1.ServiceActivated.*', (_, body) => {
      const { contractId, activatedAt } = provisioning.ServiceActivated.decode(body);
      this.#offsetNs = activatedAt - BigInt(Date.now()) * 1_000_000n;
      this.#entry(`up ${contractId}`).resolve();
    });
  }

  /** The hands were moved once more since the last service came up. */
  meshNow() {
    return BigInt(Date.now()) * 1_000_000n + this.#offsetNs + APART_NS;
  }

  async heard(word) {
    const timeout = new Promise((_, reject) => setTimeout(() => reject(new Error(`"${word}" was not heard within ${WAIT_LIMIT_MS} ms`)), WAIT_LIMIT_MS).unref());
    return Promise.race([this.#entry(word).promise, timeout]);
  }

  #entry(word) {
    const entry = this.#words.get(word) ?? Promise.withResolvers();
    this.#words.set(word, entry);
    return entry;
  }
}

/** Request and reply over the server, the other end in a thread of its own. */
class Pinger {
  #connection;
  #worker;

  static async start(url, nkeySeedFile) {
    const pinger = new Pinger();
    const transport = new URL('../../libs/platform/bus/dist/index.js', import.meta.url).href;
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      import(workerData.transport).then(async ({ connectBus }) => {
        const connection = await connectBus({ url: workerData.url, name: 'echo', nkeySeedFile: workerData.nkeySeedFile });
        connection.subscribe('cm.bench.echo', { callback: (_, message) => message.respond(message.data) });
        await connection.flush();
        parentPort.postMessage('ready');
      });`;
    pinger.#worker = new Worker(source, { eval: true, workerData: { transport, url, nkeySeedFile } });
    await new Promise((resolve, reject) => pinger.#worker.once('message', resolve).once('error', reject));
    pinger.#connection = await connectBus({ url, name: 'ping', nkeySeedFile });
    return pinger;
  }

  async ping() {
    const beginMs = performance.now();
    await this.#connection.request('cm.bench.echo', Buffer.alloc(128), { timeout: 5_000 });
    return performance.now() - beginMs;
  }

  async close() {
    await this.#connection.close();
    await this.#worker.terminate();
  }
}

const round = (value) => Math.round(value * 1_000) / 1_000;

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
