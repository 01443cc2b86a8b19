import type { Timers } from '@carriermesh/platform-time';
import type { Random } from './random.js';
import type { World } from './world.js';

/** How late a timer may be on a busy machine. */
const MAX_LATE_MS = 4;

/**
 * An operating system's process: what it hears and what it waits for reach it through its own timers. Killed, it hears nothing
 * any more; stopped, it hears everything late and all at once.
 */
export class MachineProcess implements Timers {
  private readonly chance: Random;
  private dead = false;
  private stoppedUntilMs = 0;

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
    const lateMs = ms === 0 ? 0 : this.chance.below(MAX_LATE_MS);
    let callOff = this.world.agenda.after(Math.round(ms) + lateMs, due);
    const { world } = this;
    const self = (): MachineProcess => this;
    function due(): void {
      const waitMs = self().stoppedUntilMs - world.nowMs;
      if (self().dead) return;
      if (waitMs > 0) callOff = world.agenda.after(waitMs, due);
      else work();
    }
    return () => callOff();
  }

  breathe(): Promise<void> {
    return new Promise((resolve) => this.after(0, resolve));
  }

  kill(): void {
    this.dead = true;
  }

  /** SIGSTOP now, SIGCONT then. */
  stop(forMs: number): void {
    this.stoppedUntilMs = Math.max(this.stoppedUntilMs, this.world.nowMs + forMs);
  }
}
