import { money } from '@carriermesh/kernel';
import { dealCharge, commitmentRoom, type Exact, formatMonthly } from '@carriermesh/tariff-v1';
import type { Combination, Leg } from './combination.js';
import { type Figures, figuresOf, valueOf, whyNotSold } from './figures.js';
import type { Loss, ValueRequest } from './request.js';
import { linkOf, priceOf, type Snapshot, type Way } from './ways.js';

/** One whole way to serve the request, priced. */
export interface Scenario {
  readonly combination: Combination;
  readonly parts: readonly Part[];
  readonly latencyNs: number;
  readonly handovers: number;
  readonly resources: readonly ResourceCost[];
  /** What is paid, in the order: providers by id, delivery, format, rejoining. Together they are the cost. */
  readonly costs: readonly CostLine[];
  readonly figures: Figures;
  readonly value: Exact;
  /** Why it may not be sold whatever its value. */
  readonly barred?: Loss;
}

export interface Part {
  readonly leg: Leg;
  readonly way: Way;
}

/** Of one resource, as the pair trades it before tiers and commitments (S0-6). */
export interface ResourceCost {
  readonly resourceId: string;
  readonly providerId: string;
  readonly mbps: number;
  readonly monthly: bigint;
  readonly setup: bigint;
}

export interface CostLine {
  readonly kind: 'provider' | 'delivery' | 'format' | 'rejoin';
  readonly id: string;
  /** Of a provider, what its resources come to before tiers and commitments. */
  readonly ordered?: bigint;
  readonly monthly: bigint;
  readonly setup: bigint;
}

export interface Market {
  readonly request: ValueRequest;
  readonly snapshot: Snapshot;
}

export function scenarioOf(market: Market, combination: Combination, assigned: readonly Part[]): Scenario {
  const { request } = market;
  const parts = inNamedOrder(assigned);
  const resources = resourcesOf(market, parts);
  const providers = providerLines(market, resources);
  const costs = [...providers.lines, ...deliveryLines(market, parts), ...ownLines(request, combination)];
  const latencyNs = latencyOf(combination, parts);
  const figures = figuresOf(request, {
    costMonthly: costs.reduce((total, { monthly }) => total + monthly, 0n),
    ...(request.floorsByContract && { floorCostMonthly: costs.reduce((total, { ordered, monthly }) => total + (ordered ?? monthly), 0n) }),
    setup: costs.reduce((total, { setup }) => total + setup, 0n),
    volume: providers.volume,
    latencyNs,
    format: combination.format,
  });
  const barred = whyNotSold(figures, request);
  const handovers = parts.reduce((total, { way }) => total + way.handovers, 0);
  return { combination, parts, latencyNs, handovers, resources, costs, figures, value: valueOf(figures, request), ...(barred ? { barred } : {}) };
}

/** Equal members may change places: the first one takes the way that comes first by its links. */
function inNamedOrder(parts: readonly Part[]): readonly Part[] {
  const ways = parts.filter(({ leg }) => leg.role === 'member').map(({ way }) => way);
  ways.sort((a, b) => compareTexts(a.links, b.links));
  return parts.map((part, index) => (part.leg.role === 'member' ? { ...part, way: ways[index]! } : part));
}

/** The slowest part, what goes on after it, and what formatting and rejoining take. */
export function latencyOf({ format, rejoin }: Combination, parts: readonly Part[]): number {
  const over = (roles: readonly Leg['role'][]) => parts.reduce((most, { leg, way }) => (roles.includes(leg.role) ? Math.max(most, way.latencyNs) : most), 0);
  return over(['whole', 'member', 'class']) + over(['tail']) + format.addsNs + (rejoin?.addsNs ?? 0);
}

function resourcesOf({ request, snapshot }: Market, parts: readonly Part[]): readonly ResourceCost[] {
  const taken = new Map<string, ResourceCost>();
  for (const { leg, way } of parts)
    for (const link of way.links)
      for (const resource of linkOf(snapshot, link).resources) {
        const { resourceId, providerId } = resource;
        const before = taken.get(resourceId);
        const monthly = priceOf(resource, request.deals.get(providerId), snapshot.currency) * BigInt(leg.mbps);
        const { mbps, monthly: taking, setup } = before ?? { mbps: 0, monthly: resource.monthlyFee ?? 0n, setup: resource.setupFee ?? 0n };
        taken.set(resourceId, { resourceId, providerId, mbps: leg.mbps + mbps, monthly: monthly + taking, setup });
      }
  return [...taken.values()];
}

function providerLines({ request, snapshot: { currency } }: Market, resources: readonly ResourceCost[]): { readonly lines: readonly CostLine[]; readonly volume: bigint } {
  const ordered = new Map<string, bigint>();
  const setups = new Map<string, bigint>();
  for (const { providerId, monthly, setup: once } of resources) {
    ordered.set(providerId, (ordered.get(providerId) ?? 0n) + monthly);
    setups.set(providerId, (setups.get(providerId) ?? 0n) + once);
  }
  let volume = 0n;
  const lines = [...ordered].sort(([a], [b]) => compareText(a, b)).map(([id, amount]): CostLine => {
    const deal = request.deals.get(id);
    const setup = setups.get(id) ?? 0n;
    if (!deal) return { kind: 'provider', id, ordered: amount, monthly: amount, setup };
    const room = commitmentRoom(deal).microMinor;
    volume += amount < room ? amount : room;
    return { kind: 'provider', id, ordered: amount, monthly: dealCharge(deal, money(currency, amount)).microMinor, setup };
  });
  return { lines, volume };
}

/** A link is paid for once, whatever number of parts goes over it. */
function deliveryLines({ snapshot }: Market, parts: readonly Part[]): readonly CostLine[] {
  const ids = [...new Set(parts.flatMap(({ way }) => way.links))].sort(compareText);
  return ids.flatMap((id): CostLine[] => {
    const { monthly, setup } = linkOf(snapshot, id);
    return monthly === 0n && setup === 0n ? [] : [{ kind: 'delivery', id, monthly, setup }];
  });
}

/** What the seller pays for formatting and rejoining, which does not depend on the ways. */
export function ownLines({ mbps }: ValueRequest, { format, rejoin, legs, wireMbps }: Combination): readonly CostLine[] {
  const lines: CostLine[] = [{ kind: 'format', id: format.id, monthly: formatMonthly(format, mbps), setup: format.setup }];
  if (rejoin) {
    const members = BigInt(legs.filter(({ role }) => role === 'member').length);
    lines.push({ kind: 'rejoin', id: rejoin.id, monthly: rejoin.monthlyPerMember * members + rejoin.monthlyPerMbps * BigInt(wireMbps), setup: rejoin.setup });
  }
  return lines.filter(({ monthly, setup }) => monthly !== 0n || setup !== 0n);
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function compareTexts(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const order = compareText(a[index]!, b[index]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
