import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, invariant } from '@carriermesh/kernel';
import { fold, specify } from '@carriermesh/decider';
import type { advertising } from '@carriermesh/wire';
import { offerFault } from './offer-rules.js';
import { unitsInUse, type ResourceEvent } from './resource.js';
import { resourceDecider, type Hold, type ResourceCommand } from './resource.decider.js';
import { interconnectOffer, linkOffer, OfferBytes, popOffer, START } from './testing/offers.js';

const bytes = new OfferBytes();
const resource = resourceDecider(bytes.read);
const given = specify(resource).given;

const resourceId = 'Ai3/1-2';
const HELD_UNTIL = instant(START + 1_000n);
const LATER = instant(START + 1_001n);
const units = (...numbers: number[]): Partial<advertising.Link> => ({ units: { technology: 'wavelength', unitMbps: 100, numbers }, capacityMbps: 100 * numbers.length });
const advertised = (terms = linkOffer(units(1, 2, 3))): ResourceEvent => {
  const { signedOffer, offerSha256, batchId } = bytes.advertise(terms);
  return { type: 'advertising.v1.ResourceAdvertised', data: { resourceId: terms.resourceId, providerId: 'Ai3', signedOffer, offerSha256, batchId } };
};
const hold = (wish: Partial<Hold> = {}): Hold => ({ kind: 'hold', resourceId, holdId: 'h1', buyerId: 'acme', mbps: 100, unit: 2, heldUntil: HELD_UNTIL, bought: false, now: START, ...wish });
const held = (holdId: string, unit: number, availableMbps: number, bought = false): ResourceEvent => ({ type: 'advertising.v1.CapacityHeld', data: { resourceId, holdId, mbps: 100, heldUntil: HELD_UNTIL, availableMbps, bought, unit } });
const refused = (refusal: object) => ({ kind: 'refused', refusal });

describe('a resource that is sold in whole units', () => {
  it('I1 S2-1 gives each unit to one, with its Mbit/s, whatever else is free', () => {
    expect(given(advertised()).when(hold())).toEqual({ kind: 'accepted', events: [held('h1', 2, 200)] });
    expect(given(advertised(), held('h1', 2, 200)).when(hold({ holdId: 'h2' }))).toEqual(refused({ code: 'unit-taken', resourceId, unit: 2, free: [1, 3] }));
    expect(given(advertised(), held('h1', 2, 200)).when(hold({ holdId: 'h2', unit: 3 }))).toEqual({ kind: 'accepted', events: [held('h2', 3, 100)] });
  });

  it('S2-1 gives a unit again when it was released, and when its hold has lapsed, whose end is written down first', () => {
    const release: ResourceEvent = { type: 'advertising.v1.CapacityReleased', data: { resourceId, holdId: 'h1', mbps: 100, availableMbps: 300, reason: 'order-ended', unit: 2 } };
    expect(given(advertised(), held('h1', 2, 200)).when({ kind: 'release', resourceId, holdId: 'h1', reason: 'order-ended' })).toEqual({ kind: 'accepted', events: [release] });
    expect(given(advertised(), held('h1', 2, 200), release).when(hold({ holdId: 'h2' }))).toEqual({ kind: 'accepted', events: [held('h2', 2, 200)] });
    const lapsed = { ...release, data: { ...release.data, reason: 'hold-expired' as const } };
    expect(given(advertised(), held('h1', 2, 200)).when(hold({ holdId: 'h2', now: LATER }))).toEqual({ kind: 'accepted', events: [lapsed, held('h2', 2, 200)] });
    expect(given(advertised(), held('h1', 2, 200, true)).when(hold({ holdId: 'h2', now: LATER }))).toMatchObject(refused({ code: 'unit-taken' }));
  });

  it('S2-1 is sold in no other way, and what is sold by the Mbit/s in no units', () => {
    const { unit: _, ...plain } = hold();
    expect(given(advertised()).when(plain)).toEqual(refused({ code: 'unit-missing', resourceId }));
    expect(given(advertised(linkOffer())).when(hold())).toEqual(refused({ code: 'unit-not-sold', resourceId }));
    expect(given(advertised()).when(hold({ unit: 4 }))).toEqual(refused({ code: 'unit-unknown', resourceId, unit: 4, mbps: 100, unitMbps: 100 }));
    expect(given(advertised()).when(hold({ mbps: 50 }))).toEqual(refused({ code: 'unit-unknown', resourceId, unit: 2, mbps: 50, unitMbps: 100 }));
    const resize = { kind: 'resize', resourceId, holdId: 'h1', buyerId: 'acme', mbps: 200, now: START } as const;
    expect(given(advertised(), held('h1', 2, 200, true)).when(resize)).toEqual(refused({ code: 'unit-fixed', resourceId, unit: 2 }));
  });

  it('I1 gives no unit away twice, whatever is asked in whatever order and by clocks that disagree', () => {
    const at = fc.integer({ min: 0, max: 40 }).map((nanos) => instant(START + BigInt(nanos)));
    const holdId = fc.integer({ min: 1, max: 6 }).map((number) => `h${number}`);
    const wish: fc.Arbitrary<ResourceCommand> = fc.oneof(
      fc.record({ kind: fc.constant('hold' as const), resourceId: fc.constant(resourceId), holdId, buyerId: fc.constant('acme'), mbps: fc.constant(100), unit: fc.integer({ min: 1, max: 3 }), heldUntil: at, bought: fc.boolean(), now: at }),
      fc.record({ kind: fc.constant('commit' as const), resourceId: fc.constant(resourceId), holdId, now: at }),
      fc.record({ kind: fc.constant('release' as const), resourceId: fc.constant(resourceId), holdId, reason: fc.constantFrom('order-ended' as const, 'hold-expired' as const) }),
    );
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 40 }), (wishes) => {
        const owners = new Map<number, string>();
        let state = fold(resource, [advertised()]);
        for (const command of wishes) {
          const decision = resource.decide(command, state);
          if (decision.kind !== 'accepted') continue;
          for (const event of decision.events) {
            if (event.type === 'advertising.v1.CapacityHeld') {
              invariant(!owners.has(event.data.unit!), `unit ${event.data.unit} was given to ${event.data.holdId}, and is ${owners.get(event.data.unit!)}'s`);
              owners.set(event.data.unit!, event.data.holdId);
            }
            if (event.type === 'advertising.v1.CapacityReleased') invariant(owners.delete(event.data.unit!), `unit ${event.data.unit} was freed and was nobody's`);
            state = resource.evolve(state, event);
          }
          invariant(unitsInUse(state, START).every((unit) => owners.has(unit)), 'a unit is in use that was given to nobody');
        }
      }),
      { numRuns: 1_000, seed: 20_260_301 },
    );
  });
});

