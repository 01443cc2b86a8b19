import { createHash } from 'node:crypto';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { mostOctetsOf, type Segment } from '@carriermesh/agent-domain';
import { NANOS_PER_HOUR, instant, type Instant, type Period } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { writeDurably } from '../../durable-files.js';

/** More than a year; older hours were reported long ago. */
const MAX_HOURS_KEPT = 10_000;

/** A counter of the kernel's: it begins anew with each interface, which then has another index. */
export interface Counter {
  readonly key: string;
  readonly octets: bigint;
}

interface Ledger {
  /** Octets of each counter at the last look, by key. */
  readonly counters: ReadonlyMap<string, bigint>;
  readonly lookedAt: Instant;
  /** Octets of each hour of the service, by its number. Hours before that of the last look are final. */
  readonly hours: ReadonlyMap<bigint, bigint>;
}

/**
 * Makes hours of the service out of counters that only ever say how much it was so far. What passed between two looks is
 * spread evenly over the time between them; an hour that has ended never changes once it was looked at.
 */
export class TrafficMeter {
  private readonly ledgers = new Map<string, Ledger>();

  constructor(private readonly directory: string) {}

  /** Takes the counters down; durable when it returns. */
  async look(segment: Pick<Segment, 'segmentId' | 'serviceStartAt' | 'meteredFrom'>, counters: readonly Counter[], at: Instant): Promise<void> {
    const known = await this.ledgerOf(segment.segmentId);
    const since = known?.lookedAt ?? segment.meteredFrom ?? segment.serviceStartAt;
    const octets = counters.reduce((sum, { key, octets: now }) => sum + grown(known?.counters.get(key), now), 0n);
    const until = at > since ? at : since;
    const hours = spread(known?.hours ?? new Map(), octets, { from: since, until }, segment.serviceStartAt);
    const ledger: Ledger = { counters: new Map(counters.map(({ key, octets: now }) => [key, now])), lookedAt: until, hours };
    this.ledgers.set(segment.segmentId, ledger);
    await this.write(segment.segmentId, ledger);
  }

  /** Octets in the hours of the service that the period consists of; never more than the segment can carry. */
  async octetsIn(segment: Segment, period: Period): Promise<bigint> {
    const { segmentId, serviceStartAt } = segment;
    const ledger = await this.ledgerOf(segmentId);
    let octets = 0n;
    for (let from = period.from; from < period.until; from = instant(from + NANOS_PER_HOUR)) {
      const inHour = ledger?.hours.get((from - serviceStartAt) / NANOS_PER_HOUR) ?? 0n;
      // A bucket that was full lets a little more pass than its rate.
      const most = mostOctetsOf(segment, { from, until: instant(from + NANOS_PER_HOUR) });
      octets += inHour < most ? inHour : most;
    }
    return octets;
  }

  private async ledgerOf(segmentId: string): Promise<Ledger | undefined> {
    const known = this.ledgers.get(segmentId);
    if (known) return known;
    const text = await readFile(this.fileOf(segmentId), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new OperationalError('misconfigured', `the traffic of segment ${segmentId} can't be read: ${error.message}`, { cause: error });
    });
    if (text === undefined) return undefined;
    const ledger = parsed(text);
    this.ledgers.set(segmentId, ledger);
    return ledger;
  }

  /** Under another name first: half a file would be half a bill. */
  private async write(segmentId: string, { counters, lookedAt, hours }: Ledger): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const texts = (map: ReadonlyMap<unknown, bigint>): readonly (readonly string[])[] => [...map].map(([key, value]) => [String(key), String(value)]);
    const file = this.fileOf(segmentId);
    await writeDurably(`${file}.new`, Buffer.from(JSON.stringify({ counters: texts(counters), lookedAt: String(lookedAt), hours: texts(hours) })));
    await rename(`${file}.new`, file);
  }

  private fileOf(segmentId: string): string {
    return join(this.directory, `${createHash('sha256').update(segmentId).digest('hex').slice(0, 32)}.json`);
  }
}

/** A counter that is smaller than it was belongs to another interface that got the same index. */
const grown = (before: bigint | undefined, now: bigint): bigint => (before === undefined || before > now ? now : now - before);

function spread(hours: ReadonlyMap<bigint, bigint>, octets: bigint, { from, until }: Period, start: Instant): ReadonlyMap<bigint, bigint> {
  const spreadOut = new Map(hours);
  const add = (hour: bigint, more: bigint): unknown => spreadOut.set(hour, (spreadOut.get(hour) ?? 0n) + more);
  if (until === from) add((until - start) / NANOS_PER_HOUR, octets);
  let left = octets;
  for (let at: bigint = from; at < until; ) {
    const hour = (at - start) / NANOS_PER_HOUR;
    const end = start + (hour + 1n) * NANOS_PER_HOUR;
    const next = end < until ? end : until;
    const part = next === until ? left : (octets * (next - at)) / (until - from);
    if (part > 0n) add(hour, part);
    left -= part;
    at = next;
  }
  return new Map([...spreadOut].slice(-MAX_HOURS_KEPT));
}

function parsed(text: string): Ledger {
  const { counters, lookedAt, hours } = JSON.parse(text) as Record<'counters' | 'hours', [string, string][]> & { lookedAt: string };
  return {
    counters: new Map(counters.map(([key, value]) => [key, BigInt(value)])),
    lookedAt: instant(BigInt(lookedAt)),
    hours: new Map(hours.map(([hour, value]) => [BigInt(hour), BigInt(value)])),
  };
}
