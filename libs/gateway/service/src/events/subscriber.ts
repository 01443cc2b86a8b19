import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Buyer } from '../identity/buyers.js';
import type { BuyerEvent } from './event-interpreter.js';

/** Bytes that may wait for a reader who does not read. Beyond, it is dropped: it can come back and resume. */
export const MAX_UNSENT_BYTES = 256 * 1024;
/** New events that may wait while the past is being sent. */
export const MAX_WAITING_EVENTS = 1_000;
const SLOWEST_READ_MS = 30_000;

/** One open event stream of a buyer. */
export class Subscriber {
  /** New events wait here while older ones are being sent. */
  private waiting: BuyerEvent[] | undefined;

  /** @param sentTo events up to this position were seen before, and are not sent */
  constructor(
    readonly buyer: Buyer,
    private readonly output: Writable,
    private sentTo: bigint,
  ) {}

  get isOpen(): boolean {
    return !this.output.destroyed && !this.output.writableEnded;
  }

  /** Sends a new event, or keeps it until the past was sent. A subscriber that takes nothing is dropped. */
  offer(event: BuyerEvent): void {
    if (!this.waiting) this.send(event);
    else if (this.waiting.length < MAX_WAITING_EVENTS) this.waiting.push(event);
    else this.drop();
  }

  /** Sends older events at the reader's own pace, and then the new ones that came meanwhile. */
  async catchUp(past: AsyncIterable<BuyerEvent>): Promise<void> {
    this.waiting = [];
    for await (const event of past) {
      if (!this.isOpen) return;
      this.send(event);
      if (this.output.writableNeedDrain) await this.drained();
    }
    const waiting = this.waiting;
    this.waiting = undefined;
    for (const event of waiting) this.send(event);
  }

  /** A comment keeps the connection alive through proxies, and finds out whether anybody is there. */
  comment(text: string): void {
    this.write(`: ${text}\n\n`);
  }

  end(): void {
    if (this.isOpen) this.output.end();
  }

  drop(): void {
    this.output.destroy();
  }

  private send(event: BuyerEvent): void {
    if (event.position <= this.sentTo) return;
    this.sentTo = event.position;
    this.write(event.frame);
  }

  private write(text: string): void {
    if (!this.isOpen) return;
    this.output.write(text);
    if (this.output.writableLength > MAX_UNSENT_BYTES) this.drop();
  }

  private async drained(): Promise<void> {
    const tooSlow = AbortSignal.timeout(SLOWEST_READ_MS);
    const gone = new AbortController();
    this.output.once('close', () => gone.abort());
    // Whoever did not read for so long is dropped; whoever is gone already needs nothing more.
    await once(this.output, 'drain', { signal: AbortSignal.any([tooSlow, gone.signal]) }).catch(() => this.drop());
  }
}
