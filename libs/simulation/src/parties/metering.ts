import { durationOf, instant, NANOS_PER_HOUR, plus, type Instant } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import type { Random } from '../world/random.js';
import type { Labelling } from './labelling.js';
import type { Naming } from './naming.js';

const MAX_RECORD_NS = 31n * 24n * 3_600n * 1_000_000_000n;

/** Of the records of a careless meter, so many in a hundred come much later than they should. */
const FORGOTTEN_PERCENT = 6;

/** Of batches, so many in a hundred tell of usage that is yet to come, by up to so many hours. */
const HASTY_PERCENT = 15;
const MOST_AHEAD_HOURS = 24 * 20;

/** A batch before it is signed. */
export type DraftBatch = Omit<agent.UsageBatch, 'providerId'>;

/**
 * What segments carried, in records that follow one another without a gap; now and then one is told twice, told otherwise, told
 * before it can have been carried, or forgotten and told when its month is long billed. */
export class Metering {
  private readonly meteredUntil = new Map<string, Instant>();
  private readonly told: agent.UsageRecord[] = [];
  private records: agent.UsageRecord[] = [];
  private watermarks: agent.UsageWatermark[] = [];
  private readonly forgotten: agent.UsageRecord[] = [];
  private numbered = 0;
  private batched = 0;

  constructor(
    private readonly chance: Random,
    private readonly providerId: string,
    /** Apart from the other, so that what is metered does not follow from what is forgotten. */
    private readonly memory: Random,
    private readonly naming: Naming,
    private readonly labelling: Labelling,
    private readonly haste: Random,
  ) {}

  /** From the hour of the service on in which it came to the segment. */
  begin({ segmentId, serviceStartAt, meteredFrom = serviceStartAt }: agent.ActivateSegmentRequest): void {
    const hours = meteredFrom > serviceStartAt ? (meteredFrom - serviceStartAt) / NANOS_PER_HOUR : 0n;
    const from = plus(serviceStartAt, hours * NANOS_PER_HOUR);
    if (!this.meteredUntil.has(segmentId)) this.meteredUntil.set(segmentId, from);
    this.naming.begin(segmentId, from);
  }

  meter({ segmentId, mbps }: Pick<agent.ActivateSegmentRequest, 'segmentId' | 'mbps'>, until: Instant): number {
    let from = this.meteredUntil.get(segmentId);
    let count = 0;
    while (from !== undefined && from < until) {
      const left = until - from;
      const most = left < MAX_RECORD_NS ? left : MAX_RECORD_NS;
      // Seldom more than three pieces: what is metered often is metered in small ones anyway.
      const length = this.chance.chance(0.4) && most > 4n ? most / BigInt(this.chance.between(2, 4)) : most;
      const end = instant(from + length);
      const told = this.labelling.told({ recordId: `${this.providerId}-${++this.numbered}`, segmentId, from, until: end, octets: this.octets({ from, until: end }, mbps) });
      for (const record of told) this.add(record);
      from = end;
      count += told.length;
      this.meteredUntil.set(segmentId, end);
    }
    if (from !== undefined) this.naming.rename(segmentId, from);
    return count;
  }

  /** It carried nothing up to there since it was metered last. */
  skip(segmentId: string, until: Instant): void {
    this.meteredUntil.set(segmentId, until);
  }

  /** Everything up to there, and that it is everything. */
  complete(request: agent.ActivateSegmentRequest, until: Instant): number {
    const count = this.meter(request, until);
    this.watermarks.push({ segmentId: request.segmentId, completeUntil: until });
    return count;
  }

  /** What was metered since, in a batch; what a careless or lying sender adds goes with it. */
  batches(): readonly DraftBatch[] {
    if (this.records.length === 0 && this.watermarks.length === 0) return [];
    const { records, watermarks } = this;
    this.records = [];
    this.watermarks = [];
    return [{ batchId: `usage-${++this.batched}`, ...this.naming.told([...records, ...this.extras()]), watermarks }];
  }

  /** Some of what was forgotten, or all of it. */
  remember(share: number): void {
    const left = this.forgotten.splice(0).filter((record) => {
      if (!this.memory.chance(share)) return true;
      this.records.push(record);
      this.told.push(record);
      return false;
    });
    this.forgotten.push(...left);
  }

  private add(record: agent.UsageRecord): void {
    if (this.memory.below(100) < FORGOTTEN_PERCENT) {
      this.forgotten.push(record);
      return;
    }
    this.records.push(record);
    this.told.push(record);
  }

  private extras(): readonly agent.UsageRecord[] {
    const extras: agent.UsageRecord[] = [];
    if (this.told.length === 0) return extras;
    if (this.chance.chance(0.2)) extras.push(this.chance.pick(this.told));
    if (this.chance.chance(0.15)) {
      const record = this.chance.pick(this.told);
      extras.push({ ...record, octets: record.octets + 1n });
    }
    if (this.chance.chance(0.1)) extras.push({ ...this.chance.pick(this.told), recordId: `${this.providerId}-x${this.batched}`, segmentId: 'seg_of-nobody' });
    if (this.haste.below(100) < HASTY_PERCENT) {
      const { segmentId, until: from } = this.haste.pick(this.told);
      extras.push({ recordId: `${this.providerId}-a${this.batched}`, segmentId, from, until: plus(from, BigInt(this.haste.between(1, MOST_AHEAD_HOURS)) * NANOS_PER_HOUR), octets: 1_000n });
    }
    return extras;
  }

  private octets(period: { readonly from: Instant; readonly until: Instant }, mbps: number): bigint {
    const most = (BigInt(mbps) * durationOf(period)) / 8_000n;
    return (most * BigInt(this.chance.below(1_000))) / 1_000n;
  }
}
