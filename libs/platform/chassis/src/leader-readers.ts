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
 * down. Who goes ahead is told of commits by services on the bus and by the database of everybody else's; who comes behind, when the other has read something.
 */
export function leaderReaders({ ledger, bus, rightOfWay }: LeaderReadersOptions): { readonly ahead: Reading; readonly behind: Reading } {
  const tail = new LedgerTail(ledger);
  const wakesBehind = new Set<() => void>();
  const readAhead: Ledger['readAll'] = async (after, limit) => {
    const events = await tail.readAhead(after, limit);
    if (events.length > 0) for (const wake of wakesBehind) wake();
    return events;
  };
  const readBy = (readAll: Ledger['readAll'], onCommit: Ledger['onCommit']): Reading => ({
    readAll: (after, limit) => rightOfWay.given().then(() => readAll(after, limit)),
    head: () => ledger.head(),
    onCommit,
  });
  return {
    ahead: readBy(readAhead, (wake) => {
      const ends = [ledger.onCommit(wake), bus.hear(COMMITTED_SUBJECT, wake)];
      return () => ends.forEach((end) => end());
    }),
    behind: readBy((after, limit) => tail.readBehind(after, limit), (wake) => {
      wakesBehind.add(wake);
      return () => void wakesBehind.delete(wake);
    }),
  };
}
