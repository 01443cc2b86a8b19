import { BulkReader, type Ledger, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { ViewEvents } from '@carriermesh/platform-readmodel';
import { eventCodecs } from '@carriermesh/wire';
import type { Consumer } from './consumers.js';
import { isPostgres } from './open-ledger.js';

const PAGE_EVENTS = 2_048;

export interface CatchUpOptions {
  readonly ledgerUrl: string;
  readonly applicationName: string;
  /** Who reads, and from where on. */
  readonly readers: readonly { readonly consumer: Pick<Consumer, 'listens' | 'wantsFactsAlone'>; readonly from: Position }[];
}

/**
 * Reads what a service has missed, in bulk, without the events that nobody in it listens to; those of types that this build does not
 * know stay among them, since a person has to hear of them. What only structures in memory have to read again comes without what
 * they do not look at. `undefined` where the ledger is kept by something that has no bulk reader.
 */
export function catchUpOf({ ledgerUrl, applicationName, readers }: CatchUpOptions): ((after: Position, upTo: Position) => AsyncIterable<readonly RecordedEvent[]>) | undefined {
  if (!isPostgres(ledgerUrl)) return undefined;
  const bulk = new BulkReader({ connectionString: ledgerUrl, applicationName });
  const whole = readers.filter(({ consumer }) => !consumer.wantsFactsAlone);
  return async function* (after, upTo) {
    const bend = whole.reduce((lowest, { from }) => (from < lowest ? from : lowest), upTo);
    const facts = readers.filter(({ consumer }) => consumer.wantsFactsAlone);
    yield* bulk.read({ after, upTo: bend, without: unwantedBy(facts), factsOnly: true });
    yield* bulk.read({ after: bend > after ? bend : after, upTo, without: unwantedBy(readers) });
  };
}

/** What views are built of: in bulk where PostgreSQL keeps the ledger, else page by page. */
export function viewEventsOf(ledger: Pick<Ledger, 'head' | 'readAll'>, { ledgerUrl, applicationName }: Omit<CatchUpOptions, 'readers'>): ViewEvents {
  const head = (): Promise<Position> => ledger.head();
  if (!isPostgres(ledgerUrl)) return { head, read: (span) => pagesOf(ledger, span) };
  const bulk = new BulkReader({ connectionString: ledgerUrl, applicationName });
  return { head, read: (span) => bulk.read(span) };
}

async function* pagesOf(ledger: Pick<Ledger, 'readAll'>, { after, upTo, types }: Parameters<ViewEvents['read']>[0]): AsyncGenerator<readonly RecordedEvent[]> {
  const wanted = new Set(types);
  for (let at = after; at < upTo; ) {
    const page = await ledger.readAll(at, PAGE_EVENTS);
    yield page.filter(({ type, position }) => wanted.has(type) && position <= upTo);
    at = page.at(-1)?.position ?? upTo;
  }
}

function unwantedBy(readers: CatchUpOptions['readers']): readonly string[] {
  const wanted = new Set(readers.flatMap(({ consumer }) => consumer.listens));
  return Object.keys(eventCodecs).filter((type) => !wanted.has(type));
}
