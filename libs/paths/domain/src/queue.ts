/** A binary heap of values: `pop` gives one that `compare` puts before or beside all others. */
export class PriorityQueue<T> {
  private readonly values: T[] = [];

  constructor(private readonly compare: (a: T, b: T) => number) {}

  get isEmpty(): boolean {
    return this.values.length === 0;
  }

  push(value: T): void {
    let place = this.values.push(value) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (this.compare(value, this.values[above]!) >= 0) break;
      this.values[place] = this.values[above]!;
      place = above;
    }
    this.values[place] = value;
  }

  pop(): T | undefined {
    const least = this.values[0];
    const last = this.values.pop();
    if (last === undefined || this.values.length === 0) return least;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.values.length) break;
      if (child + 1 < this.values.length && this.compare(this.values[child + 1]!, this.values[child]!) < 0) child++;
      if (this.compare(this.values[child]!, last) >= 0) break;
      this.values[place] = this.values[child]!;
      place = child;
    }
    this.values[place] = last;
    return least;
  }
}
