// What processes have of the machine's memory, from Linux's own counts. Elsewhere there are none, and no rows.
import { existsSync, readFileSync } from 'node:fs';

const EVERY_MS = 250;
const KIB_PER_MIB = 1024;

/** The most that each of these had at one time, with its child processes: what they share is counted once. */
export class Memory {
  #peaks = new Map();
  #timer;

  /** @param processes pids by name */
  constructor(processes) {
    this.processes = processes;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  async during(work) {
    globalThis.gc?.();
    this.#peaks.clear();
    this.#look();
    const result = await work();
    this.#look();
    return { ...result, peaksMib: Object.fromEntries(this.#peaks) };
  }

  stop() {
    clearInterval(this.#timer);
  }

  #look() {
    if (!existsSync('/proc/self/smaps_rollup')) return;
    for (const [name, pid] of Object.entries(this.processes)) {
      const mib = Math.round(familyOf(pid).reduce((sum, each) => sum + pssKib(each), 0) / KIB_PER_MIB);
      // Of what belongs to another user nothing can be read.
      if (mib > 0) this.#peaks.set(name, Math.max(this.#peaks.get(name) ?? 0, mib));
    }
  }
}

/** Its children are its own business where it is this process. */
const familyOf = (pid) => (pid === process.pid ? [pid] : [pid, ...childrenOf(pid).flatMap(familyOf)]);

const childrenOf = (pid) => textOf(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);

/** Shared pages are divided among those that share them. */
const pssKib = (pid) => Number(/^Pss:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);

/** A process that ended between two looks has nothing any more. */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
