// Who orders: from the mesh, and from the twin. Each answers the milliseconds from its request to the word that the service is up.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '@nats-io/transport-node';
import { Logger } from '@nestjs/common';
import { ClientNats } from '@nestjs/microservices';
import pg from 'pg';
import { firstValueFrom } from 'rxjs';
import { BROKER_THRIFT, COLLECTING, Home, startPostgres } from '../../../libs/operator/home/dist/index.js';
import { startNats } from '../../../libs/platform/testing/dist/index.js';
import { contracting } from '../../../libs/wire/dist/index.js';
import { TERMS, traceOf } from './terms.mjs';

Logger.overrideLogger(false);

const ORDER_LIMIT_MS = 30_000;
const PEERS = new URL('../peers/', import.meta.url);
/** The twins, each with where it says that an order is complete. */
const TWINS = { bare: { file: 'order-twin.mjs', completed: 'twin.completed' }, whole: { file: 'whole-twin.mjs', completed: 'twin.evt.completed.*' } };

/** Orders that wait for their end. It may be heard before the acknowledgement: whoever comes first makes the entry. */
class Waiting {
  #entries = new Map();

  async until(orderId) {
    const timeout = new Promise((_, reject) => setTimeout(() => reject(new Error(`the order ${orderId} was not complete after ${ORDER_LIMIT_MS} ms`)), ORDER_LIMIT_MS).unref());
    const endMs = await Promise.race([this.#entry(orderId).promise, timeout]);
    this.#entries.delete(orderId);
    return endMs;
  }

  settle(orderId, error) {
    const { resolve, reject } = this.#entry(orderId);
    if (error) reject(error);
    else resolve(performance.now());
  }

  #entry(orderId) {
    const entry = this.#entries.get(orderId) ?? Promise.withResolvers();
    this.#entries.set(orderId, entry);
    return entry;
  }
}

export class MeshBuyer {
  #made = 0;
  #waiting = new Waiting();
  #bus;

  constructor(bus) {
    this.#bus = bus;
    bus.hear('cm.evt.contracting.v1.ServiceRequestCompleted.*', (_, body) => this.#waiting.settle(contracting.ServiceRequestCompleted.decode(body).orderId));
    bus.hear('cm.evt.contracting.v1.ServiceRequestRefused.*', (_, body) => {
      const { orderId, refusal } = contracting.ServiceRequestRefused.decode(body);
      this.#waiting.settle(orderId, new Error(`an order of the benchmark was refused: ${refusal.message}`));
    });
  }

  async order() {
    return (await this.take(false)).tookMs;
  }

  /** @returns how long it took, which order it was, and the id of the trace that it belongs to */
  async take(isSampled) {
    const requestId = `bench-${(this.#made += 1)}`;
    const traceparent = traceOf(this.#made, isSampled);
    const context = { actor: 'buyer:bench', correlationId: requestId, causationId: requestId, traceparent };
    const beginMs = performance.now();
    const { outcome } = await this.#bus.request(contracting.RequestService, { buyerId: 'bench', requestId, terms: TERMS }, { context });
    if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
    const { orderId } = outcome.acknowledged;
    return { orderId, traceId: traceparent.slice(3, 35), tookMs: (await this.#waiting.until(orderId)) - beginMs };
  }
}

/** A twin's processes, on a database server and a broker of their own, which are set as the mesh's are: what one leaves to be done would be done in the turn of another. */
export class TwinBuyer {
  #made = 0;
  #waiting = new Waiting();
  #undo = [];
  #client;

  static async start(name, meshPostgresUrl) {
    const buyer = new TwinBuyer();
    try {
      await buyer.#start(name, meshPostgresUrl);
      return buyer;
    } catch (error) {
      await buyer.stop();
      throw error;
    }
  }

  async #start(name, meshPostgresUrl) {
    const { file, completed } = TWINS[name];
    const program = new URL(file, PEERS);
    const { ROLES, SCHEMA } = await import(program.href);
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-bench-twin-'));
    this.#undo.push(() => rmSync(directory, { recursive: true, force: true }));
    const { url, stop } = await startPostgres(Home.open(directory, { demonstration: true }), { env: {} });
    this.#undo.push(stop);
    await asked(url, SCHEMA);
    const nats = await startNats({ env: BROKER_THRIFT });
    this.#undo.push(() => nats.stop());
    const env = { ...process.env, TWIN_MESH_LEDGER: meshPostgresUrl };
    for (const role of ROLES) {
      const child = fork(fileURLToPath(program), [role, nats.url, url], { env, execArgv: COLLECTING });
      this.#undo.push(() => child.connected && child.disconnect());
      await new Promise((resolve, reject) => child.once('message', resolve).once('exit', (code) => reject(new Error(`the ${name} twin's ${role} ended with ${code}`))));
      child.on('message', ({ failed }) => process.stderr.write(`the ${name} twin: ${failed}\n`));
    }
    this.#client = new ClientNats({ servers: [nats.url] });
    await this.#client.connect();
    this.#undo.push(() => this.#client.close());
    const connection = await connect({ servers: nats.url });
    this.#undo.push(() => connection.close());
    // Nest wraps what it tells; a stream has the event as it was written.
    connection.subscribe(completed, { callback: (_, message) => this.#waiting.settle((message.json().data ?? message.json()).orderId) });
    await connection.flush();
  }

  async order() {
    const orderId = `twin-${(this.#made += 1)}`;
    const beginMs = performance.now();
    await firstValueFrom(this.#client.send('twin.order', { orderId, terms: TERMS }));
    return (await this.#waiting.until(orderId)) - beginMs;
  }

  async stop() {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }
}

async function asked(connectionString, sql) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(sql);
  await client.end();
}
