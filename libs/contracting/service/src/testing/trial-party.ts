import type { Bus, CallContext } from '@carriermesh/platform-bus';
import { contracting } from '@carriermesh/wire';

/** Texts that stand nowhere else, so that a search for them finds nothing but a leak. */
export const canaryContact = (mark: string): contracting.PartyContact => ({
  displayName: `Zoë Kanarienvogel-${mark}`,
  email: `zoe.${mark}@kanarienvogel.example`,
  phone: '+442079460958',
  address: { street: [`${mark} Vogelweide 17`], city: `Birdington-${mark}`, stateOrProvince: '', postCode: `PC-${mark}`, country: 'GB' },
  billing: { email: `bills.${mark}@kanarienvogel.example`, phone: '+442079460959' },
});

/** Everything in a contact that tells who it is. */
export const canariesOf = ({ displayName, email, phone, address, billing }: contracting.PartyContact): readonly string[] =>
  [displayName, email, phone, ...address.street, address.city, address.postCode, billing?.email ?? '', billing?.phone ?? ''].filter((text) => text !== '');

/** The four requests about parties, by whoever is asked to make them. */
export class TrialPartyDesk {
  constructor(
    private readonly bus: Bus,
    private readonly context: (actor: string) => CallContext,
  ) {}

  async register(partyId: string, contact: contracting.PartyContact, actor = `buyer:${partyId}`, kind: contracting.PartyKind = 'person'): Promise<contracting.RegisterPartyResponse['outcome']> {
    return (await this.bus.request(contracting.RegisterParty, { partyId, kind, contact }, { context: this.context(actor) })).outcome;
  }

  async update(partyId: string, contact: contracting.PartyContact, { actor = `buyer:${partyId}`, kind = 'person' as contracting.PartyKind, changes = 0 } = {}): Promise<contracting.UpdatePartyResponse['outcome']> {
    return (await this.bus.request(contracting.UpdateParty, { partyId, kind, contact, changes }, { context: this.context(actor) })).outcome;
  }

  async forget(partyId: string, actor = 'operator'): Promise<contracting.ForgetPartyResponse['outcome']> {
    return (await this.bus.request(contracting.ForgetParty, { partyId }, { context: this.context(actor) })).outcome;
  }

  async read(partyId: string, actor = `buyer:${partyId}`): Promise<contracting.GetPartyResponse['outcome']> {
    return (await this.bus.request(contracting.GetParty, { partyId }, { context: this.context(actor) })).outcome;
  }
}
