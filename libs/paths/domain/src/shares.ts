import type { Path, Problem } from './constrained.js';
import type { Disjoint } from './demand.js';
import type { Pair } from './pair.js';

/**
 * What paths must not share, as numbers: links, and on top of them PoPs, risk groups or providers. Where a path may start or
 * end is no share. A path uses a provider when it crosses one of its PoPs, or goes over a link between two of them: where it
 * only starts or ends is where the service is, whoever owns it.
 */
export class Shares {
  private readonly isEnd: Uint8Array;
  /** By edge, beside the edge itself, whose number is its position. */
  private readonly groupsOfEdge: readonly (readonly number[])[];
  /** By PoP; NONE where PoPs are no matter. */
  private readonly groupOfPop: Int32Array;
  private readonly count: number;
  /** Of groups behind the edges, in the order of their numbers. */
  private readonly names: readonly string[];

  constructor(
    private readonly problem: Problem,
    disjoint: Disjoint,
  ) {
    const { graph, from, to } = problem;
    this.isEnd = new Uint8Array(graph.popCount);
    for (const pop of [...from, ...to]) this.isEnd[pop] = 1;
    const numbers = new Map<string, number>();
    const numberOf = (name: string) => {
      const known = numbers.get(name) ?? graph.edgeCount + numbers.size;
      numbers.set(name, known);
      return known;
    };
    this.groupOfPop = Int32Array.from(graph.providerOf, (providerId, pop) => {
      if (disjoint === 'node') return graph.edgeCount + pop;
      return disjoint === 'provider' ? numberOf(providerId) : NO_GROUP;
    });
    this.groupsOfEdge = Array.from({ length: graph.edgeCount }, (_, edge) => {
      if (problem.usable[edge] === 0) return NOTHING;
      if (disjoint === 'srlg') return graph.edgeAt(edge).srlgs.map(numberOf);
      const [a, b] = [this.groupOfPop[graph.endA[edge]!]!, this.groupOfPop[graph.endB[edge]!]!];
      return disjoint === 'provider' && a === b ? [a] : NOTHING;
    });
    this.names = disjoint === 'node' ? graph.pops.map(({ popId }) => popId) : [...numbers.keys()];
    this.count = graph.edgeCount + (disjoint === 'node' ? graph.popCount : numbers.size);
  }

  /** `undefined` when the two share nothing. Wide things come before links: banning one of them decides more. */
  firstShared([a, b]: Pair): number | undefined {
    const own = new Set(this.groupsOf(a));
    const shared = this.groupsOf(b).filter((group) => own.has(group));
    return shared.find((group) => group >= this.problem.graph.edgeCount) ?? shared[0];
  }

  /** The usable edges of which none leads into what is banned. */
  without(banned: readonly number[]): Uint8Array {
    const { graph, usable } = this.problem;
    const bans = new Uint8Array(this.count);
    for (const group of banned) bans[group] = 1;
    const left = usable.slice();
    const isBannedPop = (pop: number) => this.isEnd[pop] === 0 && this.groupOfPop[pop] !== NO_GROUP && bans[this.groupOfPop[pop]!] === 1;
    for (let edge = 0; edge < left.length; edge++) {
      if (left[edge] === 0) continue;
      const isBanned = bans[edge] === 1 || isBannedPop(graph.endA[edge]!) || isBannedPop(graph.endB[edge]!);
      if (isBanned || this.groupsOfEdge[edge]!.some((group) => bans[group] === 1)) left[edge] = 0;
    }
    return left;
  }

  /** As queries call it: a link, a PoP, a risk group or a provider. */
  nameOf(group: number): string {
    const { graph } = this.problem;
    return group < graph.edgeCount ? graph.edgeAt(group).edgeId : this.names[group - graph.edgeCount]!;
  }

  /** What of a path another must not share with it. */
  groupsOf({ pops, edges }: Path): number[] {
    const crossed = pops.filter((pop) => this.isEnd[pop] === 0).map((pop) => this.groupOfPop[pop]!);
    return [...crossed.filter((group) => group !== NO_GROUP), ...edges.flatMap((edge) => [...this.groupsOfEdge[edge]!, edge])];
  }
}

const NO_GROUP = -1;
const NOTHING: readonly number[] = [];
