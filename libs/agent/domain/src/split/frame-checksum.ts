const ETHERNET_OCTETS = 14;
const TAG_OCTETS = 4;
const MAX_TAGS = 2;
const TAGS: ReadonlySet<number> = new Set([0x8100, 0x88a8]);
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const IPV6_OCTETS = 40;
const FRAGMENT_BITS = 0x3fff;
/** Where TCP and UDP have their checksum. */
const CHECKSUM_AT: ReadonlyMap<number, number> = new Map([[6, 16], [17, 6]]);
const UDP = 17;
const WORD = 0xffff;

/**
 * Fills in the TCP or UDP checksum that a virtual port has left to hardware: nobody else does it once a frame has left the kernel.
 * Such a frame has the sum over the pseudo-header in the checksum's place (RFC 1071 sums, as Linux's CHECKSUM_PARTIAL leaves them).
 * Where a whole checksum happens to be the same number, the same number is filled in, so that no frame that is right is changed.
 */
export function completeChecksum(frame: Uint8Array): void {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const payload = payloadOf(view);
  const at = payload && CHECKSUM_AT.get(payload.protocol);
  if (!payload || at === undefined || payload.length < at + 2 || payload.from + payload.length > view.byteLength) return;
  const { from, length, protocol, addressesFrom, addressesLength } = payload;
  const pseudo = folded(sum(view, addressesFrom, addressesLength) + protocol + length);
  if (view.getUint16(from + at) !== pseudo) return;
  // The place holds the pseudo-header's sum, which belongs to the whole.
  const checksum = ~folded(sum(view, from, length)) & WORD;
  view.setUint16(from + at, checksum === 0 && protocol === UDP ? WORD : checksum);
}

interface Payload {
  readonly protocol: number;
  readonly from: number;
  readonly length: number;
  readonly addressesFrom: number;
  readonly addressesLength: number;
}

function payloadOf(view: DataView): Payload | undefined {
  let from = ETHERNET_OCTETS;
  for (let tags = 0; tags < MAX_TAGS && view.byteLength >= from && TAGS.has(view.getUint16(from - 2)); tags++) from += TAG_OCTETS;
  if (view.byteLength < from + IPV6_OCTETS / 2) return undefined;
  const type = view.getUint16(from - 2);
  if (type === IPV4) {
    const headerOctets = (view.getUint8(from) & 0x0f) * 4;
    if ((view.getUint16(from + 6) & FRAGMENT_BITS) !== 0) return undefined;
    return { protocol: view.getUint8(from + 9), from: from + headerOctets, length: view.getUint16(from + 2) - headerOctets, addressesFrom: from + 12, addressesLength: 8 };
  }
  if (type !== IPV6 || view.byteLength < from + IPV6_OCTETS) return undefined;
  return { protocol: view.getUint8(from + 6), from: from + IPV6_OCTETS, length: view.getUint16(from + 4), addressesFrom: from + 8, addressesLength: 32 };
}

function sum(view: DataView, from: number, length: number): number {
  let total = 0;
  const even = length & ~1;
  for (let at = 0; at < even; at += 2) total += view.getUint16(from + at);
  return even === length ? total : total + view.getUint8(from + even) * 256;
}

function folded(total: number): number {
  let rest = total;
  while (rest > WORD) rest = (rest & WORD) + Math.floor(rest / (WORD + 1));
  return rest;
}
