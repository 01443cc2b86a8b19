import type { ProcessActor } from './process-actor.js';

/** Processes that have ended, some kilobytes each; the one that ended first goes first. */
const MAX_REMEMBERED = 4_096;

/** Those that have ended and may be called upon again. An append proves whether what they know of their streams still stands. */
export class RememberedActors {
  private readonly actors = new Map<string, ProcessActor>();

  take(key: string): ProcessActor | undefined {
    const actor = this.actors.get(key);
    this.actors.delete(key);
    return actor;
  }

  keep(key: string, actor: ProcessActor): void {
    this.actors.delete(key);
    this.actors.set(key, actor);
    if (this.actors.size <= MAX_REMEMBERED) return;
    const [oldest] = this.actors.keys();
    if (oldest !== undefined) this.actors.delete(oldest);
  }
}
