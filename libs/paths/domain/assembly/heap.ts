import { take } from './memory';

@unmanaged
@final
class Entry {
  key: f64;
  item: i32;
  free: i32;
}

const ENTRY_SHIFT: usize = 4;
const FIRST_ROOM: i32 = 1024;

/** A 4-ary heap of numbered items by a key each. An item whose key became less is pushed again; who takes it out later passes over it. */
@unmanaged
@final
export class Heap {
  at: usize;
  room: i32;
  count: i32;

  static make(): Heap {
    const heap = changetype<Heap>(take(offsetof<Heap>()));
    heap.room = FIRST_ROOM;
    heap.at = take((<usize>FIRST_ROOM) << ENTRY_SHIFT);
    return heap;
  }

  /** The least key. The heap must not be empty. */
  @inline
  get least(): f64 {
    return changetype<Entry>(this.at).key;
  }

  /** The item of the least key. */
  @inline
  get first(): i32 {
    return changetype<Entry>(this.at).item;
  }

  @inline
  push(item: i32, key: f64): void {
    if (this.count === this.room) this.grow();
    const at = this.at;
    let place = this.count++;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const parent = entry(at, above);
      if (parent.key <= key) break;
      const own = entry(at, place);
      own.key = parent.key;
      own.item = parent.item;
      place = above;
    }
    const own = entry(at, place);
    own.key = key;
    own.item = item;
  }

  /** Removes the item of the least key. */
  @inline
  drop(): void {
    const at = this.at;
    const count = --this.count;
    const last = entry(at, count);
    const key = last.key;
    const item = last.item;
    let place = 0;
    for (let from = 1; from < count; from = (place << 2) + 1) {
      const until = min(from + 4, count);
      let best = from;
      let least = entry(at, from).key;
      for (let child = from + 1; child < until; child++) {
        const each = entry(at, child).key;
        if (each < least) {
          least = each;
          best = child;
        }
      }
      if (least >= key) break;
      const own = entry(at, place);
      own.key = least;
      own.item = entry(at, best).item;
      place = best;
    }
    const own = entry(at, place);
    own.key = key;
    own.item = item;
  }

  private grow(): void {
    const at = take((<usize>this.room) << (ENTRY_SHIFT + 1));
    memory.copy(at, this.at, (<usize>this.count) << ENTRY_SHIFT);
    this.at = at;
    this.room <<= 1;
  }
}

// @ts-ignore
@inline
function entry(at: usize, index: i32): Entry {
  return changetype<Entry>(at + ((<usize>index) << ENTRY_SHIFT));
}
