import { formatInstant, type Instant } from '@carriermesh/kernel';
import { allCommittedIsReadable } from './all-committed.js';
import { LEDGER_START, type Ledger, type Position } from './ledger.port.js';

/** All that is needed of a ledger by whoever recomputes something, and writes nothing. */
export type LedgerReading = Pick<Ledger, 'readAll' | 'readStream' | 'head'>;

/** Which earlier time is asked about: when this was the ledger's last position, or an instant of the mesh's clock. */
export type AsOf = { readonly kind: 'revision'; readonly revision: Position } | { readonly kind: 'instant'; readonly instant: Instant };

/** Nobody knows yet what the ledger will hold. */
export interface StillToCome {
  readonly code: 'revision-in-future';
  readonly asked: string;
  readonly newest: string;
}

/** The ledger as it stood, and when that was: the instant that was asked about, or when the last thing happened that it holds. */
export interface PastLedger {
  readonly ledger: LedgerReading;
  readonly at: Instant;
}

const PAGE_EVENTS = 10_000;
/** A transaction of the mesh takes milliseconds, and one of a person's at the database longer than anybody would wait here. */
const READABLE_WITHIN_MS = 10_000;

export const describeAsOf = (asOf: AsOf): string => (asOf.kind === 'revision' ? `revision ${asOf.revision}` : formatInstant(asOf.instant));

/** Whether there is nothing yet to be asked about. */
export async function stillToCome(ledger: Pick<LedgerReading, 'head'>, asOf: AsOf, now: Instant): Promise<StillToCome | undefined> {
  const refusal = { code: 'revision-in-future', asked: describeAsOf(asOf) } as const;
  if (asOf.kind === 'instant') return asOf.instant > now ? { ...refusal, newest: formatInstant(now) } : undefined;
  const newest = await ledger.head();
  return asOf.revision > newest ? { ...refusal, newest: `revision ${newest}` } : undefined;
}

/**
 * The ledger as it stood. What is later than the clock but not than everything on record is no future: a copy may be of a demonstration whose
 * clock was moved forward.
 * @param now by the mesh's clock; asked only where it decides
 * @throws OperationalError `unavailable` when a transaction holds back what may have been there
 */
export async function pastLedger(ledger: Pick<Ledger, 'readAll' | 'readStream' | 'head' | 'tip'>, asOf: AsOf, now: () => Promise<Instant>): Promise<PastLedger | StillToCome> {
  if (asOf.kind === 'revision') {
    const future = await stillToCome(ledger, asOf, await now());
    const past = ledgerUpTo(ledger, asOf.revision);
    return future ?? { ledger: past, at: (await latestIn(past)) ?? (await now()) };
  }
  const past = await ledgerAsOf(ledger, asOf.instant);
  if ((await past.head()) < (await ledger.head())) return { ledger: past, at: asOf.instant };
  const future = await stillToCome(ledger, asOf, await now());
  if (future) return future;
  await allCommittedIsReadable(ledger, READABLE_WITHIN_MS);
  return { ledger: await ledgerAsOf(ledger, asOf.instant), at: asOf.instant };
}

/**
 * The ledger as it stood at an instant of the mesh's clock: what came before the first event that is later. Clocks of processes
 * differ a little, and a beginning of the ledger is something that was once there, while a choice of its events by their time
 * may never have been.
 */
export async function ledgerAsOf(ledger: LedgerReading, at: Instant): Promise<LedgerReading> {
  return ledgerUpTo(ledger, await lastNotLater(ledger, at));
}

/** The ledger as it stood when this was its last position. */
export function ledgerUpTo(ledger: LedgerReading, upTo: Position): LedgerReading {
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

/** When the last thing happened that the ledger holds; clocks of processes differ, and so it need not be its last event. */
async function latestIn(ledger: Pick<LedgerReading, 'readAll'>): Promise<Instant | undefined> {
  let latest: Instant | undefined;
  for (let position = LEDGER_START; ; ) {
    const page = await ledger.readAll(position, PAGE_EVENTS);
    if (page.length === 0) return latest;
    for (const { metadata } of page) if (latest === undefined || metadata.occurredAt > latest) latest = metadata.occurredAt;
    position = page.at(-1)!.position;
  }
}
