import { type InterconnectHalf, type LinkOffer, type OfferTerms, type Pop, type UnitKind, halfId } from './elements.js';
import { inIdOrder } from './order.js';

/** What a search sees of a link or of a whole interconnect, as Numbers that are exact integers. */
export interface Edge {
  /** The link's resource id, or the id of the interconnect's first half: it also settles ties, so it never changes. */
  readonly edgeId: string;
  readonly popA: string;
  readonly popB: string;
  /** A link's own id; for an interconnect the half of `popA`'s side, then that of `popB`'s. */
  readonly resources: readonly string[];
  readonly handover: boolean;
  /** Only from `popA` to `popB`; by default both ways. */
  readonly directed?: boolean;
  readonly latencyNs: number;
  readonly pricePerMbps: number;
  readonly availableMbps: number;
  /** Packet delay variation, one way (Y.1540 IPDV); none where nobody states it. */
  readonly jitterNs?: number;
  /** Packets lost, in millionths (Y.1540 IPLR); none where nobody states it. */
  readonly lossPpm?: number;
  /** How much of the time the link is out of service, in millionths; never where nobody states it. */
  readonly outagePpm?: number;
  /** Wavelengths or slots that are free, as numbers below MAX_UNITS; where nobody states them, any will do. */
  readonly units?: readonly number[];
  /** Present where it is sold in whole units of this kind, and in no other way; `units` are then those that are free. */
  readonly soldAs?: UnitKind;
  /** Whose resources it is made of that are not dedicated; where nobody states it, nothing is. */
  readonly openOf?: readonly string[];
  /** Whether any of its resources is dedicated. */
  readonly dedicated?: boolean;
  /** The network layer that the link is sold on, 1 to 3. */
  readonly layer?: number;
  /** Medium and access: fibre, cellular, ieee-802 … */
  readonly classes?: readonly string[];
  /** The resource that has no more than `availableMbps`. */
  readonly narrowest: string;
  readonly srlgs: readonly string[];
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly visibleTo: readonly string[];
  readonly up: boolean;
}

/** Why an advertised resource carries nothing, whoever asks: told to a provider who wonders why nobody buys. */
export type Dormancy =
  'pop-unknown' | 'pop-of-another-provider' | 'same-provider' | 'other-half-missing' | 'other-currency' | 'other-units' | 'visible-to-nobody';

export interface Surroundings {
  readonly currency: string;
  popOf(popId: string): Pop | undefined;
  halfOf(resourceId: string): InterconnectHalf | undefined;
}

/** A provider sells only between its own PoPs, in the mesh's currency: sums of two currencies would need a rate. */
export function edgeOfLink(link: LinkOffer, around: Surroundings): Edge | Dormancy {
  const from = around.popOf(link.fromPopId);
  const to = around.popOf(link.toPopId);
  if (!from || !to) return 'pop-unknown';
  if (from.providerId !== link.providerId || to.providerId !== link.providerId) return 'pop-of-another-provider';
  if (link.currency !== around.currency) return 'other-currency';
  return {
    ...termsOf(link),
    edgeId: link.resourceId,
    popA: link.fromPopId,
    popB: link.toPopId,
    resources: [link.resourceId],
    handover: false,
    narrowest: link.resourceId,
    ...poolOf([link]),
    ...(link.medium !== undefined && { classes: [link.medium] }),
    ...(link.units && unitsOf(link.units, link.units.free)),
  };
}

/** The same edge whichever of its two halves is given: it exists only while both providers state theirs. */
export function edgeOfHalf(half: InterconnectHalf, around: Surroundings): Edge | Dormancy {
  const own = around.popOf(half.ownPopId);
  const peer = around.popOf(half.peerPopId);
  if (!own || !peer) return 'pop-unknown';
  if (own.providerId !== half.providerId) return 'pop-of-another-provider';
  if (peer.providerId === half.providerId) return 'same-provider';
  const other = around.halfOf(halfId(half.peerPopId, half.ownPopId));
  if (!other || other.providerId !== peer.providerId) return 'other-half-missing';
  if (half.currency !== around.currency || other.currency !== around.currency) return 'other-currency';
  const audience = commonAudience(half.visibleTo, other.visibleTo);
  if (!audience) return 'visible-to-nobody';
  // Nothing can be handed over where one side sells wavelengths and the other Mbit/s.
  if (half.units?.technology !== other.units?.technology || half.units?.mbps !== other.units?.mbps) return 'other-units';
  return inIdOrder(half.ownPopId, half.peerPopId) < 0 ? joined(half, other, audience) : joined(other, half, audience);
}

/** The id under which an interconnect is known, from either half. */
export const interconnectId = (ownPopId: string, peerPopId: string): string =>
  inIdOrder(ownPopId, peerPopId) < 0 ? halfId(ownPopId, peerPopId) : halfId(peerPopId, ownPopId);

function joined(first: InterconnectHalf, second: InterconnectHalf, visibleTo: readonly string[]): Edge {
  const [a, b] = [termsOf(first), termsOf(second)];
  const resources = [halfId(first.ownPopId, first.peerPopId), halfId(second.ownPopId, second.peerPopId)] as const;
  return {
    edgeId: resources[0],
    popA: first.ownPopId,
    popB: second.ownPopId,
    resources,
    handover: true,
    latencyNs: Math.max(a.latencyNs, b.latencyNs),
    pricePerMbps: a.pricePerMbps + b.pricePerMbps,
    availableMbps: Math.min(a.availableMbps, b.availableMbps),
    narrowest: a.availableMbps <= b.availableMbps ? resources[0] : resources[1],
    srlgs: [...a.srlgs, ...b.srlgs],
    validFromMs: Math.max(a.validFromMs, b.validFromMs),
    validUntilMs: Math.min(a.validUntilMs, b.validUntilMs),
    visibleTo,
    up: a.up && b.up,
    ...poolOf([first, second]),
    ...(first.units && second.units && unitsOf(first.units, first.units.free.filter((unit) => second.units!.free.includes(unit)))),
  };
}

const unitsOf = ({ technology, mbps }: UnitKind, units: readonly number[]) => ({ soldAs: { technology, mbps }, units });

function poolOf(terms: readonly OfferTerms[]): Pick<Edge, 'openOf' | 'dedicated'> {
  const open = terms.filter(({ dedicated }) => !dedicated);
  return { openOf: open.map(({ providerId }) => providerId), dedicated: open.length < terms.length };
}

const NANOS_PER_MS = 1_000_000n;

/** Validity is counted in whole milliseconds, rounded inward, so that no offer is ever used outside its own instants. */
function termsOf(terms: OfferTerms) {
  return {
    latencyNs: Number(terms.latencyNs),
    pricePerMbps: Number(terms.pricePerMbps),
    availableMbps: terms.availableMbps,
    srlgs: terms.srlgs,
    validFromMs: Number((terms.validFrom + NANOS_PER_MS - 1n) / NANOS_PER_MS),
    validUntilMs: Number(terms.validUntil / NANOS_PER_MS),
    visibleTo: terms.visibleTo,
    up: terms.up,
  };
}

/** Who may see both halves: empty for everybody, `undefined` for nobody. */
function commonAudience(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = a.filter((buyerId) => b.includes(buyerId));
  return both.length === 0 ? undefined : both;
}
