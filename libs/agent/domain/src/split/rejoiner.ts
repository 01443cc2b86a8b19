/** What keeping a frame takes beside its octets is not counted; smaller ones count as this, so that their number is bounded too. */
const LEAST_FRAME_OCTETS = 64;

export interface RejoinLimits {
  /** How long a frame is held back for those that were sent before it. */
  readonly maxDifferentialDelayMs: number;
  readonly octets: number;
}

export interface RejoinCounts {
  /** Handed on, in the order in which they were sent. */
  readonly delivered: number;
  /** Not there when their time was over: never came, or came late. */
  readonly lost: number;
  /** Of the lost ones, those that came after all. A frame that came twice is one of them. */
  readonly late: number;
  /** Came before one that was sent earlier. */
  readonly early: number;
  /** Given up before their time since there was no room for more. */
  readonly crowded: number;
  readonly mostHeldOctets: number;
}

interface Held {
  readonly frame: Uint8Array;
  readonly cameAtMs: number;
}

/**
 * Puts the frames of a split service into the order in which they were sent. A frame waits for earlier ones as long as the members
 * may lie apart, and no longer: what was not there by then came later than sold, and is lost (as ITU-T G.707 aligns members of a concatenation, and RFC 1990 fragments).
 */
export class Rejoiner {
  private readonly held = new Map<number, Held>();
  /** Held frames in the order in which they came. */
  private readonly arrivals: number[] = [];
  private heldOctets = 0;
  private epoch: number | undefined;
  /** The next to be handed on; unknown until the first frames show where the other end is. */
  private expected: number | undefined;
  private readonly count = { delivered: 0, lost: 0, late: 0, early: 0, crowded: 0, mostHeldOctets: 0 };

  constructor(
    private limits: RejoinLimits,
    private readonly deliver: (frame: Uint8Array) => void,
  ) {}

  get counts(): RejoinCounts {
    return { ...this.count };
  }

  /** The instant at which something is handed on whatever comes until then. */
  get dueAtMs(): number | undefined {
    const first = this.firstHeld();
    return first && first.cameAtMs + this.limits.maxDifferentialDelayMs;
  }

  limit(limits: RejoinLimits): void {
    this.limits = limits;
  }

  /** @param epoch of the sender, who counts from 0 in each; one that is earlier than the last one seen is over */
  take(epoch: number, sequence: number, frame: Uint8Array, nowMs: number): void {
    if (epoch !== this.epoch && !this.begin(epoch)) return void this.count.late++;
    if (this.expected === undefined && sequence === 0) this.expected = 0;
    if (this.held.has(sequence) || (this.expected !== undefined && sequence < this.expected)) return void this.count.late++;
    if (sequence === this.expected) this.hand(frame);
    else this.hold(sequence, frame, nowMs);
    this.handOnInOrder();
    while (this.heldOctets > this.limits.octets) this.makeRoom();
  }

  /** Time has passed: whatever waited long enough is handed on, with all that was sent before it. */
  due(nowMs: number): void {
    let upTo: number | undefined;
    for (let first = this.firstHeld(); first && nowMs - first.cameAtMs >= this.limits.maxDifferentialDelayMs; first = this.firstHeld()) {
      const sequence = this.arrivals.shift();
      if (sequence !== undefined && (upTo === undefined || sequence > upTo)) upTo = sequence;
    }
    if (upTo !== undefined) this.handOnUpTo(upTo);
  }

  private begin(epoch: number): boolean {
    // Serial numbers (RFC 1982): the clock that they come from goes around.
    if (this.epoch !== undefined && ((epoch - this.epoch) >>> 0) >= 0x8000_0000) return false;
    this.handOnUpTo(Number.POSITIVE_INFINITY);
    this.arrivals.length = 0;
    this.epoch = epoch;
    this.expected = undefined;
    return true;
  }

  private hold(sequence: number, frame: Uint8Array, cameAtMs: number): void {
    this.held.set(sequence, { frame, cameAtMs });
    this.arrivals.push(sequence);
    this.heldOctets += Math.max(LEAST_FRAME_OCTETS, frame.length);
    this.count.early++;
    this.count.mostHeldOctets = Math.max(this.count.mostHeldOctets, this.heldOctets);
  }

  private handOnInOrder(): void {
    for (let next = this.expected; next !== undefined && this.held.has(next); next = this.expected) this.handHeld(next);
  }

  private handOnUpTo(last: number): void {
    const ready = [...this.held.keys()].filter((sequence) => sequence <= last).sort((a, b) => a - b);
    for (const sequence of ready) {
      this.count.lost += this.expected === undefined ? 0 : sequence - this.expected;
      this.expected = sequence;
      this.handHeld(sequence);
    }
    this.handOnInOrder();
  }

  private makeRoom(): void {
    let least = Number.POSITIVE_INFINITY;
    for (const sequence of this.held.keys()) if (sequence < least) least = sequence;
    this.count.crowded += this.expected === undefined ? 0 : least - this.expected;
    this.handOnUpTo(least);
  }

  private handHeld(sequence: number): void {
    const held = this.held.get(sequence);
    if (!held) return;
    this.held.delete(sequence);
    this.heldOctets -= Math.max(LEAST_FRAME_OCTETS, held.frame.length);
    this.expected = sequence;
    this.hand(held.frame);
  }

  private hand(frame: Uint8Array): void {
    this.expected = (this.expected ?? 0) + 1;
    this.count.delivered++;
    this.deliver(frame);
  }

  /** Those that were handed on in order meanwhile are passed over. */
  private firstHeld(): Held | undefined {
    for (let sequence = this.arrivals[0]; sequence !== undefined; sequence = this.arrivals[0]) {
      const held = this.held.get(sequence);
      if (held) return held;
      this.arrivals.shift();
    }
    return undefined;
  }
}
