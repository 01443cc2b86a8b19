import type { Timers } from '@carriermesh/platform-time';
import type { Random } from './random.js';
import type { World } from './world.js';

/** How late a timer may be on a busy machine: twice what it was set to, up to this. */
export const MAX_LATE_MS = 200;

/**
 * An operating system's process: what it hears and what it waits for reach it through its own timers. Killed, it hears nothing
 * any more; stopped, it hears everything late and all at once.
 */
export class MachineProcess implements Timers {
  private readonly chance: Random;
  private dead = false;
  private isStopped = false;
  private readonly held: (() => void)[] = [];

  readonly name: string;

  /** @param machine keeps its name over restarts; each start is a process of its own */
  constructor(
    readonly world: World,
    readonly machine: string,
    start = 1,
  ) {
    this.name = `${machine}#${start}`;
    this.chance = world.random(`timers ${this.name}`);
  }

  get isAlive(): boolean {
    return !this.dead;
  }

  elapsedMs(): number {
    return this.world.nowMs;
  }

  after(ms: number, work: () => void): () => void {
    const lateMs = ms === 0 ? 0 : this.chance.below(Math.min(2 * ms, MAX_LATE_MS));
    let isOff = false;
    const due = (): void => {
      if (this.dead || isOff) return;
      if (this.isStopped) this.held.push(due);
      else work();
    };
    const callOff = this.world.agenda.after(Math.round(ms) + lateMs, due);
    return () => {
      isOff = true;
      callOff();
    };
  }

  breathe(): Promise<void> {
    return new Promise((resolve) => this.after(0, resolve));
  }

  resume(): void {
    this.isStopped = false;
    for (const due of this.held.splice(0)) this.world.agenda.after(0, due);
  }

  kill(): void {
    this.dead = true;
  }

  /** SIGSTOP now, SIGCONT then: what came meanwhile is there all at once, in its order. */
  stop(forMs: number): void {
    this.isStopped = true;
    this.world.agenda.after(forMs, () => this.resume());
  }
}
