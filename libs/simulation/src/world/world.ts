import { instant, type Instant, NANOS_PER_MS } from '@carriermesh/kernel';
import type { Timers } from '@carriermesh/platform-time';
import { Agenda } from './agenda.js';
import { Random } from './random.js';
import type { Trace } from './trace.js';

/** Steps that one run may take. A world that has more to do than that goes round in circles. */
const MAX_STEPS = 400_000;

/** Virtual time, chance and history of one run. */
export class World {
  readonly agenda = new Agenda();
  /** Of no process: what is on its way, or happens on a machine that never fails. */
  readonly timers: Timers = {
    elapsedMs: () => this.nowMs,
    after: (ms, work) => this.agenda.after(ms, work),
    breathe: () => new Promise((resolve) => this.agenda.after(0, resolve)),
  };
  /** How far the hands of the mesh's clock were moved forward. The machines' own time knows nothing of it. */
  handsNs = 0n;
  private steps = 0;

  constructor(
    readonly seed: number,
    readonly trace: Trace,
    private readonly startAt: Instant,
  ) {}

  get nowMs(): number {
    return this.agenda.nowMs;
  }

  /** The machine's time of day. */
  machineTime(): Instant {
    return instant(this.startAt + BigInt(this.nowMs) * NANOS_PER_MS);
  }

  /** What an unfailing clock of the mesh shows. */
  meshTime(): Instant {
    return instant(this.machineTime() + this.handsNs);
  }

  random(name: string): Random {
    return Random.of(this.seed, name);
  }

  tell(line: string): void {
    this.trace.tell(this.nowMs, line);
  }

  /**
   * Lets so much time pass, one thing after the other. Between two of them everything that the first set off has come to rest: a
   * tick of the process follows only on an empty queue of promises.
   * @param afterEach looks at the world after each step; what it returns is waited for, and no time passes meanwhile
   */
  async pass(ms: number, afterEach: () => Promise<void> | undefined): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (let work = this.agenda.next(untilMs); work; work = this.agenda.next(untilMs)) {
      this.steps += 1;
      if (this.steps > MAX_STEPS) throw new Error(`after ${MAX_STEPS} steps the run is not over`);
      work();
      await atRest();
      const looking = afterEach();
      if (looking) await looking;
    }
  }
}

const atRest = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
