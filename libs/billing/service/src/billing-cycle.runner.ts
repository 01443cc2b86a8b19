import { Inject, Injectable } from '@nestjs/common';
import { billingCycle, type BillingCycleEffect, type BillingCycleEvent, type BillingCycleInput, type BillingCycleState } from '@carriermesh/billing-domain';
import { agent } from '@carriermesh/wire';
import type { Bus } from '@carriermesh/platform-bus';
import { BUS } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { AnyStoredEvent, EffectCall, ProcessRunner } from '@carriermesh/platform-processes';
import { PeriodClosing } from './period-closing.js';

type AskUsage = Extract<BillingCycleEffect, { kind: 'ask-usage' }>;

@Injectable()
export class BillingCycleRunner implements ProcessRunner<BillingCycleState, BillingCycleInput, BillingCycleEvent, BillingCycleEffect> {
  readonly process = billingCycle;
  readonly category = 'billingcycle';
  readonly listens = ['billing.v1.BillingAccountOpened', 'billing.v1.BillingPhaseBegun', 'billing.v1.BillingAccountEnded', 'billing.v1.UsageRated'];

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(PeriodClosing) private readonly closing: PeriodClosing,
  ) {}

  route(event: AnyStoredEvent): { readonly id: string; readonly input: BillingCycleInput } | undefined {
    if (event.type === 'billing.v1.BillingAccountOpened')
      return { id: event.data.contractId, input: { kind: 'account-opened', account: event.data } };
    if (event.type === 'billing.v1.BillingPhaseBegun') return { id: event.data.contractId, input: { kind: 'phase-begun', phase: event.data } };
    if (event.type === 'billing.v1.BillingAccountEnded') return { id: event.data.contractId, input: { kind: 'account-ended', end: event.data } };
    if (event.type === 'billing.v1.UsageRated' && event.data.watermarks.length > 0)
      return { id: event.data.contractId, input: { kind: 'reported', watermarks: event.data.watermarks } };
    return undefined;
  }

  async perform(effect: BillingCycleEffect, { context }: EffectCall): Promise<BillingCycleInput> {
    if (effect.kind === 'ask-usage') return this.ask(effect, context);
    return { kind: 'period-closed', periodNumber: effect.periodNumber, invoiceId: await this.closing.close(effect, context) };
  }

  private async ask({ providerId, segmentId, periodNumber, until }: AskUsage, context: EffectCall['context']): Promise<BillingCycleInput> {
    const asked = { kind: 'usage-asked' as const, periodNumber, segmentId };
    try {
      const { outcome } = await this.bus.ask(providerId, agent.ReportUsage, { segmentId, until }, { context });
      if (outcome.kind === 'refused') return { ...asked, records: 0, refusal: outcome.refused };
      return { ...asked, records: outcome.reporting.records };
    } catch (error) {
      if (!(error instanceof OperationalError) || error.retryable) throw error;
      // An agent that can't make sense of the question won't when it is asked again; the time of grace still gives it a chance.
      return { ...asked, records: 0, refusal: { code: 'no-usable-answer', message: error.message, facts: { kind: error.kind } } };
    }
  }
}
