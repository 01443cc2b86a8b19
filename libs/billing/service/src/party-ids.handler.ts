import { Inject, Injectable } from '@nestjs/common';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { PartyIdTable } from './party-ids.js';
import { asRefusal, assertOperator, isStated } from './refusals.js';

@Injectable()
@Handles(billing.MergeParties)
export class MergePartiesHandler implements Handler<billing.MergePartiesRequest, billing.MergePartiesResponse> {
  constructor(@Inject(PartyIdTable) private readonly parties: PartyIdTable) {}

  async execute({ body, context }: Call<billing.MergePartiesRequest>): Promise<billing.MergePartiesResponse> {
    assertOperator(context, 'merges parties');
    if (!isStated(body.reason)) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'reason-malformed', characters: body.reason.length }) } };
    return { outcome: await this.parties.merge(body, context) };
  }
}

@Injectable()
@Handles(billing.GetPartyIds)
export class GetPartyIdsHandler implements Handler<billing.GetPartyIdsRequest, billing.GetPartyIdsResponse> {
  constructor(@Inject(PartyIdTable) private readonly parties: PartyIdTable) {}

  async execute({ body: { partyId }, context }: Call<billing.GetPartyIdsRequest>): Promise<billing.GetPartyIdsResponse> {
    assertOperator(context, 'reads by which ids a party is known');
    return { outcome: await this.parties.find(partyId) };
  }
}
