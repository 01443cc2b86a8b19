import { Inject, Injectable } from '@nestjs/common';
import { LEDGER, TypedLedger } from '@carriermesh/platform-chassis';

/** Orders whose paths were not asked for yet. */
const MAX_ORDERS = 10_000;

/**
 * Where the ledger ended when an order came: what its paths have to know of. Read beside the order's first commit, which it does not
 * wait for; of an order that is resumed it is not known, and then its own commit counts.
 */
@Injectable()
export class OrderHeads {
  private readonly heads = new Map<string, Promise<bigint>>();

  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  noteFor(orderId: string): void {
    const head = this.ledger.raw.head();
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
}
