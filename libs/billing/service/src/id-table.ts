import { hashId, ID_HASH_OCTETS, type IdHash } from '@carriermesh/billing-domain';

/** Parts grow one at a time: to grow all of a large table at once would stop the process for a second. */
const PARTS_BITS = 6;
const SMALLEST_PART = 16;
/** Of a part that is fuller than this a new one of twice the size is made. */
const [FULL_NUMERATOR, FULL_DENOMINATOR] = [3, 4];

/** Open addressing; a slot is free where its place is 0. */
interface Part {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly place: Uint32Array;
  used: number;
}

const emptyPart = (slots: number): Part => ({ high: new Uint32Array(slots), low: new Uint32Array(slots), place: new Uint32Array(slots), used: 0 });

/** Where each hash of a record id was taken: sixteen to thirty octets for an id, and nothing that the collector has to look at. */
export class IdTable {
  private readonly parts: Part[] = Array.from({ length: 2 ** PARTS_BITS }, () => emptyPart(SMALLEST_PART));
  private readonly hash: IdHash = { high: 0, low: 0 };
  size = 0;

  /** @param hashes as `UsageIdsTaken` has them, @param place from 0, the same for all of them */
  add(hashes: Uint8Array, place: number): void {
    const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
    for (let at = 0; at + ID_HASH_OCTETS <= hashes.length; at += ID_HASH_OCTETS) this.put(view.getUint32(at), view.getUint32(at + 4), place + 1);
  }

  /** Every place where an id of the same hash was taken, the first one first; none when the id is new. */
  placesOf(id: string): readonly number[] {
    const { high, low } = hashId(id, this.hash);
    const part = this.partOf(high);
    const mask = part.place.length - 1;
    let found: number[] | undefined;
    for (let slot = low & mask; part.place[slot] !== 0; slot = (slot + 1) & mask) {
      if (part.low[slot] === low && part.high[slot] === high) (found ??= []).push((part.place[slot] as number) - 1);
    }
    return found?.sort((a, b) => a - b) ?? NOWHERE;
  }

  private put(high: number, low: number, place: number): void {
    const index = high >>> (32 - PARTS_BITS);
    let part = this.parts[index] as Part;
    if ((part.used + 1) * FULL_DENOMINATOR > part.place.length * FULL_NUMERATOR) {
      part = twiceAsLarge(part);
      this.parts[index] = part;
    }
    occupy(part, high, low, place);
    this.size += 1;
  }

  private partOf(high: number): Part {
    return this.parts[high >>> (32 - PARTS_BITS)] as Part;
  }
}

const NOWHERE: readonly number[] = [];

function occupy(part: Part, high: number, low: number, place: number): void {
  const mask = part.place.length - 1;
  let slot = low & mask;
  while (part.place[slot] !== 0) slot = (slot + 1) & mask;
  part.high[slot] = high;
  part.low[slot] = low;
  part.place[slot] = place;
  part.used += 1;
}

function twiceAsLarge(part: Part): Part {
  const grown = emptyPart(part.place.length * 2);
  part.place.forEach((place, slot) => {
    if (place !== 0) occupy(grown, part.high[slot] as number, part.low[slot] as number, place);
  });
  return grown;
}
