import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { STATEMENT_FIELDS, STATEMENT_KEYS, STATEMENT_REQUIRED, theirLine, type TheirLine } from '@carriermesh/billing-service';
import { OperationalError } from '@carriermesh/platform-errors';
import { parse } from 'csv-parse';

/** A supplier of the size of a country has this many lines in a month. */
const MAX_LINES = 2_000_000;
const MAX_LINE_BYTES = 64 * 1024;

export interface UnreadableLine {
  readonly line: number;
  readonly problem: string;
}

export interface ReadStatement {
  readonly lines: readonly TheirLine[];
  readonly unreadable: readonly UnreadableLine[];
}

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a statement as CSV (RFC 4180; commas or, where the first line has more of them, semicolons; with or without a byte order mark). The first line names the columns.
 * A line that can't be read is reported with its number, and the others are read all the same.
 * @throws OperationalError `misconfigured` when the file can't be read, `malformed` when its heading lacks a column or it is too long
 */
export async function readStatement(file: string): Promise<ReadStatement> {
  const lines: TheirLine[] = [];
  const unreadable: UnreadableLine[] = [];
  let columns: readonly string[] | undefined;
  const delimiter = delimiterIn(file);
  const input = createReadStream(file);
  const parser = parse({
    bom: true, delimiter, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: MAX_LINE_BYTES,
    // A quote that nobody closes takes what follows with it; that is one fault, and no reason to read nothing.
    skip_records_with_error: true,
    on_skip: (error) => void unreadable.push({ line: Number(error?.['lines'] ?? 0), problem: error?.message ?? 'is no CSV' }),
  });
  input.once('error', (error) => parser.destroy(error));
  input.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<Row>) {
      if (!columns) {
        columns = headingOf(file, record);
        continue;
      }
      if (lines.length + unreadable.length >= MAX_LINES) throw new OperationalError('malformed', `${file} has more than ${MAX_LINES} lines: reconcile a shorter period at once`);
      const read = readRow(columns, record, info.lines);
      if ('problem' in read) unreadable.push({ line: info.lines, problem: read.problem });
      else lines.push(read);
    }
  } finally {
    input.destroy();
  }
  if (!columns) throw new OperationalError('malformed', `${file} is empty: its first line has to name ${STATEMENT_REQUIRED.join(', ')}`);
  return { lines, unreadable };
}

/** @throws OperationalError `misconfigured` when there is no such file */
function delimiterIn(file: string): ',' | ';' {
  try {
    const [descriptor, start] = [openSync(file, 'r'), Buffer.alloc(MAX_LINE_BYTES)];
    const [heading = ''] = start.toString('latin1', 0, readSync(descriptor, start)).split('\n');
    closeSync(descriptor);
    return heading.split(';').length > heading.split(',').length ? ';' : ',';
  } catch (error) {
    throw new OperationalError('misconfigured', `${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}

function headingOf(file: string, record: readonly string[]): readonly string[] {
  const columns = record.map((name) => name.trim().toLowerCase());
  const missing = STATEMENT_REQUIRED.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new OperationalError('malformed', `the first line of ${file} does not name ${missing.join(', ')}`);
  const twice = [...STATEMENT_KEYS, ...STATEMENT_FIELDS].filter((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice.length > 0) throw new OperationalError('malformed', `the first line of ${file} names ${twice.join(', ')} twice`);
  return columns;
}

function readRow(columns: readonly string[], record: readonly string[], line: number): TheirLine | { readonly problem: string } {
  if (record.length !== columns.length) return { problem: `has ${record.length} fields, and the first line names ${columns.length}` };
  return theirLine(Object.fromEntries(columns.map((name, index) => [name, record[index] ?? ''])), line);
}
