/**
 * Chance from a seed: the same seed and name give the same draws on every machine. `sfc32` by Chris Doty-Humphrey (PractRand),
 * which passes its own suite and needs 32-bit integers alone.
 */
export class Random {
  private constructor(
    private a: number,
    private b: number,
    private c: number,
    private count: number,
  ) {}

  static of(seed: number, name: string): Random {
    // FNV-1a spreads the name; twelve draws mix it with the seed.
    let hash = 0x811c9dc5;
    for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    const random = new Random(seed | 0, Math.floor(seed / 0x1_0000_0000) | 0, hash, 1);
    for (let index = 0; index < 12; index++) random.next();
    return random;
  }

  /** From 0 to just below 2^32. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.count) | 0;
    this.count = (this.count + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from 0 to just below `limit`. */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability * 0x1_0000_0000;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}
