import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { accept, fold, specify } from '@carriermesh/decider';
import { inUse, type ResourceEvent } from './resource.js';
import { MAX_SWEPT, resourceDecider, type Hold } from './resource.decider.js';
import { END, linkOffer, OfferBytes, popOffer, START } from './testing/offers.js';

const bytes = new OfferBytes();
const resource = resourceDecider(bytes.read);
const given = specify(resource).given;

const resourceId = 'Ai3/1-2';
const HELD_UNTIL = instant(START + 1_000n);
const LATER = instant(START + 1_001n);

const advertised = (terms = linkOffer()): ResourceEvent => {
  const { signedOffer, offerSha256, batchId } = bytes.advertise(terms);
  return { type: 'advertising.v1.ResourceAdvertised', data: { resourceId: terms.resourceId, providerId: 'Ai3', signedOffer, offerSha256, batchId } };
};
const withdrawn: ResourceEvent = { type: 'advertising.v1.ResourceWithdrawn', data: { resourceId, providerId: 'Ai3', batchId: 'b2' } };
const hold = (wish: Partial<Hold> = {}): Hold => ({ kind: 'hold', resourceId, holdId: 'h1', buyerId: 'acme', mbps: 400, heldUntil: HELD_UNTIL, bought: false, now: START, ...wish });
const held = (holdId: string, mbps: number, availableMbps: number, heldUntil = HELD_UNTIL, bought = false): ResourceEvent => ({
  type: 'advertising.v1.CapacityHeld',
  data: { resourceId, holdId, mbps, heldUntil, availableMbps, bought },
});
const committed = (holdId: string): ResourceEvent => ({ type: 'advertising.v1.CapacityCommitted', data: { resourceId, holdId } });
const released = (holdId: string, mbps: number, availableMbps: number, reason: 'order-ended' | 'hold-expired'): ResourceEvent => ({
  type: 'advertising.v1.CapacityReleased',
  data: { resourceId, holdId, mbps, availableMbps, reason },
});
const refused = (refusal: object) => ({ kind: 'refused', refusal });

describe('what is offered of a resource', () => {
  it('S0-2 is recorded with the bytes that the provider signed', () => {
    const command = bytes.advertise(linkOffer());
    const { signedOffer, offerSha256 } = command;
    expect(given().when(command)).toEqual(
      accept({ type: 'advertising.v1.ResourceAdvertised', data: { resourceId, providerId: 'Ai3', signedOffer, offerSha256, batchId: 'b1' } }),
    );
  });

  it('is not recorded again when the very same bytes are advertised again', () => {
    const command = bytes.advertise(linkOffer());
    const before = given().when(command);
    expect(before.kind === 'accepted' && given(...before.events).when(command)).toEqual({ kind: 'ignored', reason: 'this very offer is on record' });
  });

  it('S0-2 comes back after a withdrawal when the same bytes are advertised again', () => {
    const command = bytes.advertise(linkOffer());
    const before = given().when(command);
    expect(before.kind === 'accepted' && given(...before.events, withdrawn).when(command).kind).toBe('accepted');
  });

  it('stays of one kind', () => {
    expect(given(advertised()).when(bytes.advertise(popOffer({}, resourceId)))).toEqual(
      refused({ code: 'resource-kind-fixed', resourceId, recordedKind: 'link', presentedKind: 'pop' }),
    );
  });

  it('S0-2 is withdrawn once, and only after it was advertised', () => {
    const withdraw = { kind: 'withdraw', resourceId, providerId: 'Ai3', batchId: 'b2' } as const;
    expect(given(advertised()).when(withdraw)).toEqual(accept(withdrawn));
    expect(given(advertised(), withdrawn).when(withdraw).kind).toBe('ignored');
    expect(given().when(withdraw)).toEqual(refused({ code: 'resource-unknown', resourceId }));
  });
});

