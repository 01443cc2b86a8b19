import { isToken } from '@carriermesh/kernel';
import { shown, type EnrolledProvider } from '@carriermesh/advertising-domain';
import { isSealedBy, SIGNED_AS } from '@carriermesh/platform-signing';
import { advertising, type common, WireError } from '@carriermesh/wire';
import type { BatchRefusal } from './refusals.js';

export const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** The events of a batch are one commit, and must fit it together with as many withdrawals. */
export const MAX_OFFERS_PER_BATCH = 512;
export const MAX_WITHDRAWALS_PER_BATCH = 512;

export type Opened =
  | { readonly kind: 'opened'; readonly batch: advertising.AdvertBatch }
  | { readonly kind: 'refused'; readonly refusal: BatchRefusal };

/**
 * What a provider sent, once it is certain that this provider said it: the bus account, the owner of the signing key and the
 * provider named in the body are one (invariant I6). Nothing is parsed before its signature was found good.
 */
export function openBatch(envelope: common.SignedEnvelope, provider: EnrolledProvider): Opened {
  const { providerId, publicKey } = provider;
  if (!isSealedBy(publicKey, SIGNED_AS.advertBatch, envelope)) return refused({ code: 'signature-invalid', providerId });
  const batch = decoded(envelope.body);
  if (typeof batch === 'string') return refused({ code: 'batch-malformed', reason: shown(batch) });
  if (batch.providerId !== providerId) return refused({ code: 'provider-mismatch', account: providerId, stated: shown(batch.providerId) });
  if (!isToken(batch.batchId)) return refused({ code: 'batch-id-invalid', batchId: shown(batch.batchId) });
  const { offers, withdrawnResourceIds } = batch;
  if (offers.length > MAX_OFFERS_PER_BATCH)
    return refused({ code: 'batch-too-long', what: 'offers', count: offers.length, limit: MAX_OFFERS_PER_BATCH });
  if (withdrawnResourceIds.length > MAX_WITHDRAWALS_PER_BATCH)
    return refused({ code: 'batch-too-long', what: 'withdrawals', count: withdrawnResourceIds.length, limit: MAX_WITHDRAWALS_PER_BATCH });
  return { kind: 'opened', batch };
}

const refused = (refusal: BatchRefusal): Opened => ({ kind: 'refused', refusal });

function decoded(body: Uint8Array): advertising.AdvertBatch | string {
  try {
    return advertising.AdvertBatch.decode(body);
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}
