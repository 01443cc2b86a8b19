import { instant, parseInstant, type Instant } from '@carriermesh/kernel';
import type { EventMetadata, Position, RecordedEvent } from '@carriermesh/platform-ledger';
import { int32At, int64At, textAt, viewAt, type RowFields } from './copy-out.js';
import { eventHash } from './commit-leaf.js';
import { EMPTY_ROOT, type Hash } from './merkle-tree.js';

export const EVENT_ROW = 'position, stream, revision, event_id, type, payload, metadata::text, recorded_at';
export const EVENT_FIELDS = 8;

/** PostgreSQL counts microseconds from 2000-01-01. */
const EPOCH_MICROS = 946_684_800_000_000n;

/** An event as the verifier meets it. */
export interface HashedEvent {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly hash: Hash;
}

/** What no event hashes to: it stands for a row that is no event any more. */
const NO_EVENT_HASH: Hash = EMPTY_ROOT;

export function hashedEvent(row: RowFields): HashedEvent {
  const event = eventIn(row);
  const [position, stream, revision] = event ? [event.position, event.stream, event.revision] : [int64At(row, 0), textAt(row, 1), int32At(row, 2)];
  return { position, stream, revision, hash: event ? eventHash(event) : NO_EVENT_HASH };
}

/**
 * The event in a row; `undefined` when its metadata is not, to the letter, what the ledger writes. A looser reading would let a
 * key be added, or put twice, without any hash noticing. The payload is a view: copy the event to keep it.
 */
export function eventIn(row: RowFields): RecordedEvent | undefined {
  const metadata = metadataOf(textAt(row, 6));
  if (!metadata) return undefined;
  return {
    position: int64At(row, 0),
    stream: textAt(row, 1),
    revision: int32At(row, 2),
    eventId: uuidText(viewAt(row, 3).toString('hex')),
    type: textAt(row, 4),
    payload: viewAt(row, 5),
    metadata,
    recordedAt: instant((int64At(row, 7) + EPOCH_MICROS) * 1_000n),
  };
}

/** The event with a payload of its own. */
export const keptEvent = (event: RecordedEvent): RecordedEvent => ({ ...event, payload: Uint8Array.from(event.payload) });

const uuidText = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

function metadataOf(text: string): EventMetadata | undefined {
  try {
    const { correlationId, causationId, actor, occurredAt, traceparent } = JSON.parse(text) as Record<string, unknown>;
    if (text !== JSON.stringify({ correlationId, causationId, actor, occurredAt, traceparent })) return undefined;
    if (typeof correlationId !== 'string' || typeof causationId !== 'string' || typeof actor !== 'string' || typeof occurredAt !== 'string') return undefined;
    const at = instantIn(occurredAt);
    if (at === undefined) return undefined;
    if (traceparent === undefined) return { correlationId, causationId, actor, occurredAt: at };
    // An empty trace context hashes like none, and the ledger is never asked to write one.
    return typeof traceparent === 'string' && traceparent !== '' ? { correlationId, causationId, actor, occurredAt: at, traceparent } : undefined;
  } catch {
    return undefined;
  }
}

/** Events that follow each other are of the same second more often than not: its reading is kept. */
let lastSecond: { readonly text: string; readonly at: Instant | undefined } = { text: '', at: undefined };
/** As the ledger writes instants: three, six or nine decimals, the last three of them not all zero; or none. */
const WRITTEN_INSTANT = /^(.{19})(?:\.((?:\d{3}){0,2}(?!000)\d{3}))?Z$/;

function instantIn(text: string): Instant | undefined {
  const [, second, fraction] = WRITTEN_INSTANT.exec(text) ?? [];
  if (second === undefined) return undefined;
  if (second !== lastSecond.text) lastSecond = { text: second, at: parseInstant(`${second}Z`) };
  const { at } = lastSecond;
  return at === undefined || fraction === undefined ? at : instant(at + BigInt(Number(fraction) * 10 ** (9 - fraction.length)));
}
