import type { Additive, Figure } from '../aim.js';
import type { Demand, Disjoint, Split } from '../demand.js';
import type { Limits } from '../problem.js';
import type { NetLink, Network } from './network.js';

/** A path as the reference sees it: positions of nodes and links. */
export interface Trail {
  readonly nodes: readonly number[];
  readonly links: readonly number[];
}

/**
 * The reference for routes, pairs, members and conferences: it lists every simple path, and every choice of them, and takes
 * the least. It shares no code with the search but the shapes of questions.
 */
export class AllPaths {
  constructor(
    readonly network: Network,
    readonly demand: Demand,
  ) {}

  /** Every simple path that the demand allows, parallel links told apart, the preferred first. */
  allowed(limits: Limits = this.demand.limits): Trail[] {
    const { from, to, requireProviders = [], continuity = false } = this.demand;
    return this.between(from, to)
      .filter((trail) => (Object.keys(limits) as Figure[]).every((figure) => this.keeps(trail, figure, limits[figure]!)))
      .filter(({ nodes }) => requireProviders.every((provider) => nodes.some((node) => this.network.providers[node] === provider)))
      .filter((trail) => !continuity || this.keepsUnit(trail))
      .sort((a, b) => compare(this.key(a), this.key(b)));
  }

  between(from: readonly number[], to: readonly number[]): Trail[] {
    const { network, demand } = this;
    const { excludeProviders = [], excludeNodes = [], excludeLinks = [] } = demand;
    const isOpen = (node: number) => !excludeProviders.includes(network.providers[node]!) && !excludeNodes.includes(`n${node}`);
    const found: Trail[] = [];
    const visit = (nodes: number[], links: number[]) => {
      const here = nodes.at(-1)!;
      if (to.includes(here)) found.push({ nodes, links });
      network.links.forEach((link, index) => {
        if (link.mbps < demand.mbps || !this.isOfKind(link) || excludeLinks.includes(`l${String(index).padStart(2, '0')}`)) return;
        for (const [tail, head] of link.directed ? [[link.from, link.to]] : [[link.from, link.to], [link.to, link.from]])
          if (tail === here && isOpen(head!) && !nodes.includes(head!)) visit([...nodes, head!], [...links, index]);
      });
    };
    for (const start of from) if (isOpen(start)) visit([start], []);
    return found;
  }

  figure({ links }: Trail, figure: Additive): number {
    const { providers } = this.network;
    return links.reduce((sum, index) => {
      const { from, to, latencyNs, cost, jitterNs } = this.network.links[index]!;
      return sum + { latency: latencyNs, cost, jitter: jitterNs, hops: 1, handovers: providers[from] === providers[to] ? 0 : 1 }[figure];
    }, 0);
  }

  keeps(trail: Trail, figure: Figure, most: number): boolean {
    if (figure !== 'loss' && figure !== 'outage') return this.figure(trail, figure) <= most;
    // Every share as a fraction of whole numbers: nothing is rounded.
    const ppm = ({ lossPpm, outagePpm = 0 }: NetLink) => (figure === 'loss' ? lossPpm : outagePpm);
    const arrives = trail.links.reduce((product, index) => product * BigInt(1_000_000 - ppm(this.network.links[index]!)), 1n);
    return arrives * 1_000_000n >= BigInt(1_000_000 - most) * 1_000_000n ** BigInt(trail.links.length);
  }

  /** The order of preference; see order.ts. */
  key(trail: Trail): number[] {
    const hops = trail.links.length;
    return [...this.aimed(trail), this.figure(trail, 'handovers'), hops, ...trail.nodes, ...trail.links];
  }

  /** What is minimised, the most important first; then latency, unless something else is asked for second. */
  aimed(trail: Trail): number[] {
    const { objective } = this.demand;
    if (objective === 'latency') return [this.figure(trail, 'latency')];
    const terms = typeof objective === 'string' ? [{ [objective]: 1 }] : objective;
    const values = terms.map((term) => Object.entries(term).reduce((sum, [figure, factor]) => sum + factor * this.figure(trail, figure as Additive), 0));
    return terms.length === 2 ? values : [...values, this.figure(trail, 'latency')];
  }

