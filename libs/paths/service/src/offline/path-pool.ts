import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Memory } from '@carriermesh/paths-domain';
import type { GraphDescription } from './description.js';
import { OfflinePaths } from './offline-paths.js';
import { placeNames } from './place-names.js';

/** What a thread is started with. */
export interface Start {
  readonly description: GraphDescription;
  readonly pages: Memory['pages'];
  readonly timings: boolean;
  /** The list of UN/LOCODEs, where one is given. */
  readonly lists?: readonly Uint8Array[];
}

export interface Line {
  readonly line: string;
  readonly lineNumber: number;
}

/** Queries for one thread, and the revision that they are answered on. */
export interface Batch {
  readonly lines: readonly Line[];
  readonly revision: number;
}

export const MAX_WORKERS = 64;
/** A message costs about as much as a short search. */
const LINES_PER_BATCH = 16;

/** What changes the graph, for good or to look back. JSON may spell it with escapes. */
const TOUCHES = /"(?:update|asOf)"|\\u/;

interface PoolOptions {
  readonly workers: number;
  readonly timings: boolean;
  /** The list of UN/LOCODEs, where one is given. */
  readonly lists?: readonly Uint8Array[];
  /** The module that a thread runs. */
  readonly entry?: URL;
}

/**
 * Threads that answer queries about one graph in shared memory. Lines between two updates are spread over them; an update,
 * and whatever else touches the graph, waits until no thread searches, so that every answer is of one revision.
 */
export class PathPool {
  private constructor(
    private readonly paths: OfflinePaths,
    private readonly threads: readonly Worker[],
    private readonly timings: boolean,
  ) {}

  static async start(description: GraphDescription, { workers, timings, lists, entry = new URL('./path-worker.js', import.meta.url) }: PoolOptions): Promise<PathPool> {
    const memory = Memory.own();
    const paths = new OfflinePaths(description, { memory, names: placeNames(lists) });
    const start: Start = { description, pages: memory.pages, timings, ...(lists ? { lists } : {}) };
    const threads = Array.from({ length: workers }, () => new Worker(entry, { workerData: start }));
    // Nothing may be updated before every thread has built its graph over the same figures.
    await Promise.all(threads.map((thread) => once(thread, 'message')));
    return new PathPool(paths, threads, timings);
  }

  /** One answer a line, in order. */
  async *answer(lines: readonly Line[]): AsyncGenerator<string, void> {
    let from = 0;
    for (const [index, { line, lineNumber }] of lines.entries()) {
      if (!TOUCHES.test(line)) continue;
      yield* await this.spread(lines.slice(from, index));
      yield this.timings ? this.paths.timedLine(line, lineNumber) : this.paths.answerLine(line, lineNumber);
      from = index + 1;
    }
    yield* await this.spread(lines.slice(from));
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private async spread(lines: readonly Line[]): Promise<string[]> {
    const batches = Array.from({ length: Math.ceil(lines.length / LINES_PER_BATCH) }, (_, index) => lines.slice(index * LINES_PER_BATCH, (index + 1) * LINES_PER_BATCH));
    const answers: string[][] = [];
    const { revision } = this.paths;
    let next = 0;
    const work = async (thread: Worker) => {
      for (let index = next++; index < batches.length; index = next++) {
        const answered = once(thread, 'message');
        thread.postMessage({ lines: batches[index]!, revision } satisfies Batch);
        [answers[index]] = (await answered) as [string[]];
      }
    };
    await Promise.all(this.threads.slice(0, batches.length).map(work));
    return answers.flat();
  }
}
