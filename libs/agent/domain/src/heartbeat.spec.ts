import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { EMPTY_BOOK, withEntry } from './book.js';
import { heartbeatWait, isStillOf, standingOf } from './heartbeat.js';
import type { JournalEntry } from './journal-entry.js';

const sent = (batchId: string, sequence: bigint): JournalEntry => ({ type: 'advert-sent', batchId, sequence, bodySha256: '', validFrom: instant(0n), validUntil: instant(1n), offers: [], withdrawnResourceIds: [] });
const receipted = (batchId: string): JournalEntry => ({ type: 'receipted', batchId, refusedItemIds: [], receiptBase64: '' });
const after = (...entries: readonly JournalEntry[]) => entries.reduce(withEntry, EMPTY_BOOK);

describe('a heartbeat', () => {
  it('S2-2 comes within its interval, never much sooner, and not always after the same time', () => {
    const waits = Array.from({ length: 200 }, (_, number) => heartbeatWait(1_000, `s ${number}`));
    expect([Math.min(...waits) >= 750, Math.max(...waits) <= 900, new Set(waits).size > 50]).toEqual([true, true, true]);
  });

  it('S2-2 says what was sent and what is receipted, also after the books had parted', () => {
    expect(standingOf(EMPTY_BOOK)).toEqual({ sentSequence: 0n, receiptedSequence: 0n });
    expect(standingOf(after(sent('a', 1n)))).toEqual({ sentSequence: 1n, receiptedSequence: 0n });
    expect(standingOf(after(sent('a', 1n), receipted('a'), sent('b', 2n), sent('c', 3n)))).toEqual({ sentSequence: 3n, receiptedSequence: 1n });
    expect(standingOf(after(sent('a', 1n), { type: 'advert-abandoned', batchId: 'a', nextSequence: 9n }))).toEqual({ sentSequence: 8n, receiptedSequence: 8n });
  });

  it('S2-2 is answered too late where something was sent since', () => {
    expect(isStillOf(after(sent('a', 1n), receipted('a')), 1n)).toBe(true);
    expect(isStillOf(after(sent('a', 1n)), 1n)).toBe(false);
    expect(isStillOf(after(sent('a', 1n), receipted('a'), sent('b', 2n), receipted('b')), 1n)).toBe(false);
  });
});