  /** Whether every stretch between nodes that convert has a unit that is free on all its links. */
  keepsUnit({ nodes, links }: Trail): boolean {
    const converters = this.network.converters ?? [];
    const stretches: number[][] = [[]];
    links.forEach((link, index) => {
      if (index > 0 && converters.includes(nodes[index]!)) stretches.push([]);
      stretches.at(-1)!.push(link);
    });
    const isFree = (unit: number, link: number) => this.network.links[link]!.units?.includes(unit) ?? true;
    return stretches.every((stretch) => [0, 3, 40].some((unit) => stretch.every((link) => isFree(unit, link))));
  }

  private isOfKind({ srlgs, classes = [], layer }: NetLink): boolean {
    const { excludeSrlgs = [], excludeClasses = [], onlyClasses = [], onlyLayers = [] } = this.demand;
    const isBarred = srlgs.some((srlg) => excludeSrlgs.includes(srlg)) || classes.some((each) => excludeClasses.includes(each));
    const isWanted = onlyClasses.length === 0 || onlyClasses.some((each) => classes.includes(each));
    return !isBarred && isWanted && (onlyLayers.length === 0 || onlyLayers.some((each) => each === layer));
  }

  /** What a choice of paths comes to: what the objective asks first, latency, handovers, hops. */
  total(trails: readonly Trail[]): number[] {
    const sum = (figure: Additive) => trails.reduce((total, trail) => total + this.figure(trail, figure), 0);
    const aimed = this.aimed(trails[0]!).map((_, index) => trails.reduce((total, trail) => total + this.aimed(trail)[index]!, 0));
    return [...aimed, sum('handovers'), sum('hops')];
  }

  leastPair(disjoint: Disjoint): number[] | undefined {
    const trails = this.allowed();
    const totals = trails.flatMap((a) => trails.filter((b) => this.isDisjoint(a, b, disjoint)).map((b) => this.total([a, b])));
    return totals.sort(compare)[0];
  }

  isDisjoint(a: Trail, b: Trail, disjoint: Disjoint): boolean {
    const ends = [...this.demand.from, ...this.demand.to];
    const { providers, links } = this.network;
    const partsOf = (trail: Trail) => {
      const crossed = trail.nodes.filter((node) => !ends.includes(node));
      const between = trail.links.map((index) => links[index]!).filter((link) => providers[link.from] === providers[link.to]);
      return {
        link: [],
        node: crossed,
        srlg: trail.links.flatMap((index) => links[index]!.srlgs),
        provider: [...crossed.map((node) => providers[node]), ...between.map((link) => providers[link.from])],
      }[disjoint] as unknown[];
    };
    const other = new Set(partsOf(b));
    return !a.links.some((link) => b.links.includes(link)) && !partsOf(a).some((part) => other.has(part));
  }

  leastMembers({ members, memberMbps, maxDifferentialDelayNs = Infinity }: Split): number[] | undefined {
    const trails = this.allowed();
    let best: number[] | undefined;
    const choose = (from: number, chosen: Trail[]) => {
      const used = new Map<number, number>();
      for (const index of chosen.flatMap(({ links }) => links)) used.set(index, (used.get(index) ?? 0) + 1);
      if ([...used].some(([index, units]) => units * memberMbps > this.network.links[index]!.mbps)) return;
      const latencies = chosen.map((trail) => this.figure(trail, 'latency'));
      if (Math.max(...latencies) - Math.min(...latencies) > maxDifferentialDelayNs) return;
      if (chosen.length < members) {
        for (let next = from; next < trails.length; next++) choose(next, [...chosen, trails[next]!]);
      } else if (!best || compare(this.total(chosen), best) < 0) best = this.total(chosen);
    };
    choose(0, []);
    return best;
  }
}

export function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - b[index]!;
  return a.length - b.length;
}
