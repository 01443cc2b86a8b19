import { accept, ignore, refuse, type Decision } from '@carriermesh/decider';
import type { billing } from '@carriermesh/wire';

/** What is recorded of one id of a party: into which other it was merged, and what was merged into it. */
export interface PartyIdState {
  readonly mergedInto?: string;
  /** The oldest first. */
  readonly merges: readonly billing.PartyMerge[];
}

export interface PartiesMerged {
  readonly type: 'billing.v1.PartiesMerged';
  readonly data: billing.PartiesMerged;
}

export type MergeRefusal =
  | { readonly code: 'party-merged-into-itself'; readonly partyId: string }
  | { readonly code: 'party-merged-before'; readonly partyId: string; readonly into: string };

export const partyIdState = (partyId: string, events: readonly PartiesMerged[]): PartyIdState => {
  const merges = events.map(({ data }) => data.merge);
  const own = merges.find(({ mergedPartyId }) => mergedPartyId === partyId);
  return { ...(own && { mergedInto: own.partyId }), merges: merges.filter((merge) => merge.partyId === partyId) };
};

/** Each id is merged once, and into one that stands for itself: what stands for a party is never more than one id, whoever merges what at the same time. */
export function decideMerge(merge: billing.PartyMerge, { party, merged }: { readonly party: PartyIdState; readonly merged: PartyIdState }): Decision<PartiesMerged, MergeRefusal> {
  const { partyId, mergedPartyId } = merge;
  if (partyId === mergedPartyId) return refuse({ code: 'party-merged-into-itself', partyId });
  if (merged.mergedInto === partyId) return ignore('merged before');
  if (merged.mergedInto !== undefined) return refuse({ code: 'party-merged-before', partyId: mergedPartyId, into: merged.mergedInto });
  if (party.mergedInto !== undefined) return refuse({ code: 'party-merged-before', partyId, into: party.mergedInto });
  return accept({ type: 'billing.v1.PartiesMerged', data: { merge } });
}
