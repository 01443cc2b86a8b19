import type { NtpTime } from './ntp-time.js';
import { decodeSenderPacket, encodeReflectorPacket, type ErrorEstimate, type Read } from './packet.js';

/** Sessions whose packets are counted; whoever opens more is answered without a count of its own. */
export const MAX_SESSIONS = 10_000;

export interface Arrival {
  readonly bytes: Uint8Array;
  /** Address and port of the sender, in whatever form: it only has to be the same for the same sender. */
  readonly from: string;
  /** Of the IP header; `undefined` where the socket does not tell. */
  readonly ttl?: number;
  readonly receivedAt: NtpTime;
}

/** A TTL that could not be read is told as the one that the sender wrote (RFC 5357, section 4.2.1). */
const UNKNOWN_TTL = 255;

/**
 * Answers test packets (RFC 8762, section 4.3). Stateless, it copies the sender's sequence number; stateful, it counts what it
 * sends in each session, so that the sender can tell in which direction a packet was lost.
 */
export class Reflector {
  private readonly sent = new Map<string, number>();

  constructor(private readonly options: { readonly isStateful: boolean; readonly error: ErrorEstimate }) {}

  /** @param sentAt read as late as can be */
  reflect({ bytes, from, ttl, receivedAt }: Arrival, sentAt: () => NtpTime): Read<Uint8Array> {
    const read = decodeSenderPacket(bytes);
    if (read.kind === 'malformed') return read;
    const { sessionId, ...sender } = read.packet;
    const sequence = this.options.isStateful ? this.next(`${from} ${sessionId}`, sender.sequence) : sender.sequence;
    const { error } = this.options;
    return {
      kind: 'packet',
      packet: encodeReflectorPacket({ sequence, sentAt: sentAt(), error, sessionId, receivedAt, sender, senderTtl: ttl ?? UNKNOWN_TTL }),
    };
  }

  private next(session: string, fallback: number): number {
    const sequence = this.sent.get(session) ?? 0;
    if (sequence === 0 && this.sent.size >= MAX_SESSIONS) return fallback;
    this.sent.set(session, (sequence + 1) >>> 0);
    return sequence;
  }
}
