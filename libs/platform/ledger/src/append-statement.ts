import { formatInstant, instant } from '@carriermesh/kernel';
import type { Parameter } from './parameter-bytes.js';
import { microsOf } from './event-rows.js';
import type { KnownHeads } from './known-heads.js';
import type { AppendResult, EventMetadata, NewEvent, StreamAppend } from './ledger.port.js';
import { ORDINAL_BITS } from './schema.js';
import type { PreparedQuery, TextRow } from './submission.js';

/**
 * The base of this transaction's positions. Why positions agree with streams without any lock: a statement takes its
 * snapshot first and gets its transaction id only when the insert asks for it here. Revision n+1 can be written only by
 * a statement whose snapshot shows n, thus after n's transaction had its id and was over: its own id is higher. A lock
 * taken before the insert (`for update`, an advisory lock) would break this: a transaction that got its id and then
 * waited would write later revisions at lower positions. For the same reason `pg_current_xact_id()` stands in no
 * `where`: the planner may evaluate those ahead of the snapshot.
 *
 * Two processes that write the same revision meet in the unique index: one waits for the other and then fails.
 */
const POSITION_BASE = `(select (pg_current_xact_id()::text::bigint + o.xid_offset) << ${ORDINAL_BITS} from ledger.origin o)`;

const lastRevision = (stream: string): string =>
  `coalesce((select e.revision from ledger.event e where e.stream = ${stream} order by e.revision desc limit 1), -1)`;

/**
 * Any number of appends in one statement and one commit, each of them all or nothing: `verdict` looks up where each stream
 * stands and names the appends whose expectation failed, `written` inserts the events of the others.
 */
export const APPEND_MANY = `
with verdict as materialized (
  select array_agg(actual) as actuals,
         coalesce(array_agg(append) filter (where expected <> -2 and expected <> actual), '{}') as refused
    from (select p.append, p.expected, ${lastRevision('p.stream')} as actual
            from unnest($1::int4[], $2::text[], $3::int4[]) as p(append, stream, expected) offset 0) part
), written as (
  insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
  select ${POSITION_BASE} + n.ordinal, n.stream, v.actuals[n.slot] + n.step, n.event_id, n.type, n.payload, n.metadata
    from verdict v,
         unnest($4::int4[], $5::int4[], $6::int4[], $7::int4[], $8::text[], $9::uuid[], $10::text[], $11::bytea[], $12::json[])
           as n(append, slot, step, ordinal, stream, event_id, type, payload, metadata)
   where n.append <> all (v.refused)
  returning position
)
select array_to_string(v.actuals, ','), (select min(position) from written), ${microsOf('now()')} from verdict v`;

/**
 * The same when every stream is believed to stand where its writer expects it. Nothing is looked up: a revision that is taken
 * already fails the statement, all of it. Only the first of its rows is fetched (`BindMessage`), since the others say the same.
 */
const sure = (source: string): string => `
insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
select ${POSITION_BASE} + ${source}
returning null, position, ${microsOf('now()')}`;

export const APPEND_SURE = sure(`n.ordinal, n.stream, n.revision, n.event_id, n.type, n.payload, n.metadata
  from unnest($1::int4[], $2::int4[], $3::text[], $4::uuid[], $5::text[], $6::bytea[], $7::json[])
         as n(ordinal, revision, stream, event_id, type, payload, metadata)`);

/** For one event: without arrays it is a fifth less for the server. */
export const APPEND_SURE_ONE = sure('1, $1::text, $2::int4, $3::uuid, $4::text, $5::bytea, $6::json');

/** One event for one stream that has to be looked at: it answers no row when refused. */
export const APPEND_ONE = `
insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
select ${POSITION_BASE} + 1, $1::text, s.actual + 1, $3::uuid, $4::text, $5::bytea, $6::json
  from (select ${lastRevision('$1::text')} as actual) s
 where $2::int4 = -2 or s.actual = $2::int4
returning revision - 1, position, ${microsOf('now()')}`;

/** How `expected` goes over the wire; -1 is also how a stream that does not exist answers. */
const NONE = -1;
const ANY = -2;

export type AppendOutcome = Extract<AppendResult, { kind: 'appended' }> | { readonly kind: 'refused' };

/** One stream's part of one of the appends. */
interface Part {
  readonly append: number;
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly NewEvent[];
  /** Of its first event among all events of the statement, from 1. */
  readonly firstOrdinal: number;
}

export interface AppendQuery extends PreparedQuery {
  /** Reads the statement's rows: one outcome per append. */
  outcomes(rows: readonly TextRow[]): AppendOutcome[];
}

