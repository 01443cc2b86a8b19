import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '@carriermesh/kernel';
import { decideMerge, partyIdState, type PartiesMerged } from './party-ids.decider.js';

const mergeOf = (mergedPartyId: string, partyId: string, at = 0) => ({ partyId, mergedPartyId, reason: 'the same company', mergedBy: 'operator', mergedAt: instant(BigInt(at)) });
const event = (mergedPartyId: string, partyId: string): PartiesMerged => ({ type: 'billing.v1.PartiesMerged', data: { merge: mergeOf(mergedPartyId, partyId) } });
/** Each id's stream holds the merges that it is part of. */
const stateIn = (history: readonly PartiesMerged[], id: string) => partyIdState(id, history.filter(({ data: { merge } }) => merge.partyId === id || merge.mergedPartyId === id));
const decide = (history: readonly PartiesMerged[], mergedPartyId: string, partyId: string) =>
  decideMerge(mergeOf(mergedPartyId, partyId), { party: stateIn(history, partyId), merged: stateIn(history, mergedPartyId) });

describe('two ids of one party', () => {
  it('S3-20 are merged once: again the same way changes nothing, and another way is refused with the id that stands for it', () => {
    expect(decide([], 'acme-ltd', 'acme')).toMatchObject({ kind: 'accepted', events: [{ data: { merge: { partyId: 'acme', mergedPartyId: 'acme-ltd' } } }] });
    const merged = [event('acme-ltd', 'acme')];
    expect(decide(merged, 'acme-ltd', 'acme').kind).toBe('ignored');
    expect(decide(merged, 'acme-ltd', 'globex')).toMatchObject({ refusal: { code: 'party-merged-before', partyId: 'acme-ltd', into: 'acme' } });
    expect(decide(merged, 'globex', 'acme-ltd')).toMatchObject({ refusal: { code: 'party-merged-before', partyId: 'acme-ltd', into: 'acme' } });
    expect(decide(merged, 'acme', 'acme-ltd')).toMatchObject({ refusal: { code: 'party-merged-before', partyId: 'acme-ltd', into: 'acme' } });
    expect(decide([], 'acme', 'acme')).toMatchObject({ refusal: { code: 'party-merged-into-itself' } });
    // What stands for others may be merged itself, with all of them.
    expect(decide(merged, 'acme', 'globex').kind).toBe('accepted');
    expect(stateIn([...merged, event('acme', 'globex')], 'acme')).toMatchObject({ mergedInto: 'globex', merges: [{ mergedPartyId: 'acme-ltd' }] });
  });

  it('S3-20 lead to one id that stands for the party, whatever is merged in whatever order', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'] as const;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 20 }), (pairs) => {
        const history: PartiesMerged[] = [];
        for (const [merged, into] of pairs) {
          const decided = decide(history, merged, into);
          if (decided.kind === 'accepted') history.push(...decided.events);
        }
        for (const id of ids) {
          let root: string = id;
          for (let steps = 0; steps <= ids.length; steps += 1) root = stateIn(history, root).mergedInto ?? root;
          expect(stateIn(history, root).mergedInto).toBeUndefined();
        }
        expect(history.length).toBeLessThan(ids.length);
      }),
    );
  });
});
