import { Inject, Injectable } from '@nestjs/common';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { QuarantineView } from './quarantine.view.js';
import { assertOperator } from './refusals.js';

const MAX_LISTED = 1_000;

@Injectable()
@Handles(billing.ListQuarantinedUsage)
export class ListQuarantinedUsageHandler implements Handler<billing.ListQuarantinedUsageRequest, billing.ListQuarantinedUsageResponse> {
  constructor(@Inject(QuarantineView) private readonly quarantine: QuarantineView) {}

  async execute({ body: { providerId, withReleased, limit }, context }: Call<billing.ListQuarantinedUsageRequest>): Promise<billing.ListQuarantinedUsageResponse> {
    assertOperator(context, 'lists quarantined usage');
    const filter = { withReleased, limit: Math.min(Math.max(limit, 1), MAX_LISTED), ...(providerId === '' ? {} : { providerId }) };
    return { records: await this.quarantine.records(filter) };
  }
}
