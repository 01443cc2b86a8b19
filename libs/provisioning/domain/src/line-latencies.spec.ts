import { describe, expect, it } from '@jest/globals';
import { instant, plus } from '@carriermesh/kernel';
import type { provisioning } from '@carriermesh/wire';
import { judgeRoute, needsBeside, suspectUntil, SUSPICION_NS, type LatencyDatabase, type Line } from './line-latencies.js';

const NOON = instant(1_800_000_000_000_000_000n);
const line = (latencyNs: bigint, changed: Partial<Line> = {}): Line => ({ latencyNs, isHandover: false, isOffered: true, ...changed });
const LINES = new Map([
  ['A/1', line(10n)],
  ['A/x~B/x', line(2n, { isHandover: true })],
  ['B/x~A/x', line(3n, { isHandover: true })],
  ['B/1', line(20n)],
  ['B/2', line(1n, { isOffered: false })],
]);
const suspected = new Map<string, { segmentId: string; until: typeof NOON }>();
const database: LatencyDatabase = { line: (id) => LINES.get(id), suspicion: (id) => suspected.get(id) };
const segment = (...resourceIds: readonly string[]): provisioning.SegmentPlan => ({
  segmentId: 's', providerId: 'P', fromPopId: 'a', toPopId: 'b', resourceIds, mbps: 100, contractSha256: new Uint8Array(),
});
const route = [segment('A/1', 'A/x~B/x'), segment('B/x~A/x', 'B/1')];
const judged = (limitNs?: bigint, of = route, now = NOON) => judgeRoute(of, database, { maxLatencyNs: limitNs, now });
const code = (verdict: ReturnType<typeof judged>): string => (verdict.kind === 'fails' ? verdict.refusal.code : verdict.kind);

describe('S2-16 an alternative, when it has to take over', () => {
  it('takes as long as its providers declare now, with the slower half of each handover', () => {
    expect(judged()).toEqual({ kind: 'holds', latencyNs: 33n });
  });

  it('holds at its order’s limit, and does not a nanosecond below', () => {
    expect(code(judged(33n))).toBe('holds');
    expect(judged(32n)).toMatchObject({ kind: 'fails', refusal: { code: 'latency-too-high', facts: { latency_ns: '33', limit_ns: '32' } } });
  });

  it('does not hold over a line that is withdrawn, or that nobody ever offered', () => {
    expect(code(judged(undefined, [segment('A/1', 'B/2')]))).toBe('resource-withdrawn');
    expect(code(judged(undefined, [segment('A/9')]))).toBe('resource-withdrawn');
  });

  it('does not hold over a line of an impaired segment for an hour, and holds from then on', () => {
    suspected.set('B/1', { segmentId: 'seg_x', until: suspectUntil(NOON) });
    expect(judged(undefined, route, plus(NOON, SUSPICION_NS - 1n))).toMatchObject({ refusal: { code: 'resource-impaired', facts: { resource_id: 'B/1', segment_id: 'seg_x' } } });
    expect(code(judged(undefined, route, plus(NOON, SUSPICION_NS)))).toBe('holds');
    suspected.clear();
  });

  it('needs the capacity that the first route has not, twice where it passes twice', () => {
    expect(needsBeside([segment('A/1')], [segment('A/1', 'B/1'), segment('B/1')])).toEqual([{ resourceId: 'B/1', mbps: 200 }]);
    expect(needsBeside(route, route)).toEqual([]);
  });
});
