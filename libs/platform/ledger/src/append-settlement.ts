import { instant } from '@carriermesh/kernel';
import type pg from 'pg';
import { AS_TEXT, bytesOf, microsOf } from './event-rows.js';
import type { AppendResult, RevisionConflict, StreamAppend } from './ledger.port.js';
import { answerToRetry, type RecordedId } from './retried-append.js';

/**
 * The result of the same append made earlier; `undefined` when none of its events is recorded.
 * @throws InvariantViolation when it is not the same append
 */
export async function findRecorded(reads: pg.Pool, append: readonly StreamAppend[]): Promise<AppendResult | undefined> {
  return answerToRetry(append, await readIds(reads, append.flatMap(({ events }) => events.map(({ eventId }) => eventId))));
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
      { stream, type, payload: bytesOf(payload), position: BigInt(position), revision: Number(revision), recordedAt: instant(BigInt(micros) * 1_000n) },
    ]),
  );
}
