import { Inject, Injectable } from '@nestjs/common';
import { isToken } from '@carriermesh/kernel';
import { LOGGER } from '@carriermesh/platform-chassis';
import type { Logger } from '@carriermesh/platform-telemetry';
import { notFound } from '../http/problem.js';
import type { Buyer } from './buyers.js';

/** Lets an id of an address pass that can be one; anything else is answered as unknown, without asking anybody. */
export function idOf(text: string): string {
  if (!isToken(text)) throw notFound();
  return text;
}

/**
 * The second lock. Every context decides for itself what a buyer may see; an answer that is another's all the same goes no
 * further than here.
 */
@Injectable()
export class Ownership {
  constructor(@Inject(LOGGER) private readonly log: Logger) {}

  check<T extends { readonly buyerId: string }>(buyer: Buyer, owned: T): T {
    if (this.isOf(buyer, owned)) return owned;
    throw notFound();
  }

  isOf(buyer: Buyer, { buyerId }: { readonly buyerId: string }): boolean {
    if (buyerId === buyer.id) return true;
    this.log.error({ buyerId: buyer.id }, 'a context answered a buyer with what is another buyer’s; it was withheld');
    return false;
  }
}
