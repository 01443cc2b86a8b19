import { Inject, Injectable } from '@nestjs/common';
import { bytesEqual } from '@carriermesh/kernel';
import {
  batchRefusal, CLOCK, HandlesInbound, LEDGER, openSignedBatch, ProviderKeys, receipted, RIGHT_OF_WAY_MS, SIGNER, TIMERS, TypedLedger,
  type BatchKind, type Clock, type InboundCall, type InboundHandler, type Opening, type Signer, type TypedAppend,
} from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { SIGNED_AS } from '@carriermesh/platform-signing';
import { sleep, type Timers } from '@carriermesh/platform-time';
import { agent, type common } from '@carriermesh/wire';
import { measurementsRefusal } from '@carriermesh/monitoring-domain';
import { SegmentJudging } from './segment-judging.js';

type Opened = Extract<Opening<agent.MeasurementBatch>, { kind: 'opened' }>;

/** How often windows are judged again because another batch about the same segments was faster. */
const ATTEMPTS = 8;

const BATCH: BatchKind<agent.MeasurementBatch> = {
  name: 'batch of measurements',
  domain: SIGNED_AS.measurementBatch,
  codec: agent.MeasurementBatch,
  limitBytes: 256 * 1024,
};

/** Takes what providers measured: believed by signature, recorded once, receipted. */
@Injectable()
@HandlesInbound('measure')
export class MeasurementsInbound implements InboundHandler {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SIGNER) private readonly signer: Signer,
    @Inject(TIMERS) private readonly timers: Timers,
    private readonly keys: ProviderKeys,
    @Inject(SegmentJudging) private readonly judging: SegmentJudging,
  ) {}

  async receive(call: InboundCall): Promise<agent.BatchReply> {
    const opening = openSignedBatch(BATCH, { ...call, publicKey: this.keys.keyOf(call.providerId) });
    if (opening.kind === 'refused') return refused(batchRefusal(BATCH, opening.fault));
    const refusal = measurementsRefusal(opening.batch, this.clock.now());
    return refusal ? refused(refusal) : this.record(call, opening);
  }

  private async record({ providerId, envelope, context }: InboundCall, { batch: { batchId, measurements }, bodySha256 }: Opened): Promise<agent.BatchReply> {
    // Both ids may hold a dash: with one between them, provider a-b's batch c would be provider a's batch b-c.
    const stream = `measurements-${providerId}.${batchId}`;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const now = this.clock.now();
      const event = { type: 'monitoring.v1.MeasurementsReported', data: { providerId, batchId, batch: envelope, bodySha256, reportedAt: now } } as const;
      const judged = await this.judging.judge(providerId, measurements, now);
      const result = await this.ledger.commit([{ stream, expected: 'none', events: [event] }, ...judged], context);
      // A service moves now, and nobody waits for a receipt: to read and to sign it would take from that the processors.
      if (result.kind === 'appended' && isAlarming(judged)) await sleep(this.timers, RIGHT_OF_WAY_MS);
      // Alone in its commit, it stands where the commit ends.
      if (result.kind === 'appended' && judged.length === 0) return receipted(this.signer, { providerId, batchId, body: envelope.body, ...result });
      if (result.kind === 'appended' || result.stream === stream) return this.receipt({ providerId, envelope }, { stream, batchId, bodySha256 });
    }
    throw new OperationalError('overloaded', `the watches of the segments in batch ${batchId} were written by others ${ATTEMPTS} times in a row`);
  }

  private async receipt({ providerId, envelope }: Pick<InboundCall, 'providerId' | 'envelope'>, { stream, batchId, bodySha256 }: Named): Promise<agent.BatchReply> {
    // Whether it was recorded now or before, the receipt says what the ledger holds.
    const recorded = (await this.ledger.load(stream)).events[0];
    if (recorded?.type !== 'monitoring.v1.MeasurementsReported' || !bytesEqual(recorded.data.bodySha256, bodySha256)) {
      return refused({ code: 'batch-id-reused', message: `Batch ${batchId} is on record with other bytes, and those stay.`, facts: { batch_id: batchId } });
    }
    const { position, recordedAt } = recorded;
    return receipted(this.signer, { providerId, batchId, body: envelope.body, position, recordedAt });
  }
}

interface Named {
  readonly stream: string;
  readonly batchId: string;
  readonly bodySha256: Uint8Array;
}

const isAlarming = (judged: readonly TypedAppend[]): boolean => judged.some(({ events }) => events.some(({ type }) => type === 'monitoring.v1.SegmentImpaired'));

const refused = (refusal: common.Refusal): agent.BatchReply => ({ outcome: { kind: 'refused', refused: refusal } });
