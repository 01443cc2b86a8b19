import { Inject, Injectable } from '@nestjs/common';
import { isValidPhoneNumber } from 'libphonenumber-js';
import { party, type PartyEvent, type PartyState, partyStream, type SealedContact, whyNoContact, type ContactRefusal } from '@carriermesh/contracting-domain';
import { fold } from '@carriermesh/decider';
import { LEDGER, PERSONAL_DATA, TypedLedger } from '@carriermesh/platform-chassis';
import type { PersonalData } from '@carriermesh/platform-personal-data';
import { type common, contracting } from '@carriermesh/wire';

/** Parties from their own streams, and the only door to what stands encrypted in them. Nothing of it is kept in memory. */
@Injectable()
export class PartyContacts {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
  ) {}

  async load(partyId: string): Promise<PartyState> {
    const { events } = await this.ledger.load(partyStream(partyId));
    return fold(party, events as unknown as readonly PartyEvent[]);
  }

  /** The contact as it has to be for an event; `undefined` when the party's key was erased. */
  seal(partyId: string, eventType: PartyEvent['type'], contact: contracting.PartyContact): Promise<common.EncryptedPersonalData | undefined> {
    return this.personalData.seal({ partyId, stream: partyStream(partyId), eventType }, contracting.PartyContact.encode(contact));
  }

  /** Whether somebody has this contact already; what is said again changes nothing. */
  async isSame(partyId: string, { eventType, sealed }: SealedContact, contact: contracting.PartyContact): Promise<boolean> {
    const known = await this.personalData.open({ partyId, stream: partyStream(partyId), eventType }, sealed);
    return known !== undefined && Buffer.from(contracting.PartyContact.encode(contact)).equals(known);
  }

  /** What the party itself and the operator are shown; `undefined` where nobody is registered. */
  async record(partyId: string, state: PartyState): Promise<contracting.PartyRecord | undefined> {
    if (state.status === 'none') return undefined;
    const { kind, registeredAt, changedAt, changes } = state;
    const registered = { partyId, kind, registeredAt, changedAt, changes };
    if (state.status === 'forgotten') {
      const { forgottenAt, keyErasedAt } = state;
      return { ...registered, forgottenAt, ...(keyErasedAt === undefined ? {} : { keyErasedAt }) };
    }
    const { eventType, sealed } = state.contact;
    const opened = await this.personalData.open({ partyId, stream: partyStream(partyId), eventType }, sealed);
    // Forgotten since it was read here: the next reading says so.
    return opened ? { ...registered, contact: contracting.PartyContact.decode(opened) } : registered;
  }
}

/** The first thing that is wrong with a contact. */
export const whyContactRefused = (contact: contracting.PartyContact): ContactRefusal | undefined => whyNoContact(contact, isValidPhoneNumber);
