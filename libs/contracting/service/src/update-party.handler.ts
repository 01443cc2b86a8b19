import { Inject, Injectable } from '@nestjs/common';
import { toRefusal } from '@carriermesh/contracting-domain';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';
import { PartyRegistration } from './party-registration.js';

@Injectable()
@Handles(contracting.UpdateParty)
export class UpdatePartyHandler implements Handler<contracting.UpdatePartyRequest, contracting.UpdatePartyResponse> {
  constructor(@Inject(PartyRegistration) private readonly registration: PartyRegistration) {}

  async execute({ body: { partyId, kind, contact, changes }, context }: Call<contracting.UpdatePartyRequest>): Promise<contracting.UpdatePartyResponse> {
    assertMaySpeakFor(partyId, context);
    const outcome = await this.registration.take({ kind: 'change-contact', partyId, partyKind: kind, contact, changes }, context);
    return { outcome: outcome.kind === 'recorded' ? { kind: 'updated', updated: outcome.record } : { kind: 'refused', refused: toRefusal(outcome.refusal) } };
  }
}
