import type { Instant } from '@carriermesh/kernel';
import { LEDGER_START, type Ledger, type Position } from './ledger.port.js';

/** All that is needed of a ledger by whoever recomputes something, and writes nothing. */
export type LedgerReading = Pick<Ledger, 'readAll' | 'readStream' | 'head'>;

const PAGE_EVENTS = 10_000;

/**
 * The ledger as it stood at an instant of the mesh's clock: what came before the first event that is later. Clocks of processes
 * differ a little, and a beginning of the ledger is something that was once there, while a choice of its events by their time
 * may never have been.
 */
export async function ledgerAsOf(ledger: LedgerReading, at: Instant): Promise<LedgerReading> {
  const upTo = await lastNotLater(ledger, at);
  const isThere = ({ position }: { readonly position: Position }): boolean => position <= upTo;
  return {
    head: () => Promise.resolve(upTo),
    readAll: async (after, limit) => (await ledger.readAll(after, limit)).filter(isThere),
    readStream: async (stream, fromRevision) => (await ledger.readStream(stream, fromRevision)).filter(isThere),
  };
}

async function lastNotLater(ledger: LedgerReading, at: Instant): Promise<Position> {
  let last = { position: LEDGER_START, recordedAt: undefined as Instant | undefined };
  let beforeThatCommit = LEDGER_START;
  for (;;) {
    const page = await ledger.readAll(last.position, PAGE_EVENTS);
    if (page.length === 0) return last.position;
    for (const { position, recordedAt, metadata } of page) {
      // Events of one commit were recorded at one time: it is there as a whole or not at all.
      if (recordedAt !== last.recordedAt) beforeThatCommit = last.position;
      if (metadata.occurredAt > at) return beforeThatCommit;
      last = { position, recordedAt };
    }
  }
}
