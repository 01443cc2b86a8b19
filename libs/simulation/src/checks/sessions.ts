import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { contracting } from '@carriermesh/wire';

/** I5, I13 of agents' sessions: each goes up and down in turn, nothing of who is silent is quoted, and in the end everybody is heard. */
export class Sessions implements Check {
  /** By provider, from which positions on its session was up or down. */
  private readonly courses = new Map<string, { readonly position: bigint; readonly isUp: boolean }[]>();

  constructor(private readonly providerIds: readonly string[]) {}

  take({ type, data, position }: AnyStoredEvent): void {
    switch (type) {
      case 'advertising.v1.SessionEstablished':
        return this.turns(data.providerId, true, position);
      case 'advertising.v1.SessionLost':
        return this.turns(data.providerId, false, position);
      case 'contracting.v1.QuoteOffered':
        return this.quoted(contracting.Quote.decode(data.quote));
      default:
        return;
    }
  }

  /** Of whom nothing is heard. */
  get unheard(): readonly string[] {
    return this.providerIds.filter((id) => this.courses.get(id)?.at(-1)?.isUp !== true).map((id) => `session of ${id}`);
  }

  /** By the ledger up to a position. */
  wasDown(providerId: string, position: bigint): boolean {
    return this.courses.get(providerId)?.findLast((each) => each.position <= position)?.isUp === false;
  }

  private turns(providerId: string, isUp: boolean, position: bigint): void {
    const course = this.courses.get(providerId) ?? [];
    // All agents of a run announce one interval, so that nothing but the end of a silence establishes a session again.
    holds((course.at(-1)?.isUp ?? false) !== isUp, 'I5', () => `the session of ${providerId} is ${isUp ? 'established' : 'lost'} at ${position} a second time`);
    this.courses.set(providerId, [...course, { position, isUp }]);
  }

  private quoted({ quoteId, topologyRevision, scenarios }: contracting.Quote): void {
    for (const { costs } of scenarios) {
      for (const { resourceId, providerId } of costs) {
        holds(!this.wasDown(providerId, topologyRevision), 'I5', () => `${quoteId} goes over ${resourceId} at ${topologyRevision}, of ${providerId} whose session was down`);
      }
    }
  }
}
