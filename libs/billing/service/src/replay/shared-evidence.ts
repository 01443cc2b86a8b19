import { toHex } from '@carriermesh/kernel';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { sha256, SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import { advertising } from '@carriermesh/wire';
import { BatchReading } from './batch-reading.js';
import type { Found, InputType } from './ledger-pass.js';
import type { EventReference } from './replay-report.js';

export interface ProviderKey {
  readonly at: EventReference;
  readonly publicKey: Uint8Array;
}

/** An offer as one event carries it. */
export interface OfferCopy {
  readonly at: EventReference;
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly sha256: string;
  /** Absent when the bytes are no offer. */
  readonly offer?: advertising.ResourceOffer;
}

export interface Advert extends OfferCopy {
  /** The hash that stands beside the offer. */
  readonly statedSha256: string;
  /** Signed with the key that spoke for the provider at that place in the ledger. */
  readonly isSigned: () => boolean;
}

const SHARED_TYPES = ['advertising.v1.ProviderEnrolled', 'advertising.v1.ProviderKeyReplaced', 'advertising.v1.ResourceAdvertised'] as const;
type SharedEvent = Extract<Found<InputType>, { kind: 'sound'; type: (typeof SHARED_TYPES)[number] }>;

/** What many contracts rest on alike: read and kept once, however many of them are replayed together. */
export class SharedEvidence {
  readonly batches: BatchReading;
  /** Every key that has spoken for a provider, the present one last. */
  readonly keys = new Map<string, readonly ProviderKey[]>();
  private readonly adverts = new Map<string, Advert[]>();

  constructor(ledger: Pick<LedgerReading, 'readStream'>) {
    this.batches = new BatchReading(ledger);
  }

  add({ at, type, data }: SharedEvent): void {
    if (type === 'advertising.v1.ResourceAdvertised') this.addAdvert(at, data);
    else this.keys.set(data.providerId, [...this.keysOf(data.providerId), { at, publicKey: data.publicKey }]);
  }

  keysOf(providerId: string): readonly ProviderKey[] {
    return this.keys.get(providerId) ?? [];
  }

  /** The advertisements of a resource that carry the offer with this hash, or say so. */
  advertsOf(resourceId: string, offerSha256: string): readonly Advert[] {
    return this.adverts.get(`${resourceId} ${offerSha256}`) ?? [];
  }

  private addAdvert(at: EventReference, { resourceId, providerId, signedOffer, offerSha256 }: advertising.ResourceAdvertised): void {
    const copy = offerCopy(at, signedOffer);
    const key = this.keysOf(providerId).at(-1);
    // Asked of the one that is under contract: each resource was advertised many times, and every contract over it would verify them all.
    let known: boolean | undefined;
    const advert = { ...copy, statedSha256: toHex(offerSha256), isSigned: () => (known ??= key !== undefined && isSignedOffer(copy, [key])) };
    for (const hash of new Set([advert.sha256, advert.statedSha256])) {
      const place = `${resourceId} ${hash}`;
      const before = this.adverts.get(place);
      if (before) before.push(advert);
      else this.adverts.set(place, [advert]);
    }
  }
}

export const isShared = (event: Found<InputType>): event is SharedEvent =>
  event.kind === 'sound' && SHARED_TYPES.some((type) => type === event.type);

export function offerCopy(at: EventReference, { offer: bytes, signature }: advertising.SignedOffer): OfferCopy {
  const copy = { at, bytes, signature, sha256: toHex(sha256(bytes)) };
  try {
    return { ...copy, offer: advertising.ResourceOffer.decode(bytes) };
  } catch {
    return copy;
  }
}

export const isSignedOffer = ({ bytes: body, signature }: OfferCopy, keys: readonly ProviderKey[]): boolean =>
  keys.some(({ publicKey }) => verifySignature({ publicKey, domain: SIGNED_AS.resourceOffer, body, signature }));