describe('a hold on a resource', () => {
  it('S0-1 S4-4 takes its part and says what is left', () => {
    expect(given(advertised()).when(hold())).toEqual(accept(held('h1', 400, 600)));
  });

  it('S0-5 belongs to a contract at once when it is bought already, and makes no room when its last instant has passed', () => {
    const bought = [advertised(), held('h1', 1_000, 0, HELD_UNTIL, true)];
    expect(given(advertised()).when(hold({ mbps: 1_000, bought: true }))).toEqual(accept(bought[1]!));
    expect(given(...bought).when(hold({ holdId: 'h2', mbps: 1, heldUntil: instant(START + 9_000n), now: LATER }))).toMatchObject({ refusal: { code: 'no-capacity', availableMbps: 0 } });
    expect(given(...bought).when(hold({ mbps: 1_000, bought: true })).kind).toBe('ignored');
    expect(given(advertised(), held('h1', 400, 600)).when(hold({ bought: true }))).toEqual(accept(committed('h1')));
  });

  it('S0-1 may take the last Mbit/s and not one more', () => {
    const taken = [advertised(), held('h1', 400, 600)];
    expect(given(...taken).when(hold({ holdId: 'h2', mbps: 600 }))).toEqual(accept(held('h2', 600, 0)));
    expect(given(...taken).when(hold({ holdId: 'h2', mbps: 601 }))).toEqual(refused({ code: 'no-capacity', resourceId, requestedMbps: 601, availableMbps: 600 }));
  });

  it('is taken once, whatever is left', () => {
    expect(given(advertised(), held('h1', 1_000, 0)).when(hold({ mbps: 1_000 })).kind).toBe('ignored');
  });

  it('keeps its part up to and including its last instant', () => {
    const full = [advertised(), held('h1', 1_000, 0)];
    expect(given(...full).when(hold({ holdId: 'h2', now: HELD_UNTIL }))).toEqual(refused({ code: 'no-capacity', resourceId, requestedMbps: 400, availableMbps: 0 }));
    expect(given(...full).when({ kind: 'commit', resourceId, holdId: 'h1', now: HELD_UNTIL })).toEqual(accept(committed('h1')));
  });

  it('has lapsed a nanosecond later: its part goes to the next, and its end is written down first', () => {
    const full = [advertised(), held('h1', 1_000, 0)];
    const next = hold({ holdId: 'h2', now: LATER, heldUntil: END });
    expect(given(...full).when(next)).toEqual(accept(released('h1', 1_000, 1_000, 'hold-expired'), held('h2', 400, 600, END)));
    expect(given(...full).when({ kind: 'commit', resourceId, holdId: 'h1', now: LATER })).toEqual(refused({ code: 'hold-expired', holdId: 'h1', heldUntil: HELD_UNTIL }));
  });

  it('can’t be committed by a clock that is behind once its part was given away', () => {
    const given2 = given(advertised(), held('h1', 1_000, 0), released('h1', 1_000, 1_000, 'hold-expired'), held('h2', 1_000, 0, END));
    expect(given2.when({ kind: 'commit', resourceId, holdId: 'h1', now: START })).toEqual(refused({ code: 'hold-expired', holdId: 'h1' }));
  });

  it('sweeps no more lapsed holds than it needs, and never more than fit a commit', () => {
    const many = Array.from({ length: 100 }, (_, index) => held(`h${index}`, 10, 990 - 10 * index));
    const next = given(advertised(), ...many).when(hold({ holdId: 'new', mbps: 20, now: LATER, heldUntil: END }));
    expect(next.kind === 'accepted' && next.events.length).toBe(3);
    expect(given(advertised(), ...many).when(hold({ holdId: 'new', mbps: 1_000, now: LATER, heldUntil: END }))).toEqual(
      refused({ code: 'no-capacity', resourceId, requestedMbps: 1_000, availableMbps: 10 * MAX_SWEPT }),
    );
  });

  it('under contract lapses no more', () => {
    const sold = [advertised(), held('h1', 1_000, 0), committed('h1')];
    expect(given(...sold).when(hold({ holdId: 'h2', now: LATER, heldUntil: END })).kind).toBe('refused');
    expect(given(...sold).when({ kind: 'commit', resourceId, holdId: 'h1', now: LATER }).kind).toBe('ignored');
  });

  it('is released once, committed or not', () => {
    const release = { kind: 'release', resourceId, holdId: 'h1', reason: 'order-ended' } as const;
    expect(given(advertised(), held('h1', 400, 600)).when(release)).toEqual(accept(released('h1', 400, 1_000, 'order-ended')));
    expect(given(advertised(), held('h1', 400, 600), committed('h1')).when(release)).toEqual(accept(released('h1', 400, 1_000, 'order-ended')));
    expect(given(advertised()).when(release)).toEqual({ kind: 'ignored', reason: 'nothing is held' });
  });

  it('S0-2 needs an offer in force: from its first instant, and not at the instant of its end', () => {
    expect(given(advertised()).when(hold({ now: instant(START - 1n) }))).toEqual(refused({ code: 'offer-not-yet-valid', resourceId, validFrom: START }));
    expect(given(advertised()).when(hold({ now: instant(END - 1n), heldUntil: END })).kind).toBe('accepted');
    expect(given(advertised()).when(hold({ now: END, heldUntil: END }))).toEqual(refused({ code: 'offer-expired', resourceId, validUntil: END }));
  });

  it('S0-2 is refused on what was withdrawn or never offered', () => {
    expect(given(advertised(), withdrawn).when(hold())).toEqual(refused({ code: 'resource-withdrawn', resourceId }));
    expect(given().when(hold())).toEqual(refused({ code: 'resource-unknown', resourceId }));
  });

  it('S0-2 tells a buyer who may not see the offer that there is none, withdrawn or not', () => {
    const forOthers = advertised(linkOffer({}, { visibleTo: ['globex', 'initech'] }));
    expect(given(forOthers).when(hold())).toEqual(refused({ code: 'resource-unknown', resourceId }));
    expect(given(forOthers, withdrawn).when(hold())).toEqual(refused({ code: 'resource-unknown', resourceId }));
    expect(given(forOthers).when(hold({ buyerId: 'globex' })).kind).toBe('accepted');
  });

  it('leaves what is under contract alone when less is advertised, and waits until enough is free', () => {
    const shrunk = [advertised(), held('h1', 900, 100), committed('h1'), advertised(linkOffer({ capacityMbps: 500 }))];
    expect(given(...shrunk).when(hold({ holdId: 'h2', mbps: 1 }))).toEqual(refused({ code: 'no-capacity', resourceId, requestedMbps: 1, availableMbps: 0 }));
    expect(given(...shrunk).when({ kind: 'release', resourceId, holdId: 'h1', reason: 'order-ended' })).toEqual(accept(released('h1', 900, 500, 'order-ended')));
  });

  it('finds nothing to take on a PoP', () => {
    const pop = { ...hold(), resourceId: 'Ai3/1', mbps: 1 };
    expect(given(advertised(popOffer())).when(pop)).toEqual(refused({ code: 'no-capacity', resourceId: 'Ai3/1', requestedMbps: 1, availableMbps: 0 }));
  });

  it('counts as held until it lapses, then as nothing, and as committed for good', () => {
    const state = fold(resource, [advertised(), held('h1', 100, 900), held('h2', 200, 700), committed('h2')]);
    expect(inUse(state, HELD_UNTIL)).toEqual({ heldMbps: 100, committedMbps: 200 });
    expect(inUse(state, LATER)).toEqual({ heldMbps: 0, committedMbps: 200 });
  });
});

