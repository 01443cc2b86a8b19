import { Inject, Injectable } from '@nestjs/common';
import {
  accountFrom,
  accountStream,
  contractOfSegment,
  usageStream,
  type Account,
  type LocalIdTable,
  type PresentedBatch,
} from '@carriermesh/billing-domain';
import { bytesEqual, formatInstant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { CLOCK, LEDGER, TypedLedger, type Clock } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { agent, type billing, type common } from '@carriermesh/wire';
import { LocalIds } from './local-ids.js';
import { QuarantinedRecords, type KnownQuarantine } from './quarantined-records.js';
import { asRefusal, shown } from './refusals.js';
import { UsagePosting } from './usage-posting.js';

/** How often a release is decided again because something else was written first. */
const MAX_CONFLICTS = 16;

export type Release = { readonly kind: 'released'; readonly released: billing.QuarantinedUsage } | { readonly kind: 'refused'; readonly refused: common.Refusal };

/**
 * Charges a quarantined record after all: by the same decision as any other, so that what still can't be charged is refused with its
 * reason. The release and the charge of both sides are one commit.
 */
@Injectable()
export class UsageRelease {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(QuarantinedRecords) private readonly quarantined: QuarantinedRecords,
    @Inject(UsagePosting) private readonly posting: UsagePosting,
    @Inject(LocalIds) private readonly localIds: LocalIds,
  ) {}

  async release({ providerId, recordId, correction, reason }: billing.ReleaseUsageRequest, context: CallContext): Promise<Release> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const known = await this.quarantined.find(providerId, recordId);
      if (!known) return { kind: 'refused', refused: asRefusal({ code: 'usage-not-quarantined', providerId: shown(providerId), recordId: shown(recordId) }) };
      if (known.released) return asReleasedBefore(known, known.released, correction);
      const own = known.localId === undefined ? undefined : await this.localIds.of(providerId);
      const batch = batchOf(known, correction, own?.table);
      const refused = this.yetToCome(batch.records[0]?.record);
      if (refused) return { kind: 'refused', refused };
      const posting = await this.posting.decide(batch, { accounts: () => this.accountsOf(batch), records: new Map() });
      const [outcome] = posting.decision.outcomes;
      if (outcome && 'refusal' in outcome) return { kind: 'refused', refused: outcome.refusal };
      const releasedAt = this.clock.now();
      const { batchId } = known.usage;
      const segmentId = outcome?.kind === 'accepted' ? outcome.segmentId : undefined;
      // Said in the release, also where its id guides the record by now: who reads it needs no table.
      const asReleased = known.localId === undefined || segmentId === undefined ? correction : { ...correction, segmentId };
      const data = { providerId, recordId, batchId, correction: asReleased, reason, releasedBy: context.actor, releasedAt };
      const record = { stream: usageStream(providerId, recordId), expected: known.revision, events: [{ type: 'billing.v1.UsageReleased', data }] };
      const months = this.posting.appends(batch, posting);
      const result = await this.ledger.commit([record, ...months], context, releasedAt);
      if (result.kind === 'appended') {
        this.posting.committed(months, result.revisions);
        return { kind: 'released', released: { ...known.usage, releasedAt } };
      }
      await this.posting.refresh(posting);
    }
    throw new OperationalError('overloaded', `record ${recordId} of ${providerId}: others wrote first ${MAX_CONFLICTS} times in a row`);
  }

  /** Usage that ends in the future may still become true: an operator can't know it either. */
  private yetToCome(record: agent.UsageRecord | undefined): common.Refusal | undefined {
    if (!record || record.until <= this.clock.now()) return undefined;
    return asRefusal({ code: 'usage-yet-to-come', recordId: record.recordId, until: formatInstant(record.until) });
  }

  private async accountsOf({ records }: PresentedBatch): Promise<ReadonlyMap<string, Account>> {
    const contractId = records[0]?.contractId ?? contractOfSegment(records[0]?.record.segmentId ?? '');
    const account = contractId === undefined ? undefined : accountFrom((await this.ledger.load(accountStream(contractId))).events);
    return new Map(account && [[account.contractId, account]]);
  }
}

/**
 * The record as it is to be charged, under the hash of what its provider signed: what comes again is held against that. One that names the provider's own
 * id is of the segment that the id stands for by now, unless the operator says otherwise.
 */
function batchOf({ usage: { providerId, batchId }, record, sha256, localId }: KnownQuarantine, correction: billing.UsageCorrection, own?: LocalIdTable): PresentedBatch {
  const said = corrected(record, correction);
  const guidance = own && localId !== undefined && correction.segmentId === undefined ? own.guide(localId, said) : { segmentId: said.segmentId };
  const presented = 'segmentId' in guidance ? { record: { ...said, segmentId: guidance.segmentId }, sha256 } : { record: said, sha256, ...('refusal' in guidance ? { unguided: guidance.refusal } : guidance) };
  return { providerId, batchId, records: [presented], watermarks: [] };
}

/** Once released it stays so: whoever asks for the same hears the same, and whoever asks for something else is not told that it was done. */
function asReleasedBefore({ usage, record, localId }: KnownQuarantine, released: billing.UsageCorrection, asked: billing.UsageCorrection): Release {
  const charged = corrected(record, released);
  // A record that names the provider's own id was charged to the segment that this guided to.
  const said = corrected(record, { ...(localId !== undefined && { segmentId: charged.segmentId }), ...asked });
  if (bytesEqual(agent.UsageRecord.encode(said), agent.UsageRecord.encode(charged))) return { kind: 'released', released: usage };
  const { recordId, segmentId, octets } = charged;
  return { kind: 'refused', refused: asRefusal({ code: 'usage-released-otherwise', recordId, segmentId, octets }) };
}

/** Fields that are absent from the correction stay as they were signed. */
export const corrected = (record: agent.UsageRecord, correction: billing.UsageCorrection): agent.UsageRecord => ({ ...record, ...correction });
