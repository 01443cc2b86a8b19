import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { EMPTY_BOOK, withEntry } from './book.js';
import type { JournalEntry } from './journal-entry.js';
import { unregistered } from './purchase.js';

const at = instant(0n);
const activated = (number: number): JournalEntry => ({
  type: 'activated', activatedAt: at, receiptBase64: '',
  segment: { segmentId: `seg-${number}`, contractId: 'con', contractSha256: 'ab', fromPopId: 'a', toPopId: 'b', resourceIds: [], mbps: 1, serviceStartAt: at },
});
const released = (number: number): JournalEntry => ({ type: 'released', segmentId: `seg-${number}`, contractSha256: 'ab', releasedAt: at, receiptBase64: '' });
const registered = (wasActive: boolean): JournalEntry => ({ type: 'purchase-registered', contractId: 'con', envelopesBase64: [], wasActive });
const dueAfter = (...entries: readonly JournalEntry[]) => unregistered(entries.reduce(withEntry, EMPTY_BOOK)).map(({ contractId, contractSha256, isActive }) => [contractId, contractSha256, isActive]);

describe('S3-6 the terms of a contract', () => {
  it('are asked for with the first segment that comes up, once, whatever others do', () => {
    expect(dueAfter()).toEqual([]);
    expect(dueAfter(activated(1), activated(2))).toEqual([['con', 'ab', true]]);
    expect(dueAfter(activated(1), registered(true), activated(2), released(1))).toEqual([]);
  });

  it('are asked for again when the last one has gone, and when one has come back', () => {
    expect(dueAfter(activated(1), activated(2), registered(true), released(1), released(2))).toEqual([['con', 'ab', false]]);
    expect(dueAfter(activated(1), released(1), registered(false))).toEqual([]);
    expect(dueAfter(activated(1), released(1), registered(false), activated(2))).toEqual([['con', 'ab', true]]);
  });

  it('are none of a segment that was released before it ever came up', () => {
    expect(dueAfter(released(1))).toEqual([]);
  });
});
