import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { instant } from '@carriermesh/kernel';
import { errorToHeaders } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { sealEnvelope, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { agent, common } from '@carriermesh/wire';

/** How an agent takes what it is asked. A wait is between what it does and its answer. */
export type Manner =
  | { readonly kind: 'answers'; readonly afterMs?: number; readonly key?: SigningKey; readonly segmentId?: string }
  | { readonly kind: 'refuses'; readonly refusal: common.Refusal }
  | { readonly kind: 'fails'; readonly error: OperationalError }
  | { readonly kind: 'babbles' }
  | { readonly kind: 'says nothing' };

/** A provider's agent, as far as provisioning can see it: it hears requests and signs receipts, or does not. */
export class PlayedAgent {
  readonly asked: string[] = [];
  activates: Manner = { kind: 'answers' };
  releases: Manner = { kind: 'answers' };
  adjusts: Manner = { kind: 'answers' };
  private readonly subscription: Subscription;

  constructor(
    connection: NatsConnection,
    readonly providerId: string,
    readonly key: SigningKey,
  ) {
    this.subscription = connection.subscribe(`cm.out.${providerId}.v1.*`, { callback: (_, message) => void this.hear(message) });
  }

  leave(): void {
    this.subscription.unsubscribe();
  }

  private async hear(message: Msg): Promise<void> {
    if (message.subject.endsWith('.AdjustSegment')) return this.adjust(message);
    const isActivation = message.subject.endsWith('.ActivateSegment');
    const request = (isActivation ? agent.ActivateSegmentRequest : agent.ReleaseSegmentRequest).decode(message.data);
    this.asked.push(`${isActivation ? 'activate' : 'release'} ${request.segmentId}`);
    const manner = isActivation ? this.activates : this.releases;
    const response = isActivation ? agent.ActivateSegmentResponse : agent.ReleaseSegmentResponse;
    await this.answer(message, manner, response, (key) => this.receipt({ ...request, state: isActivation ? 'active' : 'released' }, key));
  }

  private async adjust(message: Msg): Promise<void> {
    const { segmentId, contractSha256, adjustment, mbps, suspended } = agent.AdjustSegmentRequest.decode(message.data);
    this.asked.push(`${suspended ? 'suspend' : 'carry'} ${segmentId} ${adjustment}`);
    const said = { segmentId, contractSha256, state: suspended ? 'suspended' : 'active', adjustment, mbps } as const;
    await this.answer(message, this.adjusts, agent.AdjustSegmentResponse, (manner) => this.receipt(said, manner));
  }

  private async answer(message: Msg, manner: Manner, response: typeof agent.ActivateSegmentResponse, receipt: (manner: Extract<Manner, { kind: 'answers' }>) => common.SignedEnvelope): Promise<void> {
    switch (manner.kind) {
      case 'answers':
        await sleep(manner.afterMs ?? 0);
        message.respond(response.encode({ outcome: { kind: 'receipt', receipt: receipt(manner) } }));
        return;
      case 'refuses':
        message.respond(response.encode({ outcome: { kind: 'refused', refused: manner.refusal } }));
        return;
      case 'fails':
        message.respond(undefined, { headers: errorToHeaders(manner.error) });
        return;
      case 'babbles':
        message.respond(Uint8Array.of(0xff, 0xff));
        return;
      case 'says nothing':
    }
  }

  private receipt(
    { segmentId, contractSha256, state, adjustment, mbps }: Omit<agent.ActivationReceipt, 'providerId' | 'changedAt'>,
    manner: Extract<Manner, { kind: 'answers' }>,
  ): common.SignedEnvelope {
    const adjusted = adjustment === undefined || mbps === undefined ? {} : { adjustment, mbps };
    const receipt = { providerId: this.providerId, segmentId: manner.segmentId ?? segmentId, contractSha256, state, changedAt: instant(1_800_000_000_000_000_000n), ...adjusted };
    return sealEnvelope(manner.key ?? this.key, SIGNED_AS.activationReceipt, agent.ActivationReceipt.encode(receipt));
  }
}
