import { bytesEqual } from '@carriermesh/kernel';
import type { ProviderKeys } from '@carriermesh/platform-chassis';
import { SIGNED_AS } from '@carriermesh/platform-signing';
import { agent, type common, type provisioning, WireError } from '@carriermesh/wire';

/** A receipt says one thing about one segment. It goes into an event, which the bus has to carry. */
const MAX_RECEIPT_BYTES = 8 * 1024;

/** What a receipt has to say beside whose segment it is about. */
export type Said = Pick<agent.ActivationReceipt, 'state' | 'adjustment' | 'mbps'>;

/** Whether a provider signed that it did to its segment what it was asked. */
export function isTrusted(keys: ProviderKeys, { plan, envelope, said }: { readonly plan: provisioning.SegmentPlan; readonly envelope: common.SignedEnvelope; readonly said: Said }): boolean {
  if (envelope.body.length > MAX_RECEIPT_BYTES || !keys.vouches(plan.providerId, SIGNED_AS.activationReceipt, envelope)) return false;
  try {
    const { providerId, segmentId, contractSha256, state, adjustment, mbps } = agent.ActivationReceipt.decode(envelope.body);
    const isOfSegment = providerId === plan.providerId && segmentId === plan.segmentId && bytesEqual(contractSha256, plan.contractSha256);
    return isOfSegment && state === said.state && adjustment === said.adjustment && mbps === said.mbps;
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}
