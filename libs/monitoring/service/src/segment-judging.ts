import { Inject, Injectable } from '@nestjs/common';
import { fold } from '@carriermesh/decider';
import type { Instant } from '@carriermesh/kernel';
import { LEDGER, TypedLedger, type LoadedStream, type TypedAppend } from '@carriermesh/platform-chassis';
import type { agent } from '@carriermesh/wire';
import { segmentWatch, type SegmentWatch, type SegmentWatchEvent } from '@carriermesh/monitoring-domain';
import { WatchedSegments } from './watched-segments.view.js';

export const watchStream = (segmentId: string): string => `watch-${segmentId}`;

/** What a batch of windows means for the segments in it. */
@Injectable()
export class SegmentJudging {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(WatchedSegments) private readonly watched: WatchedSegments,
  ) {}

  /** Alarms raised and cleared, to be written with the batch in one commit: each names the revision that it was decided on. */
  async judge(providerId: string, measurements: readonly agent.Measurement[], now: Instant): Promise<readonly TypedAppend[]> {
    const own = new Map<string, agent.Measurement[]>();
    for (const measurement of measurements) {
      if (this.watched.of(measurement.segmentId, providerId)) own.set(measurement.segmentId, [...(own.get(measurement.segmentId) ?? []), measurement]);
    }
    if (own.size === 0) return [];
    const streams = await this.ledger.loadMany([...own.keys()].map(watchStream));
    return [...own].flatMap(([segmentId, windows]) => {
      const segment = this.watched.of(segmentId, providerId);
      if (!segment) return [];
      const loaded = streams.get(watchStream(segmentId)) ?? { events: [], revision: 'none' };
      let watch = watchOf(loaded);
      const events: SegmentWatchEvent[] = [];
      for (const measurement of windows.sort((a, b) => (a.measuredAt < b.measuredAt ? -1 : 1))) {
        const decision = segmentWatch.decide({ kind: 'measured', segment, measurement, now }, watch);
        if (decision.kind !== 'accepted') continue;
        events.push(...decision.events);
        watch = decision.events.reduce(segmentWatch.evolve, watch);
      }
      return events.length === 0 ? [] : [{ stream: watchStream(segmentId), expected: loaded.revision, events }];
    });
  }
}

export const watchOf = ({ events }: LoadedStream): SegmentWatch => fold(segmentWatch, events as unknown as readonly SegmentWatchEvent[]);