describe('a dedicated resource', () => {
  it('S2-4 is had by orders of a carrier virtual network alone, and those have nothing else but what is the buyer’s own', () => {
    const dedicated = advertised(linkOffer({}, { dedicated: true }));
    const { unit: _, ...plain } = hold();
    const ofNetwork = { ...plain, virtualNetwork: true };
    expect(given(dedicated).when(plain)).toEqual(refused({ code: 'resource-dedicated', resourceId }));
    expect(given(dedicated).when(ofNetwork).kind).toBe('accepted');
    expect(given(advertised(linkOffer())).when(ofNetwork)).toEqual(refused({ code: 'resource-not-dedicated', resourceId }));
    expect(given(advertised(linkOffer())).when({ ...ofNetwork, buyerId: 'Ai3' }).kind).toBe('accepted');
    expect(given(advertised(linkOffer({}, { dedicated: true, visibleTo: ['globex'] }))).when(ofNetwork)).toEqual(refused({ code: 'resource-unknown', resourceId }));
  });
});

describe('an offer in whole units', () => {
  const faultOf = (offer: advertising.ResourceOffer) => offerFault(offer, 'Ai3');
  const ofUnits = (changes: Partial<advertising.UnitSet>, capacityMbps = 200) => linkOffer({ units: { technology: 'sdh', unitMbps: 100, numbers: [0, 1_023], ...changes }, capacityMbps });

  it('S2-1 states its technology, the bandwidth of a unit, and up to 1,024 numbers, together with the capacity of all of them', () => {
    expect(faultOf(ofUnits({}))).toBeUndefined();
    expect(faultOf(ofUnits({ numbers: Array.from({ length: 1_024 }, (_, unit) => unit) }, 102_400))).toBeUndefined();
    expect(faultOf(interconnectOffer({ units: { technology: 'fibre', unitMbps: 100, numbers: [7] }, capacityMbps: 100 }))).toBeUndefined();
    expect(faultOf(ofUnits({ technology: 'unspecified' }))?.field).toBe('link.units.technology');
    expect(faultOf(ofUnits({ unitMbps: 0 }))?.field).toBe('link.units.unit_mbps');
    for (const numbers of [[], [1, 1], [2, 1], [0, 1_024]]) expect(faultOf(ofUnits({ numbers }))?.field).toBe('link.units.numbers');
    expect(faultOf(ofUnits({}, 199))).toMatchObject({ field: 'link.capacity_mbps', value: '199', limit: '200, that of its 2 units' });
  });

  it('S2-1 has a point of presence say which technologies it converts, each once', () => {
    expect(faultOf(popOffer({ conversion: { technologies: ['wavelength', 'odu'] } }))).toBeUndefined();
    for (const technologies of [[], ['odu', 'odu'], ['unspecified']] as const) expect(faultOf(popOffer({ conversion: { technologies } }))?.field).toBe('pop.conversion.technologies');
  });
});
