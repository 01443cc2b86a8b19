// The ways to ask that are compared. All carry the same question and the same answer: `serve` listens, `ask` gives a function that
// asks once and checks what comes back.
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { ClientNats, ServerNats } from '@nestjs/microservices';
import { connect } from '@nats-io/transport-node';
import { firstValueFrom } from 'rxjs';
import { connectBus, contextToHeaders, NatsBus, NatsTransport, RequestInbox } from '../../../libs/platform/bus/dist/index.js';
import { Handles } from '../../../libs/platform/chassis/dist/index.js';
import { bindHandlers } from '../../../libs/platform/chassis/dist/bind-handlers.js';
import { startTracing } from '../../../libs/platform/telemetry/dist/index.js';
import { provisioning } from '../../../libs/wire/dist/index.js';

/** A subject of its own for each way that has the product at both ends. */
const rpcOf = (way) => ({ ...provisioning.GetActivation, subject: `bench.${way}` });
const RPC = rpcOf('product');
const NEST_SUBJECT = 'bench.nest';
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const ANSWER = {
  outcome: {
    kind: 'activation',
    activation: { contractId: 'con_0198f3c0', state: 'active', activeSegmentIds: ['seg_1', 'seg_2', 'seg_3'], segments: 3 },
  },
};
const answerTo = (contractId) => ({ outcome: { kind: 'activation', activation: { ...ANSWER.outcome.activation, contractId } } });
const contractOf = (call) => `con_0198f3c0-7000-8000-${call % 100_000}`;

export const REQUEST_BYTES = RPC.request.encode({ contractId: contractOf(99_999) });
export const ANSWER_BYTES = RPC.response.encode(answerTo(contractOf(99_999)));

function check(contractId, { outcome }) {
  if (outcome.activation.contractId !== contractId) throw new Error(`asked for ${contractId} and was told of ${outcome.activation.contractId}`);
}

const contextOf = (id) => ({ actor: 'buyer:bench', correlationId: id, causationId: id, traceparent: TRACEPARENT });

/** What a service is: Nest, the transport, the generated codec. */
const serveAsService = (way) => async (url) => {
  class ActivationHandler {
    async execute({ body }) {
      return answerTo(body.contractId);
    }
  }
  Handles(rpcOf(way))(ActivationHandler);
  const transport = new NatsTransport(await connectBus({ url, name: 'serving' }), 'serving');
  const module = { module: class ServiceModule {}, imports: [CqrsModule.forRoot()], providers: [ActivationHandler] };
  const app = await NestFactory.createMicroservice(module, { strategy: transport, logger: false });
  app.setIsInitHookCalled(true);
  await app.init();
  const definition = { name: 'serving', handlers: [ActivationHandler] };
  bindHandlers(definition, app, { transport, head: {} });
  await app.listen();
};

const askAsService = (way) => async (url) => {
  const bus = new NatsBus(await connectBus({ url, name: 'asking' }), 'asking');
  const rpc = rpcOf(way);
  return async (call) => {
    const contractId = contractOf(call);
    check(contractId, await bus.request(rpc, { contractId }, { context: contextOf(contractId) }));
  };
};

function traced(end, directory) {
  return (url) => {
    startTracing({ service: 'bench', ...(directory === undefined ? {} : { directory: directory() }) });
    return end(url);
  };
}

function spansDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-bench-spans-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The transport and the inbox by themselves: bytes, with the headers of a call. */
async function serveUntyped(url) {
  const transport = new NatsTransport(await connectBus({ url, name: 'serving' }), 'serving');
  transport.bind('bench.untyped', async () => ANSWER_BYTES, (bytes) => bytes);
  await new Promise((resolve) => transport.listen(resolve));
}

async function askUntyped(url) {
  const inbox = new RequestInbox(await connectBus({ url, name: 'asking' }));
  return (call) => askBytes(inbox, 'bench.untyped', contextToHeaders(contextOf(contractOf(call))));
}

/** The inbox by itself. */
async function askBare(url) {
  const inbox = new RequestInbox(await connectBus({ url, name: 'asking' }));
  return () => askBytes(inbox, 'bench.bare');
}

function askBytes(inbox, subject, headers) {
  return new Promise((resolve, reject) => {
    const answered = ({ data }) => (data.length === ANSWER_BYTES.length ? resolve() : reject(new Error(`${data.length} bytes came back`)));
    inbox.send({ subject, timeoutMs: 5_000, answered, failed: reject }, REQUEST_BYTES, headers);
  });
}

