import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { isEventType } from '@carriermesh/wire';

/** Types that are told by name; of further ones only the number of events is told. */
const MAX_NAMED = 100;

/**
 * Counts the events that a newer build has written and this one has no schema for. Readers pass them over, since they listen to types
 * that they know; a person has to see that it happens, and that this build is the older one.
 */
export class StrangerEvents {
  private readonly named = new Set<string>();
  private at: Position = 0n;
  /** Events so far. */
  count = 0;

  constructor(private readonly log: Pick<Logger, 'warn'>) {}

  /** @param events in ledger order; those that were looked at before are not counted again */
  look(events: readonly Pick<RecordedEvent, 'type' | 'position'>[]): void {
    for (const { type, position } of events) {
      if (position <= this.at) continue;
      this.at = position;
      if (!isEventType(type)) this.note(type, position);
    }
  }

  private note(type: string, position: Position): void {
    this.count += 1;
    if (this.named.has(type) || this.named.size >= MAX_NAMED) return;
    this.named.add(type);
    this.log.warn({ type, position: position.toString() }, 'an event of a type that this build does not know was passed over');
  }
}
