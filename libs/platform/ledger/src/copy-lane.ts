import pg from 'pg';
import { operationalErrorOf } from './postgres-errors.js';
import { lengthOf, tapMessages } from './message-tap.js';
import { CONNECT_TIMEOUT_MS } from './session.js';

/** Bytes that wait for their turn; the server stops sending beyond it. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

const COPY_DATA = 0x64;
const COPY_OUT_RESPONSE = 0x48;
const TYPE_AND_LENGTH_BYTES = 5;
/** `PGCOPY\n\xff\r\n\0`, flags and the length of an extension that nobody uses. */
const SIGNATURE_BYTES = 19;
/** In the place of a row's count of fields: there are no more rows. */
const END_OF_ROWS = -1;

/** The driver's connection to the server, as far as a query of one's own has to do with it. */
interface Wire {
  readonly stream: NodeJS.ReadWriteStream;
  query(text: string): void;
}

/** Where rows begin in a piece of what the server sent. */
export interface Rows {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
}

/**
 * One connection that copies rows out. The driver makes an object of every message; here the messages of a copy are taken from the
 * socket as they come, and only where a row begins is noted.
 */
export class CopyLane {
  private readonly client: pg.Client;
  private ended = false;

  constructor(config: pg.ClientConfig) {
    this.client = new pg.Client({ ...config, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
    // A connection that breaks tells the query that is under way; without a listener the process would end.
    this.client.on('error', () => undefined);
  }

  async open(): Promise<void> {
    try {
      await this.client.connect();
    } catch (error) {
      throw operationalErrorOf(error, "the ledger's database could not be reached") ?? error;
    }
  }

  /** Starts copying at once; what has come is taken from the answer at leisure. */
  copy(query: string): CopyOut {
    const out = new CopyOut(`copy (${query}) to stdout (format binary)`);
    this.client.query(out as unknown as pg.Submittable);
    return out;
  }

  /** Without waiting for a copy that nobody wants any more. */
  close(): void {
    if (this.ended) return;
    this.ended = true;
    (this.client as unknown as { connection: Wire & { stream: { destroy(): void } } }).connection.stream.destroy();
    this.client.end().catch(() => undefined);
  }
}

/** One `COPY … TO STDOUT`, in the shape in which the driver runs queries. */
export class CopyOut {
  private wire: Wire | undefined;
  private readonly waiting: Buffer[] = [];
  private waitingBytes = 0;
  private failure: unknown;
  private done = false;
  private sawSignature = false;
  private wake: (() => void) | undefined;

  constructor(private readonly text: string) {}

  /** The rows in the order in which they come, some at a time. */
  async *rows(): AsyncGenerator<Rows> {
    for (;;) {
      const bytes = this.waiting.shift();
      if (bytes) {
        this.waitingBytes -= bytes.length;
        if (this.waitingBytes < MAX_WAITING_BYTES) this.wire?.stream.resume();
        const rows = this.rowsOf(bytes);
        if (rows.starts.length > 0) yield rows;
      } else if (this.failure !== undefined) {
        throw operationalErrorOf(this.failure, 'the ledger could not be read') ?? this.failure;
      } else if (this.done) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    }
  }

  submit(wire: Wire): void {
    this.wire = wire;
    tapMessages(wire.stream, [COPY_DATA, COPY_OUT_RESPONSE], this.keep);
    wire.query(this.text);
  }

  handleError(error: unknown): void {
    this.failure = error;
    this.ring();
  }

  handleReadyForQuery(): void {
    this.done = true;
    this.ring();
  }

  // What else the driver may tell of a query says nothing about a copy.
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handleCopyData(): void {}

  private readonly keep = (bytes: Buffer): void => {
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.waitingBytes >= MAX_WAITING_BYTES) this.wire?.stream.pause();
    this.ring();
  };

  private rowsOf(bytes: Buffer): Rows {
    const starts: number[] = [];
    for (let at = 0; at < bytes.length; at += lengthOf(bytes, at)) {
      let row = at + TYPE_AND_LENGTH_BYTES;
      if (bytes[at] !== COPY_DATA) continue;
      if (!this.sawSignature) {
        this.sawSignature = true;
        row += SIGNATURE_BYTES;
      }
      // The signature may come with the first row or without one.
      const isRow = row < at + lengthOf(bytes, at) && bytes.readInt16BE(row) !== END_OF_ROWS;
      if (isRow) starts.push(row);
    }
    return { bytes, starts };
  }

  private ring(): void {
    this.wake?.();
    this.wake = undefined;
  }
}
