import { SegmentJudging, WatchedSegments } from '@carriermesh/monitoring-service';
import type { monitoring } from '@carriermesh/wire';
import type { Class } from './mesh/injector.js';
import type { RunOptions } from './run.js';

/** Takes any time for what was promised. */
class PatientWatch extends WatchedSegments {
  override of(...asked: Parameters<WatchedSegments['of']>): ReturnType<WatchedSegments['of']> {
    const segment = super.of(...asked);
    return segment && { ...segment, objective: { ...segment.objective, latencyNs: 1_000n * segment.objective.latencyNs } };
  }
}

/** Forgets that what is promised may vary. */
class StrictWatch extends WatchedSegments {
  override of(...asked: Parameters<WatchedSegments['of']>): ReturnType<WatchedSegments['of']> {
    const segment = super.of(...asked);
    return segment && { ...segment, objective: { ...segment.objective, jitterNs: 0n } };
  }
}

/** Takes the first good window for the end of what was bad. */
class HopefulJudging extends SegmentJudging {
  override async judge(...asked: Parameters<SegmentJudging['judge']>): ReturnType<SegmentJudging['judge']> {
    const [providerId, , now] = asked;
    return (await super.judge(...asked)).map((append) => {
      const last = append.events.at(-1);
      const { segmentId, failed } = (last?.data ?? {}) as monitoring.MeasurementWindowJudged;
      if (last?.type !== 'monitoring.v1.MeasurementWindowJudged' || failed) return append;
      const uuid = segmentId.slice('seg_'.length);
      const data = { alarmId: `alm_${uuid}-1`, segmentId, contractId: `con_${uuid.replace(/-\d+$/, '')}`, providerId, reason: 'measured-well' as const, clearedAt: now };
      return { ...append, events: [...append.events, { type: 'monitoring.v1.SegmentRestored' as const, data }] };
    });
  }
}

const planted = (from: unknown, to: unknown): RunOptions => ({ planted: new Map([[from as Class, to as Class]]) });

export const slowForEver = planted(WatchedSegments, PatientWatch);
export const withoutVariation = planted(WatchedSegments, StrictWatch);
export const clearedAtOnce = planted(SegmentJudging, HopefulJudging);
