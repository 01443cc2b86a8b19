import { InvariantViolation, bytesEqual, instant } from '@carriermesh/kernel';
import type pg from 'pg';
import { AS_TEXT, bytesOf, microsOf } from './event-rows.js';
import type { AppendResult, NewEvent, Position, RevisionConflict, StreamAppend } from './ledger.port.js';

interface RecordedId {
  readonly stream: string;
  readonly type: string;
  readonly payload: Uint8Array;
  readonly position: Position;
  readonly revision: number;
  readonly recordedMicros: bigint;
}

/**
 * The result of the same append made earlier, when its caller retries after an unknown outcome; `undefined` when none of
 * its events is recorded.
 * @throws InvariantViolation when an event id is recorded with other content, or only some of the ids are: an append is
 * all or nothing, so these are not a retry but one id used twice
 */
export async function findRecorded(reads: pg.Pool, append: readonly StreamAppend[]): Promise<AppendResult | undefined> {
  const eventIds = append.flatMap(({ events }) => events.map(({ eventId }) => eventId));
  const recorded = await readIds(reads, eventIds);
  if (recorded.size === 0) return undefined;
  const revisions = new Map<string, number>();
  let position = 0n;
  let recordedMicros = 0n;
  for (const { stream, events } of append) {
    for (const event of events) {
      const same = assertSame(event, stream, recorded.get(event.eventId));
      revisions.set(stream, same.revision);
      if (same.position > position) position = same.position;
      recordedMicros = same.recordedMicros;
    }
  }
  return { kind: 'appended', position, revisions, recordedAt: instant(recordedMicros * 1_000n) };
}

/** The first stream of the append that does not stand where it was expected. */
export async function findConflict(reads: pg.Pool, append: readonly StreamAppend[]): Promise<RevisionConflict | undefined> {
  const { rows } = await reads.query<[string, string]>({
    text: 'select stream, max(revision) from ledger.event where stream = any($1) group by stream',
    values: [append.map(({ stream }) => stream)],
    rowMode: 'array',
    types: AS_TEXT,
  } as pg.QueryArrayConfig);
  const actuals = new Map(rows.map(([stream, revision]) => [stream, Number(revision)]));
  for (const { stream, expected } of append) {
    const actual = actuals.get(stream) ?? 'none';
    if (expected !== 'any' && expected !== actual) return { kind: 'revision-conflict', stream, expected, actual };
  }
  return undefined;
}

async function readIds(reads: pg.Pool, eventIds: readonly string[]): Promise<Map<string, RecordedId>> {
  const { rows } = await reads.query<[string, string, string, string, string, string, string]>({
    text: `select event_id, stream, type, payload, position, revision, ${microsOf('recorded_at')}
             from ledger.event where event_id = any($1::uuid[])`,
    values: [eventIds],
    rowMode: 'array',
    types: AS_TEXT,
  } as pg.QueryArrayConfig);
  return new Map(
    rows.map(([eventId, stream, type, payload, position, revision, micros]) => [
      eventId,
      { stream, type, payload: bytesOf(payload), position: BigInt(position), revision: Number(revision), recordedMicros: BigInt(micros) },
    ]),
  );
}

function assertSame(event: NewEvent, stream: string, recorded: RecordedId | undefined): RecordedId {
  if (recorded === undefined) {
    throw new InvariantViolation(`event ${event.eventId} is not recorded, but others of its append are: an event id was used twice`);
  }
  if (recorded.stream === stream && recorded.type === event.type && bytesEqual(recorded.payload, event.payload)) return recorded;
  throw new InvariantViolation(
    `event ${event.eventId} (${event.type}, ${event.payload.length} bytes, for ${stream}) is already recorded with other content: ` +
      `${recorded.type}, ${recorded.payload.length} bytes, in ${recorded.stream} at revision ${recorded.revision}`,
  );
}