describe('capacity under contract that is resized', () => {
  const resize = (mbps: number, now = START) => ({ kind: 'resize', resourceId, holdId: 'h1', buyerId: 'acme', mbps, now }) as const;
  const bought = [advertised(), held('h1', 400, 600, HELD_UNTIL, true)] as const;
  const resized = (beforeMbps: number, mbps: number, availableMbps: number): ResourceEvent => ({ type: 'advertising.v1.CapacityResized', data: { resourceId, holdId: 'h1', beforeMbps, mbps, availableMbps } });

  it('I1 grows up to the last Mbit/s that is free, and not by one more', () => {
    expect(given(...bought, held('h2', 500, 100)).when(resize(500))).toEqual(accept(resized(400, 500, 0)));
    expect(given(...bought, held('h2', 500, 100)).when(resize(501))).toEqual(refused({ code: 'no-capacity', resourceId, requestedMbps: 101, availableMbps: 100 }));
  });

  it('takes what lapsed holds had, and writes that down first', () => {
    expect(given(...bought, held('h2', 500, 100)).when(resize(1_000, LATER))).toEqual(accept(released('h2', 500, 600, 'hold-expired'), resized(400, 1_000, 0)));
  });

  it('shrinks whatever else is so, also where the resource is offered no more, and grows only by what is offered', () => {
    expect(given(...bought, withdrawn).when(resize(1))).toEqual(accept(resized(400, 1, 999)));
    expect(given(...bought, withdrawn).when(resize(401))).toEqual(refused({ code: 'resource-withdrawn', resourceId }));
    expect(given(...bought).when(resize(401, END))).toMatchObject({ refusal: { code: 'offer-expired' } });
    expect(given(...bought).when(resize(400)).kind).toBe('ignored');
  });

  it('is nobody else’s, and no hold that nobody has bought', () => {
    expect(given(advertised()).when(resize(1))).toMatchObject({ refusal: { code: 'hold-expired' } });
    expect(given(advertised(), held('h1', 400, 600)).when(resize(1))).toMatchObject({ refusal: { code: 'hold-expired' } });
  });
});
