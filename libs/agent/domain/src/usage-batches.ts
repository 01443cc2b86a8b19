import type { Instant } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import type { ReportedSegment } from './journal-entry.js';

export const MAX_RECORDS_PER_BATCH = 250;
/** Watermarks without records cost little, and are bounded all the same. */
export const MAX_WATERMARKS_PER_BATCH = 250;

/** All that one segment has to report. */
export interface SegmentUsage {
  readonly segmentId: string;
  readonly records: readonly agent.UsageRecord[];
  readonly completeUntil: Instant;
}

export interface UsageDraft {
  readonly records: readonly agent.UsageRecord[];
  readonly watermarks: readonly agent.UsageWatermark[];
  /** What the batch says of each segment, for the journal. */
  readonly segments: readonly ReportedSegment[];
}

/**
 * Cuts usage into batches. A segment's watermark stands in the batch with its last record, so that no watermark can arrive
 * before what it vouches for. No interval is cut in two: after a crash between the batches, what the journal calls reported is.
 */
export function usageBatches(usage: readonly SegmentUsage[]): readonly UsageDraft[] {
  const drafts: OpenDraft[] = [];
  for (const { segmentId, records, completeUntil } of usage) {
    let done = 0;
    do {
      const draft = openDraft(drafts, intervalEnd(records, done) - done);
      const part = records.slice(done, lastWhole(records, done, done + MAX_RECORDS_PER_BATCH - draft.records.length));
      done += part.length;
      draft.records.push(...part);
      const isLast = done === records.length;
      if (isLast) draft.watermarks.push({ segmentId, completeUntil });
      draft.segments.push({ segmentId, records: part.length, reportedUntil: isLast ? completeUntil : (part.at(-1)?.until ?? completeUntil) });
    } while (done < records.length);
  }
  return drafts;
}

interface OpenDraft {
  readonly records: agent.UsageRecord[];
  readonly watermarks: agent.UsageWatermark[];
  readonly segments: ReportedSegment[];
}

/** Where the records of the interval end that begins at an index. */
function intervalEnd(records: SegmentUsage['records'], start: number): number {
  const from = records[start]?.from;
  let end = start;
  while (end < records.length && records[end]?.from === from) end += 1;
  return end;
}

/** The end of the last interval that ends by a limit. */
function lastWhole(records: SegmentUsage['records'], start: number, limit: number): number {
  let end = start;
  for (let next = intervalEnd(records, end); next > end && next <= limit; next = intervalEnd(records, end)) end = next;
  return end;
}

/** @param records that have to find room */
function openDraft(drafts: OpenDraft[], records: number): OpenDraft {
  const last = drafts.at(-1);
  if (last && last.records.length + Math.max(records, 1) <= MAX_RECORDS_PER_BATCH && last.watermarks.length < MAX_WATERMARKS_PER_BATCH) return last;
  const next: OpenDraft = { records: [], watermarks: [], segments: [] };
  drafts.push(next);
  return next;
}
