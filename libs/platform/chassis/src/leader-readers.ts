import { COMMITTED_SUBJECT, type Bus } from '@carriermesh/platform-bus';
import { LedgerTail } from '@carriermesh/platform-evidence';
import type { Ledger } from '@carriermesh/platform-ledger';
import type { RightOfWay } from './right-of-way.js';

type Reading = Pick<Ledger, 'readAll' | 'head' | 'onCommit'>;

export interface LeaderReadersOptions {
  readonly ledger: Reading;
  readonly bus: Pick<Bus, 'hear'>;
  readonly rightOfWay: Pick<RightOfWay, 'given'>;
}

/**
 * The ledger as the relay reads it, which goes ahead, and as the tree's keeper does, which comes behind. Both give way to who moves a service that is
 * down. Of commits services say so on the bus, and everybody else by the database.
 */
export function leaderReaders({ ledger, bus, rightOfWay }: LeaderReadersOptions): { readonly ahead: Reading; readonly behind: Reading } {
  const tail = new LedgerTail(ledger);
  const readBy = (readAll: Ledger['readAll']): Reading => ({
    readAll: (after, limit) => rightOfWay.given().then(() => readAll(after, limit)),
    head: () => ledger.head(),
    onCommit: (wake) => {
      const ends = [ledger.onCommit(wake), bus.hear(COMMITTED_SUBJECT, wake)];
      return () => ends.forEach((end) => end());
    },
  });
  return { ahead: readBy((after, limit) => tail.readAhead(after, limit)), behind: readBy((after, limit) => tail.readBehind(after, limit)) };
}
