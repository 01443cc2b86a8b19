import { describe, expect, it } from '@jest/globals';
import { instant, plus, toHex } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import { EMPTY_BOOK, withEntry, type Book } from './book.js';
import { decideActivation, decideAdjustment, decideRelease, MAX_RESOURCES_PER_SEGMENT, type OwnNetwork } from './segment-checks.js';
import { carryingIn, shapeOf, type Segment } from './segment.js';
import { splitMemberOf } from './split/split-member.js';

const network: OwnNetwork = {
  providerId: 'alfa',
  popIds: new Set(['alfa/a', 'alfa/b', 'alfa/c']),
  capacityMbps: new Map([['alfa/a-b', 1_000], ['alfa/b~beta/b', 400]]),
};
const contractSha256 = new Uint8Array(32).fill(7);
const request: agent.ActivateSegmentRequest = {
  segmentId: 'seg_1', contractId: 'con_1', contractSha256, fromPopId: 'alfa/a', toPopId: 'alfa/b', resourceIds: ['alfa/a', 'alfa/a-b', 'alfa/b~beta/b'],
  mbps: 400, serviceStartAt: instant(10n), answerBy: instant(5_000n),
};
const segment = ({ answerBy: _, contractSha256: hash, split, ...rest }: agent.ActivateSegmentRequest): Segment => ({ ...rest, contractSha256: toHex(hash), ...(split ? { split: splitMemberOf(split) } : {}) });
const active = (of: agent.ActivateSegmentRequest): Book =>
  withEntry(EMPTY_BOOK, { type: 'activated', segment: segment(of), activatedAt: instant(1n), receiptBase64: 'cmVjZWlwdA' });
const decide = (changes: Partial<agent.ActivateSegmentRequest> = {}, { book = EMPTY_BOOK, now = 1_000n, underWay = [] as Segment[] } = {}) =>
  decideActivation({ request: { ...request, ...changes }, now: instant(now), underWay }, book, network);
const refusedWith = (code: string, facts: Record<string, string> = {}) => ({ kind: 'refused', refused: expect.objectContaining({ code, facts: expect.objectContaining(facts) }) });
/** By what is so now, and for good. */
const turnedDown = (...reason: Parameters<typeof refusedWith>) => ({ ...refusedWith(...reason), kind: 'turned-down' });

