import { Inject, Injectable } from '@nestjs/common';
import {
  accountFrom,
  accountStream,
  contractOfSegment,
  recordEvents,
  summaryOf,
  unseenRecord,
  usageBatchStream,
  usageRecord,
  usageStream,
  type Account,
  type UsageDecision,
  type UsageRecordEvent,
  type UsageRecordState,
} from '@carriermesh/billing-domain';
import { bytesEqual, invariant, isToken, toHex } from '@carriermesh/kernel';
import { CLOCK, LEDGER, LOGGER, TypedLedger, type Clock, type LoadedStream, type TypedAppend } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { Logger } from '@carriermesh/platform-telemetry';
import { AgreementsView, type Agreements } from './agreements.view.js';
import type { OpenedBatch } from './batch-opening.js';
import { LedgerProgress } from './ledger-progress.view.js';
import type { BillingRefusal } from './refusals.js';
import { UsageCertainty } from './usage-certainty.js';
import { UsagePosting } from './usage-posting.js';

/** How often a batch is decided again because another instance wrote first. */
const MAX_CONFLICTS = 16;
/** Four events for each month at most, where it is a note; with a stream for each record the batch must fit one commit of the ledger. */
const MAX_MONTHS_PER_BATCH = 240;

export type Intake =
  | { readonly kind: 'recorded'; readonly event: Extract<AnyStoredEvent, { type: 'billing.v1.UsageBatchAccepted' }> }
  | { readonly kind: 'refused'; readonly refusal: BillingRefusal };

interface Known {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly records: ReadonlyMap<string, UsageRecordState>;
  readonly streams: ReadonlyMap<string, LoadedStream>;
}

/** Takes one verified batch into the books: its records, their charges and the batch itself in one commit, or none of it. */
@Injectable()
export class UsageIntake {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(UsagePosting) private readonly posting: UsagePosting,
    @Inject(AgreementsView) private readonly agreements: Agreements,
    @Inject(LedgerProgress) private readonly progress: LedgerProgress,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(UsageCertainty) private readonly certainty: UsageCertainty,
  ) {}

  async take(opened: OpenedBatch): Promise<Intake> {
    const { batch } = opened;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const before = await this.recorded(opened);
      if (before) return before;
      const known = await this.known(opened);
      const posting = await this.posting.decide(batch, known);
      const { decision } = posting;
      await this.certainty.assertCertain(batch, decision, known.accounts);
      if (decision.rated.length > MAX_MONTHS_PER_BATCH)
        return { kind: 'refused', refusal: { code: 'batch-too-scattered', months: decision.rated.length, limit: MAX_MONTHS_PER_BATCH } };
      const appends = [this.batchAppend(opened, decision), ...recordAppends(opened, decision, known), ...this.posting.appends(batch, posting, known.accounts)];
      const result = await this.ledger.commit(appends, opened.call.context);
      if (result.kind === 'appended') {
        failpoint('usage-before-receipt');
        this.tellContradictions(batch, decision);
        // The receipt is always read from the ledger, so that one given again is the same to the byte.
        const written = await this.recorded(opened);
        invariant(written, `batch ${batch.batchId} of ${batch.providerId} was committed and is not on record`);
        return written;
      }
    }
    throw new OperationalError('overloaded', `batch ${batch.batchId} of ${batch.providerId}: others wrote first ${MAX_CONFLICTS} times in a row`);
  }

  /** Not billed, and on record; somebody should look at the provider (`carriermesh status` shows the alarm). */
  private tellContradictions({ providerId, batchId }: OpenedBatch['batch'], { outcomes }: UsageDecision): void {
    for (const outcome of outcomes) {
      if (outcome.kind !== 'rejected' || !outcome.contradicts) continue;
      const hashes = { recordedSha256: toHex(outcome.contradicts), presentedSha256: toHex(outcome.sha256) };
      this.log.warn({ providerId, batchId, recordId: outcome.recordId, ...hashes }, 'a provider presented a usage record again with other contents');
    }
  }

  private async recorded({ batch, bodySha256 }: OpenedBatch): Promise<Intake | undefined> {
    const { events } = await this.ledger.load(usageBatchStream(batch.providerId, batch.batchId));
    const [event] = events;
    if (!event) return undefined;
    invariant(event.type === 'billing.v1.UsageBatchAccepted', `${event.stream} begins with ${event.type}`);
    if (bytesEqual(event.data.bodySha256, bodySha256)) return { kind: 'recorded', event };
    return { kind: 'refused', refusal: { code: 'batch-id-reused', batchId: batch.batchId, recordedSha256: event.data.bodySha256 } };
  }

  private async known({ batch }: OpenedBatch): Promise<Known> {
    const contractIds = contractsOf(batch);
    const recordIds = [...new Set(batch.records.map(({ record }) => record.recordId).filter(isToken))];
    const recordStreams = recordIds.map((id) => [id, usageStream(batch.providerId, id)] as const);
    const streams = await this.ledger.loadMany([...contractIds.map(accountStream), ...recordStreams.map(([, stream]) => stream)]);
    const accounts = new Map<string, Account>();
    for (const contractId of contractIds) {
      const account = accountFrom(streams.get(accountStream(contractId))?.events ?? []);
      if (account) accounts.set(contractId, account);
    }
    await this.ruleOutAccounts(contractIds.filter((contractId) => !accounts.has(contractId)));
    const stateOf = (stream: string): UsageRecordState =>
      ((streams.get(stream)?.events ?? []) as unknown as readonly UsageRecordEvent[]).reduce(usageRecord.evolve, unseenRecord);
    return { accounts, streams, records: new Map(recordStreams.map(([id, stream]) => [id, stateOf(stream)])) };
  }

  /**
   * To quarantine a record as of no known service is final. So it must be certain that no account is about to be opened: a
   * provider may meter before the service's other segments are active, and this instance may lag behind the ledger.
   * @throws OperationalError `unavailable`: the provider keeps the batch and sends it again
   */
  private async ruleOutAccounts(contractIds: readonly string[]): Promise<void> {
    if (contractIds.length === 0) return;
    await this.progress.reached(await this.ledger.raw.head());
    const [pending] = await this.agreements.inForce(contractIds);
    if (pending !== undefined)
      throw new OperationalError('unavailable', `contract ${pending} is signed and its account is not open yet: send the batch again`);
  }

  private batchAppend({ call, batch, bodySha256 }: OpenedBatch, decision: UsageDecision): TypedAppend {
    const { providerId, batchId } = batch;
    const data = { providerId, batchId, batch: call.envelope, bodySha256, ...summaryOf(decision), acceptedAt: this.clock.now() };
    return { stream: usageBatchStream(providerId, batchId), expected: 'none', events: [{ type: 'billing.v1.UsageBatchAccepted', data }] };
  }
}

/** The contracts that the batch's segments belong to, if they belong to any. */
export const contractsOf = ({ records, watermarks }: OpenedBatch['batch']): readonly string[] => {
  const segmentIds = [...records.map(({ record }) => record.segmentId), ...watermarks.map(({ segmentId }) => segmentId)];
  return [...new Set(segmentIds.flatMap((segmentId) => contractOfSegment(segmentId) ?? []))];
};

function recordAppends({ batch }: OpenedBatch, decision: UsageDecision, { streams }: Known): readonly TypedAppend[] {
  return [...recordEvents(batch, decision)].map(([stream, events]) => ({ stream, expected: streams.get(stream)?.revision ?? 'none', events }));
}
