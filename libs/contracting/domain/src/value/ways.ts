import { invariant, money } from '@carriermesh/kernel';
import { dealPrice, leastDealPrice, type SupplyDeal } from '@carriermesh/tariff-v1';
import type { Loss } from './request.js';

/** Resources as advertised, in one numbered state. */
export interface Snapshot {
  readonly currency: string;
  readonly links: ReadonlyMap<string, ValueLink>;
}

export interface ValueLink {
  /** What is left of it to sell. */
  readonly mbps: number;
  /** What of it others have already. */
  readonly usedMbps?: number;
  /** Wireline, or the kind of spectrum (S4-12, S4-13). */
  readonly medium: string;
  readonly srlgs: readonly string[];
  /** What is bought of whom; an interconnect has two halves. */
  readonly resources: readonly PricedResource[];
  /** Paid once for the link, however much goes over it. */
  readonly monthly: bigint;
  readonly setup: bigint;
  /** The way to a device: parts that stay apart may share it. */
  readonly access?: boolean;
}

export interface PricedResource {
  readonly resourceId: string;
  readonly providerId: string;
  /** For each Mbit/s and month, as advertised. */
  readonly perMbps: bigint;
  /** Beside that, each month and once, however much of how many parts goes over it. */
  readonly monthlyFee?: bigint;
  readonly setupFee?: bigint;
}

/** A run of links from one end of a leg to the other. */
export interface Way {
  readonly links: readonly string[];
  readonly nodes: readonly string[];
  readonly latencyNs: number;
  readonly handovers: number;
}

/** One part of a service that travels one way. */
export interface LegDemand {
  readonly mbps: number;
  readonly maxLatencyNs?: number;
  /** A node of a rejoin; absent: the service's own end. */
  readonly from?: string;
  readonly to?: string;
  /** The one last link that may be used; absent: the leg does not end at a device. */
  readonly delivery?: string;
}

export type WaysFound =
  | {
      readonly kind: 'found';
      readonly ways: readonly Way[];
      /** No other way is less in what was asked for: of a month's optimistic price of one Mbit/s, or of nanoseconds. Absent: there is no other. */
      readonly beyond?: bigint;
    }
  | { readonly kind: 'none'; readonly lost: Loss };

/** Where ways come from. The same question has the same answer for as long as the snapshot is the same. */
export interface Ways {
  /** In ascending order of their optimistic prices. */
  cheapest(leg: LegDemand, count: number): WaysFound;
  fastest(leg: LegDemand, count: number): WaysFound;
  /** Ways for equal members that have room together; nothing where that is not known. */
  together(members: MembersDemand): Together | undefined;
  /** The same over all links but these. */
  without(links: readonly string[]): Ways;
}

export interface MembersDemand {
  readonly members: number;
  /** Of each member: what it may end in. They differ in nothing else. */
  readonly demands: readonly LegDemand[];
  /** The most between the fastest member and the slowest. */
  readonly bufferNs: number;
}

export type Together =
  | {
      readonly kind: 'found';
      readonly ways: readonly Way[];
      /** No ways that have room together are below this in all, in the optimistic price of one Mbit/s for each. */
      readonly least: bigint;
    }
  | { readonly kind: 'none'; readonly lost: Loss };

/** What a Mbit/s over this link costs at the very least, so that a search by it never passes over the best. */
export function optimisticPrice({ resources }: ValueLink, deals: ReadonlyMap<string, SupplyDeal>, currency: string): bigint {
  return resources.reduce((total, resource) => total + optimisticResource(resource, deals, currency), 0n);
}

function optimisticResource(resource: PricedResource, deals: ReadonlyMap<string, SupplyDeal>, currency: string): bigint {
  const deal = deals.get(resource.providerId);
  const price = priceOf(resource, deal, currency);
  return deal ? leastDealPrice(money(currency, price), deal).microMinor : price;
}

/** Of one Mbit/s, as the pair trades it before tiers and commitments. */
export const priceOf = ({ perMbps }: PricedResource, deal: SupplyDeal | undefined, currency: string): bigint =>
  deal ? dealPrice(money(currency, perMbps), deal).microMinor : perMbps;

export function linkOf({ links }: Snapshot, id: string): ValueLink {
  const link = links.get(id);
  invariant(link, `a way goes over ${JSON.stringify(id)}, which is no link of the snapshot`);
  return link;
}
