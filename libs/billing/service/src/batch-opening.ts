import type { PresentedBatch, PresentedRecord } from '@carriermesh/billing-domain';
import { batchRefusal, openSignedBatch, type BatchKind, type InboundCall } from '@carriermesh/platform-chassis';
import { sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { agent, type common } from '@carriermesh/wire';
import { asRefusal } from './refusals.js';

export const MAX_BATCH_BYTES = 1024 * 1024;
/** A megabyte holds fewer of those that meters write; this bounds what single ones may be made of. */
export const MAX_RECORDS_PER_BATCH = 10_000;
export const MAX_WATERMARKS_PER_BATCH = 1_000;

const KIND: BatchKind<agent.UsageBatch> = {
  name: 'usage batch',
  domain: SIGNED_AS.usageBatch,
  codec: agent.UsageBatch,
  limitBytes: MAX_BATCH_BYTES,
};

export interface OpenedBatch {
  readonly call: InboundCall;
  readonly batch: PresentedBatch;
  readonly bodySha256: Uint8Array;
}

export type Opened = { readonly kind: 'opened'; readonly opened: OpenedBatch } | { readonly kind: 'refused'; readonly refusal: common.Refusal };

/**
 * What a provider sent, once it is certain that this provider said it and that it is not more than one commit takes.
 * @param publicKey the provider's present one; `undefined` when it was never enrolled
 */
export function openBatch(call: InboundCall, publicKey: Uint8Array | undefined): Opened {
  const opening = openSignedBatch(KIND, { providerId: call.providerId, envelope: call.envelope, publicKey });
  if (opening.kind === 'refused') return refused(batchRefusal(KIND, opening.fault));
  const { batch, bodySha256 } = opening;
  const { records, watermarks } = batch;
  if (records.length > MAX_RECORDS_PER_BATCH) return tooLong('records', records.length, MAX_RECORDS_PER_BATCH);
  if (watermarks.length > MAX_WATERMARKS_PER_BATCH) return tooLong('watermarks', watermarks.length, MAX_WATERMARKS_PER_BATCH);
  return { kind: 'opened', opened: { call, batch: present(batch), bodySha256 } };
}

export const present = (batch: agent.UsageBatch): PresentedBatch => ({ ...batch, records: batch.records.map(presentRecord) });

export const presentRecord = (record: agent.UsageRecord): PresentedRecord => new Presented(record);

/** Two records are the same when the schema encodes them alike, however their sender's encoder ordered the bytes. Almost none is ever compared. */
class Presented implements PresentedRecord {
  private hash: Uint8Array | undefined;

  constructor(readonly record: agent.UsageRecord) {}

  get sha256(): Uint8Array {
    return (this.hash ??= sha256(agent.UsageRecord.encode(this.record)));
  }
}

const refused = (refusal: common.Refusal): Opened => ({ kind: 'refused', refusal });
const tooLong = (what: 'records' | 'watermarks', count: number, limit: number): Opened => refused(asRefusal({ code: 'batch-too-long', what, count, limit }));
