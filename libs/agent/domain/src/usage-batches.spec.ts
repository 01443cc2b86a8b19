import { describe, expect, it } from '@jest/globals';
import { instant, plus } from '@carriermesh/kernel';
import { usageBatches, type SegmentUsage } from './usage-batches.js';

const usage = (segmentId: string, count: number): SegmentUsage => ({
  segmentId,
  completeUntil: instant(BigInt(count)),
  records: Array.from({ length: count }, (_, index) => {
    const from = instant(BigInt(index));
    return { recordId: `${segmentId}-${index}`, segmentId, from, until: plus(from, 1n), octets: 9n };
  }),
});

describe('batches of usage', () => {
  it('hold at most 250 records, and a watermark beside the last record that it vouches for', () => {
    const drafts = usageBatches([usage('seg_1', 600)]);
    expect(drafts.map(({ records }) => records.length)).toEqual([250, 250, 100]);
    expect(drafts.map(({ watermarks }) => watermarks)).toEqual([[], [], [{ segmentId: 'seg_1', completeUntil: 600n }]]);
    expect(drafts.map(({ segments }) => segments)).toEqual([
      [{ segmentId: 'seg_1', records: 250, reportedUntil: 250n }],
      [{ segmentId: 'seg_1', records: 250, reportedUntil: 500n }],
      [{ segmentId: 'seg_1', records: 100, reportedUntil: 600n }],
    ]);
  });

  it('are shared by segments, and leave none of their records out', () => {
    const drafts = usageBatches([usage('seg_1', 200), usage('seg_2', 200), usage('seg_3', 1)]);
    expect(drafts.map(({ records }) => records.length)).toEqual([250, 151]);
    expect(new Set(drafts.flatMap(({ records }) => records.map(({ recordId }) => recordId))).size).toBe(401);
    expect(drafts.map(({ watermarks }) => watermarks.map(({ segmentId }) => segmentId))).toEqual([['seg_1'], ['seg_2', 'seg_3']]);
  });

  it('end exactly at 250 records with the watermark in the same batch', () => {
    const drafts = usageBatches([usage('seg_1', 250), usage('seg_2', 1)]);
    expect(drafts.map(({ watermarks }) => watermarks.length)).toEqual([1, 1]);
  });

  it('can be a watermark alone, at most 250 of them at once', () => {
    const drafts = usageBatches(Array.from({ length: 251 }, (_, index) => usage(`seg_${index}`, 0)));
    expect(drafts.map(({ records, watermarks }) => [records.length, watermarks.length])).toEqual([[0, 250], [0, 1]]);
  });

  it('never part what was told apart in one interval: what is reported up to an instant is whole', () => {
    const { records, ...whole } = usage('seg_1', 100);
    const apart = { ...whole, records: records.flatMap((record) => ['a', 'b', 'c'].map((subject) => ({ ...record, recordId: `${record.recordId}-${subject}`, subject }))) };
    const drafts = usageBatches([usage('seg_0', 2), apart]);
    expect(drafts.map((draft) => draft.records.length)).toEqual([248, 54]);
    expect(drafts.flatMap(({ segments }) => segments.map(({ segmentId, reportedUntil }) => [segmentId, reportedUntil]))).toEqual([['seg_0', 2n], ['seg_1', 82n], ['seg_1', 100n]]);
    expect(usageBatches([usage('seg_0', 249), apart]).map((draft) => draft.records.length)).toEqual([249, 249, 51]);
  });

  it('are none where there is nothing to say', () => {
    expect(usageBatches([])).toEqual([]);
  });
});
