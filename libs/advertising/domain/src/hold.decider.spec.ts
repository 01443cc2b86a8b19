import { describe, expect, it } from '@jest/globals';
import { instant, plus } from '@carriermesh/kernel';
import { accept, specify } from '@carriermesh/decider';
import { hold, holdIdFault, MAX_HOLD_NS, MAX_NEEDS, type HoldEvent, type PlaceHold } from './hold.decider.js';
import { START } from './testing/offers.js';

const given = specify(hold).given;
const HELD_UNTIL = instant(START + 1_000n);
const LATER = plus(HELD_UNTIL, 1n);

const wish = { holdId: 'h1', orderId: 'o1', buyerId: 'acme', needs: [{ resourceId: 'Ai3/1-2', mbps: 400 }, { resourceId: 'Geant/7-9', mbps: 400 }], heldUntil: HELD_UNTIL };
const place: PlaceHold = { kind: 'place', ...wish, bought: false, now: START };
const placed: HoldEvent = { type: 'advertising.v1.HoldPlaced', data: { ...wish, placedAt: START, bought: false } };
const committed: HoldEvent = { type: 'advertising.v1.HoldCommitted', data: { holdId: 'h1', committedAt: HELD_UNTIL } };
const released = (reason: 'order-ended' | 'hold-expired', releasedAt = START): HoldEvent => ({ type: 'advertising.v1.HoldReleased', data: { holdId: 'h1', reason, releasedAt } });
const commit = { kind: 'commit', holdId: 'h1', now: HELD_UNTIL } as const;
const release = { kind: 'release', holdId: 'h1', reason: 'order-ended', now: START } as const;
const refused = (refusal: object) => ({ kind: 'refused', refusal });

