import { Inject, Injectable } from '@nestjs/common';
import {
  accountFrom,
  accountStream,
  contractOfSegment,
  latestEndAt,
  recordEvents,
  summaryOf,
  takenIds,
  usageBatchStream,
  usageIdsStream,
  type Account,
  type UsageDecision,
  type UsageSummary,
} from '@carriermesh/billing-domain';
import { bytesEqual, invariant, toHex, type Instant } from '@carriermesh/kernel';
import { CLOCK, LEDGER, LOGGER, Turns, TypedLedger, type CheckedClock, type ReceiptFacts, type TypedAppend } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { billing, common } from '@carriermesh/wire';
import { AgreementsView, type Agreements } from './agreements.view.js';
import type { OpenedBatch } from './batch-opening.js';
import { RecordLookup, MAX_REPEATED_BATCHES, type KnownRecords, type LookedUp } from './known-records.js';
import { LedgerProgress } from './ledger-progress.view.js';
import { LocalIds, localIdsAppend, type GuidedBatch } from './local-ids.js';
import type { BillingRefusal } from './refusals.js';
import { TakenIds, type ProviderIds } from './taken-ids.js';
import { UsageCertainty } from './usage-certainty.js';
import { UsagePosting } from './usage-posting.js';

/** How often a batch is decided again because another instance wrote first. */
const MAX_CONFLICTS = 16;
/** Four events for each month at most, where it is a note; all of a batch must fit one commit of the ledger. */
const MAX_MONTHS_PER_BATCH = 240;
/** Each has an event of its own, and its reason on the receipt. */
const MAX_REFUSED_PER_BATCH = 1_000;
/** A megabyte each at worst: more than that is not a burst but a ledger that can't follow. */
const MAX_WAITING = 256;

export type Intake = { readonly kind: 'recorded'; readonly receipt: ReceiptFacts } | { readonly kind: 'refused'; readonly refusal: BillingRefusal };

/** What one attempt decides with. */
interface Attempt extends GuidedBatch {
  readonly known: KnownRecords;
  readonly ids: ProviderIds;
}

/** Takes one verified batch into the books: its records, their charges and the batch itself in one commit, or none of it. */
@Injectable()
export class UsageIntake {
  /** A provider's batches come one after the other, since each expects its place among them; and so do those that charge the same contract. */
  private readonly providers = new Turns(MAX_WAITING, 'usage batches');
  private readonly contracts = new Turns(MAX_WAITING, 'usage batches');

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: CheckedClock,
    @Inject(UsagePosting) private readonly posting: UsagePosting,
    @Inject(TakenIds) private readonly taken: TakenIds,
    @Inject(LocalIds) private readonly localIds: LocalIds,
    @Inject(RecordLookup) private readonly lookup: RecordLookup,
    @Inject(AgreementsView) private readonly agreements: Agreements,
    @Inject(LedgerProgress) private readonly progress: LedgerProgress,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(UsageCertainty) private readonly certainty: UsageCertainty,
  ) {}

  take(opened: OpenedBatch): Promise<Intake> {
    return this.providers.take([opened.batch.providerId], () => this.taking(opened));
  }

  private async taking(opened: OpenedBatch): Promise<Intake> {
    const { batch } = opened;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const before = await this.recorded(opened);
      if (before) return before;
      const ids = await (conflicts > 0 ? this.taken.refreshed(batch.providerId) : this.taken.of(batch.providerId));
      const known: LookedUp = await this.lookup.of(batch, ids);
      if (known.kind === 'too-many') return tooScattered('earlier batches', known.batches, MAX_REPEATED_BATCHES);
      const located = await this.localIds.guide(opened);
      const contractIds = contractsOf(located.opened.batch);
      const intake = await this.contracts.take(contractIds, () => this.attempt({ ...located, known, ids }, contractIds));
      if (intake) return intake;
    }
    throw new OperationalError('overloaded', `batch ${batch.batchId} of ${batch.providerId}: others wrote first ${MAX_CONFLICTS} times in a row`);
  }

  /** Nothing when somebody else wrote first. */
  private async attempt(attempt: Attempt, contractIds: readonly string[]): Promise<Intake | undefined> {
    const { opened, known, ids, local } = attempt;
    const { batch } = opened;
    const decidedAt = await this.certainty.nowFor(batch);
    const posting = await this.posting.decide(batch, { accounts: () => this.accountsOf(contractIds), records: known.records, latestEnd: latestEndAt(decidedAt) });
    const { decision, accounts } = posting;
    await this.certainty.assertCertain(batch, decision, { accounts, now: decidedAt });
    if (decision.rated.length > MAX_MONTHS_PER_BATCH) return tooScattered('months of services', decision.rated.length, MAX_MONTHS_PER_BATCH);
    const summary = withRefused(summaryOf(decision), local?.refused ?? []);
    if (summary.refusedItems.length > MAX_REFUSED_PER_BATCH) return tooScattered('refused records', summary.refusedItems.length, MAX_REFUSED_PER_BATCH);
    const months = this.posting.appends(batch, posting);
    const taken = takenIds(batch, decision);
    const accepted = this.batchAppend(opened, summary, decidedAt);
    // The answer to a commit is the place of its last event.
    const result = await this.ledger.commit([...recordAppends(attempt, decision), ...idsAppend(taken, ids), ...(local ? [localIdsAppend(batch, local, decision)] : []), ...months, accepted], opened.call.context, decidedAt);
    if (result.kind !== 'appended') {
      await this.posting.refresh(posting);
      return undefined;
    }
    if (taken.idHashes.length > 0) ids.take(taken);
    this.posting.committed(months, result.revisions);
    failpoint('usage-before-receipt');
    this.tellContradictions(batch, decision);
    return { kind: 'recorded', receipt: receiptOf(opened, summary, result) };
  }

  /** Not billed, and on record; somebody should look at the provider (`carriermesh status` shows the alarm). */
  private tellContradictions({ providerId, batchId }: OpenedBatch['batch'], { outcomes }: UsageDecision): void {
    for (const outcome of outcomes) {
      if (outcome.kind !== 'rejected' || !outcome.contradicts) continue;
      const hashes = { recordedSha256: toHex(outcome.contradicts), presentedSha256: toHex(outcome.presented.sha256) };
      this.log.warn({ providerId, batchId, recordId: outcome.recordId, ...hashes }, 'a provider presented a usage record again with other contents');
    }
  }

  /** Given again, a receipt is the same to the byte: it says what is on record. */
  private async recorded(opened: OpenedBatch): Promise<Intake | undefined> {
    const { batch, bodySha256 } = opened;
    const [event] = (await this.ledger.load(usageBatchStream(batch.providerId, batch.batchId))).events;
    if (!event) return undefined;
    invariant(event.type === 'billing.v1.UsageBatchAccepted', `${event.stream} begins with ${event.type}`);
    if (bytesEqual(event.data.bodySha256, bodySha256)) return { kind: 'recorded', receipt: receiptOf(opened, event.data, event) };
    return { kind: 'refused', refusal: { code: 'batch-id-reused', batchId: batch.batchId, recordedSha256: event.data.bodySha256 } };
  }

  private async accountsOf(contractIds: readonly string[]): Promise<ReadonlyMap<string, Account>> {
    const streams = await this.ledger.loadMany(contractIds.map(accountStream));
    const accounts = new Map<string, Account>();
    for (const contractId of contractIds) {
      const account = accountFrom(streams.get(accountStream(contractId))?.events ?? []);
      if (account) accounts.set(contractId, account);
    }
    await this.ruleOutAccounts(contractIds.filter((contractId) => !accounts.has(contractId)));
    return accounts;
  }

  /**
   * To quarantine a record as of no known service is final. So it must be certain that no account is about to be opened: a
   * provider may meter before the service's other segments are active, and this instance may lag behind the ledger.
   * @throws OperationalError `unavailable`: the provider keeps the batch and sends it again
   */
  private async ruleOutAccounts(contractIds: readonly string[]): Promise<void> {
    if (contractIds.length === 0) return;
    await this.progress.reached(await this.ledger.raw.tip());
    const [pending] = await this.agreements.inForce(contractIds);
    if (pending !== undefined)
      throw new OperationalError('unavailable', `contract ${pending} is signed and its account is not open yet: send the batch again`);
  }

  private batchAppend({ call, batch, bodySha256 }: OpenedBatch, summary: ReturnType<typeof summaryOf>, acceptedAt: Instant): TypedAppend {
    const { providerId, batchId } = batch;
    const data = { providerId, batchId, batch: call.envelope, bodySha256, ...summary, acceptedAt };
    return { stream: usageBatchStream(providerId, batchId), expected: 'none', events: [{ type: 'billing.v1.UsageBatchAccepted', data }] };
  }
}

