import type { Guidance, LocalIdTable, PresentedBatch, PresentedRecord } from '@carriermesh/billing-domain';
import { batchRefusal, openSignedBatch, type BatchKind, type InboundCall } from '@carriermesh/platform-chassis';
import { sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { labelsOf } from '@carriermesh/tariff-v1';
import { agent, type common } from '@carriermesh/wire';
import { asRefusal } from './refusals.js';

export const MAX_BATCH_BYTES = 1024 * 1024;
/** A megabyte holds fewer of those that meters write; this bounds what single ones may be made of. */
export const MAX_RECORDS_PER_BATCH = 10_000;
export const MAX_WATERMARKS_PER_BATCH = 1_000;
export const MAX_STATEMENTS_PER_BATCH = 5_000;

const KIND: BatchKind<agent.UsageBatch> = {
  name: 'usage batch',
  domain: SIGNED_AS.usageBatch,
  codec: agent.UsageBatch,
  limitBytes: MAX_BATCH_BYTES,
};

export interface OpenedBatch {
  readonly call: InboundCall;
  readonly batch: PresentedBatch;
  /** What the batch has to do with the provider's own ids, where it has. */
  readonly localIds?: agent.LocalIds;
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
  const { records, watermarks, localIds } = batch;
  const count = records.length + (localIds?.records.length ?? 0);
  if (count > MAX_RECORDS_PER_BATCH) return tooLong('records', count, MAX_RECORDS_PER_BATCH);
  if (watermarks.length > MAX_WATERMARKS_PER_BATCH) return tooLong('watermarks', watermarks.length, MAX_WATERMARKS_PER_BATCH);
  if (localIds && localIds.statements.length > MAX_STATEMENTS_PER_BATCH) return tooLong('statements', localIds.statements.length, MAX_STATEMENTS_PER_BATCH);
  return { kind: 'opened', opened: { call, batch: present(batch), bodySha256, ...(localIds && { localIds }) } };
}

/** All records of a batch as they were signed; those that name a local id stand last, and are guided nowhere yet. */
export function present({ providerId, batchId, records, watermarks, localIds }: agent.UsageBatch): PresentedBatch {
  const own = records.map(presentRecord);
  return { providerId, batchId, watermarks, records: localIds ? [...own, ...localIds.records.map((record) => new PresentedLocally(record))] : own };
}

export const presentRecord = (record: agent.UsageRecord): PresentedRecord => new Presented(record);

/** Two records are the same when the schema encodes them alike, however their sender's encoder ordered the bytes. Almost none is ever compared. */
class Presented implements PresentedRecord {
  private hash: Uint8Array | undefined;

  constructor(readonly record: agent.UsageRecord) {}

  get sha256(): Uint8Array {
    return (this.hash ??= sha256(agent.UsageRecord.encode(this.record)));
  }
}

/** A record under one of the provider's own ids. Guided or not, it is the same record: its hash is of what was signed. */
export class PresentedLocally implements PresentedRecord {
  readonly record: agent.UsageRecord;
  readonly unguided?: common.Refusal;
  readonly contractId?: string;

  constructor(
    private readonly signed: agent.LocalUsageRecord,
    guidance: Guidance = { segmentId: '' },
  ) {
    const { recordId, from, until, octets } = signed;
    this.record = { recordId, segmentId: 'segmentId' in guidance ? guidance.segmentId : '', from, until, octets, ...labelsOf(signed) };
    if ('refusal' in guidance) this.unguided = guidance.refusal;
    if ('contractId' in guidance) this.contractId = guidance.contractId;
  }

  get localId(): string {
    return this.signed.localId;
  }

  get sha256(): Uint8Array {
    return sha256(agent.LocalUsageRecord.encode(this.signed));
  }

  guidedBy(table: LocalIdTable): PresentedLocally {
    return new PresentedLocally(this.signed, table.guide(this.localId, this.signed));
  }
}

/** The batch with each record that names a local id guided to its segment or contract, or told why not. */
export const guided = (batch: PresentedBatch, table: LocalIdTable): PresentedBatch =>
  ({ ...batch, records: batch.records.map((each) => (each instanceof PresentedLocally ? each.guidedBy(table) : each)) });

const refused = (refusal: common.Refusal): Opened => ({ kind: 'refused', refusal });
const tooLong = (what: 'records' | 'watermarks' | 'statements', count: number, limit: number): Opened => refused(asRefusal({ code: 'batch-too-long', what, count, limit }));
