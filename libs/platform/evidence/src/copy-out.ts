import { invariant } from '@carriermesh/kernel';
import type pg from 'pg';

/** How every binary copy begins (PostgreSQL, COPY: Binary Format); flags and the length of an extension follow. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const HEADER_BYTES = SIGNATURE.length + 4;
const NO_MORE_ROWS = -1;
const NULL_LENGTH = -1;

/** A field's bytes within the row's buffer. Both are overwritten after the row was handled: keep copies. */
export interface RowFields {
  readonly bytes: Buffer;
  /** Begin and end of each field, in turn. */
  readonly bounds: readonly number[];
}

/**
 * Streams `copy (query) to stdout (format binary)` through `onRow`. The driver's own way, text and a parser per column, takes
 * several times as long. Rows are handled while the socket is read, so a slow handler slows the server down and nothing piles up.
 */
export function copyOut(client: pg.Client, query: string, columns: number, onRow: (row: RowFields) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyOut(query, new RowReader(columns, onRow), (error) => (error ? reject(error as Error) : resolve())) as unknown as pg.Submittable);
  });
}

interface CopyingConnection {
  query(text: string): void;
}

/** What the driver calls a query of one's own making. */
class CopyOut {
  private failure: unknown;
  private done = false;

  constructor(
    private readonly text: string,
    private readonly rows: RowReader,
    private readonly settle: (error?: unknown) => void,
  ) {}

  submit(connection: CopyingConnection): void {
    connection.query(`copy (${this.text}) to stdout (format binary)`);
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.failure) return;
    try {
      this.rows.take(chunk);
    } catch (error) {
      // Thrown here it would end in the driver's socket; the rest of the copy is left unread instead.
      this.failure = error;
    }
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.end(this.failure);
  }

  handleError(error: unknown): void {
    this.end(error);
  }

  private end(error: unknown): void {
    if (this.done) return;
    this.done = true;
    this.settle(error);
  }
}

/** Takes rows out of messages. The server sends whole rows, the header together with the first. */
class RowReader {
  private begun = false;
  private readonly bounds: number[];

  constructor(
    private readonly columns: number,
    private readonly onRow: (row: RowFields) => void,
  ) {
    this.bounds = new Array<number>(columns * 2).fill(0);
  }

  take(chunk: Buffer): void {
    let offset = this.begun ? 0 : this.header(chunk);
    while (offset < chunk.length) {
      const fields = chunk.readInt16BE(offset);
      offset += 2;
      if (fields === NO_MORE_ROWS) return;
      invariant(fields === this.columns, `a row of the copy has ${fields} fields, not ${this.columns}`);
      for (let field = 0; field < fields; field += 1) {
        const length = chunk.readInt32BE(offset);
        invariant(length !== NULL_LENGTH, `field ${field} of a row of the copy is null`);
        offset += 4;
        this.bounds[2 * field] = offset;
        offset += length;
        this.bounds[2 * field + 1] = offset;
      }
      invariant(offset <= chunk.length, 'a row of the copy was cut');
      this.onRow({ bytes: chunk, bounds: this.bounds });
    }
  }

  private header(chunk: Buffer): number {
    invariant(chunk.subarray(0, SIGNATURE.length).equals(SIGNATURE), 'the copy does not begin as a binary copy does');
    this.begun = true;
    return HEADER_BYTES + 4 + chunk.readInt32BE(HEADER_BYTES);
  }
}

export const int64At = ({ bytes, bounds }: RowFields, field: number): bigint => bytes.readBigInt64BE(bounds[2 * field] as number);
export const int32At = ({ bytes, bounds }: RowFields, field: number): number => bytes.readInt32BE(bounds[2 * field] as number);
export const textAt = ({ bytes, bounds }: RowFields, field: number): string => bytes.toString('utf8', bounds[2 * field], bounds[2 * field + 1]);
/** A view: see `RowFields`. */
export const viewAt = ({ bytes, bounds }: RowFields, field: number): Buffer => bytes.subarray(bounds[2 * field], bounds[2 * field + 1]);
export const bytesAt = (row: RowFields, field: number): Buffer => Buffer.from(viewAt(row, field));
