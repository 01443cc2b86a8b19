import { Inject, Injectable } from '@nestjs/common';
import { toRefusal } from '@carriermesh/contracting-domain';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';
import { PartyRegistration } from './party-registration.js';

@Injectable()
@Handles(contracting.RegisterParty)
export class RegisterPartyHandler implements Handler<contracting.RegisterPartyRequest, contracting.RegisterPartyResponse> {
  constructor(@Inject(PartyRegistration) private readonly registration: PartyRegistration) {}

  async execute({ body: { partyId, kind, contact }, context }: Call<contracting.RegisterPartyRequest>): Promise<contracting.RegisterPartyResponse> {
    assertMaySpeakFor(partyId, context);
    const outcome = await this.registration.take({ kind: 'register', partyId, partyKind: kind, contact, changes: 0 }, context);
    return { outcome: outcome.kind === 'recorded' ? { kind: 'registered', registered: outcome.record } : { kind: 'refused', refused: toRefusal(outcome.refusal) } };
  }
}
