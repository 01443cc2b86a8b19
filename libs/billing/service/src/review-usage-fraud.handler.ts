import { Inject, Injectable } from '@nestjs/common';
import { fraudReviews, type FraudReviewEvent, reviewThatCovers, usageFraudStream } from '@carriermesh/billing-domain';
import { fold } from '@carriermesh/decider';
import { invariant, isToken } from '@carriermesh/kernel';
import { CLOCK, Handles, LEDGER, TypedLedger, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { LedgerProgress } from './ledger-progress.view.js';
import { asRefusal, assertOperator, isStated, shown, type BillingRefusal } from './refusals.js';
import { UsageAlarms } from './usage-alarms.view.js';

/** Closes the alarm with what an operator found, as far as was looked. What the provider presented since keeps it open. */
@Injectable()
@Handles(billing.ReviewUsageFraud)
export class ReviewUsageFraudHandler implements Handler<billing.ReviewUsageFraudRequest, billing.ReviewUsageFraudResponse> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(UsageAlarms) private readonly alarms: UsageAlarms,
    @Inject(LedgerProgress) private readonly progress: LedgerProgress,
  ) {}

  async execute({ body: { providerId, finding, contradictions }, context }: Call<billing.ReviewUsageFraudRequest>): Promise<billing.ReviewUsageFraudResponse> {
    assertOperator(context, 'reviews usage');
    if (!isStated(finding)) return refused({ code: 'reason-malformed', characters: finding.length });
    const came = isToken(providerId) ? await this.cameOf(providerId, contradictions) : 0;
    if (came === 0) return refused({ code: 'nothing-to-review', providerId: shown(providerId) });
    if (contradictions < 1 || contradictions > came) return refused({ code: 'review-out-of-range', providerId, contradictions, came });
    const stream = usageFraudStream(providerId);
    await this.ledger.decide(fraudReviews, stream, { providerId, contradictions, finding, by: context.actor, now: this.clock.now() }, context);
    const reviews = fold(fraudReviews, (await this.ledger.load(stream)).events as unknown as readonly FraudReviewEvent[]);
    const reviewed = reviewThatCovers(contradictions, reviews);
    invariant(reviewed, `the review of ${providerId} up to ${contradictions} is not on record`);
    return { outcome: { kind: 'reviewed', reviewed } };
  }

  /** Another instance may have raised the alarm, of what this one has not read yet. */
  private async cameOf(providerId: string, contradictions: number): Promise<number> {
    const came = this.alarms.of(providerId);
    if (contradictions <= came) return came;
    await this.progress.reached(await this.ledger.raw.tip());
    return this.alarms.of(providerId);
  }
}

const refused = (refusal: BillingRefusal): billing.ReviewUsageFraudResponse => ({ outcome: { kind: 'refused', refused: asRefusal(refusal) } });
