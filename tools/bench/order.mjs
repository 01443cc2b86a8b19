// Orders one after the other, and many at once, on a mesh of real processes: from the buyer's request on the bus to the event
// that says that the service is active.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchMesh } from '../../libs/operator/commands/dist/index.js';
import { readRun } from '../../libs/operator/home/dist/index.js';
import { contracting } from '../../libs/wire/dist/index.js';

const SEQUENTIAL = 200;
const WARM_UP = 20;
const IN_FLIGHT = 16;
const CONCURRENT = 400;
/** A small order on a large link: no order of a run is refused for want of capacity. */
const MBPS = 1;
const ORDER_LIMIT_MS = 30_000;

export async function run({ quick }) {
  const sizes = quick ? { sequential: 50, concurrent: 64 } : { sequential: SEQUENTIAL, concurrent: CONCURRENT };
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-bench-'));
  const mesh = await launchMesh({ homeDirectory: directory, source: { kind: 'sample' }, say: (line) => process.stderr.write(`${line}\n`) });
  try {
    const buyer = new Buyer(mesh.bus);
    for (let at = 0; at < WARM_UP; at += 1) await buyer.order();
    const sequential = [];
    for (let at = 0; at < sizes.sequential; at += 1) sequential.push(await buyer.order());
    const concurrent = [];
    const beginMs = performance.now();
    let left = sizes.concurrent;
    const worker = async () => {
      while (left-- > 0) concurrent.push(await buyer.order());
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    const tookS = (performance.now() - beginMs) / 1000;
    const row = (metric, value, unit) => ({ goal: 'P11', metric, value, unit });
    return [
      row('start until ready', round(mesh.timings.readyMs / 1000), 's'),
      row('start until all is advertised', round((mesh.timings.readyMs + mesh.timings.advertiseMs) / 1000), 's'),
      row(`order to active, ${sizes.sequential} one after the other, p50`, percentile(sequential, 0.5), 'ms'),
      row(`order to active, ${sizes.sequential} one after the other, p95`, percentile(sequential, 0.95), 'ms'),
      row(`order to active, ${IN_FLIGHT} in flight, p50`, percentile(concurrent, 0.5), 'ms'),
      row(`order to active, ${IN_FLIGHT} in flight, p95`, percentile(concurrent, 0.95), 'ms'),
      row(`orders completed, ${IN_FLIGHT} in flight`, round(sizes.concurrent / tookS), '1/s'),
      ...memory(mesh.home).map(([name, mebibytes]) => row(`resident memory, ${name}`, mebibytes, 'MiB')),
    ];
  } finally {
    await mesh.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

class Buyer {
  #made = 0;
  #waiting = new Map();
  #bus;

  constructor(bus) {
    this.#bus = bus;
    bus.hear('cm.evt.contracting.v1.ServiceRequestCompleted.*', (_, body) => {
      const { orderId } = contracting.ServiceRequestCompleted.decode(body);
      this.#settle(orderId);
    });
    bus.hear('cm.evt.contracting.v1.ServiceRequestRefused.*', (_, body) => {
      const { orderId, refusal } = contracting.ServiceRequestRefused.decode(body);
      this.#settle(orderId, new Error(`an order of the benchmark was refused: ${refusal.message}`));
    });
  }

  /** @returns milliseconds from the request to the completion */
  async order() {
    const requestId = `bench-${(this.#made += 1)}`;
    const context = { actor: 'buyer:bench', correlationId: requestId, causationId: requestId };
    const terms = {
      from: { place: { kind: 'city', city: 'London' } },
      to: { place: { kind: 'city', city: 'New York' } },
      mbps: MBPS, termMonths: 12, objective: 'profit', currency: 'EUR', acceptance: 'automatic',
    };
    const beginMs = performance.now();
    const { outcome } = await this.#bus.request(contracting.RequestService, { buyerId: 'bench', requestId, terms }, { context });
    if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
    const { orderId } = outcome.acknowledged;
    const { promise } = this.#entry(orderId);
    const endMs = await Promise.race([promise, overdue(orderId)]);
    this.#waiting.delete(orderId);
    return endMs - beginMs;
  }

  /** The completion may be heard before the acknowledgement: whoever comes first makes the entry. */
  #entry(orderId) {
    let entry = this.#waiting.get(orderId);
    if (!entry) {
      entry = Promise.withResolvers();
      this.#waiting.set(orderId, entry);
    }
    return entry;
  }

  #settle(orderId, error) {
    const { resolve, reject } = this.#entry(orderId);
    if (error) reject(error);
    else resolve(performance.now());
  }
}

async function overdue(orderId) {
  await new Promise((resolve) => setTimeout(resolve, ORDER_LIMIT_MS).unref());
  throw new Error(`the order ${orderId} was not complete after ${ORDER_LIMIT_MS} ms`);
}

/** Resident memory of every process, from the kernel. Shared pages of PostgreSQL's many processes are not added up here. */
function memory(home) {
  const { services } = readRun(home) ?? { services: [] };
  const rows = services.map(({ name, pid }) => [name, residentMebibytes(pid)]);
  return [...rows, ['all services together', rows.reduce((sum, [, value]) => sum + value, 0)]];
}

function residentMebibytes(pid) {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

const round = (value) => Math.round(value * 100) / 100;

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
