import { invariant } from '@carriermesh/kernel';

/**
 * Where the arrays of a graph lie. Threads that build the same graph over the same shared buffers, in the same order, have
 * one graph: what one of them writes, all of them read. Who writes sees to it that nobody searches meanwhile.
 */
export class Memory {
  private taken = 0;

  private constructor(
    private readonly kind: 'own' | 'shared' | 'attached',
    readonly buffers: ArrayBufferLike[],
  ) {}

  static own(): Memory {
    return new Memory('own', []);
  }

  /** To be handed to other threads as `buffers` once the graph is built. */
  static shared(): Memory {
    return new Memory('shared', []);
  }

  /** @param buffers of a graph of the same elements */
  static attached(buffers: readonly ArrayBufferLike[]): Memory {
    return new Memory('attached', [...buffers]);
  }

  /** Whether a graph was built here already: another one reads what is there, and writes nothing that others may be reading. */
  get isFilled(): boolean {
    return this.kind === 'attached';
  }

  doubles(length: number): Float64Array {
    return new Float64Array(this.take(length * Float64Array.BYTES_PER_ELEMENT));
  }

  integers(length: number): Int32Array {
    return new Int32Array(this.take(length * Int32Array.BYTES_PER_ELEMENT));
  }

  bytes(length: number): Uint8Array {
    return new Uint8Array(this.take(length));
  }

  private take(length: number): ArrayBufferLike {
    if (this.kind !== 'attached') this.buffers.push(this.kind === 'own' ? new ArrayBuffer(length) : new SharedArrayBuffer(length));
    const buffer = this.buffers[this.taken++];
    invariant(buffer?.byteLength === length, `a shared array has ${buffer?.byteLength} bytes, and this graph asks for ${length}`);
    return buffer;
  }
}
