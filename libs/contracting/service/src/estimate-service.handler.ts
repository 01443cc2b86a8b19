import { Inject, Injectable } from '@nestjs/common';
import { toRefusal, whyNoOrder } from '@carriermesh/contracting-domain';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';
import { Quoting } from './quoting.js';

/** An estimate has no request of its own to be told apart by. */
const NO_REQUEST = 'estimate';

/** Answers what a service would cost now. It binds nobody: nothing is recorded and nothing is held. */
@Injectable()
@Handles(contracting.EstimateService)
export class EstimateServiceHandler implements Handler<contracting.EstimateServiceRequest, contracting.EstimateServiceResponse> {
  constructor(@Inject(Quoting) private readonly quoting: Quoting) {}

  async execute({ body: { buyerId, terms }, context }: Call<contracting.EstimateServiceRequest>): Promise<contracting.EstimateServiceResponse> {
    assertMaySpeakFor(buyerId, context);
    const refusal = whyNoOrder({ buyerId, requestId: NO_REQUEST, terms });
    if (refusal) return { outcome: { kind: 'refused', refused: toRefusal(refusal) } };
    return this.quoting.estimate(buyerId, terms, context);
  }
}
