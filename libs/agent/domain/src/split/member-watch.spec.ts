import { describe, expect, it } from '@jest/globals';
import { toHex } from '@carriermesh/kernel';
import { CHECKS_TO_RETURN } from '../continuity.js';
import { MemberWatch, type MemberChange } from './member-watch.js';
import { decodeSplitHeader, encodeSplitHeader } from './split-frame.js';

const LIMITS = { intervalMs: 10, maxDifferentialDelayMs: 5 };

/** Checks come in every 10 ms by each member, later than the first by so much; `undefined` is silence. */
function run(watch: MemberWatch, from: number, until: number, apartMs: Readonly<Record<number, number | undefined>>, epoch = 1): readonly MemberChange[] {
  const changes: MemberChange[] = [];
  for (let sequence = from; sequence < until; sequence++) {
    const come = Object.entries(apartMs).flatMap(([ordinal, apart]) => (apart === undefined ? [] : [{ ordinal: Number(ordinal), atMs: 10 * sequence + apart }]));
    for (const { ordinal, atMs } of come.sort((a, b) => a.atMs - b.atMs)) changes.push(...[watch.heard(ordinal, { epoch, sequence, isPeerLost: false }, atMs) ?? []].flat());
    changes.push(...watch.checked(10 * sequence + 9));
  }
  return changes;
}

function wholeWatch(): MemberWatch {
  const watch = new MemberWatch(LIMITS);
  watch.watch([1, 2, 3], LIMITS, 0);
  run(watch, 0, CHECKS_TO_RETURN, { 1: 0, 2: 3, 3: 5 });
  return watch;
}

describe('M4 the members of a split service', () => {
  it(`are whole after ${CHECKS_TO_RETURN} checks in a row, up to the differential delay apart`, () => {
    const watch = new MemberWatch(LIMITS);
    watch.watch([1, 2], LIMITS, 0);
    run(watch, 0, CHECKS_TO_RETURN - 1, { 1: 0, 2: 5 });
    expect(watch.whole).toEqual([]);
    run(watch, CHECKS_TO_RETURN - 1, CHECKS_TO_RETURN, { 1: 0, 2: 5 });
    expect([watch.whole, watch.apartMs(1), watch.apartMs(2)]).toEqual([[1, 2], 0, 5]);
  });

  it('are lost after four checks that came by others alone, 3.5 intervals, and whole again after as many as at first', () => {
    const watch = wholeWatch();
    const cut = run(watch, 20, 24, { 1: 0, 2: 3 });
    expect(cut).toEqual([{ ordinal: 3, isLost: true, silentMs: expect.any(Number), apartMs: 5 }]);
    expect(cut[0]?.silentMs).toBeGreaterThanOrEqual(35);
    expect(watch.whole).toEqual([1, 2]);
    run(watch, 24, 24 + CHECKS_TO_RETURN, { 1: 0, 2: 3, 3: 5 });
    expect(watch.whole).toEqual([1, 2, 3]);
  });

  it('are lost when their checks come later than the differential delay, with how much later', () => {
    const watch = wholeWatch();
    expect(run(watch, 20, 26, { 1: 0, 2: 3, 3: 5.1 })).toEqual([{ ordinal: 3, isLost: true, silentMs: expect.any(Number), apartMs: expect.closeTo(5.1) }]);
    expect(watch.isLost(3)).toBe(true);
  });

  it('stay as they are while nothing at all is heard', () => {
    const watch = wholeWatch();
    expect(run(watch, 20, 60, {})).toEqual([]);
    expect(watch.whole).toEqual([1, 2, 3]);
  });

  it('are not sent over while the other end does not hear them', () => {
    const watch = wholeWatch();
    watch.heard(2, { epoch: 1, sequence: 20, isPeerLost: true }, 200);
    expect([watch.whole, watch.isLost(2)]).toEqual([[1, 3], false]);
  });

  it('go on when the other end counts anew, and hear no more of what it had counted before', () => {
    const watch = wholeWatch();
    expect(watch.heard(1, { epoch: 2, sequence: 0, isPeerLost: false }, 200)).toBeUndefined();
    expect(watch.heard(2, { epoch: 1, sequence: 20, isPeerLost: true }, 201)).toBeUndefined();
    expect(watch.whole).toEqual([1, 2, 3]);
  });

  it('forget one that is taken away, and wait for one that is new', () => {
    const watch = wholeWatch();
    watch.watch([1, 3, 4], LIMITS, 200);
    expect([watch.whole, watch.isLost(4), watch.isLost(2)]).toEqual([[1, 3], true, true]);
  });
});

describe('M4 what stands before a frame of a split service', () => {
  const header = { kind: 'check', isPeerLost: true, epoch: 0xfedc_ba98, sequence: 2 ** 40 + 3 } as const;

  it('is 16 octets: magic, version, kind and flag, epoch, number', () => {
    const bytes = encodeSplitHeader(header);
    expect(toHex(bytes)).toBe('434d0181fedcba980000010000000003');
    expect(decodeSplitHeader(bytes)).toEqual(header);
    expect(decodeSplitHeader(encodeSplitHeader({ ...header, kind: 'data', isPeerLost: false }))).toEqual({ ...header, kind: 'data', isPeerLost: false });
  });

  it('is nothing that is shorter, begins differently, is of another version or kind, or counts beyond what can be counted', () => {
    const bytes = encodeSplitHeader(header);
    expect(decodeSplitHeader(bytes.subarray(0, 15))).toBeUndefined();
    for (const [at, octet] of [[0, 0], [2, 2], [3, 2], [8, 0xff]] as const) expect(decodeSplitHeader(Uint8Array.from(bytes, (old, index) => (index === at ? octet : old)))).toBeUndefined();
  });
});
