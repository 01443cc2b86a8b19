import { LEDGER_START, type LedgerReading, type Position } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { MemoryViewConsumer } from './consumers.js';
import type { MemoryView } from './service.js';

const PAGE_EVENTS = 2_048;

/**
 * Has a new view take the ledger in up to a position, event by event and not commit by commit: a service may have been asked between the events of one.
 * @param log hears of events that can't be read, which the view leaves out
 */
export async function viewAsOf<V extends MemoryView>(view: V, { ledger, revision, log }: { readonly ledger: Pick<LedgerReading, 'readAll'>; readonly revision: Position; readonly log: Logger }): Promise<V> {
  const consumer = new MemoryViewConsumer(view, log);
  for (let at = LEDGER_START; at < revision; ) {
    const page = (await ledger.readAll(at, PAGE_EVENTS)).filter(({ position }) => position <= revision);
    const last = page.at(-1);
    if (!last) break;
    at = last.position;
    await consumer.take(page, at);
  }
  view.advancedTo?.(revision);
  return view;
}
