import type { ProtocolHandler } from '@nats-io/transport-node/lib/nats-base-client.js';

type Outbound = Pick<ProtocolHandler['outbound'], 'fill' | 'length' | 'size' | 'drain' | 'reset'>;

/** What is larger goes out as it is: to copy it, and to let the copy go, costs more than to name it to the system by itself. */
const LARGE_BYTES = 4_096;

/** What waits to be written, for the client's own buffer of it, which gives its room away each time that it is empty and takes it anew. */
export class FrameQueue implements Outbound {
  private readonly frames: (Uint8Array | undefined)[] = [];
  private count = 0;
  private bytes = 0;
  /** Whether there is a frame that is better not copied. */
  hasLarge = false;

  fill(...frames: readonly (Uint8Array | undefined)[]): void {
    for (const frame of frames) if (frame !== undefined && frame.length > 0) this.add(frame);
  }

  add(frame: Uint8Array): void {
    this.frames[this.count] = frame;
    this.count += 1;
    this.bytes += frame.length;
    this.hasLarge ||= frame.length > LARGE_BYTES;
  }

  length(): number {
    return this.count;
  }

  size(): number {
    return this.bytes;
  }

  /** Gives all of it, as one. */
  drain(): Uint8Array {
    const all = this.packed(0, this.count);
    this.reset();
    return all;
  }

  /** Gives all of it in order: what is large by itself, and what lies between as one. */
  drainPieces(): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let from = 0;
    for (let at = 0; at < this.count; at += 1) {
      const frame = this.frames[at] as Uint8Array;
      if (frame.length <= LARGE_BYTES) continue;
      if (at > from) pieces.push(this.packed(from, at));
      pieces.push(frame);
      from = at + 1;
    }
    if (this.count > from) pieces.push(this.packed(from, this.count));
    this.reset();
    return pieces;
  }

  reset(): void {
    this.frames.fill(undefined, 0, this.count);
    this.count = 0;
    this.bytes = 0;
    this.hasLarge = false;
  }

  private packed(from: number, to: number): Uint8Array {
    if (to - from === 1) return this.frames[from] as Uint8Array;
    let bytes = 0;
    for (let at = from; at < to; at += 1) bytes += (this.frames[at] as Uint8Array).length;
    const all = Buffer.allocUnsafe(bytes);
    let end = 0;
    for (let at = from; at < to; at += 1) {
      const frame = this.frames[at] as Uint8Array;
      all.set(frame, end);
      end += frame.length;
    }
    return all;
  }
}
