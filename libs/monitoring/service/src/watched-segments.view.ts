import { Injectable } from '@nestjs/common';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';
import type { provisioning } from '@carriermesh/wire';
import type { WatchedSegment } from '@carriermesh/monitoring-domain';

const PAUSING = ['provisioning.v1.ServiceChangeStarted', 'provisioning.v1.ServiceChanged', 'provisioning.v1.ServiceChangeFailed'] as const;

/**
 * The segments that providers were asked for and have not released, but for those of services that are suspended. A provider is believed about its own alone: a rival could make
 * them look as bad as it liked.
 */
@Injectable()
export class WatchedSegments implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'watched-segments';
  readonly listens = ['provisioning.v1.ActivationStarted', 'provisioning.v1.RerouteSecured', 'provisioning.v1.RevertStarted', 'provisioning.v1.ServiceRerouted', 'provisioning.v1.SegmentReleased', ...PAUSING] as const;
  private readonly segments = new Map<string, WatchedSegment>();
  /** Of services that are suspended, or are on the way to that or from it: what they show is what was asked of them. */
  private readonly paused = new Set<string>();

  apply(event: Fact): void {
    switch (event.type) {
      case 'provisioning.v1.ActivationStarted':
      case 'provisioning.v1.RerouteSecured':
        for (const plan of event.data.segments) this.watch(event.data.contractId, plan);
        return;
      case 'provisioning.v1.RevertStarted':
        for (const plan of event.data.segments) this.watch(event.data.contractId, plan, { isOnTrial: true });
        return;
      case 'provisioning.v1.ServiceRerouted':
        for (const segmentId of event.data.segmentIds) this.afterTrial(segmentId);
        return;
      case 'provisioning.v1.SegmentReleased':
        this.segments.delete(event.data.segmentId);
        this.paused.delete(event.data.segmentId);
        return;
      case 'provisioning.v1.ServiceChangeStarted':
        return this.pause(event.data.segmentIds, event.data.from.suspended || event.data.to.suspended);
      case 'provisioning.v1.ServiceChanged':
        return this.pause(event.data.segmentIds, event.data.to.suspended);
      case 'provisioning.v1.ServiceChangeFailed':
        return this.pause(event.data.segmentIds, event.data.from.suspended);
      default:
        return;
    }
  }

  /** `undefined` for a segment that is not this provider's, or is not watched. */
  of(segmentId: string, providerId: string): WatchedSegment | undefined {
    const segment = this.segments.get(segmentId);
    return segment?.providerId === providerId && !this.paused.has(segmentId) ? segment : undefined;
  }

  private pause(segmentIds: readonly string[], isPaused: boolean): void {
    for (const segmentId of segmentIds) if (isPaused) this.paused.add(segmentId); else this.paused.delete(segmentId);
  }

  private watch(contractId: string, { segmentId, providerId, resourceIds, objective }: provisioning.SegmentPlan, trial: Pick<WatchedSegment, 'isOnTrial'> = {}): void {
    if (objective) this.segments.set(segmentId, { segmentId, contractId, providerId, resourceIds, objective, ...trial });
  }

  /** What carries a service is judged like any other. */
  private afterTrial(segmentId: string): void {
    const segment = this.segments.get(segmentId);
    if (!segment?.isOnTrial) return;
    const { isOnTrial: _, ...carrying } = segment;
    this.segments.set(segmentId, carrying);
  }
}
