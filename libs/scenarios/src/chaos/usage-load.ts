import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { octetsCarried } from '@carriermesh/agent-domain';
import { NANOS_PER_HOUR, NANOS_PER_SECOND, parseInstant, plus, type Instant } from '@carriermesh/kernel';
import type { Home } from '@carriermesh/operator-home';
import { connectBus, errorFromHeaders } from '@carriermesh/platform-bus';
import { sealEnvelope, SIGNED_AS, signingKey, type Envelope, type SigningKey } from '@carriermesh/platform-signing';
import { agent, agentInboundSubject, common } from '@carriermesh/wire';
import { Chance } from './chance.js';
import type { SentBatch } from './check/history.js';
import type { Head } from './heads.js';
import { journalOf } from './journals.js';

/** Hours of one segment in a batch, and the events that such a batch becomes: the ids that it takes, what is rated, that it was accepted. */
export const RECORDS_PER_BATCH = 3;
export const EVENTS_PER_BATCH = 3;
/** As the demonstration's agent has it: the load meters what the agent will meter, so that both say the same of an hour. */
const DRIVER_SEED = 1;
/** What a killed process was asked is never answered: whoever waits long for it sends less than was stated. */
const REQUEST_TIMEOUT_MS = 2_000;
const RETRY_MS = 250;
/** More than so many seconds of the load that wait for an answer at once are no load but a queue. */
const MAX_WAITING_SECONDS = 5;
const REPEATED_SHARE = 0.2;
const MAX_REPEAT_AFTER_MS = 20_000;

export interface MeteredSegment {
  readonly providerId: string;
  readonly segmentId: string;
  readonly mbps: number;
  readonly serviceStartAt: Instant;
}

/** The segments that are active, from the provider's own journals. */
export function activeSegments(home: Home, providerIds: readonly string[]): readonly MeteredSegment[] {
  return providerIds.flatMap((providerId) =>
    journalOf(home, providerId).flatMap(({ type, segment }) => {
      const start = type === 'activated' && segment ? parseInstant(String(segment['serviceStartAt'])) : undefined;
      return start === undefined || !segment ? [] : [{ providerId, segmentId: String(segment['segmentId']), mbps: Number(segment['mbps']), serviceStartAt: start }];
    }),
  );
}

interface Batch {
  readonly providerId: string;
  readonly batchId: string;
  readonly records: number;
  readonly bytes: Uint8Array;
  readonly repeated: boolean;
}

/** Providers who send signed usage at a stated rate, out of order and partly twice, and keep every receipt. */
export class UsageLoad {
  readonly sent: SentBatch[] = [];
  /** Batches that were answered differently when they were sent again. */
  readonly otherAnswers: string[] = [];
  /** What the mesh refused instead of receipting. */
  readonly refused: string[] = [];
  private readonly connections = new Map<string, NatsConnection>();
  private readonly underWay = new Set<Promise<void>>();
  /** Requests that wait for their answer; a batch that waits to be sent again does not. */
  private unanswered = 0;

  constructor(
    private readonly options: { readonly home: Home; readonly natsUrl: string; readonly seed: number; readonly onHead: (head: Head) => void; readonly giveUp: AbortSignal },
  ) {}

  async connect(providerIds: readonly string[]): Promise<void> {
    for (const id of providerIds) {
      this.connections.set(id, await connectBus({ url: this.options.natsUrl, name: `load-${id}`, nkeySeedFile: this.options.home.providerNkeyFile(id) }));
    }
  }

  /** Sends until the time is over or nothing is left; returns while answers may still be under way. */
  async run(segments: readonly MeteredSegment[], { hours, recordsPerSecond, untilMs }: { readonly hours: number; readonly recordsPerSecond: number; readonly untilMs: number }): Promise<void> {
    const chance = new Chance(this.options.seed);
    const mostUnanswered = Math.ceil((recordsPerSecond / RECORDS_PER_BATCH) * MAX_WAITING_SECONDS);
    const startMs = performance.now();
    let records = 0;
    for (const batch of this.batches(segments, hours, chance)) {
      const dueMs = startMs + (records / recordsPerSecond) * 1_000;
      await sleep(Math.max(0, dueMs - performance.now()));
      while (this.unanswered >= mostUnanswered && performance.now() < untilMs) await sleep(RETRY_MS);
      if (performance.now() >= untilMs || this.options.giveUp.aborted) return;
      records += batch.records;
      this.start(batch, batch.repeated ? chance.between(0, MAX_REPEAT_AFTER_MS) : undefined);
    }
  }

