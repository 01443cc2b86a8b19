import type { Logger } from '@carriermesh/platform-telemetry';

/** What a start has made, to be undone in reverse, so that nothing loses what it stands on. Also when the start failed half-way. */
export class Undo {
  private readonly steps: (() => unknown)[] = [];
  private undoing: Promise<void> | undefined;

  constructor(private readonly log: Logger) {}

  later(step: () => unknown): void {
    this.steps.push(step);
  }

  /** Does every step once, whatever becomes of the others. Who asks again waits for the same end. */
  all(): Promise<void> {
    this.undoing ??= this.undo();
    return this.undoing;
  }

  private async undo(): Promise<void> {
    for (const step of this.steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        this.log.warn({ error }, 'something could not be stopped cleanly');
      }
    }
  }
}
