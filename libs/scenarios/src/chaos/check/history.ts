import { hash } from 'node:crypto';
import { common, eventCodec, isEventType, ledger, type EventData, type EventType } from '@carriermesh/wire';
import type { Envelope } from '@carriermesh/platform-signing';

/** An event of the exported ledger. */
export type HistoryEvent = {
  [T in EventType]: { readonly type: T; readonly data: EventData[T] } & EventPlace;
}[EventType];

interface EventPlace {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  /** SHA-256 over the event's exported bytes, which is what the tree is over (docs/evidence.md). */
  readonly hash: Uint8Array;
}

export type EventOf<T extends EventType> = Extract<HistoryEvent, { readonly type: T }>;

/** A batch that a client sent until it was receipted, or gave up. */
export interface SentBatch {
  readonly providerId: string;
  readonly batchId: string;
  readonly records: number;
  /** A `common.Receipt` signed by the operator. Absent: the client never had one. */
  readonly receipt?: Envelope;
}

/** An order as its buyer knows it from the API's answers. */
export interface AnsweredOrder {
  readonly requestId: string;
  readonly orderId: string;
  /** The last state that the API told: `active`, `refused` … */
  readonly state: string;
}

/** A line of an agent's own journal, as it stands in the file. */
export interface JournalLine {
  readonly type: string;
  readonly segmentId?: string;
  readonly segment?: { readonly segmentId: string };
  readonly receiptBase64?: string;
}

/** All that is left of a run when everything has stopped: the operator's exports, and what the others wrote down for themselves. */
export interface ChaosHistory {
  readonly operatorKey: Uint8Array;
  /** In ledger order. */
  readonly events: readonly HistoryEvent[];
  /** Heads of the ledger's tree that somebody was handed, each a signed `ledger.TreeHead`. */
  readonly heads: readonly Envelope[];
  readonly batches: readonly SentBatch[];
  /** Batches that were sent again and got another receipt than before. */
  readonly unequalReceipts: readonly string[];
  readonly orders: readonly AnsweredOrder[];
  /** By provider. */
  readonly journals: ReadonlyMap<string, readonly JournalLine[]>;
  /** Invoices that `carriermesh replay` recomputed in a process of its own. */
  readonly replays: readonly { readonly invoiceId: string; readonly identical: boolean }[];
}

/** Something that must not be. */
export interface Finding {
  /** `I1` to `I13`, as the design names its invariants. */
  readonly invariant: string;
  readonly what: string;
}

/** @param bytes a `ledger.LedgerEvent`, as exports carry it. @throws Error when it is none, or of a type that nobody knows */
export function historyEvent(bytes: Uint8Array): HistoryEvent {
  const { position, stream, revision, type, payload } = ledger.LedgerEvent.decode(bytes);
  if (!isEventType(type)) throw new Error(`the event at position ${position} is of the unknown type ${type}`);
  return { position, stream, revision, hash: hash('sha256', bytes, 'buffer'), type, data: eventCodec(type).decode(payload) } as HistoryEvent;
}

export const eventsOf = <T extends EventType>(events: readonly HistoryEvent[], type: T): readonly EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type);

export const receiptIn = (base64: string): Envelope => common.SignedEnvelope.decode(Buffer.from(base64, 'base64'));
