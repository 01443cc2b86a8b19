import { take } from './memory';

/** A label with what its whole path weighs at least: cost, then what is packed, and what of that is the label's own. */
@unmanaged
@final
class Entry {
  cost: f64;
  packed: f64;
  own: f64;
  label: i32;
  free: i32;
}

const ENTRY_SHIFT: usize = 5;
const FIRST_ROOM: i32 = 512;

/** A 4-ary heap of labels. A label is pushed once and what it weighs never changes. */
@unmanaged
@final
export class LabelHeap {
  at: usize;
  room: i32;
  count: i32;

  static make(): LabelHeap {
    const heap = changetype<LabelHeap>(take(offsetof<LabelHeap>()));
    heap.room = FIRST_ROOM;
    heap.at = take((<usize>FIRST_ROOM) << ENTRY_SHIFT);
    return heap;
  }

  push(label: i32, cost: f64, packed: f64, own: f64): void {
    if (this.count === this.room) this.grow();
    const at = this.at;
    let place = this.count++;
    while (place > 0) {
      const above = (place - 1) >> 2;
      if (!isBefore(cost, packed, own, entry(at, above))) break;
      const parent = entry(at, above);
      set(entry(at, place), parent.label, parent.cost, parent.packed, parent.own);
      place = above;
    }
    set(entry(at, place), label, cost, packed, own);
  }

  /** Removes the least label. The heap must not be empty. */
  take(): i32 {
    const at = this.at;
    const least = entry(at, 0).label;
    const count = --this.count;
    const last = entry(at, count);
    const cost = last.cost;
    const packed = last.packed;
    const own = last.own;
    const label = last.label;
    let place = 0;
    for (let from = 1; from < count; from = (place << 2) + 1) {
      const until = min(from + 4, count);
      let best = entry(at, from);
      let child = from;
      for (let each = from + 1; each < until; each++) {
        const other = entry(at, each);
        if (!isBefore(other.cost, other.packed, other.own, best)) continue;
        best = other;
        child = each;
      }
      if (isBefore(cost, packed, own, best)) break;
      set(entry(at, place), best.label, best.cost, best.packed, best.own);
      place = child;
    }
    set(entry(at, place), label, cost, packed, own);
    return least;
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

// @ts-ignore
@inline
function set(place: Entry, label: i32, cost: f64, packed: f64, own: f64): void {
  place.cost = cost;
  place.packed = packed;
  place.own = own;
  place.label = label;
}

// @ts-ignore
@inline
function isBefore(cost: f64, packed: f64, own: f64, other: Entry): bool {
  if (cost !== other.cost) return cost < other.cost;
  if (packed !== other.packed) return packed < other.packed;
  return own < other.own;
}
