import { Inject, Injectable } from '@nestjs/common';
import { toRefusal } from '@carriermesh/contracting-domain';
import { isToken } from '@carriermesh/kernel';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';
import { OrderRecords } from './order-records.js';

@Injectable()
@Handles(contracting.GetServiceRequest)
export class GetServiceRequestHandler implements Handler<contracting.GetServiceRequestRequest, contracting.GetServiceRequestResponse> {
  constructor(@Inject(OrderRecords) private readonly records: OrderRecords) {}

  async execute({ body: { buyerId, orderId }, context }: Call<contracting.GetServiceRequestRequest>): Promise<contracting.GetServiceRequestResponse> {
    assertMaySpeakFor(buyerId, context);
    const record = isToken(orderId) ? await this.records.read(orderId) : undefined;
    // Another buyer's order and none at all are told apart by nothing (I10).
    if (record?.buyerId !== buyerId) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'order-unknown' }) } };
    return { outcome: { kind: 'service-request', serviceRequest: record } };
  }
}
