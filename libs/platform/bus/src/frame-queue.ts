import type { ProtocolHandler } from '@nats-io/transport-node/lib/nats-base-client.js';

type Outbound = Pick<ProtocolHandler['outbound'], 'fill' | 'length' | 'size' | 'drain' | 'reset'>;

/** What waits to be written, for the client's own buffer of it, which gives its room away each time that it is empty and takes it anew. */
export class FrameQueue implements Outbound {
  private readonly frames: (Uint8Array | undefined)[] = [];
  private count = 0;
  private bytes = 0;

  fill(...frames: readonly (Uint8Array | undefined)[]): void {
    for (const frame of frames) if (frame !== undefined && frame.length > 0) this.add(frame);
  }

  add(frame: Uint8Array): void {
    this.frames[this.count] = frame;
    this.count += 1;
    this.bytes += frame.length;
  }

  length(): number {
    return this.count;
  }

  size(): number {
    return this.bytes;
  }

  /** Gives all of it, as one. */
  drain(): Uint8Array {
    const all = this.count === 1 ? (this.frames[0] as Uint8Array) : this.packed();
    this.reset();
    return all;
  }

  reset(): void {
    this.frames.fill(undefined, 0, this.count);
    this.count = 0;
    this.bytes = 0;
  }

  private packed(): Uint8Array {
    const all = Buffer.allocUnsafe(this.bytes);
    let end = 0;
    for (let at = 0; at < this.count; at += 1) {
      const frame = this.frames[at] as Uint8Array;
      all.set(frame, end);
      end += frame.length;
    }
    return all;
  }
}
