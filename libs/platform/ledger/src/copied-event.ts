import { instant, invariant, type Instant } from '@carriermesh/kernel';
import { metadataOf } from './event-rows.js';
import type { EventMetadata, Position, RecordedEvent } from './ledger.port.js';

/** The columns of an event in the order in which `CopiedEvent` finds them. */
export const FACT_COLUMNS = 'position, type, payload, stream, revision';
export const COPIED_COLUMNS = `${FACT_COLUMNS}, event_id, metadata, recorded_at`;

/** PostgreSQL counts microseconds from the year 2000. */
const EPOCH_MICROS = 946_684_800_000_000n;
const FIELD_COUNT_BYTES = 2;
const LENGTH_BYTES = 4;
const POSITION_AT = FIELD_COUNT_BYTES + LENGTH_BYTES;
const TYPE_AT = POSITION_AT + 8 + LENGTH_BYTES;

/**
 * An event as a row of `COPY … (format binary)`: what a reader does not look at is never made. Its row stays in memory as long as
 * it does, so it is not for keeping.
 */
export class CopiedEvent implements RecordedEvent {
  /** Decoded by whoever did so first; all others want the same. */
  data: unknown = undefined;
  private knownType: string | undefined = undefined;

  /** @param at where the row begins in `row`, at its count of fields */
  constructor(
    private readonly row: Buffer,
    private readonly at: number,
  ) {}

  get position(): Position {
    return this.row.readBigInt64BE(this.at + POSITION_AT);
  }

  get type(): string {
    const { row, at } = this;
    const begin = at + TYPE_AT;
    return (this.knownType ??= typeName(row, begin, begin + row.readInt32BE(begin - LENGTH_BYTES)));
  }

  get payload(): Uint8Array {
    const begin = this.payloadAt;
    return this.row.subarray(begin, begin + this.row.readInt32BE(begin - LENGTH_BYTES));
  }

  get stream(): string {
    const at = this.field(0);
    return this.row.toString('utf8', at, at + this.row.readInt32BE(at - LENGTH_BYTES));
  }

  get revision(): number {
    return this.row.readInt32BE(this.field(1));
  }

  get eventId(): string {
    const at = this.field(2);
    const hex = this.row.toString('hex', at, at + 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  get metadata(): EventMetadata {
    const at = this.field(3);
    return metadataOf(this.row.toString('utf8', at, at + this.row.readInt32BE(at - LENGTH_BYTES)));
  }

  get recordedAt(): Instant {
    return instant((this.row.readBigInt64BE(this.field(4)) + EPOCH_MICROS) * 1_000n);
  }

  /** Where the contents of a field begin, counted from the first one behind the payload. */
  private field(index: number): number {
    invariant(index < 2 || this.row.readInt16BE(this.at) > 5, 'who reads facts alone gets neither the id, the metadata nor the recording time of an event');
    let at = this.payloadAt;
    for (let passed = 0; passed <= index; passed += 1) at += this.row.readInt32BE(at - LENGTH_BYTES) + LENGTH_BYTES;
    return at;
  }

  private get payloadAt(): number {
    const begin = this.at + TYPE_AT;
    return begin + this.row.readInt32BE(begin - LENGTH_BYTES) + LENGTH_BYTES;
  }
}

/** The event as an object of its own, for whoever keeps it or hands it on. */
export function kept(event: RecordedEvent): RecordedEvent {
  if (!(event instanceof CopiedEvent)) return event;
  const { position, stream, revision, eventId, type, payload, metadata, recordedAt } = event;
  return { position, stream, revision, eventId, type, payload: Buffer.from(payload), metadata, recordedAt };
}

/** Types that were seen: one text for each of them, instead of one for each event. */
const MAX_TYPES = 4_096;
const WORD_BYTES = 4;
const types = new Map<number, SeenType>();

/** A type's text, and its bytes as the words by which it is known again. */
interface SeenType {
  readonly text: string;
  readonly words: readonly number[];
}

/** A ledger has few types and many events: their words are compared with those that had the same sum before. */
function typeName(row: Buffer, begin: number, end: number): string {
  let sum = end - begin;
  for (let at = begin; at < end; at += WORD_BYTES) sum = (Math.imul(sum, 31) + wordAt(row, at, end)) | 0;
  const known = types.get(sum);
  if (known !== undefined && known.text.length === end - begin && hasWords(row, begin, end, known.words)) return known.text;
  const text = row.toString('latin1', begin, end);
  const words = Array.from({ length: Math.ceil(text.length / WORD_BYTES) }, (_, index) => wordAt(row, begin + index * WORD_BYTES, end));
  if (types.size < MAX_TYPES) types.set(sum, { text, words });
  return text;
}

/** Four bytes as one number; of the last ones, what is there. */
function wordAt(row: Buffer, at: number, end: number): number {
  const first = row[at] as number;
  const second = row[at + 1] as number;
  const third = row[at + 2] as number;
  if (at + WORD_BYTES <= end) return first | (second << 8) | (third << 16) | ((row[at + 3] as number) << 24);
  return first | (at + 1 < end ? second << 8 : 0) | (at + 2 < end ? third << 16 : 0);
}

function hasWords(row: Buffer, begin: number, end: number, words: readonly number[]): boolean {
  for (let index = 0; index < words.length; index += 1) if (wordAt(row, begin + index * WORD_BYTES, end) !== words[index]) return false;
  return true;
}
