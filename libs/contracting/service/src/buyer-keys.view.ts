import { Injectable } from '@nestjs/common';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';

/** Which buyers are bound by their signature alone: looked up with every order, and so in memory. */
@Injectable()
export class BuyerKeys implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'buyer-keys';
  readonly listens = ['contracting.v1.BuyerKeyRegistered'] as const;
  private readonly signers = new Set<string>();

  apply(event: Fact): void {
    if (event.type !== 'contracting.v1.BuyerKeyRegistered') return;
    const { buyerId, mustSign } = event.data;
    if (mustSign) this.signers.add(buyerId);
    else this.signers.delete(buyerId);
  }

  mustSign(buyerId: string): boolean {
    return this.signers.has(buyerId);
  }
}
