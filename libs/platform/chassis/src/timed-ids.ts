import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const RANDOM_BYTES = 16;
/** The system is asked for the random octets of so many ids at once: for one alone that takes longer than all else about an id. */
const IDS_AT_ONCE = 256;

/** Ids that begin with the time, and are nobody else's (RFC 9562, version 7). Of one millisecond they are in no order. */
export class TimedIds {
  private readonly random = Buffer.alloc(IDS_AT_ONCE * RANDOM_BYTES);
  private used = this.random.length;
  private readonly options = { rng: () => this.nextRandom() };

  next(): string {
    return v7(this.options);
  }

  private nextRandom(): Uint8Array {
    if (this.used === this.random.length) {
      randomFillSync(this.random);
      this.used = 0;
    }
    this.used += RANDOM_BYTES;
    return this.random.subarray(this.used - RANDOM_BYTES, this.used);
  }
}