/**
 * No client at all: sockets of Node's, and a call of the product as fixed bytes, its subject, its inbox and its headers. What Node and the
 * broker take for it is below whatever is written in Node.
 */
const CALL_SUBJECT = 'bench.socket';
const CALL_INBOX = '_INBOX.NXW6E9FCQ1TRYKFQV7ZL5J.';
const CALL_REPLY = `${CALL_INBOX}1638400`;
const CALL_HEADERS = Buffer.from(contextToHeaders(contextOf(contractOf(99_999))).encode());

async function socketTo(url, subscription, heard) {
  const { hostname, port } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
  socket.write(`CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB ${subscription} 1\r\nPING\r\n`);
  for (let greeting = ''; !greeting.includes('PONG'); ) greeting += await new Promise((resolve) => socket.once('data', resolve));
  socket.on('data', heard);
  return socket;
}

const withLine = (line, ...parts) => Buffer.concat([Buffer.from(`${line}\r\n`), ...parts, Buffer.from('\r\n')]);
const CALL_BYTES = CALL_HEADERS.length + REQUEST_BYTES.length;
const ASKED = withLine(`HPUB ${CALL_SUBJECT} ${CALL_REPLY} ${CALL_HEADERS.length} ${CALL_BYTES}`, CALL_HEADERS, REQUEST_BYTES);
const HEARD = withLine(`HMSG ${CALL_SUBJECT} 1 ${CALL_REPLY} ${CALL_HEADERS.length} ${CALL_BYTES}`, CALL_HEADERS, REQUEST_BYTES);
const ANSWERED = withLine(`PUB ${CALL_REPLY} ${ANSWER_BYTES.length}`, ANSWER_BYTES);
const TOLD = withLine(`MSG ${CALL_REPLY} 1 ${ANSWER_BYTES.length}`, ANSWER_BYTES);

/** How many messages end in a piece of what was received, all of them as long as that one. */
function messageCounter({ length }) {
  let received = 0;
  return (piece) => {
    received += piece.length;
    const count = Math.floor(received / length);
    received -= count * length;
    return count;
  };
}

async function serveSocket(url) {
  const endedIn = messageCounter(HEARD);
  const socket = await socketTo(url, `${CALL_SUBJECT} serving`, (piece) => {
    for (let left = endedIn(piece); left > 0; left -= 1) socket.write(ANSWERED);
  });
}

async function askSocket(url) {
  const endedIn = messageCounter(TOLD);
  const waiting = [];
  const socket = await socketTo(url, `${CALL_INBOX}*`, (piece) => {
    for (let left = endedIn(piece); left > 0; left -= 1) waiting.shift()();
  });
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      socket.write(ASKED);
    });
}

const serveBytes = (subject) => async (url) => {
  const connection = await connect({ servers: url });
  connection.subscribe(subject, { callback: (_, message) => message.respond(ANSWER_BYTES) });
  await connection.flush();
};

async function askByRequest(url) {
  const connection = await connect({ servers: url });
  return async () => {
    const reply = await connection.request('bench.request', REQUEST_BYTES, { timeout: 5_000 });
    if (reply.data.length !== ANSWER_BYTES.length) throw new Error(`${reply.data.length} bytes came back`);
  };
}

async function serveByNest(url) {
  const server = new ServerNats({ servers: [url] });
  server.addHandler(NEST_SUBJECT, async ({ contractId }) => answerTo(contractId));
  await new Promise((resolve, reject) => server.listen((error) => (error ? reject(error) : resolve())));
}

async function askByNest(url) {
  const client = new ClientNats({ servers: [url] });
  await client.connect();
  return async (call) => {
    const contractId = contractOf(call);
    check(contractId, await firstValueFrom(client.send(NEST_SUBJECT, { contractId })));
  };
}

export const WAYS = {
  product: { serve: traced(serveAsService('product')), ask: traced(askAsService('product')) },
  spans: { serve: traced(serveAsService('spans'), spansDirectory), ask: traced(askAsService('spans'), spansDirectory) },
  untyped: { serve: traced(serveUntyped), ask: traced(askUntyped) },
  bare: { serve: serveBytes('bench.bare'), ask: askBare },
  socket: { serve: serveSocket, ask: askSocket },
  request: { serve: serveBytes('bench.request'), ask: askByRequest },
  nest: { serve: serveByNest, ask: askByNest },
};
