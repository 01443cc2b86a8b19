import { describe, expect, it } from '@jest/globals';
import { realTimers } from '@carriermesh/platform-time';
import { OrderHeads } from './order-heads.js';

describe('where the ledger ended when an order came', () => {
  const counted = () => {
    let [position, looks] = [0n, 0];
    const head = async (): Promise<bigint> => ((looks += 1), (position += 1n));
    return { heads: new OrderHeads({ raw: { head } } as never, realTimers), looks: () => looks };
  };

  it('is looked up once for all orders of one turn, and anew for those of the next', async () => {
    const { heads, looks } = counted();
    for (const orderId of ['a', 'b', 'c']) heads.noteFor(orderId);
    expect(await Promise.all(['a', 'b', 'c'].map((orderId) => heads.takeOf(orderId)))).toEqual([1n, 1n, 1n]);
    heads.noteFor('d');
    expect([await heads.takeOf('d'), looks()]).toEqual([2n, 2]);
  });

  it('is told once, and not of an order that was resumed', async () => {
    const { heads } = counted();
    heads.noteFor('a');
    expect([await heads.takeOf('a'), heads.takeOf('a'), heads.takeOf('b')]).toEqual([1n, undefined, undefined]);
  });
});
