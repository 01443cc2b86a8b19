import { instant } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';

const AT = instant(1_700_000_000_000_000_000n);

/** Parties as contracting keeps them, as far as a gateway can tell. */
export class PartyShelf {
  private readonly parties = new Map<string, contracting.PartyRecord>();
  /** Parties whose next change comes after one that somebody else made. */
  readonly overtakes = new Set<string>();

  register({ partyId, kind, contact }: contracting.RegisterPartyRequest): contracting.RegisterPartyResponse {
    const known = this.parties.get(partyId);
    if (known) return { outcome: refused(known.contact ? 'party-already-registered' : 'party-forgotten') };
    return { outcome: { kind: 'registered', registered: this.keep({ partyId, kind, contact, registeredAt: AT, changedAt: AT, changes: 0 }) } };
  }

  update({ partyId, kind, contact, changes }: contracting.UpdatePartyRequest): contracting.UpdatePartyResponse {
    const known = this.parties.get(partyId);
    if (!known?.contact) return { outcome: refused(known ? 'party-forgotten' : 'party-unknown') };
    if (known.kind !== kind) return { outcome: refused('party-of-other-kind') };
    if (this.overtakes.delete(partyId)) this.keep({ ...known, changes: known.changes + 1 });
    if (this.parties.get(partyId)?.changes !== changes) return { outcome: refused('party-changed-since') };
    return { outcome: { kind: 'updated', updated: this.keep({ ...known, contact, changes: changes + 1 }) } };
  }

  /** One that trusts everybody hands out the first that it has. */
  get({ partyId }: contracting.GetPartyRequest, trusting: boolean): contracting.GetPartyResponse {
    const party = trusting ? [...this.parties.values()][0] : this.parties.get(partyId);
    return { outcome: party ? { kind: 'party', party } : refused('party-unknown') };
  }

  forget(partyId: string): void {
    const { contact: _, ...rest } = this.parties.get(partyId)!;
    this.keep({ ...rest, forgottenAt: AT, keyErasedAt: AT });
  }

  private keep(party: contracting.PartyRecord): contracting.PartyRecord {
    this.parties.set(party.partyId, party);
    return party;
  }
}

const refused = (code: string): { readonly kind: 'refused'; readonly refused: common.Refusal } => ({
  kind: 'refused',
  refused: { code, message: `The party says: ${code}.`, facts: {} },
});
