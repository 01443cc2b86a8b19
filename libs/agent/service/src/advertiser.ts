import { v7 as uuidv7 } from 'uuid';
import { planAdverts, type AdvertDraft, type AdvertSent, type Statement } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import { invariant, NANOS_PER_DAY, NANOS_PER_SECOND, plus, toHex } from '@carriermesh/kernel';
import { sealEnvelope, sha256, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { advertising, common } from '@carriermesh/wire';
import type { Courier, ProviderContext } from './courier.js';
import { fingerprintOf, offerBytes, ownResources, type OfferTerms, type OwnResource, type Validity } from './own-resources.js';

/** An offer is valid from a minute ago, so that a mesh whose clock is a little behind can sell it at once. */
const BACKDATED_NANOS = 60n * NANOS_PER_SECOND;

export interface AdvertiserOptions {
  readonly inventory: ProviderInventory;
  readonly visibleTo: readonly string[];
  readonly validityDays: number;
  readonly key: SigningKey;
}

export interface Advertised {
  /** Sent and receipted by this call. */
  readonly batches: number;
  readonly refusedOffers: number;
  /** On record with the mesh now. */
  readonly offers: number;
}

/** Says to the mesh what the provider owns, batch after batch, and goes on where it stopped. */
export class Advertiser {
  readonly resources: ReadonlyMap<string, OwnResource & Statement>;
  private readonly terms: OfferTerms;

  constructor(
    private readonly context: ProviderContext,
    private readonly courier: Courier,
    private readonly options: AdvertiserOptions,
  ) {
    const { inventory, visibleTo } = options;
    const terms = { providerId: inventory.id, serviceLevel: inventory.sla, visibleTo };
    this.terms = terms;
    this.resources = new Map(ownResources(inventory).map((own) => [own.resourceId, { ...own, fingerprint: fingerprintOf(own, terms) }]));
  }

  /** Returns when the mesh has receipted all there is to say. @throws AbortError when the agent stops meanwhile */
  async advertise(): Promise<Advertised> {
    const { books, slots } = this.context;
    const refused = new Set<string>();
    for (let batches = 0; ; batches++) {
      const batch = books.book.pendingAdverts[0] ?? (await slots.advert(() => this.next(refused)));
      if (!batch) return { batches, refusedOffers: refused.size, offers: books.book.offered.size };
      await this.send(batch, refused);
    }
  }

  /** The mesh has other books than this agent, which has nothing under way: all that there is is said again, from the sequence that the mesh expects. */
  async resume(nextSequence: bigint): Promise<Advertised> {
    const { books, log, providerId } = this.context;
    log.warn({ providerId, sequence: books.book.nextSequence.toString(), nextSequence: nextSequence.toString() }, 'the books have parted, as the mesh saw by a heartbeat; everything is advertised again');
    await books.record({ type: 'advert-abandoned', batchId: '', nextSequence });
    return this.advertise();
  }

  /** Plans anew for each batch: a receipt with refused items, or books that have parted, change what is left to be said. */
  private async next(refused: ReadonlySet<string>): Promise<AdvertSent | undefined> {
    const { books, clock } = this.context;
    const [draft] = planAdverts(books.book, [...this.resources.values()], { now: clock.now(), refused });
    return draft && this.compose(draft);
  }

  private async send(batch: AdvertSent, refused: Set<string>): Promise<void> {
    const { books, log, providerId } = this.context;
    const delivery = await this.courier.deliver(batch);
    if (delivery.kind === 'receipted') {
      for (const { itemId } of delivery.receipt.refusedItems) refused.add(itemId);
      return;
    }
    const { nextSequence } = delivery;
    log.warn({ providerId, sequence: batch.sequence.toString(), nextSequence: nextSequence.toString() }, 'the books have parted; everything is advertised again');
    const abandoned = books.book.pendingAdverts.map(({ batchId }) => batchId);
    await books.record({ type: 'advert-abandoned', batchId: batch.batchId, nextSequence });
    for (const batchId of abandoned) await books.forgetBytes(batchId);
  }

  /** Signs each offer and the batch, and makes it durable: from here on it is sent as it is. */
  private async compose({ resourceIds, withdrawnResourceIds }: AdvertDraft): Promise<AdvertSent> {
    const { books, clock, providerId } = this.context;
    const { key, validityDays } = this.options;
    const issuedAt = clock.now();
    const validFrom = plus(issuedAt, -BACKDATED_NANOS);
    const validity = { validFrom, validUntil: plus(validFrom, BigInt(validityDays) * NANOS_PER_DAY) };
    const offers = resourceIds.map((resourceId) => this.own(resourceId));
    const batchId = `adv_${uuidv7()}`;
    const sequence = books.book.nextSequence;
    const signedOffers = offers.map((own) => this.signed(own, validity));
    const body = advertising.AdvertBatch.encode({ providerId, batchId, sequence, issuedAt, offers: signedOffers, withdrawnResourceIds });
    const entry: AdvertSent = {
      type: 'advert-sent',
      batchId,
      sequence,
      bodySha256: toHex(sha256(body)),
      ...validity,
      offers: offers.map(({ resourceId, fingerprint }) => ({ resourceId, fingerprint })),
      withdrawnResourceIds,
    };
    await books.recordBatch(entry, common.SignedEnvelope.encode(sealEnvelope(key, SIGNED_AS.advertBatch, body)));
    return entry;
  }

  private signed(own: OwnResource, validity: Validity): advertising.SignedOffer {
    const offer = offerBytes(own, this.terms, validity);
    return { offer, signature: this.options.key.sign(SIGNED_AS.resourceOffer, offer) };
  }

  private own(resourceId: string): OwnResource & Statement {
    const own = this.resources.get(resourceId);
    invariant(own, `the plan offers ${resourceId}, which ${this.context.providerId} does not own`);
    return own;
  }
}
