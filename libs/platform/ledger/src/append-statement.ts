import { formatInstant, instant, type Instant } from '@carriermesh/kernel';
import { byteaArray, int4Array, jsonbArray, textArray, uuidArray } from './binary-array.js';
import type { EventMetadata, NewEvent, Position, StreamAppend } from './ledger.port.js';
import { ORDINAL_BITS } from './schema.js';

/**
 * Any number of appends in one statement and one commit, each of them all or nothing.
 *
 * `part` looks up where each stream stands, `verdict` names the appends whose expectation failed, `written` inserts the
 * events of the others. Why positions agree with streams without any lock: the statement takes its snapshot first and
 * gets its transaction id only when the insert asks for it. Revision n+1 can be written only by a statement whose snapshot
 * shows n, thus after n's transaction had its id and was over: its own id is higher. A lock taken here (`for update`,
 * an advisory lock) would break this: a transaction that got its id and then waited would write later revisions at
 * lower positions. For the same reason `pg_current_xact_id()` stands in no `where`: the planner may evaluate those
 * ahead of the snapshot.
 *
 * Two processes that write the same revision meet in the unique index: one waits for the other and then fails. The rows go in
 * by stream, so that two statements with several common streams wait in the same order and not for each other.
 */
export const APPEND_STATEMENT = `
with part as materialized (
  select p.slot, p.append, p.expected,
         coalesce((select e.revision from ledger.event e where e.stream = p.stream order by e.revision desc limit 1), -1) as actual
    from unnest($1::int4[], $2::text[], $3::int4[]) with ordinality as p(append, stream, expected, slot)
), verdict as materialized (
  select array_agg(actual order by slot) as actuals,
         coalesce(array_agg(append) filter (where expected <> -2 and expected <> actual), '{}') as refused
    from part
), written as (
  insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
  select (select (pg_current_xact_id()::text::bigint + o.xid_offset) << 20 from ledger.origin o) + n.ordinal,
         n.stream, v.actuals[n.slot] + n.step, n.event_id, n.type, n.payload, n.metadata
    from verdict v,
         unnest($4::int4[], $5::int4[], $6::int4[], $7::text[], $8::uuid[], $9::text[], $10::bytea[], $11::jsonb[])
           with ordinality as n(append, slot, step, stream, event_id, type, payload, metadata, ordinal)
   where n.append <> all (v.refused)
   order by n.stream, n.step
  returning position
)
select array_to_string(v.actuals, ','), (select min(position)::text from written),
       (extract(epoch from now()) * 1000000)::bigint::text
  from verdict v`;

/** How `expected` goes over the wire; -1 is also how a stream that does not exist answers. */
const NONE = -1;
const ANY = -2;

export type AppendOutcome =
  | { readonly kind: 'written'; readonly position: Position; readonly revisions: ReadonlyMap<string, number>; readonly recordedAt: Instant }
  | { readonly kind: 'refused' };

/** The statement's parameters. No stream may stand in two of the appends, or twice in one. */
export function encodeAppends(appends: readonly (readonly StreamAppend[])[]): Buffer[] {
  const parts = { append: [] as number[], stream: [] as string[], expected: [] as number[] };
  const news = { append: [] as number[], slot: [] as number[], step: [] as number[], stream: [] as string[] };
  const events: NewEvent[] = [];
  appends.forEach((append, appendIndex) => {
    for (const { stream, expected, events: added } of append) {
      parts.append.push(appendIndex);
      parts.stream.push(stream);
      parts.expected.push(expected === 'any' ? ANY : expected === 'none' ? NONE : expected);
      added.forEach((event, index) => {
        news.append.push(appendIndex);
        news.slot.push(parts.stream.length);
        news.step.push(index + 1);
        news.stream.push(stream);
        events.push(event);
      });
    }
  });
  return [
    int4Array(parts.append),
    textArray(parts.stream),
    int4Array(parts.expected),
    int4Array(news.append),
    int4Array(news.slot),
    int4Array(news.step),
    textArray(news.stream),
    uuidArray(events.map((event) => event.eventId)),
    textArray(events.map((event) => event.type)),
    byteaArray(events.map((event) => event.payload)),
    jsonbArray(events.map((event) => metadataJson(event.metadata))),
  ];
}

/** The statement's one row, as one outcome per append. */
export function decodeOutcomes(row: readonly (string | null)[], appends: readonly (readonly StreamAppend[])[]): AppendOutcome[] {
  const [actualsText, firstPosition, recordedMicros] = row;
  const actuals = (actualsText ?? '').split(',').map(Number);
  // The ordinal of the first written event is not always 1: an append before it may have been refused.
  const base = firstPosition == null ? 0n : (BigInt(firstPosition) >> ORDINAL_BITS) << ORDINAL_BITS;
  const recordedAt = instant(BigInt(recordedMicros ?? 0) * 1_000n);
  let slot = 0;
  let ordinal = 0;
  return appends.map((append): AppendOutcome => {
    const revisions = new Map<string, number>();
    let refused = false;
    for (const { stream, expected, events } of append) {
      const actual = actuals[slot++] ?? NONE;
      refused ||= expected !== 'any' && (expected === 'none' ? NONE : expected) !== actual;
      revisions.set(stream, actual + events.length);
      ordinal += events.length;
    }
    return refused ? { kind: 'refused' } : { kind: 'written', position: base + BigInt(ordinal), revisions, recordedAt };
  });
}

function metadataJson({ correlationId, causationId, actor, occurredAt, traceparent }: EventMetadata): string {
  return JSON.stringify({ correlationId, causationId, actor, occurredAt: formatInstant(occurredAt), traceparent });
}
