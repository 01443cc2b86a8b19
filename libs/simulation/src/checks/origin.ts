import { holds, type Check } from '@carriermesh/platform-audit';
import { SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { agent, advertising, type common } from '@carriermesh/wire';
import { keyOf } from '../mesh/ids.js';
import type { Seals } from '../parties/seals.js';

/** Offers whose signature was found good, in whatever run: the same bytes are as good in the next one. */
const soundOffers = new Set<string>();

/** I6: what stands in a provider's name was sent from its account, signed with its key, and says its name. */
export class Origin implements Check {
  constructor(private readonly seals: Seals) {}

  take(event: AnyStoredEvent): void {
    switch (event.type) {
      case 'advertising.v1.AdvertBatchAccepted':
        return this.sentBy(event, event.data.providerId);
      case 'advertising.v1.ResourceAdvertised':
        return this.advertised(event, event.data);
      case 'billing.v1.UsageBatchAccepted': {
        const { providerId, batch } = event.data;
        this.sentBy(event, providerId);
        holds(this.seals.isSealedBy(providerId, SIGNED_AS.usageBatch, batch), 'I6', () => `${event.stream} holds a batch that ${providerId} did not sign`);
        holds(agent.UsageBatch.decode(batch.body).providerId === providerId, 'I6', () => `${event.stream} holds a batch that speaks for another than ${providerId}`);
        return;
      }
      case 'provisioning.v1.SegmentActivated':
      case 'provisioning.v1.SegmentReleased':
        return this.signedFor(event.data);
      default:
        return;
    }
  }

  private signedFor({ providerId, segmentId, receipt }: { readonly providerId: string; readonly segmentId: string; readonly receipt: common.SignedEnvelope }): void {
    holds(this.seals.isSealedBy(providerId, SIGNED_AS.activationReceipt, receipt), 'I6', () => `what became of ${segmentId} is not signed by ${providerId}`);
    const stated = agent.ActivationReceipt.decode(receipt.body);
    holds(stated.providerId === providerId && stated.segmentId === segmentId, 'I6', () => `the receipt for ${segmentId} of ${providerId} is for ${stated.segmentId} of ${stated.providerId}`);
  }

  private sentBy({ stream, metadata }: AnyStoredEvent, providerId: string): void {
    holds(metadata.actor === `provider:${providerId}`, 'I6', () => `${stream} was written for ${metadata.actor} in the name of ${providerId}`);
  }

  private advertised(event: AnyStoredEvent, { resourceId, providerId, signedOffer }: advertising.ResourceAdvertised): void {
    this.sentBy(event, providerId);
    const offer = advertising.ResourceOffer.decode(signedOffer.offer);
    const isOwn = resourceId.startsWith(`${providerId}/`) && offer.providerId === providerId && offer.resourceId === resourceId;
    holds(isOwn, 'I6', () => `${resourceId} is advertised by ${providerId} with an offer of ${offer.providerId} for ${offer.resourceId}`);
    const name = Buffer.concat([signedOffer.offer, signedOffer.signature]).toString('base64');
    if (soundOffers.has(name)) return;
    const claim = { publicKey: keyOf(providerId).publicKey, domain: SIGNED_AS.resourceOffer, body: signedOffer.offer, signature: signedOffer.signature };
    holds(verifySignature(claim), 'I6', () => `the offer of ${resourceId} is not signed by ${providerId}`);
    soundOffers.add(name);
  }
}
