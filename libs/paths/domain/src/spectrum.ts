import { invariant } from '@carriermesh/kernel';
import type { Edge } from './edges.js';
import type { Pop } from './elements.js';
import type { Memory } from './memory.js';

const BITS = 32;
const ALL = -1;

/**
 * The units of layer 1, wavelengths or slots, that are free on each edge, as bits. A connection keeps one unit from where it
 * starts, or from the last PoP that converts, to the next that does: what is free all along that stretch is what its edges
 * have in common.
 */
export class Spectrum {
  private constructor(
    /** Words of bits for each edge. */
    readonly words: number,
    private readonly free: Int32Array,
    private readonly pops: readonly Pop[],
    private readonly isConverter: Uint8Array,
  ) {}

  static over(edges: readonly Edge[], pops: readonly Pop[], memory: Memory): Spectrum {
    const highest = edges.reduce((most, { units = [] }) => units.reduce((high, unit) => Math.max(high, unit), most), 0);
    const words = Math.floor(highest / BITS) + 1;
    const spectrum = new Spectrum(words, memory.integers(edges.length * words), pops, Uint8Array.from(pops, ({ convertsUnits }) => (convertsUnits ? 1 : 0)));
    if (!memory.isFilled) edges.forEach(({ units }, edge) => spectrum.set(edge, units));
    return spectrum;
  }

  /** The same units, changed where a PoP converts those of this technology. */
  of(technology: string): Spectrum {
    const isConverter = Uint8Array.from(this.pops, ({ convertsUnits, conversions }) => (convertsUnits || conversions?.includes(technology) ? 1 : 0));
    return new Spectrum(this.words, this.free, this.pops, isConverter);
  }

  /** Units are numbers below this: one more than any that an edge stated when the graph was built, rounded up to whole words. */
  get unitCount(): number {
    return this.words * BITS;
  }

  /** Whether it can tell these units apart. */
  holds(units: readonly number[]): boolean {
    return units.every((unit) => unit < this.unitCount);
  }

  set(edge: number, units: readonly number[] | undefined): void {
    const from = edge * this.words;
    this.free.fill(units ? 0 : ALL, from, from + this.words);
    for (const unit of units ?? []) {
      invariant(Number.isInteger(unit) && unit >= 0 && unit < this.unitCount, `unit ${unit} is not a whole number from 0 to ${this.unitCount - 1}`);
      this.free[from + (unit >> 5)]! |= 1 << (unit & 31);
    }
  }

  /** Any unit will do: where a connection starts, and behind a PoP that converts. */
  open(into: Int32Array, at: number): void {
    into.fill(ALL, at, at + this.words);
  }

  /** What is left of the units of a stretch behind one more edge. @returns whether anything is */
  narrow(units: Int32Array, at: number, edge: number): boolean {
    const from = edge * this.words;
    let some = 0;
    for (let word = 0; word < this.words; word++) some |= units[at + word]! &= this.free[from + word]!;
    return some !== 0;
  }

  converts(pop: number): boolean {
    return this.isConverter[pop] === 1;
  }

  /** The least unit for each edge of a path, the same until a PoP converts; `undefined` where there is none. */
  unitsOver(pops: readonly number[], edges: readonly number[]): readonly number[] | undefined {
    const units: number[] = [];
    const left = new Int32Array(this.words);
    let begin = 0;
    this.open(left, 0);
    for (const [index, edge] of edges.entries()) {
      if (!this.narrow(left, 0, edge)) return undefined;
      if (index < edges.length - 1 && !this.converts(pops[index + 1]!)) continue;
      units.length = index + 1;
      units.fill(leastOf(left), begin);
      begin = index + 1;
      this.open(left, 0);
    }
    return units;
  }
}

function leastOf(units: Int32Array): number {
  const word = units.findIndex((bits) => bits !== 0);
  return word * BITS + BITS - 1 - Math.clz32(units[word]! & -units[word]!);
}
