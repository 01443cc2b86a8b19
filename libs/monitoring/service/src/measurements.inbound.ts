import { Inject, Injectable } from '@nestjs/common';
import { bytesEqual } from '@carriermesh/kernel';
import { CLOCK, HandlesInbound, LEDGER, ProviderKeys, receipted, SIGNER, TypedLedger, type Clock, type InboundCall, type InboundHandler, type Signer } from '@carriermesh/platform-chassis';
import { sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { agent, WireError, type common } from '@carriermesh/wire';
import { batchRefusal } from '@carriermesh/monitoring-domain';

const MAX_BODY_BYTES = 256 * 1024;

/** Takes what providers measured: believed by signature, recorded once, receipted. */
@Injectable()
@HandlesInbound('measure')
export class MeasurementsInbound implements InboundHandler {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SIGNER) private readonly signer: Signer,
    private readonly keys: ProviderKeys,
  ) {}

  async receive({ providerId, envelope, context }: InboundCall): Promise<agent.BatchReply> {
    if (envelope.body.length > MAX_BODY_BYTES) {
      return refused('too-large', `A batch of measurements has at most ${MAX_BODY_BYTES} bytes, not ${envelope.body.length}.`);
    }
    if (!this.keys.vouches(providerId, SIGNED_AS.measurementBatch, envelope)) {
      return refused('signature-invalid', `The batch is not signed with the key that ${providerId} is enrolled with.`);
    }
    const batch = decoded(envelope.body);
    if (batch === undefined) return refused('malformed', 'The body is no batch of measurements.');
    const refusal = batchRefusal({ providerId, batch, now: this.clock.now() });
    if (refusal) return { outcome: { kind: 'refused', refused: refusal } };
    return this.record({ providerId, envelope, context }, batch.batchId);
  }

  private async record({ providerId, envelope, context }: InboundCall, batchId: string): Promise<agent.BatchReply> {
    const stream = `measurements-${providerId}-${batchId}`;
    const bodySha256 = sha256(envelope.body);
    const data = { providerId, batchId, batch: envelope, bodySha256, reportedAt: this.clock.now() };
    const event = { type: 'monitoring.v1.MeasurementsReported', data } as const;
    await this.ledger.commit([{ stream, expected: 'none', events: [event] }], context);
    // Whether it was recorded now or before, the receipt says what the ledger holds.
    const recorded = (await this.ledger.load(stream)).events[0];
    if (recorded?.type !== 'monitoring.v1.MeasurementsReported' || !bytesEqual(recorded.data.bodySha256, bodySha256)) {
      return refused('batch-id-reused', `The batch ${batchId} was sent before with other contents.`);
    }
    const { position, recordedAt } = recorded;
    return receipted(this.signer, { providerId, batchId, body: envelope.body, position, recordedAt });
  }
}

function decoded(body: Uint8Array): agent.MeasurementBatch | undefined {
  try {
    return agent.MeasurementBatch.decode(body);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

function refused(code: string, message: string): agent.BatchReply {
  const refusal: common.Refusal = { code, message, facts: {} };
  return { outcome: { kind: 'refused', refused: refusal } };
}
