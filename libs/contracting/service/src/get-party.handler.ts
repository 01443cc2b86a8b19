import { Inject, Injectable } from '@nestjs/common';
import { toRefusal } from '@carriermesh/contracting-domain';
import { isToken } from '@carriermesh/kernel';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';
import { PartyContacts } from './party-contacts.js';

/** A party, decrypted for this answer. */
@Injectable()
@Handles(contracting.GetParty)
export class GetPartyHandler implements Handler<contracting.GetPartyRequest, contracting.GetPartyResponse> {
  constructor(@Inject(PartyContacts) private readonly contacts: PartyContacts) {}

  async execute({ body: { partyId }, context }: Call<contracting.GetPartyRequest>): Promise<contracting.GetPartyResponse> {
    assertMaySpeakFor(partyId, context);
    const party = isToken(partyId) ? await this.contacts.record(partyId, await this.contacts.load(partyId)) : undefined;
    return { outcome: party ? { kind: 'party', party } : { kind: 'refused', refused: toRefusal({ code: 'party-unknown' }) } };
  }
}
