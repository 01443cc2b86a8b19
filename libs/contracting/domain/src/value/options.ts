import type { Combination, Leg } from './combination.js';
import type { Apart, Loss } from './request.js';
import { compareTexts, type Market } from './scenario.js';
import { linkOf, optimisticPrice, type Together, type Way, type Ways, type WaysFound } from './ways.js';

/** A way that a leg may go, with what it costs at least. */
export interface Option {
  readonly way: Way;
  /** Of one Mbit/s. */
  readonly unit: bigint;
}

/** What is known of one leg's ways. */
export interface LegOptions {
  readonly leg: Leg;
  /** In ascending order of their optimistic prices. */
  readonly options: readonly Option[];
  /** What every way is at least that was not listed; one entry for each last link that has such ways. */
  readonly beyond: readonly Beyond[];
  /** Of one of its last links it is not known whether there are ways, nor what they would be. */
  readonly undecided: boolean;
  readonly leastLatencyNs: number;
}

export interface Beyond {
  readonly unit: bigint;
  readonly latencyNs: number;
}

export interface Listing {
  readonly legs: readonly LegOptions[];
  /** Of equal members together, where that is known: no sum of their units is below it. */
  readonly leastTogether?: bigint;
}

export type Listed = { readonly kind: 'listed'; readonly listing: Listing } | { readonly kind: 'none'; readonly lost: Loss };

/** The loss of a search that ended at its own limit: whether there is a way is not known. */
export const UNDECIDED = 'undecided';

/** Asks for so many ways of each leg. */
export function listed(market: Market, { legs, rejoin }: Combination, ways: Ways, count: number): Listed {
  const members = legs.filter(({ role }) => role === 'member');
  const together = rejoin && members[0] ? ways.together({ members: members.length, demands: members[0].demands, bufferNs: rejoin.bufferNs }) : undefined;
  if (together?.kind === 'none') return together;
  const known = new Map<string, LegOptions | Loss>();
  const all: LegOptions[] = [];
  for (const leg of legs) {
    const key = JSON.stringify(leg.demands);
    const found = known.get(key) ?? optionsOf(market, { leg, ways, count }, leg.role === 'member' ? together : undefined);
    known.set(key, found);
    if ('code' in found) return { kind: 'none', lost: found };
    all.push({ ...found, leg });
  }
  return { kind: 'listed', listing: { legs: all, ...(together ? { leastTogether: together.least } : {}) } };
}

interface Asking {
  readonly leg: Leg;
  readonly ways: Ways;
  readonly count: number;
}

function optionsOf({ request, snapshot }: Market, { leg, ways, count }: Asking, together: Extract<Together, { kind: 'found' }> | undefined): LegOptions | Loss {
  const minds = (request.objective.weights.latency ?? 0) > 0;
  const byLinks = new Map<string, Option>();
  const take = (way: Way): void => {
    const key = way.links.join('\n');
    if (!byLinks.has(key)) byLinks.set(key, { way, unit: way.links.reduce((sum, id) => sum + optimisticPrice(linkOf(snapshot, id), request.deals, snapshot.currency), 0n) });
  };
  const beyond: Beyond[] = [];
  let [lost, undecided, leastLatencyNs]: [Loss | undefined, boolean, number] = [undefined, false, Infinity];
  for (const demand of leg.demands) {
    const cheap = ways.cheapest(demand, count);
    const fast: WaysFound | undefined = minds ? ways.fastest(demand, count) : undefined;
    if (cheap.kind === 'none') {
      const isOpen = cheap.lost.code === UNDECIDED;
      undecided ||= isOpen;
      if (isOpen || !lost) lost = cheap.lost;
      continue;
    }
    cheap.ways.forEach(take);
    if (fast?.kind === 'found') fast.ways.forEach(take);
    // A list to its end holds every way, in whichever order.
    const isAll = cheap.beyond === undefined || (fast?.kind === 'found' && fast.beyond === undefined);
    if (!isAll) beyond.push({ unit: cheap.beyond!, latencyNs: fast?.kind === 'found' ? Number(fast.beyond) : 0 });
    leastLatencyNs = Math.min(leastLatencyNs, (fast?.kind === 'found' ? fast.ways[0]?.latencyNs : 0) ?? 0);
  }
  together?.ways.forEach(take);
  if (byLinks.size === 0) return lost ?? { code: 'no-way', message: 'There is no way.' };
  const options = [...byLinks.values()].sort(compareOptions);
  return { leg, options, beyond, undecided, leastLatencyNs };
}

const compareOptions = (a: Option, b: Option): number =>
  Number(a.unit > b.unit) - Number(a.unit < b.unit) || a.way.latencyNs - b.way.latencyNs || a.way.handovers - b.way.handovers || compareTexts(a.way.links, b.way.links);

/** What a way has that another one may not have too. The links to a device are shared by nature. */
export function apartKeys({ snapshot }: Market, way: Way, apart: Apart): readonly string[] {
  const links = way.links.filter((id) => linkOf(snapshot, id).access !== true);
  switch (apart) {
    case 'link':
      return links;
    case 'srlg':
      return links.flatMap((id) => [`link ${id}`, ...linkOf(snapshot, id).srlgs.map((group) => `group ${group}`)]);
    case 'provider':
      return links.flatMap((id) => linkOf(snapshot, id).resources.map(({ providerId }) => providerId));
  }
}

/** What any scenario of a combination pays beside its ways, at least: the least fees of as many deliveries as have room for its parts. */
export function leastFixed({ request, snapshot }: Market, { delivery, legs }: Combination): { readonly monthly: bigint; readonly setup: bigint } {
  const last = legs.filter(({ demands }) => demands[0]?.delivery !== undefined);
  const links = (delivery === undefined ? request.deliveries : [delivery]).map((id) => linkOf(snapshot, id));
  const mbps = Math.min(...last.map((leg) => leg.mbps));
  const fees = (fee: 'monthly' | 'setup'): bigint => leastFees(links.map((link) => ({ fee: link[fee], parts: Math.floor(link.mbps / mbps) })), last.length);
  return { monthly: fees('monthly'), setup: fees('setup') };
}

/** The least sum of fees by which so many parts are carried: nothing is known to be below it. */
function leastFees(deliveries: readonly { readonly fee: bigint; readonly parts: number }[], parts: number): bigint {
  let least: (bigint | undefined)[] = [0n, ...Array.from({ length: parts }, () => undefined)];
  for (const { fee, parts: most } of deliveries) {
    least = least.map((sum, carried) => {
      const before = most === 0 ? undefined : least.slice(Math.max(0, carried - most), carried).reduce(lessOf, undefined);
      return lessOf(sum, before === undefined ? undefined : before + fee);
    });
  }
  return least[parts] ?? 0n;
}

const lessOf = (a: bigint | undefined, b: bigint | undefined): bigint | undefined => (a === undefined || (b !== undefined && b < a) ? b : a);
