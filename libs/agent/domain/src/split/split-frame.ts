/** Stands before what is sent over a member. */
export const SPLIT_HEADER_OCTETS = 16;
const MAGIC = 0x434d;
const VERSION = 1;
const KINDS = ['data', 'check'] as const;
const LOST_FLAG = 0x80;
const HIGH = 0x1_0000_0000;

export interface SplitHeader {
  /** `data`: a frame of the customer follows. `check`: the same number is sent over all members at once, so that both ends see which are whole and how far apart they lie. */
  readonly kind: (typeof KINDS)[number];
  /** Of a check: the sender hears nothing by this member. */
  readonly isPeerLost: boolean;
  /** When the sender began to count, in ms modulo 2^32. */
  readonly epoch: number;
  /** Of data and of checks, each from 0. */
  readonly sequence: number;
}

export function encodeSplitHeader({ kind, isPeerLost, epoch, sequence }: SplitHeader): Uint8Array {
  const bytes = new Uint8Array(SPLIT_HEADER_OCTETS);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, MAGIC);
  view.setUint8(2, VERSION);
  view.setUint8(3, KINDS.indexOf(kind) | (isPeerLost ? LOST_FLAG : 0));
  view.setUint32(4, epoch);
  view.setUint32(8, Math.floor(sequence / HIGH));
  view.setUint32(12, sequence % HIGH);
  return bytes;
}

/** @returns `undefined` for anything that is not of this version */
export function decodeSplitHeader(bytes: Uint8Array): SplitHeader | undefined {
  if (bytes.length < SPLIT_HEADER_OCTETS) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(3);
  const kind = KINDS[flags & ~LOST_FLAG];
  const sequence = view.getUint32(8) * HIGH + view.getUint32(12);
  if (view.getUint16(0) !== MAGIC || view.getUint8(2) !== VERSION || kind === undefined || !Number.isSafeInteger(sequence)) return undefined;
  return { kind, isPeerLost: (flags & LOST_FLAG) !== 0, epoch: view.getUint32(4), sequence };
}
