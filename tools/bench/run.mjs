// `npm run bench` lists the benchmarks; `npm run bench -- <name> [--quick] [--json]` runs one. Figures are medians and high
// percentiles of one run on a stated machine; nothing here is a test.
import { cpus, totalmem, release } from 'node:os';
import { ensureBuilt } from '../bootstrap/build.mjs';
import { verdicts } from './scaled.mjs';

const BENCHMARKS = {
  order: 'from an order to its active service, over every process of the mesh (P11); start-up time and memory beside it',
  failover: 'from an impairment to a service on its contracted alternative, in round trips; and a cut link with 1,000 services on it (P4)',
  heartbeats: 'what 1,000 agents that say that they live cost: processor time, messages, rows and the growth of the ledger',
  bus: 'typed requests over NATS between two processes (P5), with the layers of a call one by one, against C++ and other clients',
  codec: 'an event of 12 fields written and read (P6), against protobufjs, protobuf-es and JSON',
  rating: 'calls rated in memory on one core, 50,000 prefixes (P9), against C++ and BigInt; usage from signed batches to durable charges',
  period: 'a month of a million usage records over 1,000 contracts and 20 providers: taken, closed, balanced and replayed',
  paths: 'path searches on graphs of 1,000 to 100,000 nodes and on the Topology Zoo, against C++ and others (P1–P3)',
  protection: 'how long a service over three providers is out when a link is cut, on Linux namespaces, as root (G.841: 50 ms)',
  failpoints: 'what a failpoint costs while it is off',
  ledger: 'appends to the ledger with 1, 16 and 64 writers (P7), against pgbench, a pool of transactions and emmett',
  views: 'a million events read back, and views rebuilt from them (P8), against a cursor with protobufjs',
  verify: 'a million events verified against their tree and a kept head, as `carriermesh ledger verify` does it, in under 30 s',
  lines: 'lines of code of each package',
};

const [name, ...flags] = process.argv.slice(2);
if (!name || !Object.hasOwn(BENCHMARKS, name)) {
  if (name) process.stderr.write(`There is no benchmark "${name}".\n`);
  process.stdout.write('npm run bench -- <name> [--quick] [--json]\n\n');
  for (const [known, what] of Object.entries(BENCHMARKS)) process.stdout.write(`  ${known.padEnd(10)} ${what}\n`);
  process.exit(name ? 1 : 0);
}
await ensureBuilt();
const { run } = await import(`./${name}.mjs`);
const quick = flags.includes('--quick');
if (quick) process.stderr.write('Quick: smaller sizes, for a look and not for a comparison.\n');
const rows = await run({ quick });
const machine = `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, Node ${process.version}`;
const width = Math.max(...rows.map(({ metric }) => metric.length));
for (const row of rows) process.stdout.write(`${row.metric.padEnd(width)}  ${String(row.value).padStart(12)} ${row.unit}${verdicts(row)}\n`);
process.stdout.write(`${machine}\n`);
if (flags.includes('--json')) process.stdout.write(`${JSON.stringify({ bench: name, machine, rows })}\n`);
process.exit(0);
