import type { Instant } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';
import type { ActivationEvent, ActiveService } from './activation-state.js';
import { isCarrying } from './running.js';
import type { Trial } from './way-back-state.js';

export const isTrialUp = ({ segments }: ActiveService, { segmentIds }: Trial): boolean => segmentIds.every((id) => isCarrying(segments.get(id)));

/** Every segment of the way back is up, and was measured to be well. */
export function isProven(state: ActiveService): boolean {
  const { trial } = state.care.wayBack ?? {};
  return trial !== undefined && isTrialUp(state, trial) && trial.segmentIds.every((id) => trial.proven.has(id));
}

/** The way back is released again: what is owed from then on follows from its not being wanted. */
export const trialFailed = ({ contractId, care }: ActiveService, reason: common.Refusal, now: Instant): ActivationEvent => ({
  type: 'provisioning.v1.RevertFailed', data: { contractId, route: care.wayBack?.trial?.route ?? 0, reason, failedAt: now },
});
