import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { Capacity } from './capacity.js';
import type { Moves } from './moves.js';
import type { Networks } from './networks.js';
import type { Promises } from './promises.js';

/** Processes of one end: what they write after it would be written by nobody who looks after them. An activation is called upon again. */
const ENDS_ONCE = /^(fulfilment|holdexpiry|billingcycle|termination)-/;
const ENDS: ReadonlySet<string> = new Set(['contracting.v1.FulfilmentEnded', 'advertising.v1.HoldWatchEnded', 'billing.v1.BillingCycleEnded', 'contracting.v1.TerminationEnded']);

/**
 * I5: an end is one. Whoever writes that something is over has left nothing of it behind by then: no segment that its provider has not given back,
 * no capacity, and no word after the last one. Looks at it with the event that says so; that there is such an event for each is known in the end alone.
 */
export class Leftovers implements Check {
  private readonly ended = new Set<string>();
  private readonly planned = new Map<string, readonly string[]>();

  constructor(private readonly of: { readonly promises: Promises; readonly moves: Moves; readonly capacity: Capacity; readonly networks: Pick<Networks, 'isUp'> }) {}

  take(event: AnyStoredEvent): void {
    const { type, stream, data } = event;
    holds(!this.ended.has(stream), 'I5', () => `${stream} has ended, and goes on with ${type}`);
    if (ENDS.has(type) && ENDS_ONCE.test(stream)) this.ended.add(stream);
    switch (type) {
      case 'provisioning.v1.ActivationStarted':
        this.planned.set(data.contractId, data.segments.map(({ segmentId }) => segmentId));
        return;
      case 'provisioning.v1.ActivationCompensated':
        return this.areDown(data.contractId, this.planned.get(data.contractId) ?? [], 'compensated');
      case 'provisioning.v1.ServiceTerminated':
        return this.areDown(data.contractId, this.of.moves.segmentsOf(data.contractId), 'taken down');
      case 'contracting.v1.ServiceRequestRefused':
        return this.isGivenBack(data.orderId, 'is refused');
      case 'contracting.v1.TerminationEnded':
        return this.isGivenBack(data.contractId, 'has ended');
      case 'advertising.v1.HoldWatchEnded':
        if (data.outcome === 'released') holds(!this.of.capacity.kept.has(data.holdId), 'I5', () => `${data.holdId} is watched no more as released, and capacity is kept for it`);
        return;
      default:
        return;
    }
  }

  private areDown(contractId: string, segmentIds: readonly string[], how: string): void {
    const { promises, networks } = this.of;
    const left = segmentIds.find((segmentId) => !promises.isDown(segmentId));
    holds(left === undefined, 'I5', () => `${contractId} is ${how}, and ${left} is not known to be down`);
    const up = segmentIds.find((segmentId) => networks.isUp(segmentId));
    holds(up === undefined, 'I5', () => `${contractId} is ${how}, and ${up} is up in its network`);
  }

  private isGivenBack(id: string, what: string): void {
    const uuid = uuidOf(id);
    const left = [...this.of.capacity.kept].find((holdId) => uuidOf(holdId).startsWith(uuid));
    holds(left === undefined, 'I5', () => `${id} ${what}, and capacity is kept for ${left}`);
  }
}

const uuidOf = (id: string): string => id.slice(id.indexOf('_') + 1);