describe('a hold', () => {
  it('S0-1 names every resource of the order at once', () => {
    expect(given().when(place)).toEqual(accept(placed));
  });

  it('is the same when asked for again, even with a later end, and also once it is under contract', () => {
    expect(given(placed).when({ ...place, heldUntil: LATER }).kind).toBe('ignored');
    expect(given(placed, committed).when(place).kind).toBe('ignored');
  });

  it.each([{ orderId: 'o2' }, { buyerId: 'globex' }, { needs: wish.needs.slice(0, 1) }, { needs: [{ resourceId: 'Ai3/1-2', mbps: 401 }, wish.needs[1]!] }])(
    'can’t become one for %j',
    (other) => {
      expect(given(placed).when({ ...place, ...other })).toEqual(refused({ code: 'hold-id-reused', holdId: 'h1', orderId: 'o1' }));
    },
  );

  it('S0-5 is under contract in the commit that places it when its buyer has bought already, and then never lapses', () => {
    const bought: HoldEvent = { type: 'advertising.v1.HoldPlaced', data: { ...wish, placedAt: START, bought: true } };
    expect(given().when({ ...place, bought: true })).toEqual(accept(bought));
    expect(given(bought).when({ ...place, bought: true, now: LATER }).kind).toBe('ignored');
    expect(given(bought).when({ ...release, reason: 'hold-expired', now: LATER })).toEqual(refused({ code: 'hold-committed', holdId: 'h1' }));
  });

  it('that was placed before it was bought is committed in its last instant, and not a nanosecond later', () => {
    expect(given(placed).when({ ...place, bought: true, now: HELD_UNTIL })).toEqual(accept(committed));
    expect(given(placed).when({ ...place, bought: true, now: LATER })).toEqual(refused({ code: 'hold-expired', holdId: 'h1', heldUntil: HELD_UNTIL }));
  });

  it('is good up to and including its last instant', () => {
    expect(given(placed).when(commit)).toEqual(accept(committed));
    expect(given(placed).when({ ...place, now: HELD_UNTIL }).kind).toBe('ignored');
  });

  it('has lapsed a nanosecond later', () => {
    const expired = refused({ code: 'hold-expired', holdId: 'h1', heldUntil: HELD_UNTIL });
    expect(given(placed).when({ ...commit, now: LATER })).toEqual(expired);
    expect(given(placed).when({ ...place, now: LATER })).toEqual(expired);
    expect(given().when({ ...place, now: LATER })).toEqual(expired);
  });

  it('lasts a day at most', () => {
    expect(given().when({ ...place, heldUntil: plus(START, MAX_HOLD_NS) }).kind).toBe('accepted');
    expect(given().when({ ...place, heldUntil: plus(START, MAX_HOLD_NS + 1n) })).toMatchObject({ refusal: { code: 'hold-invalid', field: 'held_until' } });
  });

  it('names 1 to 256 resources, each once and each with a bandwidth', () => {
    const needs = (count: number) => Array.from({ length: count }, (_, index) => ({ resourceId: `Ai3/${index}-x`, mbps: 1 }));
    expect(given().when({ ...place, needs: needs(MAX_NEEDS) }).kind).toBe('accepted');
    for (const bad of [[], needs(MAX_NEEDS + 1)]) expect(given().when({ ...place, needs: bad })).toMatchObject({ refusal: { code: 'hold-invalid', field: 'needs' } });
    expect(given().when({ ...place, needs: [...needs(2), ...needs(1)] })).toMatchObject({ refusal: { field: 'needs.resource_id', value: 'Ai3/0-x' } });
    expect(given().when({ ...place, needs: [{ resourceId: 'a b/c', mbps: 1 }] })).toMatchObject({ refusal: { field: 'needs.resource_id' } });
    expect(given().when({ ...place, needs: [{ resourceId: 'Ai3/1-2', mbps: 0 }] })).toMatchObject({ refusal: { field: 'needs.mbps', value: '0' } });
  });

  it('is committed once', () => {
    expect(given(placed, committed).when({ ...commit, now: LATER }).kind).toBe('ignored');
    expect(given().when(commit)).toEqual(refused({ code: 'hold-unknown', holdId: 'h1' }));
  });

  it('is released once, committed or not, and can’t be committed afterwards', () => {
    expect(given(placed).when(release)).toEqual(accept(released('order-ended')));
    expect(given(placed, committed).when(release)).toEqual(accept(released('order-ended')));
    expect(given(placed, released('order-ended')).when(release).kind).toBe('ignored');
    expect(given(placed, released('order-ended')).when(commit)).toEqual(refused({ code: 'hold-released', holdId: 'h1' }));
    expect(given(placed, released('hold-expired')).when(commit)).toEqual(refused({ code: 'hold-expired', holdId: 'h1', heldUntil: HELD_UNTIL }));
  });

  it('comes to nothing when its release overtook it', () => {
    expect(given().when(release)).toEqual(accept(released('order-ended')));
    expect(given(released('order-ended')).when(place)).toEqual(refused({ code: 'hold-released', holdId: 'h1' }));
  });

  it('is released as expired only after its last instant, and never from a contract', () => {
    const expire = { ...release, reason: 'hold-expired' } as const;
    expect(given(placed).when({ ...expire, now: HELD_UNTIL })).toEqual(refused({ code: 'hold-in-force', holdId: 'h1', heldUntil: HELD_UNTIL }));
    expect(given(placed).when({ ...expire, now: LATER })).toEqual(accept(released('hold-expired', LATER)));
    expect(given(placed, committed).when({ ...expire, now: LATER })).toEqual(refused({ code: 'hold-committed', holdId: 'h1' }));
    expect(given().when(expire)).toEqual(refused({ code: 'hold-unknown', holdId: 'h1' }));
  });

  it('is resized under contract, on the very resources that it has, and by the highest number alone', () => {
    const needs = wish.needs.map((need) => ({ ...need, mbps: 500 }));
    const resize = { kind: 'resize', holdId: 'h1', number: 2, needs, now: LATER } as const;
    const resized: HoldEvent = { type: 'advertising.v1.HoldResized', data: { holdId: 'h1', number: 2, needs, resizedAt: LATER } };
    expect(given(placed, committed).when(resize)).toEqual(accept(resized));
    expect(given(placed, committed, resized).when(resize).kind).toBe('ignored');
    expect(given(placed, committed, resized).when({ ...resize, number: 1, needs: wish.needs })).toEqual(refused({ code: 'hold-resized-since', holdId: 'h1', number: 1, last: 2 }));
    expect(given(placed, committed, resized).when({ ...resize, needs: wish.needs })).toMatchObject({ refusal: { code: 'hold-resized-since' } });
    expect(given(placed, committed).when({ ...resize, needs: needs.slice(1) })).toMatchObject({ refusal: { code: 'hold-invalid', field: 'needs' } });
    expect(given(placed, committed).when({ ...resize, needs: needs.map((need) => ({ ...need, mbps: 0 })) })).toMatchObject({ refusal: { code: 'hold-invalid', field: 'needs.mbps' } });
    expect(given(placed).when(resize)).toEqual(refused({ code: 'hold-unknown', holdId: 'h1' }));
    expect(given(placed, committed, released('order-ended')).when(resize)).toEqual(refused({ code: 'hold-released', holdId: 'h1' }));
  });

  it('has a token for an id', () => {
    expect(holdIdFault('hol_0198c2a4-0')).toBeUndefined();
    expect(holdIdFault('hol 1')).toMatchObject({ code: 'hold-invalid', field: 'hold_id', value: 'hol 1' });
  });
});
