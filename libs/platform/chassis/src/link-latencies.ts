import { agent, type advertising, type paths, type provisioning } from '@carriermesh/wire';
import { decidingLatency, isNews, measuredLatency, type DeclaredLatency, type MeasuredLatency } from './link-latency.js';
import type { Fact } from './service.js';

/** What `told` is to hear of, beside offers and their end. */
export const LATENCY_FACTS = ['provisioning.v1.ActivationStarted', 'provisioning.v1.RerouteSecured', 'provisioning.v1.RevertStarted', 'provisioning.v1.SegmentReleased', 'monitoring.v1.MeasurementsReported'] as const;

/** A segment over one link alone: what is measured of it is that link's latency. */
interface Probe {
  readonly providerId: string;
  readonly resourceId: string;
}

interface Known {
  readonly providerId: string;
  readonly declared: DeclaredLatency;
  readonly measured?: MeasuredLatency & { readonly segmentId: string };
  readonly staleWindows: number;
}

/** What counts in the place of what is declared. */
export interface ExceededLatency {
  readonly latencyNs: bigint;
  /** What its offer declares, and the variation on top. */
  readonly allowedNs: bigint;
  /** That showed it. */
  readonly segmentId: string;
}

/**
 * The latency database: of each link what its provider declares, and what was measured since (S2-8 to S2-13). Whoever searches paths and whoever judges
 * contracted ones tell it the same facts of the ledger, so that both count by the same figures.
 */
export class LinkLatencies {
  private readonly links = new Map<string, Known>();
  private readonly probes = new Map<string, Probe>();

  /** A newer offer is a newer word: what was measured before it counts no more. */
  declared({ resourceId, providerId, validFrom, serviceLevel }: advertising.ResourceOffer, latencyNs: bigint): void {
    this.links.set(resourceId, { providerId, declared: { latencyNs, at: validFrom, jitterNs: serviceLevel.jitterNs }, staleWindows: 0 });
  }

  withdrawn(resourceId: string): void {
    this.links.delete(resourceId);
  }

  /**
   * Of any fact; what is none of `LATENCY_FACTS` tells nothing.
   * @returns the links of which something new is known
   */
  told(event: Fact): readonly string[] {
    switch (event.type) {
      case 'provisioning.v1.ActivationStarted':
      case 'provisioning.v1.RerouteSecured':
      case 'provisioning.v1.RevertStarted':
        this.planned(event.data.segments);
        return [];
      case 'provisioning.v1.SegmentReleased':
        this.probes.delete(event.data.segmentId);
        return [];
      case 'monitoring.v1.MeasurementsReported':
        return this.measured(event.data.providerId, agent.MeasurementBatch.decode(event.data.batch.body).measurements);
      default:
        return [];
    }
  }

  /** Segments that are asked for. Of several links together no single one's latency is known. */
  private planned(segments: readonly provisioning.SegmentPlan[]): void {
    for (const { segmentId, providerId, resourceIds } of segments) {
      const [resourceId, ...others] = resourceIds.filter((id) => !isHalf(id));
      if (resourceId !== undefined && others.length === 0) this.probes.set(segmentId, { providerId, resourceId });
    }
  }

  /**
   * A provider is heard about the segments that it was asked for, and about nobody else's (I6). What is not newer than what is on record
   * changes nothing but its count.
   */
  private measured(reporterId: string, windows: readonly agent.Measurement[]): readonly string[] {
    return windows.flatMap(({ segmentId, measuredAt, latencyNs, delays }) => {
      const probe = this.probes.get(segmentId);
      const known = probe && this.links.get(probe.resourceId);
      if (!known || probe.providerId !== reporterId || known.providerId !== reporterId) return [];
      if (!isNews(known.declared, known.measured, measuredAt)) {
        this.links.set(probe.resourceId, { ...known, staleWindows: known.staleWindows + 1 });
        return [];
      }
      const measured = measuredLatency({ measuredAt, latencyNs, delaysNs: delays?.oneWayNs ?? [] });
      this.links.set(probe.resourceId, { ...known, measured: { ...measured, segmentId } });
      return [probe.resourceId];
    });
  }

  latencyOf(resourceId: string): bigint | undefined {
    const known = this.links.get(resourceId);
    return known && decidingLatency(known.declared, known.measured).latencyNs;
  }

  /** Of a link that is known to take longer than its offer allows. */
  exceeded(resourceId: string): ExceededLatency | undefined {
    const known = this.links.get(resourceId);
    if (!known?.measured) return undefined;
    const { declared, measured } = known;
    const { latencyNs, source } = decidingLatency(declared, measured);
    return source === 'measured' ? { latencyNs, allowedNs: declared.latencyNs + declared.jitterNs, segmentId: measured.segmentId } : undefined;
  }

  recordOf(resourceId: string): paths.LatencyRecord | undefined {
    const known = this.links.get(resourceId);
    if (!known) return undefined;
    const { providerId, declared, measured, staleWindows } = known;
    const declaring = { resourceId, providerId, declaredNs: declared.latencyNs, declaredAt: declared.at, declaredJitterNs: declared.jitterNs };
    return { ...declaring, ...(measured && { measured: { ...measured, staleWindows } }), ...decidingLatency(declared, measured) };
  }

  /** The ids of all that something is known of. */
  get resourceIds(): readonly string[] {
    return [...this.links.keys()];
  }
}

/** Between the two PoPs of a half's id stands what stands in no link's. */
const isHalf = (resourceId: string): boolean => resourceId.includes('~');
