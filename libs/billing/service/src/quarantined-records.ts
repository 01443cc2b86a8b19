import { Inject, Injectable } from '@nestjs/common';
import { usageBatchStream, usageStream } from '@carriermesh/billing-domain';
import { bytesEqual, invariant, isToken } from '@carriermesh/kernel';
import { LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import type { ExpectedRevision } from '@carriermesh/platform-ledger';
import { agent, type billing } from '@carriermesh/wire';
import { present } from './batch-opening.js';

/** A record that was quarantined when it came, with what its provider signed. */
export interface KnownQuarantine {
  readonly usage: billing.QuarantinedUsage;
  readonly record: agent.UsageRecord;
  readonly sha256: Uint8Array;
  /** The provider's own id that it names in place of a segment. */
  readonly localId?: string;
  /** As it was released, where it was. */
  readonly released?: billing.UsageCorrection;
  readonly revision: ExpectedRevision;
}

/** Quarantined records as the ledger has them. */
@Injectable()
export class QuarantinedRecords {
  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  /** `undefined` when no such record was ever quarantined. */
  async find(providerId: string, recordId: string): Promise<KnownQuarantine | undefined> {
    if (!isToken(providerId) || !isToken(recordId)) return undefined;
    const { events, revision } = await this.ledger.load(usageStream(providerId, recordId));
    const [first] = events;
    if (first?.type !== 'billing.v1.UsageQuarantined') return undefined;
    const released = events.find((event) => event.type === 'billing.v1.UsageReleased');
    const { batchId, reason, recordSha256 } = first.data;
    const usage = { providerId, recordId, batchId, reason, quarantinedAt: first.metadata.occurredAt, ...(released ? { releasedAt: released.data.releasedAt } : {}) };
    return { usage, revision, ...(released && { released: released.data.correction }), ...(await this.signed({ providerId, batchId, recordSha256 })) };
  }

  private async signed({ providerId, batchId, recordSha256 }: { providerId: string; batchId: string; recordSha256: Uint8Array }): Promise<Pick<KnownQuarantine, 'record' | 'sha256' | 'localId'>> {
    const [accepted] = (await this.ledger.load(usageBatchStream(providerId, batchId))).events;
    invariant(accepted?.type === 'billing.v1.UsageBatchAccepted', `the batch ${batchId} of ${providerId} is not on record`);
    const { records } = present(agent.UsageBatch.decode(accepted.data.batch.body));
    const found = records.find(({ sha256 }) => bytesEqual(sha256, recordSha256));
    invariant(found, `the batch ${batchId} of ${providerId} does not hold the record that was quarantined from it`);
    const { record, sha256, localId } = found;
    return { record, sha256, ...(localId !== undefined && { localId }) };
  }
}
