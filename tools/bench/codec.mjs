// An event of twelve fields, written and read (P6): the generated codec against protobufjs (by reflection, and as its own generator
// writes it), protobuf-es and JSON. All write the same event, read it back, and take turns; what they read is compared.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import protobuf from 'protobufjs';
import { sample } from '../../libs/wire/dist/fixture/index.js';
import { against } from './scaled.mjs';

const SCHEMA = fileURLToPath(new URL('../wire-gen/fixtures/', import.meta.url));
const TYPE = 'carriermesh.sample.v1.QuoteOffered';
const TARGET_NS = { encode: 350, decode: 310 };
/** protobufjs, where the targets were measured; which of its two ways is not on record, so that the faster one is taken. */
const PROTOBUFJS_THEN_NS = { encode: 618, decode: 380 };
/** Timed together: one alone is shorter than a look at the clock. */
const BATCH = 200;
/** Events of different contents, so that nothing is learned by heart. */
const EVENTS = 64;
const NANOS = 1_000_000_000n;

export async function run({ quick }) {
  // The warm-up is never shorter: code that is not compiled yet says nothing about any of them.
  const sizes = { rounds: quick ? 60 : 400, warmUp: 200 };
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-codec-'));
  try {
    const events = Array.from({ length: EVENTS }, (_, index) => eventOf(index));
    const own = ownWay();
    const peers = [generatedWay(directory), reflectionWay(), esWay(directory), jsonWay()];
    compare(own, peers, events);
    return ['encode', 'decode'].flatMap((task) => rowsOf(task, own, peers, measured(task, [own, ...peers], events, sizes)));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function eventOf(index) {
  return {
    quoteId: `quo_0198f3c0-7000-8${String(index).padStart(3, '0')}`,
    orderId: `ord_0198f3c0-7000-9${String(index).padStart(3, '0')}`,
    buyerId: `buyer-${index}`,
    objective: ['least-latency', 'least-price'][index % 2],
    latencyNs: 38_412_000n + BigInt(index) * 1_001n,
    capacityMbps: 100 * (1 + index),
    topologyRevision: 9_912_345n + BigInt(index),
    price: { currency: 'EUR', microMinor: 129_900_000_000n + BigInt(index) },
    validUntil: 1_800_000_000_123_456_789n + BigInt(index) * NANOS,
    holdFor: 900n * NANOS + BigInt(index),
    firm: index % 3 > 0,
    termsSha256: Uint8Array.from({ length: 32 }, (_, at) => (at * 7 + index) & 255),
  };
}

function measured(task, ways, events, { rounds, warmUp }) {
  const inputs = ways.map((way) => events.map((event) => (task === 'encode' ? way.from(event) : way.encode(way.from(event)))));
  const nanos = ways.map(() => []);
  for (let round = 0; round < warmUp + rounds; round += 1) {
    ways.forEach((way, index) => {
      const action = way[task];
      const input = inputs[index];
      const begin = process.hrtime.bigint();
      for (let at = 0; at < BATCH; at += 1) action(input[at % EVENTS]);
      const spent = Number(process.hrtime.bigint() - begin) / BATCH;
      if (round >= warmUp) nanos[index].push(spent);
    });
  }
  return nanos;
}

function rowsOf(task, own, peers, [mine, ...theirs]) {
  const value = percentile(mine, 0.5);
  const p50s = theirs.map((nanos) => percentile(nanos, 0.5));
  const protobufjs = Math.min(...p50s.filter((_, index) => peers[index].name.startsWith('protobufjs')));
  const peer = { name: 'protobufjs', unit: 'ns', then: PROTOBUFJS_THEN_NS[task], now: protobufjs };
  const what = `${task === 'encode' ? 'written' : 'read'}, 12 fields`;
  return [
    { goal: 'P6', metric: `event ${what}: p50`, value, unit: 'ns', ...against({ value, unit: 'ns', target: TARGET_NS[task], peer }) },
    { goal: 'P6', metric: `event ${what}: p99 of ${BATCH} at a time`, value: percentile(mine, 0.99), unit: 'ns' },
    ...peers.map(({ name }, index) => {
      const peerValue = p50s[index];
      return { goal: 'P6', metric: `the same by ${name}: p50`, value: peerValue, unit: 'ns', peer: name, peerValue, ratio: Math.round((peerValue / value) * 100) / 100 };
    }),
  ];
}

/** The protobuf ways must write the same bytes, and every way must read back what was written. */
function compare(own, peers, events) {
  for (const event of events) {
    const bytes = Buffer.from(own.encode(event)).toString('hex');
    for (const way of [own, ...peers]) {
      const written = way.encode(way.from(event));
      if (written instanceof Uint8Array && Buffer.from(written).toString('hex') !== bytes) throw new Error(`${way.name} writes other bytes`);
      const [read, expected] = [way.to(way.decode(written)), event].map(printed);
      if (read !== expected) throw new Error(`${way.name} reads ${read}, not ${expected}`);
    }
  }
}

const printed = (event) =>
  JSON.stringify({ ...event, termsSha256: Buffer.from(event.termsSha256).toString('hex') }, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));

const ownWay = () => ({ name: 'the generated codec', from: (event) => event, to: (event) => event, encode: sample.QuoteOffered.encode, decode: sample.QuoteOffered.decode });

/** What protobufjs makes of the schema when it runs. */
function reflectionWay() {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => join(SCHEMA, target);
  const type = root.loadSync('carriermesh/sample/v1/events.proto').lookupType(TYPE);
  return protobufjsWay('protobufjs, by reflection', type);
}

/** What protobufjs's own generator writes. */
function generatedWay(directory) {
  const file = join(directory, 'static.cjs');
  const cli = createRequire(import.meta.url).resolve('protobufjs-cli/bin/pbjs');
  execFileSync(process.execPath, [cli, '-t', 'static-module', '-w', 'commonjs', '-p', SCHEMA, '-o', file, 'carriermesh/sample/v1/events.proto'], { stdio: ['ignore', 'ignore', 'inherit'] });
  // It asks for protobufjs by name, which is not found from a temporary folder.
  const module = { exports: {} };
  new Function('module', 'exports', 'require', readFileSync(file, 'utf8'))(module, module.exports, createRequire(import.meta.url));
  return protobufjsWay('protobufjs, generated', module.exports.carriermesh.sample.v1.QuoteOffered);
}

function protobufjsWay(name, type) {
  const seconds = (nanos) => ({ seconds: protobuf.util.Long.fromBigInt(nanos / NANOS), nanos: Number(nanos % NANOS) });
  const nanosOf = ({ seconds, nanos }) => seconds.toBigInt() * NANOS + BigInt(nanos);
  const objectives = { 'least-latency': 1, 'least-price': 7 };
  return {
    name,
    from: (event) => ({
      ...event,
      objective: objectives[event.objective],
      latencyNs: protobuf.util.Long.fromBigInt(event.latencyNs),
      topologyRevision: protobuf.util.Long.fromBigInt(event.topologyRevision, true),
      price: { currency: event.price.currency, microMinor: protobuf.util.Long.fromBigInt(event.price.microMinor) },
      validUntil: seconds(event.validUntil),
      holdFor: seconds(event.holdFor),
    }),
    to: (read) => ({
      quoteId: read.quoteId, orderId: read.orderId, buyerId: read.buyerId,
      objective: Object.keys(objectives).find((known) => objectives[known] === read.objective),
      latencyNs: read.latencyNs.toBigInt(), capacityMbps: read.capacityMbps, topologyRevision: read.topologyRevision.toBigInt(),
      price: { currency: read.price.currency, microMinor: read.price.microMinor.toBigInt() },
      validUntil: nanosOf(read.validUntil), holdFor: nanosOf(read.holdFor), firm: read.firm, termsSha256: read.termsSha256,
    }),
    encode: (message) => type.encode(message).finish(),
    decode: (bytes) => type.decode(bytes),
  };
}

function esWay(directory) {
  const file = join(directory, 'schema.binpb');
  const buf = createRequire(import.meta.url).resolve('@bufbuild/buf/bin/buf');
  writeFileSync(join(directory, 'buf.yaml'), 'version: v2\n');
  execFileSync(process.execPath, [buf, 'build', SCHEMA, '--as-file-descriptor-set', '-o', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const schema = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(file))).getMessage(TYPE);
  const seconds = (nanos) => ({ seconds: nanos / NANOS, nanos: Number(nanos % NANOS) });
  const nanosOf = ({ seconds, nanos }) => seconds * NANOS + BigInt(nanos);
  const objectives = { 'least-latency': 1, 'least-price': 7 };
  return {
    name: 'protobuf-es',
    from: (event) => create(schema, { ...event, objective: objectives[event.objective], validUntil: seconds(event.validUntil), holdFor: seconds(event.holdFor) }),
    to: (read) => ({
      quoteId: read.quoteId, orderId: read.orderId, buyerId: read.buyerId,
      objective: Object.keys(objectives).find((known) => objectives[known] === read.objective),
      latencyNs: read.latencyNs, capacityMbps: read.capacityMbps, topologyRevision: read.topologyRevision,
      price: { currency: read.price.currency, microMinor: read.price.microMinor },
      validUntil: nanosOf(read.validUntil), holdFor: nanosOf(read.holdFor), firm: read.firm, termsSha256: read.termsSha256,
    }),
    encode: (message) => toBinary(schema, message),
    decode: (bytes) => fromBinary(schema, bytes),
  };
}

/** JSON knows neither 64 bits nor bytes: they are text on the way, as everybody does it. */
function jsonWay() {
  return {
    name: 'JSON',
    from: (event) => event,
    to: (event) => event,
    encode: (event) =>
      JSON.stringify({
        ...event,
        latencyNs: event.latencyNs.toString(), topologyRevision: event.topologyRevision.toString(),
        price: { currency: event.price.currency, microMinor: event.price.microMinor.toString() },
        validUntil: event.validUntil.toString(), holdFor: event.holdFor.toString(),
        termsSha256: Buffer.from(event.termsSha256).toString('base64'),
      }),
    decode: (text) => {
      const read = JSON.parse(text);
      read.latencyNs = BigInt(read.latencyNs);
      read.topologyRevision = BigInt(read.topologyRevision);
      read.price.microMinor = BigInt(read.price.microMinor);
      read.validUntil = BigInt(read.validUntil);
      read.holdFor = BigInt(read.holdFor);
      read.termsSha256 = Buffer.from(read.termsSha256, 'base64');
      return read;
    },
  };
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
}
