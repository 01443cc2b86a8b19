import { describe, expect, it } from '@jest/globals';
import { instant, NANOS_PER_DAY, plus } from '@carriermesh/kernel';
import type { provisioning } from '@carriermesh/wire';
import { chooseRoute, judgeRoute, judgeWayBack, needsBeside, suspectUntil, SUSPICION_NS, type LatencyDatabase, type Line } from './line-latencies.js';

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
const database: LatencyDatabase = { line: (id) => LINES.get(id), suspicion: (id) => suspected.get(id), isSilent: () => false, position: 7n };
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

  it('S2-9 takes as long as was measured where that counts, does not hold above its limit by it, and says of the worst line what was measured and allowed', () => {
    const slow = new Map([['A/1', { latencyNs: 14n, allowedNs: 12n, segmentId: 'seg_a' }], ['B/1', { latencyNs: 50n, allowedNs: 22n, segmentId: 'seg_b' }]]);
    const known: LatencyDatabase = { line: (id) => { const each = LINES.get(id); return each && { ...each, measured: slow.get(id) }; }, suspicion: () => undefined, isSilent: () => false, position: 7n };
    const at = (maxLatencyNs?: bigint) => judgeRoute(route, known, { maxLatencyNs, now: NOON });
    expect([at(), at(67n)]).toEqual([{ kind: 'holds', latencyNs: 67n }, { kind: 'holds', latencyNs: 67n }]);
    expect(at(66n)).toEqual({
      kind: 'fails',
      refusal: {
        code: 'latency-too-high',
        message: 'It takes 67 ns now; the order allows 66 ns. B/1 was measured at 50 ns on seg_b, and its offer allows 22 ns.',
        facts: { latency_ns: '67', limit_ns: '66', resource_id: 'B/1', measured_ns: '50', allowed_ns: '22', segment_id: 'seg_b' },
      },
    });
    // What was measured of a path that was left was measured before that: back on it, it is measured anew.
    expect(judgeWayBack(route, known, { maxLatencyNs: 33n, now: NOON, waitNs: 0n, putOff: 0 })).toEqual({ kind: 'holds', latencyNs: 33n });
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
    const lit = { ...segment('B/1', 'B/2'), units: { technology: 'odu' as const, numbers: [3, 4] } };
    expect(needsBeside([segment('A/1')], [lit])).toEqual([{ resourceId: 'B/1', mbps: 100, unit: 3 }, { resourceId: 'B/2', mbps: 100, unit: 4 }]);
  });
});

describe('S2-17 alternatives of which some go over silent agents', () => {
  const of = (number: number, providerIds: string, resourceId = 'A/1', isBreaking = false) => ({ number, isBreaking, segments: [...providerIds].map((providerId) => ({ ...segment(resourceId), providerId })) });
  const chosen = (silent: string, ...candidates: readonly ReturnType<typeof of>[]) =>
    chooseRoute(candidates, { ...database, isSilent: (id) => silent.includes(id) }, { maxLatencyNs: undefined, now: NOON });
  const told = (choice: ReturnType<typeof chosen>) =>
    choice.kind === 'none' ? choice.verdicts.map(({ route, refusal }) => `${route} ${refusal.code}`) : [choice.chosen.route, choice.chosen.sessions, ...choice.chosen.passedOver.map(({ route, refusal }) => `${route} ${refusal.code}`)];

  it('are passed over, with that on record, as long as another one holds', () => {
    expect(told(chosen('P', of(1, 'PQ'), of(2, 'Q', 'B/2'), of(3, 'Q')))).toEqual([3, { position: 7n, lostByProviderIds: [] }, '1 session-down', '2 resource-withdrawn']);
    expect(told(chosen('', of(1, 'PQ'), of(2, 'Q')))).toEqual([1, { position: 7n, lostByProviderIds: [] }]);
  });

  it('are tried, the best first, where nothing else holds: silence is no proof that lines are down', () => {
    expect(told(chosen('PR', of(1, 'Q', 'B/2'), of(2, 'PRP'), of(3, 'R')))).toEqual([2, { position: 7n, lostByProviderIds: ['P', 'R'] }, '1 resource-withdrawn']);
  });

  it('do not hold where what carries the service would have to make way for such an attempt, and do where their agents are heard', () => {
    expect(told(chosen('P', of(1, 'P', 'A/1', true)))).toEqual(['1 session-down-breaking']);
    expect(told(chosen('', of(1, 'P', 'A/1', true)))).toEqual([1, { position: 7n, lostByProviderIds: [] }]);
  });

  it('alone are asked what would have to make way for them: a cut line moves a thousand services at once', () => {
    const asked: number[] = [];
    const asking = (number: number, providerIds: string) => Object.defineProperty(of(number, providerIds), 'isBreaking', { get: () => asked.push(number) === 0 });
    expect(told(chosen('P', asking(1, 'P'), asking(2, 'Q')))).toMatchObject([2, {}, '1 session-down']);
    expect(asked).toEqual([1]);
  });
});

