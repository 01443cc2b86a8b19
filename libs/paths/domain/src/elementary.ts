import type { Graph } from './graph.js';
import { type LabelStore, NONE } from './labels.js';

/** Bits of a label's two masks. */
export const MAX_REQUIRED = 30;
const MAX_WATCHED = 30;

/**
 * Keeps paths simple where providers are required. The least walk that meets them all may visit a PoP twice: then that PoP
 * is watched, labels remember whether they visited it, and the search is repeated (decremental state space relaxation,
 * Righini and Salani 2008). It ends, because a watched PoP is never visited twice, and is exact, because a label only gives
 * way to one that met as many providers and visited no other watched PoP.
 */
export class Elementary {
  private readonly bitsOfPop: Int32Array;
  private readonly all: number;
  private readonly watchedBits = new Map<number, number>();
  private readonly marks = new Marks();
  isFull = false;

  constructor(graph: Graph, required: readonly string[]) {
    const bits = new Map(required.map((providerId, index) => [providerId, 1 << index]));
    this.bitsOfPop = Int32Array.from(graph.providerOf, (providerId) => bits.get(providerId) ?? 0);
    this.all = [...bits.values()].reduce((sum, bit) => sum | bit, 0);
  }

  restart(): void {
    this.watchedBits.clear();
    this.isFull = false;
  }

  hasMetAll(met: number): boolean {
    return (met & this.all) === this.all;
  }

  /** Whether no PoP comes twice; if one does, it is watched from now on. */
  accepts(pops: readonly number[]): boolean {
    const visited = new Set<number>();
    let isSimple = true;
    for (const pop of pops) {
      if (visited.has(pop)) {
        isSimple = false;
        if (this.watchedBits.size >= MAX_WATCHED) this.isFull = true;
        else this.watchedBits.set(pop, 1 << this.watchedBits.size);
      }
      visited.add(pop);
    }
    return isSimple;
  }

  /** What a label at this PoP would have met and visited. The same object each time. */
  marksOf(pop: number, parent: number, labels: LabelStore): Marks {
    const { marks } = this;
    const bit = this.watchedBits.get(pop) ?? 0;
    const visited = parent === NONE ? 0 : labels.watched[parent]!;
    marks.labels = labels;
    marks.isRepeat = (visited & bit) !== 0;
    marks.met = (parent === NONE ? 0 : labels.met[parent]!) | (this.bitsOfPop[pop] ?? 0);
    marks.watched = visited | bit;
    return marks;
  }
}

class Marks {
  labels!: LabelStore;
  isRepeat = false;
  met = 0;
  watched = 0;

  areCoveredBy(label: number): boolean {
    return (this.met & ~this.labels.met[label]!) === 0 && (this.labels.watched[label]! & ~this.watched) === 0;
  }

  cover(label: number): boolean {
    return (this.labels.met[label]! & ~this.met) === 0 && (this.watched & ~this.labels.watched[label]!) === 0;
  }

  write(label: number): void {
    this.labels.met[label] = this.met;
    this.labels.watched[label] = this.watched;
  }
}
