import { Inject, Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { type Call, type Handler, Handles, READ_MODEL } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';
import type { OrderRegisterTables } from './order-register.view.js';

export const MAX_LISTED = 1_000;

/** A buyer's orders, newest first. */
@Injectable()
@Handles(contracting.ListServiceRequests)
export class ListServiceRequestsHandler implements Handler<contracting.ListServiceRequestsRequest, contracting.ListServiceRequestsResponse> {
  constructor(@Inject(READ_MODEL) private readonly store: { readonly db: Kysely<OrderRegisterTables> }) {}

  async execute({ body: { buyerId, limit }, context }: Call<contracting.ListServiceRequestsRequest>): Promise<contracting.ListServiceRequestsResponse> {
    assertMaySpeakFor(buyerId, context);
    const rows = await this.store.db
      .selectFrom('service_request')
      .select('record')
      .where('buyer_id', '=', buyerId)
      .orderBy('requested_at', 'desc')
      .orderBy('order_id', 'desc')
      // The answer has no way to refuse: a list of none is answered as one, and a longer one as the longest.
      .limit(Math.min(Math.max(limit, 1), MAX_LISTED))
      .execute();
    return { serviceRequests: rows.map(({ record }) => contracting.ServiceRequestRecord.decode(record)) };
  }
}
