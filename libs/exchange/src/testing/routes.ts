import type { Exchange } from '../exchange.js';

/** Searches that tests check an exchange with: plain and exact, not what the mesh routes by. */

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

export interface LeastRoute {
  readonly latencyNs: bigint;
  readonly handovers: number;
}

interface Hop {
  readonly to: string;
  /** Nanoseconds × 2¹⁰ + handovers: one number that orders by latency first. Exact up to 2⁵³, 100 days of latency. */
  readonly cost: number;
  readonly edge: string;
}

const HANDOVERS_LIMIT = 1024;

type Hops = ReadonlyMap<string, readonly Hop[]>;

export function popsAt(exchange: Exchange, { latitude, longitude }: Place): readonly string[] {
  const [y, x] = [Math.round(latitude * 1e6), Math.round(longitude * 1e6)];
  return exchange.providers
    .flatMap(({ pops }) => pops)
    .filter((pop) => pop.latitudeMicrodegrees === y && pop.longitudeMicrodegrees === x)
    .map(({ id }) => id);
}

export function hopsOf(exchange: Exchange): Hops {
  const hops = new Map<string, Hop[]>();
  const add = (from: string, hop: Hop): void => void (hops.get(from) ?? hops.set(from, []).get(from))?.push(hop);
  for (const { links, interconnects } of exchange.providers) {
    for (const { id, fromPopId, toPopId, latencyNs } of links) {
      const cost = Number(latencyNs) * HANDOVERS_LIMIT;
      add(fromPopId, { to: toPopId, cost, edge: id });
      add(toPopId, { to: fromPopId, cost, edge: id });
    }
    for (const { popId, peerPopId, latencyNs } of interconnects) {
      add(popId, { to: peerPopId, cost: Number(latencyNs) * HANDOVERS_LIMIT + 1, edge: [popId, peerPopId].sort().join('~') });
    }
  }
  return hops;
}

/** Dijkstra: least latency, then fewest handovers, from any of the starts to any of the ends. */
export function leastRoute(hops: Hops, starts: readonly string[], ends: readonly string[]): LeastRoute | undefined {
  const goals = new Set(ends);
  const settled = new Set<string>();
  const queue = new CostQueue();
  for (const start of starts) queue.push({ cost: 0, pop: start });
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { cost, pop } = next;
    if (goals.has(pop)) return { latencyNs: BigInt(Math.floor(cost / HANDOVERS_LIMIT)), handovers: cost % HANDOVERS_LIMIT };
    if (settled.has(pop)) continue;
    settled.add(pop);
    for (const hop of hops.get(pop) ?? []) if (!settled.has(hop.to)) queue.push({ cost: cost + hop.cost, pop: hop.to });
  }
  return undefined;
}

/** How many routes there are that share no link and no interconnect (Menger; found by augmenting, Ford and Fulkerson). */
export function disjointRoutes(hops: Hops, starts: readonly string[], ends: readonly string[]): number {
  const used = new Set<string>();
  for (let routes = 0; ; routes += 1) if (!augment(hops, { starts, ends: new Set(ends), used })) return routes;
}

interface Flow {
  readonly starts: readonly string[];
  readonly ends: ReadonlySet<string>;
  /** `<edge> <from>`: the edge is used in this direction. */
  readonly used: Set<string>;
}

function augment(hops: Hops, { starts, ends, used }: Flow): boolean {
  const cameBy = new Map<string, { from: string; edge: string } | undefined>(starts.map((start) => [start, undefined]));
  const queue = [...starts];
  for (const pop of queue) {
    if (ends.has(pop)) {
      for (let at = pop, step = cameBy.get(at); step; at = step.from, step = cameBy.get(at)) {
        // Going back over a used edge frees it; otherwise it becomes used in this direction.
        if (!used.delete(`${step.edge} ${at}`)) used.add(`${step.edge} ${step.from}`);
      }
      return true;
    }
    for (const { to, edge } of hops.get(pop) ?? []) {
      if (cameBy.has(to) || used.has(`${edge} ${pop}`)) continue;
      cameBy.set(to, { from: pop, edge });
      queue.push(to);
    }
  }
  return false;
}

interface Entry {
  readonly cost: number;
  readonly pop: string;
}

/** A binary heap with the least cost on top. */
class CostQueue {
  private readonly heap: Entry[] = [];

  push(entry: Entry): void {
    let index = this.heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.costAt(parent) <= entry.cost) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  pop(): Entry | undefined {
    const top = this.heap[0];
    const last = this.heap.pop();
    if (last && this.heap.length > 0) {
      this.heap[0] = last;
      this.sink();
    }
    return top;
  }

  private sink(): void {
    for (let index = 0; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const least = this.costAt(right) < this.costAt(left) ? right : left;
      if (this.costAt(least) >= this.costAt(index)) return;
      this.swap(index, least);
      index = least;
    }
  }

  private costAt(index: number): number {
    return this.heap[index]?.cost ?? Infinity;
  }

  private swap(a: number, b: number): void {
    const [first, second] = [this.heap[a], this.heap[b]];
    if (!first || !second) return;
    [this.heap[a], this.heap[b]] = [second, first];
  }
}
