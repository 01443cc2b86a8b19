import type { Figure } from '../aim.js';
import type { Demand } from '../demand.js';
import { FIGURES, type Limits } from '../problem.js';
import { EXCLUSIONS } from '../usable.js';
import { AllPaths, type Trail, compare } from './all-paths.js';

type Exclusion = (typeof EXCLUSIONS)[number];
type Free = (changes: Partial<Demand>) => AllPaths;

/** Why a demand has no path: the first reason that holds, looked for in every path. `participants` meet at a focus, instead of its ends. */
export function reasonOf(reference: AllPaths, participants?: readonly number[]): object {
  const { network, demand } = reference;
  const free: Free = (changes) => new AllPaths(network, { ...demand, limits: {}, requireProviders: [], continuity: false, ...changes });
  const sets = (each: AllPaths, limits: Limits = each.demand.limits) => setsOf(each, limits, participants);
  if (sets(free({ mbps: 0 })).length === 0) return whyNotJoined(reference, (changes) => sets(free({ mbps: 0, ...changes })));
  if (sets(free({})).length === 0) {
    const widths = new Set(network.links.map(({ mbps }) => mbps));
    return { code: 'no-bandwidth', requestedMbps: demand.mbps, mostMbps: Math.max(...[...widths].filter((mbps) => sets(free({ mbps })).length > 0)) };
  }
  if (sets(reference, {}).length === 0) return whyNotDone(reference, (changes) => sets(new AllPaths(network, { ...demand, ...changes }), {}));
  let kept: Limits = {};
  for (const figure of FIGURES) {
    const before = sets(reference, kept);
    if (demand.limits[figure] === undefined) continue;
    kept = { ...kept, [figure]: demand.limits[figure] };
    if (sets(reference, kept).length === 0) return overLimit(reference, figure, before);
  }
  throw new Error('there is a path');
}

/** The ways of each participant to each focus that all can reach; or the ways between the ends, as those of one participant. */
function setsOf(reference: AllPaths, limits: Limits, participants: readonly number[] | undefined): Trail[][][] {
  if (!participants) {
    const allowed = reference.allowed(limits);
    return allowed.length > 0 ? [[allowed]] : [];
  }
  const { network, demand } = reference;
  const to = (focus: number) => participants.map((from) => new AllPaths(network, { ...demand, from: [from], to: [focus] }).allowed(limits));
  return network.providers.map((_, focus) => to(focus)).filter((ways) => ways.every((way) => way.length > 0));
}

/** Of the farthest way, where that is least. */
function leastWorst(sets: readonly (readonly (readonly Trail[])[])[], figure: (trail: Trail) => number): number {
  return Math.min(...sets.map((ways) => Math.max(...ways.map((trails) => Math.min(...trails.map(figure))))));
}

function whyNotJoined(reference: AllPaths, sets: (changes: Partial<Demand>) => Trail[][][]): object {
  const { demand } = reference;
  const stated = EXCLUSIONS.filter((name) => (demand[name]?.length ?? 0) > 0);
  const without = (names: readonly Exclusion[]) => sets(Object.fromEntries(names.map((name) => [name, []])));
  if (without(stated).length === 0) return { code: 'disconnected' };
  const alone = stated.filter((name) => without([name]).length > 0);
  const lifts: (readonly Exclusion[])[] = alone.length > 0 ? alone.map((name) => [name]) : [stated];
  const latency = (trail: Trail) => reference.figure(trail, 'latency');
  const [best] = lifts.map((names, order) => ({ names, order, bestNs: leastWorst(without(names), latency) })).sort((a, b) => a.bestNs - b.bestNs || a.order - b.order);
  const [ways] = without(best!.names).filter((each) => leastWorst([each], latency) === best!.bestNs);
  return { code: 'excluded', by: lifts.flat(), bestNs: best!.bestNs, uses: usesOf(reference, best!.names, ways!.map((trails) => swiftest(reference, trails))) };
}

function swiftest(reference: AllPaths, trails: readonly Trail[]): Trail {
  const key = (trail: Trail) => [reference.figure(trail, 'latency'), reference.figure(trail, 'handovers'), trail.links.length, ...trail.nodes, ...trail.links];
  return [...trails].sort((a, b) => compare(key(a), key(b)))[0]!;
}

/** Each name of an exclusion beside whether a trail goes over it. */
function usesOf({ network, demand }: AllPaths, names: readonly Exclusion[], trails: readonly Trail[]): string[] {
  const nodes = trails.flatMap((trail) => trail.nodes);
  const links = trails.flatMap((trail) => trail.links);
  const linkId = (index: number) => `l${String(index).padStart(2, '0')}`;
  const others = (isOf: (index: number) => boolean) => links.filter((index) => !isOf(index)).map(linkId);
  const over: Record<Exclusion, string[]> = {
    excludeProviders: nodes.map((node) => network.providers[node]!),
    excludeNodes: nodes.map((node) => `n${node}`),
    excludeLinks: links.map(linkId),
    excludeSrlgs: links.flatMap((index) => network.links[index]!.srlgs),
    excludeClasses: links.flatMap((index) => network.links[index]!.classes ?? []),
    onlyClasses: others((index) => (network.links[index]!.classes ?? []).some((each) => (demand.onlyClasses ?? []).includes(each))),
    onlyLayers: others((index) => (demand.onlyLayers ?? []).some((each) => each === network.links[index]!.layer)),
  };
  const isUsed = (name: Exclusion, value: string) => name.startsWith('only') || (demand[name] as readonly string[]).includes(value);
  return [...new Set(names.flatMap((name) => over[name].filter((value) => isUsed(name, value))))].sort();
}

/** What the network cannot do, limits aside: the one thing without which it could, or all of it. */
function whyNotDone(reference: AllPaths, sets: (changes: Partial<Demand>) => Trail[][][]): object {
  const { requireProviders = [], continuity = false } = reference.demand;
  const stated = [...(requireProviders.length > 0 ? ['requireProviders'] : []), ...(continuity ? ['continuity'] : [])];
  const without = (name: string) => sets(name === 'continuity' ? { continuity: false } : { requireProviders: [] });
  const alone = stated.filter((name) => without(name).length > 0);
  if (alone.length === 0) return { code: 'excluded', by: stated };
  return { code: 'excluded', by: alone, bestNs: Math.min(...alone.map((name) => leastWorst(without(name), (trail) => reference.figure(trail, 'latency')))) };
}

function overLimit(reference: AllPaths, figure: Figure, before: readonly Trail[][][]): object {
  const limit = reference.demand.limits[figure]!;
  if (figure === 'loss') return { code: 'excluded', by: ['maxLossPpm'], limit };
  if (figure === 'outage') return { code: 'excluded', by: ['minAvailabilityPpm'], limit: 1_000_000 - limit };
  const least = leastWorst(before, (trail) => reference.figure(trail, figure));
  switch (figure) {
    case 'latency':
      return { code: 'latency-too-high', limitNs: limit, bestNs: least };
    case 'cost':
      return { code: 'cost-too-high', limit, least };
    case 'handovers':
      return { code: 'too-many-handovers', limit, fewest: least };
    default:
      return { code: 'excluded', by: [figure === 'hops' ? 'maxHops' : 'maxJitterNs'], limit, least };
  }
}
