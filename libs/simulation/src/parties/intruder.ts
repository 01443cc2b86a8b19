import { plus } from '@carriermesh/kernel';
import { sealEnvelope, SIGNED_AS } from '@carriermesh/platform-signing';
import { advertising, agent, common, inboundSubject, type InboundKind } from '@carriermesh/wire';
import { keyOf } from '../mesh/ids.js';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';
import type { MachineProcess } from '../world/machine-process.js';
import { PROVIDERS, type ProviderId } from './market.js';

interface Forgery {
  readonly kind: InboundKind;
  readonly account: ProviderId;
  readonly signer: string;
  /** Whom the body speaks for. */
  readonly stated: ProviderId;
}

/** Sends what nobody may take: another's batch from one's own account, one's own in another's name, and what is signed with a key that was never enrolled. */
export class Intruder {
  /** Forgeries that got a receipt. */
  readonly believed: string[] = [];
  private count = 0;

  constructor(
    private readonly mesh: SimulatedMesh,
    private readonly process: MachineProcess,
  ) {}

  tryOnce(): void {
    const chance = this.mesh.world.random(`intruder ${++this.count}`);
    const [account, other] = chance.pick([[0, 1], [1, 2], [2, 0]] as const).map((index) => PROVIDERS[index] as ProviderId) as [ProviderId, ProviderId];
    const forgeries: readonly Omit<Forgery, 'kind'>[] = [
      { account, signer: other, stated: other },
      { account, signer: account, stated: other },
      { account, signer: 'stranger', stated: account },
    ];
    void this.send({ kind: chance.pick(['advert', 'usage'] as const), ...chance.pick(forgeries) });
  }

  private async send(forgery: Forgery): Promise<void> {
    const { kind, account, signer, stated } = forgery;
    const batchId = `forged-${this.count}`;
    const body = kind === 'usage' ? this.usage(batchId, stated) : this.advert(batchId, stated);
    const envelope = sealEnvelope(keyOf(signer), kind === 'usage' ? SIGNED_AS.usageBatch : SIGNED_AS.advertBatch, body);
    const context = { actor: `provider:${stated}`, correlationId: batchId, causationId: batchId };
    const request = { subject: inboundSubject(account, kind), body: common.SignedEnvelope.encode(envelope), context, timeoutMs: 5_000 };
    const answer = await this.mesh.network.exchange(this.process, request).catch(() => undefined);
    if (answer && agent.BatchReply.decode(answer).outcome.kind === 'receipt') this.believed.push(`a ${kind} batch from ${account}, signed by ${signer} in the name of ${stated}`);
  }

  private usage(batchId: string, providerId: ProviderId): Uint8Array {
    const until = this.mesh.world.meshTime();
    const record = { recordId: batchId, segmentId: 'seg_of-nobody', from: plus(until, -1_000n), until, octets: 1n };
    return agent.UsageBatch.encode({ providerId, batchId, records: [record], watermarks: [] });
  }

  /** With the next sequence that a provider may have, so that it is not refused for that alone. */
  private advert(batchId: string, providerId: ProviderId): Uint8Array {
    const issuedAt = this.mesh.world.meshTime();
    return advertising.AdvertBatch.encode({ providerId, batchId, sequence: 2n, issuedAt, offers: [], withdrawnResourceIds: [] });
  }
}
