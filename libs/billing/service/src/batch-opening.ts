import { isToken } from '@carriermesh/kernel';
import type { PresentedBatch } from '@carriermesh/billing-domain';
import { sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import type { InboundCall, ProviderKeys } from '@carriermesh/platform-chassis';
import { agent, WireError } from '@carriermesh/wire';
import { shown, type BillingRefusal } from './refusals.js';

export const MAX_BATCH_BYTES = 1024 * 1024;
/** Each record is a stream of its own, and all of a batch is one commit. */
export const MAX_RECORDS_PER_BATCH = 1_000;
export const MAX_WATERMARKS_PER_BATCH = 1_000;

export interface OpenedBatch {
  readonly call: InboundCall;
  readonly batch: PresentedBatch;
  readonly bodySha256: Uint8Array;
}

export type Opening = { readonly kind: 'opened'; readonly opened: OpenedBatch } | { readonly kind: 'refused'; readonly refusal: BillingRefusal };

/**
 * What a provider sent, once it is certain that this provider said it: the bus account, the owner of the signing key and the
 * provider named in the body are one (invariant I6). Nothing is parsed before its signature was found good.
 */
export function openBatch(call: InboundCall, keys: Pick<ProviderKeys, 'keyOf' | 'vouches'>): Opening {
  const { providerId, envelope } = call;
  const bytes = envelope.body.length;
  if (bytes > MAX_BATCH_BYTES) return refused({ code: 'batch-too-large', bytes, limitBytes: MAX_BATCH_BYTES });
  if (!keys.keyOf(providerId)) return refused({ code: 'provider-unknown', providerId });
  if (!keys.vouches(providerId, SIGNED_AS.usageBatch, envelope)) return refused({ code: 'signature-invalid', providerId });
  const batch = decoded(envelope.body);
  if (typeof batch === 'string') return refused({ code: 'batch-malformed', reason: shown(batch) });
  const wrong = faultOf(batch, providerId);
  if (wrong) return refused(wrong);
  return { kind: 'opened', opened: { call, batch: present(batch), bodySha256: sha256(envelope.body) } };
}

/** Two records are the same when the schema encodes them alike, however their sender's encoder ordered the bytes. */
export const present = (batch: agent.UsageBatch): PresentedBatch => ({
  ...batch,
  records: batch.records.map((record) => ({ record, sha256: sha256(agent.UsageRecord.encode(record)) })),
});

function faultOf({ providerId, batchId, records, watermarks }: agent.UsageBatch, account: string): BillingRefusal | undefined {
  if (providerId !== account) return { code: 'provider-mismatch', account, stated: shown(providerId) };
  if (!isToken(batchId)) return { code: 'batch-id-invalid', batchId: shown(batchId) };
  if (records.length > MAX_RECORDS_PER_BATCH)
    return { code: 'batch-too-long', what: 'records', count: records.length, limit: MAX_RECORDS_PER_BATCH };
  if (watermarks.length > MAX_WATERMARKS_PER_BATCH)
    return { code: 'batch-too-long', what: 'watermarks', count: watermarks.length, limit: MAX_WATERMARKS_PER_BATCH };
  return undefined;
}

const refused = (refusal: BillingRefusal): Opening => ({ kind: 'refused', refusal });

function decoded(body: Uint8Array): agent.UsageBatch | string {
  try {
    return agent.UsageBatch.decode(body);
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}
