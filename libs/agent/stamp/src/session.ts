import { nanosBetween, type NtpTime } from './ntp-time.js';
import { decodeReflectorPacket, encodeSenderPacket, type ErrorEstimate } from './packet.js';
import { summarise, type Sample, type WindowReport } from './window.js';

/** A window is closed long before: each packet costs a few dozen octets. */
export const MAX_PACKETS_PER_WINDOW = 1_000_000;

export interface SessionOptions {
  /** 1 to 65535, different for each session of this sender. */
  readonly sessionId: number;
  readonly error: ErrorEstimate;
  readonly isReflectorStateful: boolean;
  /** Both ends read one and the same clock, so that one-way delays are right whether it follows UTC or not. */
  readonly sharesClock?: boolean;
}

export type ReplyVerdict = 'counted' | 'duplicate' | 'late' | 'foreign' | 'malformed';

/** The sender's side of one STAMP session: what was sent in this window, and what came back of it. */
export class SenderSession {
  private sequence = 0;
  private firstOfWindow = 0;
  private readonly samples = new Map<number, Sample>();
  private counted = { duplicates: 0, reordered: 0 };
  private latest = -1;

  constructor(private readonly options: SessionOptions) {}

  /** @param sentAt read as late as can be; @returns `undefined` when the window is full */
  next(sentAt: () => NtpTime): Uint8Array | undefined {
    if (this.sent >= MAX_PACKETS_PER_WINDOW) return undefined;
    const { sessionId, error } = this.options;
    const sequence = this.sequence;
    this.sequence = (this.sequence + 1) >>> 0;
    return encodeSenderPacket({ sequence, sentAt: sentAt(), error, sessionId });
  }

  get sent(): number {
    return (this.sequence - this.firstOfWindow) >>> 0;
  }

  get received(): number {
    return this.samples.size;
  }

  take(bytes: Uint8Array, arrivedAt: NtpTime): ReplyVerdict {
    const read = decodeReflectorPacket(bytes);
    if (read.kind === 'malformed' || read.packet.error.format !== 'ntp') return 'malformed';
    const { sender, sessionId, sentAt, receivedAt, sequence, error } = read.packet;
    if (sessionId !== this.options.sessionId) return 'foreign';
    const offset = (sender.sequence - this.firstOfWindow) >>> 0;
    // Of an earlier window, which was reported as lost, or never sent at all.
    if (offset >= this.sent) return 'late';
    if (this.samples.has(sender.sequence)) {
      this.counted.duplicates += 1;
      return 'duplicate';
    }
    if (offset < this.latest) this.counted.reordered += 1;
    this.latest = Math.max(this.latest, offset);
    this.samples.set(sender.sequence, {
      roundTripNs: nanosBetween(sender.sentAt, arrivedAt) - nanosBetween(receivedAt, sentAt),
      forwardNs: nanosBetween(sender.sentAt, receivedAt),
      backwardNs: nanosBetween(sentAt, arrivedAt),
      reflectorSequence: sequence,
      areClocksSynchronised: this.options.sharesClock === true || (error.isSynchronised && sender.error.isSynchronised),
    });
    return 'counted';
  }

  /** Tells the window and begins the next one: what has not come back by now is lost. */
  closeWindow(): WindowReport {
    const summary = summarise([...this.samples.values()], { sent: this.sent, ...this.counted, isReflectorStateful: this.options.isReflectorStateful });
    const report = {
      ...summary,
      ...(summary.roundTrip ? { roundTripsNs: this.inOrder(({ roundTripNs }) => roundTripNs) } : {}),
      ...(summary.oneWay ? { forwardNs: this.inOrder(({ forwardNs }) => forwardNs) } : {}),
    };
    this.firstOfWindow = this.sequence;
    this.samples.clear();
    this.counted = { duplicates: 0, reordered: 0 };
    this.latest = -1;
    return report;
  }

  private inOrder(pick: (sample: Sample) => bigint): readonly bigint[] {
    return Array.from({ length: this.sent }, (_, offset) => {
      const sample = this.samples.get((this.firstOfWindow + offset) >>> 0);
      // Too short for the clock is not lost.
      if (sample === undefined) return 0n;
      const took = pick(sample);
      return took > 0n ? took : 1n;
    });
  }
}