/** The contracts that the batch's segments and customers belong to, if they belong to any. */
function contractsOf({ records, watermarks }: OpenedBatch['batch']): readonly string[] {
  const segmentIds = new Set([...records.map(({ record }) => record.segmentId), ...watermarks.map(({ segmentId }) => segmentId)]);
  const ofCustomers = records.flatMap(({ contractId }) => contractId ?? []);
  return [...new Set([...ofCustomers, ...[...segmentIds].flatMap((segmentId) => contractOfSegment(segmentId) ?? [])])];
}

function recordAppends({ opened, known: { streams } }: Attempt, decision: UsageDecision): readonly TypedAppend[] {
  return [...recordEvents(opened.batch, decision)].map(([stream, events]) => ({ stream, expected: streams.get(stream)?.revision ?? 'none', events }));
}

/** What takes no id may stand wherever it likes among the provider's batches. */
function idsAppend(taken: billing.UsageIdsTaken, ids: ProviderIds): readonly TypedAppend[] {
  if (taken.idHashes.length === 0) return [];
  return [{ stream: usageIdsStream(taken.providerId), expected: ids.revision, events: [{ type: 'billing.v1.UsageIdsTaken', data: taken }] }];
}

const withRefused = (summary: UsageSummary, refused: readonly common.RefusedItem[]): UsageSummary =>
  refused.length === 0 ? summary : { ...summary, refusedItems: [...summary.refusedItems, ...refused] };

const receiptOf = ({ call, batch: { providerId, batchId } }: OpenedBatch, { refusedItems }: Pick<ReceiptFacts, 'refusedItems'>, { position, recordedAt }: Pick<ReceiptFacts, 'position' | 'recordedAt'>): ReceiptFacts => ({
  providerId,
  batchId,
  body: call.envelope.body,
  position,
  recordedAt,
  refusedItems: refusedItems ?? [],
});

const tooScattered = (what: Extract<BillingRefusal, { code: 'batch-too-scattered' }>['what'], count: number, limit: number): Intake => ({
  kind: 'refused',
  refusal: { code: 'batch-too-scattered', what, count, limit },
});