  /** Resolves when every batch has its receipt, or when it is time to give up. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map((connection) => connection.close()));
  }

  private start(batch: Batch, repeatAfterMs: number | undefined): void {
    const work = this.deliver(batch, repeatAfterMs).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private async deliver(batch: Batch, repeatAfterMs: number | undefined): Promise<void> {
    const receipt = await this.receiptFor(batch);
    this.sent.push({ providerId: batch.providerId, batchId: batch.batchId, records: batch.records, ...(receipt ? { receipt } : {}) });
    if (!receipt || repeatAfterMs === undefined) return;
    await sleep(repeatAfterMs, undefined, { signal: this.options.giveUp }).catch(() => undefined);
    const again = await this.receiptFor(batch);
    if (again && !Buffer.from(again.body).equals(receipt.body)) this.otherAnswers.push(batch.batchId);
  }

  private async receiptFor(batch: Batch): Promise<Envelope | undefined> {
    this.unanswered += 1;
    try {
      for (;;) {
        const answer = await this.attempt(batch).catch(() => undefined);
        if (answer) return answer.receipt;
        if (this.options.giveUp.aborted) return undefined;
        await sleep(RETRY_MS);
      }
    } finally {
      this.unanswered -= 1;
    }
  }

  private async attempt({ providerId, batchId, bytes }: Batch): Promise<{ readonly receipt?: Envelope }> {
    const reply = await this.connections.get(providerId)?.request(agentInboundSubject('usage'), bytes, { timeout: REQUEST_TIMEOUT_MS });
    if (!reply) throw new Error(`${providerId} is not connected`);
    const failure = errorFromHeaders(reply.headers);
    if (failure) throw failure;
    const { outcome, treeHead } = agent.BatchReply.decode(reply.data);
    if (treeHead) this.options.onHead(treeHead);
    if (outcome.kind === 'receipt') return { receipt: outcome.receipt };
    this.refused.push(`batch ${batchId} of ${providerId}: ${outcome.refused.code}: ${outcome.refused.message}`);
    return {};
  }

  /** Every hour of every segment once, in an order that the seed gives, and a part of the batches marked to be sent again. */
  private *batches(segments: readonly MeteredSegment[], hours: number, chance: Chance): Generator<Batch> {
    const keys = new Map<string, SigningKey>();
    const cuts = segments.flatMap((segment) => Array.from({ length: Math.floor(hours / RECORDS_PER_BATCH) }, (_, part) => ({ segment, firstHour: part * RECORDS_PER_BATCH })));
    for (const [index, { segment, firstHour }] of chance.shuffled(cuts).entries()) {
      const { providerId } = segment;
      const key = keys.get(providerId) ?? signingKey(readFileSync(this.options.home.providerKeyFile(providerId), 'utf8'));
      keys.set(providerId, key);
      const batchId = `load-${this.options.seed}-${index}`;
      const records = chance.shuffled(Array.from({ length: RECORDS_PER_BATCH }, (_, hour) => recordOf(segment, firstHour + hour)));
      const envelope = sealEnvelope(key, SIGNED_AS.usageBatch, agent.UsageBatch.encode({ providerId, batchId, records, watermarks: [] }));
      yield { providerId, batchId, records: records.length, bytes: common.SignedEnvelope.encode(envelope), repeated: chance.share() < REPEATED_SHARE };
    }
  }
}

/** The hour as the agent names and meters it. */
function recordOf({ segmentId, mbps, serviceStartAt }: MeteredSegment, hour: number): agent.UsageRecord {
  const from = plus(serviceStartAt, BigInt(hour) * NANOS_PER_HOUR);
  const period = { from, until: plus(from, NANOS_PER_HOUR) };
  return { recordId: `${segmentId}-${from / NANOS_PER_SECOND}`, segmentId, ...period, octets: octetsCarried({ segmentId, mbps, seed: DRIVER_SEED }, period) };
}
