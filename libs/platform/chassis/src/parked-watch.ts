import type { ParkedStream, ReadModelStore } from '@carriermesh/platform-readmodel';
import type { Logger } from '@carriermesh/platform-telemetry';
import { every, realTimers } from '@carriermesh/platform-time';

/** Another instance may park and take up as well: how often what is parked is looked up. */
const LOOK_MS = 5_000;

/** What the readers of a service have parked, for those who ask often: heartbeats and metrics. */
export class ParkedWatch {
  private known: readonly (ParkedStream & { readonly view: string })[] = [];

  constructor(
    private readonly service: string,
    private readonly store: Pick<ReadModelStore, 'allParked'>,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  /** Resolves when it has looked once; looks again and again until the answer is called. */
  async start(): Promise<() => void> {
    await this.look();
    return every(realTimers, LOOK_MS, () => void this.look());
  }

  /** Never rejects: what was seen last is believed until it can be looked up again. */
  async look(): Promise<void> {
    try {
      this.known = await this.store.allParked();
    } catch (error) {
      this.log.warn({ error }, 'what is parked could not be looked up; it is tried again');
    }
  }

  /** What waits for an operator, a sentence each. */
  get alarms(): readonly string[] {
    return this.known.map(({ view, stream, error }) => `parked: ${this.service}/${view}/${stream} could not be taken further: ${error}`);
  }

  /** How many streams each of the readers has parked. */
  counts(readers: readonly string[]): ReadonlyMap<string, number> {
    const counts = new Map(readers.map((reader) => [reader, 0]));
    for (const { view } of this.known) counts.set(view, (counts.get(view) ?? 0) + 1);
    return counts;
  }
}
