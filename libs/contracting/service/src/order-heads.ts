import { Inject, Injectable } from '@nestjs/common';
import { LEDGER, TIMERS, TypedLedger } from '@carriermesh/platform-chassis';
import type { Timers } from '@carriermesh/platform-time';

/** Orders whose paths were not asked for yet. */
const MAX_ORDERS = 10_000;

/**
 * Where the ledger ended when an order came: what its paths have to know of. Read beside the order's first commit, which it does not
 * wait for; of an order that is resumed it is not known, and then its own commit counts.
 */
@Injectable()
export class OrderHeads {
  private readonly heads = new Map<string, Promise<bigint>>();

  /** One look, for all orders that come in one turn. */
  private next: Promise<bigint> | undefined;

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(TIMERS) private readonly timers: Timers,
  ) {}

  noteFor(orderId: string): void {
    const head = (this.next ??= this.look());
    // Whoever takes it hears of a ledger that is away; nobody else has to.
    head.catch(() => undefined);
    this.heads.set(orderId, head);
    if (this.heads.size <= MAX_ORDERS) return;
    const [oldest] = this.heads.keys();
    if (oldest !== undefined) this.heads.delete(oldest);
  }

  takeOf(orderId: string): Promise<bigint> | undefined {
    const head = this.heads.get(orderId);
    this.heads.delete(orderId);
    return head;
  }

  private async look(): Promise<bigint> {
    await this.timers.breathe();
    this.next = undefined;
    return this.ledger.raw.head();
  }
}