describe('S3-7 a request to activate a segment', () => {
  it('is taken up when all that it needs is the provider’s own and free', () => {
    expect(decide()).toEqual({ kind: 'proceed', segment: segment(request) });
  });

  it('is answered with the same receipt when it was done before, even after its last instant', () => {
    expect(decide({}, { book: active(request), now: 9_999n })).toEqual({ kind: 'known', receiptBase64: 'cmVjZWlwdA' });
  });

  it('I7 is refused for good what it was refused once, whatever is free when a copy of it comes; others are not', () => {
    const because = { code: 'capacity-exhausted', message: 'no', facts: {} };
    const book = withEntry(EMPTY_BOOK, { type: 'refused', segmentId: 'seg_1', refusedAt: instant(1n), refusal: because });
    expect(decide({}, { book })).toEqual({ kind: 'refused', refused: because });
    expect(decide({ segmentId: 'seg_2' }, { book })).toMatchObject({ kind: 'proceed' });
    expect(decideRelease({ segmentId: 'seg_1', contractId: 'con_1', contractSha256 }, book)).toEqual({ kind: 'proceed' });
  });

  it('is answered with the same receipt when it is to be metered from another instant, which is no term', () => {
    expect(decide({ meteredFrom: instant(20n) })).toMatchObject({ kind: 'proceed', segment: { meteredFrom: instant(20n) } });
    expect(decide({ meteredFrom: instant(20n) }, { book: active(request) })).toMatchObject({ kind: 'known' });
  });

  it('is refused when the same id was activated on other terms', () => {
    for (const changes of [{ mbps: 401 }, { toPopId: 'alfa/c' }, { resourceIds: ['alfa/a-b'] }, { contractSha256: new Uint8Array(32) }, { serviceStartAt: instant(11n) }]) {
      expect(decide(changes, { book: active(request) })).toEqual(refusedWith('segment-mismatch'));
    }
  });

  it('M4 says of which split service it is a member, which is part of its terms, and is refused for numbers that no split has', () => {
    const split = { splitId: 'spl_1', ordinal: 2, members: 3, maxDifferentialDelayNs: 5_000_000n, leastMembers: 1 };
    expect(decide({ split })).toMatchObject({ kind: 'proceed', segment: { split: { ...split, maxDifferentialDelayNs: 5_000_000 } } });
    expect(decide({ split }, { book: active({ ...request, split }) })).toMatchObject({ kind: 'known' });
    for (const changes of [{ ordinal: 3 }, { leastMembers: 3 }, { splitId: 'spl_2' }]) {
      expect(decide({ split: { ...split, ...changes } }, { book: active({ ...request, split }) })).toEqual(refusedWith('segment-mismatch'));
    }
    expect(decide({ split }, { book: active(request) })).toEqual(refusedWith('segment-mismatch'));
    const wrong = [{ splitId: 'a b' }, { members: 1 }, { members: 65 }, { ordinal: 0 }, { ordinal: 4 }, { leastMembers: 0 }, { leastMembers: 4 }, { maxDifferentialDelayNs: -1n }, { maxDifferentialDelayNs: 1_000_000_001n }];
    for (const changes of wrong) expect([changes, decide({ split: { ...split, ...changes } })]).toEqual([changes, refusedWith('malformed-request')]);
  });

  it('S2-1 has whole units of the provider’s own, one of each resource that is sold so, and each unit once', () => {
    const lit: OwnNetwork = { ...network, units: new Map([['alfa/a-b', { technology: 'wavelength', unitMbps: 400, numbers: [8, 16] }]]) };
    const on = (units: agent.ActivateSegmentRequest['units'], { book = EMPTY_BOOK, underWay = [] as Segment[], changes = {} } = {}) =>
      decideActivation({ request: { ...request, resourceIds: ['alfa/a-b'], ...(units && { units }), ...changes }, now: instant(1_000n), underWay }, book, lit);
    const wave = (...numbers: number[]) => ({ technology: 'wavelength' as const, numbers });
    expect(on(wave(8))).toMatchObject({ kind: 'proceed', segment: { units: { technology: 'wavelength', numbers: [8] } } });
    const first = { ...request, resourceIds: ['alfa/a-b'], units: wave(8) };
    expect(on(wave(8), { book: active(first) })).toMatchObject({ kind: 'known' });
    expect(on(wave(16), { book: active(first) })).toEqual(refusedWith('segment-mismatch'));
    const second = { segmentId: 'seg_2' };
    expect(on(wave(8), { book: active(first), changes: second })).toEqual(turnedDown('unit-taken', { resource_id: 'alfa/a-b', unit: '8' }));
    expect(on(wave(8), { underWay: [segment(first)], changes: second })).toEqual(turnedDown('unit-taken'));
    const released = withEntry(active(first), { type: 'released', segmentId: 'seg_1', contractSha256: toHex(contractSha256), releasedAt: instant(2n), receiptBase64: 'cmVjZWlwdA' });
    expect(on(wave(8), { book: released, changes: second })).toMatchObject({ kind: 'proceed' });
    for (const units of [undefined, wave(24), { technology: 'fibre' as const, numbers: [8] }]) expect(on(units)).toEqual(turnedDown('unit-unknown'));
    expect(on(wave(8), { changes: { mbps: 100 } })).toEqual(turnedDown('unit-unknown'));
    expect(on(wave(8, 8))).toEqual(refusedWith('malformed-request'));
    expect(decide({ units: wave(8), resourceIds: ['alfa/b~beta/b'] })).toEqual(turnedDown('unit-unknown'));
    const adjusted = { segmentId: 'seg_1', contractId: 'con_1', contractSha256, adjustment: 1, mbps: 100, suspended: false };
    expect(decideAdjustment({ request: adjusted, now: instant(1_000n), underWay: [] }, active(first), lit)).toEqual(refusedWith('unit-fixed'));
    expect(decideAdjustment({ request: { ...adjusted, mbps: 400, suspended: true }, now: instant(1_000n), underWay: [] }, active(first), lit)).toMatchObject({ kind: 'proceed' });
  });

  it('is taken up at its last instant, and refused a nanosecond later', () => {
    expect(decide({}, { now: 5_000n })).toMatchObject({ kind: 'proceed' });
    expect(decide({}, { now: 5_001n })).toEqual(refusedWith('too-late'));
  });

  it('is refused for a resource or a PoP of somebody else', () => {
    expect(decide({ resourceIds: ['beta/x-y'] })).toEqual(turnedDown('resource-unknown', { resource_id: 'beta/x-y' }));
    expect(decide({ fromPopId: 'beta/x' })).toEqual(turnedDown('resource-unknown', { resource_id: 'beta/x' }));
    expect(decide({ toPopId: 'alfa/a-b' })).toEqual(turnedDown('resource-unknown', { resource_id: 'alfa/a-b' }));
  });

  it('may use a resource up to its last Mbit/s, and not one more', () => {
    expect(decide({ mbps: 400 })).toMatchObject({ kind: 'proceed' });
    expect(decide({ mbps: 401 })).toEqual(turnedDown('capacity-exhausted', { resource_id: 'alfa/b~beta/b', asked_mbps: '401', available_mbps: '400' }));
  });

  it('finds no capacity that another segment has, or is getting at this moment', () => {
    const other = { ...request, segmentId: 'seg_2' };
    expect(decide({ mbps: 1 }, { book: active(other) })).toEqual(turnedDown('capacity-exhausted', { available_mbps: '0' }));
    expect(decide({ mbps: 1 }, { underWay: [segment(other)] })).toEqual(turnedDown('capacity-exhausted', { available_mbps: '0' }));
  });

  it('pays twice for a link that it crosses twice', () => {
    expect(decide({ resourceIds: ['alfa/a-b', 'alfa/a-b'], mbps: 501 })).toEqual(turnedDown('capacity-exhausted', { asked_mbps: '1002' }));
  });

  it('finds the capacity of a released segment free again', () => {
    const other = { ...request, segmentId: 'seg_2' };
    const released = withEntry(active(other), { type: 'released', segmentId: 'seg_2', contractSha256: '07', releasedAt: instant(2n), receiptBase64: '' });
    expect(decide({}, { book: released })).toMatchObject({ kind: 'proceed' });
  });

  it('is refused for good once a release has overtaken it', () => {
    const released = withEntry(EMPTY_BOOK, { type: 'released', segmentId: 'seg_1', contractSha256: toHex(contractSha256), releasedAt: instant(2n), receiptBase64: '' });
    expect(decide({}, { book: released })).toEqual(refusedWith('segment-released'));
  });

  it('is refused when a field can’t be what it is', () => {
    const wrong: Partial<agent.ActivateSegmentRequest>[] = [
      { segmentId: '../../etc' }, { segmentId: '' }, { contractId: 'a.b' }, { contractSha256: new Uint8Array(31) }, { mbps: 0 },
      { resourceIds: Array.from({ length: MAX_RESOURCES_PER_SEGMENT + 1 }, () => 'alfa/a') },
    ];
    for (const changes of wrong) expect(decide(changes)).toEqual(refusedWith('malformed-request'));
  });

  it('may name a supply contract that is longer than a token', () => {
    expect(decide({ contractId: `con_${'0'.repeat(36)}-${'p'.repeat(64)}` })).toMatchObject({ kind: 'proceed' });
  });
});