/** The statement that writes these appends. No stream may stand in two of them, or twice in one. Without `heads` it looks. */
export function appendQuery(appends: readonly (readonly StreamAppend[])[], heads?: Pick<KnownHeads, 'headFor'>): AppendQuery {
  const isSure = heads !== undefined && appends.every((streams) => streams.every(({ stream, expected }) => heads.headFor(stream, expected) !== undefined));
  const parts = partsOf(appends, isSure ? heads : undefined);
  const [part] = parts;
  const outcomes: AppendQuery['outcomes'] = (rows) => outcomesOf(appends.length, parts, rows[0]);
  if (parts.length === 1 && part?.events.length === 1) {
    return isSure
      ? { name: 'ledger-append-sure-one', text: APPEND_SURE_ONE, parameters: parametersOfOne(part, part.expected + 1), outcomes }
      : { name: 'ledger-append-one', text: APPEND_ONE, parameters: parametersOfOne(part, part.expected), outcomes };
  }
  if (isSure) return { name: 'ledger-append-sure', text: APPEND_SURE, parameters: parametersOfSure(parts), outcomes };
  return { name: 'ledger-append-many', text: APPEND_MANY, parameters: parametersOfMany(parts), outcomes };
}

/** @param heads that are taken for what a writer expects who expects nothing */
function partsOf(appends: readonly (readonly StreamAppend[])[], heads?: Pick<KnownHeads, 'headFor'>): Part[] {
  let firstOrdinal = 1;
  const parts: Part[] = [];
  appends.forEach((streams, append) => {
    for (const { stream, expected: asked, events } of streams) {
      const expected = heads?.headFor(stream, asked) ?? asked;
      parts.push({ append, stream, expected: expected === 'any' ? ANY : expected === 'none' ? NONE : expected, events, firstOrdinal });
      firstOrdinal += events.length;
    }
  });
  // Two statements with several streams in common insert them in the same order, and so never wait for each other.
  return parts.sort((a, b) => (a.stream < b.stream ? -1 : 1));
}

function parametersOfOne({ stream, events }: Part, revision: number): Parameter[] {
  const parameters: Parameter[] = [['text', stream], ['int4', revision]];
  for (const { eventId, type, payload, metadata } of events) {
    parameters.push(['uuid', eventId], ['text', type], ['bytea', payload], ['json', metadataJson(metadata)]);
  }
  return parameters;
}

function parametersOfSure(parts: readonly Part[]): Parameter[] {
  const ordinal: number[] = [];
  const revision: number[] = [];
  const stream: string[] = [];
  const events: NewEvent[] = [];
  for (const part of parts) {
    part.events.forEach((event, place) => {
      ordinal.push(part.firstOrdinal + place);
      revision.push(part.expected + 1 + place);
      stream.push(part.stream);
      events.push(event);
    });
  }
  return [['int4', ordinal], ['int4', revision], ['text', stream], ...contentsOf(events)];
}

const contentsOf = (events: readonly NewEvent[]): Parameter[] => [
  ['uuid', events.map(({ eventId }) => eventId)],
  ['text', events.map(({ type }) => type)],
  ['bytea', events.map(({ payload }) => payload)],
  ['json', events.map(({ metadata }) => metadataJson(metadata))],
];

function parametersOfMany(parts: readonly Part[]): Parameter[] {
  const append: number[] = [];
  const slot: number[] = [];
  const step: number[] = [];
  const ordinal: number[] = [];
  const stream: string[] = [];
  const events: NewEvent[] = [];
  parts.forEach((part, index) => {
    part.events.forEach((event, place) => {
      append.push(part.append);
      slot.push(index + 1);
      step.push(place + 1);
      ordinal.push(part.firstOrdinal + place);
      stream.push(part.stream);
      events.push(event);
    });
  });
  return [
    ['int4', parts.map((part) => part.append)],
    ['text', parts.map((part) => part.stream)],
    ['int4', parts.map((part) => part.expected)],
    ['int4', append],
    ['int4', slot],
    ['int4', step],
    ['int4', ordinal],
    ['text', stream],
    ...contentsOf(events),
  ];
}

function outcomesOf(count: number, parts: readonly Part[], row: TextRow | undefined): AppendOutcome[] {
  // A statement that did not look answers no heads: then they are what was expected.
  const actuals = row?.[0] === null ? parts.map(({ expected }) => expected) : (row?.[0] ?? '').split(',').map(Number);
  const isRefused = new Set(row ? [] : [0]);
  parts.forEach(({ append, expected }, slot) => {
    if (row && expected !== ANY && expected !== actuals[slot]) isRefused.add(append);
  });
  // Whatever was written first, its transaction's part of the position is the same.
  const base = (BigInt(row?.[1] ?? 0) >> ORDINAL_BITS) << ORDINAL_BITS;
  const recordedAt = instant(BigInt(row?.[2] ?? 0) * 1_000n);
  const last = new Array<number>(count).fill(0);
  const revisions = Array.from({ length: count }, () => new Map<string, number>());
  parts.forEach(({ append, stream, events, firstOrdinal }, slot) => {
    last[append] = Math.max(last[append] ?? 0, firstOrdinal + events.length - 1);
    revisions[append]?.set(stream, (actuals[slot] ?? NONE) + events.length);
  });
  return revisions.map((ofAppend, append) =>
    isRefused.has(append) ? { kind: 'refused' } : { kind: 'appended', position: base + BigInt(last[append] ?? 0), revisions: ofAppend, recordedAt },
  );
}

function metadataJson({ correlationId, causationId, actor, occurredAt, traceparent }: EventMetadata): string {
  return JSON.stringify({ correlationId, causationId, actor, occurredAt: formatInstant(occurredAt), traceparent });
}
