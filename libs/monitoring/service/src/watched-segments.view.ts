import { Injectable } from '@nestjs/common';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';
import type { provisioning } from '@carriermesh/wire';
import type { WatchedSegment } from '@carriermesh/monitoring-domain';

/**
 * The segments that providers were asked for and have not released. A provider is believed about its own alone: a rival could make
 * them look as bad as it liked.
 */
@Injectable()
export class WatchedSegments implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'watched-segments';
  readonly listens = ['provisioning.v1.ActivationStarted', 'provisioning.v1.RerouteSecured', 'provisioning.v1.SegmentReleased'] as const;
  private readonly segments = new Map<string, WatchedSegment>();

  apply(event: Fact): void {
    switch (event.type) {
      case 'provisioning.v1.ActivationStarted':
      case 'provisioning.v1.RerouteSecured':
        for (const plan of event.data.segments) this.watch(event.data.contractId, plan);
        return;
      case 'provisioning.v1.SegmentReleased':
        this.segments.delete(event.data.segmentId);
        return;
      default:
        return;
    }
  }

  /** `undefined` for a segment that is not this provider's, or is not watched. */
  of(segmentId: string, providerId: string): WatchedSegment | undefined {
    const segment = this.segments.get(segmentId);
    return segment?.providerId === providerId ? segment : undefined;
  }

  private watch(contractId: string, { segmentId, providerId, resourceIds, objective }: provisioning.SegmentPlan): void {
    if (objective) this.segments.set(segmentId, { segmentId, contractId, providerId, resourceIds, objective });
  }
}
