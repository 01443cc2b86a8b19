import { Injectable } from '@nestjs/common';
import type { Instant } from '@carriermesh/kernel';
import { LATENCY_FACTS, LinkLatencies, type Fact, type MemoryView } from '@carriermesh/platform-chassis';
import { suspectUntil, type LatencyDatabase, type Line, type Suspicion } from '@carriermesh/provisioning-domain';
import { advertising } from '@carriermesh/wire';

/** Impaired segments that are remembered; the oldest goes first. */
const MAX_SUSPECTED = 100_000;

type Suspected = Suspicion & { readonly resourceIds: readonly string[] };

/** The latencies that count now, declared or measured, which lines are impaired, and whose agents are silent: what an alternative is checked against when it has to take over. */
@Injectable()
export class LineLatencies implements MemoryView, LatencyDatabase {
  readonly kind = 'memory';
  readonly name = 'line-latencies';
  readonly listens = [
    'advertising.v1.ResourceAdvertised',
    'advertising.v1.ResourceWithdrawn',
    'advertising.v1.SessionEstablished',
    'advertising.v1.SessionLost',
    ...LATENCY_FACTS,
    'monitoring.v1.SegmentImpaired',
    'monitoring.v1.SegmentRestored',
  ] as const;
  position = 0n;
  private readonly lines = new Map<string, Line>();
  private readonly latencies = new LinkLatencies();
  /** By segment id. */
  private readonly suspected = new Map<string, Suspected>();
  /** By resource id: the impaired segment that was heard of last. */
  private readonly suspects = new Map<string, string>();
  /** Providers whose session is lost. Who never had one is in here never. */
  private readonly silent = new Set<string>();

  apply(event: Fact): void {
    switch (event.type) {
      case 'advertising.v1.ResourceAdvertised':
        return this.advertised(event.data.signedOffer.offer);
      case 'advertising.v1.ResourceWithdrawn': {
        const line = this.lines.get(event.data.resourceId);
        if (line) this.lines.set(event.data.resourceId, { ...line, measured: undefined, isOffered: false });
        return this.latencies.withdrawn(event.data.resourceId);
      }
      case 'advertising.v1.SessionEstablished':
        this.silent.delete(event.data.providerId);
        return;
      case 'advertising.v1.SessionLost':
        this.silent.add(event.data.providerId);
        return;
      case 'monitoring.v1.SegmentImpaired': {
        const { segmentId, resourceIds, raisedAt } = event.data;
        return this.suspect({ segmentId, resourceIds, until: suspectUntil(raisedAt), isOpen: true });
      }
      case 'monitoring.v1.SegmentRestored': {
        const { segmentId, reason, clearedAt } = event.data;
        // A segment that was released says nothing of its lines any more: they stay suspected for their time.
        if (reason === 'measured-well') return this.acquit(segmentId, clearedAt);
        const suspected = this.suspected.get(segmentId);
        if (suspected) this.suspected.set(segmentId, { ...suspected, isOpen: false });
        return;
      }
      default:
        for (const resourceId of this.latencies.told(event)) this.measured(resourceId);
    }
  }

  advancedTo(position: bigint): void {
    if (position > this.position) this.position = position;
  }

  isSilent(providerId: string): boolean {
    return this.silent.has(providerId);
  }

  line(resourceId: string): Line | undefined {
    return this.lines.get(resourceId);
  }

  suspicion(resourceId: string): Suspicion | undefined {
    const segmentId = this.suspects.get(resourceId);
    return segmentId === undefined ? undefined : this.suspected.get(segmentId);
  }

  private advertised(offer: Uint8Array): void {
    const terms = advertising.ResourceOffer.decode(offer);
    const { resourceId, resource, validFrom } = terms;
    if (resource.kind === 'pop') return;
    if (resource.kind === 'link') this.latencies.declared(terms, resource.link.latencyNs);
    const [latencyNs, isHandover] = resource.kind === 'link' ? [resource.link.latencyNs, false] : [resource.interconnect.latencyNs, true];
    const known = this.lines.get(resourceId);
    const isAsItWas = known?.isOffered && known.latencyNs === latencyNs;
    this.lines.set(resourceId, { latencyNs, isHandover, isOffered: true, since: isAsItWas && known.since !== undefined ? known.since : validFrom });
  }

  private measured(resourceId: string): void {
    const line = this.lines.get(resourceId);
    if (line) this.lines.set(resourceId, { ...line, measured: this.latencies.exceeded(resourceId) });
  }

  private suspect(suspected: Suspected): void {
    const { segmentId } = suspected;
    this.suspected.delete(segmentId);
    this.suspected.set(segmentId, suspected);
    for (const resourceId of suspected.resourceIds) this.suspects.set(resourceId, segmentId);
    if (this.suspected.size <= MAX_SUSPECTED) return;
    const [oldest] = this.suspected.keys();
    if (oldest !== undefined) this.acquit(oldest);
  }

  private acquit(segmentId: string, wellFrom?: Instant): void {
    for (const resourceId of this.suspected.get(segmentId)?.resourceIds ?? []) {
      if (this.suspects.get(resourceId) !== segmentId) continue;
      this.suspects.delete(resourceId);
      const line = this.lines.get(resourceId);
      if (line && wellFrom !== undefined) this.lines.set(resourceId, { ...line, since: wellFrom });
    }
    this.suspected.delete(segmentId);
  }
}
