import { NANOS_PER_DAY, plus, type Instant } from '@carriermesh/kernel';
import { advertising, agent, common, inboundSubject, type Rpc } from '@carriermesh/wire';
import type { TrialMesh } from '@carriermesh/platform-trial';
import { newKeyPem } from '@carriermesh/platform-trial';
import { sealEnvelope, SIGNED_AS, signingKey } from '@carriermesh/platform-signing';

const PRICE: common.ResourcePrice = {
  monthlyPerMbps: { currency: 'EUR', microMinor: 3_000_000n },
  perGigabyte: { currency: 'EUR', microMinor: 3_000n },
};
const SERVICE_LEVEL: common.ServiceLevel = { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 500 };

/** What a suite needs of a provider: a key, offers, batches, and the subject that its bus account may write to. */
export class TrialProvider {
  readonly key = signingKey(newKeyPem());

  constructor(
    readonly mesh: TrialMesh,
    readonly id: string,
  ) {}

  enrol(publicKey: Uint8Array = this.key.publicKey, actor = 'operator'): Promise<advertising.EnrolProviderResponse> {
    return this.mesh.bus.request(advertising.EnrolProvider, { providerId: this.id, name: this.id, publicKey }, { context: this.mesh.context(actor) });
  }

  link(name: string, capacityMbps: number, terms: Partial<advertising.ResourceOffer> = {}): advertising.ResourceOffer {
    const link = { fromPopId: `${this.id}/1`, toPopId: `${this.id}/2`, capacityMbps, latencyNs: 5_000_000n, price: PRICE, srlgIds: [] };
    const validFrom = plus(this.mesh.now(), -NANOS_PER_DAY);
    return {
      providerId: this.id,
      resourceId: `${this.id}/${name}`,
      validFrom,
      validUntil: plus(validFrom, 30n * NANOS_PER_DAY),
      visibleTo: [],
      serviceLevel: SERVICE_LEVEL,
      resource: { kind: 'link', link },
      ...terms,
    };
  }

  signed(offer: advertising.ResourceOffer): advertising.SignedOffer {
    const bytes = advertising.ResourceOffer.encode(offer);
    return { offer: bytes, signature: this.key.sign(SIGNED_AS.resourceOffer, bytes) };
  }

  batch(sequence: bigint, items: { readonly offers?: readonly advertising.SignedOffer[]; readonly withdrawn?: readonly string[]; readonly id?: string; readonly provider?: string }): Uint8Array {
    const { offers = [], withdrawn = [], id = `batch-${sequence}`, provider = this.id } = items;
    const issuedAt: Instant = this.mesh.now();
    return advertising.AdvertBatch.encode({ providerId: provider, batchId: id, sequence, issuedAt, offers, withdrawnResourceIds: withdrawn });
  }

  seal(body: Uint8Array, domain: string = SIGNED_AS.advertBatch): common.SignedEnvelope {
    return sealEnvelope(this.key, domain, body);
  }

  /** @param account whose bus account sends it; the server writes it into the subject */
  async send(envelope: common.SignedEnvelope, account = this.id): Promise<agent.BatchReply['outcome']> {
    const advert: Rpc<common.SignedEnvelope, agent.BatchReply> = {
      name: 'Advert',
      kind: 'command',
      subject: inboundSubject(account, 'advert'),
      request: common.SignedEnvelope,
      response: agent.BatchReply,
    };
    return (await this.mesh.bus.request(advert, envelope, { context: this.mesh.context(`provider:${account}`), timeoutMs: 15_000 })).outcome;
  }

  /** Sends a batch that has to be taken, and reads its receipt. */
  async advertise(sequence: bigint, offers: readonly advertising.ResourceOffer[], withdrawn: readonly string[] = []): Promise<common.Receipt> {
    const reply = await this.send(this.seal(this.batch(sequence, { offers: offers.map((offer) => this.signed(offer)), withdrawn })));
    if (reply.kind !== 'receipt') throw new Error(`batch ${sequence} of ${this.id} was refused: ${reply.refused.message}`);
    return common.Receipt.decode(reply.receipt.body);
  }
}
