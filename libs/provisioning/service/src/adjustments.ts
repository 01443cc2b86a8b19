import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@carriermesh/platform-bus';
import { BUS, CLOCK, ProviderKeys, TIMERS, type Clock } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { EffectCall } from '@carriermesh/platform-processes';
import type { Timers } from '@carriermesh/platform-time';
import type { AdjustmentAnswer, AdjustSegment, ChangeInput, ResizeCapacity } from '@carriermesh/provisioning-domain';
import { advertising, agent } from '@carriermesh/wire';
import { Asking, ASK_TIMEOUT_MS } from './asking.js';
import { isTrusted } from './receipts.js';
import { namingProvider, notTrusted } from './refusals.js';

/** Asks providers to give their segments of a service another shape, or the one that they had. */
@Injectable()
export class Adjustments {
  private readonly asking: Asking;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) clock: Clock,
    @Inject(TIMERS) timers: Timers,
    private readonly keys: ProviderKeys,
  ) {
    this.asking = new Asking(clock, timers);
  }

  /** @throws OperationalError `timeout` where a segment has to go back to what it was and its provider has not confirmed it: it is asked again */
  async perform(effect: AdjustSegment, call: EffectCall): Promise<AdjustmentAnswer> {
    const { plan, adjustment, answerBy } = effect;
    const { segmentId, providerId } = plan;
    if (answerBy === undefined) {
      const answer = await this.askOnce(effect, call, ASK_TIMEOUT_MS).catch((error: unknown) => {
        if (error instanceof OperationalError) return undefined;
        throw error;
      });
      if (answer?.kind === 'adjusted') return answer;
      throw new OperationalError('timeout', `the provider ${providerId} does not confirm that ${segmentId} is as it was`);
    }
    const asked = await this.asking.until(answerBy, plan, call, (timeoutMs) => this.askOnce(effect, call, timeoutMs));
    failpoint('adjustment-before-record');
    if (asked.kind === 'answered') return asked.answer;
    return asked.kind === 'silent' ? { kind: 'adjustment-silent', segmentId, adjustment } : { kind: 'adjustment-refused', segmentId, adjustment, refusal: asked.refusal };
  }

  /** All holds of the service, one after the other: of what is refused none is kept, which is an effect of its own. */
  async resize({ number, mbps, holds }: ResizeCapacity, { context }: EffectCall): Promise<ChangeInput> {
    for (const { holdId, needs } of holds) {
      const { outcome } = await this.bus.request(advertising.ResizeHold, { holdId, number, needs }, { context });
      if (outcome.kind === 'refused') return { kind: 'capacity-refused', number, refusal: outcome.refused };
    }
    failpoint('adjustment-after-capacity');
    return { kind: 'capacity-resized', number, mbps };
  }

  private async askOnce({ plan, adjustment, shape: { mbps, suspended }, answerBy }: AdjustSegment, { processId: contractId, context }: EffectCall, timeoutMs: number): Promise<AdjustmentAnswer> {
    const { segmentId, contractSha256 } = plan;
    const body = { segmentId, contractId, contractSha256, adjustment, mbps, suspended, ...(answerBy === undefined ? {} : { answerBy }) };
    const { outcome } = await this.bus.ask(plan.providerId, agent.AdjustSegment, body, { context, timeoutMs });
    if (outcome.kind === 'refused') return { kind: 'adjustment-refused', segmentId, adjustment, refusal: namingProvider(plan, outcome.refused) };
    const said = { state: suspended ? 'suspended' : 'active', adjustment, mbps } as const;
    if (isTrusted(this.keys, { plan, envelope: outcome.receipt, said })) return { kind: 'adjusted', segmentId, adjustment, receipt: outcome.receipt };
    return { kind: 'adjustment-refused', segmentId, adjustment, refusal: notTrusted(plan) };
  }
}
