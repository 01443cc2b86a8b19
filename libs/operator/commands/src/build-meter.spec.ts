import { describe, expect, it } from '@jest/globals';
import { BuildMeter } from './build-meter.js';

function meter(isTTY: boolean) {
  const written: string[] = [];
  let nowMs = 0;
  const made = new BuildMeter('billing/bills', { isTTY, write: (text) => void written.push(text) }, () => nowMs);
  const show = (atMs: number, events: number, position: bigint): void => {
    nowMs = atMs;
    made.show({ events, position, head: 1_100n });
  };
  return { made, show, written };
}

describe('the meter of a projection’s build', () => {
  it('says on a terminal how many events were read, how far that is between the first and the head, at which rate, and how long the rest takes', () => {
    const { made, show, written } = meter(true);
    show(0, 1, 100n);
    show(199, 400, 300n);
    show(2_000, 1_000, 600n);
    show(2_199, 1_100, 700n);
    show(2_200, 1_200, 850n);
    made.end();
    expect(written).toEqual([
      '\r\u001b[Kbilling/bills: 1,000 events, 50 % of the ledger, 500 events/s, about 2.0 s left',
      '\r\u001b[Kbilling/bills: 1,200 events, 75 % of the ledger, 545 events/s, about 0.7 s left',
      '\r\u001b[K',
    ]);
  });

  it('writes a line every five seconds where it is no terminal, and none at all for a short build', () => {
    const { made, show, written } = meter(false);
    show(0, 512, 100n);
    show(4_999, 1_000, 200n);
    made.end();
    expect(written).toEqual([]);
    show(5_000, 2_000, 1_100n);
    made.end();
    expect(written).toEqual(['billing/bills: 2,000 events, 100 % of the ledger, 400 events/s, about 0.0 s left\n']);
  });
});
