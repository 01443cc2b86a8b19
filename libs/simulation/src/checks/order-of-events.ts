import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';

/** I9: versions are contiguous in each stream, positions grow, and no event is there twice. */
export class OrderOfEvents implements Check {
  private readonly revisions = new Map<string, number>();
  private readonly eventIds = new Set<string>();
  private last = 0n;

  take({ stream, revision, position, eventId, type }: AnyStoredEvent): void {
    const expected = (this.revisions.get(stream) ?? -1) + 1;
    holds(revision === expected, 'I9', () => `${type} of ${stream} has the version ${revision}, not ${expected}`);
    holds(position > this.last, 'I9', () => `${type} of ${stream} stands at ${position}, behind ${this.last}`);
    holds(!this.eventIds.has(eventId), 'I9', () => `the event ${eventId} of ${stream} is recorded twice`);
    this.revisions.set(stream, revision);
    this.eventIds.add(eventId);
    this.last = position;
  }
}
