import { parentPort, workerData } from 'node:worker_threads';
import { Memory } from '@carriermesh/paths-domain';
import { OfflinePaths } from './offline-paths.js';
import { placeNames } from './place-names.js';
import type { Batch, Start } from './path-pool.js';

/** One thread of a pool: its graph lies in the pool's memory, so that updates that are made there need not be told, but for their number. */
const { description, pages, timings, lists } = workerData as Start;
const paths = new OfflinePaths(description, { memory: Memory.attached(pages), names: placeNames(lists) });

parentPort!.on('message', ({ lines, revision }: Batch) => {
  paths.revision = revision;
  parentPort!.postMessage(lines.map(({ line, lineNumber }) => (timings ? paths.timedLine(line, lineNumber) : paths.answerLine(line, lineNumber))));
});
parentPort!.postMessage([]);
