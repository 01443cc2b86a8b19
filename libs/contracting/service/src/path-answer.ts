import { MAX_PATH_RESOURCES, type BindingOffer } from '@carriermesh/contracting-domain';
import { bytesEqual } from '@carriermesh/kernel';
import { sha256 } from '@carriermesh/platform-signing';
import { advertising, type common, type contracting, paths, WireError } from '@carriermesh/wire';

/** More than the path search gives when it is asked for sixteen, for up to eight lines together, and for several formats. */
const MAX_CANDIDATES = 96;
const MILLION = 1_000_000;

/** The offers behind a path answer, each found to be the one that its candidate names. */
export interface AnswerOffers {
  readonly kind: 'usable';
  readonly offers: ReadonlyMap<string, BindingOffer>;
  /** As their providers signed them, in the order in which the candidates first name them. */
  readonly signed: readonly advertising.SignedOffer[];
  /** How full each resource is, in the same order. */
  readonly uses: readonly contracting.ResourceUse[];
}

export interface UnusableAnswer {
  readonly kind: 'unusable';
  readonly because: string;
}

/**
 * Advertising verified the signatures when it took the offers; what is checked here is that the bytes priced and contracted are
 * those that the candidates name by hash, and say what the candidates say of them.
 */
export function readOffers({ candidates, offers }: paths.PathsFound): AnswerOffers | UnusableAnswer {
  if (candidates.length === 0 || candidates.length > MAX_CANDIDATES) return unusable(`it has ${candidates.length} candidates, not 1 to ${MAX_CANDIDATES}`);
  if (offers.length > MAX_CANDIDATES * MAX_PATH_RESOURCES) return unusable(`it carries ${offers.length} offers, more than ${MAX_CANDIDATES * MAX_PATH_RESOURCES}`);
  const found = new Map(offers.map((offer) => [offer.resourceId, offer]));
  const binding = new Map<string, BindingOffer>();
  const signed: advertising.SignedOffer[] = [];
  const uses: contracting.ResourceUse[] = [];
  for (const { providerId, resources } of candidates.flatMap(({ segments }) => segments)) {
    for (const resource of resources) {
      if (binding.has(resource.resourceId)) continue;
      const carried = found.get(resource.resourceId);
      const offer = carried && bindingOffer({ ...resource, providerId }, carried);
      if (!offer) return unusable(`the offer of ${JSON.stringify(resource.resourceId)} is missing, or is not the one that the path rests on`);
      binding.set(resource.resourceId, offer.binding);
      uses.push({ resourceId: resource.resourceId, usedMbps: carried.usedMbps, capacityMbps: offer.capacityMbps });
      signed.push({ offer: carried.offer, signature: carried.signature });
    }
  }
  return { kind: 'usable', offers: binding, signed, uses };
}

const unusable = (because: string): UnusableAnswer => ({ kind: 'unusable', because });

type Named = paths.PathResource & { readonly providerId: string };

function bindingOffer(named: Named, { offer: bytes }: paths.FoundOffer): { readonly binding: BindingOffer; readonly capacityMbps: number } | undefined {
  if (!bytesEqual(sha256(bytes), named.offerSha256)) return undefined;
  const offer = decoded(bytes);
  if (!offer || offer.resourceId !== named.resourceId || offer.providerId !== named.providerId) return undefined;
  const sold = carriageOf(offer);
  if (!sold || !isPossible(offer.serviceLevel) || !isOfUnit(named, sold)) return undefined;
  const { resourceId, providerId, serviceLevel, validUntil } = offer;
  return { binding: { resourceId, providerId, offerSha256: named.offerSha256, price: sold.price, serviceLevel, validUntil }, capacityMbps: sold.capacityMbps };
}

function decoded(bytes: Uint8Array): advertising.ResourceOffer | undefined {
  try {
    return advertising.ResourceOffer.decode(bytes);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

type Carriage = Pick<advertising.Link, 'price' | 'capacityMbps' | 'units'>;

/** What is sold in whole units is named by one that is offered, and nothing else is. */
const isOfUnit = ({ unit }: Named, { units }: Carriage): boolean => (unit === undefined ? units === undefined : (units?.numbers.includes(unit) ?? false));

/** A point of presence is passed, not sold. */
function carriageOf({ resource }: advertising.ResourceOffer): Carriage | undefined {
  if (resource.kind === 'link') return resource.link;
  return resource.kind === 'interconnect' ? resource.interconnect : undefined;
}

const isPossible = ({ availabilityPpm, lossPpm, jitterNs }: common.ServiceLevel): boolean =>
  availabilityPpm <= MILLION && lossPpm <= MILLION && jitterNs >= 0n;
