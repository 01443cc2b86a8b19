import { Inject, Injectable } from '@nestjs/common';
import { usageFraudStream } from '@carriermesh/billing-domain';
import { isToken } from '@carriermesh/kernel';
import { CLOCK, Handles, LEDGER, TypedLedger, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { asRefusal, assertOperator, isStated, shown } from './refusals.js';
import { UsageAlarms } from './usage-alarms.view.js';

/** Closes the alarm with what an operator found. What the provider presents later raises it anew. */
@Injectable()
@Handles(billing.ReviewUsageFraud)
export class ReviewUsageFraudHandler implements Handler<billing.ReviewUsageFraudRequest, billing.ReviewUsageFraudResponse> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(UsageAlarms) private readonly alarms: UsageAlarms,
  ) {}

  async execute({ body: { providerId, finding }, context }: Call<billing.ReviewUsageFraudRequest>): Promise<billing.ReviewUsageFraudResponse> {
    assertOperator(context, 'reviews usage');
    if (!isStated(finding)) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'reason-malformed', characters: finding.length }) } };
    const { came, open } = isToken(providerId) ? this.alarms.of(providerId) : { came: 0, open: 0 };
    if (open === 0) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'nothing-to-review', providerId: shown(providerId) }) } };
    const reviewedAt = this.clock.now();
    const data = { providerId, contradictions: came, finding, reviewedBy: context.actor, reviewedAt };
    await this.ledger.commit([{ stream: usageFraudStream(providerId), expected: 'any', events: [{ type: 'billing.v1.UsageFraudReviewed', data }] }], context);
    return { outcome: { kind: 'reviewed', reviewed: { providerId, contradictions: open, reviewedAt } } };
  }
}
