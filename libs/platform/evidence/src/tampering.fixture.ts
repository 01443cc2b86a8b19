import type pg from 'pg';
import type { DeviationKind } from './deviation.js';

/** Whole numbers below a limit, the same sequence for the same seed (mulberry32). */
export function drawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** An event as the tamperer finds it. */
export interface Row {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
}

/** What was done, and what a verifier has to say about it. */
export interface Edit {
  readonly what: string;
  /** Any of these positions locates it. */
  readonly positions: readonly bigint[];
  readonly streams: readonly string[];
  readonly kinds: readonly DeviationKind[];
}

export interface Tampering {
  readonly client: pg.Client;
  /** In ledger order. */
  readonly rows: readonly Row[];
  readonly draw: (below: number) => number;
}

export async function rowsOf(client: pg.Client): Promise<readonly Row[]> {
  const { rows } = await client.query<{ position: string; stream: string; revision: number }>('select position, stream, revision from ledger.event order by position');
  return rows.map((row) => ({ ...row, position: BigInt(row.position) }));
}

/** What can be done to one column so that the row stays a row. */
const COLUMN_EDITS: readonly (readonly [column: string, expression: string])[] = [
  ['payload', `payload || '\\x00'::bytea`],
  ['payload', `set_byte(payload, 0, (get_byte(payload, 0) + 1) % 256)`],
  ['type', `'contracting.v1.QuoteWithdrawn'`],
  ['event_id', `gen_random_uuid()`],
  ['recorded_at', `recorded_at - interval '1 microsecond'`],
  ['revision', 'revision + 1000'],
  ['stream', `stream || 'x'`],
  ['metadata', `replace(metadata::text, 'Grünwald', 'Grunwald')::json`],
  ['metadata', `replace(metadata::text, '"actor"', '"actor":"operator","actor"')::json`],
  ['metadata', `replace(metadata::text, '"causationId"', '"note":1,"causationId"')::json`],
  ['metadata', `replace(metadata::text, '.00000000', '.10000000')::json`],
];

const at = ({ position }: Row): string => `position = ${position}`;
const commitOf = ({ position }: Row): bigint => position >> 20n;
const ofCommit = (row: Row): string => `position >> 20 = ${commitOf(row)}`;
const pick = <T>(from: readonly T[], draw: Tampering['draw']): T => from[draw(from.length)] as T;
const sameCommit = (rows: readonly Row[], row: Row): readonly Row[] => rows.filter((each) => commitOf(each) === commitOf(row));

export async function alterColumn({ client, rows, draw }: Tampering): Promise<Edit> {
  const row = pick(rows, draw);
  const [column, expression] = pick(COLUMN_EDITS, draw);
  const { rowCount } = await client.query(`update ledger.event set ${column} = ${expression} where ${at(row)}`);
  if (rowCount !== 1) throw new Error('nothing was altered');
  return { what: `${column} := ${expression} at ${row.position}`, positions: [row.position], streams: [row.stream], kinds: ['altered-event'] };
}

/** What a verifier without any saved head can't see once all is signed anew. */
export async function alterPayload({ client, rows, draw }: Tampering): Promise<Edit> {
  const row = pick(rows, draw);
  await client.query(`update ledger.event set payload = payload || '\\x2a'::bytea where ${at(row)}`);
  return { what: `payload of ${row.position}`, positions: [row.position], streams: [row.stream], kinds: ['altered-event'] };
}

/** Two events change places. */
export async function swapEvents({ client, rows, draw }: Tampering): Promise<Edit> {
  const first = pick(rows, draw);
  const second = pick(rows.filter(({ position }) => position !== first.position), draw);
  await client.query(`update ledger.event set position = -1 where ${at(first)}`);
  await client.query(`update ledger.event set position = ${first.position} where ${at(second)}`);
  await client.query(`update ledger.event set position = ${second.position} where position = -1`);
  return { what: `${first.position} ↔ ${second.position}`, positions: [first.position], streams: [first.stream], kinds: ['reordered-event'] };
}

export async function deleteEvent({ client, rows, draw }: Tampering): Promise<Edit> {
  const row = pick(rows.filter((each) => sameCommit(rows, each).length > 1), draw);
  await client.query(`delete from ledger.event where ${at(row)}`);
  return { what: `event ${row.position} deleted`, positions: [row.position], streams: [row.stream], kinds: ['deleted-event'] };
}

/** Not the last one, which would be a cut tail. */
export async function deleteCommit({ client, rows, draw }: Tampering): Promise<Edit> {
  const last = rows.at(-1) as Row;
  const row = pick(rows.filter((each) => commitOf(each) !== commitOf(last)), draw);
  await client.query(`delete from ledger.event where ${ofCommit(row)}`);
  const gone = sameCommit(rows, row);
  return { what: `commit of ${row.position} deleted`, positions: gone.map(({ position }) => position), streams: gone.map(({ stream }) => stream), kinds: ['deleted-commit'] };
}

/** An event is put into a commit, or between two. */
export async function insertEvent({ client, rows, draw }: Tampering): Promise<Edit> {
  const into = draw(2) === 0;
  const row = into ? pick(rows, draw) : pick(rows.slice(0, -4).filter((each, index) => commitOf(rows[index + 1] as Row) > commitOf(each) + 1n), draw);
  const position = into ? row.position + 500n : ((commitOf(row) + 1n) << 20n) + 1n;
  const stream = `forged-${draw(1_000)}`;
  await client.query(`insert into ledger.event select ${position}, '${stream}', 0, gen_random_uuid(), type, payload, metadata, recorded_at from ledger.event where ${at(row)}`);
  return { what: `${position} inserted`, positions: [position], streams: [stream], kinds: [into ? 'inserted-event' : 'inserted-commit'] };
}

/** The events alone, or the stored tree with them as far as it reaches beyond. */
export async function cutTail({ client, rows, draw }: Tampering): Promise<Edit> {
  const first = pick(rows.slice(rows.length >> 1).filter((row) => sameCommit(rows, row)[0] === row), draw);
  const before = rows[rows.indexOf(first) - 1] as Row;
  await client.query(`delete from ledger.event where position >= ${first.position}`);
  if (draw(2) === 0) return { what: `events from ${first.position} cut`, positions: [first.position], streams: [first.stream], kinds: ['cut-tail'] };
  await client.query(`delete from ledger.tree_leaf where position >= ${first.position}`);
  return { what: `events and leaves from ${first.position} cut`, positions: [before.position], streams: [before.stream], kinds: ['cut-tail'] };
}
