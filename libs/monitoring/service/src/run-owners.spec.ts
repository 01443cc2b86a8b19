import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import { measuredIn, ownWindows, type SegmentNews } from './run-owners.js';

const window = (segmentId: string, at: bigint): agent.Measurement => ({ segmentId, measuredAt: instant(at), latencyNs: 1n, lossPpm: 0 });
const measured = (providerId: string, ...windows: readonly agent.Measurement[]): SegmentNews => ({ kind: 'measured', providerId, windows });
const owned = (segmentId: string, providerId: string): SegmentNews => ({ kind: 'owned', segments: [{ segmentId, providerId }] });
const counted = (news: readonly SegmentNews[], known = [] as readonly { segmentId: string; providerId: string }[]) => ownWindows(news, known).map(({ window: { measuredAt } }) => measuredAt);

describe('I6 the measurements in a run of events', () => {
  it('count from the event on that gives their provider the segment, and not before it', () => {
    expect(counted([measured('a', window('s', 1n)), owned('s', 'a'), measured('a', window('s', 2n), window('other', 3n))])).toEqual([2n]);
  });

  it('count for no other provider than the first that the segment was of, in the rows or in the run', () => {
    const news = [owned('s', 'b'), measured('a', window('s', 1n)), measured('b', window('s', 2n))];
    expect([counted(news), counted(news, [{ segmentId: 's', providerId: 'a' }])]).toEqual([[2n], [1n]]);
  });

  it('name each of their segments once, and none that is only told of', () => {
    expect(measuredIn([owned('told', 'a'), measured('a', window('s', 1n), window('t', 1n)), measured('b', window('s', 2n))])).toEqual(['s', 't']);
  });
});
