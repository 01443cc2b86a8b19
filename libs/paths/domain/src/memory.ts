import { invariant } from '@carriermesh/kernel';
import { MAX_PAGES, PAGE_BYTES, type Pages, newPages } from './web-assembly.js';

/** Arrays begin where the processor's cache lines do; the first of these blocks says how many are taken. */
const BLOCK_BYTES = 64;
const [TAKEN, TAKEN_BY_GRAPH] = [0, 1];

/**
 * Where the arrays of a graph lie: at the start of a memory that searches in WebAssembly read as well, and take their own
 * room of. Threads that build the same graph over the same pages, in the same order, have one graph: what one of them
 * writes, all of them read. Who writes sees to it that nobody searches meanwhile.
 */
export class Memory {
  private taken = 1;

  private constructor(
    /** To be handed to other threads once the graph is built. */
    readonly pages: Pages,
    /** Whether a graph was built here already: another one reads what is there, and writes nothing that others may be reading. */
    readonly isFilled: boolean,
  ) {}

  static own(): Memory {
    return new Memory(newPages(), false);
  }

  /** By the graph, and by searches in every thread. */
  get takenBytes(): number {
    return new Int32Array(this.pages.buffer, 0, 1)[TAKEN]! * BLOCK_BYTES;
  }

  /** For the next graph, once nobody asks anything of the one that lies in this: what it held is not looked at again. */
  emptied(): Memory {
    invariant(!this.isFilled, 'the memory of a graph that other threads have cannot be emptied');
    new Uint8Array(this.pages.buffer).fill(0, 0, this.takenBytes);
    return new Memory(this.pages, false);
  }

  /** @param pages of a graph of the same elements */
  static attached(pages: Pages): Memory {
    return new Memory(pages, true);
  }

  doubles(length: number): Float64Array {
    const at = this.take(length * Float64Array.BYTES_PER_ELEMENT);
    return new Float64Array(this.pages.buffer, at, length);
  }

  integers(length: number): Int32Array {
    const at = this.take(length * Int32Array.BYTES_PER_ELEMENT);
    return new Int32Array(this.pages.buffer, at, length);
  }

  bytes(length: number): Uint8Array {
    const at = this.take(length);
    return new Uint8Array(this.pages.buffer, at, length);
  }

  /** The graph has all its arrays: from now on the rest of the memory belongs to searches. */
  close(): void {
    const header = new Int32Array(this.pages.buffer, 0, 2);
    if (this.isFilled) return invariant(this.taken === header[TAKEN_BY_GRAPH], `a shared graph has ${header[TAKEN_BY_GRAPH]} blocks, and this one asks for ${this.taken}`);
    header[TAKEN] = header[TAKEN_BY_GRAPH] = this.taken;
  }

  private take(length: number): number {
    const at = this.taken * BLOCK_BYTES;
    this.taken += Math.ceil(length / BLOCK_BYTES);
    const missing = Math.ceil((this.taken * BLOCK_BYTES - this.pages.buffer.byteLength) / PAGE_BYTES);
    if (missing <= 0) return at;
    invariant(!this.isFilled && this.taken * BLOCK_BYTES < MAX_PAGES * PAGE_BYTES, `a graph's arrays end at ${this.taken * BLOCK_BYTES} bytes, behind the end of their memory`);
    // By half of what there is, as far as it may: few times, however many arrays.
    const pages = this.pages.buffer.byteLength / PAGE_BYTES;
    this.pages.grow(Math.max(missing, Math.min(pages >> 1, MAX_PAGES - pages)));
    return at;
  }
}
