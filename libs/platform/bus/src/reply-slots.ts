/** How finely deadlines are kept: a call ends at most this much after its own. Each tick while calls wait costs as much as one of them. */
export const TICK_MS = 25;
/** Deadlines further away than a turn of the wheel stay in their bucket for another turn. */
const BUCKETS = 256;

/**
 * The calls that wait for an answer, each in a slot, with one wheel for all their deadlines: a call takes no timer and nothing
 * that is not used again by the next one. A slot's token is never given twice, so that an answer that comes after its call has
 * ended finds nobody, whoever waits in that slot by then.
 */
export class ReplySlots<Call> {
  private readonly slots: Slot<Call>[] = [];
  private readonly free: Slot<Call>[] = [];
  private readonly buckets = Array.from({ length: BUCKETS }, () => new Slot<Call>(0));
  private expiredTick = 0;

  /** @param limit how many calls may wait at once */
  constructor(readonly limit: number) {}

  get waiting(): number {
    return this.slots.length - this.free.length;
  }

  /** @returns the token by which the answer is known, or `undefined` when all slots are taken */
  claim(call: Call, nowMs: number, timeoutMs: number): number | undefined {
    const slot = this.free.pop() ?? this.added();
    if (slot === undefined) return undefined;
    // With nobody waiting the wheel has stood still, and what it would have passed meanwhile is empty.
    if (this.waiting === 1) this.expiredTick = Math.floor(nowMs / TICK_MS);
    slot.token += this.limit;
    slot.call = call;
    // Always behind the present tick, which may have been dealt with already.
    slot.dueTick = Math.floor((nowMs + timeoutMs) / TICK_MS) + 1;
    slot.linkBefore(this.buckets[slot.dueTick % BUCKETS] as Slot<Call>);
    return slot.token;
  }

  /** Ends the wait of a call and gives it back; `undefined` for one that has ended, and for what never was a token. */
  release(token: number): Call | undefined {
    const slot = this.slots[token % this.limit];
    if (slot === undefined || slot.token !== token || slot.call === undefined) return undefined;
    return this.freed(slot);
  }

  /** Ends the wait of all that should have been answered by now, and gives them back. */
  expired(nowMs: number): Call[] {
    const tick = Math.floor(nowMs / TICK_MS);
    const due: Call[] = [];
    for (let at = Math.max(this.expiredTick + 1, tick - BUCKETS + 1); at <= tick; at += 1) {
      const bucket = this.buckets[at % BUCKETS] as Slot<Call>;
      for (let slot = bucket.next; slot !== bucket; ) {
        const { next } = slot;
        if (slot.dueTick <= tick) due.push(this.freed(slot));
        slot = next;
      }
    }
    this.expiredTick = tick;
    return due;
  }

  /** Ends the wait of those that `concerns` is true of, or of all. */
  releaseWhere(concerns: (call: Call) => boolean): Call[] {
    return this.slots.filter(({ call }) => call !== undefined && concerns(call)).map((slot) => this.freed(slot));
  }

  private added(): Slot<Call> | undefined {
    if (this.slots.length === this.limit) return undefined;
    const slot = new Slot<Call>(this.slots.length);
    this.slots.push(slot);
    return slot;
  }

  private freed(slot: Slot<Call>): Call {
    const { call } = slot;
    slot.call = undefined;
    slot.unlink();
    this.free.push(slot);
    return call as Call;
  }
}

/** A place for a call, in the ring of those that are due at the same tick; a bucket is the slot in such a ring that holds none. */
class Slot<Call> {
  call: Call | undefined = undefined;
  dueTick = 0;
  next: Slot<Call> = this;
  private previous: Slot<Call> = this;

  /** @param token below the limit it is the slot's index, which it stays modulo the limit, and is given to nobody */
  constructor(public token: number) {}

  linkBefore(bucket: Slot<Call>): void {
    this.next = bucket;
    this.previous = bucket.previous;
    bucket.previous.next = this;
    bucket.previous = this;
  }

  unlink(): void {
    this.previous.next = this.next;
    this.next.previous = this.previous;
  }
}
