import { instant } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';

const AT = instant(1_700_000_000_000_000_000n);

/** Parties as contracting keeps them, as far as a gateway can tell. */
export class PartyShelf {
  private readonly parties = new Map<string, contracting.PartyRecord>();

  register({ partyId, kind, contact }: contracting.RegisterPartyRequest): contracting.RegisterPartyResponse {
    const known = this.parties.get(partyId);
    if (known) return { outcome: refused(known.contact ? 'party-already-registered' : 'party-forgotten') };
    return { outcome: { kind: 'registered', registered: this.keep({ partyId, kind, contact, registeredAt: AT, changedAt: AT }) } };
  }

  update({ partyId, kind, contact }: contracting.UpdatePartyRequest): contracting.UpdatePartyResponse {
    const known = this.parties.get(partyId);
    if (!known?.contact) return { outcome: refused(known ? 'party-forgotten' : 'party-unknown') };
    if (known.kind !== kind) return { outcome: refused('party-of-other-kind') };
    return { outcome: { kind: 'updated', updated: this.keep({ ...known, contact }) } };
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