describe('S3-7 a request to adjust a segment', () => {
  const asked = (adjustment: number, changes: Partial<agent.AdjustSegmentRequest> = {}): agent.AdjustSegmentRequest => ({
    segmentId: 'seg_1', contractId: 'con_1', contractSha256, adjustment, mbps: 400, suspended: true, answerBy: instant(5_000n), ...changes,
  });
  const adjust = (request: agent.AdjustSegmentRequest, book: Book, { now = 1_000n, underWay = [] as Segment[] } = {}) => decideAdjustment({ request, now: instant(now), underWay }, book, network);
  const adjusted = (book: Book, adjustment: number, shape = { mbps: 400, suspended: true }, at = 2_000n): Book =>
    withEntry(book, { type: 'adjusted', segmentId: 'seg_1', adjustment, ...shape, adjustedAt: instant(at), receiptBase64: `cg${adjustment}` });

  it('is taken up for a segment that is active here, and for none else', () => {
    expect(adjust(asked(1), active(request))).toMatchObject({ kind: 'proceed', shape: { mbps: 400, suspended: true }, isAsItIs: false });
    expect(adjust(asked(1), EMPTY_BOOK)).toEqual(refusedWith('segment-unknown'));
    const released = withEntry(active(request), { type: 'released', segmentId: 'seg_1', contractSha256: toHex(contractSha256), releasedAt: instant(2n), receiptBase64: '' });
    expect(adjust(asked(1), released)).toEqual(refusedWith('segment-released'));
    expect(adjust(asked(1, { contractSha256: new Uint8Array(32) }), active(request))).toEqual(refusedWith('segment-mismatch'));
  });

  it('is answered with the same receipt when it was done before, also after its last instant, and refused when a later one was', () => {
    const book = adjusted(active(request), 2);
    expect(adjust(asked(2), book, { now: 9_999n })).toEqual({ kind: 'known', receiptBase64: 'cg2' });
    expect(adjust(asked(1), book)).toEqual(refusedWith('adjustment-superseded', { adjustment: '1', last_adjustment: '2' }));
    expect(adjust(asked(2, { suspended: false }), book)).toEqual(refusedWith('adjustment-superseded'));
    expect(adjust(asked(3, { suspended: false }), book)).toMatchObject({ kind: 'proceed', isAsItIs: false });
  });

  it('has nothing to do in the network where the segment is so already', () => {
    expect(adjust(asked(1, { suspended: false }), active(request))).toMatchObject({ kind: 'proceed', isAsItIs: true });
  });

  it('is taken up at its last instant and refused a nanosecond later, and always where it goes back to what it was', () => {
    expect(adjust(asked(1), active(request), { now: 5_000n })).toMatchObject({ kind: 'proceed' });
    expect(adjust(asked(1), active(request), { now: 5_001n })).toEqual(refusedWith('too-late'));
    const { answerBy: _, ...whenever } = asked(1);
    expect(adjust(whenever, active(request), { now: 9_999n })).toMatchObject({ kind: 'proceed' });
  });

  it('I1 has room for what it asks for more than the segment has, to the last Mbit/s, while it is suspended too', () => {
    const small = { ...request, mbps: 100 };
    for (const book of [active(small), adjusted(active(small), 1, { mbps: 100, suspended: true })]) {
      expect(adjust(asked(2, { mbps: 400, suspended: false }), book)).toMatchObject({ kind: 'proceed' });
      expect(adjust(asked(2, { mbps: 401, suspended: false }), book)).toEqual(refusedWith('capacity-exhausted', { asked_mbps: '301', available_mbps: '300' }));
      expect(adjust(asked(2, { mbps: 400 }), book, { underWay: [{ ...segment(small), segmentId: 'seg_2', mbps: 1 }] })).toEqual(refusedWith('capacity-exhausted', { available_mbps: '299' }));
    }
    const grown = adjusted(active(small), 1, { mbps: 399, suspended: false });
    expect(decide({ segmentId: 'seg_3', mbps: 1 }, { book: grown })).toMatchObject({ kind: 'proceed' });
    expect(decide({ segmentId: 'seg_3', mbps: 2 }, { book: grown })).toEqual(turnedDown('capacity-exhausted', { available_mbps: '1' }));
  });

  it('is refused when a field can’t be what it is', () => {
    for (const changes of [{ adjustment: 0 }, { mbps: 0 }, { segmentId: '' }, { contractSha256: new Uint8Array(31) }]) expect(adjust(asked(1, changes), active(request))).toEqual(refusedWith('malformed-request'));
  });

  it('leaves on record what the segment was to carry, and when, to the nanosecond', () => {
    const steps = adjusted(adjusted(adjusted(active(request), 1), 2, { mbps: 400, suspended: true }, 2_500n), 3, { mbps: 500, suspended: false }, 3_000n);
    const kept = steps.segments.get('seg_1')!.segment!;
    expect(shapeOf(kept)).toMatchObject({ mbps: 500, suspended: false });
    const part = (from: bigint, until: bigint, mbps: number) => ({ period: { from: instant(from), until: instant(until) }, mbps });
    expect(carryingIn(kept, { from: instant(1_000n), until: instant(4_000n) })).toEqual([part(1_000n, 2_000n, 400), part(3_000n, 4_000n, 500)]);
    expect(carryingIn(kept, { from: instant(2_000n), until: instant(3_000n) })).toEqual([]);
    expect(carryingIn(kept, { from: instant(1_999n), until: instant(2_000n) })).toEqual([part(1_999n, 2_000n, 400)]);
  });
});

