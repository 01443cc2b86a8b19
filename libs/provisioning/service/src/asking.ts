import { NANOS_PER_MS, type Instant } from '@carriermesh/kernel';
import type { Clock } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { EffectCall } from '@carriermesh/platform-processes';
import { sleep, type Timers } from '@carriermesh/platform-time';
import type { common, provisioning } from '@carriermesh/wire';
import { unreadable } from './refusals.js';

/** One request to an agent; a lost one is sent again within the time that the provider has. */
export const ASK_TIMEOUT_MS = 2_000;
/** After an answer that came at once and was none: nobody listens yet, or the agent is overloaded. */
const ASK_PAUSE_MS = 250;

export type Asked<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unreadable'; readonly refusal: common.Refusal }
  | { readonly kind: 'silent' };

/** Asks providers until there is an answer or their time is over. */
export class Asking {
  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
  ) {}

  /** @throws OperationalError `unavailable` when the service stops first: the provider still has its time at the next start */
  async until<Answer>(answerBy: Instant, plan: provisioning.SegmentPlan, call: EffectCall, once: (timeoutMs: number) => Promise<Answer>): Promise<Asked<Answer>> {
    for (let leftMs = this.leftMs(answerBy); leftMs > 0; leftMs = this.leftMs(answerBy)) {
      try {
        return { kind: 'answered', answer: await once(Math.min(ASK_TIMEOUT_MS, leftMs)) };
      } catch (error) {
        if (!(error instanceof OperationalError)) throw error;
        if (!error.retryable) return { kind: 'unreadable', refusal: unreadable(plan, error) };
        await sleep(this.timers, ASK_PAUSE_MS, call.signal);
      }
      assertRunning(call, plan);
    }
    return { kind: 'silent' };
  }

  private leftMs(until: Instant): number {
    return Number((until - this.clock.now()) / NANOS_PER_MS);
  }
}

/** @throws OperationalError `unavailable` when the service stops: what it waited for says nothing of the provider */
export function assertRunning({ signal }: EffectCall, { segmentId }: provisioning.SegmentPlan): void {
  if (signal.aborted) throw new OperationalError('unavailable', `the service stops before the answer for ${segmentId} is there`);
}
