import { Inject, Injectable } from '@nestjs/common';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { asRefusal, assertOperator, isStated } from './refusals.js';
import { UsageRelease } from './usage-release.js';

@Injectable()
@Handles(billing.ReleaseUsage)
export class ReleaseUsageHandler implements Handler<billing.ReleaseUsageRequest, billing.ReleaseUsageResponse> {
  constructor(@Inject(UsageRelease) private readonly usage: UsageRelease) {}

  async execute({ body, context }: Call<billing.ReleaseUsageRequest>): Promise<billing.ReleaseUsageResponse> {
    assertOperator(context, 'releases usage');
    if (!isStated(body.reason)) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'reason-malformed', characters: body.reason.length }) } };
    return { outcome: await this.usage.release(body, context) };
  }
}
