// The three things that no way of building it can do without, each measured by itself in the same run: a message through the broker,
// between blocking sockets in C++; a write that is on the disk; a path search in a process that does nothing else.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNats } from '../../../libs/platform/testing/dist/index.js';

const SOURCE = fileURLToPath(new URL('../peers/bus.cpp', import.meta.url));
const CALLS = 400;
const SYNCS = 200;
/** About what a commit of the ledger adds to the log. */
const BLOCK = Buffer.alloc(2_048, 1);
const MESSAGE_BYTES = 256;

/** @returns `{ hopMicros(), syncMicros() }`, each a p50 of one slice, and `stop()`; `hopMicros` is absent without a compiler */
export async function primitives(directory, percentile) {
  const nats = await startNats();
  const program = join(directory, 'floor-bus');
  const built = spawnSync('g++', ['-std=c++17', '-O2', '-pthread', '-o', program, SOURCE], { encoding: 'utf8' });
  if (built.status !== 0) process.stderr.write('Left out: the floor, because the C++ end of it can not be compiled (Debian: g++).\n');
  const file = openSync(join(directory, 'floor-sync'), 'w');
  return {
    ...(built.status === 0 && { hopMicros: () => percentile(microsOf(execFileSync(program, [nats.port, 'hop', CALLS, MESSAGE_BYTES].map(String), { encoding: 'utf8' })), 0.5) }),
    syncMicros: () => percentile(Array.from({ length: SYNCS }, () => synced(file)), 0.5),
    stop: async () => {
      closeSync(file);
      await nats.stop();
    },
  };
}

const microsOf = (output) => output.trim().split('\n').slice(0, -1).map(Number);

function synced(file) {
  const beginMs = performance.now();
  writeSync(file, BLOCK);
  fdatasyncSync(file);
  return (performance.now() - beginMs) * 1_000;
}

/** Milliseconds of an order that did nothing but these, one after the other. */
export const floorMs = ({ requests, events, commits, pathQueries }, { hopMicros, syncMicros, pathMicros }) =>
  ((2 * requests + events) * hopMicros + commits * syncMicros + pathQueries * pathMicros) / 1_000;
