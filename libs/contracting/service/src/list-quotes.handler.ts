import { Inject, Injectable } from '@nestjs/common';
import { quoteRecordOf } from '@carriermesh/contracting-domain';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { ListServiceRequestsHandler } from './list-service-requests.handler.js';

/** A buyer's quotes, newest first: an order's record says where its quote stands. */
@Injectable()
@Handles(contracting.ListQuotes)
export class ListQuotesHandler implements Handler<contracting.ListQuotesRequest, contracting.ListQuotesResponse> {
  constructor(@Inject(ListServiceRequestsHandler) private readonly orders: ListServiceRequestsHandler) {}

  async execute(call: Call<contracting.ListQuotesRequest>): Promise<contracting.ListQuotesResponse> {
    const { serviceRequests } = await this.orders.execute(call);
    return { quotes: serviceRequests.map(quoteRecordOf) };
  }
}
