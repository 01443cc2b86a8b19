import { Inject, Injectable } from '@nestjs/common';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { DisputesView } from './disputes.view.js';
import { assertMayActFor } from './refusals.js';

const MAX_LISTED = 1_000;

@Injectable()
@Handles(billing.ListDisputes)
export class ListDisputesHandler implements Handler<billing.ListDisputesRequest, billing.ListDisputesResponse> {
  constructor(@Inject(DisputesView) private readonly disputes: DisputesView) {}

  async execute({ body: { openOnly, limit, buyerId }, context }: Call<billing.ListDisputesRequest>): Promise<billing.ListDisputesResponse> {
    assertMayActFor(buyerId, context, 'lists the disputes of all');
    return { disputes: await this.disputes.all({ openOnly, buyerId, limit: Math.min(Math.max(limit, 1), MAX_LISTED) }) };
  }
}
