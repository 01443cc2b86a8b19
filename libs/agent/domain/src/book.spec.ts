import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { activeSegments, EMPTY_BOOK, withEntry, type Book } from './book.js';
import type { AdvertSent, JournalEntry, UsageSent } from './journal-entry.js';
import { resyncSequence } from './resync.js';
import type { Segment } from './segment.js';

const advert = (batchId: string, sequence: bigint, offers: Record<string, string>, withdrawnResourceIds: string[] = []): AdvertSent => ({
  type: 'advert-sent', batchId, sequence, bodySha256: 'aa', validFrom: instant(0n), validUntil: instant(100n), withdrawnResourceIds,
  offers: Object.entries(offers).map(([resourceId, fingerprint]) => ({ resourceId, fingerprint })),
});
const usage = (batchId: string, reportedUntil: bigint): UsageSent => ({
  type: 'usage-sent', batchId, bodySha256: 'bb', segments: [{ segmentId: 'seg_1', records: 1, reportedUntil: instant(reportedUntil) }],
});
const receipted = (batchId: string, refusedItemIds: string[] = []): JournalEntry => ({ type: 'receipted', batchId, refusedItemIds, receiptBase64: 'cmVj' });
const segment: Segment = {
  segmentId: 'seg_1', contractId: 'con_1', contractSha256: '00', fromPopId: 'alfa/a', toPopId: 'alfa/b', resourceIds: ['alfa/a-b'], mbps: 10, serviceStartAt: instant(7n),
};
const after = (...entries: JournalEntry[]): Book => entries.reduce(withEntry, EMPTY_BOOK);

describe('the book of a provider', () => {
  it('begins with sequence 1 and counts what was sent, receipted or not', () => {
    expect(EMPTY_BOOK.nextSequence).toBe(1n);
    expect(after(advert('a', 1n, {}), receipted('a'), advert('b', 2n, {})).nextSequence).toBe(3n);
  });

  it('knows after a crash which batches have no receipt, in the order of their sending', () => {
    const book = after(advert('a', 1n, {}), usage('u', 5n), advert('b', 2n, {}), receipted('a'));
    expect(book.pendingAdverts.map(({ batchId }) => batchId)).toEqual(['b']);
    expect(book.pendingUsage.map(({ batchId }) => batchId)).toEqual(['u']);
  });

  it('takes an offer as said only once it is receipted, and a refused one never', () => {
    const sent = after(advert('a', 1n, { 'alfa/x': 'f', 'alfa/y': 'g' }));
    expect(sent.offered.size).toBe(0);
    expect([...withEntry(sent, receipted('a', ['alfa/y'])).offered.keys()]).toEqual(['alfa/x']);
  });

  it('forgets what was withdrawn', () => {
    const book = after(advert('a', 1n, { 'alfa/x': 'f' }), receipted('a'), advert('b', 2n, {}, ['alfa/x']), receipted('b'));
    expect(book.offered.size).toBe(0);
  });

  it('says everything again, from the sequence that the mesh expects, once the books have parted', () => {
    const book = after(advert('a', 1n, { 'alfa/x': 'f' }), receipted('a'), advert('b', 2n, { 'alfa/y': 'g' }), { type: 'advert-abandoned', batchId: 'b', nextSequence: 9n });
    expect(book).toMatchObject({ nextSequence: 9n, pendingAdverts: [] });
    expect(book.offered.size).toBe(0);
  });

  it('counts usage as reported from the moment that its batch is safe, not from its receipt', () => {
    expect(after(usage('u', 5n), usage('v', 8n)).reportedUntil.get('seg_1')).toBe(8n);
  });

  it('keeps what a released segment was, so that its last hours can be reported', () => {
    const active = after({ type: 'activated', segment, activatedAt: instant(6n), receiptBase64: 'YQ' });
    expect(activeSegments(active)).toEqual([segment]);
    const released = withEntry(active, { type: 'released', segmentId: 'seg_1', contractSha256: '00', releasedAt: instant(9n), receiptBase64: 'Yg' });
    expect(activeSegments(released)).toEqual([]);
    expect(released.segments.get('seg_1')).toEqual({ status: 'released', segment, contractSha256: '00', releasedAt: 9n, receiptBase64: 'Yg' });
  });

  it('treats a receipt for nothing that was sent as a bug', () => {
    expect(() => after(receipted('z'))).toThrow('batch z was receipted');
  });
});

describe('a refused batch', () => {
  const refusal = (code: string, facts: Record<string, string> = {}) => ({ code, message: 'No.', facts });

  it('goes on with the sequence that the mesh expects', () => {
    expect(resyncSequence(refusal('sequence-out-of-order', { expected: '42' }), 1n)).toBe(42n);
  });

  it('goes on behind a sequence that another batch has taken', () => {
    expect(resyncSequence(refusal('batch-id-reused', { recorded_sequence: '1' }), 1n)).toBe(2n);
  });

  it('is sent again as it is after any other refusal, and after one without a sequence from 1', () => {
    expect(resyncSequence(refusal('provider-unknown'), 1n)).toBeUndefined();
    expect(resyncSequence(refusal('sequence-out-of-order'), 1n)).toBeUndefined();
    for (const expected of ['0', '-1', '1.5', '1e3', '', '99999999999999999999']) {
      expect(resyncSequence(refusal('sequence-out-of-order', { expected }), 1n)).toBeUndefined();
    }
  });
});
