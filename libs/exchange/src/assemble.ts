import type { Carriage, Exchange, InterconnectHalf, ProviderInventory, RefusedFile } from './exchange.js';
import { latencyNs } from './geometry.js';
import { compareText, interconnectIdOf } from './identifiers.js';
import type { Place, PlacePair } from './interconnect-pairs.js';

/** A provider before it is known whom it meets. */
export type ProviderAlone = Omit<ProviderInventory, 'interconnects'>;

/** What the owner of a half offers on it; the latency belongs to the pair. */
export type HalfTerms = Omit<Carriage, 'latencyNs'>;

export interface ExchangeParts {
  readonly name: string;
  readonly providers: readonly ProviderAlone[];
  readonly pairs: readonly PlacePair[];
  readonly pathFactor: number;
  readonly refused: readonly RefusedFile[];
  /** The terms of a half by its owner's own rule; `km` is the length of the whole interconnect. */
  readonly termsOf: (half: { readonly id: string; readonly ownerId: string; readonly km: number }) => HalfTerms;
}

/** Gives each provider its halves of the interconnects and counts what there is. */
export function assembleExchange(parts: ExchangeParts): Exchange {
  const halvesOf = new Map<string, InterconnectHalf[]>(parts.providers.map(({ id }) => [id, []]));
  for (const { a, b, km } of parts.pairs) {
    const latency = latencyNs(km, parts.pathFactor);
    for (const [own, peer] of [[a, b], [b, a]] as const) {
      halvesOf.get(own.providerId)?.push(halfOf({ own, peer, km, latency, termsOf: parts.termsOf }));
    }
  }
  const providers = parts.providers
    .map((provider) => ({ ...provider, interconnects: (halvesOf.get(provider.id) ?? []).sort(byId) }))
    .sort(byId);
  return {
    name: parts.name,
    providers,
    counts: {
      providers: providers.length,
      pops: total(providers, ({ pops }) => pops.length),
      links: total(providers, ({ links }) => links.length),
      interconnects: parts.pairs.length,
    },
    refused: parts.refused,
  };
}

interface HalfParts {
  readonly own: Place;
  readonly peer: Place;
  readonly km: number;
  readonly latency: bigint;
  readonly termsOf: ExchangeParts['termsOf'];
}

function halfOf({ own, peer, km, latency, termsOf }: HalfParts): InterconnectHalf {
  const id = interconnectIdOf(own.popId, peer.popId);
  return {
    id,
    popId: own.popId,
    peerPopId: peer.popId,
    peerProviderId: peer.providerId,
    latencyNs: latency,
    ...termsOf({ id, ownerId: own.providerId, km }),
  };
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => compareText(a.id, b.id);

function total<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}
