import { v7 as uuidv7 } from 'uuid';
import {
  dueUsage,
  refusal,
  underLocalNames,
  usageBatches,
  usageRecordId,
  type Book,
  type DueUsage,
  type MeteredUsage,
  type SegmentUsage,
  type Segment,
  type UsageDraft,
  type UsageSent,
} from '@carriermesh/agent-domain';
import { formatInstant, isToken, NANOS_PER_SECOND, toHex, type Instant } from '@carriermesh/kernel';
import { sealEnvelope, sha256, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { agent, common } from '@carriermesh/wire';
import type { Courier, ProviderContext } from './courier.js';
import type { NetworkDriver } from './drivers/network-driver.port.js';
import { readLocalIds } from './local-ids-file.js';

export interface UsageReporterOptions {
  readonly driver: NetworkDriver;
  readonly key: SigningKey;
  /** What the provider calls its segments and customers itself, where it does. */
  readonly localIdsFile?: string | undefined;
}

interface Due {
  readonly segment: Segment;
  readonly usage: DueUsage;
}

/** So far two clocks may be apart that are both right. */
const MOST_AHEAD_NANOS = 300n * NANOS_PER_SECOND;

/** Meters segments and reports what they carried: every hour once, in batches that are sent until they are receipted. */
export class UsageReporter {
  /** One after the other: two reports of one hour at once would both find it unreported. */
  private metering: Promise<unknown> = Promise.resolve();
  private sending: Promise<void> | undefined;

  constructor(
    private readonly context: ProviderContext,
    private readonly courier: Courier,
    private readonly options: UsageReporterOptions,
  ) {}

  /** Answers once everything up to `until` is in batches that will be sent, over any crash. */
  async report({ segmentId, until }: agent.ReportUsageRequest): Promise<agent.ReportUsageResponse> {
    const { books, clock, log, providerId } = this.context;
    const segment = isToken(segmentId) ? books.book.segments.get(segmentId)?.segment : undefined;
    if (!segment) {
      const shown = segmentId.slice(0, 80);
      const message = `No segment ${JSON.stringify(shown)} was ever active here.`;
      return { outcome: { kind: 'refused', refused: refusal('segment-unknown', message, { segment_id: shown }) } };
    }
    clock.heard(until);
    const now = clock.now();
    if (until - now > MOST_AHEAD_NANOS)
      log.warn({ providerId, segmentId, until: formatInstant(until), now: formatInstant(now) }, 'the mesh asks for usage of a time that is yet to come by this clock: what was carried up to now is reported');
    await this.prepare([segmentId], until, () => true);
    return { outcome: { kind: 'reporting', reporting: { records: pendingRecords(books.book.pendingUsage, segmentId) } } };
  }

  /** Reports the full hours of all segments that have carried anything since the last report. */
  async reportAll(): Promise<void> {
    const { books, clock } = this.context;
    // A released segment has nothing more to say by itself; only who asks for it gets its later watermarks.
    await this.prepare([...books.book.segments.keys()], clock.now(), ({ intervals }) => intervals.length > 0);
  }

  /** Sends what awaits a receipt, from before a restart too. */
  send(): void {
    const { books, log, providerId, stopping } = this.context;
    if (this.sending || books.book.pendingUsage.length === 0 || stopping.aborted) return;
    this.sending = this.sendAll().then(
      () => {
        this.sending = undefined;
        // A batch may have come after the last look, while this still counted as sending.
        this.send();
      },
      (error: unknown) => {
        this.sending = undefined;
        if (!stopping.aborted) log.error({ error, providerId }, 'sending usage stopped; it goes on with the next report');
      },
    );
  }

  /** Waits for what is under way when the agent stops. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.metering, this.sending]);
  }

  private async sendAll(): Promise<void> {
    const { books } = this.context;
    for (let batch = books.book.pendingUsage[0]; batch; batch = books.book.pendingUsage[0]) await this.courier.deliver(batch);
  }

  private async prepare(segmentIds: readonly string[], until: Instant, wanted: (usage: DueUsage) => boolean): Promise<void> {
    const { books, clock } = this.context;
    const prepared = this.metering.then(async () => {
      // The mesh may ask for what is still to come on the provider's clock: nothing has been carried then.
      const end = until < clock.now() ? until : clock.now();
      const due = segmentIds.flatMap((segmentId) => dueOf(books.book, segmentId, end)).filter(({ usage }) => wanted(usage));
      const metered: SegmentUsage[] = [];
      for (const one of due) metered.push(await this.meter(one));
      for (const draft of usageBatches(metered)) await this.stage(draft);
    });
    this.metering = prepared.catch(() => undefined);
    await prepared.finally(() => this.send());
  }

  private async meter({ segment, usage: { segmentId, intervals, completeUntil } }: Due): Promise<SegmentUsage> {
    const records: agent.UsageRecord[] = [];
    for (const interval of intervals) {
      const parts = await this.options.driver.meter(segment, interval);
      parts.forEach((part, index) => records.push({ recordId: usageRecordId(segmentId, interval.from, index + 1), segmentId, ...interval, ...part }));
    }
    return { segmentId, records, completeUntil };
  }

  /** By the provider's own ids, where it has any for these segments. @throws OperationalError `misconfigured`: nothing is reported under ids that can't be read */
  private named(records: readonly agent.UsageRecord[], reported: UsageDraft['segments']): Pick<agent.UsageBatch, 'records' | 'localIds'> {
    const { localIdsFile } = this.options;
    if (localIdsFile === undefined) return { records };
    const { segments: rows, customers } = readLocalIds(localIdsFile);
    const own = reported.flatMap(({ segmentId }) => this.context.books.book.segments.get(segmentId)?.segment ?? []);
    const names = own.flatMap((segment) => rows.filter(({ target }) => target === segment.segmentId).map((row) => ({ ...since(row, segment), segmentId: segment.segmentId })));
    const byContract = new Map(own.map((segment) => [segment.contractId, segment]));
    const known = [...byContract].flatMap(([contractId, segment]) => customers.filter(({ target }) => target === contractId).map((row) => ({ ...since(row, segment), contractId })));
    return underLocalNames(records, names, known);
  }

  private async stage({ records, watermarks, segments }: UsageDraft): Promise<void> {
    const { books, providerId } = this.context;
    const batchId = `usg_${uuidv7()}`;
    const body = agent.UsageBatch.encode({ providerId, batchId, watermarks, ...this.named(records, segments) });
    const envelope = sealEnvelope(this.options.key, SIGNED_AS.usageBatch, body);
    const entry: UsageSent = { type: 'usage-sent', batchId, bodySha256: toHex(sha256(body)), segments: segments.map((segment) => ({ ...segment, usage: usageOf(records, segment.segmentId) })) };
    await books.recordBatch(entry, common.SignedEnvelope.encode(envelope));
  }
}

const usageOf = (records: readonly agent.UsageRecord[], segmentId: string): readonly MeteredUsage[] =>
  records.filter((record) => record.segmentId === segmentId).map(({ from, octets }) => ({ meteredFrom: from, octets: String(octets) }));

/** Since the service began, unless the provider says otherwise. */
const since = <T extends { readonly from?: Instant }>(row: T, { serviceStartAt }: Segment): T & { readonly from: Instant } => ({ ...row, from: row.from ?? serviceStartAt });

function dueOf({ segments, reportedUntil }: Book, segmentId: string, until: Instant): readonly Due[] {
  const { segment, releasedAt } = segments.get(segmentId) ?? {};
  if (!segment) return [];
  const usage = dueUsage({ segment, reportedUntil: reportedUntil.get(segmentId), releasedAt }, until);
  return usage ? [{ segment, usage }] : [];
}

/** Records of the segment that have been put into batches and have no receipt yet. */
function pendingRecords(pending: readonly UsageSent[], segmentId: string): number {
  const parts = pending.flatMap(({ segments }) => segments.filter((segment) => segment.segmentId === segmentId));
  return parts.reduce((sum, { records }) => sum + records, 0);
}