describe('S3-7 a request to release a segment', () => {
  const release: agent.ReleaseSegmentRequest = { segmentId: 'seg_1', contractId: 'con_1', contractSha256 };

  it('is taken up whether the segment is active or was never heard of', () => {
    expect(decideRelease(release, EMPTY_BOOK)).toEqual({ kind: 'proceed' });
    expect(decideRelease(release, active(request))).toEqual({ kind: 'proceed' });
  });

  it('is answered with the same receipt when it was done before', () => {
    const released = withEntry(active(request), { type: 'released', segmentId: 'seg_1', contractSha256: toHex(contractSha256), releasedAt: plus(instant(2n), 0n), receiptBase64: 'Yg' });
    expect(decideRelease(release, released)).toEqual({ kind: 'known', receiptBase64: 'Yg' });
  });

  it('is refused under another contract than the segment’s own', () => {
    expect(decideRelease({ ...release, contractSha256: new Uint8Array(32) }, active(request))).toEqual(refusedWith('segment-mismatch'));
    expect(decideRelease({ ...release, contractSha256: new Uint8Array(32) }, EMPTY_BOOK, segment(request))).toEqual(refusedWith('segment-mismatch'));
    expect(decideRelease(release, EMPTY_BOOK, segment(request))).toEqual({ kind: 'proceed' });
    expect(decideRelease({ ...release, segmentId: 'a b' }, EMPTY_BOOK)).toEqual(refusedWith('malformed-request'));
  });
});