describe('M3 the path that a service has left, while nobody measures it', () => {
  const WAIT_NS = 300n;
  const lookedAt = (now: typeof NOON, { since = NOON, suspicion, putOff = 0, of = route, silent = [] }: { readonly silent?: readonly string[]; readonly since?: typeof NOON; readonly suspicion?: ReturnType<LatencyDatabase['suspicion']>; readonly putOff?: number; readonly of?: typeof route } = {}) => {
    const lines: LatencyDatabase = {
      line: (id) => { const known = LINES.get(id); return known && { ...known, since }; },
      suspicion: (id) => (id === 'B/1' ? suspicion : undefined),
      isSilent: (id) => silent.includes(id),
      position: 7n,
    };
    return judgeWayBack(of, lines, { maxLatencyNs: 33n, now, waitNs: WAIT_NS, putOff });
  };

  it('has been well for long enough after the wait, to the nanosecond, counted from its last change or the end of suspicion', () => {
    expect(lookedAt(plus(NOON, WAIT_NS))).toEqual({ kind: 'holds', latencyNs: 33n });
    expect(lookedAt(plus(NOON, WAIT_NS - 1n))).toMatchObject({ kind: 'not-yet', until: plus(NOON, WAIT_NS) });
    const suspicion = { segmentId: 'seg_x', until: plus(NOON, 50n) };
    expect(lookedAt(plus(NOON, WAIT_NS), { suspicion })).toMatchObject({ kind: 'not-yet', until: plus(NOON, 50n + WAIT_NS) });
    expect(lookedAt(plus(NOON, 50n + WAIT_NS), { suspicion })).toMatchObject({ kind: 'holds' });
  });

  it('has not while an alarm over it is open, however old that is', () => {
    const suspicion = { segmentId: 'seg_x', until: NOON, isOpen: true };
    expect(lookedAt(plus(NOON, 9n * WAIT_NS), { suspicion })).toMatchObject({ kind: 'not-yet', until: plus(NOON, 10n * WAIT_NS), refusal: { code: 'resource-impaired' } });
  });

  it('has not while an agent of it is silent: a return is tried so often at most, and nobody waits for it', () => {
    const wait = lookedAt(plus(NOON, 9n * WAIT_NS), { silent: ['P'] });
    expect(wait).toMatchObject({ kind: 'not-yet', until: plus(NOON, 10n * WAIT_NS), refusal: { code: 'session-down', message: 'The session of P is down.', facts: { sessions_down: 'P' } } });
    expect(lookedAt(plus(NOON, 9n * WAIT_NS), { silent: ['Q'] })).toMatchObject({ kind: 'holds' });
  });

  it('is looked at ever more seldom while it is not offered, and once a day at least', () => {
    const gone = [segment('B/2')];
    const until = (putOff: number) => lookedAt(NOON, { of: gone, since: instant(0n), putOff });
    expect([0, 1, 3].map(until)).toMatchObject([300n, 600n, 2_400n].map((ns) => ({ kind: 'not-yet', until: plus(NOON, ns), refusal: { code: 'resource-withdrawn' } })));
    const seldom = judgeWayBack(gone, database, { maxLatencyNs: undefined, now: NOON, waitNs: NANOS_PER_DAY, putOff: 1_000 });
    expect(seldom).toMatchObject({ until: plus(NOON, NANOS_PER_DAY) });
  });
});
