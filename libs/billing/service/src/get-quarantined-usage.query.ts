import { Inject, Injectable } from '@nestjs/common';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { QuarantinedRecords } from './quarantined-records.js';
import { asRefusal, assertOperator, shown } from './refusals.js';

@Injectable()
@Handles(billing.GetQuarantinedUsage)
export class GetQuarantinedUsageHandler implements Handler<billing.GetQuarantinedUsageRequest, billing.GetQuarantinedUsageResponse> {
  constructor(@Inject(QuarantinedRecords) private readonly quarantined: QuarantinedRecords) {}

  async execute({ body: { providerId, recordId }, context }: Call<billing.GetQuarantinedUsageRequest>): Promise<billing.GetQuarantinedUsageResponse> {
    assertOperator(context, 'reads quarantined usage');
    const found = await this.quarantined.find(providerId, recordId);
    if (!found) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'usage-not-quarantined', providerId: shown(providerId), recordId: shown(recordId) }) } };
    const { recordId: _, ...record } = found.record;
    return { outcome: { kind: 'found', found: { usage: found.usage, ...record, ...(found.localId !== undefined && { localId: found.localId }) } } };
  }
}
