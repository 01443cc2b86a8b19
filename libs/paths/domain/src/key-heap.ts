/** A 4-ary heap of numbered items by a key each. An item whose key became less is pushed again; who takes it out later passes over it. */
export class KeyHeap {
  private items = new Int32Array(256);
  private keys = new Float64Array(256);
  count = 0;

  /** The least key; infinite where there is none. */
  get least(): number {
    return this.count === 0 ? Infinity : this.keys[0]!;
  }

  clear(): void {
    this.count = 0;
  }

  push(item: number, key: number): void {
    if (this.count === this.items.length) this.grow();
    const { items, keys } = this;
    let place = this.count++;
    while (place > 0) {
      const above = (place - 1) >> 2;
      if (keys[above]! <= key) break;
      items[place] = items[above]!;
      keys[place] = keys[above]!;
      place = above;
    }
    items[place] = item;
    keys[place] = key;
  }

  /** Removes an item of the least key. The heap must not be empty. */
  pop(): number {
    const { items, keys } = this;
    const least = items[0]!;
    const count = --this.count;
    const [item, key] = [items[count]!, keys[count]!];
    let place = 0;
    for (let from = 1; from < count; from = 4 * place + 1) {
      const until = from + 4 < count ? from + 4 : count;
      let best = from;
      for (let child = from + 1; child < until; child++) if (keys[child]! < keys[best]!) best = child;
      if (keys[best]! >= key) break;
      items[place] = items[best]!;
      keys[place] = keys[best]!;
      place = best;
    }
    items[place] = item;
    keys[place] = key;
    return least;
  }

  private grow(): void {
    const [items, keys] = [new Int32Array(2 * this.items.length), new Float64Array(2 * this.keys.length)];
    items.set(this.items);
    keys.set(this.keys);
    [this.items, this.keys] = [items, keys];
  }
}
