import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, invariant } from '@carriermesh/kernel';
import type { ResourceEvent } from './resource.js';
import { resourceDecider, type ResourceCommand } from './resource.decider.js';
import { linkOffer, OfferBytes, START } from './testing/offers.js';

const resourceId = 'Ai3/1-2';
const RUNS = 2_000;

/** Clocks of different instances go apart: commands come with any of these times, in any order. */
const at = fc.integer({ min: 0, max: 60 }).map((nanos) => instant(START + BigInt(nanos)));
const holdId = fc.integer({ min: 1, max: 6 }).map((number) => `h${number}`);

type Wish = Exclude<ResourceCommand, { kind: 'advertise' | 'withdraw' }> | { readonly kind: 'offer'; readonly capacityMbps: number };
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ kind: fc.constant('offer' as const), capacityMbps: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('resize' as const), resourceId: fc.constant(resourceId), holdId, buyerId: fc.constant('acme'), mbps: fc.integer({ min: 1, max: 12 }), now: at }),
  fc.record({ kind: fc.constant('hold' as const), resourceId: fc.constant(resourceId), holdId, buyerId: fc.constant('acme'), mbps: fc.integer({ min: 1, max: 12 }), heldUntil: at, bought: fc.boolean(), now: at }),
  fc.record({ kind: fc.constant('commit' as const), resourceId: fc.constant(resourceId), holdId, now: at }),
  fc.record({ kind: fc.constant('release' as const), resourceId: fc.constant(resourceId), holdId, reason: fc.constantFrom('order-ended' as const, 'hold-expired' as const) }),
);

/** A second, naive account of who has what, kept from the events alone and without any clock. */
class Account {
  capacityMbps = 0;
  readonly parts = new Map<string, number>();

  take(event: ResourceEvent, read: OfferBytes['read']): void {
    switch (event.type) {
      case 'advertising.v1.ResourceAdvertised': {
        const { resource } = read(event.data.signedOffer.offer);
        invariant(resource.kind === 'link', 'only links are advertised here');
        this.capacityMbps = resource.link.capacityMbps;
        return;
      }
      case 'advertising.v1.CapacityHeld': {
        invariant(!this.parts.has(event.data.holdId), `${event.data.holdId} was given twice`);
        this.parts.set(event.data.holdId, event.data.mbps);
        // Here, at this place of the ledger, all of it must fit.
        invariant(this.given <= this.capacityMbps, `${this.given} of ${this.capacityMbps} Mbit/s are given away`);
        invariant(event.data.availableMbps === this.capacityMbps - this.given, `${event.data.availableMbps} Mbit/s are said to be left`);
        return;
      }
      case 'advertising.v1.CapacityResized': {
        const { holdId: id, beforeMbps, mbps, availableMbps } = event.data;
        invariant(this.parts.get(id) === beforeMbps && beforeMbps !== mbps, `${id} was resized from ${beforeMbps} Mbit/s and has ${this.parts.get(id)}`);
        this.parts.set(id, mbps);
        invariant(mbps < beforeMbps || this.given <= this.capacityMbps, `${this.given} of ${this.capacityMbps} Mbit/s are given away`);
        invariant(availableMbps === Math.max(0, this.capacityMbps - this.given), `${availableMbps} Mbit/s are said to be left`);
        return;
      }
      case 'advertising.v1.CapacityCommitted':
        invariant(this.parts.has(event.data.holdId), `${event.data.holdId} was committed and has nothing`);
        return;
      case 'advertising.v1.CapacityReleased':
        invariant(this.parts.delete(event.data.holdId), `${event.data.holdId} was freed and had nothing`);
        invariant(event.data.availableMbps === Math.max(0, this.capacityMbps - this.given), `${event.data.availableMbps} Mbit/s are said to be left`);
    }
  }

  private get given(): number {
    return [...this.parts.values()].reduce((sum, mbps) => sum + mbps, 0);
  }
}

describe('capacity', () => {
  it('S0-1 is never given away twice (I1), whatever is asked in whatever order and by clocks that disagree', () => {
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 60 }), (wishes) => {
        const bytes = new OfferBytes();
        const resource = resourceDecider(bytes.read);
        const account = new Account();
        let state = resource.initial;
        for (const each of [{ kind: 'offer', capacityMbps: 10 } as const, ...wishes]) {
          const command = each.kind === 'offer' ? bytes.advertise(linkOffer({ capacityMbps: each.capacityMbps })) : each;
          const decision = resource.decide(command, state);
          if (decision.kind !== 'accepted') continue;
          for (const event of decision.events) {
            account.take(event, bytes.read);
            state = resource.evolve(state, event);
          }
        }
      }),
      { numRuns: RUNS, seed: 20_260_301 },
    );
  });
});
