import type { NtpTime } from './ntp-time.js';

/** Both packets of the unauthenticated mode, without TLVs (RFC 8762, figures 2 and 5). */
export const PACKET_OCTETS = 44;
/** Where a reflector listens when nothing else is agreed (RFC 8762, section 4.1). */
export const STAMP_PORT = 862;
/** What a sender writes into the IP header, so that the reflector's copy tells how many hops there were. */
export const SENDER_TTL = 255;

const MAX_SCALE = 0x3f;
const MAX_MULTIPLIER = 0xff;

/** How far a timestamp may be off: `multiplier * 2^(scale - 32)` seconds (RFC 4656, section 4.1.2). */
export interface ErrorEstimate {
  /** The clock follows UTC by an outside source. */
  readonly isSynchronised: boolean;
  /** The Z bit (RFC 8186): this package writes NTP's format alone, and reads of the other only that it is that. */
  readonly format: 'ntp' | 'ptp';
  /** 0 to 63. */
  readonly scale: number;
  /** 1 to 255: a packet with 0 is invalid. */
  readonly multiplier: number;
}

export interface SenderPacket {
  readonly sequence: number;
  readonly sentAt: NtpTime;
  readonly error: ErrorEstimate;
  /** Session-Sender identifier (RFC 8972, section 3); 0 where nobody uses it. */
  readonly sessionId: number;
}

export interface ReflectorPacket {
  readonly sequence: number;
  readonly sentAt: NtpTime;
  readonly error: ErrorEstimate;
  readonly sessionId: number;
  readonly receivedAt: NtpTime;
  /** What the sender's packet said. */
  readonly sender: Omit<SenderPacket, 'sessionId'>;
  /** TTL or hop limit with which the sender's packet came. */
  readonly senderTtl: number;
}

export type Read<P> = { readonly kind: 'packet'; readonly packet: P } | { readonly kind: 'malformed'; readonly reason: string };

export function encodeSenderPacket({ sequence, sentAt, error, sessionId }: SenderPacket): Uint8Array {
  const bytes = new Uint8Array(PACKET_OCTETS);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, sequence);
  view.setBigUint64(4, sentAt);
  view.setUint16(12, errorBits(error));
  view.setUint16(14, sessionId);
  return bytes;
}

export function encodeReflectorPacket({ sequence, sentAt, error, sessionId, receivedAt, sender, senderTtl }: ReflectorPacket): Uint8Array {
  const bytes = encodeSenderPacket({ sequence, sentAt, error, sessionId });
  const view = new DataView(bytes.buffer);
  view.setBigUint64(16, receivedAt);
  view.setUint32(24, sender.sequence);
  view.setBigUint64(28, sender.sentAt);
  view.setUint16(36, errorBits(sender.error));
  view.setUint8(40, senderTtl);
  return bytes;
}

/** Fields that must be zero are not looked at (RFC 8762, section 4.2.1). Whatever follows the packet is TLVs, which are not read. */
export function decodeSenderPacket(bytes: Uint8Array): Read<SenderPacket> {
  if (bytes.length < PACKET_OCTETS) return tooShort(bytes);
  const view = viewOf(bytes);
  const error = errorOf(view.getUint16(12));
  if (error.multiplier === 0) return malformed("the sender's error estimate has the multiplier 0");
  return { kind: 'packet', packet: { sequence: view.getUint32(0), sentAt: view.getBigUint64(4), error, sessionId: view.getUint16(14) } };
}

export function decodeReflectorPacket(bytes: Uint8Array): Read<ReflectorPacket> {
  const read = decodeSenderPacket(bytes);
  if (read.kind === 'malformed') return bytes.length < PACKET_OCTETS ? read : malformed("the reflector's error estimate has the multiplier 0");
  const view = viewOf(bytes);
  const sender = { sequence: view.getUint32(24), sentAt: view.getBigUint64(28), error: errorOf(view.getUint16(36)) };
  if (sender.error.multiplier === 0) return malformed("the copy of the sender's error estimate has the multiplier 0");
  return { kind: 'packet', packet: { ...read.packet, receivedAt: view.getBigUint64(16), sender, senderTtl: view.getUint8(40) } };
}

/** The smallest estimate that is not better than the truth. @param errorNs how far the clock may be off */
export function errorEstimate(errorNs: bigint, isSynchronised: boolean): ErrorEstimate {
  const units = (errorNs << 32n) / 1_000_000_000n + 1n;
  let scale = 0;
  while (((units - 1n) >> BigInt(scale)) + 1n > BigInt(MAX_MULTIPLIER) && scale < MAX_SCALE) scale += 1;
  const multiplier = Number(((units - 1n) >> BigInt(scale)) + 1n);
  return { isSynchronised, format: 'ntp', scale, multiplier: Math.min(multiplier, MAX_MULTIPLIER) };
}

export const errorNanos = ({ scale, multiplier }: ErrorEstimate): bigint => (BigInt(multiplier) * (1n << BigInt(scale)) * 1_000_000_000n) >> 32n;

/** S, Z, six bits of scale, eight of multiplier. */
const errorBits = ({ isSynchronised, format, scale, multiplier }: ErrorEstimate): number =>
  (isSynchronised ? 0x8000 : 0) | (format === 'ptp' ? 0x4000 : 0) | ((scale & MAX_SCALE) << 8) | (multiplier & MAX_MULTIPLIER);

const errorOf = (bits: number): ErrorEstimate => ({
  isSynchronised: (bits & 0x8000) !== 0,
  format: (bits & 0x4000) === 0 ? 'ntp' : 'ptp',
  scale: (bits >> 8) & MAX_SCALE,
  multiplier: bits & MAX_MULTIPLIER,
});

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const malformed = (reason: string): { readonly kind: 'malformed'; readonly reason: string } => ({ kind: 'malformed', reason });
const tooShort = (bytes: Uint8Array) => malformed(`a packet has ${PACKET_OCTETS} octets at least, and this one ${bytes.length}`);
