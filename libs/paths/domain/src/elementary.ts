import type { Graph } from './graph.js';
import { type LabelStore, NONE } from './labels.js';
import type { Spectrum } from './spectrum.js';

/** Bits of a label's two masks. */
export const MAX_REQUIRED = 30;
const MAX_WATCHED = 30;

/**
 * Keeps paths simple where providers are required, or one unit of layer 1 all along the way. The least walk that meets all
 * providers, or changes units where that is possible, may visit a PoP twice: then that PoP is watched, labels remember
 * whether they visited it, and the search is repeated (decremental state space relaxation, Righini and Salani 2008). It
 * ends, because a watched PoP is never visited twice, and is exact, because a label only gives way to one that met as many
 * providers, has as many units left, and visited no other watched PoP.
 */
export class Elementary {
  private readonly bitsOfPop: Int32Array;
  private readonly all: number;
  private readonly watchedBits = new Map<number, number>();
  private readonly marks: Marks;
  isFull = false;

  constructor(
    graph: Graph,
    required: readonly string[],
    private readonly spectrum: Spectrum | undefined,
  ) {
    this.marks = new Marks(graph.scratch.labels, spectrum?.words ?? 0);
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
  marksOf(pop: number, parent: number, edge: number): Marks {
    const { marks } = this;
    const { labels } = marks;
    const bit = this.watchedBits.get(pop) ?? 0;
    const visited = parent === NONE ? 0 : labels.watched[parent]!;
    marks.isBarred = (visited & bit) !== 0 || !this.takeUnits(pop, parent, edge);
    marks.met = (parent === NONE ? 0 : labels.met[parent]!) | (this.bitsOfPop[pop] ?? 0);
    marks.watched = visited | bit;
    return marks;
  }

  /** @returns whether a unit is left */
  private takeUnits(pop: number, parent: number, edge: number): boolean {
    const { spectrum, marks } = this;
    if (!spectrum) return true;
    if (parent === NONE) spectrum.open(marks.units, 0);
    else marks.inherit(parent);
    if (edge !== NONE && !spectrum.narrow(marks.units, 0, edge)) return false;
    if (spectrum.converts(pop)) spectrum.open(marks.units, 0);
    return true;
  }
}

class Marks {
  /** No path goes on from here. */
  isBarred = false;
  met = 0;
  watched = 0;
  readonly units: Int32Array;

  constructor(
    readonly labels: LabelStore,
    private readonly words: number,
  ) {
    this.units = new Int32Array(words);
  }

  areCoveredBy(label: number): boolean {
    const { met, watched, units } = this.labels;
    if ((this.met & ~met[label]!) !== 0 || (watched[label]! & ~this.watched) !== 0) return false;
    for (let word = 0; word < this.words; word++) if ((this.units[word]! & ~units[label * this.words + word]!) !== 0) return false;
    return true;
  }

  cover(label: number): boolean {
    const { met, watched, units } = this.labels;
    if ((met[label]! & ~this.met) !== 0 || (this.watched & ~watched[label]!) !== 0) return false;
    for (let word = 0; word < this.words; word++) if ((units[label * this.words + word]! & ~this.units[word]!) !== 0) return false;
    return true;
  }

  inherit(label: number): void {
    for (let word = 0; word < this.words; word++) this.units[word] = this.labels.units[label * this.words + word]!;
  }

  write(label: number): void {
    this.labels.met[label] = this.met;
    this.labels.watched[label] = this.watched;
    if (this.words > 0) this.labels.units.set(this.units, label * this.words);
  }
}
