// The memory in which the graph lies, and of which each thread's searches take their own parts. It is shared, so that nothing
// is ever given back: whoever needs more room takes twice as much and leaves what it had.

/** Where it says how much of the memory is taken, in blocks. */
const TAKEN: usize = 0;
const BLOCK_SHIFT: u32 = 6;
const PAGE_SHIFT: u32 = 16;
const MAX_PAGES: i32 = 0x10000;

/** Room that no other thread has; zeros, for memory that nobody took is. */
export function take(bytes: usize): usize {
  const blocks = <u32>((bytes + 63) >> BLOCK_SHIFT);
  const at = atomic.add<u32>(TAKEN, blocks);
  const end = (<u64>at + <u64>blocks) << BLOCK_SHIFT;
  const pages = <i32>((end + 0xffff) >> PAGE_SHIFT);
  const missing = pages - memory.size();
  // Another thread may have grown it meanwhile, so that there is more than was asked for; but it must not be less.
  if (missing > 0 && memory.grow(max(missing, min(memory.size() >> 1, MAX_PAGES - memory.size()))) < 0 && memory.grow(missing) < 0) unreachable();
  return (<usize>at) << BLOCK_SHIFT;
}

/** Whole numbers one behind the other, with room for more. */
@unmanaged
@final
export class List {
  at: usize;
  room: i32;
  count: i32;

  static make(): List {
    const list = changetype<List>(take(offsetof<List>()));
    list.room = 256;
    list.at = take(256 << 2);
    return list;
  }

  @inline
  get(index: i32): i32 {
    return load<i32>(this.at + ((<usize>index) << 2));
  }

  @inline
  set(index: i32, value: i32): void {
    store<i32>(this.at + ((<usize>index) << 2), value);
  }

  @inline
  push(value: i32): void {
    if (this.count === this.room) this.reserve(this.count + 1);
    this.set(this.count++, value);
  }

  /** Makes room for so many in all. */
  reserve(count: i32): void {
    if (count <= this.room) return;
    const room = max(count, this.room << 1);
    const at = take((<usize>room) << 2);
    memory.copy(at, this.at, (<usize>this.count) << 2);
    this.at = at;
    this.room = room;
  }
}
