import type { Provider } from '@carriermesh/advertising-domain';
import { batchRefusal, openSignedBatch, type BatchFault, type BatchKind, type InboundCall, type Opening } from '@carriermesh/platform-chassis';
import { SIGNED_AS } from '@carriermesh/platform-signing';
import { advertising, type common } from '@carriermesh/wire';
import { asRefusal } from './refusals.js';

export const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** The events of a batch are one commit, and must fit it together with as many withdrawals. */
export const MAX_OFFERS_PER_BATCH = 512;
export const MAX_WITHDRAWALS_PER_BATCH = 512;

const KIND: BatchKind<advertising.AdvertBatch> = {
  name: 'batch of advertisements',
  domain: SIGNED_AS.advertBatch,
  codec: advertising.AdvertBatch,
  limitBytes: MAX_BATCH_BYTES,
};

export type Opened =
  | Extract<Opening<advertising.AdvertBatch>, { kind: 'opened' }>
  | { readonly kind: 'refused'; readonly refusal: common.Refusal };

/** What a provider sent, once it is certain that this provider said it and that it is not more than one commit takes. */
export function openBatch({ providerId, envelope }: Pick<InboundCall, 'providerId' | 'envelope'>, provider: Provider): Opened {
  const publicKey = provider.status === 'enrolled' ? provider.publicKey : undefined;
  const opening = openSignedBatch(KIND, { providerId, envelope, publicKey });
  if (opening.kind === 'refused') return refused(faultRefusal(opening.fault));
  const { offers, withdrawnResourceIds } = opening.batch;
  if (offers.length > MAX_OFFERS_PER_BATCH) return tooLong('offers', offers.length, MAX_OFFERS_PER_BATCH);
  if (withdrawnResourceIds.length > MAX_WITHDRAWALS_PER_BATCH) return tooLong('withdrawals', withdrawnResourceIds.length, MAX_WITHDRAWALS_PER_BATCH);
  return opening;
}

/** A fault of the batch in words that can go on record. */
export const faultRefusal = (fault: BatchFault): common.Refusal => batchRefusal(KIND, fault);

const refused = (refusal: common.Refusal): Opened => ({ kind: 'refused', refusal });
const tooLong = (what: 'offers' | 'withdrawals', count: number, limit: number): Opened => refused(asRefusal({ code: 'batch-too-long', what, count, limit }));
